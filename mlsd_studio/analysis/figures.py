"""The numbers that rules ask for, at the design's own traffic: each worked out once, and only when asked.

The one idea: rules never compute; they compare what the engine says with what is asked for. `after` answers
the same for the design as a fix would make it, so that a fix is offered only where it helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.findings import Evidence, Fix
from mlsd_studio.analysis.needs import needs
from mlsd_studio.analysis.numbers.availability import (
    NODE_BUDGET,
    Chances,
    Solver,
    UnknownError,
    block_availability,
    zone_states,
)
from mlsd_studio.analysis.numbers.bounds import Bounds
from mlsd_studio.analysis.numbers.cost import Costs, costs
from mlsd_studio.analysis.numbers.diagrams import BudgetExceededError
from mlsd_studio.analysis.numbers.importance import (
    FIRST_TERMS,
    Explained,
    UnitImportance,
    explain,
    grown,
    importances,
)
from mlsd_studio.analysis.numbers.inputs import Inputs, Own
from mlsd_studio.analysis.numbers.latency import JourneyLatency, Latencies, latency_missing
from mlsd_studio.analysis.numbers.load import most_capacity
from mlsd_studio.analysis.numbers.results import Bottleneck
from mlsd_studio.analysis.numbers.throughput import bottlenecks
from mlsd_studio.analysis.numbers.traffic import State
from mlsd_studio.analysis.structure import Structure
from mlsd_studio.analysis.units import ZoneKey

MOST_TRIED = 3000
"""Components in all the copies of a design on which a check may try fixes out: it must stay quick."""


class Figures:
    """Numbers of one state of a design."""

    def __init__(self, facts: Facts) -> None:
        """Nothing is computed yet."""
        self.facts = facts
        self._tries = MOST_TRIED // max(1, len(facts.components))
        self._solvers: dict[str, Solver] = {}
        self._explained: dict[str, Explained] = {}
        self._units: dict[str, dict[tuple[str, str], UnitImportance]] = {}
        self._saturation: dict[str, dict[str, Bottleneck]] = {}
        self._latency: dict[str, JourneyLatency] = {}
        self._most: dict[str, float | None] = {}

    @cached_property
    def inputs(self) -> Inputs:
        """What the numbers are made of; apart from the engine's own, which lists the defaults it rests on."""
        return Inputs(self.facts)

    def own(self, id: str) -> Own | None:
        """The own work of one call, stated or catalogued; None where neither says."""
        return self.inputs.own(id)

    # -- availability ------------------------------------------------------------------------------

    def explained(self, journey: Way) -> Explained:
        """The availability of a journey, unstated replicas taken as one, with every slope."""
        found = self._explained.get(journey.id)
        if found is None:
            found = self._explained[journey.id] = explain(self.facts, journey, solver=self._solver(journey))
        return found

    def units(self, journey: Way) -> dict[tuple[str, str], UnitImportance]:
        """(kind, subject) -> what a unit costs a journey, the most costly first."""
        found = self._units.get(journey.id)
        if found is None:
            listed = importances(self.facts, self.explained(journey))
            found = self._units[journey.id] = {(one.kind, one.subject): one for one in listed}
        return found

    def most_available(self, journey: Way) -> float | None:
        """The availability that a journey reaches at most: every component with unstated replicas never fails,
        and where no exact value is known, nor does what is unknown. None where nothing bounds it.
        """
        explained = self.explained(journey)
        if not explained.unstated:
            return explained.high
        if journey.id not in self._most:
            self._most[journey.id] = self._unstated_perfect(explained)
        return self._most[journey.id]

    def _unstated_perfect(self, explained: Explained) -> float | None:
        if explained.bounds is None:
            return self.supposing(explained.journey, chances=dict.fromkeys(explained.unstated, 1.0))
        structure = self.facts.structure
        zones = sorted({unit.zone for unit in structure.units if unit.zone is not None})
        root = structure.roots[explained.journey.id]
        bounds = Bounds(self.facts, root, zones, NODE_BUDGET, explained.unstated)
        for _ in bounds.refine(FIRST_TERMS):
            pass
        return bounds.high

    def least_available(self, journey: Way) -> float | None:
        """The availability that a journey has for certain, unstated replicas taken as one; None where nothing
        bounds it: so also where a quorum's members are not stated, since a second one makes it worse.
        """
        explained = self.explained(journey)
        return None if self.facts.group("QUORUM") & frozenset(explained.unstated) else explained.low

    def supposing(
        self, journey: Way, *, replicas: Mapping[str, int] | None = None,
        chances: Mapping[str, float] | None = None,
    ) -> float | None:  # fmt: skip
        """The availability of a journey with other replicas of some components, or with other `chances` that
        their replicas suffice; None where it is unknown.
        """
        facts, structure = self.facts, self.facts.structure
        blocks = {id: grown(facts, structure.blocks.of(id), count) for id, count in (replicas or {}).items()}
        solver, total = self._solver(journey), 0.0
        for weight, alive in zone_states(facts, self._zones):
            assumed = dict(chances or {})
            for id, block in blocks.items():
                value = block_availability(facts, block, alive)
                if value is not None:
                    assumed[id] = value
            solver.chances = _Supposed(facts, structure, alive, assumed)
            try:
                total += weight * solver.solve(structure.roots[journey.id])
            except (BudgetExceededError, UnknownError):
                return None
        return min(1.0, total)

    def _solver(self, journey: Way) -> Solver:
        """The diagrams of one journey: the same for all that is supposed of it."""
        found = self._solvers.get(journey.id)
        if found is None:
            structure = self.facts.structure
            chances = Chances(self.facts, structure, self._zones)
            found = self._solvers[journey.id] = Solver(structure, chances, NODE_BUDGET)
        return found

    @cached_property
    def _zones(self) -> list[ZoneKey]:
        return sorted({unit.zone for unit in self.facts.structure.units if unit.zone is not None})

    # -- load --------------------------------------------------------------------------------------

    @cached_property
    def rated(self) -> bool:
        """Whether any rate is known; without one no load is, and the engine need not be made."""
        asked = any(r.metric == "throughput" for r in self.facts.document.requirements.values())
        return asked or any(journey.rate is not None for journey in self.facts.journeys)

    @cached_property
    def rates(self) -> dict[str, float | None]:
        """Journey -> calls a second that it must carry: its stated rate, or what is required of it if more."""
        found: dict[str, float | None] = {}
        lone = len(self.facts.journeys) == 1
        for journey in self.facts.engine.journeys:
            rate = self.inputs.rate(journey)
            if rate is not None:
                asked = [need for need in needs(self.facts, "throughput", journey) if lone or need.named]
                rate = max([rate, *(need.bound for need in asked)])
            found[journey.id] = rate
        return found

    @cached_property
    def state(self) -> State:
        """Loads and stations at `rates`."""
        return self.facts.engine.traffic.solve(self.rates)

    def load(self, id: str) -> float | None:
        """Calls a second at a component; None where a rate is unknown or nothing calls it."""
        station = self.state.stations.get(id) if self.rated else None
        return station.load if station is not None else None

    def full(self, id: str) -> float | None:
        """The largest load a component can do, autoscaling at its maximum; infinite without a limit."""
        return most_capacity(self.inputs, id)[0]

    def loads_from(self, id: str) -> list[Way]:
        """The journeys that load a component, the one that loads it most first."""
        found: list[tuple[float, int, Way]] = []
        for journey in self.facts.engine.journeys:
            visits = self.state.visits[journey.id].counts.get(id, 0.0)
            rate = self.rates[journey.id]
            if visits > 0.0 and rate is not None:
                found.append((-visits * rate, len(found), journey))
        return [journey for _, _, journey in sorted(found)]

    def saturation(self, journey: Way) -> dict[str, Bottleneck]:
        """Components that a journey loads, in the order in which they saturate as it alone grows."""
        found = self._saturation.get(journey.id)
        if found is None:
            rates = self.rates
            traffic = self.facts.engine.traffic
            order = bottlenecks(traffic, self.state, journey, rates, rates[journey.id])
            found = self._saturation[journey.id] = {one.component: one for one in order}
        return found

    # -- latency and cost --------------------------------------------------------------------------

    def latency(self, journey: Way) -> JourneyLatency | None:
        """Percentiles of a journey at `rates`, with waterfall; None where it enters nowhere."""
        traffic = self.facts.engine.traffic
        if journey.id not in traffic.waited:
            return None
        found = self._latency.get(journey.id)
        if found is None:
            parts = traffic.waited[journey.id]
            missing = latency_missing(self.inputs, self.state.stations, parts)
            found = self._latency[journey.id] = self._latencies.of(journey, parts, missing)
        return found

    @cached_property
    def _latencies(self) -> Latencies:
        return Latencies(self.facts.engine.inputs, self.facts.engine.calls, self.state.stations)

    @cached_property
    def costs(self) -> Costs:
        """A month of the design at the journeys' average rates, else at their peak ones."""
        averages = {j.id: self.inputs.average(j) for j in self.facts.engine.journeys}
        rates = {id: rate for id, (rate, _) in averages.items()}
        peak = any(rate is not None and not average for rate, average in averages.values())
        loads = self.state.loads if rates == self.rates else self.facts.engine.traffic.solve(rates).loads
        return costs(self.inputs, loads, peak=peak)

    # -- what a fix would bring --------------------------------------------------------------------

    def after(self, fix: Fix) -> Facts | None:
        """Facts of the design with a fix applied; None once a check has tried out enough."""
        if self._tries <= 0:
            return None
        self._tries -= 1
        from mlsd_studio.analysis.fixes import build

        document = self.facts.document.copy()
        document.apply(build(document, fix))
        return Facts(document, stage=self.facts.stage, catalogue=self.facts.catalog)


class _Supposed(Chances):
    """Chances of which some are as supposed."""

    def __init__(
        self, facts: Facts, structure: Structure, alive: list[ZoneKey], supposed: Mapping[str, float]
    ) -> None:
        super().__init__(facts, structure, alive)
        self._own.update(supposed)


def capacity_evidence(figures: Figures, id: str) -> Evidence:
    """The capacity of one replica, with where it came from."""
    capacity = figures.inputs.capacity(id)
    return Evidence("capacity of one replica", rounded(capacity.value or 0.0), "rps", capacity.origin)


def rounded(value: float) -> float:
    """Four significant digits: what a person reads, without the noise of the last ones."""
    return float(f"{value:.4g}")


def assumed(*origins: str) -> str:
    """A sentence to add where a figure rests on a catalogue default."""
    return " Assumption: a catalogue default, not a stated figure." if "default" in origins else ""
