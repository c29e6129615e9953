"""Numbers as they leave the engine: a value with its bounds, where it came from, and what is missing.

The one idea: a number is never bare. `low` and `high` bound the truth; where they are equal it is exact,
and a missing input widens them instead of being taken as zero without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Origin = Literal["default", "stated", "measured"]
Bound = Literal["exact", "at least", "at most", "unknown"]

CERTAINTY: dict[str, int] = {"default": 0, "stated": 1, "measured": 2}


def weakest(origins: Iterable[str]) -> Origin:
    """The origin to be told of a number made of several inputs: the least certain one."""
    found = min(origins, key=lambda origin: CERTAINTY.get(origin, 0), default="stated")
    return "measured" if found == "measured" else "stated" if found == "stated" else "default"


class Value(msgspec.Struct, frozen=True, array_like=True):
    """A computed number in the base unit of `unit`.

    `value` None means unknown, or without bound where `unbounded`. `missing` names the inputs that would make
    it exact, as `component.field`. `low` and `high` are None where nothing bounds the truth on that side.
    """

    value: float | None = None
    unit: str = ""
    origin: Origin = "stated"
    low: float | None = None
    high: float | None = None
    missing: tuple[str, ...] = ()
    unbounded: bool = False
    note: str | None = None

    @property
    def bound(self) -> Bound:
        """How the value stands to the truth."""
        if self.value is None:
            return "unknown"
        if self.low == self.high:
            return "exact"
        return "at least" if self.low == self.value else "at most"


def exact(value: float, unit: str, origin: Origin = "stated", note: str | None = None) -> Value:
    """A number that rests on known inputs only."""
    return Value(value, unit, origin, value, value, note=note)


def at_least(
    value: float, unit: str, origin: Origin, missing: Iterable[str], note: str | None = None
) -> Value:
    """A lower bound, with the inputs that keep it from being exact; *at least nothing* tells nothing: unknown."""
    if value <= 0.0:
        return unknown(unit, missing, note)
    return Value(value, unit, origin, value, None, tuple(dict.fromkeys(missing)), note=note)


def at_most(
    value: float, unit: str, origin: Origin, missing: Iterable[str], note: str | None = None
) -> Value:
    """An upper bound, with the inputs that keep it from being exact."""
    return Value(value, unit, origin, None, value, tuple(dict.fromkeys(missing)), note=note)


def unknown(unit: str, missing: Iterable[str] = (), note: str | None = None) -> Value:
    """No number: the inputs that are missing, or why there is none."""
    return Value(None, unit, "stated", missing=tuple(dict.fromkeys(missing)), note=note)


def unbounded(unit: str, origin: Origin, note: str | None = None) -> Value:
    """Larger than any number: the waiting line of an overloaded station."""
    return Value(None, unit, origin, unbounded=True, note=note)
