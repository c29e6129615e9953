"""Fewer crossings by sifting: every vertex tries all places of its column that its frame allows.

A vertex steps over its equals one by one and over a frame beside it as a whole, so frames stay in one piece.
What a step changes is counted from the two vertices' own flows only (Matuszewski, Schönfeld, Molitor 1999).
"""

from __future__ import annotations

from bisect import bisect_left

from mlsd_studio.layout.layered.draft import Draft

ROUNDS = 6
# In-column flows, in crossings: running upwards, and each card they pass on the way.
_UPWARD = 0.8
_PASSED = 0.5


class Sifter:
    """The columns of a draft with, for every vertex, the sorted places of its neighbours on both sides."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.place = [0] * len(draft.tall)
        self.sides: list[tuple[list[int], list[int]]] = [([], []) for _ in draft.tall]
        self.own: list[list[tuple[int, bool]]] = [[] for _ in draft.tall]
        column = draft.column
        for a, b, pull in draft.segments:
            if column[b] - column[a] == 1:
                self.sides[a][1].append(b)
                self.sides[b][0].append(a)
            elif column[a] == column[b] and pull >= 1.0:
                self.own[a].append((b, True))
                self.own[b].append((a, False))
        for group in draft.columns:
            self._number(group)

    def _number(self, group: list[int]) -> None:
        for index, v in enumerate(group):
            self.place[v] = index

    def run(self, rounds: int = ROUNDS) -> None:
        """Sift all columns, forth and back, until nothing gets better."""
        columns = self.draft.columns
        for turn in range(rounds):
            order = range(len(columns)) if turn % 2 == 0 else range(len(columns) - 1, -1, -1)
            if not sum(self._sift_column(column) for column in order):
                return

    def _sift_column(self, column: int) -> int:
        group = self.draft.columns[column]
        place = self.place
        ends = {v: tuple(sorted(place[w] for w in side) for side in self.sides[v]) for v in group}
        moved = 0
        for v in list(group):
            if len(group) > 1 and self._sift(group, v, ends):
                moved += 1
        return moved

    def _sift(self, group: list[int], v: int, ends: dict[int, tuple[list[int], ...]]) -> bool:
        """Move one vertex to its best place; False where it has it already."""
        start = self.place[v]
        best, goal = -1e-9, start
        for step in (-1, 1):
            gain, at = 0.0, start
            while (reach := self._step(group, v, at, step)) is not None:
                for u in group[reach:at] if step < 0 else group[at + 1 : reach + 1]:
                    mine, other = ends[v], ends[u]
                    change = _crossings(other, mine) - _crossings(mine, other)
                    gain += -change if step < 0 else change
                at = reach
                total = gain + self._along(v, at)
                if total < best:
                    best, goal = total, at
        if goal == start:
            return False
        group.insert(goal, group.pop(start))
        low, high = min(start, goal), max(start, goal)
        for index in range(low, high + 1):
            self.place[group[index]] = index
        return True

    def _step(self, group: list[int], v: int, at: int, step: int) -> int | None:
        """The next place that `v`, standing at `at`, may take in a direction; None at its frame's edge.

        `group` still has `v` where it was: places on the way are those of the others.
        """
        paths = self.draft.paths
        path, depth = paths[v], len(paths[v])
        beside = at + step
        if not 0 <= beside < len(group):
            return None
        other = paths[group[beside]]
        if other == path:
            return beside
        if other[:depth] != path:
            return None
        block = other[: depth + 1]
        while 0 <= beside + step < len(group) and paths[group[beside + step]][: depth + 1] == block:
            beside += step
        return beside

    def _along(self, v: int, goal: int) -> float:
        """What moving `v` to `goal` changes for the flows inside the column."""
        flows = self.own[v]
        if not flows:
            return 0.0
        start = self.place[v]
        change = 0.0
        for w, leaves in flows:
            there = self.place[w]
            after = there
            if start < there <= goal:
                after -= 1
            elif goal <= there < start:
                after += 1
            change += _inside(goal, after, leaves) - _inside(start, there, leaves)
        return change


def _inside(here: int, there: int, leaves: bool) -> float:
    upward = (there < here) == leaves
    return _UPWARD * upward + _PASSED * (abs(there - here) - 1)


def _crossings(first: tuple[list[int], ...], second: tuple[list[int], ...]) -> int:
    """Crossings of the flows of two vertices when `first` lies before `second`."""
    count = 0
    for mine, other in zip(first, second, strict=True):
        if mine and other:
            for end in mine:
                count += bisect_left(other, end)
    return count
