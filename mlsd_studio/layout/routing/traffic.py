"""Where the pieces of all flows lie, so that what one more path would cross is counted in a few operations.

The plane is a raster of `CELL` pixels, kept as whole numbers: for pieces of each orientation one number a
line, whose bits are the cells along it, and the same once more across. Counting crossings is then a shift, a
mask and a count of bits. Pieces in one cell of a raster line count once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from mlsd_studio.layout.geometry import Point, Rect
from mlsd_studio.layout.routing.choose import BEND
from mlsd_studio.layout.routing.grid import CLEARANCE
from mlsd_studio.layout.routing.shapes import Path

CROSSING = 400
"""A crossing is worth this many pixels of detour."""

OVERLAP = 500
"""And running on top of another flow even more."""

_SHIFT = 2
# How far from the left end of a box its upright line stands at most.
_BAR = 60
# Cells from a port to where its own card no longer counts as an obstacle.
_STUB = 3
CELL = 1 << _SHIFT


class Lines:
    """The pieces of one orientation: `along` has a number for every line, `over` for every place along it."""

    def __init__(self, across: int, along: int) -> None:
        self.along = [0] * across
        self.over = [0] * along
        self._runs: dict[int, list[int]] = {}

    def add(self, at: int, low: int, high: int) -> None:
        """Put a piece on line `at`, from cell `low` to `high`; its ends touch others without crossing them."""
        low += 1
        if high <= low:
            return
        run = ((1 << (high - low)) - 1) << low
        self._runs.setdefault(at, []).append(run)
        self.along[at] |= run
        bit, over = 1 << at, self.over
        over[low:high] = [cell | bit for cell in over[low:high]]

    def drop(self, at: int, low: int, high: int) -> None:
        """Take away a piece that was added."""
        low += 1
        if high <= low:
            return
        rest, runs = 0, self._runs[at]
        runs.remove(((1 << (high - low)) - 1) << low)
        for run in runs:
            rest |= run
        self.along[at] = rest
        bit, over = 1 << at, self.over
        if not rest:
            over[low:high] = [cell ^ bit for cell in over[low:high]]
            return
        for cell in range(low, high):
            if not rest >> cell & 1:
                over[cell] ^= bit

    def crowded(self, at: int, run: int) -> bool:
        """Whether a piece that is there lies on another one."""
        if (self.along[at - 1] | self.along[at + 1]) & run:
            return True
        runs = self._runs[at]
        return len(runs) > 1 and sum(1 for other in runs if other & run) > 1


class Traffic:
    """The paths of all flows inside `area`; nothing may be asked or put outside of it."""

    def __init__(self, area: Rect, cards: Iterable[Rect], paths: Mapping[str, Path]) -> None:
        self._x, self._y = area.x, area.y
        across, down = (area.w >> _SHIFT) + 2, (area.h >> _SHIFT) + 2
        self._level, self._upright = Lines(down, across), Lines(across, down)
        self._rows, self._columns = [0] * down, [0] * across
        for card in cards:
            self._wall(card)
        for path in paths.values():
            self.put(path)

    def _wall(self, card: Rect) -> None:
        """Mark the cells that lie inside a card or too near to it."""
        left, right = _inner(card.x - self._x, card.w)
        top, bottom = _inner(card.y - self._y, card.h)
        across, down = ((1 << (right - left)) - 1) << left, ((1 << (bottom - top)) - 1) << top
        self._rows[top:bottom] = [row | across for row in self._rows[top:bottom]]
        self._columns[left:right] = [column | down for column in self._columns[left:right]]

    def bar(self, box: Rect) -> None:
        """Make a box cost about as much to run through as a crossing: it counts as a cross of two lines."""
        x, y = box.x + min(box.w // 2, _BAR), box.y + box.h // 2
        self.put(((box.x, y), (box.x + box.w, y)))
        self.put(((x, box.y), (x, box.y + box.h)))

    def put(self, path: Path) -> None:
        """Add a path."""
        for at, low, high, lines in self._pieces(path):
            lines.add(at, low, high)

    def take(self, path: Path) -> None:
        """Remove a path that was put."""
        for at, low, high, lines in self._pieces(path):
            lines.drop(at, low, high)

    def _pieces(self, path: Path) -> list[tuple[int, int, int, Lines]]:
        x, y, found = self._x, self._y, []
        for (ax, ay), (bx, by) in pairwise(path):
            if ay == by:
                low, high = (ax, bx) if ax < bx else (bx, ax)
                found.append(((ay - y) >> _SHIFT, (low - x) >> _SHIFT, (high - x) >> _SHIFT, self._level))
            else:
                low, high = (ay, by) if ay < by else (by, ay)
                found.append(((ax - x) >> _SHIFT, (low - y) >> _SHIFT, (high - y) >> _SHIFT, self._upright))
        return found

    def clashes(self, path: Path) -> int:
        """The price of a path that is there itself."""
        total = 0
        for at, low, high, same in self._pieces(path):
            cross = self._upright if same is self._level else self._level
            low += 1
            if high <= low:
                continue
            span = (1 << (high - low)) - 1
            found = cross.over[at] >> low & span
            if found:
                total += CROSSING * found.bit_count()
            if same.crowded(at, span << low):
                total += OVERLAP
        return total

    def lies_on_others(self, path: Path) -> tuple[bool, bool]:
        """Whether the first and the last piece of a path that is there lie on other flows."""
        found = []
        pieces = self._pieces(path)
        for at, low, high, same in (pieces[0], pieces[-1]):
            size = high - low - 1
            found.append(size > 0 and same.crowded(at, ((1 << size) - 1) << (low + 1)))
        return found[0], found[1]

    def lines(self, box: Rect) -> int:
        """How many pieces run through the middle of a box, either way; the box may hang out of the area."""
        x, y = max(0, box.x - self._x), max(0, box.y - self._y)
        row = min((y + box.h // 2) >> _SHIFT, len(self._upright.over) - 1)
        column = min((x + box.w // 2) >> _SHIFT, len(self._level.over) - 1)
        across = self._upright.over[row] >> (x >> _SHIFT) & ((1 << (box.w >> _SHIFT) + 1) - 1)
        down = self._level.over[column] >> (y >> _SHIFT) & ((1 << (box.h >> _SHIFT) + 1) - 1)
        return across.bit_count() + down.bit_count()

    def price(self, path: Path, limit: int = 1 << 60) -> int:
        """What a path costs: its length and bends, the flows it crosses and those it lies on.

        Answers `limit` as soon as it is as much, or when the path runs into a card.
        """
        last = len(path) - 2
        total = BEND * last
        x, y = self._x, self._y
        ax, ay = path[0][0] - x, path[0][1] - y
        for index in range(last + 1):
            bx, by = path[index + 1]
            bx -= x
            by -= y
            if ay == by:
                total += abs(bx - ax)
                at, low, high = ay >> _SHIFT, ax >> _SHIFT, bx >> _SHIFT
                same, cross, walls = self._level, self._upright, self._rows
            else:
                total += abs(by - ay)
                at, low, high = ax >> _SHIFT, ay >> _SHIFT, by >> _SHIFT
                same, cross, walls = self._upright, self._level, self._columns
            ax, ay = bx, by
            if low > high:
                low, high = high, low
            low += 1
            if high > low:
                span = (1 << (high - low)) - 1
                wall = walls[at] >> low & span
                if wall and (0 < index < last or wall >> _STUB & (span >> 2 * _STUB)):
                    return limit
                found = cross.over[at] >> low & span
                if found:
                    total += CROSSING * found.bit_count()
                along = same.along
                if (along[at - 1] | along[at] | along[at + 1]) >> low & span:
                    total += OVERLAP
            if total >= limit:
                return limit
        return total

    def track(self, axis: int, p: Point, q: Point, tracks: Iterable[int], limit: int) -> tuple[int, int]:
        """The price of the cheapest path of three pieces from `p` to `q`, and where its middle piece runs.

        Its ends run along `axis` (0: level) and its middle piece at one of `tracks`. The price has length,
        bends and clashes; it is `limit` when no track costs less.
        """
        middle, ends = (self._upright, self._level) if axis == 0 else (self._level, self._upright)
        rows, columns = (self._rows, self._columns) if axis == 0 else (self._columns, self._rows)
        base, other = (self._x, self._y) if axis == 0 else (self._y, self._x)
        a, b = p[axis], q[axis]
        start, stop = (a - base) >> _SHIFT, (b - base) >> _SHIFT
        one, two = (p[1 - axis] - other) >> _SHIFT, (q[1 - axis] - other) >> _SHIFT
        low = min(one, two) + 1
        span = (1 << max(0, max(one, two) - low)) - 1
        by_one, by_two = middle.over[one], middle.over[two]
        along, over, level = middle.along, ends.over, ends.along
        beside_one = level[one - 1] | level[one] | level[one + 1]
        beside_two = level[two - 1] | level[two] | level[two + 1]
        fixed = 2 * BEND + abs(p[1 - axis] - q[1 - axis])
        least, most = _reach(rows[one], start)
        low_two, high_two = _reach(rows[two], stop)
        least, most = max(least, low_two), min(most, high_two)
        best, chosen = limit, 0
        for at in tracks:
            price = fixed + abs(at - a) + abs(at - b)
            cell = (at - base) >> _SHIFT
            if price >= best or not least <= cell <= most or columns[cell] >> low & span:
                continue
            if start < cell:
                first, size = start + 1, (1 << (cell - start - 1)) - 1
            else:
                first, size = cell + 1, (1 << max(0, start - cell - 1)) - 1
            if by_one:
                price += CROSSING * (by_one >> first & size).bit_count()
            if beside_one >> first & size:
                price += OVERLAP
            if stop < cell:
                first, size = stop + 1, (1 << (cell - stop - 1)) - 1
            else:
                first, size = cell + 1, (1 << max(0, stop - cell - 1)) - 1
            if by_two:
                price += CROSSING * (by_two >> first & size).bit_count()
            if beside_two >> first & size:
                price += OVERLAP
            if price >= best:
                continue
            price += CROSSING * (over[cell] >> low & span).bit_count()
            if (along[cell - 1] | along[cell] | along[cell + 1]) >> low & span:
                price += OVERLAP
            if price < best:
                best, chosen = price, at
        return best, chosen


def _inner(start: int, size: int) -> tuple[int, int]:
    """The cells that lie wholly within the clearance of a card that starts at `start`."""
    return (start - CLEARANCE) // CELL + 1, (start + size + CLEARANCE) // CELL


def _reach(walls: int, cell: int) -> tuple[int, int]:
    """How far a line is free to both sides of a port."""
    after = walls >> (cell + _STUB)
    most = cell + _STUB + (after & -after).bit_length() - 2 if after else 1 << 30
    before = walls & ((1 << max(0, cell - _STUB + 1)) - 1)
    return before.bit_length(), most
