"""RES002 · Computed availability is below the stated target

What it finds
A journey whose exact availability misses the availability that a requirement asks for, with the three units
that cost it most and the minutes a month that each costs. Where replicas are not stated the rule speaks only
if the target is missed even with those components perfect.

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
A dependency without any figure, stated or published, makes the number unknown and the rule silent. When the
target itself is negotiable, change the requirement rather than the finding.

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
from mlsd_studio.analysis.rule import Rule

SHOWN, TRIED = 3, 6
MONTHS = 12
MOST = 0.5
"""The share of the downtime from which on a unit is the reason for it."""

TOLERANCE = 1e-12


def check(facts: Facts) -> Iterator[Finding]:
    """Each journey with a target that its computed availability misses for certain."""
    for journey in facts.journeys:
        need = availability_need(facts, journey)
        if need is None:
            continue
        most = facts.figures.most_available(journey)
        if most is not None and most < need.bound - TOLERANCE:
            yield _finding(facts, journey, need, most)


def _finding(facts: Facts, journey: Way, need: Need, most: float) -> Finding:
    explained = facts.figures.explained(journey)
    units = list(facts.figures.units(journey).values())[:SHOWN]
    costly = _listed(facts, units)
    offers = [] if explained.unstated else list(enough_replicas(facts, explained, need.bound))[:SHOWN]
    bound = "at most " if explained.unstated else ""
    note = " Zones without a stated availability are not counted." if explained.note else ""
    slas = any(one.subject in facts.managed or one.subject in facts.external for one in units)
    note += " Managed services count with their published SLAs." if slas else ""
    return RULE.finding(
        journey.id,
        f"{journey.name} misses {percent(need.bound)}{_because(facts, units)}",
        f"{journey.name} reaches {bound}{percent(most)}, {percent(need.bound)} is asked for. "
        f"It loses most to {costly}.{_way_out(facts, offers)}{note}",
        severity=RULE.severity if journey.id in facts.main_journeys else lower(RULE.severity),
        subjects=[(one.subject, "costs availability") for one in units] or [(journey.entry, "entry")],
        path=facts.call_path(journey, units[0].subject) if units else (),
        evidence=(
            Evidence("availability", most, origin="computed"),
            Evidence("target", need.bound, origin="stated"),
            Evidence("downtime", round((1 - most) * 8760, 1), "hours/year", "computed"),
            Evidence("downtime allowed", round((1 - need.bound) * 8760, 1), "hours/year", "stated"),
            *(_cost(facts, one) for one in units),
        ),
        requirement=need.requirement,
        fixes=_fixes(facts, journey, need, offers),
    )


def _because(facts: Facts, units: list[UnitImportance]) -> str:
    """The one unit that costs more than all the rest, if there is one."""
    return f" because of {facts.name(units[0].subject)}" if units and units[0].share > MOST else ""


def _listed(facts: Facts, units: list[UnitImportance]) -> str:
    parts = [f"{facts.name(one.subject)} ({one.minutes / MONTHS:.3g} min a month)" for one in units] or [
        "its entry"
    ]
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


def percent(value: float) -> str:
    """An availability with as many nines as it takes to see what is missing."""
    digits = 2
    while digits < 7 and round(value * 100, digits) >= 100 and value < 1:
        digits += 1
    return f"{round(value * 100, digits + 1):.{digits + 1}f}".rstrip("0").rstrip(".") + " %"


# -- fixes ---------------------------------------------------------------------------------------------


def _fixes(facts: Facts, journey: Way, need: Need, offers: list[Enough]) -> tuple[Fix, ...]:
    """What reaches the target by itself: more replicas of one component, a fallback for one call, all that
    has no spare at once; else the way to the number.
    """
    found: list[Fix] = []
    for one in offers:
        label = f"Run {one.replicas} replicas of {facts.name(one.component)}: {percent(one.value)}"
        found.append(Fix(label, (_more(facts, one.component, one.replicas),)))
    if not found:
        found += _tried(facts, journey, need)
    first = next(iter(facts.figures.units(journey).values()), None)
    return (*found, Fix("Show what costs most", (Focus((first.subject if first else journey.entry,)),)))


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
        if value is not None and value >= need.bound - TOLERANCE:
            yield Fix(f"{label}: {percent(value)}", tuple(operations))
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
