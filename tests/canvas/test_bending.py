"""Bending a flow with the mouse: pieces, waypoints, added bends; do, undo, redo, Escape."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from mlsd_studio.canvas.hits import handles_of
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.routing import Flow, Router
from mlsd_studio.layout.routing.bending import shifted
from mlsd_studio.model.records import Waypoints

ALT = Qt.KeyboardModifier.AltModifier


def upright(canvas, flow: str) -> tuple[tuple[int, int], tuple[int, int]]:
    points = canvas.scene.geometry.routes[flow].points
    return max((p for p in pairwise(points) if p[0][0] == p[1][0]), key=lambda p: abs(p[0][1] - p[1][1]))


def with_alt(canvas, at: QPoint) -> None:
    """A move of the mouse with Alt held, which QTest cannot make."""
    where = QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, where, canvas.mapToGlobal(where), Qt.MouseButton.LeftButton,
                        Qt.MouseButton.LeftButton, ALT)  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_piece_of_a_selected_flow_is_dragged_sideways(canvas, session, user) -> None:
    (x, y0), (_, y1) = upright(canvas, "api-ranker")
    before = canvas.scene.geometry.routes["api-ranker"]
    session.select(["api-ranker"])
    user.drag((x, y0 + (y1 - y0) * 0.3), (x + 60, y0 + 10))
    assert isinstance(session.document.layout["api-ranker"], Waypoints)
    assert upright(canvas, "api-ranker")[0][0] == round((x + 60) / 4) * 4
    bent = canvas.scene.geometry.routes["api-ranker"]
    assert (bent.points[0], bent.points[-1]) == (before.points[0], before.points[-1])
    assert len(bent.points) == 5, "the end keeps its port, and the flow is led around"
    session.undo()
    assert "api-ranker" not in session.document.layout
    assert canvas.scene.geometry.routes["api-ranker"].points == before.points
    session.redo()
    assert canvas.scene.geometry.routes["api-ranker"].points == bent.points


def test_a_flow_that_was_not_selected_is_selected_and_not_bent(canvas, session, user) -> None:
    (x, y0), (_, y1) = upright(canvas, "api-ranker")
    user.drag((x, y0 + (y1 - y0) * 0.3), (x + 60, y0 + 10))
    assert session.selection == ("api-ranker",)
    assert "api-ranker" not in session.document.layout


def test_escape_takes_the_bend_back(canvas, session, user) -> None:
    before = canvas.scene.geometry.routes["web-api"].points
    session.select(["web-api"])
    (ax, ay), (bx, _) = before[0], before[-1]
    user.drag(((ax + bx) / 2, ay), ((ax + bx) / 2, ay + 120), release=False)
    assert canvas.scene.geometry.routes["web-api"].points != before
    user.key(Qt.Key.Key_Escape)
    assert "web-api" not in session.document.layout
    assert canvas.scene.geometry.routes["web-api"].points == before
    assert session.history.undo_label is None


def test_a_straight_flow_dragged_aside_goes_around(canvas, session, user) -> None:
    (ax, ay), (bx, _) = canvas.scene.geometry.routes["web-api"].points
    session.select(["web-api"])
    user.drag(((ax + bx) / 2, ay), ((ax + bx) / 2, ay + 120))
    points = canvas.scene.geometry.routes["web-api"].points
    assert len(points) == 6
    assert points[2][1] == points[3][1] == round((ay + 120) / 4) * 4
    assert (points[0][1], points[-1][1]) == (ay, ay)


def test_alt_adds_a_bend_that_can_be_dragged_and_taken_away(canvas, session, user) -> None:
    (ax, ay), (bx, _) = canvas.scene.geometry.routes["web-api"].points
    session.select(["web-api"])
    middle = (ax + bx) / 2
    user.press(middle, ay, ALT)
    for down in (40, 100, 160):
        with_alt(canvas, user.at(middle, ay + down))
    user.release(middle, ay + 160, ALT)
    assert len(session.document.layout["web-api"].points) == 1
    x, y = handles_of(canvas.scene, "web-api")["via0"]
    assert (x, y) in canvas.scene.geometry.routes["web-api"].points or any(
        a[0] == x == b[0] or a[1] == y == b[1]
        for a, b in pairwise(canvas.scene.geometry.routes["web-api"].points)
    )
    user.drag((x, y), (x, y + 80))
    assert session.document.layout["web-api"].points == ((x, y + 80),)
    user.double_click(x, y + 80)
    assert "web-api" not in session.document.layout


def test_waypoints_are_kept_when_an_end_moves(canvas, session, user) -> None:
    (x, y0), (_, y1) = upright(canvas, "api-ranker")
    session.select(["api-ranker"])
    user.drag((x, y0 + (y1 - y0) * 0.3), (x + 60, y0 + 10))
    kept = session.document.layout["api-ranker"]
    session.select(["ranker"])
    user.key(Qt.Key.Key_Down)
    assert session.document.layout["api-ranker"] == kept
    line = canvas.scene.geometry.routes["api-ranker"].points
    for px, py in kept.points:
        assert any(
            min(a[0], b[0]) <= px <= max(a[0], b[0]) and min(a[1], b[1]) <= py <= max(a[1], b[1])
            for a, b in pairwise(line)
        )


@settings(max_examples=100, deadline=None)
@given(
    st.integers(-600, 600), st.integers(-400, 400), st.integers(0, 5), st.integers(-200, 200), st.booleans()
)
def test_a_shifted_piece_is_where_it_was_dragged(dx: int, dy: int, number: int, by: int, twice: bool) -> None:
    boxes = {"a": Rect(0, 0, 196, 72), "b": Rect(dx, dy, 196, 72)}
    if boxes["a"].grown(120).overlaps(boxes["b"]):
        return
    path = Router(boxes).route_all([Flow("f", "a", "b")])["f"].points
    via: tuple[tuple[int, int], ...] = ()
    for turn in range(1 + twice):
        index = number % (len(path) - 1)
        axis = 0 if path[index][0] == path[index + 1][0] else 1
        at = path[index][axis] + by
        via = shifted(path, via, index, at)
        path = Router(boxes).route_all([Flow("f", "a", "b", waypoints=via)])["f"].points
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(path))
        for x, y in via:
            assert any(
                min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(a[1], b[1]) <= y <= max(a[1], b[1])
                for a, b in pairwise(path)
            )
        if turn:  # dragged again, a short piece beside a card may have to leave the card elsewhere
            return
        near = [box.grown(24) for box in boxes.values()]
        if any(box.x <= x <= box.right and box.y <= y <= box.bottom for x, y in via for box in near):
            return
        assert any(a[axis] == at == b[axis] for a, b in pairwise(path)), (path, via, axis, at)
