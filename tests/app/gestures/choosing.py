"""Gestures that only select, and those that move the view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import add_component

from .checks import press
from .desk import ALT, CTRL, MIDDLE, NONE, SHIFT, Desk, Gesture, Key, design


def selects(*ids: str):
    """These, in the session and said to a screen reader."""

    def seen(desk: Desk, _before: Document) -> None:
        assert set(desk.selection) == set(ids)
        cards = [desk.canvas.scene.look(id).title for id in desk.selection if id in desk.document.components]
        said = desk.canvas.accessibleDescription()
        assert all(title in said for title in cards[:3])

    return seen


def band(*way, keys=NONE):
    return lambda desk: desk.drag(*way, keys), lambda desk: desk.take(*way, keys)


def twins() -> Document:
    made = design()
    made.apply(add_component(made, "backend_service", "Second", (0, 420))[0])
    return made


TOUCHING, WHOLE = band((-40, -60), (120, 260)), band((-40, -60), (210, 100), keys=ALT)
ADDING = band((660, 160), (800, 320), keys=SHIFT)
SELECTING = (
    Gesture("select by a click", lambda d: d.click(d.centre("web")), selects("web"), looks=True),
    Gesture("add to the selection with Shift", lambda d: d.click(d.centre("web"), SHIFT),
            selects("ranker", "web"), chosen=("ranker",), looks=True),
    Gesture("take out of the selection with Ctrl", lambda d: d.click(d.centre("web"), CTRL), selects("ranker"),
            chosen=("ranker", "web"), looks=True),
    Gesture("select a flow by a click on its line", lambda d: d.click((248, 36)), selects("web-api"), looks=True),
    Gesture("select nothing by a click on empty ground", lambda d: d.click((900, 480)), selects(),
            chosen=("web",), looks=True),
    Gesture("rubber band that touches", TOUCHING[0], selects("web", "note"), TOUCHING[1], chosen=("ranker",),
            looks=True),
    Gesture("rubber band that holds, with Alt", WHOLE[0], selects("web"), WHOLE[1], chosen=("ranker",),
            looks=True),
    Gesture("rubber band that adds, with Shift", ADDING[0], selects("web", "ranker"), ADDING[1], chosen=("web",),
            looks=True),
    Gesture("select all with Ctrl+A", press(Key.Key_A, CTRL),
            selects("web", "api", "ranker", "cache", "eu", "web-api", "api-ranker", "note"), looks=True),
    *(Gesture(f"select {what}", lambda d, what=what: d.command(f"Select: {what}"), selects(*found), chosen=chosen,
              design=twins, looks=True)
      for what, chosen, found in (
          ("same kind", ("api",), ("api", "second")),
          ("same layer", ("api",), ("api", "second")),
          ("flows of the selection", ("api",), ("web-api", "api-ranker")),
          ("neighbours too", ("ranker",), ("ranker", "api")),
          ("contents of the boundary", ("eu",), ("api",)),
          ("the other components", ("api", "web"), ("ranker", "cache", "second")),
      )),
    Gesture("walk along a flow with Alt+arrow", press(Key.Key_Right, ALT), selects("api"), chosen=("web",),
            looks=True),
    Gesture("walk back along a flow", press(Key.Key_Left, ALT, 2), selects("web"), chosen=("ranker",),
            looks=True),
    Gesture("go on to the next component with Tab", press(Key.Key_Tab), selects("api"), chosen=("web",),
            looks=True),
    Gesture("go back with Shift+Tab", press(Key.Key_Backtab, SHIFT), selects("web"), chosen=("api",), looks=True),
)  # fmt: skip


def panned(dx: int, dy: int):
    """The world has gone so many pixels of the screen."""

    def seen(desk: Desk, _before: Document) -> None:
        x, y = desk.canvas.view.to_widget(450, 240)
        middle = desk.canvas.rect().center()
        assert abs(x - middle.x() - dx) <= 1
        assert abs(y - middle.y() - dy) <= 1
        assert desk.canvas.view.zoom == 1.0

    return seen


def space(drag):
    def hold(desk: Desk) -> None:
        QTest.keyPress(desk.canvas, Key.Key_Space)
        drag(desk)

    return hold


def by_space(desk: Desk) -> None:
    space(lambda d: pull(d, d.drag))(desk)
    QTest.keyRelease(desk.canvas, Key.Key_Space)
    assert desk.canvas.hand is desk.canvas.tools["select"]


def break_off_by_space(desk: Desk) -> None:
    space(lambda d: pull(d, d.take))(desk)
    QTest.keyRelease(desk.canvas, Key.Key_Space)


def pull(desk: Desk, drag, **keys) -> None:
    """Drag the view by (60, 40) on the screen; the world under the mouse stays there, so the way is done at once."""
    desk.hover((900, 480))
    desk.press((900, 480), **keys)
    desk.move((960, 520), **keys)
    if drag == desk.drag:
        desk.release((900, 480), **keys)


def wheel(angle=(0, 0), keys=NONE, pixels=(0, 0), phase=Qt.ScrollPhase.NoScrollPhase):
    def turn(desk: Desk) -> None:
        at = desk.on_canvas((300, 36))
        event = QWheelEvent(at, desk.canvas.mapToGlobal(at), QPoint(*pixels), QPoint(*angle),
                            Qt.MouseButton.NoButton, keys, phase, False)  # fmt: skip
        before = desk.canvas.view.to_world(at.x(), at.y())
        QApplication.sendEvent(desk.canvas, event)
        desk.under = before, desk.canvas.view.to_world(at.x(), at.y())

    return turn


def pinch(value: float):
    def spread(desk: Desk) -> None:
        at = desk.on_canvas((300, 36))
        event = QNativeGestureEvent(Qt.NativeGestureType.ZoomNativeGesture,
                                    QPointingDevice.primaryPointingDevice(), 2, at, at,
                                    desk.canvas.mapToGlobal(at), value, QPointF(0, 0))  # fmt: skip
        before = desk.canvas.view.to_world(at.x(), at.y())
        QApplication.sendEvent(desk.canvas, event)
        desk.under = before, desk.canvas.view.to_world(at.x(), at.y())

    return spread


def zoomed(least: float, most: float):
    def seen(desk: Desk, _before: Document) -> None:
        assert least < desk.canvas.view.zoom < most
        before, after = desk.under
        assert all(abs(a - b) < 1 for a, b in zip(before, after, strict=True)), "it stays under the pointer"
        assert f"{desk.canvas.view.zoom:.0%}".rstrip("%") in desk.window.status.zoom.text()

    return seen


def all_seen(desk: Desk, _before: Document) -> None:
    shown, bounds = desk.canvas.view.visible(), desk.canvas.scene.bounds
    assert shown.holds(bounds.x, bounds.y)
    assert shown.holds(bounds.right, bounds.bottom)


def note_in_the_middle(desk: Desk, _before: Document) -> None:
    x, y = desk.canvas.view.visible().centre
    cx, cy = desk.centre("note")
    assert abs(x - cx) < 3
    assert abs(y - cy) < 3


VIEW = (
    Gesture("Space and drag pan", by_space, panned(60, 40), break_off_by_space, chosen=("web",), looks=True),
    Gesture("middle drag pans", lambda d: pull(d, d.drag, button=MIDDLE), panned(60, 40),
            lambda d: pull(d, d.take, button=MIDDLE), looks=True),
    Gesture("the hand H pans", lambda d: (d.key(Key.Key_H), pull(d, d.drag)), panned(60, 40),
            lambda d: (d.key(Key.Key_H), pull(d, d.take)), looks=True),
    Gesture("the wheel pans", wheel((0, -120)), panned(0, -60), looks=True),
    Gesture("Shift and the wheel pan sideways", wheel((0, -120), SHIFT), panned(-60, 0), looks=True),
    Gesture("a touchpad pans by its pixels",
            wheel((56, -24), pixels=(7, -3), phase=Qt.ScrollPhase.ScrollUpdate), panned(7, -3), looks=True),
    Gesture("a pinch zooms in", pinch(0.2), zoomed(1.19, 1.21), looks=True),
    Gesture("a pinch zooms out", pinch(-0.2), zoomed(0.79, 0.81), looks=True),
    Gesture("Ctrl and the wheel zoom to the pointer", wheel((0, 240), CTRL), zoomed(1.2, 1.6), looks=True),
    Gesture("Ctrl and plus zoom in", press(Key.Key_Plus, CTRL), zoomed(1.1, 1.6), looks=True),
    Gesture("Ctrl and minus zoom out", press(Key.Key_Minus, CTRL), zoomed(0.6, 0.9), looks=True),
    Gesture("Ctrl+0 shows 100 percent",
            lambda d: (d.key(Key.Key_Minus, CTRL), d.key(Key.Key_0, CTRL)), zoomed(0.99, 1.01), looks=True,
            same_picture=True),
    Gesture("Shift+1 shows all", lambda d: (d.canvas.centre_on(9000, 0), d.key(Key.Key_1, SHIFT)), all_seen,
            looks=True),
    Gesture("Shift+2 shows the selection", press(Key.Key_2, SHIFT), note_in_the_middle, chosen=("note",),
            looks=True),
)  # fmt: skip


GESTURES = (
    *SELECTING,
    *VIEW,
)
