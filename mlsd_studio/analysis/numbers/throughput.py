"""Throughput of a journey: the largest rate it can have, what bounds it, and what saturates next."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mlsd_studio.analysis.context import Way
from mlsd_studio.analysis.numbers.load import most_capacity
from mlsd_studio.analysis.numbers.results import Bottleneck
from mlsd_studio.analysis.numbers.traffic import State, Traffic
from mlsd_studio.analysis.numbers.values import Value, exact, unknown

HALVINGS = 10


def bottlenecks(
    traffic: Traffic, state: State, journey: Way, rates: Mapping[str, float | None], base: float | None
) -> tuple[Bottleneck, ...]:
    """Components that the journey loads, in the order in which they saturate as it alone grows.

    `base` is the stated rate that multiples are told of.
    """
    inputs = traffic.inputs
    waited = traffic.routes[journey.id].waited
    rate = rates.get(journey.id) or 0.0
    found = []
    for id, count in state.visits[journey.id].counts.items():
        full, _ = most_capacity(inputs, id)
        if full is None or math.isinf(full) or count <= 0.0:
            continue
        others = (state.loads.get(id) or 0.0) - count * rate
        most = max(0.0, full - others) / count
        multiple = most / base if base else None
        found.append(Bottleneck(id, most, multiple, id in waited, inputs.capacity(id).origin))
    return tuple(sorted(found, key=lambda one: (one.rate, one.component)))


def throughput(
    traffic: Traffic, state: State, journey: Way, order: tuple[Bottleneck, ...],
    rates: Mapping[str, float | None],
) -> Value:  # fmt: skip
    """The largest rate at which nothing the journey waits for exceeds a utilisation of 1, in calls/s.

    Unstated replicas leave a range: at most what is known allows, at least what one replica each does.
    """
    inputs = traffic.inputs
    waited = sorted(traffic.routes[journey.id].waited)
    loop = next((state.loops[id] for id in waited if id in state.loops), None)
    if loop is not None:
        return unknown("rps", note=f"the loop of calls {loop} has no end")
    if all(inputs.free(id) for id in waited):
        return unknown("rps", note="the journey calls nothing")
    missing: list[str] = []
    one_each = math.inf
    for id in waited:
        missing += most_capacity(inputs, id)[1]
        capacity, count = inputs.capacity(id).value, state.visits[journey.id].counts.get(id, 0.0)
        if inputs.most_replicas(id) is None and capacity is not None and count > 0.0:
            one_each = min(one_each, capacity / count)
    bound = next((one for one in order if one.waited), None)
    origin = bound.origin if bound is not None else "default"
    if bound is None and not missing:
        return Value(None, "rps", "default", unbounded=True, note="nothing on the journey is limited")
    most = bound.rate if bound is not None else math.inf
    if traffic.timed and not missing and most > 0.0:
        return exact(_with_retries(traffic, journey, rates, most), "rps", origin)
    if not missing:
        return exact(most, "rps", origin)
    known = not any(name.endswith(".capacity") for name in missing)
    low = min(most, one_each) if known else None
    names = tuple(dict.fromkeys(missing))
    if math.isinf(most):
        return Value(None if low is None else low, "rps", "default", low, None, names)
    return Value(most, "rps", origin, low, most, names)


def _with_retries(traffic: Traffic, journey: Way, rates: Mapping[str, float | None], most: float) -> float:
    """The largest rate, to a thousandth, at which load and retries settle below every capacity."""
    waited = traffic.routes[journey.id].waited
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        state = traffic.solve({**rates, journey.id: middle})
        if state.saturated & waited:
            high = middle
        else:
            low = middle
    return low
