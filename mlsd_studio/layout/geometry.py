"""Whole-pixel rectangles and points, the only shapes the layout room speaks about."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

Point = tuple[int, int]


class Rect(NamedTuple):
    """An axis-aligned box in scene pixels: top-left corner, width and height; y grows downwards."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The y of the bottom edge."""
        return self.y + self.h

    @property
    def centre(self) -> Point:
        """The middle, rounded down to whole pixels."""
        return self.x + self.w // 2, self.y + self.h // 2

    def grown(self, by: int) -> Rect:
        """The box with every edge moved outwards by `by` pixels (inwards when negative)."""
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def moved(self, dx: int, dy: int) -> Rect:
        """The box shifted by (dx, dy)."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def overlaps(self, other: Rect) -> bool:
        """Whether the two interiors share a point; touching edges do not count."""
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )

    def contains(self, other: Rect) -> bool:
        """Whether `other` lies inside this box, edges included."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.w <= self.x + self.w
            and other.y + other.h <= self.y + self.h
        )


def enclosing(rects: Iterable[Rect]) -> Rect:
    """The smallest box around all `rects`; raises ValueError when there is none."""
    boxes = list(rects)
    if not boxes:
        raise ValueError("no box to enclose")
    x = min(box.x for box in boxes)
    y = min(box.y for box in boxes)
    right = max(box.x + box.w for box in boxes)
    bottom = max(box.y + box.h for box in boxes)
    return Rect(x, y, right - x, bottom - y)


def simplified(points: Iterable[Point]) -> list[Point]:
    """The polyline without repeated points and without points in the middle of a straight piece.

    Where the line turns back over itself the turning point stays: it may be one the user placed.
    """
    out: list[Point] = []
    for point in points:
        if out and out[-1] == point:
            continue
        while len(out) > 1 and _between(out[-2], out[-1], point):
            out.pop()
        out.append(point)
    return out


def _between(a: Point, b: Point, c: Point) -> bool:
    """Whether `b` lies on the straight piece from `a` to `c`."""
    if a[0] == b[0] == c[0]:
        return min(a[1], c[1]) <= b[1] <= max(a[1], c[1])
    return a[1] == b[1] == c[1] and min(a[0], c[0]) <= b[0] <= max(a[0], c[0])


def length(points: list[Point]) -> int:
    """Total length of an orthogonal polyline in pixels."""
    return sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(points))
