"""Resizing a boundary, card or note by one of its handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.snapping import GRID
from mlsd_studio.canvas.step import Step
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Placement

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

LEAST = {"components": (120, 56), "boundaries": (96, 80), "notes": (96, 40)}
"""Smallest width and height by table."""


class Resizing(Gesture):
    """Moves the edges that the handle names; edges come to rest on the grid unless Alt is held."""

    def __init__(self, canvas: Canvas, start: Pointer, id: str, handle: str) -> None:
        super().__init__(canvas, start)
        self._step = Step(canvas.session)
        self._id, self._handle = id, handle
        found = canvas.session.document.find(id)
        self._table = found[0] if found else "components"
        self._rect = canvas.scene.rect(id) or Rect(0, 0, 0, 0)

    def move(self, pointer: Pointer) -> None:
        """Bring the edges to the mouse."""
        box = self._rect
        left, top, right, bottom = box.x, box.y, box.right, box.bottom
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        wide, high = LEAST[self._table]
        step = 1 if pointer.alt else GRID // 2
        if "w" in self._handle:
            left = min(_moved(left, dx, step), right - wide)
        if "e" in self._handle:
            right = max(_moved(right, dx, step), left + wide)
        if "n" in self._handle:
            top = min(_moved(top, dy, step), bottom - high)
        if "s" in self._handle:
            bottom = max(_moved(bottom, dy, step), top + high)
        entry = Placement(left, top, right - left, bottom - top)
        self._step.become(place(self._step.start, {self._id: entry}, "Resize"))

    def release(self, _pointer: Pointer) -> None:
        """Keep it."""
        self._step.finish()

    def cancel(self) -> None:
        """The size is as it was."""
        self._step.cancel()


def _moved(edge: int, by: float, step: int) -> int:
    """Where an edge comes to rest; one that is hardly moved stays where it is."""
    return edge if abs(by) < step / 2 else round((edge + by) / step) * step
