"""All numbers of a design at once: made ready once per document, then quick at any traffic.

What does not depend on the traffic (routes, availability, ages, burden) is worked out once and kept; a step
of the traffic slider solves load, waiting, latency and cost again. `steps` yields between parts, so that a
worker can read its inbox in between.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Mapping

import msgspec

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.needs import availability_need
from mlsd_studio.analysis.numbers import freshness
from mlsd_studio.analysis.numbers.availability import replica_availability
from mlsd_studio.analysis.numbers.calls import Calls
from mlsd_studio.analysis.numbers.cost import Costs, costs
from mlsd_studio.analysis.numbers.fallbacks import enough_fallbacks
from mlsd_studio.analysis.numbers.importance import (
    Enough,
    Explained,
    UnitImportance,
    enough_replicas,
    explain,
)
from mlsd_studio.analysis.numbers.inputs import Assumption, Inputs
from mlsd_studio.analysis.numbers.latency import JourneyLatency, Latencies, latency_missing
from mlsd_studio.analysis.numbers.load import needed
from mlsd_studio.analysis.numbers.results import ComponentNumbers, JourneyNumbers, Numbers, Verdict
from mlsd_studio.analysis.numbers.throughput import bottlenecks, throughput
from mlsd_studio.analysis.numbers.traffic import State, Traffic
from mlsd_studio.analysis.numbers.upkeep import Burden, burden, recovery_point
from mlsd_studio.analysis.numbers.values import Value, at_least, exact, unknown, weakest
from mlsd_studio.analysis.numbers.verdicts import HAIR, verdicts
from mlsd_studio.catalog import Catalog
from mlsd_studio.model import Document

LEAST_TRAFFIC, MOST_TRAFFIC = 1.0, 10.0
"""Multiples of the stated rates that can be asked for."""

MULTIPLES = (1, 3, 10)
MOST_TERMS = 4000
"""Terms of the bounds of one availability, where nobody gives up before."""

Steps = Generator[str, None, Numbers]
"""Yields the name of each part once it is done, and returns the numbers."""


class Steady:
    """What does not change with the traffic, by journey."""

    def __init__(self, burden: Burden) -> None:
        """Filled journey by journey."""
        self.explained: dict[str, Explained] = {}
        self.units: dict[str, tuple[UnitImportance, ...]] = {}
        self.full: dict[str, Explained] = {}
        self.needed: dict[str, dict[str, int]] = {}
        self.most: dict[str, float | None] = {}
        self.ages: dict[str, tuple[freshness.Age, freshness.Age, freshness.Age]] = {}
        self.rpo: dict[str, Value] = {}
        self.burden = burden
        self.offers: dict[tuple[str, float], tuple[Enough, ...]] = {}


class Engine:
    """The numbers of one document as it stands; make a new one after a change."""

    def __init__(self, document: Document, *, catalogue: Catalog | None = None, facts: Facts | None = None):
        """`facts` where the caller has them already."""
        self.facts = facts if facts is not None else Facts(document, catalogue=catalogue)
        self.document = document
        self.inputs = Inputs(self.facts)
        self.calls = Calls(self.facts)
        self.traffic = Traffic(self.inputs, self.calls)
        self._steady: Steady | None = None
        self._shared: dict[str, JourneyLatency] = {}
        self._last: tuple[float, State, Latencies] | None = None

    @property
    def journeys(self) -> list[Way]:
        """The journeys that enter at a component."""
        return self.traffic.journeys

    def numbers(self, traffic: float = 1.0) -> Numbers:
        """All numbers at a multiple of the journeys' stated rates."""
        steps = self.steps(traffic)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                found: Numbers = done.value
                return found

    def steps(self, traffic: float = 1.0, *, quick: bool = False) -> Steps:
        """As `numbers`, in slices. A `quick` answer keeps the shares of latency last worked out, for a slider
        that moves; a full one at the same traffic then goes on from it.
        """
        if self._steady is None:
            self._steady = yield from self._prepare()
        steady = self._steady
        base = {journey.id: self.inputs.rate(journey) for journey in self.journeys}
        rates = {id: None if rate is None else rate * traffic for id, rate in base.items()}
        state, latencies = self._loaded(traffic, rates)
        yield "load"
        found: dict[str, JourneyNumbers] = {}
        for journey in self.journeys:
            order = bottlenecks(self.traffic, state, journey, rates, base[journey.id])
            parts = self.traffic.waited[journey.id]
            missing = latency_missing(self.inputs, state.stations, parts)
            before = self._shared.get(journey.id) if quick else None
            latency = self._shared[journey.id] = latencies.of(journey, parts, missing, before)
            found[journey.id] = JourneyNumbers(
                self._availability(steady.explained[journey.id], steady.most[journey.id]),
                self._availability(steady.full[journey.id]),
                throughput(self.traffic, state, journey, order, rates),
                latency, *steady.ages[journey.id], steady.rpo[journey.id],
                order, steady.units[journey.id],
            )  # fmt: skip
            yield f"journey {journey.id}"
        if not quick:
            self._last = None  # its distributions are large
        spent = self._costs(traffic, rates, state)
        components = self._components(state, spent, steady.needed)
        yield "components"
        numbers = Numbers(
            traffic, found, components, spent, steady.burden, (), self._assumptions(), state.storms
        )
        return self._judged(numbers, steady)

    # -- what does not change with the traffic -----------------------------------------------------

    def _prepare(self) -> Generator[str, None, Steady]:
        steady = Steady(burden(self.inputs))
        for journey in self.journeys:
            steady.explained[journey.id] = self.facts.figures.explained(journey)
            steady.units[journey.id] = tuple(self.facts.figures.units(journey).values())
            self._assume_availability(steady.explained[journey.id])
            steady.most[journey.id] = self._most(journey)
            yield f"availability of {journey.id}"
            steady.full[journey.id] = explain(self.facts.full_quality, journey)
            yield f"full quality of {journey.id}"
            steady.ages[journey.id] = (
                freshness.feature_freshness(self.inputs, journey),
                freshness.model_age(self.inputs, journey),
                freshness.label_delay(self.inputs, journey),
            )
            steady.rpo[journey.id] = recovery_point(self.inputs, journey)
            yield f"ages of {journey.id}"
        state, _ = self._loaded(1.0, {journey.id: self.inputs.rate(journey) for journey in self.journeys})
        for id, station in state.stations.items():
            if station.load is not None and not self.inputs.free(id):
                steady.needed[id] = self._needed(id, {str(m): station.load * m for m in MULTIPLES})
        yield "replicas needed"
        return steady

    def _assume_availability(self, explained: Explained) -> None:
        """Note the catalogue's figures that an availability rests on."""
        for id in explained.components:
            figure = replica_availability(self.facts, id)
            if figure is not None and figure.origin == "default" and id not in self.facts.people:
                self.inputs.assume(id, "availability", figure.value, "", figure.basis)

    def _availability(self, explained: Explained, most: float | None = None) -> Value:
        """`most` is what it reaches at most, where that misses a target."""
        value = self._reached(explained)
        return value if most is None else msgspec.structs.replace(value, high=most)

    def _most(self, journey: Way) -> float | None:
        """What a journey with unstated replicas reaches at most, where that decides on its target."""
        explained, need = self.facts.figures.explained(journey), availability_need(self.facts, journey)
        if need is None or not explained.unstated:
            return None
        most = self.facts.figures.most_available(journey)
        return most if most is not None and most < need.bound - HAIR else None

    def _reached(self, explained: Explained) -> Value:
        if explained.value is None:
            return self._bounds(explained)
        if not explained.unstated:
            return exact(explained.value, "", explained.origin, explained.note)
        quorum = self.facts.group("QUORUM") & frozenset(explained.unstated)
        if quorum:  # a second member of a quorum makes it worse, so one replica bounds nothing
            return Value(explained.value, "", "default", None, None, explained.missing, note=explained.note)
        return at_least(explained.value, "", explained.origin, explained.missing, explained.note)

    def _bounds(self, explained: Explained) -> Value:
        """What is certain where the exact value is not known; unstated replicas can only better it, but for
        those of a quorum.
        """
        low, high = explained.low or None, explained.high
        if explained.unstated:
            high = None
            low = None if self.facts.group("QUORUM") & frozenset(explained.unstated) else low
        if low is None and (high is None or high >= 1.0):
            return unknown("", explained.missing, explained.note)
        told = high if low is None else low
        return Value(told, "", explained.origin, low, high, explained.missing, note=explained.note)

    def refine(self, terms: int = MOST_TERMS) -> Generator[str, None, bool]:
        """Bring the bounds of all availabilities closer, with at most so many terms each; one a slice.

        Yields how far it is, and returns whether anything was left to do. The next `steps` tell the bounds as
        far as they have come, also after a refinement that was given up.
        """
        found = False
        steady = self._steady
        for table in (steady.explained, steady.full) if steady is not None else ():
            for id, explained in table.items():
                if explained.bounds is None or explained.bounds.settled:
                    continue
                found = True
                for done, _ in enumerate(explained.bounds.refine(terms)):
                    yield f"bounds of the availability of {id}, {done / terms:.0%}"
        return found

    # -- what follows the traffic ------------------------------------------------------------------

    def _loaded(self, traffic: float, rates: dict[str, float | None]) -> tuple[State, Latencies]:
        if self._last is None or self._last[0] != traffic:
            state = self.traffic.solve(rates)
            self._last = traffic, state, Latencies(self.inputs, self.calls, state.stations)
        return self._last[1:]

    def _costs(self, traffic: float, peak_rates: dict[str, float | None], state: State) -> Costs:
        averages = {journey.id: self.inputs.average(journey) for journey in self.journeys}
        rates = {id: None if rate is None else rate * traffic for id, (rate, _) in averages.items()}
        peak = any(rate is not None and not average for rate, average in averages.values())
        loads = state.loads if rates == peak_rates else self.traffic.solve(rates).loads
        return costs(self.inputs, loads, peak=peak)

    def _needed(self, id: str, loads: Mapping[str, float | None]) -> dict[str, int]:
        """The replicas needed at each named load, as far as they are known."""
        counts = {
            name: needed(self.inputs, id, load) if load is not None else None for name, load in loads.items()
        }
        return {name: count for name, count in counts.items() if count is not None}

    def _components(
        self, state: State, spent: Costs, stated: Mapping[str, dict[str, int]]
    ) -> dict[str, ComponentNumbers]:
        """`stated` are the replicas needed at multiples of the stated traffic."""
        found: dict[str, ComponentNumbers] = {}
        for id, station in state.stations.items():
            if self.inputs.free(id):
                continue
            load, capacity = station.load, station.capacity
            limited = capacity is not None and math.isfinite(capacity)
            cost = spent.by_component.get(id)
            own = self.inputs.own(id)
            origins = [self.inputs.capacity(id).origin, *([own.origin] if own is not None else [])]
            found[id] = ComponentNumbers(
                load,
                station.utilisation if limited else None,
                capacity - load if limited and capacity is not None and load is not None else None,
                station.replicas,
                capacity if limited else None,
                station.wait_mean if math.isfinite(station.wait_mean) and not station.missing else None,
                weakest(origins),
                {**self._needed(id, {"now": load}), **stated.get(id, {})},
                station.missing, state.loops.get(id), id in state.storms,
                cost.total if cost is not None else None,
            )  # fmt: skip
        return found

    def _assumptions(self) -> tuple[Assumption, ...]:
        for id in self.facts.components:
            for step in self.calls.steps(id):
                unsaid = [call for call in step if call.flow.step is None]
                if len(unsaid) > 1:
                    self.inputs.assume(id, "step", None, "", None, "calls without a step run in parallel")
        return self.inputs.assumptions

    def _judged(self, numbers: Numbers, steady: Steady) -> Numbers:
        entries = {journey.id: journey.entry for journey in self.journeys}
        ways = {journey.id: journey for journey in self.journeys}

        def path(journey: str, id: str) -> tuple[str, ...]:
            return self.facts.call_path(ways[journey], id)

        def offers(journey: str, target: float) -> tuple[Enough, ...]:
            key = (journey, target)
            if key not in steady.offers:
                about = self.facts, steady.explained[journey], target
                steady.offers[key] = (*enough_replicas(*about), *enough_fallbacks(*about))
            return steady.offers[key]

        judged = verdicts(self.document.requirements, numbers, entries, path, offers)
        return msgspec.structs.replace(numbers, verdicts=judged)


def numbers(document: Document, traffic: float = 1.0, *, catalogue: Catalog | None = None) -> Numbers:
    """All numbers of a document at a multiple of its stated traffic."""
    return Engine(document, catalogue=catalogue).numbers(traffic)


def must_missed(found: Iterable[Verdict]) -> list[Verdict]:
    """The missed verdicts of requirements with priority must; growth lines do not count."""
    return [one for one in found if one.outcome == "missed" and one.priority == "must" and one.growth is None]
