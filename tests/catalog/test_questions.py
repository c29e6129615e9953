"""Facets, fit and defaults, by the precedence: technology, its own kind, the kind of the component."""

from __future__ import annotations

import pytest

from mlsd_studio.catalog import Default, Stated, catalog, stated_from
from mlsd_studio.catalog.patterns import patterns


def test_facets_are_kind_technology_and_extra():
    assert {"model_registry", "artifact_store", "experiment_tracker"} <= catalog().facets(
        "experiment_tracker", "mlflow"
    )
    assert catalog().facets("cache", None) == {"cache"}
    assert catalog().facets("cache", "no-such", ["auth"]) == {"cache", "auth"}
    assert "artifact_store" not in catalog().facets(
        "experiment_tracker", "mlflow", without=["artifact_store"]
    )


def test_groups_match_by_kind_or_by_facet():
    assert catalog().in_group("STORE", "cache")
    assert not catalog().in_group("STORE", "experiment_tracker")
    assert catalog().in_group("STORE", "experiment_tracker", "mlflow")
    assert catalog().in_group("OPS_MONITOR", "tracing", extra=["apm"])
    with pytest.raises(KeyError):
        catalog().group("NO_SUCH_GROUP")


def test_fit():
    assert catalog().fits("kafka", "event_stream")
    assert catalog().fits("kafka", "message_queue")
    assert catalog().fits("confluent_cloud", "schema_registry")
    assert not catalog().fits("kafka", "relational_db")
    assert not catalog().fits("no-such", "cache")


def test_a_number_of_the_technology_comes_first():
    found = catalog().latency("object_store", "object_store_s3")
    assert (found.value.p50_ms, found.value.p95_ms) == (120, 200)
    assert (found.basis, found.origin, found.entry) == ("s3perf", "technology", "object_store_s3")


def test_what_a_technology_leaves_out_is_of_its_own_kind_also_for_another_kind():
    assert catalog().cost("object_store", "object_store_s3").entry == "object_store"
    lake = catalog().cost("prediction_log", "object_store_s3")
    assert (lake.origin, lake.entry) == ("kind", "object_store")
    assert catalog().availability("message_queue", "kafka") == Default(
        0.995, "assume", "kind", "event_stream"
    )


def test_an_explicit_null_withdraws_the_number_of_the_kind():
    assert catalog().capacity("message_queue").value.value == 20000
    assert catalog().capacity("message_queue", "sqs") == Default(None, None, "technology", "sqs")


def test_without_technology_and_for_unknown_ones_the_kind_answers():
    assert catalog().latency("cache").value.p95_ms == 1
    assert catalog().latency("cache", "no-such") == catalog().latency("cache")
    assert catalog().latency("no-such") == Default(None, None, "none", None)
    assert catalog().latency("training_job").value is None
    assert catalog().availability("user").value is None


def test_who_runs_it_and_what_that_weighs():
    assert catalog().managed("event_stream") == "either"
    assert catalog().managed("event_stream", "kafka") is False
    assert catalog().managed("event_stream", "msk") is True
    assert catalog().ops_weight("event_stream", "kafka").value == 3
    assert catalog().ops_weight("event_stream", "msk").value == 0
    assert catalog().redundancy("event_stream", "msk") == "zone"


@pytest.mark.parametrize(
    ("technology", "stated", "value", "basis"),
    [
        ("kinesis", Stated(), 0.999, "aws23"),
        ("msk", Stated(), 0.995, "assume"),
        ("msk", Stated(zones=2), 0.999, "aws23"),
        ("rds_postgres", Stated(zones=1), 0.995, "aws23"),
        ("rds_postgres", Stated(zones=3), 0.9995, "aws23"),
        ("rds_postgres", Stated(zones=3, confirmed=("Aurora over two or more zones",)), 0.9999, "aws23"),
        ("mongodb_atlas", Stated(tier="M30"), 0.99995, "atlas"),
        ("mongodb_atlas", Stated(tier="M2"), 0.995, "assume"),
        ("databricks", Stated(), 0.999, "assume"),
        ("vm", Stated(zones=2), 0.9999, "aws23"),
        ("fivetran", Stated(), 0.999, "assume"),
        (None, Stated(), 0.999, "assume"),
    ],
)
def test_the_best_published_figure_whose_facts_are_stated_counts(technology, stated, value, basis):
    found = catalog().managed_availability(technology, stated)
    assert (found.value, found.basis) == (value, basis)


def test_facts_are_taken_from_the_fields_of_a_component():
    assert stated_from({"replicas": 2, "zones": ["a", "b"], "tier": "M10"}) == Stated(2, 2, "M10")
    assert stated_from({}) == Stated()


def test_technologies_of_a_kind_own_and_core_first():
    offered = catalog().technologies_of("message_queue")
    ranks = [(one.kind == "message_queue", one.rank == "core") for one in offered]
    assert ranks == sorted(ranks, reverse=True)
    assert {"rabbitmq", "sqs", "kafka"} <= {one.id for one in offered}


def test_what_usually_comes_next():
    after = catalog().next_kinds("model_endpoint")
    assert ("online_feature_store", "request") in after[:3]
    assert ("prediction_log", "async") in after[:3]
    before = catalog().next_kinds("model_endpoint", outgoing=False)
    assert set(before[:2]) == {("traffic_router", "request"), ("model_registry", "artifact")}
    assert ("backend_service", "request") in catalog().next_kinds("api_gateway")[:2]


def test_kinds_of_no_reference_design_borrow_from_kin_and_unknown_ones_have_none():
    assert catalog().next_kinds("relational_db") != []
    assert catalog().next_kinds("no-such") == []
    assert catalog().next_kinds("relational_db") == catalog().next_kinds("relational_db")


def test_a_group_that_is_not_alike_lends_no_neighbours():
    groups = catalog().kind_groups
    assert {name for name in groups if not groups[name].alike} == {
        "CONSUMER", "OUTRUN", "CONTROLLER", "ARTIFACT_KEEPER",
    }  # fmt: skip
    used = {one["kind"] for pattern in patterns() for one in pattern.reference_design["components"]}
    keeper = catalog().kinds["container_registry"]
    assert keeper.id not in used
    assert keeper.groups == ("ARTIFACT_KEEPER",)
    plain = next(
        kind.id
        for kind in catalog().kinds.values()
        if not kind.groups and kind.layer == keeper.layer and kind.id not in used
    )
    assert catalog().next_kinds(keeper.id) == catalog().next_kinds(plain) != []
