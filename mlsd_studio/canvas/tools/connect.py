"""Connect: drag from any card or boundary to another, or click one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

from mlsd_studio.canvas import walking
from mlsd_studio.canvas.gestures.connecting import Connecting, port_marks
from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.gestures.trial import Trial
from mlsd_studio.canvas.hits import Hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.tools.tool import Tool
from mlsd_studio.drawing.picture import Line, Shape, Stroke
from mlsd_studio.session import editing

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

ARROWS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
ENDS = ("card", "port", "edge", "badge", "frame", "handle")


class Connect(Tool):
    """Stays taken up, so that several flows can be drawn."""

    name: ClassVar[str] = "connect"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._from: str | None = None
        self._source: str | None = None
        """Where a flow drawn by keys begins: what was selected when the tool was taken up."""

    def take_up(self) -> None:
        """With one element selected, arrows or Tab choose the other end and Enter connects."""
        chosen = self.canvas.session.selection
        drawable = len(chosen) == 1 and self.canvas.scene.rect(chosen[0]) is not None
        self._source = chosen[0] if drawable else None

    def press(self, _pointer: Pointer, _hit: Hit) -> None:
        """The mouse takes over from the keys."""
        self._source = None

    def leave(self) -> None:
        """What was begun, by keys or by a click, is given up with the tool."""
        super().leave()
        if self.canvas.session.tool != self.name:
            self._source = self._from = None

    def on_key(self, key: Qt.Key) -> bool:
        """Arrows go to the nearest card, Enter ends the flow there."""
        session, source = self.canvas.session, self._source
        now = session.selection[0] if len(session.selection) == 1 else None
        if source is None or now is None or not session.document.find(source):
            return False
        if key in ARROWS:
            other = walking.nearest(self.canvas.scene, now, ARROWS[key])
            if other is not None:
                session.select([other])
                self.canvas.show_ids([other])
            return True
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or now == source:
            return False
        editing.connect(session, source, now)
        session.set_tool("select")
        return True

    def _by_keys(self) -> list[Shape]:
        """The flow that Enter would make."""
        chosen = self.canvas.session.selection
        if self._source is None or self.canvas.scene.rect(self._source) is None:
            return []
        marks = port_marks(self.canvas, self._source)
        if len(chosen) != 1 or chosen[0] == self._source:
            return marks
        points = Trial(self.canvas.scene).to(self._source, chosen[0])
        if not points:
            return marks
        line = Line(points, Stroke(self.canvas.theme["accent"], 2 / self.canvas.view.zoom), 8.0, 9.0)
        return [line, *marks, *port_marks(self.canvas, chosen[0])]

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
        """The flow by keys, and the ports of what is under the mouse."""
        hovered = port_marks(self.canvas, self.hover.id) if self.hover.kind in ENDS else []
        return [*self._by_keys(), *hovered]


TOOL = Connect
