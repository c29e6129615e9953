"""How models get to where they serve, and who decides how much traffic a version gets."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.shared import once
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Component, Flow

GRADUAL = frozenset({"canary", "shadow", "blue_green", "rolling", "staged"})
"""Rollouts that do not give a new version all traffic at once."""

ROUTER_FACETS = ("traffic_router", "experiment_platform", "feature_flag", "service_mesh")


def is_artifact(flow: Flow) -> bool:
    """Whether a flow delivers a model, image, prompt or package."""
    return flow.kind == "artifact"


def callers(facts: Facts, id: str) -> list[str]:
    """The components that call a component."""
    return list(dict.fromkeys(other for flow, other in facts.into[id] if flow.kind == "request"))


def is_shadow(component: Component) -> bool:
    """A version that gets a copy of the traffic and whose answers are dropped."""
    return "shadow" in (component.role or "").lower()


@once
def served(facts: Facts) -> tuple[Component, ...]:
    """Models of the team's own in production and in scope, in file order."""
    return tuple(
        component
        for component in facts.of_group("OWN_MODEL_SERVING")
        if component.id not in facts.external and facts.in_production(component)
    )


@once
def delivered(facts: Facts) -> frozenset[str]:
    """What training or a registry delivers to, directly or over steps."""
    makers = [*(trainer.id for trainer in facts.trainers), *sorted(facts.with_facet("model_registry"))]
    return frozenset(facts.reach(makers, is_artifact)) - set(makers)


@once
def own_online(facts: Facts) -> tuple[Component, ...]:
    """Models that answer while the caller waits and are the team's own: in production, no shadow."""
    endpoints = facts.catalog.group("OWN_MODEL_SERVING")
    return tuple(
        component
        for component in facts.of_group("ONLINE_SERVING")
        if component.id not in facts.external
        and facts.in_production(component)
        and not is_shadow(component)
        and (component.kind in endpoints or component.id in delivered(facts))
    )


@once
def routers(facts: Facts) -> frozenset[str]:
    """Components that split traffic between versions."""
    return frozenset[str]().union(*(facts.with_facet(facet) for facet in ROUTER_FACETS))


@once
def versions(facts: Facts) -> tuple[tuple[str, ...], ...]:
    """The served models, versions of one together: the same deliverer, and a group or a router in common."""
    first: dict[str, str] = {}
    owner: dict[tuple[object, ...], str] = {}
    for component in served(facts):
        id = component.id
        makers = tuple(sorted({other for flow, other in facts.into[id] if is_artifact(flow)}))
        splits = {other for flow, other in facts.into[id] if flow.kind in ("request", "async")} & routers(
            facts
        )
        marks = (
            [(makers, mark) for mark in sorted(splits | set(facts.groups_of.get(id, ())))] if makers else []
        )
        first[id] = next((owner[mark] for mark in marks if mark in owner), id)
        for mark in marks:
            owner.setdefault(mark, first[id])
    found: dict[str, list[str]] = {}
    for id, leader in first.items():
        found.setdefault(leader, []).append(id)
    return tuple(tuple(ids) for ids in found.values())


@once
def steered(facts: Facts) -> frozenset[str]:
    """Components that get their calls through a router, or that a router controls, themselves or a caller."""
    own = routers(facts)
    behind = facts.reach(sorted(own), lambda flow: flow.kind == "request")
    found = {other for id in behind for flow, other in facts.out[id] if flow.kind == "request"}
    held = {
        id for id in facts.components if any(other in own for _, other in joined(facts, id, ("control",)))
    }
    found |= held
    found |= {other for id in held for flow, other in facts.out[id] if flow.kind == "request"}
    return frozenset(found)


@once
def side_by_side(facts: Facts) -> frozenset[str]:
    """Models that a router gives a part of the calls, while one of the same make behind it gets the rest."""
    online = {model.id: (model.kind, model.technology) for model in own_online(facts)}
    found: set[str] = set()
    for router in sorted(routers(facts) - facts.group("SERVING")):
        ways = [
            facts.reach([target], lambda flow: flow.kind == "request").keys() & online.keys()
            for flow, target in facts.out[router]
            if flow.kind == "request" and flow.fallback_of is None
        ]
        for way in ways:
            beside = {online[id] for other in ways for id in other - way}
            found |= {id for id in way if online[id] in beside}
    return frozenset(found)


def trainers_of(facts: Facts, ids: Iterable[str]) -> list[Component]:
    """The trainers whose artifacts reach one of the components."""
    up = facts.reach(list(ids), is_artifact, backward=True)
    return [trainer for trainer in facts.trainers if trainer.id in up]
