"""Quick moments of every response: they size the grid, find the critical path and tell what never ends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mlsd_studio.analysis.numbers.calls import Call, Calls, Part
from mlsd_studio.analysis.numbers.inputs import Inputs, Own
from mlsd_studio.analysis.numbers.load import Station

SWEEPS = 400


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and variance of a time in seconds, and the chance that it ever ends.

    `low` and `high` add up the p50 and the p95 of the parts on the longest path: the naive sums.
    """

    mean: float = 0.0
    variance: float = 0.0
    ends: float = 1.0
    low: float = 0.0
    high: float = 0.0

    @property
    def deviation(self) -> float:
        """Standard deviation in seconds."""
        return math.sqrt(max(0.0, self.variance))

    def then(self, other: Moments) -> Moments:
        """This time, then an independent other: means and variances add, chances of ending multiply."""
        return Moments(
            self.mean + other.mean, self.variance + other.variance, self.ends * other.ends,
            self.low + other.low, self.high + other.high,
        )  # fmt: skip


NOTHING = Moments()


class Estimates:
    """The moments of every component's response under one state of the load."""

    def __init__(self, inputs: Inputs, calls: Calls, stations: Mapping[str, Station]) -> None:
        """`stations` by component; one that has none does not wait."""
        self.inputs, self.calls, self.stations = inputs, calls, stations
        self.found: dict[str, Moments] = {}

    def build(self, entry: str, parts: tuple[Part, ...]) -> Moments:
        """Of what enters at a component; loops of calls are gone round until they settle."""
        for part, cyclic in parts:
            if not cyclic:
                if part[0] not in self.found:
                    self.found[part[0]] = self._response(part[0])
                continue
            for _ in range(SWEEPS):
                before = [self.found.get(id) for id in part]
                for id in part:
                    self.found[id] = self._response(id)
                if before == [self.found[id] for id in part]:
                    break
        return self.found[entry]

    def _response(self, id: str) -> Moments:
        total = NOTHING
        if not self.inputs.free(id):
            own, station = self.inputs.own(id), self.stations.get(id)
            total = total if own is None else _work(own)
            total = total if station is None else total.then(_waiting(station))
        for step in self.calls.steps(id):
            total = total.then(_longest([self.call(id, call) for call in step]))
        return total

    def call(self, source: str, call: Call) -> Moments:
        """Of one call with its timeout and repetitions."""
        one = self._given_up(source, call)
        n = call.calls
        if call.flow.parallel and n > 1.0:
            return Moments(one.mean + 2.0 * one.deviation, one.variance, one.ends, one.low, one.high)
        rest = n - int(n)  # a fraction of a call is made with that probability
        variance = n * one.variance + rest * (1.0 - rest) * one.mean**2
        ends = one.ends if n >= 1.0 else 1.0 - n + n * one.ends
        low = 0.0 if n < 0.5 else one.low * max(1, int(n))
        return Moments(n * one.mean, variance, ends, low, one.high * math.ceil(n))

    def _given_up(self, source: str, call: Call) -> Moments:
        one = _longest([self._arrive(source, target) for target, _ in call.targets])
        if not call.given_up or call.timeout is None:
            return one
        after = self._given_up(source, call.fallback) if call.fallback is not None else NOTHING
        limit = call.timeout
        return Moments(
            min(one.mean, limit) + after.mean, min(one.variance, limit**2) + after.variance,
            1.0 if one.ends == 1.0 else after.ends, min(one.low, limit), min(one.high, limit) + after.high,
        )  # fmt: skip

    def _arrive(self, source: str, target: str) -> Moments:
        response, hop = self.found.get(target, NOTHING), self.inputs.hop(source, target)
        return response if hop is None else _work(hop).then(response)


def _work(own: Own) -> Moments:
    return Moments(own.mean, own.mean**2 * own.scv, 1.0, own.p50, own.p95)


def _waiting(station: Station) -> Moments:
    if math.isinf(station.wait_mean):
        return Moments(ends=0.0)
    if station.wait_mean <= 0.0:
        return NOTHING
    chance = station.wait_probability
    mean = station.wait_mean / chance
    low, high = (mean * math.log(chance / rest) if chance > rest else 0.0 for rest in (0.5, 0.05))
    return Moments(station.wait_mean, 2.0 * chance * mean**2 - station.wait_mean**2, 1.0, low, high)


def _longest(parts: list[Moments]) -> Moments:
    if len(parts) == 1:
        return parts[0]
    mean = max(part.mean for part in parts)
    reach = max(part.mean + part.deviation for part in parts) - mean
    variance = max(max(part.variance for part in parts), reach**2)
    ends = math.prod(part.ends for part in parts)
    return Moments(mean, variance, ends, max(p.low for p in parts), max(p.high for p in parts))
