"""The many ways a flow may take: straight at any free height, over a middle track, around corners, over lanes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from mlsd_studio.layout.geometry import Point, Rect
from mlsd_studio.layout.routing.choose import BEND, PORT_MARGIN
from mlsd_studio.layout.routing.shapes import LEAD, Path, connections

# Ports closer than this are not offered, and free heights are tried at this distance.
SLOT = 12
_CLOSE = SLOT - 2
# Parts a gap between two cards is divided into by the tracks tried in it, and their least distance.
_PARTS, _TRACK = 4, 10
# How much further out a flow that comes back to the side it left may run.
_OUT = (0, 10, 20, 30, 60, 100)
Sides = tuple[int, int]


def tracks(p: Point, d: int, q: Point, e: int) -> list[int]:
    """Where the middle piece of a path of three may run, for ports on sides of one orientation; best first."""
    axis, sign = d % 2, 1 if d < 2 else -1
    a, b = p[axis], q[axis]
    if d == e:
        far = max(a, b) + LEAD if sign > 0 else min(a, b) - LEAD
        return [far + sign * more for more in _OUT]
    if (b - a) * sign < 2 * LEAD:
        return []
    low, high = min(a, b) + LEAD, max(a, b) - LEAD
    step = max(_TRACK, (high - low) // _PARTS)
    return list(dict.fromkeys(((a + b) // 2, *range(low, high + 1, step))))


def others(p: Point, d: int, q: Point, e: int, a: Rect, b: Rect, limit: int) -> list[Path]:
    """The plain shapes that `tracks` does not stand for; none that would cost `limit` or more by its bends."""
    if d == e:
        return []
    if d % 2 != e % 2:
        return connections(p, d, q, e, a, b)
    if abs(p[0] - q[0]) + abs(p[1] - q[1]) + 4 * BEND >= limit:
        return []
    return [path for path in connections(p, d, q, e, a, b) if len(path) > 4]


def straight(a: Rect, b: Rect, taken: Callable[[Sides], Collection[int]]) -> Iterator[tuple[Path, Sides]]:
    """Straight paths between two boxes, the middle one first, off the ports `taken` at the sides they join."""
    for axis in (0, 1):
        low = max(a[1 - axis], b[1 - axis]) + PORT_MARGIN
        high = min(a[1 - axis] + a[3 - axis], b[1 - axis] + b[3 - axis]) - PORT_MARGIN
        if low > high:
            continue
        if a[axis] + a[2 + axis] < b[axis]:
            sides, p, q = (axis, axis + 2), a[axis] + a[2 + axis], b[axis]
        elif b[axis] + b[2 + axis] < a[axis]:
            sides, p, q = (axis + 2, axis), a[axis], b[axis] + b[2 + axis]
        else:
            continue
        ports = taken(sides)
        for step in range((high - low) // SLOT + 1):
            at = (low + high) // 2 + (step + 1) // 2 * SLOT * (1 if step % 2 else -1)
            if is_free(at, ports):
                yield (((p, at), (q, at)) if axis == 0 else ((at, p), (at, q))), sides


def free_ports(rect: Rect, side: int, aim: int, taken: Collection[int]) -> list[Point]:
    """Free places for a port on a side: opposite `aim` on a top or bottom side, else next to the middle."""
    if side % 2:
        start, size, edge = rect.x, rect.w, rect.y + (rect.h if side == 1 else 0)
    else:
        start, size, edge = rect.y, rect.h, rect.x + (rect.w if side == 0 else 0)
    low, high, middle = start + PORT_MARGIN, start + size - PORT_MARGIN, start + size // 2
    opposite = min(max(aim, low), high)
    if side % 2 and is_free(opposite, taken):
        found = [opposite]
    else:
        found = []
        for way in (-1, 1):
            at = middle
            while low <= at <= high and not is_free(at, taken):
                at += way * SLOT // 2
            if low <= at <= high:
                found.append(at)
    return [(at, edge) if side % 2 else (edge, at) for at in dict.fromkeys(found)]


def is_free(at: int, taken: Collection[int]) -> bool:
    """Whether a port fits beside those that are there."""
    return all(abs(at - other) >= _CLOSE for other in taken)
