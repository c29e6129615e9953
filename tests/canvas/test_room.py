"""A card put into a flow covers neither end of it: what lies beyond moves on, in the same step."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from mlsd_studio.canvas import Canvas
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.room import room_between
from mlsd_studio.model import Document
from mlsd_studio.model.edits.placement import lock, place
from mlsd_studio.model.records import Boundary, Component, Flow, Note, Placement, Waypoints
from mlsd_studio.session import Session
from mlsd_studio.session.editing import KIND_MIME, kind_text


def row() -> Document:
    """Three cards in a row, 64 pixels apart, one below, a bend, a note and a boundary over all that follow."""
    return Document(
        [
            *(Component(id=id, kind="backend_service", name=id) for id in ("a", "b", "c", "below", "loose")),
            Flow(id="a-b", source="a", target="b", kind="request"),
            Flow(id="b-c", source="b", target="c", kind="request"),
            Flow(id="a-below", source="a", target="below", kind="request"),
            Boundary(id="zone", kind="cluster", name="Zone", members=("a", "b", "c")),
            Note(id="note", text="Beyond"),
        ],
        {
            "a": Placement(0, 0),
            "b": Placement(260, 0),
            "c": Placement(520, 0),
            "below": Placement(0, 108),
            "loose": Placement(0, 400),
            "zone": Placement(-40, -60, 800, 160),
            "note": Placement(300, 200),
            "a-below": Waypoints(((98, 90), (300, 90))),
        },
    )


@pytest.fixture
def session() -> Session:
    return Session(row())


def drop(canvas: Canvas, x: float, y: float) -> str:
    """Drop a cache from the palette; its id."""
    data = QMimeData()
    data.setData(KIND_MIME, kind_text("cache", None).encode())
    at = QPointF(*canvas.view.to_widget(x, y))
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    canvas.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, buttons, keys, QEvent.Type.Drop))
    return canvas.session.selection[0]


def covering(canvas: Canvas) -> list[tuple[str, str]]:
    """Cards that lie over each other."""
    boxes = canvas.scene.geometry.boxes
    return [(a, b) for a, b in combinations(sorted(boxes), 2) if boxes[a].overlaps(boxes[b])]


def places(session: Session) -> dict[str, tuple[float, float]]:
    return {id: (at.x, at.y) for id, at in session.document.layout.items() if isinstance(at, Placement)}


def test_a_component_dropped_on_a_short_flow_makes_its_own_room(canvas, session) -> None:
    before = session.document.copy()
    new = drop(canvas, 228, 36)
    flows = session.document.flows
    assert flows["a-b"].target == new
    assert covering(canvas) == []
    assert canvas.scene.rect("a").right < canvas.scene.rect(new).x
    assert canvas.scene.rect(new).right < canvas.scene.rect("b").x
    assert canvas.scene.rect(new).centre[1] == canvas.scene.rect("a").centre[1]
    assert canvas.scene.rect("c").x - canvas.scene.rect("b").x == 260
    session.undo()
    assert session.document == before


def test_what_lies_before_the_flow_stays_and_what_lies_beyond_follows(canvas, session) -> None:
    before = places(session)
    drop(canvas, 228, 36)
    after = places(session)
    by = after["b"][0] - before["b"][0]
    assert by > 0
    for id in ("a", "below", "loose"):
        assert after[id] == before[id]
    assert after["note"] == (before["note"][0] + by, before["note"][1])
    zone = session.document.layout["zone"]
    assert (zone.x, zone.w) == (-40, 800 + by)
    assert session.document.layout["a-below"].points == ((98, 90), (300 + by, 90))


def test_room_is_made_downwards_where_the_flow_runs_down(canvas, session) -> None:
    canvas.centre_on(98, 90)
    session.apply(lock(session.document, {"loose": Placement(0, 400)}, True))
    at = canvas.scene.geometry.routes["a-below"].points[0]
    session.select(["a-below"])
    new = drop(canvas, at[0], at[1] + 12)
    assert session.document.flows["a-below"].target == new
    assert covering(canvas) == []
    assert canvas.scene.rect("b").y == 0
    assert canvas.scene.rect("below").y > 108
    assert places(session)["loose"] == (0, 400)


def test_a_loose_card_dragged_onto_a_flow_gets_room_too(user, canvas, session) -> None:
    user.drag(user.centre("loose"), (228, 36))
    assert session.document.flows["a-b"].target == "loose"
    assert covering(canvas) == []
    session.undo()
    assert places(session)["b"] == (260, 0)
    assert places(session)["loose"] == (0, 400)


def test_where_there_is_room_nothing_moves(canvas, session) -> None:
    session.apply(place(session.document, {"c": Placement(1000, 0)}))
    before = places(session)
    canvas.centre_on(600, 36)
    new = drop(canvas, 650, 36)
    assert session.document.flows["b-c"].target == new
    after = places(session)
    assert {id: after[id] for id in before} == before


sides = st.integers(40, 300)
spots = st.integers(-600, 600)
boxes = st.builds(Rect, spots, spots, sides, sides)


@given(boxes, boxes, boxes)
def test_the_card_lies_between_the_two(source: Rect, target: Rect, card: Rect) -> None:
    room = room_between(source, target, card)
    if room is None:
        return
    assert room.by >= 0
    put = Rect(*room.corner, card.w, card.h)
    ends = [box.moved(*room.way) if room.moves(box.x, box.y) else box for box in (source, target)]
    assert not any(put.overlaps(end) for end in ends)
    assert sum(room.moves(box.x, box.y) for box in (source, target)) == 1
