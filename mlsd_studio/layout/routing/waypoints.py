"""Flows the user bent by hand: right angles through every waypoint, in order."""

from __future__ import annotations

from mlsd_studio.layout.geometry import Point, Rect, simplified
from mlsd_studio.layout.routing.grid import BoxGrid
from mlsd_studio.layout.routing.shapes import DOWN, LEFT, RIGHT, UP, Path


def facing_side(rect: Rect, point: Point) -> int:
    """The side of a card that looks at `point`."""
    x, y = point
    if rect.y <= y <= rect.y + rect.h:
        return RIGHT if x >= rect.x + rect.w // 2 else LEFT
    if rect.x <= x <= rect.x + rect.w:
        return DOWN if y >= rect.y + rect.h // 2 else UP
    if x > rect.x + rect.w:
        return RIGHT
    return LEFT if x < rect.x else DOWN


def through(
    p: Point, d: int, q: Point, e: int, via: tuple[Point, ...], ends: tuple[str, str], grid: BoxGrid
) -> Path:
    """The path from port `p` (side `d`) over all points of `via` to port `q` (side `e`).

    Each leg is one or two pieces. The corner of a leg avoids cards and keeps the direction of the leg before;
    the last leg arrives along the side's normal.
    """
    points: list[Point] = [p]
    level = d % 2 == 0
    stops = (*via, q)
    for index, stop in enumerate(stops):
        last = index == len(stops) - 1
        x, y = points[-1]
        if x == stop[0] or y == stop[1]:
            if (x, y) != stop:
                level = y == stop[1]
            points.append(stop)
            continue
        corners = [(stop[0], y), (x, stop[1])] if level else [(x, stop[1]), (stop[0], y)]
        if last:
            corner = (x, q[1]) if e % 2 == 0 else (q[0], y)
        else:
            corner = min(corners, key=lambda c: _blocked((x, y), c, stop, ends, grid))
        points.extend((corner, stop))
        level = corner[1] == stop[1]
    return tuple(simplified(points))


def _blocked(a: Point, corner: Point, b: Point, ends: tuple[str, str], grid: BoxGrid) -> int:
    return grid.blocked(a, corner, ends) + grid.blocked(corner, b, ends)
