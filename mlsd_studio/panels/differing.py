"""How a list becomes another with few insertions and removals, so that a view keeps what it shows of the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def staying(before: Sequence[Key], after: Sequence[Key]) -> set[Key]:
    """Those that can stay where they are: the longest run of the list `before` that is in order in `after`."""
    place = {key: n for n, key in enumerate(after)}
    known = [(key, place[key]) for key in before if key in place]
    tails: list[int] = []
    ends: list[int] = []
    last: list[int] = []
    for n, (_, spot) in enumerate(known):
        at = bisect_left(tails, spot)
        last.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [spot]
        ends[at : at + 1] = [n]
    kept: set[Key] = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.add(known[n][0])
        n = last[n]
    return kept


def stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as first and last of runs without gaps."""
    if not numbers:
        return []
    cuts = [n for n, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1]
    bounds = [0, *cuts, len(numbers)]
    return [(numbers[a], numbers[b - 1]) for a, b in pairwise(bounds)]
