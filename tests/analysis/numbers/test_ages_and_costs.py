"""Freshness, model age, label delay, recovery point, cost and operating burden."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.numbers.engine import Engine
from tests.analysis.designs import design
from tests.analysis.numbers.shorthand import called, journey_of, numbers_of

STORE = "id: f, kind: online_feature_store, replicas: 1"
READ = "id: c, from: web, to: f, kind: request"


def fresh(components: str, flows: str):  # type: ignore[no-untyped-def]
    return journey_of(called(f"{STORE}\n{components}", f"{READ}\n{flows}")).feature_freshness


def test_a_batch_step_adds_its_schedule_and_duration() -> None:
    found = fresh(
        "id: src, kind: relational_db\nid: pipe, kind: feature_pipeline, schedule: every 6 h, duration: 30 min",
        "id: d1, from: src, to: pipe, kind: data\nid: d2, from: pipe, to: f, kind: data, delay: 5 min",
    )
    assert found.value.value == pytest.approx((6 * 60 + 30 + 5) * 60)
    assert found.path == ("src", "d1", "pipe", "d2", "f")
    assert found.contributor == "pipe"


def test_the_oldest_source_counts_and_for_each_its_shortest_chain() -> None:
    found = fresh(
        "id: a, kind: relational_db\nid: b, kind: relational_db\nid: lake, kind: data_lake",
        "id: d1, from: a, to: f, kind: data, interval: 1 h\nid: d2, from: a, to: lake, kind: data, interval: 1 h\n"
        "id: d3, from: lake, to: f, kind: data, interval: 1 h\nid: d4, from: b, to: lake, kind: data, interval: 10 min",
    )
    assert found.value.value == pytest.approx(70 * 60)
    assert found.path[0] == "b"


def test_a_flow_without_interval_is_pulled_by_what_is_scheduled_or_unknown() -> None:
    found = fresh("id: a, kind: relational_db", "id: d1, from: a, to: f, kind: data")
    assert found.value.missing == ("d1.interval",)
    assert found.value.bound == "unknown"  # at least nothing tells nothing
    found = fresh("id: a, kind: relational_db", "id: d1, from: a, to: f, kind: data, delay: 5 s")
    assert (found.value.bound, found.value.value) == ("exact", 5.0)


def test_a_journey_without_a_store_has_no_features_to_age() -> None:
    one = journey_of(
        called("id: a, kind: backend_service, replicas: 1", "id: f, from: web, to: a, kind: request")
    )
    assert one.feature_freshness.value.value is None
    assert one.model_age.value.value is None
    assert one.label_delay.value.missing == ("feedback flow",)


def test_labels_come_back_along_feedback_flows() -> None:
    found = journey_of(called(
        "id: m, kind: model_endpoint, replicas: 1\nid: log, kind: prediction_log\nid: q, kind: quality_monitor",
        "id: c, from: web, to: m, kind: request\nid: t, from: m, to: log, kind: data\n"
        "id: fb, from: web, to: log, kind: feedback, delay: 3 days\nid: d, from: log, to: q, kind: data, interval: 1 h",
    )).label_delay  # fmt: skip
    assert found.value.value == pytest.approx(3 * 86400 + 3600)
    assert found.contributor == "log"


def test_recovery_point_of_the_stores_a_journey_calls() -> None:
    flows = "id: c, from: web, to: db, kind: request"
    assert journey_of(called("id: db, kind: relational_db, backup: {rpo: 1 h}", flows)).rpo.value == 3600
    assert journey_of(called("id: db, kind: relational_db", flows)).rpo.missing == ("db.backup",)
    assert journey_of(called("id: db, kind: relational_db, backup: none", flows)).rpo.unbounded


def test_cost_adds_replicas_calls_and_volume_at_the_average_rate() -> None:
    document = design("""
journeys:
  - {id: j, entry: web, rate: 100 rps, average: 10 rps}
components:
  - {id: web, kind: client_web}
  - {id: a, kind: backend_service, replicas: 3, cost: {replica: 50 USD/month, calls: 2 USD/million calls}}
  - id: s
    kind: object_store
    managed: true
    storage: 2 TB
    cost: {replica: 0 USD/month, calls: 0 USD/million calls, gb: 0.02 USD/GB-month}
  - {id: t, kind: training_job, replicas: 2, schedule: every 24 h, duration: 6 h, cost: {replica: 400 USD/month}}
boundaries:
  - {id: eu, kind: region, members: [a, s]}
flows:
  - {id: f, from: web, to: a, kind: request}
""")
    found = numbers_of(document).costs
    calls = 10 * 730 * 3600 / 1e6 * 2
    assert found.by_component["a"].total == pytest.approx(150 + calls)
    assert found.by_component["s"].total == pytest.approx(40)
    assert found.by_component["t"].total == pytest.approx(2 * 400 * 6 / 24)
    assert found.total.value == pytest.approx(390 + calls)
    assert found.total.bound == "exact"
    assert found.by_boundary == pytest.approx({"eu": 190 + calls, "": 200})
    assert numbers_of(document, 2).costs.total.value == pytest.approx(390 + 2 * calls)


def test_a_peak_rate_bounds_the_cost_from_above_and_unknown_parts_from_below() -> None:
    priced = "id: a, kind: backend_service, cost: {replica: 50 USD/month, calls: 2 USD/million calls}"
    flow = "id: f, from: web, to: a, kind: request"
    peak = numbers_of(called(f"{priced}, replicas: 1", flow)).costs.total
    assert (peak.bound, peak.low) == ("at most", pytest.approx(50))
    open_end = numbers_of(called(priced, flow)).costs.total
    assert open_end.high is None
    assert open_end.missing == ("a.replicas",)


def test_prices_in_another_currency_are_unknown() -> None:
    document = called("id: a, kind: backend_service, replicas: 1", "id: f, from: web, to: a, kind: request",
                      "currency: EUR\n")  # fmt: skip
    assert "a.cost.replica" in numbers_of(document).costs.total.missing


def test_operating_burden_over_the_team() -> None:
    team = "constraints:\n  - {id: team, category: team, value: 2 engineers}\n"
    parts = (
        "id: k, kind: event_stream, technology: kafka, replicas: 3\nid: a, kind: backend_service, replicas: 1"
    )
    flows = "id: f, from: web, to: a, kind: request"
    found = Engine(called(parts, flows, team)).numbers().burden
    assert found.points == {"a": 1, "k": 3}
    assert found.ratio.value == pytest.approx(4 / 3)
    assert Engine(called(parts, flows)).numbers().burden.ratio.missing == ("constraints.engineers",)


def test_unknown_costs_at_peak_rates_are_at_least_what_is_paid_without_calls() -> None:
    found = numbers_of(
        called(
            "id: s, kind: backend_service, replicas: 2, cost: {replica: 100 USD/month, calls: 1 USD/million}\n"
            "id: t, kind: backend_service, cost: {replica: 10 USD/month}",
            "id: f, from: web, to: s, kind: request\nid: g, from: s, to: t, kind: request",
        )
    ).costs.total
    assert "t.replicas" in found.missing
    assert (found.bound, found.value, found.high) == ("at least", pytest.approx(210), None)
    assert "peak" in (found.note or "")
