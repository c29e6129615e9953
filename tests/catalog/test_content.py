"""What the bundled catalogue says: complete, consistent, and with every number traced to a source."""

from __future__ import annotations

import pytest

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.icons import icon_names, kind_icon

GROUPS = {
    "SERVING": {
        "model_endpoint", "llm_serving", "llm_provider", "embedding_service", "reranker", "stream_inference",
        "edge_model",
    },
    "ENTRY": {"user", "client_web", "client_mobile", "client_device", "external_system"},
    "BROKER": {"event_stream", "message_queue"},
    "CONSUMER": {"stream_processing", "stream_inference", "backend_service", "feature_pipeline"},
    "OUTRUN": {"data_warehouse", "relational_db", "stream_inference", "model_endpoint"},
    "CONTROLLER": {"orchestrator", "job_scheduler", "ci_cd", "iac", "autoscaler", "feature_flag"},
    "ARTIFACT_KEEPER": {
        "model_registry", "evaluation", "model_optimizer", "prompt_store", "container_registry",
    },
    "STREAMING": {"event_stream", "message_queue", "stream_processing", "stream_inference", "cdc"},
    "QUORUM": {"event_stream", "message_queue", "coordination", "search_engine", "vector_db", "nosql_db"},
    "TRAINERS": {"training_job", "distributed_training", "hpo", "automl", "fl_server", "notebook"},
    "GATE": {"evaluation"},
    "ROUTER": {"traffic_router", "experiment_platform", "feature_flag", "service_mesh"},
    "OPS_MONITOR": {"metrics_monitor", "uptime_probe"},
}  # fmt: skip


def test_everything_is_there():
    assert len(catalog().kinds) == 109
    assert len(catalog().technologies) == 203
    assert len(catalog().kind_groups) == 33
    assert catalog().constants.hop.cross_region.p95_ms == 150
    assert catalog().constants.max_utilisation.value == 0.7


@pytest.mark.parametrize("name", GROUPS)
def test_groups_hold_the_kinds_that_rules_mean(name):
    assert catalog().group(name) == GROUPS[name]


def test_groups_named_by_kinds_and_groups_explained_agree():
    named = {group for kind in catalog().kinds.values() for group in kind.groups}
    assert named == set(catalog().kind_groups)
    for group in catalog().kind_groups.values():
        assert set(group.facets) <= set(catalog().facet_names)


def test_every_layer_is_in_the_vocabulary_and_every_kind_in_the_palette():
    palette = catalog().palette()
    assert [name for name, _ in palette] == ["Data", "ML", "Application", "Platform & observability"]
    assert [len(kinds) for _, kinds in palette] == [34, 22, 23, 30]
    assert {kind.layer for kind in catalog().kinds.values()} == set(catalog().constants.layers)


def test_every_kind_has_a_core_technology_of_its_own_or_one_that_fits():
    without = [kind for kind in catalog().kinds if not catalog().technologies_of(kind)]
    assert without == []


def test_every_kind_and_technology_has_an_icon_that_is_bundled():
    names = set(icon_names())
    assert {kind.glyph for kind in catalog().kinds.values()} <= names
    shown = {kind_icon(one.kind, one.id) for one in catalog().technologies.values()}
    assert shown <= names
    assert {name for name in shown if name.startswith("brand-")} == {
        name for name in names if name.startswith("brand-")
    }


def test_latencies_are_ordered_and_fractions_are_fractions():
    for kind in catalog().kinds.values():
        latency, availability = kind.defaults.latency, kind.defaults.availability
        assert latency is None or 0 < latency.p50_ms <= latency.p95_ms
        assert availability is None or 0 < availability.value < 1
        assert 0 <= kind.ops_weight <= 4
    for technology in catalog().technologies.values():
        values = [
            technology.sla.value,
            technology.sla.otherwise,
            *(one.value for one in technology.sla.better),
        ]
        assert all(value is None or 0.9 < value < 1 for value in values), technology.id


def test_technologies_that_are_no_product_bear_no_brand_but_that_of_an_open_protocol():
    generic = [one for one in catalog().technologies.values() if one.generic]
    assert {one.icon.simple_icons for one in generic} == {None, "graphql", "modelcontextprotocol", "mqtt"}
