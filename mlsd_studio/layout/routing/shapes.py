"""Right-angled connections between two ports, simplest first: straight, L, Z, U, and the detours with a lane.

A port is a point on a card's edge with the side it lies on. Every shape leaves and enters at a right angle
and runs at least `LEAD` pixels away from the card before its first bend, so that an arrow head has room.
"""

from __future__ import annotations

from mlsd_studio.layout.geometry import Point, Rect

RIGHT, DOWN, LEFT, UP = range(4)
SIDES = (RIGHT, DOWN, LEFT, UP)
OUTWARD: tuple[Point, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
LEAD = 20
Path = tuple[Point, ...]


def side_middle(rect: Rect, side: int) -> Point:
    """The middle of one side of a card."""
    if side == RIGHT:
        return rect.x + rect.w, rect.y + rect.h // 2
    if side == DOWN:
        return rect.x + rect.w // 2, rect.y + rect.h
    if side == LEFT:
        return rect.x, rect.y + rect.h // 2
    return rect.x + rect.w // 2, rect.y


def connections(p: Point, d: int, q: Point, e: int, a: Rect, b: Rect) -> list[Path]:
    """All plain shapes from port `p` on side `d` of card `a` to port `q` on side `e` of card `b`."""
    if d % 2 == 0 and e % 2 == 0:
        return _level(p, OUTWARD[d][0], q, OUTWARD[e][0], a, b)
    if d % 2 == 1 and e % 2 == 1:
        flipped = _level(_t(p), OUTWARD[d][1], _t(q), OUTWARD[e][1], _tr(a), _tr(b))
        return [tuple(_t(point) for point in path) for path in flipped]
    if d % 2 == 0:
        return _corner(p, OUTWARD[d][0], q, OUTWARD[e][1], b)
    return [path[::-1] for path in _corner(q, OUTWARD[e][0], p, OUTWARD[d][1], a)]


def _t(p: Point) -> Point:
    return p[1], p[0]


def _tr(r: Rect) -> Rect:
    return Rect(r.y, r.x, r.h, r.w)


def _level(p: Point, d: int, q: Point, e: int, a: Rect, b: Rect) -> list[Path]:
    """Both ports on left or right sides; `d` and `e` are the outward signs along x."""
    (px, py), (qx, qy) = p, q
    if d == e:
        far = max(px, qx) + LEAD if d > 0 else min(px, qx) - LEAD
        return [(p, (far, py), (far, qy), q)]
    paths: list[Path] = []
    gap = (qx - px) * d
    if gap > 0 and py == qy:
        paths.append((p, q))
    if gap >= 2 * LEAD:
        half = (px + qx) // 2
        for middle in dict.fromkeys((half, px + d * LEAD, qx - d * LEAD)):
            paths.append((p, (middle, py), (middle, qy), q))
    start, end = px + d * LEAD, qx + e * LEAD
    for lane in _lanes(a, b):
        paths.append((p, (start, py), (start, lane), (end, lane), (end, qy), q))
    return paths


def _lanes(a: Rect, b: Rect) -> list[int]:
    """Heights at which a detour may run: above, below and, where there is room, between the two cards."""
    lanes = [min(a.y, b.y) - LEAD, max(a.y + a.h, b.y + b.h) + LEAD]
    upper, lower = (a, b) if a.y <= b.y else (b, a)
    gap = lower.y - (upper.y + upper.h)
    if gap >= 24:
        lanes.append(upper.y + upper.h + gap // 2)
    if gap >= 80:
        lanes.extend((upper.y + upper.h + LEAD, lower.y - LEAD))
    return lanes


def _corner(p: Point, d: int, q: Point, e: int, b: Rect) -> list[Path]:
    """From a left or right side to a top or bottom side: the plain L, else a hook over the end's side."""
    (px, py), (qx, qy) = p, q
    paths: list[Path] = []
    if (qx - px) * d >= LEAD and (py - qy) * e >= LEAD:
        paths.append((p, (qx, py), q))
    lane = qy + e * LEAD
    for start in dict.fromkeys((px + d * LEAD, (px + (b.x if d > 0 else b.x + b.w)) // 2)):
        if (start - px) * d >= LEAD and start != qx:
            paths.append((p, (start, py), (start, lane), (qx, lane), q))
    return paths
