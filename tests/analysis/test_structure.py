"""Single points of failure against a slow, separately written reading of the model, and against worked examples."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.structure import at_least
from mlsd_studio.analysis.units import deal
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Flow, Group, Journey
from tests.analysis.designs import design, grown

IDS = ["a", "b", "c", "d", "e"]
ZONES = [None, ("x",), ("x", "y"), ("x", "y", "z")]


@st.composite
def designs(draw: st.DrawFn) -> Document:
    """A caller and up to five services with replicas, zones, stand-ins, a group and a zone boundary."""
    ids = IDS[: draw(st.integers(1, 5))]
    records: list[object] = [Component(id="web", kind="client_web"), Journey(id="j", entry="web")]
    for id in ids:
        replicas = draw(st.sampled_from([None, 1, 2, 3]))
        kind = draw(st.sampled_from(["backend_service", "backend_service", "event_stream"]))
        needs = draw(st.sampled_from([None, None, 1, 2]))
        zones = draw(st.sampled_from(ZONES))
        records.append(Component(id=id, kind=kind, replicas=replicas, needs=needs, zones=zones))
    ends = ids + (["g"] if len(ids) > 2 else [])
    if len(ids) > 2:
        members = tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True)))
        records.append(Group(id="g", members=members, needs=draw(st.sampled_from([None, 1, 2]))))
    flows: list[Flow] = []
    for n in range(draw(st.integers(1, 8))):
        source = "web" if n == 0 else draw(st.sampled_from(["web", *ids]))
        target = draw(st.sampled_from(ends))
        older = [flow.id for flow in flows if flow.source == source]
        stands = draw(st.sampled_from([None, *older])) if older else None
        role = draw(st.sampled_from([None, None, "optional"]))
        kind = draw(st.sampled_from(["request", "request", "async"]))
        flows.append(Flow(id=f"f{n}", source=source, target=target, kind=kind, role=role, fallback_of=stands))  # type: ignore[arg-type]
    if draw(st.booleans()):
        records.append(Boundary(id="y", kind="zone", members=(ids[0],)))
    return Document([*records, *flows])  # type: ignore[arg-type,list-item]


Down = frozenset[tuple[str, ...]]


def works(document: Document, down: Down) -> bool:
    """The journey's state, read from the records alone: everything starts up and falls until nothing more falls."""
    up = dict.fromkeys(document.components, True)
    while True:
        after = {id: up[id] and _stands(document, id, up, down) for id in up}
        if after == up:
            return up["web"]
        up = after


def _stands(document: Document, id: str, up: dict[str, bool], down: Down) -> bool:
    component = document.components[id]
    if id != "web":
        replicas = component.replicas or 1
        places = _places(document, component, replicas)
        alive = [
            n
            for n in range(replicas)
            if ("replica", id, str(n)) not in down and ("zone", places[n] or "") not in down
        ]
        default = replicas // 2 + 1 if component.kind == "event_stream" else 1
        if len(alive) < min(component.needs or default, replicas):
            return False
    calls = [f for f in document.flows.values() if f.source == id and _required(f)]
    return all(_call(document, call, up) for call in calls)


def _required(flow: Flow) -> bool:
    if flow.fallback_of is not None:
        return False
    return flow.role != "optional" if flow.kind == "request" else flow.role == "required"


def _places(document: Document, component: Component, replicas: int) -> list[str | None]:
    zones = component.zones
    boundary = document.boundaries.get("y")
    if not zones and boundary is not None and component.id in boundary.members:
        zones = ("y",)
    if not zones or (component.replicas is None and len(zones) > 1):
        return [None] * replicas
    return [zones[n % len(zones)] for n in range(replicas)]


def _call(document: Document, flow: Flow, up: dict[str, bool]) -> bool:
    if _target(document, flow, up):
        return True
    return any(
        _call(document, other, up) for other in document.flows.values() if other.fallback_of == flow.id
    )


def _target(document: Document, flow: Flow, up: dict[str, bool]) -> bool:
    groups = [g for g in document.groups.values() if flow.target == g.id]
    if flow.target not in document.groups:
        groups = [
            g for g in document.groups.values() if flow.target in g.members and flow.source not in g.members
        ]
        if not groups:
            return up[flow.target]
    return all(sum(up[m] for m in g.members) >= min(g.needs or 1, len(g.members)) for g in groups)


@settings(max_examples=300, deadline=None)
@given(designs())
def test_single_points_equal_those_of_the_records(document: Document) -> None:
    structure = Facts(document).structure
    found = {(u.kind, u.subject) for u in structure.single_points("j")}
    expected: set[tuple[str, str]] = set()
    if works(document, frozenset()):
        for component in document.components.values():
            for n in range(component.replicas or 1) if component.id != "web" else ():
                if not works(document, frozenset({("replica", component.id, str(n))})):
                    expected.add(("replica", component.id))
        for zone in ("x", "y", "z"):
            if not works(document, frozenset({("zone", zone)})):
                expected.add(("zone", zone))
    assert found == expected


@settings(max_examples=100, deadline=None)
@given(designs())
def test_pairs_of_faults_equal_those_of_the_records(document: Document) -> None:
    structure = Facts(document).structure
    names: list[tuple[str, ...]] = []
    seen: dict[str, int] = {}
    order: dict[str, list[str | None]] = {}
    for unit in structure.units:
        if unit.kind == "zone":
            names.append(("zone", unit.subject))
            continue
        component = document.components[unit.subject]
        places = order.setdefault(unit.subject, _places(document, component, component.replicas or 1))
        zone = unit.zone[1] if unit.zone else None
        number = next(
            n for n, place in enumerate(places) if place == zone and n >= seen.get(f"{unit.subject}{zone}", 0)
        )
        seen[f"{unit.subject}{zone}"] = number + 1
        names.append(("replica", unit.subject, str(number)))
    pairs = list(combinations(range(len(names)), 2))[:60]
    words, width = structure.fault_words(pairs)
    root = structure.evaluate(words, width)[structure.roots["j"]]
    for scenario, (first, second) in enumerate(pairs):
        expected = works(document, frozenset({names[first], names[second]}))
        assert bool(root >> scenario & 1) == expected


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(1, 4)), max_size=6), st.integers(0, 10))
def test_at_least_counts_weights(terms: list[tuple[int, int]], k: int) -> None:
    word = at_least(k, terms, 255)
    for scenario in range(8):
        total = sum(weight for bits, weight in terms if bits >> scenario & 1)
        assert bool(word >> scenario & 1) == (total >= k)


def test_replicas_are_dealt_in_turn() -> None:
    assert deal(("a", "b"), 3) == {"a": 2, "b": 1}
    assert deal(("a", "b", "c"), 1) == {"a": 1}


def test_very_many_replicas_cost_little() -> None:
    document = design(
        "components:\n  - {id: web, kind: client_web}\n"
        "  - {id: api, kind: backend_service, replicas: 1000000, needs: 500001, zones: [a, b]}\n"
        "flows:\n  - {id: f, from: web, to: api, kind: request}\n"
    )
    structure = Facts(document).structure
    assert [u.subject for u in structure.single_points("web")] == ["a", "b"]
    assert len(structure.units) < 20


def test_a_zone_name_in_two_regions_carries_its_region() -> None:
    document = design(
        "components:\n  - {id: web, kind: client_web}\n"
        "  - {id: p, kind: backend_service, replicas: 2, zones: [a]}\n"
        "  - {id: q, kind: backend_service, replicas: 2, zones: [a]}\n"
        "flows:\n  - {id: f, from: web, to: p, kind: request}\n  - {id: g, from: p, to: q, kind: request}\n"
        "boundaries:\n  - {id: eu, kind: region, members: [p]}\n  - {id: us, kind: region, members: [q]}\n"
    )
    units = Facts(document).structure.single_points("web")
    assert [u.subject for u in units if u.kind == "zone"] == ["us/a", "eu/a"] or [
        u.subject for u in units if u.kind == "zone"
    ] == ["eu/a", "us/a"]


def test_a_unit_at_one_hundred_percent_is_never_listed() -> None:
    document = design(
        "components:\n  - {id: web, kind: client_web}\n"
        "  - {id: p, kind: backend_service, replicas: 1, availability: 100 %}\n"
        "flows:\n  - {id: f, from: web, to: p, kind: request}\n"
    )
    assert Facts(document).structure.single_points("web") == []


def test_the_graph_grows_with_the_design() -> None:
    small, large = Facts(grown(200)).structure, Facts(grown(2000)).structure
    assert len(large.nodes) < 11 * len(small.nodes)
