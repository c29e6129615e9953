"""A line taken apart for quick painting: its level and upright pieces, cut into dashes, and its curves.

Pieces lie on whole pixels, so they need no antialiasing; all those of one pen are one call. A part that does
not show is not painted: stroking a whole path for the few pixels of it that a scroll lays bare is what costs.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtGui import QPainterPath

from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.picture import Command

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


FEW_AREAS = 6
REACH = 3
"""World pixels that a line's width may reach beyond its middle."""
PART = 512
"""Length of the parts in which the dashes of a long piece are made."""
_QUARTER = math.pi / 4
"""Length of a quarter circle over the sum of its width and height."""


@dataclass(slots=True)
class Bar:
    """A level or upright piece; its dashes are made when it is first seen."""

    box: Box
    ends: tuple[float, float, float, float]
    along: float
    dash: Sequence[float]
    grain: float
    _parts: dict[int, array[float]] = field(default_factory=dict)

    def seen(self, area: Area) -> array[float]:
        """x1, y1, x2, y2 of the dashes that may show in an area: of a long piece no more than that."""
        x, y, to_x, to_y = self.ends
        length, whole = abs(to_x - x) + abs(to_y - y), sum(self.dash)
        if not whole or length <= PART:
            return self._part(0, math.inf)
        near, far, start = (area.x, area.right, x) if y == to_y else (area.y, area.bottom, y)
        way = 1 if to_x + to_y > x + y else -1
        low, high = sorted(((near - start) * way, (far - start) * way))
        first, last = int((low - whole - REACH) // PART), int((high + REACH) // PART)
        found = array("d")
        for number in range(max(0, first), min(int(length // PART), last) + 1):
            found.extend(self._part(number, PART))
        return found

    def _part(self, number: int, size: float) -> array[float]:
        made = self._parts.get(number)
        if made is None:
            low = number * size if number else -math.inf
            made = self._parts[number] = _dashes(self, low, (number + 1) * size)
        return made

    def moved(self, dx: float, dy: float) -> Bar:
        """The same elsewhere."""
        parts = {number: array("d", _moved(tuple(part), dx, dy)) for number, part in self._parts.items()}
        box, ends = _moved(self.box, dx, dy), _moved(self.ends, dx, dy)
        return Bar(box, ends, self.along, self.dash, self.grain, parts)


@dataclass(slots=True)
class Curve:
    """A corner or a hop; its path is made when it is first seen."""

    box: Box
    start: tuple[float, float]
    numbers: tuple[float, ...]
    along: float
    _path: QPainterPath | None = None

    @property
    def path(self) -> QPainterPath:
        """The piece by itself."""
        if self._path is None:
            path = self._path = QPainterPath()
            path.moveTo(*self.start)
            if len(self.numbers) == 6:
                path.cubicTo(*self.numbers)
            else:
                path.lineTo(*self.numbers)
        return self._path

    def moved(self, dx: float, dy: float) -> Curve:
        """The same elsewhere."""
        (x, y), path = self.start, self._path
        return Curve(
            _moved(self.box, dx, dy), (x + dx, y + dy), _moved(self.numbers, dx, dy), self.along,
            path and path.translated(dx, dy),
        )  # fmt: skip


@dataclass(slots=True)
class Strokes:
    """The pieces of a line."""

    bars: list[Bar] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)

    def moved(self, dx: float, dy: float) -> Strokes:
        """The same elsewhere."""
        return Strokes([one.moved(dx, dy) for one in self.bars], [one.moved(dx, dy) for one in self.curves])


Numbers = TypeVar("Numbers", Box, tuple[float, ...])


def _moved(numbers: Numbers, dx: float, dy: float) -> Numbers:
    return tuple([n + (dy if at % 2 else dx) for at, n in enumerate(numbers)])  # type: ignore[return-value]


def strokes(commands: Sequence[Command], dash: Sequence[float], grain: float) -> Strokes:
    """The pieces of a line; `dash` holds lengths of strokes and gaps in turn, none for a solid line.

    `grain` is the size of a device pixel in the units of the line, whose corners lie on halves of it.
    """
    found = Strokes()
    x = y = along = 0.0
    for command in commands:
        numbers = tuple(float(number) for number in command[1:])
        to_x, to_y = numbers[-2:]
        if command[0] == "M":
            length = 0.0
        elif len(numbers) == 2 and (x == to_x or y == to_y):
            length = abs(to_x - x) + abs(to_y - y)
            if length > 0.0:
                box = min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)
                found.bars.append(Bar(box, (x, y, to_x, to_y), along, dash, grain))
        else:
            xs, ys = (x, *numbers[::2]), (y, *numbers[1::2])
            box = min(xs), min(ys), max(xs), max(ys)
            found.curves.append(Curve(box, (x, y), numbers, along))
            length = (
                _QUARTER * (abs(to_x - x) + abs(to_y - y))
                if len(numbers) == 6
                else math.dist((x, y), numbers)
            )
        along += length
        x, y = to_x, to_y
    return found


def _dashes(bar: Bar, from_: float, to: float) -> array[float]:
    """The dashes that start between two distances from the start of a piece.

    Every end lies a quarter of a pixel off the grid: on a pixel's middle or edge it would be cut now so, now so.
    """
    half = bar.grain / 2
    x, y, to_x, to_y = (round(end / half) * half for end in bar.ends)
    length, quarter = abs(to_x - x) + abs(to_y - y), bar.grain / 4
    if not length:
        return array("d")
    dx, dy = (to_x - x) / length, (to_y - y) / length
    if not bar.dash:
        ends = (x - dx * quarter, y - dy * quarter), (to_x + dx * quarter, to_y + dy * quarter)
        return array("d", (*min(ends), *max(ends)))
    numbers: list[float] = []
    whole, start = sum(bar.dash), quarter
    before = bar.along - math.fmod(bar.along, bar.grain)
    for number, step in enumerate(bar.dash):
        if number % 2 == 0:
            first = start - math.fmod(before, whole)
            n = max(0, math.ceil((from_ - first) / whole)) if from_ > first else 0
            while (at := first + n * whole) < min(length, to):
                low, high = max(-quarter, at), min(length + quarter, at + step)
                if high > low:
                    numbers += (x + dx * low, y + dy * low, x + dx * high, y + dy * high)
                n += 1
        start += step
    return array("d", numbers)


def showing(stage: Stage) -> Callable[[Box], bool]:
    """Whether a piece may show in the areas to paint; many small areas are taken as one."""
    areas = stage.areas if len(stage.areas) <= FEW_AREAS else [stage.whole]
    edges = [(x - REACH, y - REACH, x + w + REACH, y + h + REACH) for x, y, w, h in areas]

    def shows(box: Box) -> bool:
        left, top, right, bottom = box
        for x0, y0, x1, y1 in edges:  # noqa: SIM110  (a generator takes twice as long)
            if left <= x1 and right >= x0 and top <= y1 and bottom >= y0:
                return True
        return False

    return shows
