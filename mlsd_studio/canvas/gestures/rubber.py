"""Selecting with a rubber band: cards that it touches, or with Alt only what lies wholly inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.view import Area, area_of
from mlsd_studio.drawing.picture import Shape
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model.edits.placement import is_locked

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


class Rubber(Gesture):
    """Cards and notes are taken when the band touches them, frames when it holds them; locked ones never."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self._before = canvas.session.selection if start.shift or start.ctrl else ()
        self._area = Area(*start.at, 0, 0)
        self._whole = start.alt
        if not self._before:
            canvas.session.select([])

    def move(self, pointer: Pointer) -> None:
        """Select what the band holds now."""
        self._area = area_of(self.start.at, pointer.at)
        self._whole = pointer.alt
        self.canvas.session.select((*self._before, *self._inside()))

    def overlay(self) -> list[Shape]:
        """The band."""
        return [self.band(self._area)] if self._area.w or self._area.h else []

    def _inside(self) -> list[str]:
        scene, area = self.canvas.scene, self._area
        boxes, notes, frames = scene.geometry.boxes, scene.geometry.notes, scene.geometry.frames.rects
        places = [(id, boxes[id]) for id in scene.cards_in(area)]
        places += [(id, notes[id]) for id in scene.notes_in(area)]
        taken = [id for id, rect in places if (_inside(area, rect) if self._whole else area.meets(*rect))]
        taken += [id for id, rect in frames.items() if _inside(area, rect)]
        return [id for id in taken if not is_locked(scene.document, id)]


def _inside(area: Area, rect: Rect) -> bool:
    return area.holds(rect.x, rect.y) and area.holds(rect.right, rect.bottom)
