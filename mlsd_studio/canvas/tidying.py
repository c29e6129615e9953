"""Arranging from the canvas: big designs in the background, with a word of what is under way, and Escape.

The result is one step of the history. Cards glide to their places unless motion is reduced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mlsd_studio.canvas.background import Background
from mlsd_studio.canvas.gliding import Gliding
from mlsd_studio.canvas.working import Working
from mlsd_studio.drawing.tidying import Tidying, Wish, straightened
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import LayoutEntry
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

AT_ONCE = 20
"""Designs with more components are arranged in the background."""
TOLD_AFTER_MS = 200


class CancelledError(Exception):
    """The user does not want the arrangement any more."""


class Tidier(QObject):
    """Arranges the design of a canvas; `finished` comes when it is done, cancelled or out of date."""

    finished = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._background = Background(self)
        self._label = ""
        self._cancelled: list[bool] = []
        self._later = QTimer(self, singleShot=True, interval=TOLD_AFTER_MS)
        self._later.timeout.connect(self._tell)
        self._working: Working | None = None
        self._gliding: Gliding | None = None

    @property
    def busy(self) -> bool:
        """Whether an arrangement is under way and still wanted."""
        return bool(self._cancelled)

    def tidy(self, wish: Wish, label: str) -> None:
        """Arrange as wished, as one step with this label."""
        self.cancel()
        canvas = self._canvas
        work = Tidying(canvas.scene.document, canvas.scene.geometry, wish)
        if not work.moving:
            canvas.session.message.emit("Every card has its place already; nothing was moved.")
            return
        self._label = label
        if len(canvas.scene.document.components) <= AT_ONCE:
            self._take(work.run(), wish.ids)
            return
        if self._background.busy:  # one that was cancelled a moment ago is about to end
            QTimer.singleShot(TOLD_AFTER_MS // 10, self, lambda: self.tidy(wish, label))
            return
        revision, stop, made = (
            canvas.session.document.revision,
            [False],
            list[dict[str, LayoutEntry | None]](),
        )
        self._cancelled = stop

        def pause() -> None:
            if stop[0]:
                raise CancelledError

        def done() -> None:
            if not stop[0]:
                self._end()
                if canvas.session.document.revision == revision:
                    self._take(made[0], wish.ids)
                else:
                    canvas.session.message.emit("The design changed meanwhile; it was not arranged.")
                self.finished.emit()

        self._later.start()
        self._background.start(lambda: made.append(work.run(pause)), done)

    def cancel(self) -> bool:
        """Give up what is under way; False when nothing is."""
        if not self._cancelled:
            return False
        self._cancelled[0] = True
        self._end()
        self.finished.emit()
        return True

    def straighten(self, flows: Iterable[str] | None) -> None:
        """Drop the waypoints of some flows, or of all, and route everything anew; the cards stay."""
        canvas = self._canvas
        entries = straightened(canvas.scene.document, flows)
        if entries:
            canvas.session.apply(place(canvas.session.viewing.placed, entries, "Tidy flows"))
        canvas.scene.route_anew()
        canvas.painter.flows.clear()
        canvas.settler.begin()
        canvas.minimap.refresh()
        canvas.refresh_overlay()
        canvas.update()

    def _tell(self) -> None:
        if self._cancelled:
            count = len(self._canvas.scene.document.components)
            self._working = Working(self._canvas, f"Arranging {count} components", self.cancel)

    def _end(self) -> None:
        self._cancelled = []
        self._later.stop()
        if self._working is not None:
            self._working.end()
            self._working = None

    def _take(self, entries: dict[str, LayoutEntry | None], ids: frozenset[str] | None) -> None:
        canvas, session = self._canvas, self._canvas.session
        if self._gliding is not None:
            self._gliding.end()
        before = Gliding.places(canvas)
        if session.apply(place(session.viewing.placed, entries, self._label)):
            if ids is None:
                canvas.fit_at_once()
            else:
                canvas.fit_at_once([id for id in entries if id in session.document.components])
            self._gliding = Gliding.start(canvas, before)


def tidying_actions(canvas: Canvas) -> list[Action]:
    """Arrange: everything, the selection, around what has its place, downwards, in lanes; flows alone."""
    session, tidier = canvas.session, canvas.tidier

    def drawn() -> bool:
        return bool(session.document.components)

    def chosen() -> bool:
        return bool(session.selected("components") or session.selected("boundaries"))

    def selection() -> frozenset[str]:
        return frozenset((*session.selected("components"), *session.selected("boundaries")))

    def keep() -> None:
        tidier.tidy(Wish(selection() if chosen() else None, keep=True), "Tidy, keep my positions")

    def straighten() -> None:
        tidier.straighten(session.selected("flows") or None)

    def whole(name: str, title: str, icon: str, wish: Wish, keys: tuple[str, ...] = ()) -> Action:
        return Action(
            f"arrange.{name}", title, lambda: tidier.tidy(wish, title), keys, icon, "arrange", drawn
        )

    return [
        whole("tidy", "Tidy layout", "layout-dashboard", Wish(), ("Ctrl+Shift+L",)),
        Action("arrange.tidy_selection", "Tidy selection",
               lambda: tidier.tidy(Wish(selection()), "Tidy selection"), ("Ctrl+Alt+L",), place="arrange",
               enabled=chosen),
        Action("arrange.tidy_keep", "Tidy, keep my positions", keep, place="arrange", enabled=drawn),
        Action("arrange.tidy_flows", "Tidy flows only", straighten, ("Ctrl+Alt+F",), place="arrange",
               enabled=lambda: bool(session.document.flows)),
        whole("tidy_down", "Tidy top to bottom", "", Wish(top_down=True)),
        whole("tidy_rows", "Tidy in lanes by layer", "", Wish(lanes=True)),
        whole("tidy_columns", "Tidy in upright lanes by layer", "", Wish(lanes=True, top_down=True)),
    ]  # fmt: skip
