"""RES002 · Computed availability is below the stated target

What it finds
A journey whose exact availability misses the availability that a requirement asks for, with the three units
that cost it most and the minutes a month that each costs. Where only bounds are known (replicas or a figure not
stated, a design too entangled to compute) the rule speaks if even the upper one misses the target; where the
target lies between the bounds of what can be stated no further, an info says that it cannot be decided. The
availability is cut, never rounded up. It is graded one lower on a journey that reaches no model where another
one does, unless the requirement names it.

Why it matters
A journey works when everything it needs works, so it can never be better than what it depends on; a critical
dependency should offer about one nine more than the service. Zones and boundaries without a stated
availability never fail in this number, and the figures of managed services are published SLAs: refund
promises, not measurements.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: uptime, category: system, metric: availability, target: '>= 99.999 %'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, auth: oidc}
      - {id: store, kind: relational_db, name: Prices, replicas: 3}
      - {id: metrics, kind: metrics_monitor, name: Metrics, replicas: 1}
      - {id: pager, kind: alerting, name: Pager, replicas: 1}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-store, from: api, to: store, kind: request, encrypted: true, auth: iam}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: store-metrics, from: store, to: metrics, kind: telemetry}
      - {id: metrics-pager, from: metrics, to: pager, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: uptime, category: system, metric: availability, target: '>= 99.999 %'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 3, auth: oidc}
      - {id: store, kind: relational_db, name: Prices, replicas: 3}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-store, from: api, to: store, kind: request, encrypted: true, auth: iam}

When to ignore
When the target itself is negotiable, change the requirement rather than the finding. What only waits for
replicas to be stated is no finding: the verdict is unknown and OPS001 asks for the facts.

Source
Treynor, Dahlin, Rau, Beyer, The Calculus of Service Availability (rule of the extra 9; count unique
dependencies once); Azure Well-Architected, AI workloads (balance reliability objectives across dependent
components).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.findings import NEW, Add, Evidence, Finding, Fix, Focus, Link, Operation, Set, lower
from mlsd_studio.analysis.needs import Need, availability_need
from mlsd_studio.analysis.numbers.availability import replica_availability
from mlsd_studio.analysis.numbers.fallbacks import FALLBACK, STAND_INS, fallback_availability
from mlsd_studio.analysis.numbers.importance import Enough, UnitImportance, enough_replicas
from mlsd_studio.analysis.numbers.verdicts import HAIR
from mlsd_studio.analysis.numbers.wording import SHARE, between_words, grouped, share_words
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.quantities import HOURS_PER_YEAR

SHOWN, TRIED = 3, 6
MONTHS = 12
MOST = 0.5
"""The share of the downtime from which on a unit is the reason for it."""


def check(facts: Facts) -> Iterator[Finding]:
    """Each journey with a target that its computed availability misses for certain, or for which the bounds
    that can be computed do not tell.
    """
    for journey in facts.journeys:
        need = availability_need(facts, journey)
        if need is None:
            continue
        most = facts.figures.most_available(journey)
        if most is not None and most < need.bound - HAIR:
            yield _finding(facts, journey, need, most)
        elif most is not None and facts.figures.explained(journey).bounds is not None:
            least = facts.figures.least_available(journey)
            if least is None or least < need.bound - HAIR:
                yield _undecided(facts, journey, need, least or 0.0, most)


def _finding(facts: Facts, journey: Way, need: Need, most: float) -> Finding:
    explained = facts.figures.explained(journey)
    units = list(facts.figures.units(journey).values())[:SHOWN]
    costly = f" It loses most to {_listed(facts, units)}." if units else ""
    offers = [] if explained.unstated else list(enough_replicas(facts, explained, need.bound))[:SHOWN]
    bound = "at most " if explained.unstated or explained.value is None else ""
    note = " Zones without a stated availability are not counted." if explained.note else ""
    slas = any(one.subject in facts.managed or one.subject in facts.external for one in units)
    note += " Managed services count with their published SLAs." if slas else ""
    return RULE.finding(
        journey.id,
        f"{journey.name} misses {asked(need)}{_because(facts, units)}",
        f"{journey.name} reaches {bound}{share_words(most, need.bound)}, {asked(need)} is asked for."
        f"{costly}{_way_out(facts, offers)}{note}",
        severity=RULE.severity if journey.id in facts.main_journeys else lower(RULE.severity),
        subjects=[(one.subject, "costs availability") for one in units] or [(journey.entry, "entry")],
        path=facts.call_path(journey, units[0].subject) if units else (),
        evidence=(
            Evidence("availability", most, SHARE, "computed"),
            Evidence("target", need.bound, SHARE, "stated"),
            Evidence("downtime", _hours(most), "hours/year", "computed"),
            Evidence("downtime allowed", _hours(need.bound), "hours/year", "stated"),
            *(_cost(facts, one) for one in units),
        ),
        requirement=need.requirement,
        fixes=_fixes(facts, journey, need, offers),
    )


def _undecided(facts: Facts, journey: Way, need: Need, least: float, most: float) -> Finding:
    """The target lies between the bounds: no verdict, and what is missing."""
    explained = facts.figures.explained(journey)
    missing = [one for one in explained.missing if not one.endswith(".replicas")]
    why = (
        f"{', '.join(missing)} is not known" if missing else "the design is too entangled to compute exactly"
    )
    return RULE.finding(
        journey.id,
        f"Whether {journey.name} reaches {asked(need)} cannot be decided",
        f"{journey.name} is available {between_words(least, most, need.bound)} of the time, and {asked(need)} lies "
        f"between: {why}.",
        severity="info",
        subjects=[(id, "not known") for id in dict.fromkeys(one.rpartition(".")[0] for one in missing)]
        or [(journey.entry, "entry")],
        evidence=(
            Evidence("availability at least", least, SHARE, "computed"),
            Evidence("availability at most", most, SHARE, "computed"),
            Evidence("target", need.bound, SHARE, "stated"),
        ),
        requirement=need.requirement,
        fixes=tuple(_to_state(facts, missing)),
    )


def _to_state(facts: Facts, missing: list[str]) -> Iterator[Fix]:
    """The way to each number that is not known."""
    for name in missing[:SHOWN]:
        id, _, field = name.rpartition(".")
        if id in facts.components:
            yield Fix(f"State the {field} of {facts.name(id)}", (Focus((id,), field),))


def _hours(availability: float) -> float:
    return round((1 - availability) * HOURS_PER_YEAR, 1)


def asked(need: Need) -> str:
    """The target as it was stated."""
    return share_words(need.bound, need.bound)


def _because(facts: Facts, units: list[UnitImportance]) -> str:
    """The one unit that costs more than all the rest, if there is one."""
    return f" because of {facts.name(units[0].subject)}" if units and units[0].share > MOST else ""


def _listed(facts: Facts, units: list[UnitImportance]) -> str:
    parts = [f"{facts.name(one.subject)} ({grouped(one.minutes / MONTHS)} min a month)" for one in units]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _way_out(facts: Facts, offers: list[Enough]) -> str:
    if not offers:
        return ""
    return f" {offers[0].replicas} replicas of {facts.name(offers[0].component)} would reach the target."


def _cost(facts: Facts, one: UnitImportance) -> Evidence:
    origin = "computed"
    if one.kind == "component":
        figure = replica_availability(facts, one.subject)
        origin = figure.origin if figure is not None else origin
    return Evidence(
        f"{facts.name(one.subject)} costs", float(f"{one.minutes / MONTHS:.4g}"), "min/month", origin
    )


# -- fixes ---------------------------------------------------------------------------------------------


def _fixes(facts: Facts, journey: Way, need: Need, offers: list[Enough]) -> tuple[Fix, ...]:
    """What reaches the target by itself: more replicas of one component, a fallback for one call, all that
    has no spare at once; else the way to the number.
    """
    found: list[Fix] = []
    for one in offers:
        label = f"Run {one.replicas} replicas of {facts.name(one.component)}: {share_words(one.value, need.bound)}"
        found.append(Fix(label, (_more(facts, one.component, one.replicas),)))
    if not found:
        found += _tried(facts, journey, need)
    first = next(iter(facts.figures.units(journey).values()), None)
    if first is None:
        return (*found, Fix("Show where it enters", (Focus((journey.entry,)),)))
    return (*found, Fix("Show what costs most", (Focus((first.subject,)),)))


def _more(facts: Facts, id: str, replicas: int) -> Set:
    component = facts.components[id]
    if component.replicas is None and component.autoscaling is not None:
        most = max(component.autoscaling.max or replicas, replicas)
        return Set("components", id, {"autoscaling": {"min": replicas, "max": most}})
    return Set("components", id, {"replicas": replicas})


def _tried(facts: Facts, journey: Way, need: Need) -> Iterator[Fix]:
    """The first of these that reaches the target: one fallback, spares for all that costs most, both."""
    units = [one.subject for one in facts.figures.units(journey).values() if one.kind == "component"][:TRIED]
    fallbacks = {id: fix for id in units if (fix := _fallback(facts, id)) is not None}
    spares = {id: _spared(facts, id) for id in units if id in facts.self_run and _stated(facts, id)}
    more = [_more(facts, id, count) for id, count in spares.items()]
    added = [operation for fix in fallbacks.values() for operation in fix.operations]
    options: list[tuple[str, list[str], Mapping[str, int], list[Operation]]] = [
        *((fix.label, [id], {}, list(fix.operations)) for id, fix in fallbacks.items()),
        ("Give what costs most a spare replica", [], spares, list(more)),
        ("Give what costs most a spare replica or a fallback", list(fallbacks), spares, [*added, *more]),
    ]
    for label, backed, replicas, operations in options:
        if not operations:
            continue
        chances = {id: _backed(facts, id) for id in backed}
        value = facts.figures.supposing(journey, replicas=replicas, chances=chances)
        if value is not None and value >= need.bound - HAIR:
            yield Fix(f"{label}: {share_words(value, need.bound)}", tuple(operations))
            return


def _stated(facts: Facts, id: str) -> bool:
    return facts.structure.blocks.of(id).stated


def _spared(facts: Facts, id: str) -> int:
    """The fewest replicas more than now of which one may be lost."""
    blocks, component = facts.structure.blocks, facts.components[id]
    count = blocks.of(id).replicas + 1
    while count - blocks.needs(component, count) < 1:
        count += 1
    return count


def _backed(facts: Facts, id: str) -> float:
    """The chance that a service or its fallback answers."""
    figure = replica_availability(facts, id)
    down = 1.0 - (figure.value if figure is not None else 0.0)
    return 1.0 - down * (1.0 - fallback_availability(facts))


def _fallback(facts: Facts, id: str) -> Fix | None:
    """A stand-in for the one call by which the journey comes to what the team cannot give a replica."""
    if id in facts.self_run:
        return None
    calls = [hop for hop in facts.into[id] if facts.required(hop[0])]
    if len(calls) != 1 or calls[0][1] in facts.group("ENTRY") or not facts.hard(calls[0][0]):
        return None
    if calls[0][0].target != id or any(facts.required(flow) for flow, _ in facts.out[id]):
        return None
    flow, caller = calls[0]
    link = Link(caller, NEW, "request", fallback_of=flow.id)
    add = Add(FALLBACK, f"Fallback for {facts.name(id)}", caller, (link,), {"replicas": STAND_INS})
    return Fix(f"Add a fallback for {facts.name(id)}", (add,))


RULE = Rule(
    "RES002", "Computed availability is below the stated target", "resilience", "error", "review", True, check
)
