"""Numbers with units as people write them: parsed kindly, kept in one spelling.

A quantity keeps the unit its author chose (`24 h` stays `24 h`) in that unit's canonical spelling
(`1.2k rps` becomes `1200 rps`, `$` becomes `USD`). `base` converts to the dimension's base unit.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any, ClassVar, Self

MULTIPLIERS = {"k": 1e3, "m": 1e6, "M": 1e6, "bn": 1e9, "B": 1e9, "G": 1e9}
HOURS_PER_MONTH = 730.0
HOURS_PER_YEAR = 8760.0

_NUMBER = re.compile(r"^\s*([-+]?(?:\d[\d  _,']*)?\.?\d*(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")
_THOUSANDS = re.compile(r"[  _']|,(?=\d{3}(?:\D|$))")


class QuantityError(ValueError):
    """A text that is no quantity of the wanted dimension; the message says what would be."""


def format_number(value: float) -> str:
    """`value` to twelve digits, shortest form, no exponent: 1200, 0.025. QuantityError unless finite."""
    if not math.isfinite(value):
        raise QuantityError("a quantity must be a finite number")
    text = format(Decimal(f"{value:.12g}").normalize(), "f")
    return "0" if text in ("-0", "") else text


def split_number(text: str) -> tuple[float, str]:
    """The leading number of `text` and what follows it; thousands may be grouped.

    Raises QuantityError when there is no number.
    """
    match = _NUMBER.match(text)
    digits = _THOUSANDS.sub("", match.group(1)) if match else ""
    try:
        return float(digits), match.group(2) if match else ""
    except ValueError:
        raise QuantityError(f"{text!r} does not start with a number") from None


class Quantity:
    """An amount and its unit; immutable. Subclasses fix the dimension."""

    __slots__ = ("_text", "amount", "unit")

    amount: float
    unit: str
    _text: str
    dimension: ClassVar[str] = "quantity"
    example: ClassVar[str] = "1"
    units: ClassVar[dict[str, tuple[str, float]]] = {}
    """Every accepted spelling -> (canonical spelling, factor to the base unit)."""

    def __init__(self, amount: float, unit: str) -> None:
        object.__setattr__(self, "amount", float(f"{amount:.12g}"))  # as many digits as are written
        object.__setattr__(self, "unit", unit)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[float, str]]:
        return type(self), (self.amount, self.unit)

    def _key(self) -> tuple[float, str]:
        return self.amount, self.unit

    def __str__(self) -> str:
        return f"{format_number(self.amount)} {self.unit}"

    @property
    def base(self) -> float:
        """The amount in the dimension's base unit."""
        return self.amount * self.units[self.unit][1]

    def plain(self) -> str:
        """What stands in the file; spelled once, since every save and snapshot asks again."""
        try:
            return self._text
        except AttributeError:
            object.__setattr__(self, "_text", str(self))
            return self._text

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a text (or a bare number where the dimension allows it). Raises QuantityError."""
        if isinstance(value, cls):
            return value
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise QuantityError(f"{cls.dimension} expected, such as {cls.example}")
        if not isinstance(value, str):
            return cls.from_number(float(value))
        amount, unit = split_number(value)
        return cls.from_parts(amount, unit, value)

    @classmethod
    def from_number(cls, value: float) -> Self:
        """A bare number. Raises QuantityError where the unit matters."""
        raise QuantityError(f"{format_number(value)} needs a unit, such as {cls.example}")

    @classmethod
    def from_parts(cls, amount: float, unit: str, text: str) -> Self:
        """Match the unit, with a multiplier before it (`1.2k rps`). Raises QuantityError."""
        if not math.isfinite(amount) or amount < 0:
            raise QuantityError(f"{text!r}: {cls.dimension} cannot be negative or infinite")
        if not unit:
            return cls.from_number(amount)
        found = cls.units.get(unit) or cls.units.get(unit.lower())
        if found:
            return cls(amount, found[0])._respelled(unit)
        for prefix, factor in MULTIPLIERS.items():
            rest = unit[len(prefix) :].strip()
            found = cls.units.get(rest) or cls.units.get(rest.lower())
            if unit.startswith(prefix) and found and rest:
                return cls(amount * factor, found[0])._respelled(rest)
        raise QuantityError(f"{text!r} is not {cls.dimension}; write it like {cls.example}")

    def _respelled(self, unit: str) -> Self:
        """Convert the amount when a spelling's factor differs from its canonical unit's."""
        spelled = self.units.get(unit) or self.units[unit.lower()]
        canonical = self.units[spelled[0]]
        if spelled[1] == canonical[1]:
            return self
        return type(self)(self.amount * spelled[1] / canonical[1], spelled[0])


def _spellings(*rows: tuple[str, float, str]) -> dict[str, tuple[str, float]]:
    return {
        spelling: (canonical, factor)
        for canonical, factor, spellings in rows
        for spelling in (canonical, *spellings.split())
    }


class Duration(Quantity):
    """A length of time; base unit second."""

    __slots__ = ()
    dimension = "a length of time"
    example = "100 ms, 5 min or 24 h"
    units = _spellings(
        ("us", 1e-6, "µs microseconds"),
        ("ms", 1e-3, "msec millisecond milliseconds"),
        ("s", 1.0, "sec secs second seconds"),
        ("min", 60.0, "mins minute minutes"),
        ("h", 3600.0, "hr hrs hour hours"),
        ("days", 86400.0, "d day"),
        ("weeks", 604800.0, "w wk week"),
        ("months", HOURS_PER_MONTH * 3600, "mo month"),
        ("years", HOURS_PER_YEAR * 3600, "y yr year"),
    )

    def __str__(self) -> str:
        unit = self.unit[:-1] if self.amount == 1 and self.unit in _PLURALS else self.unit
        return f"{format_number(self.amount)} {unit}"

    @property
    def seconds(self) -> float:
        """In seconds, whatever unit it is written in."""
        return self.base


_PLURALS = {"days", "weeks", "months", "years"}


class Interval(Duration):
    """How often batch work runs, written `every 24 h`; words such as `daily` are understood."""

    __slots__ = ()
    dimension = "how often it runs"
    example = "every 24 h"
    words: ClassVar[dict[str, tuple[float, str]]] = {
        "hourly": (1, "h"),
        "daily": (24, "h"),
        "nightly": (24, "h"),
        "weekly": (1, "weeks"),
        "monthly": (1, "months"),
    }

    def __str__(self) -> str:
        return f"every {super().__str__()}"

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read `every 24 h`, `24 h` or `daily`. Raises QuantityError."""
        if isinstance(value, str):
            text = value.strip()
            if text.lower() in cls.words:
                return cls(*cls.words[text.lower()])
            value = text[6:] if text.lower().startswith("every ") else text
            if value[:1].isalpha():
                value = f"1 {value}"
        return super().parse(value)


class Retention(Duration):
    """How long data is kept: a duration or `unlimited`."""

    __slots__ = ()
    dimension = "how long data is kept"
    example = "30 days or unlimited"

    @property
    def unlimited(self) -> bool:
        """True when data is kept for ever."""
        return math.isinf(self.amount)

    def __str__(self) -> str:
        return "unlimited" if self.unlimited else super().__str__()

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a duration or `unlimited`. Raises QuantityError."""
        if isinstance(value, str) and value.strip().lower() == "unlimited":
            return cls(math.inf, "s")
        return super().parse(value)


class Rate(Quantity):
    """Calls, messages or events a second; base unit 1/s."""

    __slots__ = ()
    dimension = "a rate"
    example = "1200 rps or 1.2k rps"
    units = _spellings(
        ("rps", 1.0, "/s qps tps req/s r/s calls/s events/s msg/s requests/s messages/s predictions/s 1/s"),
        ("rpm", 1 / 60, "/min req/min calls/min events/min"),
        ("rph", 1 / 3600, "/h req/h calls/h events/h"),
        ("rpd", 1 / 86400, "/day req/day calls/day events/day"),
    )


class Fraction(Quantity):
    """A share or probability, held as a fraction and written in percent; `3 nines` is 99.9 %."""

    __slots__ = ()
    dimension = "a share"
    example = "99.9 %, 0.999 or 3 nines"
    units = _spellings(("%", 1.0, "percent pct"))

    def __str__(self) -> str:
        return f"{format_number(float(Decimal(repr(self.amount)) * 100))} %"

    @classmethod
    def from_number(cls, value: float) -> Self:
        """A bare number is a fraction between 0 and 1."""
        return cls._checked(value, format_number(value))

    @classmethod
    def from_parts(cls, amount: float, unit: str, text: str) -> Self:
        """Percent, nines, or a bare fraction. Raises QuantityError outside 0..1."""
        word = unit.lower()
        if word in ("nines", "nine", "9s"):
            return cls._checked(float(1 - Decimal(10) ** -Decimal(repr(amount))), text)
        if word in cls.units:
            return cls._checked(float(Decimal(repr(amount)) / 100), text)
        if not unit:
            return cls.from_number(amount)
        raise QuantityError(f"{text!r} is not {cls.dimension}; write it like {cls.example}")

    @classmethod
    def _checked(cls, value: float, text: str) -> Self:
        if not 0 <= value <= 1:
            meant = "" if value < 0 or "%" in text or value > 100 else f"; did you mean {text} %?"
            raise QuantityError(f"{text!r} is not between 0 and 100 %{meant}")
        return cls(value, "%")


class Volume(Quantity):
    """An amount of data; base unit byte (decimal multiples)."""

    __slots__ = ()
    dimension = "an amount of data"
    example = "4 KB or 2 TB"
    units = _spellings(
        ("B", 1.0, "byte bytes"),
        ("KB", 1e3, "kB kb"),
        ("MB", 1e6, "mb"),
        ("GB", 1e9, "gb"),
        ("TB", 1e12, "tb"),
        ("PB", 1e15, "pb"),
    ) | {f"{p}iB": (f"{p}B", 1024.0**n) for n, p in enumerate("KMGTP", start=1)}


class Day(Quantity):
    """A calendar day, written 2026-11-20; `amount` is its proleptic ordinal."""

    __slots__ = ()
    dimension = "a day"
    example = "2026-11-20"

    def __str__(self) -> str:
        return self.unit

    @property
    def base(self) -> float:
        """Days since 0001-01-01."""
        return self.amount

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read an ISO date. Raises QuantityError."""
        from datetime import date

        if isinstance(value, cls):
            return value
        try:
            day = date.fromisoformat(str(value).strip())
        except ValueError:
            raise QuantityError(f"{value!r} is not {cls.dimension}; write it like {cls.example}") from None
        return cls(day.toordinal(), day.isoformat())


class Backup:
    """A stated backup: its recovery point objective, or `none` for a stated lack of one."""

    __slots__ = ("rpo",)

    dimension: ClassVar[str] = "a backup"
    example: ClassVar[str] = "{rpo: 1 h} or none"

    rpo: Duration | None

    def __init__(self, rpo: Duration | None) -> None:
        object.__setattr__(self, "rpo", rpo)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Backup is immutable")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Backup) and self.rpo == other.rpo

    def __hash__(self) -> int:
        return hash(self.rpo)

    def __repr__(self) -> str:
        return f"Backup({self.plain()!r})"

    def __reduce__(self) -> tuple[type[Backup], tuple[Duration | None]]:
        return Backup, (self.rpo,)

    def __str__(self) -> str:
        return "none" if self.rpo is None else str(self.rpo)

    def plain(self) -> str | dict[str, str]:
        """What stands in the file."""
        return "none" if self.rpo is None else {"rpo": str(self.rpo)}

    @classmethod
    def parse(cls, value: Any) -> Backup:
        """Read `none`, a duration, or a mapping with `rpo`. Raises QuantityError."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str) and value.strip().lower() == "none":
            return cls(None)
        if isinstance(value, str):
            return cls(Duration.parse(value))
        if isinstance(value, dict) and set(value) == {"rpo"}:
            return cls(Duration.parse(value["rpo"]))
        raise QuantityError(f"{cls.dimension} expected, such as {cls.example}")
