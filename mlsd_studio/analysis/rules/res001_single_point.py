"""RES001 · Single point of failure on a journey

What it finds
A failure unit whose loss alone stops a journey: the only replica of a component, a zone that holds too many
of them, or a boundary that states an availability. Also a lone stream processor, queue or feature pipeline
behind async flows (events wait), and a lone instance that has a stand-in (info). Components that the team
runs and whose replicas are not stated are named in one warning a journey.

Why it matters
One unit without a stand-in caps the whole journey. These are minimal cut sets of size one over replicas,
zones and boundaries; cut vertices of the drawing both miss and over-report them.

Example
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 1, auth: oidc}
      - {id: store, kind: prediction_store, name: Prediction store, managed: true}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-store, from: api, to: store, kind: request}

Instead
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, auth: oidc}
      - {id: store, kind: prediction_store, name: Prediction store, managed: true}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-store, from: api, to: store, kind: request}

When to ignore
Batch work that nobody waits for, managed services, outside systems, clients and edge models, and everything
outside production. An optional call, a working stand-in, or a group that keeps enough members makes a
component no single point.

Source
Azure Well-Architected, AI workloads (mitigate single points of failure); AWS Well-Architected REL10-BP01
and REL11-BP01; AWS Machine Learning Lens MLREL05-BP01; Treynor et al., The Calculus of Service
Availability.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.single_points import Places, Stopped, one_copy_of_everything, single_points


def check(facts: Facts) -> Iterator[Finding]:
    """Units that stop a journey, then journeys with unstated replicas, then what is lost without stopping
    one.
    """
    places = single_points(facts)
    everything = one_copy_of_everything(facts, places)
    if everything is not None:
        yield everything.finding(RULE)
    else:
        for stopped in places.components:
            yield stopped.finding(RULE)
    others: list[Stopped] = [*places.zones, *places.boundaries, *places.regions, *places.unstated]
    for stopped in others:
        yield stopped.finding(RULE)
    yield from _soft(facts, places)
    yield from _waiting(facts, places)


def _soft(facts: Facts, places: Places) -> Iterator[Finding]:
    """A lone instance on a journey that a stand-in replaces when it is down."""
    for id in sorted(facts.all_called, key=facts.order.__getitem__):
        if not places.lone(id) or id in places.stopping:
            continue
        replaced = [flow for flow, _ in facts.into[id] if flow.id in facts.stand_ins]
        if replaced:
            name = facts.name(id)
            instead = facts.names(
                dict.fromkeys(flow.target for call in replaced for flow in facts.stand_ins[call.id])
            )
            yield RULE.finding(
                id,
                f"{name} has one instance and a stand-in",
                f"Whenever this one instance of {name} is down, users get the answer of {instead}.",
                severity="info",
                subjects=[(id, "one instance")],
                path=(replaced[0].source, replaced[0].id, id),
                fixes=places.more_replicas(id),
            )


def _waiting(facts: Facts, places: Places) -> Iterator[Finding]:
    """Lone consumers and brokers behind async flows: nobody waits, but events do."""
    for id, feeder in places.behind_async().items():
        if places.lone(id) and id not in places.stopping and id not in facts.all_called:
            name = facts.name(id)
            what = "events wait; they are not lost, but what they feed ages."
            if id in facts.group("BROKER"):
                what = "nobody can publish, consumers wait, and what it holds may be lost."
            yield RULE.finding(
                id,
                f"{name} has one instance behind async flows",
                f"While this one instance of {name} is down, {what}",
                severity="warning",
                subjects=[(id, "one instance")],
                path=feeder,
                fixes=places.more_replicas(id),
            )


RULE = Rule("RES001", "Single point of failure on a journey", "resilience", "error", "sketch", True, check)
