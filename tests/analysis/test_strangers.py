"""What the catalogue cannot place is said, and only that."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Focus
from mlsd_studio.analysis.strangers import STRANGER
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component


def said(**fields: str) -> list[tuple[str, str]]:
    """Title and severity of each CAT001 about one component."""
    document = Document([Component(id="b", name="Basket", **fields)])
    return [(one.title, one.severity) for one in check(document).findings if one.code == STRANGER]


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"kind": "blackboard"}, "Basket is of an unknown kind"),
        ({"kind": "blackboard", "technology": "kafka"}, "Basket is of an unknown kind"),
        ({"kind": "cache", "technology": "notech"}, "Basket is of an unknown technology"),
        ({"kind": "cache", "technology": "kafka"}, "Apache Kafka is not usually what Basket is drawn as"),
    ],
)
def test_a_component_the_catalogue_cannot_place_is_a_warning(fields: dict[str, str], title: str) -> None:
    assert said(**fields) == [(title, "warning")]


@pytest.mark.parametrize("fields", [{"kind": "cache"}, {"kind": "event_stream", "technology": "kafka"}])
def test_a_component_in_its_place_is_not(fields: dict[str, str]) -> None:
    assert said(**fields) == []


def test_it_leads_to_the_field_that_is_wrong() -> None:
    document = Document([Component(id="b", kind="cache", technology="kafka")])
    (finding,) = (one for one in check(document).findings if one.code == STRANGER)
    assert finding.key == "CAT001@b"
    assert finding.fixes[0].operations == (Focus(("b",), "technology"),)
