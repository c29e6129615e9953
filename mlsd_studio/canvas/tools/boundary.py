"""Boundary: drag a rectangle around what belongs together."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt

from mlsd_studio.canvas.gestures.framing import Framing
from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.hits import EMPTY, Hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.tools.tool import Tool


class BoundaryTool(Tool):
    """One boundary, then back to selecting."""

    name: ClassVar[str] = "boundary"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def begin(self, pointer: Pointer, _hit: Hit) -> Gesture | None:
        """Every drag draws."""
        return Framing(self.canvas, pointer)

    def hit(self, _pointer: Pointer) -> Hit:
        """Drawing may start anywhere."""
        return EMPTY


TOOL = BoundaryTool
