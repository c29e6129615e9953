"""A random user at the real window: every rule is events of mouse and keys; what has to hold is asked after each.

`RandomUser` needs a `Desk` in `RandomUser.desk`, and a folder in `RandomUser.folder`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication

from mlsd_studio.canvas.hits import button_of
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model import Document
from mlsd_studio.model.integrity import problems
from mlsd_studio.model.records import Waypoints
from mlsd_studio.panels.views import new_view, offers
from mlsd_studio.paths import resource
from mlsd_studio.storage import dump, load, load_text

from .desk import ALT, CTRL, NONE, SHIFT, Desk, Key, Place, design, same_scene
from .repaints import Repaints

ONE = st.integers(0, 40)
"""Which of the things there are, round and round."""
WAY = st.integers(-30, 30).map(lambda n: n * 20 + (n % 3))
HELD = st.sampled_from([NONE, ALT, SHIFT])
ARROWS = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)
HISTORY = ((Key.Key_Z, CTRL), (Key.Key_Z, CTRL | SHIFT), (Key.Key_Y, CTRL))
TABS = ((Key.Key_Tab, CTRL), (Key.Key_Tab, CTRL | SHIFT), (Key.Key_PageDown, CTRL), (Key.Key_W, CTRL))
WORDS = ("Cache", "Kafka", "no", "a: b", "数据", "مرحبا", "x" * 60, "# c", "1e3", "")
PALETTE = (
    "cache/redis",
    "event_stream/kafka",
    "model_endpoint",
    "object_store",
    "container_platform/kubernetes",
)
TEXTS = ("Kafka\nPostgres\n", "flowchart LR\n a[Web] --> b[(Store)]\n b --> a", "???", "flowchart LR")
MOST = 45
"""Cards beyond which nothing more is added."""
COMMANDS = (
    "arrange.tidy", "arrange.tidy_selection", "arrange.tidy_keep", "arrange.tidy_flows", "arrange.tidy_down",
    "arrange.tidy_rows", "arrange.tidy_columns",
)  # fmt: skip
ARRANGE = (
    "arrange.align_left", "arrange.align_centre", "arrange.align_bottom", "arrange.distribute_across",
    "arrange.distribute_down", "arrange.to_front", "arrange.to_forward", "arrange.to_backward",
    "arrange.to_back", "arrange.lock", "flow.flip", "flow.kind_async", "flow.kind_data", "around.zone",
    "around.team", "around.cluster", "arrange.group", "view.fold_all", "view.unfold_all",
)  # fmt: skip
LOOKS = (
    (Key.Key_1, SHIFT), (Key.Key_2, SHIFT), (Key.Key_0, CTRL), (Key.Key_Plus, CTRL), (Key.Key_Minus, CTRL),
    (Key.Key_F, NONE), (Key.Key_F, SHIFT), (Key.Key_F, ALT), (Key.Key_T, CTRL | SHIFT), (Key.Key_Escape, NONE),
    *((getattr(Key, f"Key_{n}"), NONE) for n in range(1, 9)),
)  # fmt: skip


class RandomUser(RuleBasedStateMachine):
    """One window, one design in a file, and what the design was when it was opened."""

    desk: ClassVar[Desk]
    folder: ClassVar[Path]
    troubles: ClassVar[Callable[[], list[str]]]
    """What Qt has warned of and what was raised inside its calls."""

    @initialize(name=st.sampled_from(["", "mine", "shop-ranking.mlsd.yaml", "every-record.mlsd.yaml"]))
    def open(self, name: str) -> None:
        own = {"": Document, "mine": design}.get(name)
        self.start_with(own() if own else load(resource("examples", name)).document)
        self.known = len(self.troubles())
        self.repaints = Repaints(self.desk.canvas)
        self.desk.key(Key.Key_1, SHIFT)

    def start_with(self, document: Document) -> None:
        self.desk.lay(document)
        self.file = self.folder / "design.mlsd.yaml"
        assert self.desk.window.files._write(self.file, new_place=True)
        self.desk.to_canvas()
        self.first = dump(self.desk.document)

    # -- what there is -----------------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        return self.desk.canvas.scene

    @property
    def is_full(self) -> bool:
        return len(self.desk.document.components) >= MOST

    def pick(self, among, number: int) -> str | None:
        ids = list(among)
        return ids[number % len(ids)] if ids else None

    def box(self, number: int) -> str | None:
        """A card, note or frame that is drawn."""
        geometry = self.scene.geometry
        return self.pick((*geometry.boxes, *geometry.notes, *geometry.frames.rects), number)

    def handle(self, id: str) -> Place:
        """Where somebody takes hold of an element."""
        rect = self.scene.rect(id)
        if id in self.scene.geometry.frames.rects:
            return rect.x + 40, rect.y + 12
        return rect.x + rect.w * 0.4, rect.y + rect.h * 0.4

    def away(self, at: Place, dx: float, dy: float) -> Place:
        return at[0] + dx, at[1] + dy

    def finish(self, start: Place, end: Place, keys, leave: bool) -> None:
        """Drag, and either let go or press Escape first: then nothing is different."""
        before = dump(self.desk.document), self.desk.selection
        steps = self.desk.session.history.undo_label, self.desk.session.history.redo_label
        self.desk.take(start, end, keys)
        if leave and self.desk.canvas.hand.busy:
            self.desk.key(Key.Key_Escape)
            history = self.desk.session.history
            assert (dump(self.desk.document), self.desk.selection) == before
            assert (history.undo_label, history.redo_label) == steps
        self.desk.release(end, keys)
        if (
            self.desk.canvas.popup is not None
        ):  # it was taken hold of something else, and a flow ended on nothing
            self.answer(0)

    def answer(self, how: int, words: str = "") -> None:
        """Type into whatever has opened, and take it or leave it."""
        canvas = self.desk.canvas
        if canvas.popup is not None:
            self.desk.type(words[:5])
            self.desk.key(Key.Key_Return if how % 3 else Key.Key_Escape)
        if canvas.popup is not None:
            self.desk.key(Key.Key_Escape)
        if canvas.editor is not None:
            self.desk.type(words)
            self.desk.key(
                (Key.Key_Escape, Key.Key_Return, Key.Key_Tab)[how % 3], CTRL if how % 3 == 1 else NONE
            )
        if canvas.editor is not None:
            self.desk.key(Key.Key_Escape)

    def run(self, id: str) -> None:
        """Choose a command from the menu."""
        self.desk.window.findChild(QAction, id).trigger()
        self.desk.wait(lambda: not self.desk.canvas.tidier.busy)
        self.answer(1, "Named")

    # -- the mouse ---------------------------------------------------------------------------------

    @rule(number=ONE, dx=WAY, dy=WAY, keys=HELD, leave=st.booleans())
    def drag(self, number, dx, dy, keys, leave):
        if id := self.box(number):
            start = self.handle(id)
            self.finish(start, self.away(start, dx, dy), keys, leave)

    @rule(number=ONE, other=ONE, leave=st.booleans())
    def drag_onto(self, number, other, leave):
        one, two = self.box(number), self.box(other)
        if one and two:
            self.finish(self.handle(one), self.scene.rect(two).centre, ALT, leave)

    @rule(number=ONE, other=ONE, leave=st.booleans())
    def connect(self, number, other, leave):
        one, two = self.pick(self.scene.geometry.boxes, number), self.box(other)
        if one and two:
            rect = self.scene.rect(one)
            self.finish((rect.right, rect.y + rect.h / 2), self.handle(two), NONE, leave)
            self.answer(1)

    @rule(number=ONE, dx=WAY, dy=WAY, how=ONE)
    def connect_to_nothing(self, number, dx, dy, how):
        if one := self.pick(self.scene.geometry.boxes, number):
            rect = self.scene.rect(one)
            start = rect.x + rect.w / 2, rect.bottom
            self.desk.drag(start, self.away(start, dx, abs(dy)))
            self.answer(0 if self.is_full else how)

    @rule(number=ONE, other=ONE, keys=st.sampled_from([CTRL, NONE]))
    def connect_by_clicks(self, number, other, keys):
        one, two = self.pick(self.scene.geometry.boxes, number), self.box(other)
        self.desk.key(Key.Key_C)
        for id in (one, two):
            if id:
                self.desk.click(self.handle(id), keys)
        self.desk.key(Key.Key_Escape)

    @rule(number=ONE, end=st.booleans(), other=ONE, leave=st.booleans())
    def reconnect(self, number, end, other, leave):
        flow, two = self.pick(self.scene.geometry.routes, number), self.box(other)
        if flow and two:
            self.desk.session.select([flow])
            self.finish(
                self.scene.geometry.routes[flow].points[-1 if end else 0], self.handle(two), NONE, leave
            )

    @rule(number=ONE, piece=ONE, dx=WAY, dy=WAY, keys=HELD, leave=st.booleans())
    def bend(self, number, piece, dx, dy, keys, leave):
        if flow := self.pick(self.scene.geometry.routes, number):
            points = self.scene.geometry.routes[flow].points
            a, b = list(pairwise(points))[piece % (len(points) - 1)]
            start = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
            self.desk.click(start)
            self.finish(start, self.away(start, dx, dy), keys, leave)

    @rule(number=ONE, dx=WAY, dy=WAY, double=st.booleans())
    def drag_a_waypoint(self, number, dx, dy, double):
        led = [
            id
            for id in self.scene.geometry.routes
            if isinstance(self.scene.document.layout.get(id), Waypoints)
        ]
        if flow := self.pick(led, number):
            self.desk.session.select([flow])
            at = self.scene.document.layout[flow].points[0]
            if double:
                self.desk.double_click(at)
                self.answer(0)
            else:
                self.finish(at, self.away(at, dx, dy), NONE, False)

    @rule(number=ONE, dx=WAY, dy=WAY, keys=HELD, leave=st.booleans())
    def resize(self, number, dx, dy, keys, leave):
        if id := self.box(number):
            self.desk.session.select([id])
            rect = self.scene.rect(id)
            corner = rect.right, rect.bottom
            self.finish(corner, self.away(corner, dx, dy), keys, leave)

    @rule(x=WAY, y=WAY, dx=WAY, dy=WAY, keys=HELD, leave=st.booleans())
    def rubber_band(self, x, y, dx, dy, keys, leave):
        self.finish((x, y), (x + dx, y + dy), keys, leave)

    @rule(
        number=ONE,
        keys=st.sampled_from([NONE, SHIFT, CTRL]),
        double=st.booleans(),
        words=st.sampled_from(WORDS),
    )
    def click(self, number, keys, double, words):
        if id := self.box(number):
            if double:
                self.desk.double_click(self.handle(id))
                self.answer(number, words)
            else:
                self.desk.click(self.handle(id), keys)

    @rule(number=ONE)
    def fold_by_button(self, number):
        with_button = [id for id in self.scene.document.boundaries if button_of(self.scene, id)]
        if id := self.pick(with_button, number):
            self.desk.click(button_of(self.scene, id).centre)

    @rule(x=WAY, y=WAY, dx=WAY, dy=WAY, words=st.sampled_from(WORDS), leave=st.booleans())
    def draw_around(self, x, y, dx, dy, words, leave):
        self.desk.key(Key.Key_B)
        self.finish((x, y), (x + dx, y + dy), NONE, leave)
        self.answer(1, words)
        self.desk.key(Key.Key_Escape)

    @rule(number=ONE, words=st.sampled_from(WORDS))
    def put_a_note(self, number, words):
        self.desk.key(Key.Key_N)
        self.desk.click(self.handle(id) if (id := self.box(number)) else (0, 0))
        self.answer(1, words)
        self.desk.key(Key.Key_Escape)

    @rule(
        text=st.sampled_from(PALETTE),
        number=ONE,
        x=WAY,
        y=WAY,
        keys=st.sampled_from([NONE, CTRL]),
        on=st.booleans(),
    )
    def drop(self, text, number, x, y, keys, on):
        if self.is_full:
            return
        at: Place = (x, y)
        if on and (flow := self.pick(self.scene.geometry.routes, number)):
            a, b = self.scene.geometry.routes[flow].points[:2]
            at = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        elif on and (id := self.box(number)):
            at = self.scene.rect(id).centre
        self.desk.drop(text, at, keys)

    @rule(x=WAY, y=WAY, how=ONE, words=st.sampled_from(WORDS))
    def double_click_on_the_ground(self, x, y, how, words):
        if self.is_full:
            return
        self.desk.double_click((x, y))
        self.answer(how, words)

    # -- keys --------------------------------------------------------------------------------------

    @rule(
        key=st.sampled_from(ARROWS),
        keys=st.sampled_from([NONE, SHIFT, CTRL | SHIFT, ALT]),
        times=st.integers(1, 3),
    )
    def arrows(self, key, keys, times):
        self.desk.key(key, keys, times)

    @rule(key=st.sampled_from(ARROWS))
    def clone(self, key):
        if self.is_full:
            return
        self.desk.key(key, ALT | SHIFT)

    @rule(number=ONE, how=ONE, words=st.sampled_from(WORDS))
    def rename(self, number, how, words):
        if id := self.pick((*self.scene.geometry.boxes, *self.scene.geometry.routes), number):
            self.desk.session.select([id])
            self.desk.key(Key.Key_F2)
            self.answer(how, words)

    @rule(
        number=ONE, key=st.sampled_from([(Key.Key_Delete, NONE), (Key.Key_X, CTRL), (Key.Key_Delete, SHIFT)])
    )
    def delete(self, number, key):
        if id := self.box(number):
            self.desk.session.select([id])
            self.desk.key(*key)

    @rule(
        keys=st.sampled_from(
            [(Key.Key_C, CTRL), (Key.Key_D, CTRL), (Key.Key_V, CTRL), (Key.Key_V, CTRL | SHIFT)]
        )
    )
    def copy_or_paste(self, keys):
        if self.is_full:
            return
        self.desk.key(*keys)

    @rule(text=st.sampled_from(TEXTS))
    def paste_text(self, text):
        if self.is_full:
            return
        QGuiApplication.clipboard().setText(text)
        self.desk.key(Key.Key_V, CTRL)

    @rule(keys=st.sampled_from([(Key.Key_A, CTRL), (Key.Key_Tab, NONE), (Key.Key_Backtab, SHIFT)]))
    def select_by_keys(self, keys):
        self.desk.key(*keys)
        self.desk.canvas.setFocus()

    @rule(
        keys=st.sampled_from([(Key.Key_Z, CTRL), (Key.Key_Z, CTRL | SHIFT), (Key.Key_Y, CTRL)]),
        times=st.integers(1, 6),
    )
    def undo_or_redo(self, keys, times):
        self.desk.key(*keys, times)

    @rule(number=ONE)
    def fold_by_key(self, number):
        if id := self.pick(self.scene.document.boundaries, number):
            self.desk.session.select([id])
            self.desk.key(Key.Key_Period, CTRL)

    @rule(id=st.sampled_from(COMMANDS))
    def arrange_all(self, id):
        self.run(id)

    @rule(id=st.sampled_from(ARRANGE))
    def arrange_some(self, id):
        self.run(id)

    # -- views, looking, the file ------------------------------------------------------------------

    @rule(number=ONE)
    def add_a_view(self, number):
        if len(self.desk.document.views) < 6:
            among = offers(self.desk.session)
            self.unchanged(lambda: new_view(self.desk.session, among[number % len(among)]))

    @rule(keys=st.sampled_from(TABS))
    def switch_view(self, keys):
        before = dump(self.desk.document)
        self.desk.key(*keys)
        self.desk.to_canvas()
        assert dump(self.desk.document) == before

    @rule()
    def delete_the_view(self):
        self.unchanged(lambda: self.run("views.delete"))

    def unchanged(self, work) -> None:
        """What is done to views leaves every element in the design."""
        tables = ("components", "flows", "boundaries", "groups", "notes")
        before = [dict(self.desk.document.table(name)) for name in tables]
        work()
        assert [dict(self.desk.document.table(name)) for name in tables] == before

    @rule(keys=st.sampled_from(LOOKS), times=st.integers(1, 2))
    def look(self, keys, times):
        before = dump(self.desk.document)
        self.desk.key(*keys, times)
        assert dump(self.desk.document) == before

    @rule(
        x=st.integers(0, 900),
        y=st.integers(0, 500),
        turn=st.integers(-4, 4),
        keys=st.sampled_from([NONE, CTRL, SHIFT]),
    )
    def wheel(self, x, y, turn, keys):
        at = QPointF(x, y)
        canvas = self.desk.canvas
        event = QWheelEvent(at, canvas.mapToGlobal(at), QPoint(0, 0), QPoint(0, turn * 40), Qt.MouseButton.NoButton,
                            keys, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(canvas, event)

    @rule(word=st.sampled_from(["a", "cache", "request", "zz"]))
    def search(self, word):
        self.desk.key(Key.Key_F, CTRL)
        self.desk.type(word)
        self.desk.key(Key.Key_Return)
        self.desk.key(Key.Key_Escape)

    @rule(reopen=st.booleans())
    def save(self, reopen):
        self.desk.key(Key.Key_S, CTRL)
        assert not self.desk.session.dirty
        assert load(self.file).document == self.desk.document
        if reopen:
            kept = self.desk.document.copy()
            assert self.desk.window.files.open(self.file)
            QApplication.processEvents()
            assert self.desk.document == kept
            self.desk.to_canvas()
            self.first = dump(self.desk.document)

    # -- what holds after each step ------------------------------------------------------------------

    @invariant()
    def all_is_well(self):
        self.nothing_is_left_open()
        self.qt_and_python_have_nothing_to_complain_of()
        self.the_design_is_whole()
        self.the_scene_is_as_made_anew()
        self.every_flow_joins_its_ends_at_right_angles()
        self.repaints.same()

    def nothing_is_left_open(self):
        canvas = self.desk.canvas
        assert canvas.popup is None
        assert canvas.editor is None
        assert not canvas.hand.busy
        assert QApplication.activeModalWidget() is None

    def qt_and_python_have_nothing_to_complain_of(self):
        assert self.troubles()[self.known :] == []

    def the_design_is_whole(self):
        document = self.desk.document
        assert problems(document) == []
        text = dump(document)
        read = load_text(text).document
        assert read == document
        assert dump(read) == text

    def the_scene_is_as_made_anew(self):
        same_scene(self.desk)
        geometry, shown = self.scene.geometry, self.desk.session.viewing.shown
        assert (
            shown.components.keys()
            == (geometry.boxes.keys() | geometry.hidden.keys()) - geometry.folding.inside.keys()
        )
        assert set(self.desk.selection) <= {id for id in self.desk.selection if self.desk.document.find(id)}

    def every_flow_joins_its_ends_at_right_angles(self):
        geometry = self.scene.geometry
        for id, route in geometry.routes.items():
            flow = self.scene.document.flows[id]
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(route.points)), (id, route.points)
            for (x, y), end in ((route.points[0], flow.source), (route.points[-1], flow.target)):
                assert _on_edge(self.scene.rect(self.scene.drawn_end(end)), x, y), (id, route.points, end)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.back_to_the_first_and_forth()
        finally:
            if hasattr(self, "repaints"):
                self.repaints.end()

    def back_to_the_first_and_forth(self) -> None:
        """Undo all the way gives the first design, redo the newest, to the byte; flows then are as when opened."""
        if not hasattr(self, "first"):
            return
        desk, history = self.desk, self.desk.session.history
        last = desk.document.copy()
        while history.redo_label:
            desk.key(Key.Key_Z, CTRL | SHIFT)
        newest = dump(desk.document)
        while history.undo_label:
            desk.key(Key.Key_Z, CTRL)
        assert dump(desk.document) == self.first
        same_scene(desk)
        while history.redo_label:
            desk.key(Key.Key_Z, CTRL | SHIFT)
        assert dump(desk.document) == newest
        assert last.design == desk.document.design
        same_scene(desk)
        desk.session.viewing.open(None)
        self.scene.route_anew()
        assert self.scene.geometry.routes == Scene(desk.document).geometry.routes


def _on_edge(rect: Rect | None, x: int, y: int) -> bool:
    if rect is None or not (rect.x <= x <= rect.right and rect.y <= y <= rect.bottom):
        return False
    return x in (rect.x, rect.right) or y in (rect.y, rect.bottom)
