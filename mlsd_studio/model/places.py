"""Places in the file: `[x, y]`, `[x, y, w, h]` where sized, `[[x, y], …]` for waypoints.

A place that is locked ends in the word `locked`: `[x, y, locked]`, `[x, y, w, h, locked]`. It stands in the
line of what is locked, so that two people who lock two cards change two lines.
"""

from __future__ import annotations

from typing import Any

from mlsd_studio.model.records import LayoutEntry, Placement, Waypoints

FARTHEST = 10_000_000
"""Pixels from the origin beyond which a place is a mistake."""

LOCKED = "locked"
REMEDY = (
    "write [x, y], [x, y, width, height], either with 'locked' behind the numbers, "
    "or [[x, y], …] for the waypoints of a flow"
)


def from_plain_entry(value: Any) -> LayoutEntry:
    """An entry from plain data. Raises ValueError that says what is wrong."""
    if type(value) is not list or not value:
        raise ValueError(f"a place must be a list of numbers; {REMEDY}")
    if type(value[0]) is list:
        return Waypoints(tuple(_point(point) for point in value))
    locked = value[-1] == LOCKED
    value = value[:-1] if locked else value
    if len(value) == 2:
        return Placement(*_point(value), locked=locked)
    if len(value) == 4:
        x, y, w, h = map(_number, value)
        if w <= 0 or h <= 0:
            raise ValueError("width and height must be above 0")
        return Placement(x, y, w, h, locked)
    raise ValueError(f"a place has 2 or 4 numbers, not {len(value)}; {REMEDY}")


def to_plain_entry(entry: LayoutEntry) -> list[Any]:
    """An entry as plain data."""
    if isinstance(entry, Waypoints):
        return [list(point) for point in entry.points]
    numbers = (
        [entry.x, entry.y] if entry.w is None or entry.h is None else [entry.x, entry.y, entry.w, entry.h]
    )
    return [*numbers, LOCKED] if entry.locked else numbers


def moved(entry: LayoutEntry, dx: float, dy: float) -> LayoutEntry:
    """A placement or waypoints, shifted."""
    if isinstance(entry, Waypoints):
        return Waypoints(tuple((x + dx, y + dy) for x, y in entry.points))
    return Placement(entry.x + dx, entry.y + dy, entry.w, entry.h, entry.locked)


def is_even(entry: LayoutEntry) -> bool:
    """Whether an entry lies on whole pixels: such places can be shifted and shifted back exactly."""
    if isinstance(entry, Waypoints):
        return all(x == int(x) and y == int(y) for x, y in entry.points)
    return entry.x == int(entry.x) and entry.y == int(entry.y)


def _point(value: Any) -> tuple[float, float]:
    if type(value) is not list or len(value) != 2:
        raise ValueError(f"a point has two numbers; {REMEDY}")
    return _number(value[0]), _number(value[1])


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise ValueError(f"{value!r} is not a number; {REMEDY}")
    if not -FARTHEST <= value <= FARTHEST:
        raise ValueError(f"{value} is too far away; places are pixels within ±{FARTHEST}")
    return float(value)
