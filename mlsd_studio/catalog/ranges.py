"""Which values the numbers of a catalogue may have, so that a wrong digit is told and not computed with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from msgspec import UNSET

from mlsd_studio.catalog.records import Cost, Figure, Hop, Kind, Latency, Sla, Technology

MOST_OPS_WEIGHT = 4

Wrong = tuple[str, str]
"""A field, and what is wrong with it."""


def wrong_numbers(record: object) -> Iterator[Wrong]:
    """The numbers of a kind, a technology or a constant that cannot be."""
    match record:
        case Kind():
            yield from _all(record.defaults, "defaults.")
            yield from _weight(record.ops_weight)
        case Technology():
            yield from _all(record, "")
            yield from _sla(record.sla)
            yield from _weight(record.ops_weight)
        case Hop():
            yield from _latency(record.same_zone, "same_zone")
            yield from _latency(record.cross_region, "cross_region")
        case Figure():
            yield from _value("value", record.value, _fraction, "a fraction above 0 and up to 1")


def _all(holder: object, prefix: str) -> Iterator[Wrong]:
    latency, capacity = getattr(holder, "latency", None), getattr(holder, "capacity_rps", None)
    availability, cost = getattr(holder, "availability", None), getattr(holder, "cost", None)
    if isinstance(latency, Latency):
        yield from _latency(latency, f"{prefix}latency")
    if isinstance(capacity, Figure):
        yield from _value(f"{prefix}capacity_rps.value", capacity.value, _positive, "a number above 0")
    if isinstance(availability, Figure):
        what = "a fraction above 0 and up to 1, such as 0.995"
        yield from _value(f"{prefix}availability.value", availability.value, _fraction, what)
    if isinstance(cost, Cost):
        for part in ("replica_month", "per_million_calls", "per_gb_month", "duty_h_month"):
            yield from _value(f"{prefix}cost.{part}", getattr(cost, part), _not_negative, "0 or more")


def _latency(latency: Latency, field: str) -> Iterator[Wrong]:
    wrong = list(_value(f"{field}.p50_ms", latency.p50_ms, _not_negative, "0 or more"))
    wrong += _value(f"{field}.p95_ms", latency.p95_ms, _not_negative, "0 or more")
    yield from wrong
    if not wrong and latency.p95_ms < latency.p50_ms:
        yield f"{field}.p95_ms", "the 95th percentile cannot be below the median (p50_ms)"


def _sla(sla: Sla) -> Iterator[Wrong]:
    figures = [("value", sla.value), ("otherwise", sla.otherwise)]
    for name, value in [*figures, *(("better", one.value) for one in sla.better)]:
        yield from _value(f"sla.{name}", value, _fraction, "a fraction above 0 and up to 1, such as 0.999")


def _weight(weight: object) -> Iterator[Wrong]:
    if weight is not UNSET and isinstance(weight, int) and not 0 <= weight <= MOST_OPS_WEIGHT:
        yield "ops_weight", f"must be 0 to {MOST_OPS_WEIGHT}, not {weight}"


def _value(field: str, value: float | None, good: Callable[[float], bool], what: str) -> Iterator[Wrong]:
    if value is not None and not (math.isfinite(value) and good(value)):
        yield field, f"must be {what}, not {value:g}"


def _fraction(value: float) -> bool:
    return 0.0 < value <= 1.0


def _positive(value: float) -> bool:
    return value > 0.0


def _not_negative(value: float) -> bool:
    return value >= 0.0
