"""A folder of one's own extends the catalogue; a mistake in it is named with file, line, entry and field."""

from __future__ import annotations

import pytest

from mlsd_studio.catalog import CatalogError, load_catalog
from mlsd_studio.paths import resource

KIND = """
kinds:
- id: scoring_bus
  name: Scoring bus
  layer: ml
  palette: ML
  glyph: radio
  groups: [SERVING]
  managed: either
  redundancy: none
  stateful: false
  defaults:
    latency: {p50_ms: 3, p95_ms: 9, basis: assume}
    capacity_rps: null
    availability: {value: 0.99, basis: assume}
    cost: {replica_month: 10, per_million_calls: 0, per_gb_month: 0, basis: ours}
  ops_weight: 1
  search: [bus]
sources:
  ours: the price list of the platform team
"""


def load(tmp_path, text):
    (tmp_path / "ours.yaml").write_text(text, "utf-8")
    return load_catalog(resource("catalog"), tmp_path)


def error(tmp_path, text) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        load(tmp_path, text)
    assert caught.value.file.name == "ours.yaml"
    return caught.value


def test_a_folder_of_ones_own_adds_kinds(tmp_path):
    catalog = load(tmp_path, KIND)
    assert len(catalog.kinds) == 110
    assert "scoring_bus" in catalog.group("SERVING")
    assert catalog.cost("scoring_bus").basis == "ours"
    assert catalog.search("scoring bus", 1)[0].kind == "scoring_bus"
    assert "scoring_bus" in [kind.id for kind in catalog.palette()[1][1]]


def test_a_constant_can_be_overridden(tmp_path):
    assert (
        load(tmp_path, "max_utilisation: {value: 0.6, basis: assume}").constants.max_utilisation.value == 0.6
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "entry", "field", "says"),
    [
        (
            "p50_ms: 3",
            "p50_ms: fast",
            13,
            "scoring_bus",
            "defaults.latency.p50_ms",
            "Expected `float`, got `str`",
        ),
        ("stateful: false", "statefull: false", 11, "scoring_bus", None, "unknown field `statefull`"),
        ("layer: ml", "layer: model", 5, "scoring_bus", "layer", "Invalid enum value 'model'"),
        ("  redundancy: none\n", "", 3, "scoring_bus", None, "missing required field `redundancy`"),
        ("groups: [SERVING]", "groups: [SERVE]", 3, "scoring_bus", "groups", "SERVE is not known"),
        ("basis: ours", "basis: theirs", 3, "scoring_bus", "defaults.cost.basis", "theirs is not known"),
        ("id: scoring_bus", "id: cache", 3, "cache", "id", "the id cache is used twice"),
        ("palette: ML", "palette: Mine", 3, "scoring_bus", "palette", "Mine is not known"),
        ("  ours: the price", "  assume: the price", 20, "assume", None, "assume is defined twice"),
        ("  glyph: radio", "  glyph: radio\n  glyph: box", 8, None, None, "the key glyph is given twice"),
        ("groups: [SERVING]", "groups: [SERVING", 9, None, None, "expected"),
    ],
)
def test_a_mistake_is_named(tmp_path, old, new, line, entry, field, says):
    assert old in KIND
    found = error(tmp_path, KIND.replace(old, new))
    assert says in str(found)
    assert (found.line, found.entry, found.field) == (line, entry, field)


def test_another_schema_and_a_missing_folder_are_refused(tmp_path):
    assert "reads mlsd-catalog/2" in str(error(tmp_path, "schema: mlsd-catalog/9"))
    with pytest.raises(CatalogError, match="no such catalogue folder"):
        load_catalog(tmp_path / "nowhere")


def test_a_technology_must_name_a_kind(tmp_path):
    text = """
technologies:
- {id: bus, name: Bus, kind: scoring_bus, fits: [], provides: [], protocols: [], hosting: self,
   managed: false, sla: {value: null, source: none}, redundancy: none, redundancy_unit: none,
   icon: {simple_icons: null, glyph: box}, rank: core}
"""
    found = error(tmp_path, text)
    assert (found.line, found.entry, found.field) == (3, "bus", "kind")
