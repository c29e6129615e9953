"""Targets of requirements: `<= 100 ms` for a metric, read kindly and kept in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

from mlsd_studio.model.money import Money
from mlsd_studio.model.quantities import Duration, Fraction, Quantity, QuantityError, Rate, format_number

Operator = Literal["<=", ">=", "<", ">"]


class TargetError(ValueError):
    """A text that is no target for the metric; the message says what would be."""


class Ratio(Quantity):
    """A plain number without a unit, such as the operating burden per 1.5 engineers."""

    __slots__ = ()
    dimension = "a plain number"
    example = "1 or 0.8"
    units = {"": ("", 1.0)}  # noqa: RUF012  (declared as a ClassVar by Quantity)

    def __str__(self) -> str:
        return format_number(self.amount)

    @classmethod
    def from_number(cls, value: float) -> Self:
        """Any number from 0."""
        return cls(value, "")


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """What a metric is measured in, which way is better, and its name for people."""

    quantity: type[Quantity]
    direction: Literal["<=", ">="]
    title: str


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on a metric."""

    operator: Operator
    quantity: Quantity

    def __str__(self) -> str:
        return f"{self.operator} {self.quantity}"

    def allows(self, base: float) -> bool:
        """Whether a value, in the quantity's base unit, meets the target."""
        bound = self.quantity.base
        if self.operator == "<=":
            return base <= bound
        if self.operator == ">=":
            return base >= bound
        return base < bound if self.operator == "<" else base > bound


METRICS: dict[str, MetricInfo] = {
    "latency_p50": MetricInfo(Duration, "<=", "Latency p50"),
    "latency_p95": MetricInfo(Duration, "<=", "Latency p95"),
    "latency_p99": MetricInfo(Duration, "<=", "Latency p99"),
    "throughput": MetricInfo(Rate, ">=", "Throughput"),
    "availability": MetricInfo(Fraction, ">=", "Availability"),
    "cost": MetricInfo(Money, "<=", "Cost per month"),
    "feature_freshness": MetricInfo(Duration, "<=", "Feature freshness"),
    "model_age": MetricInfo(Duration, "<=", "Model age"),
    "label_delay": MetricInfo(Duration, "<=", "Label delay"),
    "rpo": MetricInfo(Duration, "<=", "Recovery point objective"),
    "rto": MetricInfo(Duration, "<=", "Recovery time objective"),
    "maintainability": MetricInfo(Ratio, "<=", "Operating burden"),
}
"""Every metric a requirement can name."""

PER_DESIGN = frozenset({"cost", "maintainability"})
"""Metrics of the design as a whole."""

PER_JOURNEY = tuple(metric for metric in METRICS if metric not in PER_DESIGN)
"""Metrics of each journey, in the order of METRICS."""

MAY_BE_NEVER = frozenset({"model_age", "label_delay"})
"""Metrics whose target may be the word *never*: the model is not retrained, no label ever comes."""

NEVER = "never"

_SPELLINGS: dict[str, Operator] = {
    "<=": "<=", "≤": "<=", "=<": "<=", "at most": "<=", "up to": "<=", "max": "<=",
    ">=": ">=", "≥": ">=", "=>": ">=", "at least": ">=", "min": ">=",
    "<": "<", "under": "<", "below": "<", "less than": "<",
    ">": ">", "over": ">", "above": ">", "more than": ">",
}  # fmt: skip
_TARGET = re.compile(
    "(" + "|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True)) + r")?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)


def parse_target(metric: str, text: str) -> Target:
    """Read `<=100ms`, `at least 99.9 %` or a bare `100 ms` (the metric's own direction).

    Raises TargetError when the text is no bound of the metric's kind, or bounds the wrong side.
    """
    info = METRICS[metric]
    match = _TARGET.fullmatch(text.strip())
    spelled, rest = match.groups() if match else (None, text)
    operator = _SPELLINGS[spelled.lower()] if spelled else info.direction
    try:
        quantity = info.quantity.parse(rest)
    except QuantityError as error:
        example = info.quantity.example.split(" or ")[0].split(",")[0]
        hint = f"a target for {metric} looks like '{info.direction} {example}'"
        raise TargetError(f"{error} ({hint})") from None
    if operator[0] != info.direction[0]:
        raise TargetError(
            f"a target for {metric} is a bound from {'above' if info.direction == '<=' else 'below'}: "
            f"write '{info.direction} {quantity}'"
        )
    return Target(operator, quantity)


def is_never(metric: str | None, text: str | None) -> bool:
    """Whether a requirement says that the model is never retrained, or that no label ever comes."""
    return metric in MAY_BE_NEVER and text is not None and text.strip().lower() == NEVER


def normalised_target(metric: str, text: str) -> str:
    """A target in its one spelling: `<=100ms` -> `<= 100 ms`, `Never` -> `never`. Raises TargetError."""
    if is_never(metric, text):
        return NEVER
    return str(parse_target(metric, text))
