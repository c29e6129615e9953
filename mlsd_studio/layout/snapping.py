"""Alignment while a card moves: its edges and middle catch on those of nearby cards, else on the grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlsd_studio.layout.geometry import Point, Rect, enclosing

GRID = 20
THRESHOLD = 8


@dataclass(frozen=True, slots=True)
class Guide:
    """A line to draw while snapping: from `start` to `end`, upright when both have the same x."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Snap:
    """How far to move the box further so that it lines up, and the guides that say with what."""

    dx: int
    dy: int
    guides: tuple[Guide, ...] = ()


def snap(moving: Rect, others: Iterable[Rect], grid: int | None = GRID, threshold: int = THRESHOLD) -> Snap:
    """Line `moving` up with `others`, each axis on its own.

    Left edges, right edges and middles catch within `threshold` pixels, the nearest first and middles
    before edges at the same distance. An axis that catches on no card goes to the nearest multiple of
    `grid`; with None it stays. Guides reach over all cards that share the line.
    """
    near = sorted(others)
    dx = _offset(_lines(moving, 0), [line for rect in near for line in _lines(rect, 0)], threshold)
    dy = _offset(_lines(moving, 1), [line for rect in near for line in _lines(rect, 1)], threshold)
    move_x = dx if dx is not None else _to_grid(moving.x, grid)
    move_y = dy if dy is not None else _to_grid(moving.y, grid)
    placed = moving.moved(move_x, move_y)
    guides: list[Guide] = []
    if dx is not None:
        guides += _guides(placed, near, 0)
    if dy is not None:
        guides += _guides(placed, near, 1)
    return Snap(move_x, move_y, tuple(guides))


def _lines(rect: Rect, axis: int) -> tuple[int, int, int]:
    """The middle, the near edge and the far edge along one axis."""
    start, size = (rect.x, rect.w) if axis == 0 else (rect.y, rect.h)
    return start + size // 2, start, start + size


def _offset(mine: tuple[int, int, int], theirs: list[int], threshold: int) -> int | None:
    best: tuple[int, int, int] | None = None
    for order, line in enumerate(mine):
        for other in theirs:
            apart = other - line
            if abs(apart) <= threshold and (best is None or (abs(apart), order) < best[:2]):
                best = (abs(apart), order, apart)
    return None if best is None else best[2]


def _to_grid(at: int, grid: int | None) -> int:
    if not grid:
        return 0
    return (at + grid // 2) // grid * grid - at


def _guides(placed: Rect, others: list[Rect], axis: int) -> list[Guide]:
    found: list[Guide] = []
    for line in sorted(set(_lines(placed, axis))):
        sharing = [rect for rect in others if line in _lines(rect, axis)]
        if not sharing:
            continue
        span = enclosing([placed, *sharing])
        if axis == 0:
            found.append(Guide((line, span.y), (line, span.bottom)))
        else:
            found.append(Guide((span.x, line), (span.right, line)))
    return found
