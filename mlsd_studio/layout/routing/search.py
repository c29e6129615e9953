"""The last resort for one flow: a bounded A* over the lines next to the cards around its two ends."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

from mlsd_studio.layout.geometry import Point, Rect, enclosing, simplified
from mlsd_studio.layout.routing.choose import BEND
from mlsd_studio.layout.routing.grid import CLEARANCE, BoxGrid, Entry
from mlsd_studio.layout.routing.shapes import LEAD, OUTWARD, Path

# Grid states looked at before the search gives up: for whole diagrams, and for one step of a drag.
PATIENT = 4_000
HASTY = 120


class Try(NamedTuple):
    """One attempt: how far around the ends it looks, and its limits.

    `greed` multiplies the distance still to go: above 1 the search runs straight for the goal, and takes
    the first good way rather than the best.
    """

    margin: int
    clearance: int
    cards: int
    effort: int
    greed: float


_LIVE = (Try(120, CLEARANCE, 40, 1, 2.0), Try(160, CLEARANCE, 60, 6, 3.0))
_WHOLE = (
    Try(160, CLEARANCE, 60, 1, 1.0),
    Try(480, CLEARANCE, 180, 1, 1.5),
    Try(480, CLEARANCE, 500, 6, 3.0),
    Try(160, 1, 60, 1, 1.5),
    Try(480, 1, 500, 6, 3.0),
)


def detour(
    p: Point, d: int, q: Point, e: int, ends: tuple[str, str], grid: BoxGrid, states: int = PATIENT
) -> Path | None:
    """A path from port `p` (side `d`) to port `q` (side `e`) around all cards, or None when none was found.

    Tries the usual clearance close by, then further out, then squeezes past with a pixel to spare. A try
    expands about `states` grid points, the widest ones more.
    """
    area = enclosing((Rect(*p, 1, 1), Rect(*q, 1, 1)))
    for attempt in _LIVE if states < PATIENT else _WHOLE:
        cards = grid.near(area.grown(attempt.margin))
        if len(cards) > attempt.cards:
            cards.sort(key=lambda card: (_apart(card, area), card))
            cards = sorted(cards[: attempt.cards])
        found = _search(p, d, q, e, cards, attempt, ends, grid, states * attempt.effort)
        if found is not None:
            return found
    return None


def _apart(card: Entry, area: Rect) -> int:
    """How far a card lies from the corners of an area, along the nearer of the two axes."""
    x, y = (card[0] + card[2]) // 2, (card[1] + card[3]) // 2
    across = min(abs(x - area.x), abs(x - area.x - area.w))
    return min(across, min(abs(y - area.y), abs(y - area.y - area.h)))


def _search(
    p: Point,
    d: int,
    q: Point,
    e: int,
    cards: list[Entry],
    attempt: Try,
    ends: tuple[str, str],
    grid: BoxGrid,
    states: int,
) -> Path | None:
    clearance = attempt.clearance
    xs, ys = _lines(p, d, q, e, cards, clearance)
    start, goal = _stub(p, d, xs, ys), _stub(q, e, xs, ys)
    if grid.blocked(p, start, ends, clearance) or grid.blocked(q, goal, ends, clearance):
        return None
    column, row = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    first = (column[start[0]], row[start[1]], d)
    target = (column[goal[0]], row[goal[1]])
    arrive = (e + 2) % 4
    best: dict[tuple[int, int, int], int] = {first: 0}
    came: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    queue: list[tuple[float, int, tuple[int, int, int]]] = [(0.0, 0, first)]
    free: dict[tuple[int, int, int], bool] = {}
    for _ in range(states):
        if not queue:
            return None
        _, spent, state = heappop(queue)
        if spent > best[state]:
            continue
        i, j, heading = state
        if (i, j) == target:
            return _trace(p, q, state, came, xs, ys)
        for turn in (heading, (heading + 1) % 4, (heading + 3) % 4):
            ni, nj = i + OUTWARD[turn][0], j + OUTWARD[turn][1]
            if not (0 <= ni < len(xs) and 0 <= nj < len(ys)):
                continue
            edge = (min(i, ni), min(j, nj), turn % 2)
            if edge not in free:
                free[edge] = not grid.blocked((xs[i], ys[j]), (xs[ni], ys[nj]), ends, clearance)
            if not free[edge]:
                continue
            price = spent + abs(xs[ni] - xs[i]) + abs(ys[nj] - ys[j]) + BEND * (turn != heading)
            if (ni, nj) == target and turn != arrive:
                if turn == e:
                    continue
                price += BEND
            following = (ni, nj, turn)
            if price < best.get(following, 1 << 60):
                best[following] = price
                came[following] = state
                guess = abs(xs[ni] - goal[0]) + abs(ys[nj] - goal[1])
                guess += BEND * (xs[ni] != goal[0] and ys[nj] != goal[1])
                heappush(queue, (price + attempt.greed * guess, price, following))
    return None


def _lines(
    p: Point, d: int, q: Point, e: int, cards: list[Entry], clearance: int
) -> tuple[list[int], list[int]]:
    """Candidate coordinates: next to every card, and at the ports and their stubs."""
    xs, ys = {p[0], q[0]}, {p[1], q[1]}
    for (x, y), side in ((p, d), (q, e)):
        xs.add(x + OUTWARD[side][0] * LEAD)
        ys.add(y + OUTWARD[side][1] * LEAD)
        xs.add(x + OUTWARD[side][0] * (clearance + 1))
        ys.add(y + OUTWARD[side][1] * (clearance + 1))
    away = clearance + 4 if clearance > 1 else 2
    for left, top, right, bottom, _ in cards:
        xs.update((left - away, right + away))
        ys.update((top - away, bottom + away))
    return sorted(xs), sorted(ys)


def _stub(p: Point, side: int, xs: list[int], ys: list[int]) -> Point:
    """The nearest grid point straight out from a port."""
    dx, dy = OUTWARD[side]
    if dx:
        ahead = [x for x in xs if (x - p[0]) * dx >= 2]
        return min(ahead, key=lambda x: abs(x - p[0])), p[1]
    ahead = [y for y in ys if (y - p[1]) * dy >= 2]
    return p[0], min(ahead, key=lambda y: abs(y - p[1]))


def _trace(
    p: Point,
    q: Point,
    state: tuple[int, int, int],
    came: dict[tuple[int, int, int], tuple[int, int, int]],
    xs: list[int],
    ys: list[int],
) -> Path:
    points: list[Point] = [q]
    current: tuple[int, int, int] | None = state
    while current is not None:
        points.append((xs[current[0]], ys[current[1]]))
        current = came.get(current)
    points.append(p)
    return tuple(simplified(points[::-1]))
