"""Select: click, rubber band, move, resize, connect from a card's edge, rename or zoom by double click."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt

from mlsd_studio.canvas import folding
from mlsd_studio.canvas.gestures.bending import VIA, Bending, straighten_at
from mlsd_studio.canvas.gestures.connecting import Connecting, port_marks
from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.gestures.moving import Moving
from mlsd_studio.canvas.gestures.reconnecting import Reconnecting
from mlsd_studio.canvas.gestures.resizing import Resizing
from mlsd_studio.canvas.gestures.rubber import Rubber
from mlsd_studio.canvas.hits import Hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.tools.tool import Tool
from mlsd_studio.drawing.picture import Shape

_RESIZE = {
    "nw": Qt.CursorShape.SizeFDiagCursor,
    "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor,
    "sw": Qt.CursorShape.SizeBDiagCursor,
    "n": Qt.CursorShape.SizeVerCursor,
    "s": Qt.CursorShape.SizeVerCursor,
    "e": Qt.CursorShape.SizeHorCursor,
    "w": Qt.CursorShape.SizeHorCursor,
}


class Select(Tool):
    """The tool at rest."""

    name: ClassVar[str] = "select"
    _bends = False

    def press(self, pointer: Pointer, hit: Hit) -> None:
        """Select at once what is about to be dragged."""
        session = self.canvas.session
        self._bends = hit.kind == "flow" and session.selection == (hit.id,)
        element = hit.kind in ("card", "note", "flow", "frame") and hit.id not in session.selection
        if element and not (pointer.shift or pointer.ctrl):
            session.select([hit.id])

    def begin(self, pointer: Pointer, hit: Hit) -> Gesture | None:
        """A drag of a handle resizes or bends, of a port or edge connects, of an element moves, else selects."""
        session = self.canvas.session
        if hit.kind == "handle" and hit.part in ("source", "target"):
            return Reconnecting(self.canvas, pointer, hit.id, hit.part)
        if hit.kind == "handle" and hit.part.startswith(VIA):
            return Bending(self.canvas, pointer, hit.id, hit.part)
        if self._bends:
            return Bending(self.canvas, pointer, hit.id)
        if hit.kind == "handle":
            return Resizing(self.canvas, pointer, hit.id, hit.part)
        if hit.kind in ("port", "edge"):
            return Connecting(self.canvas, pointer, hit.id)
        if hit.kind in ("card", "note", "frame", "badge"):
            if hit.id not in session.selection:
                session.select([hit.id], toggle=pointer.shift or pointer.ctrl)
            return Moving(self.canvas, pointer)
        return Rubber(self.canvas, pointer) if hit.kind == "empty" else None

    def click(self, pointer: Pointer, hit: Hit) -> None:
        """Select what was clicked; with Shift or Ctrl toggle it; a badge shows its finding."""
        session = self.canvas.session
        toggle = pointer.shift or pointer.ctrl
        if hit.kind == "fold":
            folding.toggle(self.canvas, [hit.id])
            return
        if hit.kind == "badge" and (findings := session.findings_of(hit.id)):
            session.show_finding(findings[0], focus=False)
        elif hit.kind != "empty":
            session.select([hit.id], toggle=toggle)
        elif not toggle:
            session.select([])
            session.show_finding(None)

    def double_click(self, pointer: Pointer, hit: Hit) -> None:
        """Rename, zoom into a boundary or back, expand a collapsed one, or offer components for empty ground."""
        if hit.kind == "empty":
            self.canvas.offer_any(pointer)
        elif hit.kind == "handle" and hit.part.startswith(VIA):
            straighten_at(self.canvas, hit.id, hit.part)
        elif hit.kind != "fold" and hit.id in self.canvas.scene.geometry.folding.inside:
            folding.toggle(self.canvas, [hit.id])
        elif hit.kind == "frame" and hit.id in self.canvas.scene.document.boundaries:
            self.canvas.diving.toggle(hit.id)
        else:
            self.canvas.rename(hit.id)

    def cursor_over(self, hit: Hit) -> Qt.CursorShape:
        """Arrows over handles and over flows that can be bent, a cross where a flow can start."""
        chosen = self.canvas.session.selection == (hit.id,)
        if hit.part.startswith(VIA) or (hit.kind == "flow" and chosen):
            return Qt.CursorShape.SizeAllCursor
        if hit.kind == "handle":
            return _RESIZE.get(hit.part, Qt.CursorShape.CrossCursor)
        return Qt.CursorShape.CrossCursor if hit.kind in ("port", "edge") else Qt.CursorShape.ArrowCursor

    def marks(self) -> list[Shape]:
        """The ports of the card under the mouse, the button of the boundary."""
        if self.hover.kind in ("frame", "fold") or self.hover.id in self.canvas.scene.geometry.folding.inside:
            return folding.button(self.canvas, self.hover.id, lit=self.hover.kind == "fold")
        return port_marks(self.canvas, self.hover.id) if self.hover.kind in ("card", "port", "edge") else []


TOOL = Select
