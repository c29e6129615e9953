"""Drawing a boundary around cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.arrange import put_in_boundary
from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.hits import boundary_at
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.view import Area, area_of
from mlsd_studio.drawing.picture import Box, Shape, Stroke
from mlsd_studio.model.records import Placement

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

LEAST = 40
"""World pixels that a drawn boundary is wide and high at least."""


class Framing(Gesture):
    """The rectangle becomes a boundary with all cards and boundaries that lie inside it."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self._area = Area(*start.at, 0, 0)

    def move(self, pointer: Pointer) -> None:
        """Draw the rectangle to the mouse."""
        self._area = area_of(self.start.at, pointer.at)

    def release(self, pointer: Pointer) -> None:
        """Make the boundary and ask for its name."""
        self.move(pointer)
        area, session = self._area, self.canvas.session
        if area.w < LEAST or area.h < LEAST:
            return
        box = Placement(round(area.x), round(area.y), round(area.w), round(area.h))
        id = put_in_boundary(session, self._members(), box, boundary_at(self.canvas.scene, *area.centre))
        if id is not None:
            session.set_tool("select")
            self.canvas.rename(id)

    def overlay(self) -> list[Shape]:
        """The rectangle, and what it would take in."""
        accent = self.canvas.theme["accent"]
        dash = (self.pixels(6), self.pixels(4))
        frame = Box(*self._area, 16.0, None, Stroke(accent, self.pixels(1.5), dash))
        return [frame, *(shape for id in self._members() for shape in self.outline(id))]

    def _members(self) -> list[str]:
        scene, area = self.canvas.scene, self._area
        boxes, frames = scene.geometry.boxes, scene.geometry.frames.rects
        inside = [id for id in scene.cards_in(area) if area.holds(*Area(*boxes[id]).centre)]
        inside += [
            id
            for id, rect in frames.items()
            if id in scene.document.boundaries
            and area.holds(rect.x, rect.y)
            and area.holds(rect.right, rect.bottom)
        ]
        return inside
