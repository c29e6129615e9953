"""The load of all components at a traffic, with retries: a fixed point of load, waiting and failed calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlsd_studio.analysis.context import Way
from mlsd_studio.analysis.numbers.availability import block_availability
from mlsd_studio.analysis.numbers.calls import Call, Calls, Part, Route
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.latency import Latencies
from mlsd_studio.analysis.numbers.load import Station, Visits, station, visits
from mlsd_studio.analysis.numbers.waiting import retry_factor

ROUNDS, SETTLED = 40, 1e-6


@dataclass(frozen=True, slots=True)
class Retried:
    """A call with retries, its caller and a journey that makes it; `failure` without timeouts."""

    source: str
    call: Call
    journey: str
    failure: float


@dataclass
class State:
    """One state of the load: visits by journey, loads (calls/s, None = unknown) and stations by component."""

    visits: dict[str, Visits]
    loads: dict[str, float | None]
    stations: dict[str, Station]
    loops: dict[str, str] = field(default_factory=dict)
    storms: tuple[str, ...] = ()

    @property
    def saturated(self) -> set[str]:
        """Ids of components that get more than they can do."""
        return {id for id, one in self.stations.items() if one.saturated}


class Traffic:
    """Solves the traffic of one document at any rates."""

    def __init__(self, inputs: Inputs, calls: Calls) -> None:
        """Routes are compiled once; rates come with each question."""
        self.inputs, self.calls = inputs, calls
        facts = inputs.facts
        self.journeys: list[Way] = [j for j in facts.journeys if j.entry in facts.components]
        self.routes: dict[str, Route] = {j.id: calls.route(j) for j in self.journeys}
        self.waited: dict[str, tuple[Part, ...]] = {j.id: calls.waited(j) for j in self.journeys}
        self.retried = self._retried()
        self.timed = any(one.call.timeout is not None for one in self.retried)

    def _retried(self) -> list[Retried]:
        found: dict[str, Retried] = {}
        for journey in self.journeys:
            for part, _ in self.routes[journey.id].parts:
                for id in part:
                    for call in self.calls.of(id):
                        if call.flow.retries and call.flow.id not in found:
                            failure = 1.0 - sum(s * self._works(target) for target, s in call.targets)
                            found[call.flow.id] = Retried(id, call, journey.id, failure)
        return list(found.values())

    def _works(self, id: str) -> float:
        """The availability of a callee by itself; one that is unknown is taken not to fail."""
        facts = self.inputs.facts
        value = block_availability(facts, facts.structure.blocks.of(id))
        return 1.0 if value is None else value

    def solve(self, rates: Mapping[str, float | None]) -> State:
        """The state at the journeys' rates (calls/s, None = unknown)."""
        failures = {one.call.flow.id: one.failure for one in self.retried}
        state = first = self._state(rates, failures)
        if not self.timed:
            return state
        for _ in range(ROUNDS):
            latencies = Latencies(self.inputs, self.calls, state.stations)
            moved = 0.0
            for one in self.retried:
                journey = next(j for j in self.journeys if j.id == one.journey)
                late = latencies.late(one.source, one.call, journey.entry, self.waited[journey.id])
                failure = min(1.0, one.failure + late)
                moved = max(moved, abs(failure - failures[one.call.flow.id]))
                failures[one.call.flow.id] = failure
            state = self._state(rates, failures)
            if moved < SETTLED:
                break
        state.storms = tuple(sorted(state.saturated - first.saturated))
        return state

    def _state(self, rates: Mapping[str, float | None], failures: Mapping[str, float]) -> State:
        factors = {
            one.call.flow.id: retry_factor(failures[one.call.flow.id], one.call.flow.retries or 0)
            for one in self.retried
        }
        found: dict[str, Visits] = {}
        loads: dict[str, float | None] = {}
        loops: dict[str, str] = {}
        why: dict[str, list[str]] = {}
        for journey in self.journeys:
            one = found[journey.id] = visits(self.calls, self.routes[journey.id], factors)
            loops.update(one.loops)
            rate = rates.get(journey.id)
            for id, count in one.counts.items():
                if rate is None:
                    loads[id] = None
                    why.setdefault(id, []).append(f"{journey.id}.rate")
                else:
                    present = loads.get(id, 0.0)
                    loads[id] = None if present is None else present + count * rate
        for id, loop in loops.items():
            loads[id] = None
            why.setdefault(id, []).append(f"calls around the loop {loop}")
        stations = {id: station(self.inputs, id, load, tuple(why.get(id, ()))) for id, load in loads.items()}
        return State(found, loads, stations, loops)
