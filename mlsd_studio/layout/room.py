"""Room for a card that is put between two others: where it goes, and how far what lies beyond moves on."""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.layout.geometry import Point, Rect
from mlsd_studio.layout.snapping import GRID

TIGHT = 24
"""Pixels between a card and its neighbours below which room is made."""
ACROSS, DOWN = 60, 40
"""Pixels left between a card and its neighbours: beside each other room for the label of a flow, below less."""


@dataclass(frozen=True, slots=True)
class Room:
    """The corner of the card, and what makes room: all that begins at `cut` or beyond moves on by `by` pixels.

    `axis` is 0 for x (to the right) and 1 for y (down).
    """

    corner: Point
    axis: int
    cut: int
    by: int

    @property
    def way(self) -> Point:
        """How far what lies beyond the cut moves."""
        return (self.by, 0) if self.axis == 0 else (0, self.by)

    def moves(self, x: float, y: float) -> bool:
        """Whether what begins at a place moves on."""
        return (x, y)[self.axis] >= self.cut


def room_between(source: Rect, target: Rect, card: Rect) -> Room | None:
    """The room a card needs between two boxes; None where it has enough, or nothing lies between them."""
    if not (card.grown(TIGHT).overlaps(source) or card.grown(TIGHT).overlaps(target)):
        return None
    apart = [max(target[a] - _end(source, a), source[a] - _end(target, a)) for a in (0, 1)]
    axis = 0 if apart[0] >= apart[1] else 1
    if apart[axis] < 0:
        return None
    first, last = sorted((source, target), key=lambda box: box[axis])
    gap, size = (ACROSS, DOWN)[axis], card[axis + 2]
    start = _end(first, axis) + gap
    by = max(0, -(-(start + size + gap - last[axis]) // GRID) * GRID)
    along = max(start, min(card[axis], last[axis] + by - gap - size))
    over = _beside(source, target, card, 1 - axis)
    corner = (along, over) if axis == 0 else (over, along)
    return Room(corner, axis, last[axis], by)


def _end(box: Rect, axis: int) -> int:
    return box[axis] + box[axis + 2]


def _beside(source: Rect, target: Rect, card: Rect, axis: int) -> int:
    """The other coordinate of the corner: in line with two that are in line, otherwise as it was."""
    one, other = source.centre[axis], target.centre[axis]
    return one - card[axis + 2] // 2 if abs(one - other) <= GRID else card[axis]
