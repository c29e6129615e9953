"""Prices: an amount in a currency for a fixed unit, such as a month or a million calls."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any, ClassVar, Self

from mlsd_studio.model.quantities import MULTIPLIERS, Quantity, QuantityError, split_number

CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}


class Money(Quantity):
    """An amount of money for a fixed per-unit, e.g. a month; base unit: the currency itself."""

    __slots__ = ()
    per: ClassVar[str] = "month"
    per_spellings: ClassVar[tuple[str, ...]] = ("month", "mo", "mth", "m")
    dimension = "a price a month"
    example = "740 USD/month or $8.4k/mo"

    @property
    def base(self) -> float:
        """The amount in its currency."""
        return self.amount

    @property
    def currency(self) -> str:
        """Three-letter code."""
        return self.unit[:3]

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read `$8.4k/mo`, `740 USD/month`, `0.5 EUR`. Raises QuantityError."""
        if isinstance(value, str):
            text = value.strip()
            sign = next((s for s in CURRENCY_SIGNS if text.startswith(s)), "")
            if sign:
                amount, rest = split_number(text[len(sign) :])
                head, _, per = rest.partition("/")
                scaled, letters = _scale(amount, head.strip())
                return cls.from_parts(scaled, f"{letters or CURRENCY_SIGNS[sign]}/{per or cls.per}", value)
        return super().parse(value)

    @classmethod
    def from_parts(cls, amount: float, unit: str, text: str) -> Self:
        """Currency and per-unit, with a multiplier before it. Raises QuantityError."""
        head, _, per = unit.partition("/")
        amount, code = _scale(amount, head.strip())
        code = CURRENCY_SIGNS.get(code, code).upper()
        spelled = per.strip().lower().removeprefix("per ")
        wrong = not re.fullmatch(r"[A-Z]{3}", code) or (spelled and spelled not in cls.per_spellings)
        if wrong or amount < 0 or not math.isfinite(amount):
            raise QuantityError(f"{text!r} is not {cls.dimension}; write it like {cls.example}")
        return cls(amount, f"{code}/{cls.per}")


def _scale(amount: float, head: str) -> tuple[float, str]:
    """Take a multiplier off the front of a currency: (8.4, 'k USD') -> (8400, 'USD')."""
    for prefix, factor in MULTIPLIERS.items():
        rest = head[len(prefix) :].strip()
        if head.startswith(prefix) and (not rest or rest in CURRENCY_SIGNS or len(rest) == 3):
            return float(Decimal(repr(amount)) * Decimal(factor)), rest
    return amount, head


class PricePerMillion(Money):
    """Price of a million calls."""

    __slots__ = ()
    per = "million calls"
    per_spellings = ("million calls", "1m calls", "m calls", "million", "1m", "m")
    dimension = "a price for a million calls"
    example = "0.5 USD/million calls"


class PricePerGigabyte(Money):
    """Price of a gigabyte kept for a month."""

    __slots__ = ()
    per = "GB-month"
    per_spellings = ("gb-month", "gb/month", "gb/mo", "gb", "gb month")
    dimension = "a price for a GB and month"
    example = "0.025 USD/GB-month"
