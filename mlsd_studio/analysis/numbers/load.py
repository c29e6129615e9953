"""Offered load: the traffic equations of an open network, solved from the journeys' rates.

Each component is visited so many times when a journey runs once; the visits of a loop of calls are solved
together, and a loop that calls itself at least once each time has no solution: its load is unknown and the
loop is named. Source: Jackson (1957); Ross, *Introduction to Probability Models*, chapter 8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlsd_studio.analysis.numbers.calls import Calls, Route
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.waiting import erlang_c, wait_of


@dataclass
class Visits:
    """How often each component works when a journey runs once.

    `loops` tells, for a component whose load has no solution, the loop of calls that is to blame.
    """

    counts: dict[str, float] = field(default_factory=dict)
    loops: dict[str, str] = field(default_factory=dict)


def visits(calls: Calls, route: Route, factors: Mapping[str, float]) -> Visits:
    """Visits of a journey; `factors` holds the calls made for each call wanted, by flow (retries)."""
    found = Visits({route.journey.entry: 1.0})
    counts, loops = found.counts, found.loops
    for part, cyclic in route.parts:
        blocked = next((loops[id] for id in part if id in loops), None)
        if cyclic and blocked is None:
            solved = _solve(calls, part, counts, factors)
            if solved is None:
                blocked = "+".join(sorted(part))
            else:
                counts.update(solved)
        inside = frozenset(part) if cyclic else frozenset()
        for id in part:
            if blocked is not None:
                loops[id] = blocked
            _pass_on(calls, id, inside, factors, found, blocked)
    for id in loops:
        counts.pop(id, None)
    return found


def _pass_on(
    calls: Calls, id: str, inside: frozenset[str], factors: Mapping[str, float], found: Visits,
    blocked: str | None,
) -> None:  # fmt: skip
    at = found.counts.get(id, 0.0)
    for call in calls.of(id):
        rate = at * call.calls * call.picks * factors.get(call.flow.id, 1.0)
        for target, share in call.targets:
            if target in inside:
                continue
            if blocked is not None:
                found.loops[target] = blocked
            else:
                found.counts[target] = found.counts.get(target, 0.0) + rate * share


def _solve(
    calls: Calls, part: tuple[str, ...], counts: Mapping[str, float], factors: Mapping[str, float]
) -> dict[str, float] | None:
    """The visits inside a loop, or None where it calls itself at least once each time."""
    import numpy as np

    index = {id: n for n, id in enumerate(part)}
    matrix = np.zeros((len(part), len(part)))
    for id in part:
        for call in calls.of(id):
            for target, share in call.targets:
                if target in index:
                    weight = call.calls * call.picks * share * factors.get(call.flow.id, 1.0)
                    matrix[index[target], index[id]] += weight
    if float(np.max(np.abs(np.linalg.eigvals(matrix)))) >= 1.0 - 1e-12:
        return None
    entering = np.array([counts.get(id, 0.0) for id in part])
    solved = np.linalg.solve(np.eye(len(part)) - matrix, entering)
    return {id: float(value) for id, value in zip(part, solved, strict=True)}


@dataclass(frozen=True, slots=True)
class Station:
    """One component under load. Rates in calls/s, times in seconds; None = unknown.

    `wait_mean` is over all calls, infinite from a utilisation of 1 on. `missing` names the inputs without
    which utilisation is unknown.
    """

    id: str
    load: float | None
    replicas: int | None
    capacity: float | None
    utilisation: float | None
    wait_probability: float
    wait_mean: float
    missing: tuple[str, ...] = ()

    @property
    def saturated(self) -> bool:
        """Whether more arrives than it can do."""
        return self.utilisation is not None and self.utilisation >= 1.0


def station(inputs: Inputs, id: str, load: float | None, why: tuple[str, ...] = ()) -> Station:
    """Utilisation and waiting of a component at a load; `why` names what keeps the load unknown."""
    capacity = inputs.capacity(id)
    replicas = inputs.replicas(id, load)
    if capacity.value is not None and math.isinf(capacity.value):
        return Station(id, load, replicas, math.inf, 0.0, 0.0, 0.0)
    if capacity.value is None or replicas is None or load is None:
        missing = [*why]
        if capacity.value is None:
            missing.append(capacity.field)
        if replicas is None:
            missing.append(f"{id}.replicas")
        return Station(id, load, replicas, None, None, 0.0, 0.0, tuple(missing))
    full = replicas * capacity.value
    utilisation = load / full if full > 0.0 else (math.inf if load > 0.0 else 0.0)
    if utilisation >= 1.0:
        return Station(id, load, replicas, full, utilisation, 1.0, math.inf)
    if load <= 0.0:
        return Station(id, load, replicas, full, 0.0, 0.0, 0.0)
    servers = replicas * inputs.concurrency(id)
    service = servers / full
    own = inputs.own(id)
    scv = own.scv if own is not None else 1.0
    offered = load * service
    if offered >= servers:
        return Station(id, load, replicas, full, utilisation, 1.0, math.inf)
    waits = erlang_c(servers, offered)
    mean = wait_of(waits, servers, offered, service, scv)
    return Station(id, load, replicas, full, utilisation, waits, mean)


def needed(inputs: Inputs, id: str, load: float) -> int | None:
    """Replicas that carry a load at the utilisation planned for: ceil(load ÷ (capacity × max_utilisation))."""
    capacity = inputs.capacity(id).value
    if capacity is None or math.isinf(capacity) or capacity <= 0.0:
        return None
    return math.ceil(load / (capacity * inputs.max_utilisation(id)) - 1e-9)


def most_capacity(inputs: Inputs, id: str) -> tuple[float | None, tuple[str, ...]]:
    """The largest load a component can do, autoscaling at its maximum, and what is missing for it."""
    capacity, replicas = inputs.capacity(id), inputs.most_replicas(id)
    if capacity.value is not None and math.isinf(capacity.value):
        return math.inf, ()
    missing: tuple[str, ...] = (capacity.field,) if capacity.value is None else ()
    if replicas is None:
        missing += (f"{id}.replicas",)
    if capacity.value is None or replicas is None:
        return None, missing
    return replicas * capacity.value, ()
