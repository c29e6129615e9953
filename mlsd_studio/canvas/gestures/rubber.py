"""Selecting with a rubber band: what lies wholly inside a frame-sized band, or what a card touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.view import Area, area_of
from mlsd_studio.drawing.picture import Shape

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


class Rubber(Gesture):
    """Cards and notes are taken when the band touches them, frames when it holds them."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self._before = canvas.session.selection if start.shift or start.ctrl else ()
        self._area = Area(*start.at, 0, 0)
        if not self._before:
            canvas.session.select([])

    def move(self, pointer: Pointer) -> None:
        """Select what the band holds now."""
        self._area = area_of(self.start.at, pointer.at)
        self.canvas.session.select((*self._before, *self._inside()))

    def cancel(self) -> None:
        """Select what was selected before."""
        self.canvas.session.select(self._before)

    def overlay(self) -> list[Shape]:
        """The band."""
        return [self.band(self._area)] if self._area.w or self._area.h else []

    def _inside(self) -> list[str]:
        scene, area = self.canvas.scene, self._area
        boxes, notes, frames = scene.geometry.boxes, scene.geometry.notes, scene.geometry.frames.rects
        cards = [id for id in scene.cards_in(area) if area.meets(*boxes[id])]
        cards += [id for id in scene.notes_in(area) if area.meets(*notes[id])]
        held = [
            id
            for id, rect in frames.items()
            if area.holds(rect.x, rect.y) and area.holds(rect.right, rect.bottom)
        ]
        return cards + held
