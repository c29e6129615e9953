"""What to break: components and flows of a design chosen by kind, group, facet and place, in file order."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Component, Flow


def in_order(facts: Facts, ids: Iterable[str]) -> list[str]:
    """Component ids in file order."""
    return sorted(ids, key=facts.order.__getitem__)


def kinds(facts: Facts, *names: str) -> list[str]:
    """Ids of the components of the kinds."""
    return [id for id, component in facts.components.items() if component.kind in names]


def facet(facts: Facts, *names: str) -> list[str]:
    """Ids of the components with one of the facets."""
    return in_order(facts, {id for name in names for id in facts.with_facet(name)})


def servers(facts: Facts) -> list[str]:
    """Model servers that answer calls or events, without mirrors that nobody waits for."""
    found = facts.group("ONLINE_SERVING") | facts.with_facet("stream_inference")
    return [id for id in in_order(facts, found) if "shadow" not in (facts.components[id].role or "")]


def models(facts: Facts) -> list[str]:
    """What runs a model of the team's own."""
    return [id for id in in_order(facts, facts.group("OWN_MODEL_SERVING")) if id not in facts.external]


def own_servers(facts: Facts) -> list[str]:
    """Model servers on a journey that run a model delivered by the team."""
    return [
        id
        for id in servers(facts)
        if id in facts.all_called and any(flow.kind == "artifact" for flow, _ in facts.into[id])
    ]


def needed(facts: Facts) -> list[str]:
    """Self-run components that a journey cannot do without: reached from an entry over hard calls."""
    entries = [journey.entry for journey in facts.journeys]
    grouped = {member for group in facts.document.groups.values() for member in group.members}
    found = facts.reach(entries, facts.hard, enter=lambda id: id not in grouped)
    return in_order(facts, (found.keys() & facts.self_run) - set(entries))


def replicated(facts: Facts) -> list[str]:
    """Needed components that state more than one replica."""
    return [id for id in needed(facts) if (facts.components[id].replicas or 0) > 1]


def services(facts: Facts) -> list[str]:
    """Needed services that run the team's code, without model servers."""
    code = {"backend_service", "rag_orchestrator", "traffic_router", "retriever"}
    return [id for id in needed(facts) if facts.components[id].kind in code]


def callers(facts: Facts) -> list[str]:
    """Needed application services: what would call a further system."""
    code = {"backend_service", "rag_orchestrator", "agent"}
    return [id for id in needed(facts) if facts.components[id].kind in code]


def joining(facts: Facts, id: str, others: Collection[str], *flow_kinds: str) -> list[str]:
    """Ids of the flows of the kinds between a component and any of the others, in either direction."""
    return [
        flow.id
        for flow in facts.flows.values()
        if flow.kind in flow_kinds
        and ((flow.source == id and flow.target in others) or (flow.target == id and flow.source in others))
    ]


def flows_of(facts: Facts, *flow_kinds: str) -> list[Flow]:
    """The flows of the kinds, in file order."""
    return [flow for flow in facts.flows.values() if flow.kind in flow_kinds]


def of(facts: Facts, ids: Iterable[str]) -> list[Component]:
    """The components with the ids."""
    return [facts.components[id] for id in ids]
