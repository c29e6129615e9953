"""Places that move together: a shift says what an edit for each of them says, and is taken back exactly."""

from __future__ import annotations

import random

import pytest

from mlsd_studio.model import Change, Document, Edit, EditError, History
from mlsd_studio.model.changes import Shift, merge
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import LAYOUT, Component, Flow, Placement, Waypoints
from mlsd_studio.storage.snapshot import decode_change, decode_document, encode_change, encode_document

IDS = tuple(f"c{n}" for n in range(8))


def design() -> Document:
    layout = {id: Placement(20.0 * n, 10.0, *((200.0, 80.0) if n % 3 else ())) for n, id in enumerate(IDS)}
    layout["c7"] = Placement(0.1, 0.7, locked=True)
    layout["f"] = Waypoints(((1.0, 2.0), (3.0, 2.0)))
    records = [Component(id=id, kind="backend_service") for id in (*IDS, "free")]
    return Document([*records, Flow(id="f", source="c0", target="c1", kind="request")], layout)


def at_random(document: Document, dice: random.Random) -> Change:
    """A shift of some places, an edit of some, or both, as the canvas might make."""
    builder = ChangeBuilder(document)
    ids = dice.choice((document.layout.keys(), dice.sample(sorted(document.layout), 4)))
    kind = dice.choice(("shift", "shift", "shift", "edit", "both", "remove"))
    edited = dice.choice(IDS)
    if kind in ("shift", "both"):
        builder.shift(set(ids) - {edited}, dice.choice((-20, 1, 0, 40, 2.5)), dice.choice((0, 1, -30)))
    if kind in ("edit", "both"):
        builder.place(edited, Placement(dice.randrange(300), dice.randrange(300) / 2))
    if kind == "remove" and document.get(LAYOUT, edited):
        builder.place(edited, None)
    return builder.build("Move")


def test_a_shift_is_the_same_as_an_edit_for_each_place() -> None:
    for seed in range(60):
        dice = random.Random(seed)
        one, other, start = design(), design(), design()
        history, plain = History(one), History(other)
        sent = decode_document(encode_document(one))
        states = [start]
        token: object = None
        for _ in range(14):
            change = at_random(one, dice)
            if not change:
                continue
            spelled = change.spelled_out(other.layout)
            assert not spelled.shifts
            assert change.touched() == spelled.touched()
            assert change.touched(LAYOUT) == spelled.touched(LAYOUT)
            assert change.only_layout
            joined = token is not None and dice.random() < 0.6
            token = token if joined else object()
            history.apply(change, token)
            plain.apply(spelled, token)
            sent.apply(decode_change(encode_change(change)))
            if dice.random() < 0.4:
                assert one == other
            for id in dice.sample((*IDS, "f"), 3):
                assert one.get(LAYOUT, id) == other.get(LAYOUT, id)
            states = [*states[:-1], one.copy()] if joined else [*states, one.copy()]
        assert one == other == sent
        assert list(one.layout.items()) == list(other.layout.items())
        for state in reversed(states[:-1]):
            history.undo()
            plain.undo()
            assert dict(one.layout) == dict(state.layout) == dict(other.layout)
        while history.redo_label:
            history.redo()
        assert dict(one.layout) == dict(states[-1].layout)


def test_a_row_of_nudges_is_one_small_step() -> None:
    document = design()
    history = History(document)
    ids = frozenset(IDS[:7])
    for _ in range(30):
        history.apply(Change("Move", (), (Shift(ids, 1, 0),)), "nudge")
    [(_, step)] = history._done
    assert step == Change("Move", (), (Shift(ids, 30, 0),))
    assert document.get(LAYOUT, "c1") == Placement(50.0, 10.0, 200.0, 80.0)
    history.undo()
    assert document == design()


def test_merging_keeps_shifts_apart_that_move_different_places() -> None:
    first = Change("a", (), (Shift(frozenset("ab"), 1, 0),))
    second = Change("b", (), (Shift(frozenset("bc"), 0, 2),))
    merged = {shift.ids: (shift.dx, shift.dy) for shift in merge(first, second).shifts}
    assert merged == {frozenset("a"): (1, 0), frozenset("b"): (1, 2), frozenset("c"): (0, 2)}
    assert not merge(first, first.reversed())


def test_places_between_pixels_are_moved_one_by_one() -> None:
    document = design()
    builder = ChangeBuilder(document)
    builder.shift(("c0", "c7"), 20, 0)
    change = builder.build("Move")
    assert [edit.id for edit in change.edits] == ["c7"]
    assert [shift.ids for shift in change.shifts] == [frozenset({"c0"})]
    document.apply(change)
    document.apply(change.reversed())
    assert document == design()


@pytest.mark.parametrize(
    ("edits", "shifts", "words"),
    [
        ((), (Shift(frozenset({"free"}), 1, 0),), "without a place"),
        ((), (Shift(frozenset({"c7"}), 1, 0),), "between pixels"),
        ((), (Shift(frozenset({"c0"}), 0.5, 0),), "between pixels"),
        ((), (Shift(frozenset({"c0"}), 1, 0), Shift(frozenset({"c0", "c1"}), 1, 0)), "moved twice"),
        (
            (Edit(LAYOUT, "c0", Placement(0.0, 10.0), Placement(1.0, 1.0)),),
            (Shift(frozenset({"c0"}), 1, 0),),
            "moved twice",
        ),
    ],
)
def test_a_shift_that_does_not_fit_is_refused_and_changes_nothing(edits, shifts, words) -> None:
    document = design()
    with pytest.raises(EditError, match=words):
        document.apply(Change("Move", edits, shifts))
    assert document == design()
    assert document.revision == 0


def test_a_place_that_comes_or_goes_is_known_to_the_next_shift() -> None:
    document = design()
    ids = frozenset({"c0", "c1"})
    document.apply(Change("Move", (), (Shift(ids, 1, 0),)))
    document.apply(Change("Leave", (Edit(LAYOUT, "c1", document.get(LAYOUT, "c1"), None, 1),)))
    with pytest.raises(EditError, match="without a place"):
        document.apply(Change("Move", (), (Shift(ids, 1, 0),)))
    document.apply(Change("Back", (Edit(LAYOUT, "c1", None, Placement(0.5, 0.0), 1),)))
    with pytest.raises(EditError, match="between pixels"):
        document.apply(Change("Move", (), (Shift(ids, 1, 0),)))
