"""What must never happen: a better unit that lowers the availability, more load that lowers a latency."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.importance import explain
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Duration, Fraction, Rate
from mlsd_studio.model.records import Component, Flow, Journey, Latency
from tests.analysis.numbers.test_reliability import Drawn, call, designs

NOTHING = 1e-12


def availability(drawn: Drawn) -> float:
    facts = Facts(drawn.document())
    found = explain(facts, facts.journeys[0]).value
    assert found is not None
    return found


@settings(max_examples=60, deadline=None)
@given(designs(), st.integers(0, 4), st.sampled_from([0.05, 0.5, 1.0]))
def test_a_better_replica_never_lowers_the_availability(drawn: Drawn, place: int, share: float) -> None:
    chosen = drawn.components[place % len(drawn.components)]
    assert chosen.availability is not None
    was = chosen.availability.base
    better = msgspec.structs.replace(chosen, availability=Fraction(was + share * (1 - was), "%"))
    after = replace(drawn, components=[better if one is chosen else one for one in drawn.components])
    assert availability(after) >= availability(drawn) - NOTHING


@settings(max_examples=60, deadline=None)
@given(designs(), st.integers(0, 4), st.integers(1, 3))
def test_another_replica_never_lowers_it_where_as_many_are_needed(
    drawn: Drawn, place: int, more: int
) -> None:
    chosen = drawn.components[place % len(drawn.components)]
    larger = msgspec.structs.replace(chosen, replicas=(chosen.replicas or 1) + more)
    after = replace(drawn, components=[larger if one is chosen else one for one in drawn.components])
    assert availability(after) >= availability(drawn) - NOTHING


@settings(max_examples=40, deadline=None)
@given(designs(), st.integers(0, 1), st.floats(0.0, 1.0))
def test_a_better_zone_or_boundary_never_lowers_it(drawn: Drawn, place: int, share: float) -> None:
    zones = [*drawn.zones]
    stated = zones[place].availability
    assert stated is not None
    zones[place] = msgspec.structs.replace(
        zones[place], availability=Fraction(stated.base + share * (1 - stated.base), "%")
    )
    assert availability(replace(drawn, zones=zones)) >= availability(drawn) - NOTHING
    if drawn.cluster is not None:
        sure = msgspec.structs.replace(drawn.cluster, availability=Fraction(1.0, "%"))
        assert availability(replace(drawn, cluster=sure)) >= availability(drawn) - NOTHING


# -- load ----------------------------------------------------------------------------------------------


@st.composite
def loaded(draw: st.DrawFn) -> Document:
    """A tree of stations with caches, steps, fallbacks behind timeouts, retries and several servers."""
    count = draw(st.integers(1, 6))
    records: list[object] = [
        Component(id="web", kind="client_web"), Journey(id="j", entry="web", rate=Rate(100, "rps")),
    ]  # fmt: skip
    for n in range(count):
        p50 = draw(st.sampled_from([1.0, 5.0, 20.0]))
        latency = Latency(
            p50=Duration(p50, "ms"), p95=Duration(p50 * draw(st.sampled_from([1.0, 2.0, 4.0])), "ms")
        )
        records.append(
            Component(
                id=f"s{n}", kind="backend_service", replicas=draw(st.integers(1, 4)), latency=latency,
                capacity=Rate(draw(st.sampled_from([120.0, 300.0, 2000.0])), "rps"),
                concurrency=draw(st.sampled_from([None, 1, 8])), availability=Fraction(0.99, "%"),
            )
        )  # fmt: skip
        source = "web" if n == 0 else f"s{draw(st.integers(0, n - 1))}"
        plain = call(source, f"s{n}")
        records.append(
            msgspec.structs.replace(
                plain, calls=draw(st.sampled_from([None, 0.3, 1.0, 2.0, 2.5])), step=draw(st.sampled_from([1, 2])),
                parallel=draw(st.booleans()), retries=draw(st.sampled_from([None, 2])),
            )
        )  # fmt: skip
    if count > 2 and draw(st.booleans()):
        primary = next(r for r in records if isinstance(r, Flow) and r.target == "s1")
        records[records.index(primary)] = msgspec.structs.replace(primary, timeout=Duration(30, "ms"))
        records.append(call(primary.source, f"s{count - 1}", primary.id))
    return Document(records)  # type: ignore[arg-type]


def test_a_rare_wait_of_minutes_does_not_blur_the_median() -> None:
    """Three calls in ten go to a component almost full; the others still take a few milliseconds, not none."""

    def service(id: str, capacity: float) -> Component:
        return Component(
            id=id, kind="backend_service", replicas=1, latency=Latency(p50=Duration(1, "ms"), p95=Duration(1, "ms")),
            capacity=Rate(capacity, "rps"),
        )  # fmt: skip

    document = Document([
        Component(id="web", kind="client_web"), service("s0", 2000), service("s1", 120),
        call("web", "s0"), msgspec.structs.replace(call("s0", "s1"), calls=0.3),
        Journey(id="j", entry="web", rate=Rate(100, "rps")),
    ])  # fmt: skip
    latency = Engine(document).numbers(3.998686302193374).journeys["j"].latency
    assert latency.p95.value > 10
    assert 0.001 < latency.p50.value < 0.01


@settings(max_examples=60, deadline=None)
@given(loaded(), st.lists(st.floats(0.05, 6.0), min_size=2, max_size=4))
def test_more_load_never_lowers_a_percentile(document: Document, traffic: list[float]) -> None:
    engine = Engine(document)
    before = (0.0, 0.0, 0.0)
    for multiple in sorted(traffic):
        latency = engine.numbers(multiple).journeys["j"].latency
        values = (latency.p50, latency.p95, latency.p99)
        times = tuple(float("inf") if v.unbounded else v.value or 0.0 for v in values)
        for earlier, later in zip(before, times, strict=True):
            # The grid grows with the times; a percentile is read off it to about a ten-thousandth.
            assert later >= earlier * (1 - 2e-4) - 1e-9
        before = times


@settings(max_examples=30, deadline=None)
@given(loaded(), st.floats(1.0, 5.0))
def test_more_load_never_lowers_utilisation_waiting_or_cost(document: Document, multiple: float) -> None:
    engine = Engine(document)
    before, after = engine.numbers(1.0), engine.numbers(multiple)
    for id, one in before.components.items():
        other = after.components[id]
        assert (other.utilisation or 0.0) >= (one.utilisation or 0.0) - NOTHING
        assert one.wait is None or other.wait is None or other.wait >= one.wait - NOTHING
    low, high = before.costs.total.low, after.costs.total.low
    assert low is None or high is None or high >= low - 1e-9
