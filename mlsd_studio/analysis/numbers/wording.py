"""Numbers as people read them: amounts with units, targets, margins, what a verdict says in a line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from mlsd_studio.analysis.numbers.results import Numbers, Outcome, Verdict
from mlsd_studio.analysis.numbers.values import Value
from mlsd_studio.model import Document
from mlsd_studio.model.money import CURRENCY_SIGNS
from mlsd_studio.model.quantities import HOURS_PER_YEAR, format_number
from mlsd_studio.model.targets import METRICS, Target, TargetError, parse_target

SHORT_TITLES = {
    "latency_p50": "p50 latency",
    "latency_p95": "p95 latency",
    "latency_p99": "p99 latency",
    "throughput": "throughput",
    "availability": "availability",
    "cost": "cost",
    "feature_freshness": "feature freshness",
    "model_age": "model age",
    "label_delay": "label delay",
    "rpo": "data loss (RPO)",
    "rto": "recovery time (RTO)",
    "maintainability": "operating burden",
}
SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">"}
RANKS: dict[Outcome, int] = {"missed": 0, "unknown": 1, "close": 2, "met": 3}
"""Worst first."""

_TIMES = ((86400.0, "days"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))
_MONEY = {code: sign for sign, code in CURRENCY_SIGNS.items()}


def grouped(value: float, digits: int = 3) -> str:
    """A number to so many significant digits, thousands set apart: `1 240`, `0.93`, `28`."""
    if value != 0.0 and abs(value) < 10.0 ** (digits - 1):
        return format_number(float(f"{value:.{digits}g}")).replace("-", "−")
    return f"{value:,.0f}".replace(",", "\u00a0").replace("-", "−")


def time_words(seconds: float) -> str:
    """A length of time in the unit that reads best: `84 ms`, `4.8 min`, `27 h`."""
    for size, unit in _TIMES:
        if seconds >= 2.0 * size or (size == 1.0 and seconds >= 1.0):
            return f"{grouped(seconds / size)} {unit}"
    return f"{grouped(seconds * 1e3)} ms"


def share_words(share: float) -> str:
    """A share in percent, with as many digits as tell it from one; never rounded up to a better one."""
    rest = 1.0 - share
    if rest <= 0.0:
        return "100 %"
    digits = 2 if share < 0.5 else max(2, math.ceil(-math.log10(rest * 100.0)) + 1)
    scale = 10.0**digits
    return f"{format_number(math.floor(share * 100.0 * scale + 1e-6) / scale)} %"


def between_words(low: float, high: float) -> str:
    """A share between two bounds, in percent, with as many digits as tell them apart and never closer than
    they are: `99.93–99.95 %`. The same twice reads as one share.
    """
    if high <= low:
        return share_words(low)
    digits = min(9, max(2, math.ceil(-math.log10((high - low) * 100.0)) + 1))
    scale = 10.0**digits
    least, most = math.floor(low * 100.0 * scale) / scale, math.ceil(high * 100.0 * scale) / scale
    return f"{format_number(least)}–{format_number(min(100.0, most))} %"


def percent(share: float) -> str:
    """A share in whole percent: `93 %`; below one percent `<1 %`."""
    return "<1 %" if 0.0 < share < 0.01 else f"{share * 100:.0f} %"


def money_words(amount: float, currency: str) -> str:
    """A month's money in short: `$8.4k/mo`, `740 SEK/mo`."""
    size, letter = (1e6, "M") if amount >= 1e6 else (1e3, "k") if amount >= 1e3 else (1.0, "")
    figure = format_number(float(f"{amount / size:.3g}")) + letter
    sign = _MONEY.get(currency)
    return f"{sign}{figure}/mo" if sign else f"{figure} {currency}/mo"


def amount(metric: str, value: float, unit: str) -> str:
    """An amount of a metric in its base unit, as people write it."""
    if unit == "s":
        return time_words(value)
    if metric == "availability":
        return share_words(value)
    if unit.endswith("/month"):
        return money_words(value, unit[:3])
    return f"{grouped(value)} {unit}".strip()


def reading(metric: str, value: Value) -> str:
    """A computed value with its bound: `84 ms`, `≥ $4.8k/mo`, `unbounded`, `unknown`."""
    if value.unbounded:
        return "unbounded"
    if value.value is None:
        return "unknown"
    if metric == "availability" and value.low is not None and value.high is not None:
        return between_words(value.low, value.high)
    sign = {"at least": "≥ ", "at most": "≤ "}.get(value.bound, "")
    return sign + amount(metric, value.value, value.unit)


def signed(target: str) -> str:
    """A target as it stands in the file with its sign as printed: `<= 100 ms` -> `≤ 100 ms`."""
    return target.replace("<=", SIGNS["<="]).replace(">=", SIGNS[">="])


def target_words(metric: str, text: str | None) -> str:
    """A target with its proper sign: `≤ 100 ms`; what cannot be read stands as it is."""
    try:
        target = parse_target(metric, text or "")
    except (TargetError, KeyError):
        return text or "no target"
    return f"{SIGNS[target.operator]} {_bound(metric, target)}"


def _bound(metric: str, target: Target) -> str:
    if metric == "throughput":
        return f"{grouped(target.quantity.amount)} {target.quantity.unit}"
    if metric == "cost":
        return money_words(target.quantity.base, target.quantity.unit[:3])
    return str(target.quantity)


def margin_words(verdict: Verdict) -> str:
    """How far from the target: `29 %` to spare, or hours a year for availability; a minus where missed."""
    if verdict.margin is None:
        return "" if verdict.value.value is not None or not verdict.value.unbounded else "unbounded"
    if verdict.metric == "availability":
        try:
            bound = parse_target("availability", verdict.target).quantity.base
        except TargetError:
            return ""
        hours = verdict.margin * (1.0 - bound) * HOURS_PER_YEAR
        size = time_words(abs(hours) * 3600.0)
        return f"{'−' if hours < 0 else '+'}{size} a year"
    return f"{'−' if verdict.margin < 0 else '+'}{grouped(abs(verdict.margin) * 100.0)} %"


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict to show of a requirement: the worst one, growth lines left out."""
    counted = [one for one in verdicts if one.growth is None]
    return min(counted, key=lambda one: RANKS[one.outcome], default=None)


def contribution(numbers: Numbers, verdict: Verdict) -> str:
    """What the contributor takes of the number, in a few words; empty where no share is known."""
    id, journey = verdict.contributor, numbers.journeys.get(verdict.journey or "")
    if id is None:
        return ""
    if verdict.metric.startswith("latency") and journey is not None:
        share = journey.latency.shares.get(id)
        return "" if share is None else f"{percent(share)} of the p95"
    if verdict.metric == "availability" and journey is not None:
        unit = next((one for one in journey.units if one.subject == id), None)
        return "" if unit is None else f"{percent(min(1.0, unit.share))} of the downtime"
    if verdict.metric == "throughput" and id in numbers.components:
        used = numbers.components[id].utilisation
        return "" if used is None else f"{percent(used)} busy, saturates first"
    if verdict.metric == "cost" and numbers.costs.total.value:
        cost = numbers.costs.by_component.get(id)
        return "" if cost is None else f"{percent(cost.total / numbers.costs.total.value)} of the cost"
    points = numbers.burden.points
    whole = float(sum(points.values()))
    if verdict.metric == "maintainability" and whole > 0.0:
        return f"{percent(points.get(id, 0) / whole)} of the burden"
    return "slowest on the way"


def missing_field(document: Document, name: str) -> tuple[str, str] | None:
    """(id, field) of a missing input such as `features.backup`; None where it is no field of a record."""
    id, _, field = name.rpartition(".")
    if id and (document.find(id) is not None or id in document.requirements):
        return id, field
    return None


def metric_title(metric: str) -> str:
    """The name of a metric for people."""
    info = METRICS.get(metric)
    return info.title if info else metric.replace("_", " ")


_FIELD = re.compile(r"[_.]")


def field_words(field: str) -> str:
    """A field of the file as words: `cost.replica` -> `cost replica`."""
    return _FIELD.sub(" ", field)
