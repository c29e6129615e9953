"""Alignment of what is dragged with the cards in view."""

from __future__ import annotations

from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.picture import Point
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.snapping import GRID, snap

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
        self._others: list[Rect] = [boxes[id] for id in rest[:MOST]] + still[:MOST]

    def snap(
        self, hull: Rect, dx: float, dy: float, reach: float
    ) -> tuple[float, float, list[tuple[Point, Point]]]:
        """The distance to move instead, and the guides (from, to) that say why; `reach` in world pixels."""
        there = hull.moved(round(dx), round(dy))
        room = there.grown(NEAR)
        others = [rect for rect in self._others if rect.overlaps(room)]
        found = snap(there, others, GRID, max(1, round(reach)))
        lines: list[tuple[Point, Point]] = [(guide.start, guide.end) for guide in found.guides]
        return round(dx) + found.dx, round(dy) + found.dy, lines
