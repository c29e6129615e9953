"""Facts that rules needed and that the design does not state: on journeys, and on the paths of personal data.

A fact is asked for only where a rule would use it: numbers only where a requirement is judged by them, regions
only where a requirement names some. What another finding already asks for by itself is left to that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlsd_studio.analysis.compliance import allowed_regions, region_of
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.personal_stores import keepers
from mlsd_studio.analysis.wire import ciphered, in_the_clear, protected
from mlsd_studio.model.records import Component, Flow

REGION = "region"
"""No field: a boundary around the component says it."""

RULES_BY_METRIC: dict[str, dict[str, str]] = {
    "latency_p50": {"latency": "CAP001"},
    "latency_p95": {"latency": "CAP001"},
    "latency_p99": {"latency": "CAP001"},
    "throughput": {"capacity": "CAP002", "replicas": "CAP002"},
    "availability": {"replicas": "RES002", "zones": "RES004"},
    "cost": {"cost": "CAP005", "replicas": "CAP005"},
    "rpo": {"backup": "RES006"},
}
"""Metric of a requirement -> fields of the components on a journey that its verdict rests on, and the rule."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that an element does not state, and the codes of the rules that would use it."""

    id: str
    field: str
    rules: tuple[str, ...]


def missing(facts: Facts) -> list[Missing]:
    """What is not stated, the facts that most rules would use first, then in file order."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for id, field, rule in (*_on_journeys(facts), *_of_personal_data(facts)):
        found.setdefault((id, field), {})[rule] = None
    listed = [Missing(id, field, tuple(rules)) for (id, field), rules in found.items()]
    return sorted(listed, key=lambda one: -len(one.rules))


def _on_journeys(facts: Facts) -> Iterator[tuple[str, str, str]]:
    asked: dict[str, dict[str, None]] = {"replicas": {"RES001": None}}
    for requirement in facts.document.requirements.values():
        for field, rule in RULES_BY_METRIC.get(requirement.metric or "", {}).items():
            asked.setdefault(field, {})[rule] = None
    actors = facts.people | facts.group("ENTRY")
    for id, component in facts.components.items():
        if id not in facts.all_called or id in actors or not facts.in_production(component):
            continue
        for field, rules in asked.items():
            if _open(facts, component, field):
                yield from ((id, field, rule) for rule in rules)


def _open(facts: Facts, component: Component, field: str) -> bool:
    """Whether a component leaves a field open that matters for it."""
    own = component.id in facts.self_run and component.kind != "edge_model"
    scaled = component.autoscaling is not None and component.autoscaling.min is not None
    if field == "replicas":
        return own and component.replicas is None and not scaled
    if field == "zones":
        return own and component.zones is None and (component.replicas or 0) > 1
    if field == "backup":
        return own and component.backup is None and component.id in facts.group("STORE")
    if field == "capacity":
        return own and component.capacity is None
    return getattr(component, field) is None


def _of_personal_data(facts: Facts) -> Iterator[tuple[str, str, str]]:
    classes = facts.classes
    if not classes.sensitive.intersection(classes.occurring):
        return
    for store in keepers(facts, classes.sensitive):
        if store.encrypted_at_rest is None and not _encrypted_by_vendor(facts, store):
            yield store.id, "encrypted_at_rest", "SEC003"
    regions = bool(allowed_regions(facts))
    for flow in facts.flows.values():
        carried = classes.on(flow.id, classes.sensitive)
        if carried and _silent_on_the_wire(facts, flow):
            yield flow.id, "encrypted", "SEC002"
        if flow.kind == "request" and flow.data_classes is None and flow.dpa is not True:
            yield from _to_third_parties(facts, flow)
        if regions and flow.region_basis is None and classes.personal.intersection(carried):
            for id in facts.ends(flow.target, flow.kind):
                if id not in facts.people and region_of(facts, id) is None:
                    yield id, REGION, "SEC008"


def _silent_on_the_wire(facts: Facts, flow: Flow) -> bool:
    known = ciphered(flow) or in_the_clear(flow) is not None or flow.auth == "mtls"
    return not known and not protected(facts, flow)


def _to_third_parties(facts: Facts, flow: Flow) -> Iterator[tuple[str, str, str]]:
    """A call to another company by what reads personal data, without a word on what it carries."""
    classes = facts.classes
    abroad = facts.external - facts.group("HUMAN_CLIENT", "STORE")
    if abroad.isdisjoint(facts.ends(flow.target, flow.kind)):
        return
    for source in facts.ends(flow.source, flow.kind):
        held = classes.at(source, classes.personal)
        if source not in facts.external and any(classes.passes_on(source, one) for one in held):
            yield flow.id, "data_classes", "SEC004"


def _encrypted_by_vendor(facts: Facts, store: Component) -> bool:
    technology = facts.catalog.technologies.get(store.technology or "")
    managed = store.id in facts.managed
    return managed and technology is not None and technology.vendor_defaults.get("encrypted_at_rest") is True
