"""Ports along the sides once the ways are known: neighbours that cross change places, and all are spread."""

from __future__ import annotations

from itertools import combinations, pairwise

from mlsd_studio.layout.routing.choose import path_blocked
from mlsd_studio.layout.routing.ports import span, spread
from mlsd_studio.layout.routing.shapes import Path
from mlsd_studio.layout.routing.ways import is_free
from mlsd_studio.layout.routing.weave import End, Slot, Weave

# The least length of a piece that is left between a corner and a card.
_STUB = 12
# Where a port may go to get out of the way.
_ASIDE = (-12, 12, -24, 24)


def untangle(weave: Weave) -> None:
    """Let flows that share a side and cross change their ports where that pays."""
    for slot in sorted(weave.ports):
        for one, two in combinations(sorted(weave.ports[slot]), 2):
            here = weave.ports[slot]
            a, b = weave.paths[one[0]], weave.paths[two[0]]
            if one[0] != two[0] and cross(a, b) and _bent(weave, one) and _bent(weave, two):
                _move(weave, slot, {one: here[two], two: here[one]}, 0)


def spread_evenly(weave: Weave) -> None:
    """Spread the ports on left and right sides between the straight flows, in the order they have."""
    for slot in sorted(weave.ports):
        here = weave.ports[slot]
        if slot[1] % 2 or not here:
            continue
        order = sorted(here, key=lambda end: (here[end], end))
        positions = {end: here[end] for end in order if not _bent(weave, end)}
        if len(positions) == len(order):
            continue
        plan = weave.plans[order[0][0]]
        low, high = span(plan.b if order[0][1] else plan.a, slot[1])
        spread([((0, n, 0), *end) for n, end in enumerate(order)], low, high, positions)
        moved = {end: at for end, at in positions.items() if at != here[end]}
        if moved:
            _move(weave, slot, moved, 1)


def part(weave: Weave) -> None:
    """Move ports a little where a flow leaves or arrives on top of another one, which came from elsewhere."""
    for key in sorted(weave.movable):
        for end in (0, 1):
            if not _bent(weave, (key, end)) or not weave.lies_on_others(key)[end]:
                continue
            plan = weave.plans[key]
            slot = plan.ends[end], plan.sides[end]
            low, high = span(plan.b if end else plan.a, slot[1])
            here = weave.ports[slot]
            others = [at for other, at in here.items() if other != (key, end)]
            for away in _ASIDE:
                at = here[(key, end)] + away
                if low <= at <= high and is_free(at, others) and _move(weave, slot, {(key, end): at}, 0):
                    break


def _bent(weave: Weave, end: End) -> bool:
    return end[0] in weave.movable and len(weave.paths[end[0]]) > 2


def _move(weave: Weave, slot: Slot, moved: dict[End, int], slack: int) -> bool:
    """Put ports elsewhere on their side, unless a path is then blocked or all together cost more."""
    fresh: dict[str, Path] = {}
    for (key, end), at in moved.items():
        path = shifted(fresh.get(key, weave.paths[key]), end, 1 - slot[1] % 2, at)
        if path is None or path_blocked(path, weave.plans[key].ends, weave.grid):
            return False
        fresh[key] = path
    return weave.try_paths(fresh, slack)


def shifted(path: Path, end: int, axis: int, at: int) -> Path | None:
    """A bent path with its first (`end` 0) or last piece at another coordinate, or None when it would fold."""
    points = list(path[::-1] if end else path)
    old, goal = points[1][axis], points[2][axis]
    for index in (0, 1):
        x, y = points[index]
        points[index] = (at, y) if axis == 0 else (x, at)
    if len(points) == 3 and ((goal - old) * (goal - at) <= 0 or abs(goal - at) < _STUB):
        return None
    return tuple(points[::-1] if end else points)


def cross(a: Path, b: Path) -> bool:
    """Whether two paths cross properly."""
    for p, q in pairwise(a):
        for r, s in pairwise(b):
            if (p[1] == q[1]) == (r[1] == s[1]):
                continue
            (h, i), (v, w) = ((p, q), (r, s)) if p[1] == q[1] else ((r, s), (p, q))
            if min(h[0], i[0]) < v[0] < max(h[0], i[0]) and min(v[1], w[1]) < h[1] < max(v[1], w[1]):
                return True
    return False
