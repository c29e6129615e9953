"""Hand: drag the view."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.gestures.panning import Panning
from mlsd_studio.canvas.hits import EMPTY, Hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.tools.tool import Tool


class Hand(Tool):
    """Also what Space and the middle button do for as long as they are held."""

    name: ClassVar[str] = "hand"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.OpenHandCursor

    def begin(self, pointer: Pointer, _hit: Hit) -> Gesture | None:
        """Every drag pans."""
        return Panning(self.canvas, pointer)

    def cursor_over(self, _hit: Hit) -> Qt.CursorShape:
        """A closed hand while it holds."""
        return Qt.CursorShape.ClosedHandCursor if self.busy else Qt.CursorShape.OpenHandCursor

    def hit(self, _pointer: Pointer) -> Hit:
        """A hand feels nothing."""
        return EMPTY


TOOL = Hand
