"""Moving the view by dragging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.pointer import Pointer

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


class Panning(Gesture):
    """The point under the mouse stays under it."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self._done = (0, 0)

    def move(self, pointer: Pointer) -> None:
        """Scroll to where the mouse is."""
        dx, dy = round(pointer.px - self.start.px), round(pointer.py - self.start.py)
        self.canvas.pan(dx - self._done[0], dy - self._done[1])
        self._done = dx, dy

    def cancel(self) -> None:
        """The view is as it was."""
        self.canvas.pan(-self._done[0], -self._done[1])
        self._done = (0, 0)
