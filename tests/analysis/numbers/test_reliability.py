"""Availability and importances against published values and against the sum over all states.

Sources: textbook fault trees; the bridge network; Hardy, Lucet, Limnios, *K-terminal network reliability
measures with binary decision diagrams*, IEEE Transactions on Reliability 56 (2007), figure 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.importance import enough_replicas, explain, importances
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import HOURS_PER_YEAR, Fraction
from mlsd_studio.model.records import Boundary, Component, Flow, Group

WEB = Component(id="web", kind="client_web")
Bits = NDArray[np.bool_]


def service(id: str, a: float, replicas: int = 1, **more: object) -> Component:
    return Component(  # type: ignore[call-arg]
        id=id, kind="backend_service", replicas=replicas, availability=Fraction(a, "%"), **more
    )


def call(source: str, target: str, fallback_of: str | None = None) -> Flow:
    return Flow(
        id=f"{source}-{target}", source=source, target=target, kind="request", fallback_of=fallback_of
    )


def value_of(records: list[object]) -> float:
    facts = Facts(Document([WEB, *records]))  # type: ignore[list-item]
    found = explain(facts, facts.journeys[0]).value
    assert found is not None
    return found


def any_of(sets: list[tuple[str, ...]], parts: list[Component]) -> list[object]:
    """The journey works when all parts of any of the sets do: gates that stand in for each other."""
    records: list[object] = list(parts)
    for n, needed in enumerate(sets):
        records.append(service(f"gate{n}", 1.0))
        records += [call(f"gate{n}", part) for part in needed]
        records.append(call("web", f"gate{n}", None if n == 0 else "web-gate0"))
    return records


EVENTS = [service("a", 0.9), service("b", 0.8), service("c", 0.7)]


def test_small_fault_trees() -> None:
    """Basic events a, b, c fail with 0.1, 0.2, 0.3."""
    in_series = [*EVENTS, call("web", "a"), call("web", "b"), call("web", "c")]
    assert 1 - value_of(in_series) == pytest.approx(0.496, abs=1e-12)
    # (a and b) or (b and c) fails: works while b does, or both a and c do.
    assert 1 - value_of(any_of([("b",), ("a", "c")], EVENTS)) == pytest.approx(0.074, abs=1e-12)
    group = Group(id="g", members=("a", "b", "c"), needs=2)
    assert 1 - value_of([*EVENTS, group, call("web", "g")]) == pytest.approx(0.098, abs=1e-12)


def test_hours_a_year() -> None:
    hours = (1 - 0.999) * HOURS_PER_YEAR
    assert hours == pytest.approx(8.76, abs=1e-9)


@pytest.mark.parametrize("p", [0.3, 0.5, 0.9])
def test_bridge(p: float) -> None:
    edges = [service(f"e{n}", p) for n in range(1, 6)]
    paths: list[tuple[str, ...]] = [("e1", "e2"), ("e3", "e4"), ("e1", "e5", "e4"), ("e3", "e5", "e2")]
    exact = 2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5
    assert value_of(any_of(paths, edges)) == pytest.approx(exact, abs=1e-12)
    if p == 0.9:
        assert exact == pytest.approx(0.97848, abs=1e-12)


@pytest.mark.parametrize(("p", "value"), [(0.3, 0.095607), (0.5, 0.359375), (0.9, 0.967383)])
def test_three_terminals_of_a_published_network(p: float, value: float) -> None:
    names = ("ab", "ac", "cb", "bd", "ce", "de")
    trees = _minimal_trees(names, {"a", "c", "d"})
    found = value_of(any_of(trees, [service(name, p) for name in names]))
    assert found == pytest.approx(value, abs=6e-7)


def _minimal_trees(edges: tuple[str, ...], terminals: set[str]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for size in range(1, len(edges) + 1):
        for chosen in combinations(edges, size):
            if not any(set(tree) <= set(chosen) for tree in found) and _joined(chosen, terminals):
                found.append(chosen)
    return found


def _joined(edges: tuple[str, ...], terminals: set[str]) -> bool:
    reached = {min(terminals)}
    for _ in edges:
        for one, other in edges:
            if {one, other} & reached:
                reached |= {one, other}
    return terminals <= reached


# -- the sum over all states --------------------------------------------------------------------------


@dataclass
class Drawn:
    """A random design of at most 14 units: replicas in two zones, a cluster, a group, fallbacks, circles."""

    components: list[Component]
    flows: list[Flow]
    group: Group | None
    cluster: Boundary | None
    zones: list[Boundary]

    def document(self) -> Document:
        extra: list[object] = [one for one in (self.group, self.cluster) if one is not None]
        return Document([WEB, *self.components, *self.flows, *extra, *self.zones])  # type: ignore[list-item]


@st.composite
def designs(draw: st.DrawFn) -> Drawn:
    count = draw(st.integers(2, 5))
    left, components = 11, []
    chances = st.sampled_from([0.6, 0.9, 0.99, 1.0])
    for n in range(count):
        replicas = draw(st.integers(1, max(1, min(3, left - (count - n - 1)))))
        left -= replicas
        zones = draw(st.sampled_from([None, ("a",), ("a", "b"), ("b", "a")]))
        components.append(service(f"s{n}", draw(chances), replicas, zones=zones,
                                  needs=draw(st.integers(1, replicas))))  # fmt: skip
    flows = {"web-s0": call("web", "s0")}
    for source, target, stands_in in draw(
        st.lists(st.tuples(st.integers(-1, count - 1), st.integers(0, count - 1), st.booleans()), max_size=9)
    ):
        name = "web" if source < 0 else f"s{source}"
        older = [f.id for f in flows.values() if f.source == name and f.fallback_of is None]
        flow = call(name, f"s{target}", older[0] if stands_in and older else None)
        if flow.fallback_of != flow.id:
            flows.setdefault(flow.id, flow)
    group = None
    if count > 3 and draw(st.booleans()):
        group = Group(id="g", members=(f"s{count - 2}", f"s{count - 1}"), needs=draw(st.integers(1, 2)))
        flows["s0-g"] = call("s0", "g")
    cluster = None
    if draw(st.booleans()):
        cluster = Boundary(id="k", kind="cluster", members=("s0", "s1"), availability=Fraction(0.95, "%"))
    zones = [Boundary(id=id, kind="zone", availability=Fraction(draw(chances), "%")) for id in ("a", "b")]
    return Drawn(components, list(flows.values()), group, cluster, zones)


def all_states(drawn: Drawn) -> float:
    """P(the journey works), by adding up the weights of the states in which it does."""
    chances: list[float] = []
    replicas: dict[str, list[int]] = {}
    zones = {zone.id: _unit(chances, zone.availability.base) for zone in drawn.zones if zone.availability}
    cluster = _unit(chances, 0.95) if drawn.cluster is not None else -1
    for one in drawn.components:
        assert one.availability is not None
        replicas[one.id] = [_unit(chances, one.availability.base) for _ in range(one.replicas or 1)]
    assert len(chances) <= 14
    states = np.arange(1 << len(chances))
    bits = [(states >> n & 1).astype(bool) for n in range(len(chances))]
    weight = np.ones(len(states))
    for bit, chance in zip(bits, chances, strict=True):
        weight *= np.where(bit, chance, 1 - chance)
    own: dict[str, Bits] = {}
    for one in drawn.components:
        up = np.zeros(len(states), int)
        for place, unit in enumerate(replicas[one.id]):
            gate = bits[zones[one.zones[place % len(one.zones)]]] if one.zones else True
            up += bits[unit] & gate
        enough = up >= (one.needs or 1)
        own[one.id] = enough & bits[cluster] if cluster >= 0 and one.id in ("s0", "s1") else enough
    return float(weight[_greatest(drawn, own, len(states))].sum())


def _unit(chances: list[float], chance: float) -> int:
    chances.append(chance)
    return len(chances) - 1


def _greatest(drawn: Drawn, own: dict[str, Bits], count: int) -> Bits:
    """From *all up* downwards until nothing changes: members of a circle stand or fall together."""
    works: dict[str, Bits] = {id: np.ones(count, bool) for id in own}

    def reached(source: str, target: str) -> Bits:
        members = drawn.group.members if drawn.group is not None else ()
        if target == "g" or (target in members and source not in members):
            assert drawn.group is not None
            up = np.sum([works[m] for m in members], axis=0)
            return np.asarray(up >= (drawn.group.needs or 1))
        return works[target]

    def calls(source: str) -> Bits:
        result = np.ones(count, bool)
        for flow in drawn.flows:
            if flow.source == source and flow.fallback_of is None:
                any_up = reached(source, flow.target)
                for other in drawn.flows:
                    if other.fallback_of == flow.id:
                        any_up = any_up | reached(source, other.target)
                result = result & any_up
        return result

    for _ in range(len(own) + 2):
        works = {id: own[id] & calls(id) for id in own}
    return calls("web")


@settings(max_examples=120, deadline=None)
@given(designs())
def test_equals_the_sum_over_all_states(drawn: Drawn) -> None:
    facts = Facts(drawn.document())
    found = explain(facts, facts.journeys[0]).value
    assert found == pytest.approx(all_states(drawn), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(designs(), st.integers(0, 4))
def test_the_slope_of_a_unit_and_the_gain_of_perfection(drawn: Drawn, place: int) -> None:
    """Birnbaum's importance says what a perfect component would give, and perfection never harms."""
    facts = Facts(drawn.document())
    explained = explain(facts, facts.journeys[0])
    chosen = drawn.components[place % len(drawn.components)]
    unit = next((u for u in importances(facts, explained) if u.subject == chosen.id), None)
    if unit is None:
        return
    better = [msgspec.structs.replace(c, availability=Fraction(1.0, "%")) if c is chosen else c
              for c in drawn.components]  # fmt: skip
    after = all_states(Drawn(better, drawn.flows, drawn.group, drawn.cluster, drawn.zones))
    assert explained.value is not None
    gain = after - explained.value
    assert gain >= -1e-12
    assert unit.birnbaum * unit.unavailability == pytest.approx(gain, abs=1e-12)
    assert unit.minutes == pytest.approx(gain * 525600, abs=1e-6)


def test_a_zone_is_a_unit_with_an_importance_of_its_own() -> None:
    zone = Boundary(id="a", kind="zone", availability=Fraction(0.99, "%"))
    records = [service("s", 0.9, zones=("a",)), zone, call("web", "s")]
    facts = Facts(Document([WEB, *records]))
    found = {u.kind: u for u in importances(facts, explain(facts, facts.journeys[0]))}
    assert found["zone"].birnbaum == pytest.approx(0.9, abs=1e-12)
    assert found["zone"].share == pytest.approx(0.01 * 0.9 / (1 - 0.891), abs=1e-12)
    assert found["component"].birnbaum == pytest.approx(0.99, abs=1e-12)


def test_replicas_that_reach_a_target_hold_when_tried() -> None:
    records = [service("a", 0.99, 2), service("b", 0.99), call("web", "a"), call("a", "b")]
    facts = Facts(Document([WEB, *records]))
    explained = explain(facts, facts.journeys[0])
    (offer,) = enough_replicas(facts, explained, 0.999)
    assert (offer.component, offer.replicas) == ("b", 2)
    tried = [service("a", 0.99, 2), service("b", 0.99, 2), *records[2:]]
    assert offer.value == pytest.approx(value_of(list(tried)), abs=1e-12)
    assert enough_replicas(facts, explained, 0.5) == ()


@settings(max_examples=80, deadline=None)
@given(designs(), st.data())
def test_faults_worked_out_above_the_replicas_are_those_of_the_whole_graph(
    drawn: Drawn, data: st.DataObject
) -> None:
    structure = Facts(drawn.document()).structure
    some = st.lists(st.integers(0, len(structure.units) - 1), max_size=3)
    faults = data.draw(st.lists(some, min_size=1, max_size=6)) if structure.units else []
    words, width = structure.fault_words(faults)
    assert structure.after_faults(faults) == (structure.evaluate(words, width), width)
    lost = {node: 1 << place for place, node in enumerate(structure.own.values())}
    wide = len(lost) + 1
    full = (1 << wide) - 1
    held = {node: full & ~scenarios for node, scenarios in lost.items()}
    whole = structure.evaluate([full] * len(structure.units), wide, held)
    found = structure.after_losses(lost, wide)
    assert [found[n] for n in structure.works.values()] == [whole[n] for n in structure.works.values()]
    assert [found[n] for n in structure.roots.values()] == [whole[n] for n in structure.roots.values()]
