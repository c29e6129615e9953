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

SHARE = "share"
"""The unit of a fact that is a probability: one is all."""

OF_CAPACITY = "of capacity"
"""The unit of a fact that is a load over what can be done: one is full."""

ALIKE, HAIR = 1e-9, 1e-12
"""Numbers (relative) and shares (absolute) this near are the same: floating point knows no better."""

MOST_DIGITS = 12
_TIMES = ((86400.0, "days"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))
_SECONDS = {"s": 1.0, "ms": 1e-3, "h": 3600.0}
_PRICE = re.compile(r"[A-Z]{3}/month")
_MONEY = {code: sign for sign, code in CURRENCY_SIGNS.items()}


def grouped(value: float, digits: int = 3, against: float | None = None) -> str:
    """A number to so many significant digits, thousands set apart: `1 240`, `0.93`, `28`. Whole parts are never
    rounded, and there are as many digits as tell it from the number that it is held `against`.
    """
    digits = _digits(value, against, digits)
    short = abs(value) < 10.0 ** (digits - 1)
    text = format_number(float(f"{value:.{digits}g}")) if short else f"{value:.0f}"
    whole, dot, rest = text.partition(".")
    if abs(value) >= 1000.0:
        whole = f"{int(whole):,}".replace(",", "\u00a0")
    return f"{whole}{dot}{rest}".replace("-", "−")


def _digits(value: float, against: float | None, digits: int = 3) -> int:
    """Significant digits with which two numbers that differ also read differently."""
    if against is None or abs(value - against) <= ALIKE * max(abs(value), abs(against)):
        return digits
    apart = (more for more in range(digits, MOST_DIGITS) if f"{value:.{more}g}" != f"{against:.{more}g}")
    return next(apart, MOST_DIGITS)


def time_words(seconds: float, against: float | None = None) -> str:
    """A length of time in the unit that reads best: `84 ms`, `4.8 min`, `27 h`; told from `against`, in seconds."""
    fitting = (one for one in _TIMES if seconds >= 2.0 * one[0] or (one[0] == 1.0 and seconds >= 1.0))
    size, unit = next(fitting, (1e-3, "ms"))
    return f"{grouped(seconds / size, against=None if against is None else against / size)} {unit}"


def share_words(share: float, against: float | None = None) -> str:
    """A share in percent, cut (not rounded) to as many digits as tell it from one; never shown as a better one.

    `against` is a target in the same terms: a share that misses it never reads as if it met it, nor the reverse.
    """
    rest = 1.0 - share
    if rest <= 0.0:
        return "100 %"
    scale = 10.0 ** max(2, 2 if share < 0.5 else math.ceil(-math.log10(rest * 100.0)) + 1, _decimals(against))
    return f"{format_number(_cut(share, rest, scale))} %"


def _cut(share: float, rest: float, scale: float) -> float:
    """A share in percent, the digits beyond `scale` left out; a hair is added for what floating point lost."""
    return math.floor((share + min(HAIR, rest * 1e-3)) * 100.0 * scale) / scale


def _decimals(target: float | None) -> int:
    """How many decimals a target in percent is written with."""
    return 0 if target is None else len(format_number(round(target * 100.0, 10)).partition(".")[2])


def between_words(low: float, high: float, against: float | None = None) -> str:
    """A share between two bounds, in percent, with as many digits as tell them apart, and from a target that
    they are held `against`, and never closer than they are: `99.93–99.95 %`. The same twice reads as one share.
    """
    if high <= low:
        return share_words(low, against)
    digits = min(9, max(2, math.ceil(-math.log10((high - low) * 100.0)) + 1, _decimals(against)))
    if against is not None and high < against - HAIR:
        while digits < MOST_DIGITS and _up(high, digits) >= against * 100.0:
            digits += 1
    return f"{format_number(_cut(low, 1.0 - low, 10.0**digits))}–{format_number(_up(high, digits))} %"


def _up(share: float, digits: int) -> float:
    return min(100.0, math.ceil(share * 100.0 * 10.0**digits) / 10.0**digits)


def percent(share: float) -> str:
    """A share in whole percent: `93 %`; below one percent `<1 %`."""
    return "<1 %" if 0.0 < share < 0.01 else f"{share * 100:.0f} %"


def used_words(used: float) -> str:
    """A use of what can be done in whole percent, with a tenth more beside 100 %, so that almost full and more
    than full never read as full: `93 %`, `99.9 %`, `100.1 %`.
    """
    if not ALIKE < abs(used - 1.0) < 0.005:
        return percent(used)
    return f"{(math.floor if used < 1.0 else math.ceil)(used * 1000.0) / 10.0:.1f} %"


def money_words(amount: float, currency: str, against: float | None = None, digits: int = 3) -> str:
    """A month's money in short: `$8.4k/mo`, `740 SEK/mo`; told from `against`, in the same currency."""
    size, letter = (1e6, "M") if amount >= 1e6 else (1e3, "k") if amount >= 1e3 else (1.0, "")
    digits = _digits(amount, against, digits)
    figure = format_number(float(f"{amount / size:.{digits}g}")) + letter
    sign = _MONEY.get(currency)
    return f"{sign}{figure}/mo" if sign else f"{figure} {currency}/mo"


def quantity_words(value: float, unit: str, against: float | None = None) -> str:
    """A number in a unit of the numbers and of the facts of findings, as people write it.

    Times (`s`, `ms`, `h`), money (`USD/month`), probabilities (`share`) and use (`of capacity`, one is full) have
    their own spelling; every other unit stands after the number. `against` is in the same unit.
    """
    if unit in _SECONDS:
        size = _SECONDS[unit]
        return time_words(value * size, None if against is None else against * size)
    if unit == SHARE:
        return share_words(value, against)
    if unit == OF_CAPACITY:
        return f"{used_words(value)} {unit}"
    if _PRICE.fullmatch(unit):
        return money_words(value, unit[:3], against)
    return f"{grouped(value, against=against)} {unit}".strip()


def amount(metric: str, value: float, unit: str, against: float | None = None) -> str:
    """An amount of a metric in its base unit, as people write it; told from a target in the same unit."""
    return quantity_words(value, SHARE if metric == "availability" else unit, against)


def reading(metric: str, value: Value, target: str | None = None) -> str:
    """A computed value with its bound: `84 ms`, `≥ $4.8k/mo`, `unbounded`, `unknown`.

    With the text of its target it has as many digits as it takes to see on which side of the target it is.
    """
    if value.unbounded:
        return "unbounded"
    if value.value is None:
        return "unknown"
    against = _base(metric, target)
    if metric == "availability" and value.low is not None and value.high is not None:
        return between_words(value.low, value.high, against)
    sign = {"at least": "≥ ", "at most": "≤ "}.get(value.bound, "")
    return sign + amount(metric, value.value, value.unit, against)


def _base(metric: str, target: str | None) -> float | None:
    """A target in base units; None where there is none that can be read."""
    try:
        return parse_target(metric, target).quantity.base if target else None
    except (TargetError, KeyError):
        return None


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
        return f"{grouped(target.quantity.amount, MOST_DIGITS)} {target.quantity.unit}"
    if metric == "cost":
        return money_words(target.quantity.base, target.quantity.unit[:3], digits=MOST_DIGITS)
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
        return "" if used is None else f"{used_words(used)} busy, saturates first"
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
