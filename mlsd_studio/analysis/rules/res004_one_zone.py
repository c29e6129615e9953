"""RES004 · All replicas in one zone although the target needs more

What it finds
A component on a journey that must reach 99.9 % or more, with two or more replicas that all stand in the same
zone. Where losing that zone stops a journey, RES001 reports the zone and this finding is listed inside it.

Why it matters
A zone goes down with everything in it, and the arithmetic of replicas takes them as independent.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: uptime, category: system, metric: availability, target: '>= 99.9 %'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 3, zones: [a, b, c], auth: oidc}
      - {id: tips, kind: cache, name: Tips, replicas: 2, zones: [a]}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: pager, kind: alerting, name: Pager}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-tips, from: api, to: tips, kind: request, role: optional, encrypted: true, auth: iam}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: tips-metrics, from: tips, to: metrics, kind: telemetry}
      - {id: metrics-pager, from: metrics, to: pager, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: uptime, category: system, metric: availability, target: '>= 99.9 %'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 3, zones: [a, b, c], auth: oidc}
      - {id: tips, kind: cache, name: Tips, replicas: 2, zones: [a, b]}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-tips, from: api, to: tips, kind: request, role: optional, encrypted: true, auth: iam}

When to ignore
One site of one's own with an accepted target (accept the finding with that reason), and models on devices.
Managed services look after their zones themselves.

Source
AWS Well-Architected REL10-BP01; Google SRE book, Managing Critical State.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Set, lower
from mlsd_studio.analysis.needs import Need, availability_need
from mlsd_studio.analysis.numbers.wording import SHARE, share_words
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.single_points import Places, spread
from mlsd_studio.analysis.units import stated_replicas

DEMANDING = 0.999
"""From this target on one zone is not enough."""


def check(facts: Facts) -> Iterator[Finding]:
    """Each component once, under the first journey that asks for it."""
    places, told = Places(facts), set[str]()
    for journey in facts.journeys:
        need = availability_need(facts, journey)
        if need is None or need.bound < DEMANDING:
            continue
        for id in facts.called(journey):
            if id not in told and not places.exempt(id) and _in_one_zone(facts, id):
                told.add(id)
                yield _finding(facts, journey, need, id)


def _in_one_zone(facts: Facts, id: str) -> bool:
    component = facts.components[id]
    zones = set(facts.structure.blocks.zones_of(component))
    return len(zones) == 1 and (stated_replicas(component) or 0) >= 2


def _finding(facts: Facts, journey: Way, need: Need, id: str) -> Finding:
    component, name = facts.components[id], facts.name(id)
    zone = facts.structure.blocks.zones_of(component)[0]
    replicas = stated_replicas(component)
    fields = spread(facts, component)
    fixes = [Fix(f"Spread {name} over more zones", (Set("components", id, fields),))] if fields else []
    return RULE.finding(
        id,
        f"All {replicas} replicas of {name} stand in zone {zone}",
        f"{journey.name} must reach {share_words(need.bound, need.bound)}, and one lost zone takes every replica of "
        f"{name}.",
        severity=RULE.severity if journey.id in facts.main_journeys else lower(RULE.severity),
        subjects=[(id, "all replicas in one zone")],
        path=facts.call_path(journey, id),
        evidence=(
            Evidence("replicas", replicas, origin="stated"),
            Evidence("zones", zone, origin="stated"),
            Evidence("availability asked for", need.bound, SHARE, "stated"),
        ),
        requirement=need.requirement,
        fixes=(*fixes, Fix("State the zones", (Focus((id,), "zones"),))),
    )


RULE = Rule(
    "RES004", "All replicas in one zone although the target needs more", "resilience", "warning", "review",
    False, check,
)  # fmt: skip
