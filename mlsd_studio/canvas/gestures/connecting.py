"""Drawing a flow from a card or boundary to another one, or to empty ground, which offers what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.gestures.trial import Trial
from mlsd_studio.canvas.hits import hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.drawing.card import ports
from mlsd_studio.drawing.picture import Circle, Fill, Line, Point, Shape, Stroke
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.session import editing

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


class Connecting(Gesture):
    """A line from the source to the mouse; the element under the mouse would be the target."""

    def __init__(self, canvas: Canvas, start: Pointer, source: str) -> None:
        super().__init__(canvas, start)
        self._source = source
        self._at: Point = start.at
        self._target: str | None = None
        self._trial = Trial(canvas.scene)

    def move(self, pointer: Pointer) -> None:
        """Look what is under the mouse."""
        self._at = pointer.at
        self._target = target_at(self.canvas, pointer.x, pointer.y, self._source)

    def release(self, pointer: Pointer) -> None:
        """Connect, or ask what should come next."""
        self.move(pointer)
        if self._target is not None:
            editing.connect(self.canvas.session, self._source, self._target)
        elif not _inside(self.canvas.scene.rect(self._source), pointer.at):
            self.canvas.offer_next(self._source, pointer)

    def overlay(self) -> list[Shape]:
        """The line, and the ports of both ends."""
        if self.canvas.scene.rect(self._source) is None:
            return []
        way = self._trial.to(self._source, self._target) if self._target else ()
        points = way or self._trial.towards(self._source, self._at)
        line = [Line(points, Stroke(self.canvas.theme["accent"], self.pixels(2)), 8.0, 9.0)] if points else []
        shapes: list[Shape] = list(self.outline(self._target)) if self._target else []
        return [
            *shapes,
            *line,
            *port_marks(self.canvas, self._source),
            *port_marks(self.canvas, self._target),
        ]


def target_at(canvas: Canvas, x: float, y: float, source: str) -> str | None:
    """What a flow from `source` would end at: a card, or a boundary by its edge or title."""
    found = hit(canvas.scene, x, y, canvas.view.zoom)
    if found.kind in ("card", "port", "edge", "badge", "frame") and found.id != source:
        return found.id
    return None


def port_marks(canvas: Canvas, id: str | None) -> list[Shape]:
    """The four ports of an element, drawn no smaller than a finger on the mouse can hit."""
    rect = canvas.scene.rect(id) if id else None
    if rect is None or canvas.view.zoom < 0.3:
        return []
    zoom = min(1.0, canvas.view.zoom)
    fill, edge = Fill(canvas.theme["card"]), Stroke(canvas.theme["accent"], 1.5 / zoom)
    return [Circle(rect.x + x, rect.y + y, 4.0 / zoom, fill, edge) for x, y in ports(rect.w, rect.h)]


def _inside(rect: Rect | None, at: Point) -> bool:
    return rect is not None and rect.x <= at[0] <= rect.right and rect.y <= at[1] <= rect.bottom
