"""What the requirements ask for, read from their targets. A target that cannot be read counts as none
here.
"""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.model.targets import TargetError, is_never, parse_target


@dataclass(frozen=True, slots=True)
class Need:
    """A bound that a requirement sets: its id, and the bound in the base unit (seconds, fraction,
    calls/s). `named` tells that it names the journey, `growth` the multiple it must grow to.
    """

    requirement: str
    bound: float
    named: bool = False
    growth: float | None = None


def needs(facts: Facts, metric: str, journey: Way | None = None) -> list[Need]:
    """The bounds on a metric: those that name the journey (or its entry) and those that name none."""
    about = {None} if journey is None else {None, journey.id, journey.entry}
    found: list[Need] = []
    for requirement in facts.document.requirements.values():
        if requirement.metric != metric or requirement.target is None or requirement.journey not in about:
            continue
        try:
            target = parse_target(metric, requirement.target)
        except TargetError:
            continue
        named = requirement.journey is not None
        found.append(Need(requirement.id, target.quantity.base, named, requirement.growth))
    return found


def availability_need(facts: Facts, journey: Way) -> Need | None:
    """The strictest availability that a journey must reach, as a fraction."""
    return max(needs(facts, "availability", journey), key=lambda need: need.bound, default=None)


def latency_need(facts: Facts, journey: Way) -> Need | None:
    """The strictest p95 that a journey must reach, in seconds."""
    return min(needs(facts, "latency_p95", journey), key=lambda need: need.bound, default=None)


def never(facts: Facts, metric: str) -> bool:
    """Whether a requirement says *never*: no retraining (model_age), or no labels at all (label_delay)."""
    requirements = facts.document.requirements.values()
    return any(one.metric == metric and is_never(metric, one.target) for one in requirements)
