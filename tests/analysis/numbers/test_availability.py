"""Availability against published values and the example worked by hand."""

from __future__ import annotations

from itertools import product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.availability import (
    at_least_of,
    component_availability,
    journey_availability,
)
from mlsd_studio.analysis.numbers.diagrams import BudgetExceededError, Diagrams
from mlsd_studio.analysis.numbers.importance import explain
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Fraction
from mlsd_studio.model.records import Component, Flow, Group
from tests.analysis.designs import design


def availability(document: Document) -> float:
    facts = Facts(document)
    number = journey_availability(facts, facts.journeys[0])
    assert number is not None
    return number.value


def service(id: str, a: float, replicas: int = 1, needs: int | None = None) -> Component:
    return Component(
        id=id, kind="backend_service", replicas=replicas, needs=needs, availability=Fraction(a, "%")
    )


def call(source: str, target: str, fallback_of: str | None = None) -> Flow:
    return Flow(
        id=f"{source}-{target}", source=source, target=target, kind="request", fallback_of=fallback_of
    )


WEB = Component(id="web", kind="client_web")


def test_arithmetic() -> None:
    assert at_least_of(2, 3, 0.99) == pytest.approx(0.999702, abs=1e-12)
    assert at_least_of(1, 2, 0.99) == pytest.approx(0.9999, abs=1e-12)
    ten = [service(f"s{n}", 0.999) for n in range(10)]
    flows = [call("web", "s0"), *(call(f"s{n}", f"s{n + 1}") for n in range(9))]
    assert availability(Document([WEB, *ten, *flows])) == pytest.approx(0.990044880209748, abs=1e-14)


def test_a_shared_dependency_counts_once() -> None:
    records = [WEB, service("p", 0.99), service("q", 0.99), service("db", 0.999)]
    flows = [call("web", "p"), call("web", "q", "web-p"), call("p", "db"), call("q", "db")]
    assert availability(Document([*records, *flows])) == pytest.approx(0.9989001, abs=1e-12)


def test_two_of_three_events_as_a_group() -> None:
    group = Group(id="g", members=("p", "q", "r"), needs=2)
    parts = [service("p", 0.9), service("q", 0.8), service("r", 0.7)]
    flow = Flow(id="f", source="web", target="g", kind="request")
    assert 1 - availability(Document([WEB, *parts, group, flow])) == pytest.approx(0.098, abs=1e-12)


def test_bridge_network() -> None:
    """Edges are services; each minimal path is a perfect gate that needs its edges; paths stand in for each other."""
    paths = [("e1", "e2"), ("e3", "e4"), ("e1", "e5", "e4"), ("e3", "e5", "e2")]
    records: list[object] = [WEB, *(service(f"e{n}", 0.9) for n in range(1, 6))]
    for n, path in enumerate(paths):
        records.append(service(f"path{n}", 1.0))
        records += [call(f"path{n}", edge) for edge in path]
        records.append(call("web", f"path{n}", None if n == 0 else "web-path0"))
    assert availability(Document(records)) == pytest.approx(0.97848, abs=1e-12)  # type: ignore[arg-type]


def test_common_part() -> None:
    one = service("s", 0.99, replicas=3)
    shared = msgspec.structs.replace(one, common=Fraction(0.1, "%"))
    value = availability(Document([WEB, shared, call("web", "s")]))
    alone = 0.99 / (1 - 0.001)
    assert value == pytest.approx((1 - 0.001) * (1 - (1 - alone) ** 3), abs=1e-14)
    single = msgspec.structs.replace(shared, replicas=1)
    assert availability(Document([WEB, single, call("web", "s")])) == pytest.approx(0.99, abs=1e-14)


def test_zones_are_common_causes_where_they_state_an_availability() -> None:
    document = design(
        "components:\n  - {id: web, kind: client_web}\n"
        "  - {id: s, kind: backend_service, replicas: 2, zones: [a, b], availability: 99 %}\n"
        "flows:\n  - {id: f, from: web, to: s, kind: request}\n"
        "boundaries:\n  - {id: a, kind: zone, availability: 99.9 %}\n  - {id: b, kind: zone, availability: 99.9 %}\n"
    )
    each = 0.999 * 0.99
    assert availability(document) == pytest.approx(1 - (1 - each) ** 2, abs=1e-14)
    assert component_availability(Facts(document), "s") == pytest.approx(1 - (1 - each) ** 2, abs=1e-14)


def test_unknown_stays_unknown() -> None:
    document = design(
        "components:\n  - {id: web, kind: client_web}\n  - {id: api, kind: backend_service}\n"
        "  - {id: x, kind: external_system}\n"
        "flows:\n  - {id: f, from: web, to: api, kind: request}\n  - {id: g, from: api, to: x, kind: request}\n"
    )
    facts = Facts(document)
    assert journey_availability(facts, facts.journeys[0]) is None
    assert component_availability(facts, "api") is None


def test_past_the_budget_is_unknown() -> None:
    diagrams = Diagrams(12)
    variables = [diagrams.variable(n) for n in range(8)]
    with pytest.raises(BudgetExceededError):
        diagrams.at_least(4, variables)
    chain = [service(f"s{n}", 0.9) for n in range(8)]
    group = Group(id="g", members=tuple(c.id for c in chain), needs=4)
    facts = Facts(Document([WEB, *chain, group, Flow(id="f", source="web", target="g", kind="request")]))
    assert journey_availability(facts, facts.journeys[0], budget=8) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.booleans()), min_size=1, max_size=9),
    st.lists(st.sampled_from([0.5, 0.9, 1.0]), min_size=5, max_size=5),
)
def test_equals_the_sum_over_all_states(edges: list[tuple[int, int, bool]], chances: list[float]) -> None:
    ids = [f"s{n}" for n in range(5)]
    flows: dict[str, Flow] = {"web-s0": call("web", "s0")}
    for source, target, stands_in in edges:
        name = "web" if source == 5 else ids[source]
        older = [f.id for f in flows.values() if f.source == name and f.fallback_of is None]
        flow = call(name, ids[target], older[0] if stands_in and older else None)
        if flow.fallback_of != flow.id:
            flows.setdefault(flow.id, flow)
    document = Document([WEB, *(service(id, a) for id, a in zip(ids, chances, strict=True)), *flows.values()])
    total = 0.0
    for state in product((True, False), repeat=5):
        up = {"web": True, **dict(zip(ids, state, strict=True))}
        for _ in range(6):
            up = {id: up[id] and _calls_work(id, flows, up) for id in up}
        weight = 1.0
        for works, a in zip(state, chances, strict=True):
            weight *= a if works else 1 - a
        total += weight * up["web"]
    assert availability(document) == pytest.approx(total, abs=1e-12)


def _calls_work(id: str, flows: dict[str, Flow], up: dict[str, bool]) -> bool:
    required = [f for f in flows.values() if f.source == id and f.fallback_of is None]
    return all(
        up[f.target] or any(up[other.target] for other in flows.values() if other.fallback_of == f.id)
        for f in required
    )


def test_a_published_figure_counts_once_its_tier_is_stated() -> None:
    text = (
        "components:\n  - {id: web, kind: client_web}\n"
        "  - {id: s, kind: event_stream, technology: event_hubs%s}\n"
        "flows:\n  - {id: f, from: web, to: s, kind: request}\n"
    )
    assert availability(design(text % "")) == pytest.approx(0.995, abs=1e-12)
    assert availability(design(text % ", attributes: {tier: Standard}")) == pytest.approx(0.9995, abs=1e-12)


def test_a_region_without_an_availability_is_said_not_to_count() -> None:
    text = (
        "components:\n  - {id: web, kind: client_web}\n  - {id: s, kind: backend_service, replicas: 2}\n"
        "flows:\n  - {id: f, from: web, to: s, kind: request}\n"
        "boundaries:\n  - {id: eu, kind: region, members: [s]%s}\n"
    )
    for stated, note in (("", "zones not counted"), (", availability: 99.9 %", None)):
        facts = Facts(design(text % stated))
        assert explain(facts, facts.journeys[0]).note == note
