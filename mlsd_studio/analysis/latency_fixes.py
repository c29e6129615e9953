"""What makes a journey fast enough, tried out on a copy of the design before it is offered.

More replicas where calls wait, calls at the same time instead of in turn, an answer made ahead, or a call
that is given up in time. What does not bring the journey within its target is not offered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.findings import Fix, Focus, Insert, Operation, Set
from mlsd_studio.analysis.numbers.load import needed
from mlsd_studio.analysis.scaling import members
from mlsd_studio.model.records import Flow

MOST, TRIED = 3, 8
"""Fixes that are offered, and candidates that are tried out."""

LEAST_WAIT = 0.001
"""Seconds of waiting below which more replicas are no answer."""

FILLED_AHEAD = {"replicas": 2}


def latency_fixes(
    facts: Facts, journey: Way, slow: list[str], bound: float, good: Callable[[Facts], bool]
) -> tuple[Fix, ...]:
    """Fixes after which a journey is `good`; `slow` are its components, the slowest first, `bound` in
    seconds.
    """
    found: list[Fix] = []
    for tried, fix in enumerate(_candidates(facts, journey, slow, bound)):
        if tried == TRIED or len(found) == MOST:
            break
        after = facts.figures.after(fix)
        if after is None:
            break
        if good(after):
            found.append(fix)
    about = slow[:1] or [journey.entry]
    return (*found, Fix(f"Show {facts.name(about[0])}", (Focus(tuple(about), "latency"),)))


def _candidates(facts: Facts, journey: Way, slow: list[str], bound: float) -> Iterator[Fix]:
    yield from _more_replicas(facts, journey)
    yield from _kept_warm(facts, journey)
    yield from _at_once(facts, journey)
    spared = [id for id in slow if not _guards(facts, id)]
    for id in spared:
        flows = _calls_to(facts, journey, id)
        if flows:
            yield from _made_ahead(facts, id, flows)
    for id in spared:
        flows = _calls_to(facts, journey, id)
        if flows and id not in facts.group("ENTRY"):
            yield from _given_up(facts, journey, id, flows, bound)


def _guards(facts: Facts, id: str) -> bool:
    """Whether a component is there to stop something: nobody keeps its answers, or goes on without them."""
    kind = facts.catalog.kinds.get(facts.components[id].kind)
    return id in facts.group("EDGE_GUARD") or (kind is not None and kind.layer == "security")


def _more_replicas(facts: Facts, journey: Way) -> Iterator[Fix]:
    """As many replicas as the load is planned for, wherever calls wait."""
    inputs, operations, names = facts.figures.inputs, list[Operation](), list[str]()
    for id in sorted(facts.engine.traffic.routes[journey.id].waited, key=facts.order.__getitem__):
        station, component = facts.figures.state.stations.get(id), facts.components[id]
        if station is None or station.load is None or component.replicas is None:
            continue
        if not (math.isinf(station.wait_mean) or station.wait_mean > LEAST_WAIT):
            continue
        count = members(facts, component, needed(inputs, id, station.load) or 1)
        if count > component.replicas:
            operations.append(Set("components", id, {"replicas": count}))
            names.append(f"{count} replicas of {facts.name(id)}")
    if operations:
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        yield Fix(f"Run {listed}", tuple(operations))


def _kept_warm(facts: Facts, journey: Way) -> Iterator[Fix]:
    """One replica kept running of what scales to zero."""
    operations: list[Operation] = []
    ids: list[str] = []
    for id in sorted(facts.engine.traffic.routes[journey.id].waited, key=facts.order.__getitem__):
        component = facts.components[id]
        scaling = component.autoscaling
        if scaling is not None and scaling.min == 0 and component.cold_start is not None:
            bounds = {"min": 1, **({"max": max(scaling.max, 1)} if scaling.max is not None else {})}
            operations.append(Set("components", id, {"autoscaling": bounds}))
            ids.append(id)
    if operations:
        yield Fix(f"Keep one replica of {facts.names(ids)} running", tuple(operations))


def _at_once(facts: Facts, journey: Way) -> Iterator[Fix]:
    """Calls that one component makes in turn, made at the same time."""
    calls = facts.engine.calls
    for id in (journey.entry, *facts.called(journey)):
        steps = calls.steps(id)
        if len(steps) < 2:
            continue
        later = [call for step in steps for call in step]
        first = later[0].step
        operations = tuple(
            Set("flows", call.flow.id, {"step": first}) for call in later if call.step != first
        )
        names = facts.names(dict.fromkeys(target for call in later for target, _ in call.targets))
        yield Fix(f"Let {facts.name(id)} call {names} at the same time", operations)


def _calls_to(facts: Facts, journey: Way, id: str) -> list[Flow]:
    """The requests of a journey into a component that the caller waits for; not those of the users."""
    callers = {journey.entry, *facts.called(journey)} - facts.group("ENTRY")
    return [
        flow
        for flow, caller in facts.into[id]
        if flow.kind == "request" and caller in callers and flow.target == id and facts.hard(flow)
    ]


def _made_ahead(facts: Facts, id: str, flows: list[Flow]) -> Iterator[Fix]:
    """Answers kept where they are read at once: predictions of a model, a copy of anything else."""
    model = id in facts.group("SERVING")
    kind, what = ("prediction_store", "predictions") if model else ("cache", "answers")
    name = f"{facts.name(id)} {what}"
    insert = Insert(tuple(flow.id for flow in flows), kind, name, "data", reverse=True, fields=FILLED_AHEAD)
    yield Fix(f"Make the {what} of {facts.name(id)} ahead and read them from a store", (insert,))


def _given_up(facts: Facts, journey: Way, id: str, flows: list[Flow], bound: float) -> Iterator[Fix]:
    """Go on without an answer that takes longer than what is left of the budget."""
    latency = facts.figures.latency(journey)
    if latency is None or latency.p95.value is None:
        return
    rest = latency.p95.value * (1.0 - latency.shares.get(id, 0.0))
    patience = math.floor((bound - rest) * 1000 * 0.8)
    if patience < 1:
        return
    fields = {"role": "optional", "timeout": f"{patience} ms"}
    operations = tuple(Set("flows", flow.id, fields) for flow in flows)
    yield Fix(f"Go on without {facts.name(id)} after {patience} ms", operations)
