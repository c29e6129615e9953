"""The last touch on small drawings: equal cards trade places where that shortens and untangles the flows.

Swapping two cards of one size in one frame breaks no gap and no frame, so the search may look at the real
coordinates: lengths, bends, direction, and the crossings of the straight lines between the cards.
"""

from __future__ import annotations

from itertools import combinations

from mlsd_studio.layout.layered.draft import Draft

# Above this many cards the pairs are too many; callers leave the drawing as it is.
CARD_LIMIT = 48
_ROUNDS = 4
_CROSSING = 70.0
_BEND = 60.0
_BACKWARDS = 140.0
_AROUND = 70.0
# Both ends, then left, right, top and bottom.
Line = tuple[float, float, float, float, float, float, float, float]


class Slots:
    """Where every card stands, and what the flows between the cards cost.

    On a grid of rows `cell` holds (column, row) of every card and then of every free place, and `full` the
    cells with a card; otherwise both are empty.
    """

    def __init__(self, draft: Draft, lead: list[int], pitch: float, rows: list[int] | None) -> None:
        self.x = [lead[v] + draft.deep[v] / 2 for v in range(draft.cards)]
        self.y = draft.centre[: draft.cards]
        self.pitch = pitch
        self.cards = draft.cards
        self.cell: list[tuple[int, int]] = []
        self.full: set[tuple[int, int]] = set()
        if rows is not None:
            self._add_free_places(draft, rows)
        self.links = [(k.a, k.b, k.pull, k.weight > 0) for k in draft.links if k.a != k.b]
        self.of: list[list[int]] = [[] for _ in self.x]
        for index, (a, b, _, _) in enumerate(self.links):
            self.of[a].append(index)
            self.of[b].append(index)
        self.lines = [self._line(index) for index in range(len(self.links))]

    def _add_free_places(self, draft: Draft, rows: list[int]) -> None:
        self.cell = [(draft.column[v], rows[v]) for v in range(draft.cards)]
        self.full = set(self.cell)
        across = {draft.column[v]: self.x[v] for v in range(draft.cards)}
        for column in sorted(across):
            for row in range(max(rows) + 1):
                if (column, row) not in self.full:
                    self.cell.append((column, row))
                    self.x.append(across[column])
                    self.y.append(row * self.pitch)

    def _between(self, a: int, b: int) -> bool:
        """Whether a card stands on the straight way between two cards of one row or column of the grid."""
        (c0, r0), (c1, r1) = sorted((self.cell[a], self.cell[b]))
        if r0 == r1:
            return any((c, r0) in self.full for c in range(c0 + 1, c1))
        return c0 == c1 and any((c0, r) in self.full for r in range(r0 + 1, r1))

    def _line(self, index: int) -> Line:
        a, b, _, _ = self.links[index]
        ax, ay, bx, by = self.x[a], self.y[a], self.x[b], self.y[b]
        left, right = (ax, bx) if ax <= bx else (bx, ax)
        top, bottom = (ay, by) if ay <= by else (by, ay)
        return ax, ay, bx, by, left, right, top, bottom

    def reach(self, links: list[int]) -> float:
        """The price of the lengths, bends and directions of some flows."""
        total = 0.0
        x, y = self.x, self.y
        for index in links:
            a, b, pull, leads = self.links[index]
            dx, dy = x[b] - x[a], abs(y[b] - y[a])
            price = abs(dx) + dy
            if dx and dy > 8:
                price += _BEND
            elif self._between(a, b) if self.cell else dx == 0 and dy > 1.5 * self.pitch:
                price += _AROUND
            if leads and (dx < 0 or (dx == 0 and y[b] < y[a])):
                price += _BACKWARDS if dx else _BACKWARDS / 3
            total += pull * price
        return total

    def tangles(self, links: list[int]) -> float:
        """The price of the crossings of some flows' straight lines with all others, each once."""
        chosen = set(links)
        lines = self.lines
        count = 0
        for index in links:
            line = lines[index]
            _, _, _, _, left, right, top, bottom = line
            a, b, _, _ = self.links[index]
            for other, that in enumerate(lines):
                if that[4] >= right or that[5] <= left or that[6] >= bottom or that[7] <= top:
                    continue
                if (other in chosen and other <= index) or not _meet(line, that):
                    continue
                c, d, _, _ = self.links[other]
                count += a not in (c, d) and b not in (c, d)
        return _CROSSING * count

    def swap(self, v: int, w: int, links: list[int]) -> None:
        """Let two cards trade places."""
        self.x[v], self.x[w] = self.x[w], self.x[v]
        self.y[v], self.y[w] = self.y[w], self.y[v]
        if self.cell:
            self.cell[v], self.cell[w] = self.cell[w], self.cell[v]
            if v < self.cards <= w:
                self.full.remove(self.cell[w])
                self.full.add(self.cell[v])
        for index in links:
            self.lines[index] = self._line(index)


def _meet(p: Line, q: Line) -> bool:
    """Whether two straight pieces cross properly."""
    ax, ay, bx, by = p[:4]
    cx, cy, dx, dy = q[:4]
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    if (ux * (cy - ay) - uy * (cx - ax)) * (ux * (dy - ay) - uy * (dx - ax)) >= 0:
        return False
    return (vx * (ay - cy) - vy * (ax - cx)) * (vx * (by - cy) - vy * (bx - cx)) < 0


def swap_cards(draft: Draft, lead: list[int], pitch: float, rows: list[int] | None) -> None:
    """Trade places while it helps; changes `draft.column` and `draft.centre`.

    `lead` holds the leading edges along the reading direction, `pitch` is a usual step across it. With
    `rows`, the cards' rows on a common grid, cards also move to free places of the grid.
    """
    slots = Slots(draft, lead, pitch, rows)
    pairs = [
        (v, w)
        for v, w in combinations(range(len(slots.x)), 2)
        if v < draft.cards
        and (slots.of[v] or slots.of[w])
        and (
            w >= draft.cards
            or (draft.paths[v], draft.deep[v], draft.tall[v])
            == (draft.paths[w], draft.deep[w], draft.tall[w])
        )
    ]
    column = [*draft.column[: draft.cards], *(cell[0] for cell in slots.cell[draft.cards :])]
    for _ in range(_ROUNDS):
        better = False
        for v, w in pairs:
            if _try(slots, v, w):
                column[v], column[w] = column[w], column[v]
                better = True
        if not better:
            break
    draft.column[: draft.cards] = column[: draft.cards]
    draft.centre[: draft.cards] = slots.y[: draft.cards]


def _try(slots: Slots, v: int, w: int) -> bool:
    links = sorted({*slots.of[v], *slots.of[w]})
    before = slots.reach(links)
    slots.swap(v, w, links)
    gain = before - slots.reach(links)
    # Crossings cost most of the time: look at them only where they can decide.
    if gain > -2 * _CROSSING:
        after = slots.tangles(links)
        slots.swap(v, w, links)
        before = slots.tangles(links)
        if gain + before - after > 1e-6:
            slots.swap(v, w, links)
            return True
        return False
    slots.swap(v, w, links)
    return False
