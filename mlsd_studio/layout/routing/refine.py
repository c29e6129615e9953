"""Fewer crossings on small diagrams: every flow may swap its path for another one between the same ports."""

from __future__ import annotations

from itertools import pairwise

from mlsd_studio.layout.geometry import Point, simplified
from mlsd_studio.layout.routing.choose import Plan, cost, path_blocked
from mlsd_studio.layout.routing.grid import BoxGrid
from mlsd_studio.layout.routing.shapes import Path, connections

# A crossing is worth this many pixels of detour; running on top of another flow is worth more.
CROSSING = 90
OVERLAP = 60
ROUNDS = 2
Box = tuple[int, int, int, int]
Trace = tuple[Box, list[Box]]


def fewer_crossings(
    paths: dict[str, Path], plans: dict[str, Plan], movable: set[str], grid: BoxGrid
) -> dict[str, Path]:
    """The paths with single flows rerouted where that lowers bends, length and crossings together."""
    current = dict(paths)
    traces = {key: _trace(path) for key, path in paths.items()}
    options = {key: _options(plans[key], paths[key], grid) for key in sorted(movable & paths.keys())}
    for _ in range(ROUNDS):
        changed = False
        for key, choices in options.items():
            if len(choices) < 2:
                continue
            best = _best(choices, traces, key)
            if best != current[key]:
                current[key], traces[key] = best, _trace(best)
                changed = True
        if not changed:
            break
    return current


def _best(choices: list[tuple[int, Path]], traces: dict[str, Trace], key: str) -> Path:
    """The cheapest choice, crossings included; choices come cheapest first without them."""
    bounds = [_trace(path)[0] for _, path in choices]
    area = (
        min(b[0] for b in bounds),
        min(b[1] for b in bounds),
        max(b[2] for b in bounds),
        max(b[3] for b in bounds),
    )
    near = [trace for other, trace in traces.items() if other != key and _meets(trace[0], area)]
    best, chosen = 1 << 60, choices[0][1]
    for price, path in choices:
        if price >= best:
            break
        price += conflicts(_trace(path), near, best - price)
        if price < best:
            best, chosen = price, path
    return chosen


def _options(plan: Plan, path: Path, grid: BoxGrid) -> list[tuple[int, Path]]:
    """The path it has and all free plain shapes between the same ports, with their prices, cheapest first."""
    found = [path]
    if not plan.fixed and plan.ends[0] != plan.ends[1]:
        for other in connections(path[0], plan.sides[0], path[-1], plan.sides[1], plan.a, plan.b):
            clean = tuple(simplified(other))
            if clean not in found and not path_blocked(clean, plan.ends, grid):
                found.append(clean)
    return sorted((cost(option), option) for option in found)


def conflicts(mine: Trace, others: list[Trace], limit: int) -> int:
    """The price of the crossings and overlaps of one path with others; may stop once it reaches `limit`."""
    area, pieces = mine
    total = 0
    for bounds, theirs in others:
        if not _meets(bounds, area):
            continue
        for piece in theirs:
            if _meets(piece, area):
                total += _clash(pieces, piece)
        if total >= limit:
            break
    return total


def _clash(pieces: list[Box], other: Box) -> int:
    """The price of one foreign piece for all pieces of a path."""
    total = 0
    x0, y0, x1, y1 = other
    level = y0 == y1
    for sx0, sy0, sx1, sy1 in pieces:
        if (sy0 == sy1) != level:
            if x0 <= sx1 and sx0 <= x1 and y0 <= sy1 and sy0 <= y1:
                total += CROSSING
        elif level:
            if sx0 < x1 and x0 < sx1 and abs(sy0 - y0) < 8:
                total += OVERLAP
        elif sy0 < y1 and y0 < sy1 and abs(sx0 - x0) < 8:
            total += OVERLAP
    return total


def _trace(path: Path) -> Trace:
    """A path as its outline and its pieces, all as (left, top, right, bottom)."""
    pieces = [_span(a, b) for a, b in pairwise(path)]
    xs = [x for x, _ in path]
    ys = [y for _, y in path]
    return (min(xs), min(ys), max(xs), max(ys)), pieces


def _meets(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _span(a: Point, b: Point) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
