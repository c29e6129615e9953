"""Connect: drag from any card or boundary to another, or click one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

from mlsd_studio.canvas.gestures.connecting import Connecting, port_marks
from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.hits import Hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.tools.tool import Tool
from mlsd_studio.drawing.picture import Shape
from mlsd_studio.session import editing

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

ENDS = ("card", "port", "edge", "badge", "frame", "handle")


class Connect(Tool):
    """Stays taken up, so that several flows can be drawn."""

    name: ClassVar[str] = "connect"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._from: str | None = None

    def begin(self, pointer: Pointer, hit: Hit) -> Gesture | None:
        """A drag from an element draws a flow."""
        return Connecting(self.canvas, pointer, hit.id) if hit.kind in ENDS else None

    def click(self, _pointer: Pointer, hit: Hit) -> None:
        """The first click chooses the source, the second the target."""
        if hit.kind not in ENDS:
            self._from = None
        elif self._from is None or self._from == hit.id:
            self._from = hit.id
            self.canvas.session.select([hit.id])
        else:
            editing.connect(self.canvas.session, self._from, hit.id)
            self._from = None

    def marks(self) -> list[Shape]:
        """The ports of what is under the mouse."""
        return port_marks(self.canvas, self.hover.id) if self.hover.kind in ENDS else []


TOOL = Connect
