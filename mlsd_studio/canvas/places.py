"""Where the canvas looks in each view: every tab has its own zoom and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

Place = tuple[float, tuple[float, float]]
"""A zoom (1.0 = 100 %) and the place in the world at the middle."""


class Places(QObject):
    """Follows the open view: keeps where the canvas was, and goes where it was last time."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._known: dict[str | None, Place] = {}
        self._at: str | None = None
        canvas.session.replaced.connect(self._forget)
        canvas.session.viewing.changed.connect(self._switch)

    @property
    def now(self) -> Place:
        """Where the canvas looks now."""
        view = self._canvas.view
        return view.zoom, view.visible().centre

    def go(self, place: Place) -> None:
        """Look at a place, at once."""
        self._canvas.go_to(*place)

    def _forget(self) -> None:
        self._known.clear()
        self._at = None

    def _switch(self) -> None:
        self._known[self._at] = self.now
        self._at = self._canvas.session.viewing.current
        self._canvas.change_view()
        known = self._known.get(self._at)
        if known is not None:
            self.go(known)
        else:
            self._canvas.frame()
