"""Bounds where the exact availability costs too much or an input is open: they hold the truth and close on it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.bounds import Bounds, likely_states
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.importance import Explained, explain
from mlsd_studio.analysis.numbers.wording import between_words, reading
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Fraction
from mlsd_studio.model.records import Boundary, Component, Requirement
from tests.analysis.numbers.test_reliability import WEB, Drawn, all_states, call, designs, service

TINY = 2
"""A budget of nodes that holds nothing but the two constants."""


def explained(document: Document, budget: int = TINY) -> Explained:
    facts = Facts(document)
    return explain(facts, facts.journeys[0], budget)


def web_of_fallbacks(size: int, a: float = 0.97) -> Document:
    """Services that each call three others far off in the row, with fallbacks of one another."""
    records: list[object] = [WEB, *(service(f"s{n}", a) for n in range(size)), call("web", "s0")]
    for n in range(size):
        others = [f"s{(n * 7 + 3 * k + 1) % size}" for k in range(4)]
        calls = [call(f"s{n}", other) for other in dict.fromkeys(others) if other != f"s{n}"]
        records.append(calls[0])
        records += [call(f"s{n}", flow.target, calls[0].id) for flow in calls[1:]]
    return Document(records)  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(designs())
def test_bounds_hold_the_sum_over_all_states_and_close_on_it(drawn: Drawn) -> None:
    exact = min(1.0, all_states(drawn))
    facts = Facts(drawn.document())
    journey = facts.journeys[0]
    zones = sorted({unit.zone for unit in facts.structure.units if unit.zone is not None})
    bounds = Bounds(facts, facts.structure.roots[journey.id], zones, TINY)
    low, high = bounds.low, bounds.high
    for _ in range(2000):
        assert low <= exact <= high
        if bounds.settled:
            break
        for _ in bounds.refine(1):
            pass
        assert bounds.low >= low
        assert bounds.high <= high
        low, high = bounds.low, bounds.high
    assert bounds.settled
    assert high - low <= 0.011 * (1 - high) + 1e-12


@settings(max_examples=40, deadline=None)
@given(designs(), st.integers(0, 4), st.sampled_from([0.0, 0.4, 1.0]))
def test_an_open_availability_leaves_bounds_that_hold_whatever_it_is(
    drawn: Drawn, place: int, truth: float
) -> None:
    chosen = drawn.components[place % len(drawn.components)]
    rest = [one for one in drawn.components if one is not chosen]
    zones = chosen.zones
    alone = Component(id=chosen.id, kind="external_system", zones=zones)
    stated = Component(id=chosen.id, kind="external_system", zones=zones, availability=Fraction(truth, "%"))
    flows = [flow for flow in drawn.flows if flow.source != chosen.id]
    open_one, known = (
        Drawn([*rest, one], flows, drawn.group, drawn.cluster, drawn.zones).document()
        for one in (alone, stated)
    )
    found, exact = explained(open_one, 50_000), explained(known, 50_000)
    assert found.low is not None
    assert found.high is not None
    assert exact.value is not None
    assert found.low - 1e-12 <= exact.value <= found.high + 1e-12
    assert found.missing in ((), (f"{chosen.id}.availability",))


def test_the_bounds_of_an_open_part_are_those_with_it_never_and_always_up() -> None:
    flows = [call("web", "a"), call("a", "x"), call("a", "y", "a-x")]
    parts = [service("a", 0.999), service("y", 0.9), Component(id="x", kind="external_system")]
    found = explained(Document([WEB, *parts, *flows]), 50_000)
    assert found.low == pytest.approx(0.999 * 0.9, abs=1e-12)
    assert found.high == pytest.approx(0.999, abs=1e-12)


def test_a_bound_that_decides_gives_a_verdict() -> None:
    parts = [service("a", 0.99), Component(id="x", kind="external_system")]
    flows = [call("web", "a"), call("a", "x")]
    outcomes = {}
    for target in ("99.9 %", "95 %"):
        wanted = Requirement(id="r", category="system", metric="availability", target=f">= {target}")
        (verdict,) = Engine(Document([WEB, *parts, *flows, wanted])).numbers().verdicts
        outcomes[target] = verdict.outcome
        assert verdict.value.bound == "at most"
        assert verdict.value.missing == ("x.availability",)
    assert outcomes == {"99.9 %": "missed", "95 %": "unknown"}


def test_unstated_replicas_leave_no_upper_bound() -> None:
    flows = [call("web", "a"), call("a", "x"), call("a", "y", "a-x")]
    parts = [Component(id="a", kind="backend_service"), service("y", 0.9)]
    open_one = Component(id="x", kind="external_system")
    value = Engine(Document([WEB, *parts, open_one, *flows])).numbers().journeys["web"].availability
    assert value.bound == "at least"
    assert value.high is None
    assert value.missing == ("x.availability", "a.replicas")


def test_a_dense_web_of_fallbacks_ends_with_bounds_the_same_each_time() -> None:
    found = [explained(web_of_fallbacks(40, 0.6), 400) for _ in range(2)]
    assert found[0].value is None
    assert (found[0].low, found[0].high) == (found[1].low, found[1].high)
    bounds = found[0].bounds
    assert bounds is not None
    before = bounds.high - bounds.low
    assert 0.0 < bounds.low < bounds.high < 1.0
    assert not bounds.settled
    for _ in bounds.refine(200):
        pass
    assert bounds.high - bounds.low < before


def test_what_is_small_enough_stays_exact_beside_a_tangle() -> None:
    """A budget that holds the small part and not the large one: only the large one is bounded."""
    small = [service("p", 0.9), service("q", 0.9), call("web", "p"), call("web", "q", "web-p")]
    web = web_of_fallbacks(24)
    document = Document([*web.components.values(), *web.flows.values(), *small])
    bounds = explained(document, 120).bounds
    assert bounds is not None
    assert len(bounds._tangles) == 1
    assert bounds.high <= 0.99 + 1e-9


def test_many_zones_are_bounded_by_their_likeliest_states() -> None:
    names = tuple(f"z{n}" for n in range(12))
    zones = [Boundary(id=name, kind="zone", availability=Fraction(0.999, "%")) for name in names]
    records = [WEB, service("s", 0.9, 12, zones=names, needs=11), call("web", "s"), *zones]
    facts = Facts(Document(records))
    states, rest = likely_states(facts, sorted(("", name) for name in names))
    assert len(states) == 1024
    assert [weight for weight, _ in states] == sorted((w for w, _ in states), reverse=True)
    assert rest == pytest.approx(1.0 - sum(weight for weight, _ in states), abs=1e-13)
    each = 0.9 * 0.999
    exact = each**12 + 12 * each**11 * (1 - each)
    found = explain(facts, facts.journeys[0])
    assert found.value is None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= exact <= found.high
    assert found.high - found.low < 1e-9


def test_bounds_are_written_as_bounds() -> None:
    assert between_words(0.99931, 0.99947) == "99.931–99.947 %"
    assert between_words(0.9, 0.9) == "90 %"
    assert between_words(0.99999, 1.0) == "99.999–100 %"
    document = web_of_fallbacks(40, 0.6)
    engine = Engine(document)
    engine.facts.figures._explained["web"] = explained(document, 400)
    value = engine.numbers().journeys["web"].availability
    assert reading("availability", value).count("–") == 1
    assert value.note == "bounds: too entangled to compute exactly"
