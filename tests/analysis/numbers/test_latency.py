"""Latency: steps, caches, timeouts and fallbacks, who takes the time, and what load does to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.numbers.shorthand import called, journey_of

FIXED = (
    "kind: backend_service, replicas: 1, capacity: 100000 rps, concurrency: 1000, "
    "origin: {latency: measured 2026-01-01}"
)


def fixed(id: str, ms: float) -> str:
    """A component that always takes so long, measured, so without a hop."""
    return f"id: {id}, {FIXED}, latency: {{p50: {ms} ms, p95: {ms} ms}}"


def p50(components: list[str], flows: list[str]) -> float:
    value = journey_of(called("\n".join(components), "\n".join(flows))).latency.p50.value
    assert value is not None
    return value * 1e3


WEB = "id: f0, from: web, to: a, kind: request"


def test_one_step_ends_with_its_slowest_call_and_steps_add_up() -> None:
    parts = [fixed("a", 10), fixed("b", 30), fixed("c", 20)]
    at_once = [WEB, "id: f1, from: a, to: b, kind: request", "id: f2, from: a, to: c, kind: request"]
    assert p50(parts, at_once) == pytest.approx(40, abs=0.1)
    in_turn = [WEB, at_once[1], "id: f2, from: a, to: c, kind: request, step: 2"]
    assert p50(parts, in_turn) == pytest.approx(60, abs=0.1)


def test_several_calls_run_one_after_another_unless_parallel() -> None:
    parts = [fixed("a", 10), fixed("b", 20)]
    assert p50(parts, [WEB, "id: f1, from: a, to: b, kind: request, calls: 3"]) == pytest.approx(70, abs=0.1)
    parallel = "id: f1, from: a, to: b, kind: request, calls: 3, parallel: true"
    assert p50(parts, [WEB, parallel]) == pytest.approx(30, abs=0.1)


def test_a_cache_that_mostly_hits_leaves_the_median_alone() -> None:
    parts = [fixed("a", 10), fixed("b", 50)]
    found = journey_of(called("\n".join(parts), WEB + "\nid: f1, from: a, to: b, kind: request, calls: 0.1"))
    assert found.latency.p50.value == pytest.approx(0.010, abs=1e-4)
    assert found.latency.p95.value == pytest.approx(0.060, abs=1e-4)


def test_optional_calls_last_at_most_their_timeout_and_required_ones_do_not() -> None:
    parts = [fixed("a", 10), fixed("b", 50)]
    call = "id: f1, from: a, to: b, kind: request, timeout: 20 ms"
    assert p50(parts, [WEB, call]) == pytest.approx(60, abs=0.1)
    assert p50(parts, [WEB, f"{call}, role: optional"]) == pytest.approx(30, abs=0.1)


def test_a_fallback_follows_the_timeout() -> None:
    parts = [fixed("a", 10), fixed("b", 50), fixed("c", 5)]
    flows = [WEB, "id: f1, from: a, to: b, kind: request, timeout: 20 ms",
             "id: f2, from: a, to: c, kind: request, fallback_of: f1"]  # fmt: skip
    assert p50(parts, flows) == pytest.approx(35, abs=0.1)


def test_nobody_waits_for_async_and_mirrored_calls() -> None:
    parts = [fixed("a", 10), fixed("b", 50), "id: bus, kind: event_stream, replicas: 3"]
    mirror = "id: f1, from: a, to: b, kind: request, attributes: {mirror: true}"
    assert p50(parts, [WEB, mirror, "id: f2, from: a, to: bus, kind: async"]) == pytest.approx(10, abs=0.1)


def test_a_loop_of_calls_is_a_geometric_sum() -> None:
    """a calls itself with probability 0.4: the number of rounds is geometric."""
    found = journey_of(called(fixed("a", 10), WEB + "\nid: f1, from: a, to: a, kind: request, calls: 0.4"))
    assert found.latency.p50.value == pytest.approx(0.010, abs=1e-4)  # P(one round) is 0.6
    assert found.latency.p95.value == pytest.approx(0.040, abs=1e-4)  # P(at most four) = 1 - 0.4^4 = 0.974
    assert found.latency.p99.value == pytest.approx(0.060, abs=1e-4)


def test_network_hops_and_regions() -> None:
    plain = (
        "id: a, kind: backend_service, replicas: 1, capacity: 100000 rps, latency: {p50: 10 ms, p95: 10 ms}"
    )
    assert p50([plain], [WEB]) == pytest.approx(10.5, abs=0.05)
    assert p50([fixed("a", 10)], [WEB]) == pytest.approx(10, abs=0.05)


def test_overload_is_unbounded_and_a_cap_saves_it() -> None:
    slow = "id: b, kind: backend_service, replicas: 1, capacity: 50 rps, latency: {p50: 10 ms, p95: 20 ms}"
    call = "id: f1, from: a, to: b, kind: request, timeout: 20 ms"
    stuck = journey_of(called(f"{fixed('a', 10)}\n{slow}", f"{WEB}\n{call}")).latency
    assert stuck.p95.unbounded
    assert stuck.p95.value is None
    saved = journey_of(called(f"{fixed('a', 10)}\n{slow}", f"{WEB}\n{call}, role: optional")).latency
    assert saved.p99.value == pytest.approx(0.030, abs=1e-4)


def test_shares_of_calls_in_series_sum_to_one() -> None:
    parts = [
        f"id: {id}, kind: backend_service, replicas: 2, capacity: 80 rps, latency: {{p50: {p} ms, p95: {3 * p} ms}}"
        for id, p in (("a", 5), ("b", 20), ("c", 10))
    ]
    flows = [
        WEB,
        "id: f1, from: a, to: b, kind: request",
        "id: f2, from: a, to: c, kind: request, step: 2, calls: 0.8",
    ]
    found = journey_of(called("\n".join(parts), "\n".join(flows))).latency
    assert sum(found.shares.values()) == pytest.approx(1.0, abs=1e-3)
    assert next(iter(found.shares)) == "b"
    assert [row.component for row in found.waterfall] == ["a", "b", "c"]
    assert sum(row.length for row in found.waterfall) == pytest.approx(found.p95.value, rel=1e-3)


def test_missing_latency_is_named_and_leaves_a_lower_bound() -> None:
    found = journey_of(called(f"{fixed('a', 10)}\nid: x, kind: human_review\nid: y, kind: audit_log, replicas: 1",
                              f"{WEB}\nid: f1, from: a, to: y, kind: request")).latency  # fmt: skip
    assert found.p95.bound == "at least"
    assert found.p95.missing == ("y.latency",)
    assert found.p95.value == pytest.approx(0.011, abs=1e-4)  # with the p95 of the hop


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 4), st.integers(1, 4), st.floats(1, 40), st.floats(1, 4),
    st.floats(0.1, 0.9), st.floats(1.0, 1.1),
)  # fmt: skip
def test_more_load_never_lowers_latency(
    replicas: int, concurrency: int, p50: float, spread: float, calls: float, more: float
) -> None:
    document = called(
        f"id: a, kind: backend_service, replicas: {replicas}, capacity: 120 rps, concurrency: {concurrency}, "
        f"latency: {{p50: {p50:.3f} ms, p95: {p50 * spread:.3f} ms}}\n"
        "id: b, kind: backend_service, replicas: 1, capacity: 115 rps\nid: c, kind: backend_service, replicas: 1",
        f"{WEB}\nid: f1, from: a, to: b, kind: request, calls: {calls:.3f}\nid: f2, from: a, to: c, kind: request",
    )
    low, high = journey_of(document, 1.0).latency, journey_of(document, more).latency
    for before, after in ((low.p50, high.p50), (low.p95, high.p95), (low.p99, high.p99)):
        assert after.unbounded or (before.value or 0.0) <= (after.value or 0.0) * (1 + 1e-3)
