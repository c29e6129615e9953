"""A user at the real window, and the proof that every gesture has to pass.

A gesture is data: what is done with mouse and keys, what is to be seen then, how it begins where it can be broken
off. `Proof.of` does it and takes it back and forth; whatever the gesture, the same things have to hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QInputMethodEvent,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mlsd_studio.app.window import MainWindow
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.picture import Text
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model import Document
from mlsd_studio.model.integrity import problems
from mlsd_studio.model.records import DESIGN_ID, Boundary, Component, Flow, Note, Placement
from mlsd_studio.session.editing import KIND_MIME
from mlsd_studio.storage import dump

Place = tuple[float, float]
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key
COPY = Qt.DropAction.CopyAction
ZOOM, MIDDLE_OF_IT = 1.0, (450, 240)


def design() -> Document:
    """A web client, an API in a region, a ranker; a cache that nothing calls; a note."""
    return Document(
        [
            Component(id="web", kind="client_web", name="Shop web"),
            Component(id="api", kind="backend_service", name="Search API", replicas=4),
            Component(id="ranker", kind="model_endpoint", technology="triton", name="Ranker"),
            Component(id="cache", kind="cache", name="Cache"),
            Boundary(id="eu", kind="region", name="eu-west", members=("api",)),
            Flow(id="web-api", source="web", target="api", kind="request", protocol="HTTPS"),
            Flow(id="api-ranker", source="api", target="ranker", kind="async", label="rank"),
            Note(id="note", text="Peak on Fridays", links=("web",)),
        ],
        {
            "web": Placement(0, 0),
            "api": Placement(300, 0),
            "ranker": Placement(700, 200),
            "cache": Placement(300, 420),
            "note": Placement(0, 200),
        },
    )


class Desk:
    """The window with a hand on the mouse and one on the keys; places are in the world."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.canvas, self.session = window, window.canvas, window.session
        self._qtbot = qtbot
        self.told: list[str] = []
        self.under: tuple[Place, Place] = (0, 0), (0, 0)
        """What was under the mouse before and after the view moved, in the world."""
        self.session.message.connect(self.told.append)

    def lay(self, document: Document) -> None:
        """Open a design of its own, at a zoom of its own, with nothing under way."""
        if self.window.on_start_page:
            self.window.files.new()
        while (top := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
            top.close()
        canvas, session = self.canvas, self.session
        canvas.finder.leave()
        canvas.finder.field.clear()
        session.set_tool("select")
        session.replace(document)
        session.history.mark_clean()
        QApplication.clipboard().clear()
        session.fragment = type(session.fragment)()
        QApplication.processEvents()
        canvas.zoom_to(ZOOM)
        canvas.centre_on(*MIDDLE_OF_IT)
        self.told.clear()
        self.to_canvas()

    def to_canvas(self) -> None:
        """The window is in front and its canvas has the focus."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.canvas.setFocus()

    # -- looking -----------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        return self.session.document

    @property
    def selection(self) -> tuple[str, ...]:
        return self.session.selection

    def rect(self, id: str) -> Rect:
        rect = self.canvas.scene.rect(id)
        assert rect is not None, f"{id} is not drawn"
        return rect

    def centre(self, id: str) -> Place:
        rect = self.rect(id)
        return rect.x + rect.w / 2, rect.y + rect.h / 2

    def way(self, flow: str) -> tuple[tuple[int, int], ...]:
        return self.canvas.scene.geometry.routes[flow].points

    def words(self) -> list[str]:
        """What the gesture under way writes on the canvas."""
        return [shape.text for shape in self.canvas._overlay if isinstance(shape, Text)]

    def picture(self) -> QImage:
        return self.canvas.grab().toImage()

    def under_way(self) -> bool:
        """Whether a gesture could be broken off now."""
        canvas = self.canvas
        return bool(
            canvas.hand.busy
            or canvas.popup is not None
            or canvas.editor is not None
            or canvas._drop_at is not None
            or canvas.finder.isVisible()
            or canvas.tidier.busy
            or self.session.overlay is not None
            or self.session.tool != "select"
            or QApplication.activePopupWidget() is not None
            or QApplication.activeModalWidget() is not None
            or self.window.commands.isVisible()
        )

    # -- mouse -------------------------------------------------------------------------------------

    def on_canvas(self, at: Place) -> QPointF:
        return QPointF(*(round(v) for v in self.canvas.view.to_widget(*at)))

    def mouse(self, what: QEvent.Type, at: Place, keys=NONE, button=LEFT, held=LEFT) -> None:
        where = self.on_canvas(at)
        event = QMouseEvent(what, where, self.canvas.mapToGlobal(where), button, held, keys)
        QApplication.sendEvent(self.canvas, event)

    def press(self, at: Place, keys=NONE, button=LEFT) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, at, keys, button, button)

    def move(self, at: Place, keys=NONE, button=LEFT) -> None:
        self.mouse(QEvent.Type.MouseMove, at, keys, Qt.MouseButton.NoButton, button)

    def hover(self, at: Place) -> None:
        self.move(at, button=Qt.MouseButton.NoButton)

    def release(self, at: Place, keys=NONE, button=LEFT) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, at, keys, button, Qt.MouseButton.NoButton)

    def take(self, start: Place, end: Place, keys=NONE, button=LEFT) -> None:
        """Press at one place and drag to another, holding on."""
        self.hover(start)
        self.press(start, keys, button)
        for share in (0.3, 0.7, 1.0):
            way = zip(start, end, strict=True)
            x, y = (a + (b - a) * share for a, b in way)
            self.move((x, y), keys, button)

    def drag(self, start: Place, end: Place, keys=NONE, button=LEFT) -> None:
        self.take(start, end, keys, button)
        self.release(end, keys, button)

    def click(self, at: Place, keys=NONE) -> None:
        self.hover(at)
        self.press(at, keys)
        self.release(at, keys)

    def double_click(self, at: Place) -> None:
        self.click(at)
        self.mouse(QEvent.Type.MouseButtonDblClick, at)
        self.release(at)

    def _carry(self, text: str, at: Place, keys) -> tuple[QMimeData, QPointF]:
        data, where = QMimeData(), self.on_canvas(at)
        data.setData(KIND_MIME, text.encode())
        for kind in (QDragEnterEvent, QDragMoveEvent):
            QApplication.sendEvent(self.canvas, kind(where.toPoint(), COPY, data, LEFT, keys))
        return data, where

    def bring(self, text: str, at: Place, keys=NONE) -> None:
        """Drag a component of the palette over the canvas, holding on."""
        self._held = self._carry(text, at, keys)

    def drop(self, text: str, at: Place, keys=NONE) -> None:
        """Drag a component of the palette onto the canvas."""
        data, where = self._carry(text, at, keys)
        QApplication.sendEvent(self.canvas, QDropEvent(where, COPY, data, LEFT, keys))

    # -- keys --------------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """What gets the keys."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def key(self, key: Key, keys=NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus(), key, keys)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Letters that a plain keyboard has come by keys, all others from an input method."""
        if text.isascii():
            QTest.keyClicks(self.focus(), text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    def command(self, title: str) -> None:
        """Run a command with Ctrl+K and its name."""
        palette = self.window.commands
        self.key(Key.Key_K, CTRL)
        self.type(">" + title)
        self.wait(lambda: not palette._later.isActive())
        row = palette.list.chosen()
        assert row is not None, f"no command {title}"
        assert row.title == title
        self.key(Key.Key_Return)

    def escape(self) -> None:
        """Esc, as often as somebody presses it who wants to be out; a drag from outside leaves with the first."""
        if self.canvas._drop_at is not None:
            QApplication.sendEvent(self.canvas, QDragLeaveEvent())
            return
        for _ in range(3):
            if not self.under_way():
                return
            self.key(Key.Key_Escape)

    def wait(self, until: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(until, timeout=20_000)


@dataclass(frozen=True)
class Gesture:
    """What is done (`do`), what is so then (`seen`, with the document of before), and how many steps it is.

    `begin` is the gesture as far as Escape can break it off; with `looks` it changes nothing of the design.
    """

    name: str
    do: Callable[[Desk], object]
    seen: Callable[[Desk, Document], object]
    begin: Callable[[Desk], object] | None = None
    chosen: tuple[str, ...] = ()
    steps: int = 1
    looks: bool = False
    design: Callable[[], Document] = design
    same_picture: bool = False
    """Nothing that is painted is different afterwards."""
    chooses: tuple[str, ...] | None = None
    """What the part before Escape has selected for good, by a whole click or key; None for nothing."""

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


@dataclass(frozen=True)
class State:
    """A design to the byte, what is chosen, and what undo and redo would do."""

    document: Document
    file: str
    steps: tuple[str | None, str | None]
    chosen: tuple[str, ...]
    view: tuple[int, int, float]
    placed: str | None


def state(desk: Desk) -> State:
    document, view = desk.document.copy(), desk.canvas.view
    here = (view.ox, view.oy, view.zoom)
    steps = desk.session.history.undo_label, desk.session.history.redo_label
    return State(document, dump(document), steps, desk.selection, here, desk.session.viewing.current)


class Proof:
    """Do, undo, redo and Escape of one gesture at a desk."""

    def __init__(self, desk: Desk, gesture: Gesture) -> None:
        self.desk, self.gesture = desk, gesture
        desk.lay(gesture.design())
        desk.session.select(gesture.chosen)
        self.start = state(desk)

    def done(self) -> None:
        """It does what it says, and it is to be seen."""
        desk, gesture, blank = self.desk, self.gesture, self.desk.picture()
        gesture.do(desk)
        gesture.seen(desk, self.start.document)
        if not gesture.same_picture:
            assert desk.picture() != blank, "nothing is to be seen"
        assert not problems(desk.document)
        self.drawn()
        if gesture.looks:
            assert dump(desk.document) == self.start.file
            assert desk.session.history.undo_label is None
            return
        assert dump(desk.document) != self.start.file, "the design is as before"

    def back_and_forth(self) -> None:
        """Ctrl+Z gives the design of before, Ctrl+Shift+Z the design of after, and again."""
        desk, steps = self.desk, self.gesture.steps
        desk.escape()
        made = state(desk)
        desk.to_canvas()
        for _ in range(2):
            for step in range(steps):
                assert desk.session.history.undo_label is not None, f"only {step} steps"
                desk.key(Key.Key_Z, CTRL)
            assert desk.session.history.undo_label is None, "more steps than were made"
            self.is_as(self.start)
            desk.key(Key.Key_Z, CTRL | SHIFT, steps)
            assert desk.session.history.redo_label is None
            self.is_as(made)

    def broken_off(self) -> None:
        """Escape in the middle: nothing is different, and letting the mouse go changes nothing either."""
        desk, gesture = self.desk, self.gesture
        assert gesture.begin is not None
        desk.session.set_fields("design", DESIGN_ID, summary="A step that was undone")
        desk.session.undo()
        before = state(desk)
        assert before.file == self.start.file
        gesture.begin(desk)
        assert desk.under_way(), "nothing is under way that could be broken off"
        desk.escape()
        assert not desk.under_way(), "it goes on"
        desk.release((5000, 5000))
        after = state(desk)
        assert after.file == before.file
        assert after.steps == before.steps, "undo and redo offer something else"
        assert not gesture.looks or after.view == before.view
        assert after.chosen == (self.start.chosen if gesture.chooses is None else gesture.chooses)
        assert not [one for one in desk.canvas._overlay if isinstance(one, Text)]
        desk.hover((-900, -900))
        assert not desk.canvas._overlay, "something of it is left on the canvas"
        self.is_as(self.start)

    def is_as(self, other: State) -> None:
        """The design is this one, to the byte and to the order of its records, and so it is drawn."""
        assert dump(self.desk.document) == other.file
        assert self.desk.document == other.document
        self.drawn()

    def drawn(self) -> None:
        """The scene is what a scene made anew from the document would be."""
        same_scene(self.desk)


def same_scene(desk: Desk) -> None:
    """Cards, frames, notes and flows are those of a scene made anew from what the open view shows."""
    geometry, fresh = desk.canvas.scene.geometry, Scene(desk.session.viewing.shown).geometry
    for name in ("boxes", "hidden", "notes"):
        assert not differing(getattr(geometry, name), getattr(fresh, name)), name
    assert not differing(geometry.frames.rects, fresh.frames.rects)
    assert geometry.routes.keys() == fresh.routes.keys()


def differing(a: dict[str, Rect], b: dict[str, Rect]) -> dict[str, tuple[Rect | None, Rect | None]]:
    """What is somewhere else in two scenes."""
    return {id: (a.get(id), b.get(id)) for id in a.keys() | b.keys() if a.get(id) != b.get(id)}
