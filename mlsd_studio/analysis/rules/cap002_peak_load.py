"""CAP002 · A component cannot carry peak load (and stated growth)

What it finds
A component that gets more calls than all its replicas can do (error), more than it is planned to carry, or
more than it can do once the traffic has grown as a requirement says (warnings, one finding). Load comes from
the journeys' rates through calls, groups, retries and caches; autoscaling counts at its maximum.

Why it matters
Throughput breaks at the narrowest component, and fan-out (retrieval, ranking of many candidates) multiplies
the load there.

Example
    mlsd: 1
    journeys:
      - {id: search, entry: web, rate: 900 rps}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, capacity: 400 rps, auth: oidc}
      - {id: store, kind: prediction_store, name: Predictions, managed: true, capacity: 9000 rps}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-store, from: api, to: store, kind: request}

Instead
    mlsd: 1
    journeys:
      - {id: search, entry: web, rate: 900 rps}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 4, capacity: 400 rps, auth: oidc}
      - {id: store, kind: prediction_store, name: Predictions, managed: true, capacity: 9000 rps}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-store, from: api, to: store, kind: request}

When to ignore
Nothing is said while the capacity, the replicas or the rate is unknown, nor where the load exactly meets what
a component can do. Growth never makes an error.

Source
AWS Machine Learning Lens MLREL05-BP01 and MLCOST06-BP03; Google SRE book, Handling Overload; AWS Generative
AI Lens GENREL01-BP01.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.figures import assumed, capacity_evidence, rounded
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Set, Severity, lower
from mlsd_studio.analysis.needs import Need, needs
from mlsd_studio.analysis.numbers.load import needed
from mlsd_studio.analysis.numbers.wording import OF_CAPACITY, grouped, used_words
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.scaling import members

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Strain:
    """A component under load, in calls/s: what it gets, can do and is planned for, and once it has grown."""

    id: str
    load: float
    full: float
    planned: float
    growth: float
    need: Need | None

    @property
    def overloaded(self) -> bool:
        """Whether it gets more than it can do."""
        return self.load > self.full * (1 + TOLERANCE)

    @property
    def tight(self) -> bool:
        """Whether it gets more than it is planned for."""
        return self.load > self.planned * (1 + TOLERANCE)

    @property
    def outgrown(self) -> bool:
        """Whether the stated growth is more than it can do."""
        return self.growth * self.load > self.full * (1 + TOLERANCE)


def check(facts: Facts) -> Iterator[Finding]:
    """Each component of which replicas, capacity and load are known."""
    figures = facts.figures
    if not figures.rated:
        return
    growths = {journey.id: _growth(facts, journey) for journey in facts.engine.journeys}
    for id, station in figures.state.stations.items():
        component = facts.components[id]
        stated = component.replicas is not None or (
            component.autoscaling is not None and component.autoscaling.max is not None
        )
        full = figures.full(id)
        if not stated or not station.load or full is None or math.isinf(full):
            continue
        journeys = figures.loads_from(id)
        need = max((growths[j.id] for j in journeys if growths[j.id]), key=_multiple, default=None)
        planned = figures.inputs.max_utilisation(id) * full
        strain = Strain(id, station.load, full, planned, _multiple(need), need)
        if strain.tight or strain.outgrown:
            yield _finding(facts, strain, journeys)


def _multiple(need: Need | None) -> float:
    return (need.growth if need is not None else None) or 1.0


def _growth(facts: Facts, journey: Way) -> Need | None:
    """The throughput requirement of a journey that asks for the most growth, else its first one."""
    return max(needs(facts, "throughput", journey), key=_multiple, default=None)


def _finding(facts: Facts, strain: Strain, journeys: list[Way]) -> Finding:
    name, share = facts.name(strain.id), strain.load / strain.full
    severity: Severity = "error" if strain.overloaded else "warning"
    if not any(journey.id in facts.main_journeys for journey in journeys):
        severity = lower(severity)
    reasons = []
    if strain.overloaded:
        reasons.append(f"{name} gets {grouped(strain.load)} calls/s and can do {grouped(strain.full)}.")
    elif strain.tight:
        planned = f"planned are {used_words(strain.planned / strain.full)}"
        reasons.append(f"{name} runs at {used_words(share)} of what it can do, {planned}.")
    if strain.outgrown and not strain.overloaded:
        grown = strain.growth * strain.load
        reasons.append(
            f"At {strain.growth:g} times the traffic it would get {grouped(grown)} calls/s and can do "
            f"{grouped(strain.full)}."
        )
    first = next(iter(facts.figures.saturation(journeys[0])), None)
    if first == strain.id:
        rate = facts.figures.saturation(journeys[0])[first].rate
        reasons.append(f"It saturates first: {journeys[0].name} ends at {grouped(rate)} calls/s.")
    title = (
        f"{name} cannot carry the peak load" if strain.overloaded
        else f"{name} runs at {used_words(share)}" if strain.tight
        else f"{name} cannot carry {strain.growth:g} times the traffic"
    )  # fmt: skip
    return RULE.finding(
        strain.id,
        title,
        " ".join(reasons) + assumed(facts.figures.inputs.capacity(strain.id).origin),
        severity=severity,
        subjects=[(strain.id, "too much load")],
        path=facts.call_path(journeys[0], strain.id),
        evidence=_evidence(facts, strain, journeys[0]),
        requirement=strain.need.requirement if strain.need else None,
        fixes=_fixes(facts, strain),
    )


def _evidence(facts: Facts, strain: Strain, journey: Way) -> tuple[Evidence, ...]:
    figures, component = facts.figures, facts.components[strain.id]
    most = figures.saturation(journey)[strain.id]
    scaling = component.autoscaling
    count = scaling.max if scaling and scaling.max is not None else component.replicas
    now = needed(figures.inputs, strain.id, strain.load)
    grown = needed(figures.inputs, strain.id, strain.load * strain.growth)
    rows = [
        Evidence("load", rounded(strain.load), "rps", "computed"),
        capacity_evidence(figures, strain.id),
        Evidence("replicas", count, origin="stated"),
        Evidence("utilisation", rounded(strain.load / strain.full), OF_CAPACITY, "computed"),
        Evidence(f"saturates when {journey.name} has", rounded(most.rate), "rps", "computed"),
        Evidence("replicas needed", now, origin="computed"),
    ]
    if strain.growth > 1:
        rows.append(Evidence(f"replicas needed at {strain.growth:g} times", grown, origin="computed"))
    return tuple(rows)


def _fixes(facts: Facts, strain: Strain) -> tuple[Fix, ...]:
    component, name = facts.components[strain.id], facts.name(strain.id)
    inputs = facts.figures.inputs
    now = needed(inputs, strain.id, strain.load) or 1
    grown = needed(inputs, strain.id, strain.load * strain.growth) or now
    least = members(facts, component, max(now, component.replicas or 1))
    most = members(facts, component, max(grown, least))
    scaled = {"autoscaling": {"min": least, "max": most}, "replicas": least}
    fixed = Fix(f"Scale {name} to {most} replicas", (Set("components", strain.id, {"replicas": most}),))
    if component.autoscaling is not None:
        low = component.autoscaling.min if component.autoscaling.min is not None else 1
        bounds = {"min": min(low, most), "max": most}
        wider = Set("components", strain.id, {"autoscaling": bounds})
        return (Fix(f"Let {name} scale to {most} replicas", (wider,)),)
    elastic = Fix(
        f"Scale {name} between {least} and {most} replicas", (Set("components", strain.id, scaled),)
    )
    return (elastic, fixed) if most > least else (fixed,)


RULE = Rule(
    "CAP002", "A component cannot carry peak load (and stated growth)", "capacity", "error", "sketch", True,
    check,
)  # fmt: skip
