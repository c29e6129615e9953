"""Latency of a journey: percentiles read off the distribution of the whole, and who takes the time.

A component answers after its own work, its wait, and its calls: those of one step in parallel, higher steps
after. Percentiles are never added. Stations are taken as independent, which is exact for simple tandems only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from mlsd_studio.analysis.context import Way
from mlsd_studio.analysis.numbers.calls import Call, Calls, Part
from mlsd_studio.analysis.numbers.estimates import Estimates
from mlsd_studio.analysis.numbers.grid import grid
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.load import Station
from mlsd_studio.analysis.numbers.responses import Responses
from mlsd_studio.analysis.numbers.tape import Tape
from mlsd_studio.analysis.numbers.values import Origin, Value, at_least, exact, unbounded, unknown, weakest

PERCENTILES = (0.50, 0.95, 0.99)
POINTS, POINTS_LARGE, LARGE = 4096, 2048, 200
LONGEST = 24
"""Doublings of the grid before a percentile is given up: a factor of 16 million."""

COARSE, ZOOM, SHORTEST = 128, 16.0, 1e-5
"""Points of the grid below which a percentile is looked at more closely, by this factor, down to so many seconds."""
SPREAD = 8.0
"""Standard deviations above the mean at which the first grid ends."""


class Slice(msgspec.Struct, frozen=True, array_like=True):
    """One row of the waterfall: expected seconds given that the journey takes its p95."""

    component: str
    start: float
    own: float
    wait: float
    network: float

    @property
    def length(self) -> float:
        """The whole row, in seconds."""
        return self.own + self.wait + self.network


class JourneyLatency(msgspec.Struct, frozen=True, omit_defaults=True):
    """Percentiles, each component's share of the p95 (0 to 1), and the critical path.

    `sum_of_p50` and `sum_of_p95` add up the parts of the longest path, in seconds: naive, for comparison.
    """

    p50: Value
    p95: Value
    p99: Value
    shares: dict[str, float] = {}
    waterfall: tuple[Slice, ...] = ()
    sum_of_p50: float | None = None
    sum_of_p95: float | None = None


class Latencies:
    """The latencies of all journeys at one load, on as few grids as their lengths allow."""

    def __init__(self, inputs: Inputs, calls: Calls, stations: Mapping[str, Station]) -> None:
        """`stations` of every component at the load."""
        self.inputs, self.calls, self.stations = inputs, calls, stations
        self.estimates = Estimates(inputs, calls, stations)
        self.points = POINTS if len(inputs.facts.components) <= LARGE else POINTS_LARGE
        self._responses: dict[float, Responses] = {}

    def _on(self, end: float) -> Responses:
        """The responses on the grid with an end."""
        if end not in self._responses:
            tape = Tape(grid(end, self.points))
            self._responses[end] = Responses(self.inputs, self.calls, self.stations, tape)
        return self._responses[end]

    def late(self, source: str, call: Call, entry: str, parts: tuple[Part, ...]) -> float:
        """Probability that one attempt of a call takes longer than its timeout; 0 without one."""
        if call.timeout is None:
            return 0.0
        self.estimates.build(entry, parts)
        responses = self._on(_end(4.0 * call.timeout))
        responses.build(entry, parts)
        tape = responses.tape
        mass = tape.grid.mass(tape.values[responses.once(source, call)])
        place = round(call.timeout / tape.grid.step)
        return min(1.0, max(0.0, 1.0 - float(mass[: place + 1].sum())))

    def of(
        self, journey: Way, parts: tuple[Part, ...], missing: tuple[str, ...],
        before: JourneyLatency | None = None,
    ) -> JourneyLatency:  # fmt: skip
        """Percentiles, shares and waterfall of a journey; `missing` inputs make them lower bounds.

        Shares cost as much as all the rest: where there are those `before`, at a traffic nearby, they stand.
        """
        entry = journey.entry
        members = [id for part, _ in parts for id in part if not self.inputs.free(id)]
        if not members:
            nothing = unknown("s", note="the journey calls nothing")
            return JourneyLatency(nothing, nothing, nothing)
        moments = self.estimates.build(entry, parts)
        origin = weakest(own.origin for id in members if (own := self.inputs.own(id)) is not None)
        end = _end(moments.mean + SPREAD * moments.deviation)
        for _ in range(LONGEST):
            responses = self._on(end)
            root, tape = responses.build(entry, parts), responses.tape
            times = tape.grid.percentiles(tape.grid.mass(tape.values[root]), PERCENTILES)
            beyond = [t is None and p < moments.ends for t, p in zip(times, PERCENTILES, strict=True)]
            if not any(beyond):
                break
            end *= 2.0
        times = [self._sharp(entry, parts, n, time, end) for n, time in enumerate(times)]
        shares: dict[str, float] = {}
        rows: tuple[Slice, ...] = ()
        middle = times[1]
        if middle and before is not None and before.shares:
            shares, rows = before.shares, before.waterfall
        elif middle:
            expected = tape.expected(root, middle)
            for (id, _), seconds in expected.items():
                shares[id] = shares.get(id, 0.0) + seconds / middle
            rows = self._waterfall(entry, expected)
        p50, p95, p99 = (_value(time, origin, missing) for time in times)
        return JourneyLatency(
            p50, p95, p99, dict(sorted(shares.items(), key=lambda item: (-item[1], item[0]))), rows,
            moments.low if moments.ends == 1.0 else None, moments.high if moments.ends == 1.0 else None,
        )  # fmt: skip

    def _sharp(
        self, entry: str, parts: tuple[Part, ...], number: int, time: float | None, end: float
    ) -> float | None:
        """A percentile that lies within the first points of a grid, read off a grid that ends sooner.

        One call in a thousand that waits for minutes stretches the grid until the others are all at its start.
        """
        while time is not None and time < COARSE * end / self.points:
            end /= ZOOM
            responses = self._on(end)
            root, tape = responses.build(entry, parts), responses.tape
            (closer,) = tape.grid.percentiles(
                tape.grid.mass(tape.values[root]), PERCENTILES[number : number + 1]
            )
            if closer is None or end < SHORTEST:
                break
            time = closer
        return time

    def _waterfall(self, entry: str, expected: Mapping[tuple[str, str], float]) -> tuple[Slice, ...]:
        """The rows of the critical path: in each step the call with the longest mean."""
        rows: list[Slice] = []
        seen: set[str] = set()
        start, stack = 0.0, [entry]
        while stack:
            id = stack.pop()
            if id in seen:
                continue
            seen.add(id)
            if not self.inputs.free(id):
                own, wait, hop, given_up = (
                    expected.get((id, kind), 0.0) for kind in ("own", "wait", "hop", "timeout")
                )
                rows.append(Slice(id, start, own, wait + given_up, hop))
                start += rows[-1].length
            stack.extend(reversed(self._critical(id)))
        return tuple(rows)

    def _critical(self, id: str) -> list[str]:
        """The targets of the longest call of each step, in order."""
        found: list[str] = []
        for step in self.calls.steps(id):
            longest = max(step, key=lambda call: self.estimates.call(id, call).mean)
            found.extend(target for target, _ in longest.targets)
        return found


def _value(time: float | None, origin: Origin, missing: tuple[str, ...]) -> Value:
    if time is None:
        return unbounded("s", origin, "a component is loaded beyond its capacity")
    return at_least(time, "s", origin, missing) if missing else exact(time, "s", origin)


def _end(reach: float) -> float:
    """The next power of two, so that a small step of the traffic stays on its grid."""
    return 2.0 ** math.ceil(math.log2(max(reach, 1e-6)))


def latency_missing(
    inputs: Inputs, stations: Mapping[str, Station], parts: tuple[Part, ...]
) -> tuple[str, ...]:
    """The inputs without which the latency of a journey is only bounded from below."""
    missing: dict[str, None] = {}
    for id in sorted(id for part, _ in parts for id in part):
        if inputs.free(id):
            continue
        if inputs.own(id) is None:
            missing[f"{id}.latency"] = None
        station = stations.get(id)
        if station is not None:
            missing.update(dict.fromkeys(station.missing))
    return tuple(missing)
