"""What a design asks of its team, and what a disaster would cost: operating burden and recovery point."""

from __future__ import annotations

import msgspec

from mlsd_studio.analysis.context import Way
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.values import Value, at_least, exact, unbounded, unknown, weakest
from mlsd_studio.model.quantities import QuantityError, split_number

PER_ENGINEER = 1.5
"""Points of operating burden that one engineer can carry beside the work; an assumption."""


class Burden(msgspec.Struct, frozen=True, omit_defaults=True):
    """Points by self-run component (0 to 4 each), engineers, and the ratio that a requirement bounds."""

    ratio: Value
    points: dict[str, int] = {}
    engineers: float | None = None


def burden(inputs: Inputs) -> Burden:
    """Operating burden of self-run systems over 1.5 × engineers."""
    facts = inputs.facts
    points: dict[str, int] = {}
    for id in sorted(facts.self_run):
        component = facts.components[id]
        weight = facts.catalog.ops_weight(component.kind, component.technology).value
        if weight and not inputs.free(id):
            points[id] = weight
    engineers = _engineers(inputs)
    if not engineers:
        return Burden(unknown("", ["constraints.engineers"], "the team's size is not stated"), points)
    ratio = sum(points.values()) / (PER_ENGINEER * engineers)
    return Burden(exact(ratio, "", "default"), points, engineers)


def _engineers(inputs: Inputs) -> float | None:
    """The size of the team: a constraint of the category team whose value counts people."""
    for constraint in inputs.facts.document.table("constraints").values():
        if constraint.category != "team" or constraint.value is None:
            continue
        if not isinstance(constraint.value, str):
            return float(constraint.value)
        try:
            count, unit = split_number(constraint.value)
        except QuantityError:
            continue
        words = ("engineer", "people", "person", "developer", "member", "fte", "")
        if any(unit.lower().startswith(word) for word in words if word) or not unit:
            return count
    return None


def recovery_point(inputs: Inputs, journey: Way) -> Value:
    """The data a disaster may cost, in seconds: the longest over the stateful stores a journey calls.

    A store's own is the shorter of its backup's and of what is replicated from it.
    """
    facts = inputs.facts
    stores = [
        id for id in facts.called(journey)
        if id in facts.group("STORE") and id not in facts.external and _stateful(inputs, id)
    ]  # fmt: skip
    worst, missing, origins = 0.0, [], []
    for id in stores:
        backup = facts.components[id].backup
        copies = [
            sum(part.base for part in (flow.interval, flow.delay) if part is not None)
            for flow, _ in facts.out[id]
            if flow.kind == "replicate" and (flow.interval is not None or flow.delay is not None)
        ]
        if backup is not None and backup.rpo is not None:
            copies.append(backup.rpo.base)
            origins.append(inputs.origin(facts.components[id], "backup"))
        if not copies and backup is not None:
            return unbounded("s", "stated", f"{id} has no backup")
        if not copies:
            missing.append(f"{id}.backup")
        worst = max(worst, min(copies, default=0.0))
    if not stores:
        return unknown("s", note="the journey calls no store")
    origin = weakest(origins)
    if missing and worst == 0.0:
        return unknown("s", missing)
    return at_least(worst, "s", origin, missing) if missing else exact(worst, "s", origin)


def _stateful(inputs: Inputs, id: str) -> bool:
    kind = inputs.catalog.kinds.get(inputs.facts.components[id].kind)
    return kind is not None and kind.stateful
