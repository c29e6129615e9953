"""From layers to columns: long chains are folded, tall layers split, and loosely tied cards fill the gaps.

A drawing with one column per layer is a ribbon when the chain is long. Neighbouring layers therefore share
a column (their flows then run down inside it) until the picture has about the wanted proportions.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from math import ceil, log, sqrt

from mlsd_studio.layout.layered.draft import Draft

# Longer chains are halved first; the choice of the cuts takes time with the square of the layers.
_MOST_LAYERS = 120


def assign(draft: Draft, layers: list[int | None], step: float, aspect: float) -> None:
    """Set `draft.column` from the layers; None marks cards that only flows of weight 0 tie to the rest.

    `step` is how much longer a step along the reading direction is than one across it.
    """
    fixed = [v for v in range(draft.cards) if layers[v] is not None]
    rows: list[list[int]] = []
    for v in sorted(fixed, key=lambda v: (layers[v] or 0, v)):
        while len(rows) <= (layers[v] or 0):
            rows.append([])
        rows[layers[v] or 0].append(v)
    draft.column = [-1] * draft.cards
    most = max(2, ceil(sqrt(draft.cards * step / aspect)))
    number = 0
    for group in _fold(_split(rows, most), draft.cards, step, aspect):
        for v in group:
            draft.column[v] = number
        number += 1
    _settle(draft, max(number, 1))
    _close_gaps(draft)


def _split(rows: list[list[int]], most: int) -> list[list[int]]:
    """Layers of more than about `most` cards become several columns."""
    out: list[list[int]] = []
    for row in rows:
        parts = 1 if len(row) <= most * 1.5 else ceil(len(row) / most)
        size = ceil(len(row) / parts) if row else 0
        out.extend(row[i * size : (i + 1) * size] for i in range(parts))
    return out


def _fold(rows: list[list[int]], cards: int, step: float, aspect: float) -> list[list[int]]:
    """Join neighbouring layers so that width over height comes close to `aspect`."""
    if not rows:
        return []
    while len(rows) > _MOST_LAYERS:
        rows = [[v for row in rows[i : i + 2] for v in row] for i in range(0, len(rows), 2)]
    most = min(len(rows), 4 + 2 * ceil(sqrt(cards * aspect / step)))
    loose = cards - sum(map(len, rows))
    best: tuple[float, list[list[int]]] | None = None
    for groups in _partitions(rows, most):
        columns = len(groups)
        height = max(max(map(len, groups)), (cards + columns - 1) / columns) + loose / (2 * columns)
        off = abs(log(columns * step / (height * aspect))) + 0.02 * (len(rows) - columns)
        if best is None or off < best[0]:
            best = (off, groups)
    assert best is not None
    return best[1]


def _partitions(rows: list[list[int]], most: int) -> list[list[list[int]]]:
    """For 1 to `most` columns, neighbouring rows joined with the least sum of squared sizes."""
    count = len(rows)
    prefix = [0]
    for row in rows:
        prefix.append(prefix[-1] + len(row))
    best = [0.0] + [float("inf")] * count
    cuts: list[list[int]] = []
    found: list[list[list[int]]] = []
    for columns in range(1, most + 1):
        following = [float("inf")] * (count + 1)
        cut = [0] * (count + 1)
        for end in range(columns, count + 1):
            for start in range(columns - 1, end):
                price = best[start] + (prefix[end] - prefix[start]) ** 2
                if price < following[end]:
                    following[end], cut[end] = price, start
        best = following
        cuts.append(cut)
        groups: list[list[int]] = []
        end = count
        for layer_cut in reversed(cuts):
            groups.append([v for row in rows[layer_cut[end] : end] for v in row])
            end = layer_cut[end]
        found.append(groups[::-1])
    return found


def _settle(draft: Draft, columns: int) -> None:
    """Columns for the loosely tied cards: close to their neighbours, in columns that have room."""
    neighbours = draft.card_neighbours()
    load = [0] * columns
    homes: dict[tuple[str, ...], list[int]] = {}
    for v in range(draft.cards):
        if draft.column[v] >= 0:
            load[draft.column[v]] += 1
            homes.setdefault(draft.paths[v], []).append(draft.column[v])
    room = max(ceil(draft.cards / columns), sorted(load)[-2] if columns > 2 else max(load))
    tied = [sum(pull for w, pull in neighbours[v] if draft.column[w] >= 0) for v in range(draft.cards)]
    queue = [(-tied[v], v) for v in range(draft.cards) if draft.column[v] < 0]
    heapify(queue)
    while queue:
        known_pull, v = heappop(queue)
        if draft.column[v] >= 0 or -known_pull != tied[v]:
            continue
        ends = [(draft.column[w], pull) for w, pull in neighbours[v] if draft.column[w] >= 0]
        home = homes.get(draft.paths[v], []) if draft.paths[v] else []
        prices = [_distance(column, ends, home) + _load(load[column], room) for column in range(columns)]
        chosen = prices.index(min(prices))
        draft.column[v] = chosen
        load[chosen] += 1
        homes.setdefault(draft.paths[v], []).append(chosen)
        for w, pull in neighbours[v]:
            if draft.column[w] < 0:
                tied[w] += pull
                heappush(queue, (-tied[w], w))


def _distance(column: int, ends: list[tuple[int, float]], home: list[int]) -> float:
    """How far a column is from the neighbours, and from the columns of the card's own frame."""
    far = sum(pull * abs(column - at) for at, pull in ends)
    return far + (max(0, min(home) - column, column - max(home)) if home else 0)


def _load(load: int, room: int) -> float:
    return 2.0 * max(0, load + 1 - room) + 0.05 * load


def _close_gaps(draft: Draft) -> None:
    used = sorted(set(draft.column))
    number = {column: index for index, column in enumerate(used)}
    draft.column = [number[column] for column in draft.column]
