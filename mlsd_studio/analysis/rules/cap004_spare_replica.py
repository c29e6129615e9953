"""CAP004 · Losing one replica overloads the rest

What it finds
At stage production, a component on a journey with two or more fixed replicas of which one fewer could not
carry the load.

Why it matters
Redundancy that cannot carry the load is none: the first replica to fail takes the others with it.

Example
    mlsd: 1
    stage: production
    journeys:
      - {id: search, entry: web, rate: 600 rps}
    components:
      - {id: web, kind: client_web, name: Shop, environment: prod}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, capacity: 500 rps, auth: oidc}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: pager, kind: alerting, name: Pager}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: metrics-pager, from: metrics, to: pager, kind: telemetry}

Instead
    mlsd: 1
    stage: production
    journeys:
      - {id: search, entry: web, rate: 600 rps}
    components:
      - {id: web, kind: client_web, name: Shop, environment: prod}
      - {id: api, kind: backend_service, name: Search API, replicas: 3, capacity: 500 rps, auth: oidc}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}

When to ignore
Autoscaling that brings a new replica within the recovery time that is asked for. Where even all replicas are
too few, CAP002 speaks and this finding is listed inside it.

Source
Google SRE book, Addressing Cascading Failures; AWS Well-Architected REL11-BP05 (static stability).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.figures import assumed, capacity_evidence, rounded
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Set, lower
from mlsd_studio.analysis.needs import needs
from mlsd_studio.analysis.numbers.wording import OF_CAPACITY, grouped, used_words
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.scaling import members
from mlsd_studio.model.records import Component

TOLERANCE = 1e-9


def check(facts: Facts) -> Iterator[Finding]:
    """Each component once, under the first journey that calls it."""
    told: set[str] = set()
    if not facts.figures.rated:
        return
    for journey in facts.journeys:
        for id in facts.called(journey):
            component = facts.components[id]
            count = _fixed(facts, journey, component)
            if id in told or count is None or count < 2:
                continue
            told.add(id)
            load, capacity = facts.figures.load(id), facts.figures.inputs.capacity(id).value
            if load is None or capacity is None or math.isinf(capacity):
                continue
            if load > capacity * (count - 1) * (1 + TOLERANCE):
                yield _finding(facts, journey, component, count, load, capacity)


def _fixed(facts: Facts, journey: Way, component: Component) -> int | None:
    """The replicas that carry the load and that nothing replaces in time; None = unknown or replaced."""
    scaling = component.autoscaling
    if scaling is None:
        return component.replicas
    asked = [need.bound for need in needs(facts, "rto", journey)]
    start = component.cold_start
    if start is None or not asked or start.base < min(asked):
        return None
    return facts.figures.inputs.replicas(component.id, facts.figures.load(component.id))


def _finding(
    facts: Facts, journey: Way, component: Component, count: int, load: float, capacity: float
) -> Finding:
    id, name = component.id, facts.name(component.id)
    left = load / (capacity * (count - 1))
    enough = members(facts, component, math.ceil(load / capacity * (1 - TOLERANCE)) + 1)
    zones = len(set(facts.structure.blocks.zones_of(component)))
    scaling = component.autoscaling
    fields: dict[str, object] = {"replicas": enough}
    if scaling is not None:
        fields = {"autoscaling": {"min": enough, "max": max(scaling.max or enough, enough)}}
    return RULE.finding(
        id,
        f"{name} cannot lose a replica under load",
        f"{name} gets {grouped(load)} calls/s; with one of its {count} replicas down the others would run at "
        f"{used_words(left)}.{assumed(facts.figures.inputs.capacity(id).origin)}",
        severity=RULE.severity if journey.id in facts.main_journeys else lower(RULE.severity),
        subjects=[(id, "no spare replica")],
        path=facts.call_path(journey, id),
        evidence=(
            Evidence("load", rounded(load), "rps", "computed"),
            capacity_evidence(facts.figures, id),
            Evidence("replicas", count, origin="stated"),
            Evidence("utilisation with one replica less", rounded(left), OF_CAPACITY, "computed"),
            *((Evidence("zones", zones, origin="stated"),) if zones else ()),
        ),
        fixes=(Fix(f"Scale {name} to {enough} replicas", (Set("components", id, fields),)),),
    )


RULE = Rule(
    "CAP004", "Losing one replica overloads the rest", "capacity", "warning", "production", False, check
)
