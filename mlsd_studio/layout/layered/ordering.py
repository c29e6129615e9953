"""The order inside columns: weighted barycentres, with the members of a frame kept together.

Bend points of long flows and place holders of frames take part, so that a frame owns one interval in every
column it spans and no foreign card can stand inside it. Sibling frames are ordered by one key in all
columns, which keeps the later coordinate constraints free of contradictions.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import combinations

from mlsd_studio.layout.layered.draft import Draft
from mlsd_studio.layout.layered.untangle import Sifter

SWEEPS = 8
# Local search weighs crossings against lengths: right for small drawings, in bigger ones crossings count.
SEARCH_LIMIT = 60
_BEND_TALL = 4
_CROSSING = 60.0
_PITCH = 108.0
# Inside a column flows read downwards, and those that skip a card have to go round it.
_UPWARD = 50.0
_ROUND = 80.0


def order(draft: Draft, even: bool = True, flip: bool = False) -> dict[str, float]:
    """Fill `draft.columns`, adding bend points and place holders; `draft.segments` gets the pieces of flows.

    With `even`, short columns are compared with long ones as if both had the same height, which suits big
    drawings; `flip` starts from the other end, for another answer. Returns the key of every frame: where
    sibling frames share a column, the lower key lies first.
    """
    _bend_long_links(draft)
    _hold_frames(draft)
    count = max(draft.column) + 1
    draft.columns = [[] for _ in range(count)]
    for v in _first_order(draft):
        draft.columns[draft.column[v]].append(v)
    if flip:
        for group in draft.columns:
            group.reverse()
    neighbours = _neighbours(draft)
    members = _members(draft)
    best: tuple[float, list[list[int]], dict[str, float]] | None = None
    spread = _PITCH * max(map(len, draft.columns)) if even else 0.0
    at = [0.0] * len(draft.tall)
    for column in range(count):
        _deal(draft, column, at, spread)
    for sweep in range(SWEEPS):
        keys = {frame: sum(at[v] for v in inside) / len(inside) for frame, inside in members.items()}
        keys.update(draft.ranks)
        forward = (sweep % 2 == 0) != flip
        for column in range(count) if forward else range(count - 1, -1, -1):
            _sort_column(draft, column, neighbours, at, keys, forward)
            _deal(draft, column, at, spread)
        # A score counts only once every column was sorted with the same frame keys.
        price = _price(draft, at)
        if best is None or price < best[0]:
            best = (price, [list(group) for group in draft.columns], keys)
    assert best is not None
    draft.columns = best[1]
    Sifter(draft).run()
    if len(draft.tall) <= SEARCH_LIMIT:
        _improve(draft)
    return best[2]


def _bend_long_links(draft: Draft) -> None:
    """A bend point in every column a flow passes: inside the frames of an end as far as these reach.

    So a flow leaves a frame at its far side, between what it holds, rather than across its long sides.
    """
    spans = _card_spans(draft)
    for link in draft.links:
        if link.a == link.b:
            continue
        a, b = (link.a, link.b) if draft.column[link.a] <= draft.column[link.b] else (link.b, link.a)
        if not link.weight or draft.column[b] - draft.column[a] < 2:
            draft.segments.append((a, b, link.pull))
            continue
        previous = a
        for column in range(draft.column[a] + 1, draft.column[b]):
            leaving, entering = (_reaching(draft.paths[v], spans, column) for v in (a, b))
            path = leaving if len(leaving) >= len(entering) else entering
            bend = draft.add(column, _BEND_TALL, path)
            draft.segments.append((previous, bend, link.pull))
            previous = bend
        draft.segments.append((previous, b, link.pull))


def _card_spans(draft: Draft) -> dict[str, tuple[int, int]]:
    """The first and last column of the cards in every frame."""
    spans: dict[str, tuple[int, int]] = {}
    for v in range(draft.cards):
        at = draft.column[v]
        for frame in draft.paths[v]:
            low, high = spans.get(frame, (at, at))
            spans[frame] = (min(low, at), max(high, at))
    return spans


def _reaching(path: tuple[str, ...], spans: dict[str, tuple[int, int]], column: int) -> tuple[str, ...]:
    """The frames of a path, from the outermost, that have cards on both sides of a column or in it."""
    size = 0
    while size < len(path) and spans[path[size]][0] <= column <= spans[path[size]][1]:
        size += 1
    return path[:size]


def _hold_frames(draft: Draft) -> None:
    """A place holder wherever a frame spans a column in which it has no member; ranked frames span all."""
    last = max(draft.column)
    present: dict[tuple[str, ...], set[int]] = {}
    for v in range(len(draft.tall)):
        path = draft.paths[v]
        for size in range(1, len(path) + 1):
            present.setdefault(path[:size], set()).add(draft.column[v])
    for path in sorted(present, key=lambda p: (-len(p), p)):
        columns = present[path]
        everywhere = path[-1] in draft.ranks
        for column in range(0 if everywhere else min(columns), (last if everywhere else max(columns)) + 1):
            if column not in columns:
                draft.add(column, _BEND_TALL, path)
                for size in range(1, len(path)):
                    present[path[:size]].add(column)


def _first_order(draft: Draft) -> list[int]:
    """Depth first along the flows from the first columns, so that chains start out on one level."""
    count = len(draft.tall)
    after: list[list[int]] = [[] for _ in range(count)]
    for a, b, _ in draft.segments:
        after[a].append(b)
    seen = [False] * count
    out: list[int] = []
    for root in sorted(range(count), key=lambda v: (draft.column[v], v)):
        stack = [root]
        while stack:
            v = stack.pop()
            if not seen[v]:
                seen[v] = True
                out.append(v)
                stack.extend(reversed(after[v]))
    return out


def _neighbours(draft: Draft) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = [[] for _ in draft.tall]
    for a, b, pull in draft.segments:
        found[a].append((b, pull))
        found[b].append((a, pull))
    return found


def _members(draft: Draft) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for v, path in enumerate(draft.paths):
        for frame in path:
            found.setdefault(frame, []).append(v)
    return found


def _stack(draft: Draft) -> list[float]:
    at = [0.0] * len(draft.tall)
    for column in range(len(draft.columns)):
        _restack(draft, column, at)
    return at


def _restack(draft: Draft, column: int, at: list[float]) -> None:
    """Heights when the column's vertices are stacked with plain gaps around the level zero."""
    heights = [_PITCH if draft.tall[v] > _BEND_TALL else 24.0 for v in draft.columns[column]]
    y = -sum(heights) / 2
    for v, height in zip(draft.columns[column], heights, strict=True):
        at[v] = y + height / 2
        y += height


def _deal(draft: Draft, column: int, at: list[float], spread: float) -> None:
    """Heights when the column's vertices are spread evenly over `spread`, or simply stacked when it is 0."""
    if not spread:
        _restack(draft, column, at)
        return
    group = draft.columns[column]
    for index, v in enumerate(group):
        at[v] = ((index + 0.5) / len(group) - 0.5) * spread


def _sort_column(
    draft: Draft,
    column: int,
    neighbours: list[list[tuple[int, float]]],
    at: list[float],
    keys: dict[str, float],
    forward: bool,
) -> None:
    wish: dict[int, float] = {}
    for v in draft.columns[column]:
        total = pulls = 0.0
        for w, pull in neighbours[v]:
            ahead = draft.column[w] > column
            force = pull if draft.column[w] == column or ahead != forward else pull * 0.3
            total += at[w] * force
            pulls += force
        wish[v] = total / pulls if pulls else at[v]
    draft.columns[column] = _grouped(draft, draft.columns[column], 0, wish, keys)


def _grouped(
    draft: Draft, items: list[int], depth: int, wish: dict[int, float], keys: dict[str, float]
) -> list[int]:
    """Sort loose vertices by wish and frames by key, frames as one block each, recursively."""
    loose: list[tuple[float, int, list[int]]] = []
    frames: dict[str, list[int]] = {}
    for place, v in enumerate(items):
        path = draft.paths[v]
        if len(path) > depth:
            frames.setdefault(path[depth], []).append(v)
        else:
            loose.append((wish[v], place, [v]))
    for place, (frame, inside) in enumerate(sorted(frames.items())):
        loose.append((keys[frame], place, _grouped(draft, inside, depth + 1, wish, keys)))
    loose.sort(key=lambda entry: entry[:2])
    return [v for _, _, block in loose for v in block]


def _price(draft: Draft, at: list[float]) -> float:
    """Crossings between columns, weighted heights along flows, and flows that run up a column."""
    return _heights(draft, at, draft.segments) + _CROSSING * crossings(draft, at)


def _heights(draft: Draft, at: list[float], segments: list[tuple[int, int, float]]) -> float:
    total = 0.0
    column = draft.column
    for a, b, pull in segments:
        drop = at[b] - at[a]
        total += pull * abs(drop)
        if column[a] == column[b] and pull >= 1.0:
            total += _UPWARD * (drop < 0) + _ROUND * (abs(drop) > 1.5 * _PITCH)
    return total


def crossings(draft: Draft, at: list[float]) -> int:
    """Crossings of flow pieces between neighbouring columns; `at` orders the vertices of a column."""
    return sum(_inversions(pairs, at) for pairs in _gaps(draft).values())


def _gaps(draft: Draft) -> dict[int, list[tuple[int, int]]]:
    """The pieces of flows that join a column and the next one, by the number of the first."""
    gaps: dict[int, list[tuple[int, int]]] = {}
    for a, b, _ in draft.segments:
        if draft.column[b] - draft.column[a] == 1:
            gaps.setdefault(draft.column[a], []).append((a, b))
    return gaps


def _inversions(pairs: list[tuple[int, int]], at: list[float]) -> int:
    count = 0
    seen: list[float] = []
    for _, end in sorted((at[a], at[b]) for a, b in pairs):
        count += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return count


def _improve(draft: Draft) -> None:
    """Hill climbing for small drawings: swap two vertices of a column that lie in the same frame.

    A swap changes heights in one column only, so only the flows that touch it are priced again.
    """
    at = _stack(draft)
    gaps = _gaps(draft)
    touching: list[list[tuple[int, int, float]]] = [[] for _ in draft.columns]
    for segment in draft.segments:
        for column in {draft.column[segment[0]], draft.column[segment[1]]}:
            touching[column].append(segment)

    def price(column: int) -> float:
        tangles = sum(_inversions(gaps.get(gap, []), at) for gap in (column - 1, column))
        return _heights(draft, at, touching[column]) + _CROSSING * tangles

    for _ in range(4):
        better = False
        for column, group in enumerate(draft.columns):
            best = price(column)
            for i, j in combinations(range(len(group)), 2):
                if draft.paths[group[i]] != draft.paths[group[j]]:
                    continue
                group[i], group[j] = group[j], group[i]
                _restack(draft, column, at)
                if (found := price(column)) < best - 1e-6:
                    best, better = found, True
                else:
                    group[i], group[j] = group[j], group[i]
                    _restack(draft, column, at)
        if not better:
            break
