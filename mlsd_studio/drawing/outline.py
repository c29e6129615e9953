"""Path commands for what has no primitive in every output: lines with round corners, hops and arrow heads.

Qt, SVG and PDF all draw these commands, so a flow bends and ends the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Command, Line, Point, Text

HOP = 5.0
"""Radius of the small arc where a flow hops over another, in pixels."""

_KAPPA = 0.5522847498
"""Control point distance that makes a cubic curve a quarter circle, as a share of the radius."""


@lru_cache(maxsize=8192)
def shaft(line: Line) -> tuple[Command, ...]:
    """The stroke of a line: it stops inside its arrow head, so that no dash pokes out of the tip."""
    points = _clean(line.points)
    if len(points) < 2:
        return ()
    if line.arrow:
        points[-1] = _towards(points[-1], points[-2], min(line.arrow * 0.8, math.dist(*points[-2:])))
    commands: list[Command] = [("M", *points[0])]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(line.radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = _towards(corner, before, reach), _towards(corner, after, reach)
        _straight(commands, start, line.jumps)
        if reach > 0:
            a, b = _between(start, corner, _KAPPA), _between(end, corner, _KAPPA)
            commands.append(("C", *a, *b, *end))
    _straight(commands, points[-1], line.jumps)
    return tuple(commands)


@lru_cache(maxsize=8192)
def head(line: Line) -> tuple[Command, ...]:
    """The filled arrow head at the end of a line; nothing where the line has none."""
    points = _clean(line.points)
    if not line.arrow or len(points) < 2:
        return ()
    (bx, by), tip = points[-2], points[-1]
    angle = math.atan2(tip[1] - by, tip[0] - bx)
    cos, sin = math.cos(angle) * line.arrow, math.sin(angle) * line.arrow
    half = 0.46
    left = (tip[0] - cos - sin * half, tip[1] - sin + cos * half)
    right = (tip[0] - cos + sin * half, tip[1] - sin - cos * half)
    return ("M", *tip), ("L", *left), ("L", *right), ("Z",)


def rounded_box(x: float, y: float, w: float, h: float, radius: float) -> tuple[Command, ...]:
    """The outline of a rectangle with round corners; the radius is cut to half the shorter side."""
    r = max(0.0, min(radius, w / 2, h / 2))
    if r == 0:
        return ("M", x, y), ("L", x + w, y), ("L", x + w, y + h), ("L", x, y + h), ("Z",)
    k = r * (1 - _KAPPA)
    right, bottom = x + w, y + h
    return (
        ("M", x + r, y),
        ("L", right - r, y),
        ("C", right - k, y, right, y + k, right, y + r),
        ("L", right, bottom - r),
        ("C", right, bottom - k, right - k, bottom, right - r, bottom),
        ("L", x + r, bottom),
        ("C", x + k, bottom, x, bottom - k, x, bottom - r),
        ("L", x, y + r),
        ("C", x, y + k, x + k, y, x + r, y),
        ("Z",),
    )


def moved(commands: Sequence[Command], x: float, y: float, scale: float = 1.0) -> tuple[Command, ...]:
    """Commands scaled about the origin, then shifted."""
    offset = (x, y)
    return tuple(
        (command[0], *(float(value) * scale + offset[i % 2] for i, value in enumerate(command[1:])))
        for command in commands
    )


def text_left(shape: Text) -> float:
    """The x at which a text starts, whatever its anchor."""
    if shape.anchor == "start":
        return shape.x
    share = 0.5 if shape.anchor == "middle" else 1.0
    return shape.x - text.width(shape.text, shape.size, shape.weight) * share


def _clean(points: Sequence[Point]) -> list[Point]:
    """Without repeated points, which have no direction."""
    out: list[Point] = []
    for x, y in points:
        if not out or out[-1] != (x, y):
            out.append((float(x), float(y)))
    return out


def _towards(point: Point, other: Point, distance: float) -> Point:
    whole = math.dist(point, other)
    return point if whole == 0 else _between(point, other, distance / whole)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _straight(commands: list[Command], end: Point, jumps: Sequence[Point]) -> None:
    """Go on to `end`; on a level piece hop over the points in `jumps` that lie on it."""
    x, y = (float(value) for value in commands[-1][-2:])
    if jumps and y == end[1]:
        way = 1.0 if end[0] >= x else -1.0
        low, high = min(x, end[0]) + HOP, max(x, end[0]) - HOP
        hops = sorted({jx for jx, jy in jumps if jy == y and low <= jx <= high}, reverse=way < 0)
        last = x
        for at in hops:
            if abs(at - last) < HOP and last != x:
                continue
            _hop(commands, at, y, way)
            last = at + way * HOP
    commands.append(("L", *end))


def _hop(commands: list[Command], at: float, y: float, way: float) -> None:
    """A half circle upwards around (at, y), going `way` (1 to the right, -1 to the left)."""
    r, k = HOP, HOP * _KAPPA
    commands.append(("L", at - way * r, y))
    commands.append(("C", at - way * r, y - k, at - way * k, y - r, at, y - r))
    commands.append(("C", at + way * k, y - r, at + way * r, y - k, at + way * r, y))
