"""Changes, the document that takes them, and the history that takes them back."""

from __future__ import annotations

import msgspec
import pytest

from mlsd_studio.model import Change, Document, Edit, EditError, History
from mlsd_studio.model.changes import merge
from mlsd_studio.model.edits.components import add_component, rename, set_design, set_fields
from mlsd_studio.model.edits.flows import add_flow, flip_flow, reconnect
from mlsd_studio.model.edits.placement import shift
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import Component, Flow, Group, Journey, Note, Placement, Requirement


@pytest.fixture
def document():
    return Document(
        [
            Component(id="a", kind="cache", name="A"),
            Component(id="b", kind="cache"),
            Flow(id="a-b", source="a", target="b", kind="request"),
            Group(id="g", members=("a", "b")),
            Journey(id="j", entry="a"),
            Note(id="n", text="hi", links=("a",)),
        ],
        {"a": Placement(0, 0), "b": Placement(100, 0)},
    )


def test_a_change_swaps_records_raises_the_revision_and_tells_once(document):
    heard = []
    end = document.subscribe(heard.append)
    change = set_fields(document, "components", "a", replicas=2)
    document.apply(change)
    assert document.components["a"].replicas == 2
    assert (document.revision, heard) == (1, [change])
    end()
    document.apply(change.reversed())
    document.apply(Change("nothing"))
    assert (document.components["a"].replicas, document.revision, len(heard)) == (None, 2, 1)


BAD = {
    "for another state": lambda d: Change(
        "x", (Edit("components", "a", None, Component(id="a", kind="cache")),)
    ),
    "carries another id": lambda d: Change(
        "x", (Edit("components", "c", None, Component(id="d", kind="cache")),)
    ),
    "no component or boundary": lambda d: add_flow(d, "a", "gone", "request")[0],
    "touched twice": lambda d: Change("x", set_fields(d, "components", "a", needs=1).edits * 2),
    "cannot be removed": lambda d: Change("x", (Edit("design", "design", d.design, None),)),
    "at least 1": lambda d: set_fields(d, "components", "a", replicas=0),
    "also used under flows": lambda d: Change(
        "x", (Edit("components", "a-b", None, Component(id="a-b", kind="cache")),)
    ),
    "names 'a'": lambda d: Change("x", (Edit("components", "a", d.components["a"], None),)),
    "stand in for itself": lambda d: set_fields(d, "flows", "a-b", fallback_of="a-b"),
}


@pytest.mark.parametrize("words", BAD)
def test_a_change_that_does_not_fit_leaves_the_document_alone(document, words):
    before = document.copy()
    with pytest.raises(EditError, match=words):
        document.apply(BAD[words](document))
    assert document == before
    assert document.revision == 0


def test_removing_takes_what_cannot_stand_alone_and_undo_brings_all_back(document):
    before = document.copy()
    history = History(document)
    history.apply(remove(document, ["a"]))
    assert set(document.components) == {"b"}
    assert not document.flows
    assert not document.journeys
    assert document.groups["g"].members == ("b",)
    assert "a" not in document.layout
    history.undo()
    assert document == before
    assert document.referrers("a") == {("flows", "a-b"), ("groups", "g"), ("journeys", "j"), ("notes", "n")}


def test_flows_are_turned_and_reconnected(document):
    document.apply(flip_flow(document, "a-b"))
    assert (document.flows["a-b"].source, document.flows["a-b"].target) == ("b", "a")
    document.apply(reconnect(document, "a-b", target="b"))
    assert list(document.graph.nx.edges(keys=True)) == [("b", "b", "a-b")]


def test_a_rename_keeps_the_id(document):
    document.apply(rename(document, "components", "a", " Other "))
    document.apply(rename(document, "notes", "n", ""))
    assert document.components["a"].name == "Other"
    assert document.notes["n"].text == ""


def test_a_drag_is_one_step_and_can_be_cancelled(document):
    history = History(document)
    for _ in range(3):
        history.apply(shift(document, ["a"], 10, 0), token="drag")
    history.seal()
    history.apply(shift(document, ["a"], 5, 0), token="drag")
    assert document.layout["a"] == Placement(35, 0)
    history.cancel("drag")
    assert document.layout["a"] == Placement(30, 0)
    assert history.undo() is not None
    assert document.layout["a"] == Placement(0, 0)
    assert history.undo() is None
    assert history.redo_label == "Move"
    history.redo()
    assert (document.layout["a"], history.redo()) == (Placement(30, 0), None)


def test_a_drag_back_to_its_start_leaves_no_step(document):
    history = History(document)
    history.apply(shift(document, ["a"], 10, 0), token=1)
    history.apply(shift(document, ["a"], -10, 0), token=1)
    assert history.undo_label is None
    assert history.is_clean


def test_clean_means_as_it_stands_in_the_file(document):
    history = History(document)
    assert history.is_clean
    history.apply(set_design(document, name="x"))
    assert not history.is_clean
    history.mark_clean()
    history.apply(set_design(document, name="y"))
    history.undo()
    assert history.is_clean
    history.undo()
    assert not history.is_clean
    history.apply(set_design(document, name="z"))
    assert history.redo_label is None
    assert not history.is_clean


def test_the_history_forgets_the_oldest_steps_and_cleanness_with_them(document):
    history = History(document, limit=2)
    for n in range(4):
        history.apply(set_design(document, name=str(n)))
    while history.undo():
        pass
    assert document.design.name == "1"
    assert not history.is_clean


def test_merging_keeps_the_first_before_and_the_last_after(document):
    first = set_fields(document, "components", "a", needs=1)
    document.apply(first)
    second = set_fields(document, "components", "a", needs=2)
    document.apply(second)
    (edit,) = merge(first, second).edits
    assert (edit.before.needs, edit.after.needs) == (None, 2)
    assert merge(first, first.reversed()) == Change(first.label)


def test_edits_make_free_ids(document):
    change, id = add_component(document, "cache", "Ä b", (1, 2))
    assert id == "a-b-2"
    document.apply(change)
    assert document.layout[id] == Placement(1, 2)
    assert document.index_of("components", id) == 2


def test_records_cannot_be_changed(document):
    with pytest.raises(AttributeError):
        document.components["a"].name = "B"
    with pytest.raises(TypeError):
        document.components["a"] = None
    assert msgspec.structs.replace(document.components["a"], name="B") != document.components["a"]


def test_a_move_is_one_edit_that_undoes_and_travels():
    from mlsd_studio.model.edits.rows import move_row
    from mlsd_studio.storage.snapshot import decode_change, encode_change

    document = Document([Requirement(id=id, category="ml", text=id) for id in "abcd"])
    history = History(document)
    for id, index, order in (("a", 2, "bcad"), ("d", 0, "dbca"), ("b", 9, "dcab")):
        change = move_row(document, "requirements", id, index)
        assert decode_change(encode_change(change)) == change
        history.apply(change)
        assert "".join(document.requirements) == order
    for order in ("dbca", "bcad", "abcd"):
        history.undo()
        assert "".join(document.requirements) == order
    history.redo()
    assert "".join(document.requirements) == "bcad"
    assert not move_row(document, "requirements", "b", 0)


def test_a_flow_between_two_very_long_ids_has_an_id_that_fits() -> None:
    long = "x" * 60
    document = Document([Component(id=long, kind="app_server"), Component(id="y" * 60, kind="app_server")])
    for _ in range(3):
        change, id = add_flow(document, long, "y" * 60, "request")
        document.apply(change)
        assert len(id) <= 120
    assert len(document.flows) == 3
