"""Fewer crossings by sifting: every vertex tries all places of its column that its frame allows.

A vertex steps over its equals one by one and over a frame beside it as a whole, so frames stay in one piece.
What a step changes is counted from the two vertices' own flows only (Matuszewski, Schönfeld, Molitor 1999).
"""

from __future__ import annotations

from mlsd_studio.layout.layered.draft import Draft

ROUNDS = 6
# In-column flows, in crossings: running upwards, and each card they pass on the way.
_UPWARD = 0.8
_PASSED = 0.5
# The sorted places of a vertex's neighbours in the column before and in the one behind.
Ends = tuple[list[int], ...]


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
        """Sift all columns, forth and back, until nothing gets better.

        A column is looked at again only after it or one beside it has changed.
        """
        columns = self.draft.columns
        stale = [True] * (len(columns) + 2)
        for turn in range(rounds):
            order = range(len(columns)) if turn % 2 == 0 else range(len(columns) - 1, -1, -1)
            for column in order:
                if stale[column]:
                    stale[column] = False
                    if self._sift_column(column):
                        stale[column - 1] = stale[column] = stale[column + 1] = True
            if not any(stale[: len(columns)]):
                return

    def _sift_column(self, column: int) -> bool:
        group = self.draft.columns[column]
        if len(group) < 2:
            return False
        place = self.place
        ends = {v: tuple([sorted([place[w] for w in side]) for side in self.sides[v]]) for v in group}
        known: dict[tuple[int, int], int] = {}
        moved = False
        for v in list(group):
            if (ends[v][0] or ends[v][1] or self.own[v]) and self._sift(group, v, ends, known):
                moved = True
        return moved

    def _sift(
        self, group: list[int], v: int, ends: dict[int, Ends], known: dict[tuple[int, int], int]
    ) -> bool:
        """Move one vertex to its best place; False where it has it already.

        `known` holds, for pairs of the column, the crossings that are gained when the second comes first.
        """
        start = self.place[v]
        best, goal = -1e-9, start
        mine = ends[v]
        flows = self.own[v]
        for step in (-1, 1):
            gain, at = 0.0, start
            while (reach := self._step(group, v, at, step)) is not None:
                for u in group[reach:at] if step < 0 else group[at + 1 : reach + 1]:
                    change = known.get((v, u))
                    if change is None:
                        change = known[(v, u)] = _change(mine, ends[u])
                        known[(u, v)] = -change
                    gain += change if step > 0 else -change
                at = reach
                total = gain + self._along(v, at) if flows else gain
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


def _change(first: Ends, second: Ends) -> int:
    """By how much the crossings of two vertices' flows grow when `second`, now behind, comes before `first`."""
    change = 0
    for mine, other in zip(first, second, strict=True):
        if mine and other:
            if mine[-1] < other[0]:
                change += len(mine) * len(other)
            elif other[-1] < mine[0]:
                change -= len(mine) * len(other)
            else:
                for a in mine:
                    for b in other:
                        change += (a < b) - (b < a)
    return change
