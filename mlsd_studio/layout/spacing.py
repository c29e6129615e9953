"""Gaps while a card moves: equal ones catch it, and those to its neighbours are measured."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from mlsd_studio.layout.geometry import Point, Rect

FARTHEST = 320
"""Pixels beyond which a gap to a neighbour is not worth telling."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The free way between two boxes, level or upright; `equal` where another gap is as long."""

    start: Point
    end: Point
    equal: bool = False

    @property
    def length(self) -> int:
        """Pixels between the two boxes."""
        return abs(self.end[0] - self.start[0]) + abs(self.end[1] - self.start[1])


def even(moving: Rect, others: Iterable[Rect], axis: int, threshold: int) -> int | None:
    """How far to move along an axis (0 across, 1 down) so that gaps become equal; None where none is near.

    Either the box comes to the middle between two neighbours, or as far from one of them as that is from the
    next.
    """
    row = _row(moving, others, axis)
    start, size = moving[axis], moving[axis + 2]
    offers: list[int] = []
    for a, b in itertools.pairwise(row):
        gap = b[axis] - _end(a, axis)
        if gap <= 0:
            continue
        offers += [_end(b, axis) + gap - start, a[axis] - gap - size - start]
        if gap > size:
            offers.append(_end(a, axis) + (gap - size) // 2 - start)
    near = [by for by in offers if abs(by) <= threshold]
    return min(near, key=lambda by: (abs(by), by)) if near else None


def gaps(placed: Rect, others: Iterable[Rect]) -> list[Gap]:
    """The gaps to the nearest neighbour on each side, and those of neighbours that are as long."""
    known = list(others)
    return [gap for axis in (0, 1) for gap in _gaps(placed, _row(placed, known, axis), axis)]


def _gaps(placed: Rect, row: list[Rect], axis: int) -> list[Gap]:
    before = [rect for rect in row if _end(rect, axis) <= placed[axis]]
    after = [rect for rect in row if rect[axis] >= _end(placed, axis)]
    chain = [*before[-2:], placed, *after[:2]]
    middle = len(before[-2:])
    ways = [_gap(a, b, axis) for a, b in itertools.pairwise(chain)]
    own = {n for n in (middle - 1, middle) if 0 <= n < len(ways)}
    lengths = [way.length for way in ways]
    found = []
    for n, way in enumerate(ways):
        equal = (way.length > 0 and any(lengths[m] == way.length for m in own - {n})) or (
            n in own and lengths.count(way.length) > 1
        )  # fmt: skip
        if (n in own or equal) and 0 < way.length <= FARTHEST:
            found.append(Gap(way.start, way.end, equal))
    return found


def _gap(a: Rect, b: Rect, axis: int) -> Gap:
    """The way between two boxes in the middle of what they share across."""
    cross = 1 - axis
    low, high = max(a[cross], b[cross]), min(_end(a, cross), _end(b, cross))
    at = (low + high) // 2
    first, last = _end(a, axis), b[axis]
    return Gap((first, at), (last, at)) if axis == 0 else Gap((at, first), (at, last))


def _row(moving: Rect, others: Iterable[Rect], axis: int) -> list[Rect]:
    """The boxes beside the moving one along an axis, in order, without those that hold or overlap another."""
    cross = 1 - axis
    beside = [
        rect
        for rect in others
        if rect[cross] < _end(moving, cross)
        and _end(rect, cross) > moving[cross]
        and not rect.contains(moving)
    ]
    return sorted(beside, key=lambda rect: (rect[axis], rect))


def _end(rect: Rect, axis: int) -> int:
    return rect[axis] + rect[axis + 2]
