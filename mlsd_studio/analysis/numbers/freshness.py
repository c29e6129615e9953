"""How old the data is that a journey uses: features, models, and the labels that tell how good they are.

A hop adds its interval, duration and delay; a batch component's schedule and duration stand for its in-flows.
Per source the shortest chain counts, per store the oldest source, per journey the oldest store it reads.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection
from dataclasses import dataclass

import msgspec

from mlsd_studio.analysis.context import Facts, Hop, Way
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.values import Origin, Value, at_least, exact, unknown, weakest
from mlsd_studio.model.records import Flow

"""What passes data on as it comes: a flow out of it needs no interval."""

CHAIN = frozenset({"data", "async"})
LABELS = frozenset({"feedback", "data", "async", "telemetry", "artifact"})


class Age(msgspec.Struct, frozen=True, omit_defaults=True):
    """An age in seconds, the chain that sets it (components and flows in turn) and its slowest component."""

    value: Value
    path: tuple[str, ...] = ()
    contributor: str | None = None


@dataclass(frozen=True, slots=True)
class _Cost:
    seconds: float
    origin: Origin = "stated"
    missing: str | None = None
    at: str | None = None


State = tuple[str, bool]
"""A component, and whether something scheduled further down the chain pulls from it."""


@dataclass
class _Chains:
    """Shortest chains backwards from one component; an unknown hop adds nothing and is named."""

    inputs: Inputs
    follow: Callable[[str], Collection[str]]
    seconds: dict[State, float]
    hops: dict[State, tuple[State, Flow, _Cost]]

    @property
    def facts(self) -> Facts:
        return self.inputs.facts

    def run(self, start: str) -> None:
        """Fill `seconds` and `hops` for all that reaches a component, nearest first (Dijkstra 1959)."""
        first = (start, self.facts.components[start].schedule is not None)
        self.seconds[first] = 0.0
        queue: list[tuple[float, State]] = [(0.0, first)]
        done: set[State] = set()
        while queue:
            total, at = heapq.heappop(queue)
            if at in done:
                continue
            done.add(at)
            for flow, source in self._into(at[0]):
                cost = hop(self.inputs, flow, source, at[0], at[1])
                pulled = at[1] or self.facts.components[source].schedule is not None
                after = (source, pulled)
                length = total + cost.seconds
                if length < self.seconds.get(after, float("inf")) - 1e-12:
                    self.seconds[after] = length
                    self.hops[after] = (at, flow, cost)
                    heapq.heappush(queue, (length, after))

    def _into(self, id: str) -> list[Hop]:
        kinds = self.follow(id)
        return [(flow, source) for flow, source in self.facts.into[id] if flow.kind in kinds]

    def best(self, id: str) -> tuple[float, list[tuple[str, Flow, _Cost]]] | None:
        """The shortest chain from a component down to the start, with its hops in order."""
        states = [state for state in ((id, False), (id, True)) if state in self.seconds]
        if not states:
            return None
        state = min(states, key=self.seconds.__getitem__)
        total, chain = self.seconds[state], []
        while state in self.hops:
            after, flow, cost = self.hops[state]
            chain.append((state[0], flow, cost))
            state = after
        return total, chain


def hop(inputs: Inputs, flow: Flow, source: str, target: str, pulled: bool = True) -> _Cost:
    """What one flow adds in seconds; `pulled` tells that something scheduled further down fetches it."""
    facts = inputs.facts
    giver, taker = facts.components[source], facts.components[target]
    base = flow.delay.base if flow.delay is not None else 0.0
    if flow.kind == "async":
        if flow.delay is None and flow.interval is None:
            broker = target if target in facts.group("BROKER") else source
            own = inputs.own(broker)
            if own is None:
                return _Cost(0.0, missing=f"{broker}.latency", at=target)
            return _Cost(own.p95, own.origin, at=target)
        return _Cost(base + _seconds(flow.interval) + _seconds(flow.duration), at=target)
    if flow.kind in ("artifact", "telemetry"):
        return _Cost(base + _seconds(flow.interval) + _seconds(flow.duration), at=target)
    working = flow.duration if flow.duration is not None else taker.duration
    if flow.interval is not None:
        return _Cost(base + flow.interval.base + _seconds(working), at=target)
    if taker.schedule is not None:
        return _Cost(base + taker.schedule.base + _seconds(working), at=target)
    streams = not facts.group("STREAMING").isdisjoint((source, target))
    known = pulled or streams or giver.schedule is not None or flow.delay is not None
    if flow.kind == "feedback":
        known = flow.delay is not None or flow.duration is not None or pulled
    if known:
        return _Cost(base + _seconds(flow.duration), at=target)
    batch = target in facts.group("PIPELINE", "TRAINERS")
    return _Cost(base, missing=f"{target}.schedule" if batch else f"{flow.id}.interval", at=target)


def _seconds(value: object) -> float:
    return float(getattr(value, "base", 0.0))


def _age(
    inputs: Inputs, start: str, follow: Callable[[str], Collection[str]], journey: Way,
    is_source: Callable[[str], bool] | None = None,
) -> Age | None:  # fmt: skip
    """The age of what a component holds: over its sources, the oldest of the shortest chains."""
    facts = inputs.facts
    chains = _Chains(inputs, follow, {}, {})
    chains.run(start)
    called = facts.called(journey)
    worst: tuple[float, list[tuple[str, Flow, _Cost]]] | None = None
    missing: list[str] = []
    origins: list[Origin] = []
    for id in dict.fromkeys(state[0] for state in chains.seconds):
        ends = not any(flow.kind in follow(id) for flow, _ in facts.into[id])
        publisher = id in called and any(flow.kind in CHAIN for flow, _ in facts.out[id])
        if id == start or not (ends or publisher or (is_source is not None and is_source(id))):
            continue
        found = chains.best(id)
        if found is None:
            continue
        total, chain = found
        component = facts.components[id]
        if ends and component.schedule is not None and id not in called:
            total += component.schedule.base + _seconds(component.duration)
        missing.extend(cost.missing for _, _, cost in chain if cost.missing)
        origins.extend(cost.origin for _, _, cost in chain if cost.seconds > 0.0)
        if worst is None or total > worst[0]:
            worst = total, chain
    if worst is None:
        return None
    total, chain = worst
    path = [part for source, flow, _ in chain for part in (source, flow.id)]
    longest = max(chain, key=lambda one: one[2].seconds, default=None)
    value = (
        at_least(total, "s", weakest(origins), missing) if missing else exact(total, "s", weakest(origins))
    )
    return Age(value, (*path, start), longest[2].at if longest else None)


def _oldest(ages: list[Age], none: str) -> Age:
    if not ages:
        return Age(unknown("s", note=none))
    oldest = max(ages, key=lambda age: age.value.value or 0.0)
    missing = [name for age in ages for name in age.value.missing]
    if missing and not oldest.value.missing:
        value = at_least(oldest.value.value or 0.0, "s", oldest.value.origin, missing)
        return Age(value, oldest.path, oldest.contributor)
    return oldest


def feature_freshness(inputs: Inputs, journey: Way) -> Age:
    """Age of the features that a journey reads, in seconds."""
    facts = inputs.facts
    stores = facts.group("FEATURE_SOURCE", "STORE")
    none = "the journey reads no store that data flows into"
    ages = []
    for id in facts.called(journey):
        if id in stores and any(flow.kind in CHAIN for flow, _ in facts.into[id]):
            ages.append(_age(inputs, id, lambda _: CHAIN, journey))
    return _oldest([age for age in ages if age is not None], none)


def model_age(inputs: Inputs, journey: Way) -> Age:
    """Time from an event to a model in the journey that has learnt from it, in seconds."""
    facts = inputs.facts
    trainers = {component.id for component in facts.trainers}
    none = "no model of the journey is delivered by an artifact flow"

    def follow(id: str) -> Collection[str]:
        artifacts = any(flow.kind == "artifact" for flow, _ in facts.into[id])
        if id in trainers:
            return CHAIN
        return frozenset({"artifact"}) if artifacts else CHAIN

    ages = []
    for id in facts.called(journey):
        if id not in trainers and any(flow.kind == "artifact" for flow, _ in facts.into[id]):
            upstream = facts.reach([id], lambda flow: flow.kind == "artifact", backward=True)
            if any(other in trainers for other in upstream):
                ages.append(_age(inputs, id, follow, journey, lambda other: other in trainers and not any(
                    flow.kind in CHAIN for flow, _ in facts.into[other])))  # fmt: skip
    return _oldest([age for age in ages if age is not None], none)


def label_delay(inputs: Inputs, journey: Way) -> Age:
    """Time from a prediction to the moment a drop in quality can be known, in seconds: the fastest monitor."""
    facts = inputs.facts
    feedback = [(flow, facts.ends(flow.source, flow.kind)) for flow in facts.flows.values()
                if flow.kind == "feedback"]  # fmt: skip
    none = "no feedback flow brings outcomes back"
    if not feedback:
        return Age(unknown("s", ["feedback flow"], none))
    about = {journey.entry, *facts.called(journey)}
    givers = {id for _, sources in feedback for id in sources}
    ages = []
    for monitor in facts.of_group("MODEL_MONITOR"):
        chains = _Chains(inputs, lambda _: LABELS, {}, {})
        chains.run(monitor.id)
        if not about & {state[0] for state in chains.seconds}:
            continue
        for id in sorted(givers):
            found = chains.best(id)
            if found is None or not any(flow.kind == "feedback" for _, flow, _ in found[1]):
                continue
            total, chain = found
            missing = [cost.missing for _, _, cost in chain if cost.missing]
            origin = weakest(cost.origin for _, _, cost in chain if cost.seconds > 0.0)
            value = at_least(total, "s", origin, missing) if missing else exact(total, "s", origin)
            longest = max(chain, key=lambda one: one[2].seconds)
            path = [part for source, flow, _ in chain for part in (source, flow.id)]
            ages.append(Age(value, (*path, monitor.id), longest[2].at))
    if not ages:
        return Age(unknown("s", ["feedback flow to a monitor"], "no outcome reaches a monitor of the model"))
    return min(ages, key=lambda age: (age.value.value or 0.0, age.path))
