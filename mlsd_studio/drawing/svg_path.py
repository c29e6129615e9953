"""Reads SVG path data and turns it into absolute moves, lines, cubic curves and closings.

Follows SVG 2, chapter 9 (https://www.w3.org/TR/SVG2/paths.html); arcs become cubic curves as its appendix B
describes, one for each quarter of a turn at most, which is off by less than 0.03 % of the radius.
"""

from __future__ import annotations

import math
import re

Command = tuple[str | float, ...]
Point = tuple[float, float]

_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([\s,]+)|(.)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def commands(data: str) -> list[Command]:
    """The path as ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) and ("Z",), all absolute.

    Raises ValueError for data that is no path.
    """
    reader = _Reader(data)
    pen = _Pen()
    letter = ""
    while not reader.done():
        explicit = reader.letter()
        if explicit:
            letter = explicit
        elif letter in ("", "Z", "z"):
            raise ValueError(f"a number without a command in path data: {data[:40]!r}")
        if not pen.out and letter not in "Mm":
            raise ValueError(f"path data must begin with a move: {data[:40]!r}")
        pen.draw(letter, reader.arguments(letter))
        if letter in "Mm":
            # Further pairs after a move are lines.
            letter = "L" if letter == "M" else "l"
    return pen.out


class _Reader:
    """Letters and numbers of path data, one after the other. Flags of an arc may stand without a space."""

    def __init__(self, data: str) -> None:
        self._data, self._at = data, 0
        self._skip()

    def done(self) -> bool:
        """Whether nothing is left but blanks."""
        return self._at >= len(self._data)

    def letter(self) -> str:
        """The next command letter; empty, and nothing is read, where a number follows."""
        match = _TOKEN.match(self._data, self._at)
        if match and match[1]:
            self._at = match.end()
            self._skip()
            return match[1]
        return ""

    def arguments(self, letter: str) -> list[float]:
        """The numbers of one command. Raises ValueError where one is missing."""
        count = _ARGUMENTS[letter.upper()]
        return [
            self._flag() if letter in "Aa" and place in (3, 4) else self._number() for place in range(count)
        ]

    def _number(self) -> float:
        match = _TOKEN.match(self._data, self._at)
        if match is None or match[2] is None:
            raise ValueError(f"a number is missing at place {self._at} of the path data {self._data[:40]!r}")
        self._at = match.end()
        self._skip()
        return float(match[2])

    def _flag(self) -> float:
        digit = self._data[self._at : self._at + 1]
        if digit not in ("0", "1"):
            raise ValueError(f"a flag of an arc must be 0 or 1 in the path data {self._data[:40]!r}")
        self._at += 1
        self._skip()
        return float(digit)

    def _skip(self) -> None:
        match = _TOKEN.match(self._data, self._at)
        if match and match[3]:
            self._at = match.end()


class _Pen:
    """Where the path is, and what it has drawn so far."""

    def __init__(self) -> None:
        self.out: list[Command] = []
        self._x = self._y = 0.0
        self._start: Point = (0.0, 0.0)
        self._control: Point | None = None  # of the last curve, for the smooth ones
        self._last = ""

    def draw(self, letter: str, numbers: list[float]) -> None:
        """Append a command as absolute ones; a lower-case letter counts from where the pen is."""
        upper = letter.upper()
        base = (0.0, 0.0) if letter == upper else (self._x, self._y)
        if upper == "Z":
            self.out.append(("Z",))
            self._x, self._y = self._start
        elif upper == "A":
            rx, ry, angle, large, sweep, x, y = numbers
            self._arc(rx, ry, angle, bool(large), bool(sweep), (x + base[0], y + base[1]))
        elif upper in "HV":
            across = upper == "H"
            self._line((numbers[0] + base[0], self._y) if across else (self._x, numbers[0] + base[1]))
        else:
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            self._points(upper, [(x + base[0], y + base[1]) for x, y in pairs])
        self._last = upper

    def _points(self, upper: str, points: list[Point]) -> None:
        if upper == "M":
            self._x, self._y = self._start = points[0]
            self.out.append(("M", self._x, self._y))
        elif upper == "L":
            self._line(points[0])
        elif upper == "C":
            self._curve(*points)
        elif upper == "S":
            self._curve(self._reflected("CS"), *points)
        elif upper == "Q":
            self._quadratic(*points)
        else:
            self._quadratic(self._reflected("QT"), *points)

    def _reflected(self, family: str) -> Point:
        if self._control is None or self._last not in family:
            return (self._x, self._y)
        return (2 * self._x - self._control[0], 2 * self._y - self._control[1])

    def _line(self, end: Point) -> None:
        self.out.append(("L", *end))
        self._x, self._y = end

    def _curve(self, first: Point, second: Point, end: Point) -> None:
        self.out.append(("C", *first, *second, *end))
        self._control = second
        self._x, self._y = end

    def _quadratic(self, control: Point, end: Point) -> None:
        start = (self._x, self._y)
        first, second = (
            (near[0] + (control[0] - near[0]) * 2 / 3, near[1] + (control[1] - near[1]) * 2 / 3)
            for near in (start, end)
        )
        self._curve(first, second, end)
        self._control = control

    def _arc(self, rx: float, ry: float, angle: float, large: bool, sweep: bool, end: Point) -> None:
        start = (self._x, self._y)
        if start == end:
            return
        if not rx or not ry:
            self._line(end)
            return
        for curve in arc_curves(start, abs(rx), abs(ry), math.radians(angle), large, sweep, end):
            self._curve(*curve)


def arc_curves(
    start: Point, rx: float, ry: float, angle: float, large: bool, sweep: bool, end: Point
) -> list[tuple[Point, Point, Point]]:
    """Cubic curves (control, control, end) along an elliptic arc; `angle` of its axis in radians.

    Radii that are too small are enlarged until the arc reaches its end, as the standard asks.
    """
    cos, sin = math.cos(angle), math.sin(angle)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, cos * dy - sin * dx
    needed = math.hypot(x / rx, y / ry)
    if needed > 1:
        rx, ry = rx * needed, ry * needed
    rest = max(0.0, 1 - (x / rx) ** 2 - (y / ry) ** 2)
    factor = math.sqrt(rest / ((x / rx) ** 2 + (y / ry) ** 2)) * (-1 if large == sweep else 1)
    centre_x, centre_y = factor * rx * y / ry, -factor * ry * x / rx
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    first = math.atan2((y - centre_y) / ry, (x - centre_x) / rx)
    turn = math.atan2((-y - centre_y) / ry, (-x - centre_x) / rx) - first
    if sweep and turn < 0:
        turn += math.tau
    elif not sweep and turn > 0:
        turn -= math.tau

    def place(u: float, v: float) -> Point:
        px, py = centre_x + rx * u, centre_y + ry * v
        return (cos * px - sin * py + middle[0], sin * px + cos * py + middle[1])

    count = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    step = turn / count
    reach = 4 / 3 * math.tan(step / 4)
    curves = []
    for index in range(count):
        a, b = first + index * step, first + (index + 1) * step
        one = place(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
        two = place(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
        last = end if index == count - 1 else place(math.cos(b), math.sin(b))
        curves.append((one, two, last))
    return curves
