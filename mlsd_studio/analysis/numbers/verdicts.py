"""Requirements against the numbers: met, missed, close, or unknown with the field that is missing.

A bound counts where it decides: what costs at least more than allowed is missed, however much is unknown. A
missed target is missed however near; met with a margin below 5 % is close.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mlsd_studio.analysis.numbers.importance import Enough
from mlsd_studio.analysis.numbers.results import JourneyNumbers, Numbers, Outcome, Verdict
from mlsd_studio.analysis.numbers.values import Value, unknown
from mlsd_studio.model.records import Requirement
from mlsd_studio.model.targets import METRICS, PER_DESIGN, Target, TargetError, is_never, parse_target

CLOSE = 0.05
TOLERANCE, HAIR = 1e-9, 1e-12
"""What rounding may cost: of a number relative to its target, and of an availability, whose nines count."""

Offers = Callable[[str, float], tuple[Enough, ...]]
"""(journey, target as a fraction) -> replica counts and fallbacks that reach it."""


def metric_value(numbers: JourneyNumbers, metric: str) -> Value:
    """One metric of a journey."""
    values = {
        "latency_p50": numbers.latency.p50, "latency_p95": numbers.latency.p95,
        "latency_p99": numbers.latency.p99, "throughput": numbers.throughput,
        "availability": numbers.availability, "feature_freshness": numbers.feature_freshness.value,
        "model_age": numbers.model_age.value, "label_delay": numbers.label_delay.value,
        "rpo": numbers.rpo,
    }  # fmt: skip
    return values.get(metric, unknown("s", note="no field of the design gives it"))


def judge(target: Target, value: Value, metric: str) -> tuple[Outcome, float | None]:
    """The outcome of a value against a target, and the margin relative to the target."""
    upper = target.operator[0] == "<"
    if value.unbounded:
        return ("missed" if upper else "met"), None
    helpful, harmful = (value.high, value.low) if upper else (value.low, value.high)
    if harmful is not None and not _allows(target, harmful, metric):
        return "missed", margin(target, harmful, metric)
    if helpful is not None and _allows(target, helpful, metric):
        slack = margin(target, helpful, metric)
        return ("close" if slack is not None and slack < CLOSE else "met"), slack
    return "unknown", None


def _allows(target: Target, value: float, metric: str) -> bool:
    """The target's own comparison, forgiving the last digits of a computed number where equality counts."""
    if target.allows(value):
        return True
    bound = target.quantity.base
    slack = HAIR if metric == "availability" else TOLERANCE * max(abs(bound), 1e-12)
    return target.operator in ("<=", ">=") and abs(value - bound) <= slack


def margin(target: Target, value: float, metric: str) -> float | None:
    """(target − value) ÷ target, positive when met; for availability both are unavailabilities."""
    bound = target.quantity.base
    if metric == "availability":
        bound, value = 1.0 - bound, 1.0 - value
        return (bound - value) / bound if bound > 1e-15 else None
    if bound == 0.0:
        return None
    return (bound - value) / bound if target.operator[0] == "<" else (value - bound) / bound


def verdicts(
    requirements: Mapping[str, Requirement], numbers: Numbers, entries: Mapping[str, str],
    paths: Callable[[str, str], tuple[str, ...]], offers: Offers,
) -> tuple[Verdict, ...]:  # fmt: skip
    """One verdict for each requirement with a metric and journey it is about, and one for stated growth.

    `entries` maps journeys to where they enter, `paths` answers the path of a journey to a component.
    """
    found: list[Verdict] = []
    for requirement in requirements.values():
        if requirement.metric is None or is_never(requirement.metric, requirement.target):
            continue
        try:
            target = parse_target(requirement.metric, requirement.target or "")
        except TargetError as error:
            found.append(_unread(requirement, str(error)))
            continue
        if requirement.metric in PER_DESIGN:
            found.append(_of_design(requirement, target, numbers))
            continue
        about = [
            journey for journey in numbers.journeys
            if requirement.journey in (None, journey, entries.get(journey))
        ]  # fmt: skip
        if not about:
            found.append(_unread(requirement, "no journey is drawn that it could be about"))
        for journey in about:
            found.extend(_of_journey(requirement, target, journey, numbers, paths, offers))
    return tuple(found)


def _unread(requirement: Requirement, note: str) -> Verdict:
    return Verdict(
        requirement.id, requirement.metric or "", requirement.journey, requirement.target or "",
        unknown("", [f"{requirement.id}.target"] if not requirement.target else [], note), "unknown",
        priority=requirement.priority, note=note,
    )  # fmt: skip


def _of_design(requirement: Requirement, target: Target, numbers: Numbers) -> Verdict:
    metric = requirement.metric or ""
    if metric == "cost":
        value = numbers.costs.total
        costs = numbers.costs.by_component
        contributor = max(costs, key=lambda id: costs[id].total, default=None)
        volume = numbers.costs.without_volume
        if volume and requirement.priority == "must":
            names = (*value.missing, *(f"{id}.storage" for id in volume))
            value = Value(value.value, value.unit, value.origin, value.low, None, names, note=value.note)
        if getattr(target.quantity, "currency", numbers.costs.currency) != numbers.costs.currency:
            value = unknown(value.unit, [f"{requirement.id}.target"], "the target is in another currency")
    else:
        value = numbers.burden.ratio
        points = numbers.burden.points
        contributor = max(points, key=points.__getitem__, default=None)
    outcome, slack = judge(target, value, metric)
    return Verdict(
        requirement.id, metric, None, str(target), value, outcome, slack, contributor,
        priority=requirement.priority, note=value.note,
    )  # fmt: skip


def _of_journey(
    requirement: Requirement, target: Target, journey: str, numbers: Numbers,
    paths: Callable[[str, str], tuple[str, ...]], offers: Offers,
) -> list[Verdict]:  # fmt: skip
    metric = requirement.metric or ""
    one = numbers.journeys[journey]
    value = metric_value(one, metric)
    outcome, slack = judge(target, value, metric)
    contributor, path = _contributor(one, metric)
    if contributor is not None and not path:
        path = paths(journey, contributor)
    wins = offers(journey, target.quantity.base) if metric == "availability" and outcome == "missed" else ()
    found = [Verdict(
        requirement.id, metric, journey, str(target), value, outcome, slack, contributor, path,
        requirement.priority, note=value.note, offers=wins,
    )]  # fmt: skip
    if metric == "throughput" and requirement.growth:
        quantity = METRICS[metric].quantity(target.quantity.amount * requirement.growth, target.quantity.unit)
        grown = Target(target.operator, quantity)
        outcome, slack = judge(grown, value, metric)
        found.append(Verdict(
            requirement.id, metric, journey, str(grown), value, outcome, slack, contributor, path,
            requirement.priority, requirement.growth,
        ))  # fmt: skip
    return found


def _contributor(one: JourneyNumbers, metric: str) -> tuple[str | None, tuple[str, ...]]:
    """The component that contributes most, and the path where the metric has one of its own."""
    if metric.startswith("latency"):
        return next(iter(one.latency.shares), None), ()
    if metric == "throughput":
        return next((b.component for b in one.bottlenecks if b.waited), None), ()
    if metric == "availability":
        return next((unit.subject for unit in one.units), None), ()
    ages = {"feature_freshness": one.feature_freshness, "model_age": one.model_age,
            "label_delay": one.label_delay}  # fmt: skip
    if metric in ages:
        return ages[metric].contributor, ages[metric].path
    return None, ()
