"""From a route and what was dragged of it to the waypoints that make the router draw it so."""

from __future__ import annotations

from itertools import pairwise

from mlsd_studio.layout.geometry import Point
from mlsd_studio.layout.routing.shapes import LEAD, Path

Points = tuple[Point, ...]


def piece_at(path: Path, x: float, y: float) -> int:
    """The number of the piece of a path that is nearest to a point."""

    def off(piece: tuple[Point, Point]) -> float:
        (ax, ay), (bx, by) = piece
        return max(min(ax, bx) - x, x - max(ax, bx), 0) + max(min(ay, by) - y, y - max(ay, by), 0)

    pieces = list(pairwise(path))
    return min(range(len(pieces)), key=lambda index: (off(pieces[index]), index))


def shifted(path: Path, via: Points, index: int, at: int) -> Points:
    """The waypoints that move one piece of a path sideways, to the coordinate `at`.

    Waypoints elsewhere on the path stay where the moved path still meets them. A piece at an end of the path
    keeps its port and is led around.
    """
    axis = 0 if path[index][0] == path[index + 1][0] else 1
    a, b = _put(path[index], axis, at), _put(path[index + 1], axis, at)
    before, after = list(path[:index]), list(path[index + 2 :])
    room = min(LEAD, _size(path[index], path[index + 1]) // 3)
    if index == 0:
        stub = _towards(path[0], path[1], room)
        before, a = [path[0], stub], _put(stub, axis, at)
    if index == len(path) - 2:
        stub = _towards(path[-1], path[-2], room)
        after, b = [stub, path[-1]], _put(stub, axis, at)
    moved = (*before, a, b, *after)
    start = len(before)
    kept = [
        point
        for point in via
        if (on := _on(moved, point)) is not None and on != start and not _ends(point, a, b)
    ]
    wanted = [*kept, *_anchors(moved, start, axis, bool(kept), (index == 0, index == len(path) - 2))]
    return tuple(sorted(dict.fromkeys(wanted), key=lambda point: _along(moved, point)))


def added(path: Path, via: Points, index: int, point: Point) -> Points:
    """The waypoints with one more, which belongs to a piece of the path."""
    before = [
        one for one in via if _along(path, one) <= sum(_size(a, b) for a, b in pairwise(path[: index + 1]))
    ]
    return (*before, point, *via[len(before) :])


def _anchors(moved: Points, start: int, axis: int, kept: bool, ends: tuple[bool, bool]) -> Points:
    """The points of the moved piece that the path must be led through: its ends, where ports do not fix them.

    An upright piece between two level ones that hang on ports needs only its middle, so that the ports may
    still shift along their sides.
    """
    a, b = moved[start], moved[start + 1]
    by_port = (start == 1 and not ends[0], start == len(moved) - 3 and not ends[1])
    if axis == 0 and all(by_port) and not kept:
        return (((a[0] + b[0]) // 2, (a[1] + b[1]) // 2),)
    if axis == 0 and by_port[0]:
        return (b,)
    if axis == 0 and by_port[1]:
        return (a,)
    return a, b


def _put(point: Point, axis: int, at: int) -> Point:
    return (at, point[1]) if axis == 0 else (point[0], at)


def _size(a: Point, b: Point) -> int:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Point, b: Point, by: int) -> Point:
    size = max(1, _size(a, b))
    return a[0] + (b[0] - a[0]) * by // size, a[1] + (b[1] - a[1]) * by // size


def _ends(point: Point, a: Point, b: Point) -> bool:
    return point in (a, b)


def _on(path: Points, point: Point) -> int | None:
    """The first piece that a point lies on."""
    for index, (a, b) in enumerate(pairwise(path)):
        if min(a[0], b[0]) <= point[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= point[1] <= max(a[1], b[1]):
            return index
    return None


def _along(path: Points, point: Point) -> int:
    """How far along a path a point lies; the end for a point that is not on it."""
    total = 0
    index = _on(path, point)
    for number, (a, b) in enumerate(pairwise(path)):
        if number == index:
            return total + _size(a, point)
        total += _size(a, b)
    return total
