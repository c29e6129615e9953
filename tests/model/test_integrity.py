"""What makes a document whole, and the boundaries that nest in one tree."""

from __future__ import annotations

import pytest

from mlsd_studio.model import Document, EditError
from mlsd_studio.model.edits.boundaries import add_boundary, ancestors, members_of, move_into
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.ids import TakenIds, slug, unique
from mlsd_studio.model.integrity import problems
from mlsd_studio.model.quantities import Fraction, Rate
from mlsd_studio.model.records import Boundary, Component, Flow, Group, Note, Requirement


def nested() -> Document:
    return Document(
        [
            *(Component(id=id, kind="cache") for id in "abc"),
            Boundary(id="region", kind="region", members=("net", "a")),
            Boundary(id="net", kind="network", members=("b",)),
            Boundary(id="zone", kind="zone", within="net", members=("c",)),
            Boundary(id="team", kind="team", members=("a", "c")),
        ]
    )


def test_a_whole_document_has_no_problems():
    assert problems(nested()) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"replicas": 10**20}, "replicas must be at most 1000000000"),
        ({"concurrency": 10**10}, "concurrency must be at most 1000000000"),
        ({"max_utilisation": Fraction.parse("0 %")}, "max_utilisation must be above 0, not 0 %"),
        ({"capacity": Rate.parse("0 rps")}, "capacity must be above 0, not 0 rps"),
    ],
)
def test_what_no_number_can_rest_on_is_refused(fields, words):
    (problem,) = problems(Document([Component(id="x", kind="cache", **fields)]))
    assert words in problem.message


def test_everything_wrong_is_found_with_its_place():
    document = Document(
        [
            Component(id="a b", kind="cache"),
            Component(id="x", kind="cache", replicas=0),
            Flow(id="x", source="x", target="gone", kind="data", calls=-1.0, retries=-1),
            Boundary(id="r", kind="region", members=("x", "x")),
            Boundary(id="s", kind="region", members=("x",)),
            Boundary(id="t", kind="zone", within="t"),
            Requirement(id="q", category="system", journey="nobody", growth=float("nan")),
            Note(id="n", text="", links=("not there",)),
        ]
    )
    found = {(p.table, p.id, p.field) for p in problems(document)}
    assert found == {
        ("components", "a b", "id"),
        ("components", "x", "replicas"),
        ("flows", "x", "to"),
        ("flows", "x", "calls"),
        ("flows", "x", "retries"),
        ("flows", "x", "id"),
        ("boundaries", "r", "members"),
        ("boundaries", "s", "members"),
        ("boundaries", "t", "members"),
        ("requirements", "q", "journey"),
        ("requirements", "q", "growth"),
    }


def test_boundaries_know_what_is_around_and_inside():
    document = nested()
    assert ancestors(document, "c") == ["zone", "net", "region"]
    assert ancestors(document, None) == []
    assert set(members_of(document, "region")) == {"net", "a", "b", "zone", "c"}
    assert members_of(document, "team") == ["a", "c"]


def test_moving_keeps_one_tree():
    document = nested()
    document.apply(move_into(document, ["a", "c"], "net"))
    assert ancestors(document, "a") == ancestors(document, "c") == ["net", "region"]
    document.apply(move_into(document, ["net"], None))
    assert ancestors(document, "a") == ["net"]
    assert not move_into(document, ["net"], "zone")
    with pytest.raises(EditError):
        document.apply(set_fields(document, "boundaries", "zone", members=("zone",)))
    with pytest.raises(EditError, match="already in"):
        document.apply(set_fields(document, "boundaries", "region", members=("a", "zone")))
    assert problems(document) == []


def test_the_contents_of_a_removed_boundary_move_one_up():
    document = nested()
    document.apply(remove(document, ["net"]))
    assert ancestors(document, "b") == ["region"]
    assert problems(document) == []


def test_a_new_boundary_goes_around_what_is_selected():
    document = nested()
    change, id = add_boundary(document, "zone", "Zone B", ["b", "zone", "c"], into="net")
    document.apply(change)
    assert ancestors(document, "c") == ["zone", id, "net", "region"]
    change, team = add_boundary(document, "team", "Team", ["a", "b"])
    document.apply(change)
    assert document.boundaries[team].members == ("a", "b")
    assert problems(document) == []


def test_ids_are_slugs_and_free():
    assert slug("Größe & Co. 3") == "groe-co-3"
    assert slug("数据") == "item"
    assert unique("a", {"a", "a-2"}) == "a-3"
    taken = TakenIds(nested())
    assert [taken.take("a"), taken.take("a"), taken.take("new")] == ["a-2", "a-3", "new"]


def test_a_group_that_loses_a_member_needs_no_more_than_are_left():
    parts = [Component(id=id, kind="cache") for id in "abc"]
    document = Document([*parts, Group(id="g", members=("a", "b", "c"), needs=3)])
    document.apply(remove(document, ["a"]))
    assert document.groups["g"].needs == 2
    assert problems(document) == []
