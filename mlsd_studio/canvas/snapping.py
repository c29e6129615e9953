"""Alignment of what is dragged with the cards in view."""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.picture import Point
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.snapping import GRID, snap
from mlsd_studio.layout.spacing import Gap, even, gaps

__all__ = ["GRID", "Snapper"]

MOST = 240
"""Cards looked at; beyond that nobody sees what is aligned with what."""
NEAR = 420
"""World pixels around what is dragged in which cards count: guides stay short."""


class Snapper:
    """Knows the resting boxes in view once, for the whole drag."""

    def __init__(self, scene: Scene, moving: frozenset[str], area: Area) -> None:
        boxes, frames = scene.geometry.boxes, scene.geometry.frames
        rest = [id for id in scene.cards_in(area) if id not in moving]
        still = [
            rect
            for id, rect in frames.rects.items()
            if id not in moving and area.meets(*rect) and not moving.intersection(frames.cards(id))
        ]
        self._cards: list[Rect] = [boxes[id] for id in rest[:MOST]]
        self._others: list[Rect] = self._cards + still[:MOST]

    def snap(self, hull: Rect, dx: float, dy: float, reach: float) -> Snapped:
        """The distance to move instead, and what says why; `reach` in world pixels.

        Lines that cards share come first, then equal gaps, then the grid.
        """
        there = hull.moved(round(dx), round(dy))
        room = there.grown(NEAR)
        others = [rect for rect in self._others if rect.overlaps(room)]
        cards = [rect for rect in self._cards if rect.overlaps(room)]
        found = snap(there, others, GRID, max(1, round(reach)))
        by = [found.dx, found.dy]
        aligned = [any(g.start[axis] == g.end[axis] for g in found.guides) for axis in (0, 1)]
        for axis in (0, 1):
            offer = None if aligned[axis] else even(there, cards, axis, max(1, round(reach)))
            if offer is not None:
                by[axis] = offer
        lines: list[tuple[Point, Point]] = [(guide.start, guide.end) for guide in found.guides]
        return Snapped(round(dx) + by[0], round(dy) + by[1], lines, gaps(there.moved(*by), cards))


@dataclass(frozen=True, slots=True)
class Snapped:
    """How far to move, the lines (from, to) that are shared, and the gaps to the neighbours."""

    dx: int
    dy: int
    lines: list[tuple[Point, Point]]
    gaps: list[Gap]
