"""Coordinates across the reading direction: least gaps as constraints, then short and straight flows.

Every "a lies above b by at least d" is a constraint; their graph has no cycle. The longest path gives a
first drawing, and then vertices move towards their neighbours, pushing others along where that shortens the
flows in total.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush

from mlsd_studio.layout.layered.draft import Draft
from mlsd_studio.layout.layered.records import Boundary, Options

# Bend points need this much room to a card, and this much to each other.
_BEND_TO_CARD = 16
_BEND_TO_BEND = 10
_RELAX = 12
# Pushing looks at whole chains of vertices, so only drawings up to this many vertices get it.
PUSH_LIMIT = 400
_PUSHES = 3
_MOST_PUSHED = 12
_FAR = 1e9


class Constraints:
    """Variables 0..n-1 are the vertices' middles, then a start and an end for every frame."""

    def __init__(
        self, draft: Draft, keys: Mapping[str, float], frames: Mapping[str, Boundary], options: Options
    ):
        self.draft = draft
        self.options = options
        self.frames = frames
        names = sorted({frame for path in draft.paths for frame in path})
        count = len(draft.tall)
        self.start = {frame: count + 2 * i for i, frame in enumerate(names)}
        self.end = {frame: count + 2 * i + 1 for i, frame in enumerate(names)}
        self.count = count + 2 * len(names)
        self._least: list[dict[int, float]] = [{} for _ in range(self.count)]
        for group in draft.columns:
            self._column(group)
        self._siblings(keys)
        self.after = [list(found.items()) for found in self._least]
        self.before: list[list[tuple[int, float]]] = [[] for _ in range(self.count)]
        for a, found in enumerate(self.after):
            for b, distance in found:
                self.before[b].append((a, distance))

    def _need(self, a: int, b: int, distance: float) -> None:
        if distance > self._least[a].get(b, -1.0):
            self._least[a][b] = distance

    def head(self, frame: str) -> int:
        """The room a frame keeps before its first member, across the reading direction."""
        return self.options.padding + (0 if self.options.top_down else self.frames[frame].title_h)

    def _column(self, group: list[int]) -> None:
        """Gaps between vertical neighbours; entering and leaving a frame passes its start and end."""
        tall, paths = self.draft.tall, self.draft.paths
        previous: int | None = None
        for v in group:
            old = paths[previous] if previous is not None else ()
            shared = 0
            while shared < min(len(old), len(paths[v])) and old[shared] == paths[v][shared]:
                shared += 1
            at, reach = previous, tall[previous] / 2 if previous is not None else 0.0
            gap = self._gap(previous, v) if previous is not None else 0.0
            for frame in reversed(old[shared:]):
                if at is not None:
                    self._need(at, self.end[frame], reach + self.options.padding)
                at, reach, gap = self.end[frame], 0.0, 20.0
            for frame in paths[v][shared:]:
                if at is not None:
                    inside = at >= len(tall) and (at - len(tall)) % 2 == 0
                    self._need(at, self.start[frame], reach + (0.0 if inside else max(gap, 20.0)))
                at, reach, gap = self.start[frame], 0.0, float(self.head(frame))
            if at is not None:
                self._need(at, v, reach + gap + tall[v] / 2)
            previous = v
        if previous is not None:
            at, reach = previous, tall[previous] / 2
            for frame in reversed(paths[previous]):
                self._need(at, self.end[frame], reach + self.options.padding)
                at, reach = self.end[frame], 0.0

    def _gap(self, a: int, b: int) -> float:
        bends = (a >= self.draft.cards) + (b >= self.draft.cards)
        return float((self.options.row_gap, _BEND_TO_CARD, _BEND_TO_BEND)[bends])

    def _siblings(self, keys: Mapping[str, float]) -> None:
        """Order and distance of frames that share a column, and the nesting of frames."""
        spans: dict[str, tuple[int, int]] = {}
        parents: dict[str, str | None] = {}
        for v, path in enumerate(self.draft.paths):
            for depth, frame in enumerate(path):
                parents[frame] = path[depth - 1] if depth else None
                low, high = spans.get(frame, (self.draft.column[v], self.draft.column[v]))
                spans[frame] = (min(low, self.draft.column[v]), max(high, self.draft.column[v]))
        for frame, parent in parents.items():
            self._need(self.start[frame], self.end[frame], 48.0)
            if parent is not None:
                self._need(self.start[parent], self.start[frame], float(self.head(parent)))
                self._need(self.end[frame], self.end[parent], float(self.options.padding))
        names = sorted(parents, key=lambda frame: (keys[frame], frame))
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                if parents[a] == parents[b] and spans[a][0] <= spans[b][1] and spans[b][0] <= spans[a][1]:
                    self._need(self.end[a], self.start[b], 20.0)

    def room(self, v: int, at: list[float]) -> tuple[float, float]:
        """The lowest and highest place of a variable between those it must keep away from."""
        low, high = -_FAR, _FAR
        for u, distance in self.before[v]:
            if (least := at[u] + distance) > low:
                low = least
        for w, distance in self.after[v]:
            if (most := at[w] - distance) < high:
                high = most
        return low, high

    def order(self) -> list[int]:
        """The variables so that every constraint leads forward."""
        waiting = [len(found) for found in self.before]
        out = [v for v in range(self.count) if not waiting[v]]
        for v in out:
            for w, _ in self.after[v]:
                waiting[w] -= 1
                if not waiting[w]:
                    out.append(w)
        return out


def place(draft: Draft, keys: Mapping[str, float], frames: Mapping[str, Boundary], options: Options) -> None:
    """Set `draft.centre` so that no two vertices or frames are too close and flows are short and straight."""
    rules = Constraints(draft, keys, frames, options)
    order = rules.order()
    at = [0.0] * rules.count
    for v in order:
        at[v] = max((at[u] + d for u, d in rules.before[v]), default=0.0)
    pulls: list[list[tuple[int, float]]] = [[] for _ in range(rules.count)]
    for a, b, pull in draft.segments:
        force = _force(draft, a, b, pull)
        pulls[a].append((b, force))
        pulls[b].append((a, force))
    _relax(rules, order, at, pulls)
    if len(draft.tall) <= PUSH_LIMIT:
        rank = [0] * rules.count
        for index, v in enumerate(order):
            rank[v] = index
        for _ in range(_PUSHES):
            if not _push_all(rules, rank, at, pulls):
                break
    _tighten_frames(rules, order, at)
    draft.centre = at


def _force(draft: Draft, a: int, b: int, pull: float) -> float:
    """Long flows are straightened first: bend to bend weighs most (Gansner et al. 1993)."""
    if draft.column[a] == draft.column[b]:
        return pull * 0.1
    bends = (a >= draft.cards) + (b >= draft.cards)
    return pull * (1.0, 1.5, 3.0)[bends]


def _relax(
    rules: Constraints, order: list[int], at: list[float], pulls: list[list[tuple[int, float]]]
) -> None:
    """Move every vertex to the weighted median of its neighbours as far as its gaps allow."""
    size = len(rules.draft.tall)
    for turn in range(_RELAX):
        moved = False
        for v in reversed(order) if turn % 2 == 0 else order:
            around = pulls[v]
            if not around and v < size:
                continue
            low, high = rules.room(v, at)
            wish = _median(around, at) if v < size else _frame_edge(v - size, low, high, at[v])
            wish = min(max(wish, low), high)
            if wish != at[v]:
                at[v] = wish
                moved = True
        if not moved:
            break


def _frame_edge(number: int, low: float, high: float, now: float) -> float:
    """Frames hug their members: a start lies as late, an end as early as it can."""
    wish = low if number % 2 else high
    return wish if abs(wish) < 1e8 else now


def _median(pulls: list[tuple[int, float]], at: list[float]) -> float:
    """Weighted median of the neighbours; where two balance, the first, so that one flow is straight."""
    if len(pulls) == 1:
        return at[pulls[0][0]]
    ranked = sorted([(at[w], force) for w, force in pulls])
    half = sum([force for _, force in ranked]) / 2 - 1e-9
    total = 0.0
    for place_, force in ranked:
        total += force
        if total >= half:
            return place_
    return ranked[-1][0]


def _push_all(
    rules: Constraints, rank: list[int], at: list[float], pulls: list[list[tuple[int, float]]]
) -> bool:
    """Line vertices up with neighbours, pushing what is in the way; keep what helps.

    Only moves that shorten the vertex's own flows are tried: the others rarely pay for what they push.
    """
    helped = False
    for v in range(len(rules.draft.tall)):
        around = pulls[v]
        for goal in sorted({at[w] for w, _ in around}):
            now = at[v]
            if abs(goal - now) < 1e-6:
                continue
            own = 0.0
            for w, force in around:
                own += force * (abs(now - at[w]) - abs(goal - at[w]))
            if own < 1e-6:
                continue
            moved = _pushed(rules, rank, at, v, goal)
            if moved and _gain(moved, at, pulls) > 1e-6:
                for w, place_ in moved.items():
                    at[w] = place_
                helped = True
    return helped


def _pushed(rules: Constraints, rank: list[int], at: list[float], v: int, goal: float) -> dict[int, float]:
    """The new places of `v` and of everything it pushes on its way to `goal`; empty when that is too much."""
    moved = {v: goal}
    down = goal > at[v]
    sign = 1 if down else -1
    links = rules.after if down else rules.before
    queue = [(sign * rank[v], v)]
    while queue:
        _, u = heappop(queue)
        for w, distance in links[u]:
            limit = moved[u] + sign * distance
            now = moved.get(w)
            if now is None:
                if (limit - at[w]) * sign > 1e-9:
                    moved[w] = limit
                    heappush(queue, (sign * rank[w], w))
            elif (limit - now) * sign > 0:
                moved[w] = limit
        if len(moved) > _MOST_PUSHED:
            return {}
    return moved


def _gain(moved: dict[int, float], at: list[float], pulls: list[list[tuple[int, float]]]) -> float:
    """By how much the weighted flow length falls; flows between two moved vertices count once."""
    gain = 0.0
    for v, place_ in moved.items():
        for w, force in pulls[v]:
            other = moved.get(w)
            if other is None:
                gain += force * (abs(at[v] - at[w]) - abs(place_ - at[w]))
            else:
                gain += 0.5 * force * (abs(at[v] - at[w]) - abs(place_ - other))
    return gain


def _tighten_frames(rules: Constraints, order: list[int], at: list[float]) -> None:
    size = len(rules.draft.tall)
    for sequence in (list(reversed(order)), order):
        for v in sequence:
            if v >= size:
                at[v] = _frame_edge(v - size, *rules.room(v, at), at[v])
