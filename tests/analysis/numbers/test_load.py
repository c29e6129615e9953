"""Load through calls, groups, caches, retries and loops; utilisation; what saturates, and in which order."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.numbers.engine import Engine
from tests.analysis.designs import design
from tests.analysis.numbers.shorthand import called, journey_of, numbers_of

S = "kind: backend_service, replicas: 1, availability: 100 %"


def loads(components: str, flows: str, rest: str = "") -> dict[str, float | None]:
    found = numbers_of(called(components, flows, rest))
    return {id: one.load for id, one in found.components.items()}


def test_calls_multiply_and_caches_thin_out() -> None:
    found = loads(
        f"id: api, {S}\nid: cache, {S}\nid: db, {S}",
        "id: f1, from: web, to: api, kind: request\nid: f2, from: api, to: cache, kind: request, calls: 3\n"
        "id: f3, from: cache, to: db, kind: request, calls: 0.2",
    )
    assert found == pytest.approx({"api": 100, "cache": 300, "db": 60})


def test_a_group_shares_its_load_and_needs_multiply_it() -> None:
    group = "groups:\n  - {id: g, members: [a, b, c], needs: 2}\n"
    members = "\n".join(f"id: {id}, {S}" for id in "abc")
    found = loads(members, "id: f, from: web, to: g, kind: request", group)
    assert found == pytest.approx({"a": 200 / 3, "b": 200 / 3, "c": 200 / 3})


def test_a_group_called_with_stated_shares() -> None:
    group = "groups:\n  - {id: g, members: [a, b]}\n"
    flows = "id: f1, from: web, to: a, kind: request, calls: 0.7\nid: f2, from: web, to: b, kind: request, calls: 0.3"
    assert loads(f"id: a, {S}\nid: b, {S}", flows, group) == pytest.approx({"a": 70, "b": 30})
    single = "id: f1, from: web, to: a, kind: request"
    assert loads(f"id: a, {S}\nid: b, {S}", single, group) == pytest.approx({"a": 50, "b": 50})


def test_fallbacks_carry_no_load_while_all_is_well() -> None:
    found = loads(
        f"id: a, {S}\nid: b, {S}",
        "id: f1, from: web, to: a, kind: request\nid: f2, from: web, to: b, kind: request, fallback_of: f1",
    )
    assert found == {"a": 100}


def test_retries_repeat_failed_calls() -> None:
    found = loads(
        "id: a, kind: backend_service, replicas: 1, availability: 90 %, capacity: 1000 rps",
        "id: f, from: web, to: a, kind: request, retries: 3",
    )
    assert found["a"] == pytest.approx(111.1)


def test_a_retry_storm_is_said() -> None:
    """100 rps on 120: calls that wait beyond 20 ms are made again, up to four times, and never recover."""
    document = called(
        "id: a, kind: backend_service, replicas: 1, availability: 100 %, capacity: 120 rps, concurrency: 1, "
        "latency: {p50: 8 ms, p95: 9 ms}",
        "id: f, from: web, to: a, kind: request, retries: 4, timeout: 20 ms",
    )
    assert numbers_of(document).retry_storms == ("a",)
    calm = numbers_of(document, 0.2)
    assert calm.retry_storms == ()
    assert calm.components["a"].load == pytest.approx(20.0, rel=0.05)
    most = journey_of(document).throughput.value
    assert most is not None
    assert 20 < most < 100


def test_a_loop_with_gain_below_one_is_solved_and_above_is_named() -> None:
    flows = "id: f1, from: web, to: a, kind: request\nid: f2, from: a, to: b, kind: request\n"
    back = "id: f3, from: b, to: a, kind: request, calls: {}"
    solved = loads(f"id: a, {S}\nid: b, {S}", flows + back.format("0.5"))
    assert solved == pytest.approx({"a": 200, "b": 200})
    found = numbers_of(called(f"id: a, {S}\nid: b, {S}", flows + back.format("1")))
    assert found.components["a"].load is None
    assert found.components["a"].loop == "a+b"
    assert found.journeys["j"].throughput.value is None
    assert "a+b" in (found.journeys["j"].throughput.note or "")


def test_what_is_behind_a_broker_saturates_but_does_not_bound() -> None:
    document = called(
        "id: api, kind: backend_service, replicas: 2, capacity: 300 rps\nid: bus, kind: message_queue, replicas: 3\n"
        "id: work, kind: stream_processing, replicas: 1, capacity: 150 rps",
        "id: f1, from: web, to: api, kind: request\nid: f2, from: api, to: bus, kind: async\n"
        "id: f3, from: bus, to: work, kind: async",
    )
    one = journey_of(document)
    assert [(b.component, b.rate, b.waited) for b in one.bottlenecks[:2]] == [
        ("work", 150.0, False), ("api", 600.0, True),
    ]  # fmt: skip
    assert one.throughput.value == 600.0


def test_throughput_leaves_the_other_journeys_as_they_are() -> None:
    document = design("""
journeys:
  - {id: j, entry: web, rate: 100 rps}
  - {id: k, entry: app, rate: 25 rps}
components:
  - {id: web, kind: client_web}
  - {id: app, kind: client_mobile}
  - {id: a, kind: backend_service, replicas: 1, capacity: 200 rps}
flows:
  - {id: f1, from: web, to: a, kind: request}
  - {id: f2, from: app, to: a, kind: request, calls: 2}
""")
    found = numbers_of(document)
    assert found.components["a"].utilisation == pytest.approx(0.75)
    assert found.journeys["j"].throughput.value == pytest.approx(150)
    assert found.journeys["k"].throughput.value == pytest.approx(50)
    assert found.components["a"].needed == {"now": 2, "1": 2, "3": 4, "10": 11}
    moved = Engine(document).numbers(3.0).components["a"]
    assert moved.needed == {"now": 4, "1": 2, "3": 4, "10": 11}


def test_autoscaling_carries_the_load_up_to_its_maximum() -> None:
    document = called(
        "id: a, kind: backend_service, autoscaling: {min: 1, max: 5}, capacity: 100 rps",
        "id: f, from: web, to: a, kind: request",
    )
    found = numbers_of(document)
    assert found.components["a"].replicas == 2  # 100 rps at a utilisation of at most 0.7
    assert found.journeys["j"].throughput.value == 500
    assert numbers_of(document, 10).components["a"].replicas == 5


def test_unstated_replicas_leave_a_range() -> None:
    document = called(
        "id: a, kind: backend_service, replicas: 3, capacity: 100 rps\nid: b, kind: backend_service, capacity: 200 rps",
        "id: f1, from: web, to: a, kind: request\nid: f2, from: a, to: b, kind: request",
    )
    found = journey_of(document).throughput
    assert (found.low, found.high, found.bound) == (200, 300, "at most")
    assert found.missing == ("b.replicas",)


def test_a_quota_is_no_rate_of_calls() -> None:
    """A technology with a quota and no capacity is unknown; a kind without either has no limit."""
    document = called(
        "id: s, kind: event_stream, technology: kinesis\nid: d, kind: object_store, managed: true",
        "id: f1, from: web, to: s, kind: request\nid: f2, from: web, to: d, kind: request",
    )
    found = numbers_of(document)
    assert found.components["s"].missing == ("s.capacity",)
    assert found.components["d"].missing == ()
    assert found.journeys["j"].throughput.missing == ("s.capacity",)
