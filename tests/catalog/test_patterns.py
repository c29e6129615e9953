"""The patterns and their reference designs agree with the catalogue and can be opened as they are."""

from __future__ import annotations

import pytest

from mlsd_studio.catalog import CatalogError, advisor, catalog, load_patterns, patterns
from mlsd_studio.paths import resource

FLOW_KINDS = {"request", "async", "data", "artifact", "control", "telemetry", "feedback", "replicate"}
IDS = [pattern.id for pattern in patterns()]


def test_thirteen_patterns_the_basic_ones_first():
    assert len(IDS) == 13
    assert IDS[:4] == ["batch", "online", "stream", "hybrid"]
    assert [pattern.id for pattern in patterns() if pattern.core] == IDS[:4]


@pytest.mark.parametrize("pattern", patterns(), ids=IDS)
def test_reference_designs_use_known_words_and_name_everything(pattern):
    design = pattern.reference_design
    names = [one["name"] for one in design["components"]]
    assert len(set(names)) == len(names)
    assert {one["kind"] for one in design["components"]} <= set(catalog().kinds)
    assert {flow["kind"] for flow in design["flows"]} <= FLOW_KINDS
    ids = [one["id"] for part in design.values() for one in part]
    assert len(set(ids)) == len(ids)
    flows = {flow["id"] for flow in design["flows"]}
    assert {flow["fallback_of"] for flow in design["flows"] if "fallback_of" in flow} <= flows
    for key in {key for one in design["components"] for key in one.get("attributes", {})}:
        assert key in catalog().component_extras
    for key in {key for flow in design["flows"] for key in flow.get("attributes", {})}:
        assert key in catalog().flow_extras
    assert pattern.sources


def test_the_advisor_speaks_of_known_patterns():
    data = advisor()["advisor"]
    named = {one["pattern"] for one in data["hard_filters"]} | {one["add"] for one in data["overlays"]}
    named |= {name for score in data["scores"] for name in score["points"]} | set(data["never_ranked"])
    assert named <= set(IDS)
    for example in data["worked_examples"]:
        assert set(example["inputs"]) <= set(data["inputs"])
    places = [one["place"] for one in data["inputs"].values() if "place" in one]
    assert places == list(range(1, 9))


def test_a_flow_to_nowhere_is_refused(tmp_path):
    text = resource("patterns", "batch.yaml").read_text("utf-8")
    (tmp_path / "batch.yaml").write_text(
        text.replace("to: ingest, kind: data", "to: nowhere, kind: data"), "utf-8"
    )
    with pytest.raises(CatalogError, match="sources-ingest joins unknown components"):
        load_patterns(tmp_path)
