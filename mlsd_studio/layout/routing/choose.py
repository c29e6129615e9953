"""The first choice of a flow: which sides of its ends it uses, and the plainest free shape between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mlsd_studio.layout.geometry import Point, Rect
from mlsd_studio.layout.routing.grid import BoxGrid
from mlsd_studio.layout.routing.shapes import (
    DOWN,
    LEAD,
    LEFT,
    OUTWARD,
    RIGHT,
    UP,
    Path,
    connections,
    side_middle,
)

# One bend is worth this many pixels of detour.
BEND = 120
# Ports keep this far from the ends of a side.
PORT_MARGIN = 10

# Side pairs worth trying, by where the target lies: (right, same, left) × (below, level, above).
_PAIRS: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {
    (1, 0): ((RIGHT, LEFT), (UP, UP), (DOWN, DOWN)),
    (1, 1): ((RIGHT, LEFT), (RIGHT, UP), (DOWN, LEFT), (DOWN, UP), (DOWN, DOWN), (UP, UP)),
    (1, -1): ((RIGHT, LEFT), (RIGHT, DOWN), (UP, LEFT), (UP, DOWN), (UP, UP), (DOWN, DOWN)),
    (-1, 0): ((LEFT, RIGHT), (UP, UP), (DOWN, DOWN)),
    (-1, 1): ((LEFT, RIGHT), (LEFT, UP), (DOWN, RIGHT), (DOWN, UP), (DOWN, DOWN), (UP, UP)),
    (-1, -1): ((LEFT, RIGHT), (LEFT, DOWN), (UP, RIGHT), (UP, DOWN), (UP, UP), (DOWN, DOWN)),
    (0, 1): ((DOWN, UP), (RIGHT, RIGHT), (LEFT, LEFT), (RIGHT, LEFT), (LEFT, RIGHT)),
    (0, -1): ((UP, DOWN), (RIGHT, RIGHT), (LEFT, LEFT), (RIGHT, LEFT), (LEFT, RIGHT)),
    (0, 0): ((RIGHT, LEFT), (RIGHT, RIGHT), (DOWN, DOWN)),
}


@dataclass(slots=True)
class Plan:
    """A flow on its way to a route: the ends' ids and boxes, the chosen sides, the path so far.

    `ports` are where the flow was led from and to last, once it has been.
    """

    id: str
    ends: tuple[str, str]
    a: Rect
    b: Rect
    sides: tuple[int, int]
    path: Path
    fixed: bool = False
    via: tuple[Point, ...] = ()
    ports: tuple[Point, Point] | None = None

    def follow(self, a: Rect, b: Rect) -> None:
        """Take the boxes where they are now; the ports move along with them."""
        if self.ports is not None and (a != self.a or b != self.b):
            (px, py), (qx, qy) = self.ports
            self.ports = (
                (px + a.x - self.a.x, py + a.y - self.a.y),
                (qx + b.x - self.b.x, qy + b.y - self.b.y),
            )
        self.a, self.b = a, b


def cost(path: Path) -> int:
    """Length plus the price of the bends; lower is better."""
    total = BEND * (len(path) - 2)
    x, y = path[0]
    for nx, ny in path[1:]:
        total += abs(nx - x + ny - y)  # one of the two is nothing
        x, y = nx, ny
    return total


def least(p: Point, d: int, q: Point, e: int) -> int:
    """A lower bound for the cost of any plain shape between two ports."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    span = abs(dx) + abs(dy)
    ahead = dx * OUTWARD[d][0] + dy * OUTWARD[d][1]
    if d == e:
        return span + 2 * BEND + 2 * LEAD
    if d % 2 == e % 2:
        if ahead > 0 and not (dx and dy):
            return span
        return span + (2 * BEND if ahead >= 2 * LEAD else 4 * BEND)
    towards = -dx * OUTWARD[e][0] - dy * OUTWARD[e][1]
    return span + BEND if ahead >= LEAD and towards >= LEAD else span + 3 * BEND


def choose(
    key: str, ends: tuple[str, str], a: Rect, b: Rect, grid: BoxGrid, crowd: Callable[[str, int], int]
) -> Plan:
    """Pick sides and a first path, free of cards where one of the plain shapes is free.

    `crowd` tells how many flows already use a side of a card; full sides cost extra.
    """
    if ends[0] == ends[1]:
        return Plan(key, ends, a, b, (RIGHT, UP), self_loop(side_middle(a, RIGHT), side_middle(a, UP), a))
    straight = _straight(a, b)
    if straight is not None and not grid.blocked(*straight[1], ends):
        return Plan(key, ends, a, b, straight[0], straight[1], fixed=True)
    if a.contains(b) or b.contains(a):
        return _inside(key, ends, a, b, grid)
    where = (_relation(a.x, a.w, b.x, b.w), _relation(a.y, a.h, b.y, b.h))
    pairs = []
    for number, (d, e) in enumerate(_PAIRS[where]):
        extra = _crowding(crowd(ends[0], d), d) + _crowding(crowd(ends[1], e), e)
        bound = least(side_middle(a, d), d, side_middle(b, e), e) + extra
        pairs.append((bound, number, extra, d, e))
    options: list[tuple[int, int, tuple[int, int], Path]] = []
    best: tuple[int, int, tuple[int, int], Path] | None = None
    for bound, number, extra, d, e in sorted(pairs):
        if best is not None and bound > best[0]:
            break
        found = connections(side_middle(a, d), d, side_middle(b, e), e, a, b)
        here = sorted((cost(path) + extra, number * 16 + n, (d, e), path) for n, path in enumerate(found))
        options += here
        for option in here:
            if best is not None and option >= best:
                break
            if not path_blocked(option[3], ends, grid):
                best = option
                break
    _, _, sides, path = best or min(options)
    return Plan(key, ends, a, b, sides, path)


def _crowding(count: int, side: int) -> int:
    """The price of one more flow on a side; left and right sides are short and fill up sooner."""
    return 40 * max(0, count - (2 if side % 2 == 0 else 3))


def path_blocked(path: Path, ends: tuple[str, str], grid: BoxGrid) -> bool:
    """Whether any piece of the path touches a card."""
    return any(grid.blocked(path[i], path[i + 1], ends) for i in range(len(path) - 1))


def _relation(at: int, size: int, other: int, other_size: int) -> int:
    """1 when the other lies after with room to bend, -1 before, 0 when the ranges meet."""
    if other >= at + size + 24:
        return 1
    return -1 if other + other_size + 24 <= at else 0


def _straight(a: Rect, b: Rect) -> tuple[tuple[int, int], tuple[Point, Point]] | None:
    """The straight connection at the middle of the facing parts of the two cards."""
    low, high = max(a.y, b.y) + PORT_MARGIN, min(a.y + a.h, b.y + b.h) - PORT_MARGIN
    if low <= high:
        y = (low + high) // 2
        if a.x + a.w < b.x:
            return (RIGHT, LEFT), ((a.x + a.w, y), (b.x, y))
        if b.x + b.w < a.x:
            return (LEFT, RIGHT), ((a.x, y), (b.x + b.w, y))
    low, high = max(a.x, b.x) + PORT_MARGIN, min(a.x + a.w, b.x + b.w) - PORT_MARGIN
    if low <= high:
        x = (low + high) // 2
        if a.y + a.h < b.y:
            return (DOWN, UP), ((x, a.y + a.h), (x, b.y))
        if b.y + b.h < a.y:
            return (UP, DOWN), ((x, a.y), (x, b.y + b.h))
    return None


def _inside(key: str, ends: tuple[str, str], a: Rect, b: Rect, grid: BoxGrid) -> Plan:
    """One end is a boundary around the other: straight out to the nearest edge that is free."""
    inner, outer = (b, a) if a.contains(b) else (a, b)
    options: list[tuple[int, int, Path]] = []
    for side in (RIGHT, DOWN, LEFT, UP):
        x, y = side_middle(inner, side)
        edge = side_middle(outer, side)
        end = (edge[0], y) if OUTWARD[side][0] else (x, edge[1])
        reach = abs(end[0] - x) + abs(end[1] - y)
        path: Path = ((x, y), end)
        options.append((reach + 10_000 * path_blocked(path, ends, grid), side, path))
    _, side, path = min(options)
    return Plan(key, ends, a, b, (side, side), path if inner is a else path[::-1], fixed=True)


def self_loop(p: Point, q: Point, card: Rect) -> Path:
    """A loop over the top right corner, from port `p` on the right side to port `q` on the top."""
    x, y = card.x + card.w + 20, card.y - 20
    return (p, (x, p[1]), (x, y), (q[0], y), q)
