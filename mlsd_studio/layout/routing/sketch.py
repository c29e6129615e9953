"""A first guess at a route, quick enough for every flow of a big design: it sees its two ends and no cards."""

from __future__ import annotations

from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.routing.records import Route

NEAR = 24
"""Pixels between two cards below which a flow leaves at the top or bottom."""


def sketch(a: Rect, b: Rect) -> Route:
    """The plainest right-angled line from one box to another."""
    ax, ay, aw, ah = a
    bx, by, bw, bh = b
    if bx >= ax + aw + NEAR or bx + bw + NEAR <= ax:
        y, to_y = ay + ah // 2, by + bh // 2
        x, to_x = (ax + aw, bx) if bx > ax else (ax, bx + bw)
        middle = (x + to_x) // 2
        if y == to_y:
            return Route(((x, y), (to_x, y)), (middle, y))
        return Route(((x, y), (middle, y), (middle, to_y), (to_x, to_y)), (middle, (y + to_y) // 2))
    x, to_x = ax + aw // 2, bx + bw // 2
    y, to_y = (ay + ah, by) if by > ay else (ay, by + bh)
    middle = (y + to_y) // 2
    if x == to_x:
        return Route(((x, y), (x, to_y)), (x, middle))
    return Route(((x, y), (x, middle), (to_x, middle), (to_x, to_y)), ((x + to_x) // 2, middle))
