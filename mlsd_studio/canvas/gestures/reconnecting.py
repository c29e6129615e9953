"""Dragging an end of a flow to another card or boundary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.connecting import port_marks, target_at
from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.gestures.trial import Trial
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.drawing.picture import Line, Point, Shape, Stroke
from mlsd_studio.session import shaping

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


class Reconnecting(Gesture):
    """A line from the end that stays to the mouse; over empty ground the flow stays as it is.

    `end`, `source` or `target`, is the one that is dragged.
    """

    def __init__(self, canvas: Canvas, start: Pointer, flow: str, end: str) -> None:
        super().__init__(canvas, start)
        self._flow, self._end = flow, end
        record = canvas.session.document.flows[flow]
        other = record.target if end == "source" else record.source
        self._fixed = canvas.scene.drawn_end(other)
        self._at: Point = start.at
        self._to: str | None = None
        self._trial = Trial(canvas.scene)

    def move(self, pointer: Pointer) -> None:
        """Look what is under the mouse."""
        self._at = pointer.at
        self._to = target_at(self.canvas, pointer.x, pointer.y, self._fixed)

    def release(self, pointer: Pointer) -> None:
        """Move the end, where there is something to move it to."""
        self.move(pointer)
        if self._to is not None:
            shaping.move_end(self.canvas.session, self._flow, self._end, self._to)

    def overlay(self) -> list[Shape]:
        """The flow as it would be, and the ports of what would take it."""
        if self.canvas.scene.rect(self._fixed) is None:
            return []
        points = self._way() or self._trial.towards(self._fixed, self._at)
        if self._end == "source" and self._to is None:
            points = tuple(reversed(points))
        line = [Line(points, Stroke(self.canvas.theme["accent"], self.pixels(2)), 8.0, 9.0)] if points else []
        shapes: list[Shape] = list(self.outline(self._to)) if self._to else []
        return [*shapes, *line, *port_marks(self.canvas, self._to)]

    def _way(self) -> tuple[Point, ...]:
        """From its source to its target, where the mouse is on something."""
        if self._to is None:
            return ()
        ends = (self._fixed, self._to) if self._end == "target" else (self._to, self._fixed)
        return self._trial.to(*ends)
