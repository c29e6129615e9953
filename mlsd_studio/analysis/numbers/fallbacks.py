"""Which single fallback reaches a target of availability: for one call, exactly, without trying it out.

A fallback is a new variable of its own, so the availability with it is linear in its chance: chance times the
availability if the call never failed, plus the rest times the availability as it is. The call never fails
where its operand is left out of the caller's node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.numbers.availability import (
    NODE_BUDGET,
    Chances,
    Solver,
    UnknownError,
    at_least_of,
    zone_availability,
    zone_states,
)
from mlsd_studio.analysis.numbers.diagrams import BudgetExceededError
from mlsd_studio.analysis.numbers.importance import Enough, Explained, importances
from mlsd_studio.analysis.structure import Structure
from mlsd_studio.model.records import Flow

FALLBACK, STAND_INS = "fallback_model", 2
"""What an offered fallback is, and how many replicas of it."""

TRIED, SHOWN = 5, 2
"""Components that cost most whose calls are looked at, and fallbacks offered at most."""


def fallback_availability(facts: Facts) -> float:
    """Of the fallback that is offered, by the catalogue."""
    figure = facts.catalog.availability(FALLBACK).value
    each = facts.catalog.constants.self_run_replica_availability.value if figure is None else figure
    return at_least_of(1, STAND_INS, each)


def enough_fallbacks(facts: Facts, explained: Explained, target: float) -> tuple[Enough, ...]:
    """Calls of a journey for each of which a fallback alone reaches a target, what costs most first.

    Calls to what calls nothing itself go before: a stand-in for half the journey is no small change.
    """
    if explained.value is None or explained.value >= target:
        return ()
    chance = fallback_availability(facts)
    last: list[Enough] = []
    other: list[Enough] = []
    for flow in _calls(facts, explained):
        always = _without_failures(facts, explained.journey, flow)
        value = 0.0 if always is None else chance * always + (1.0 - chance) * explained.value
        if value >= target:
            calls_on = flow.target in facts.components and any(
                map(facts.required, _calls_of(facts, flow.target))
            )
            (other if calls_on else last).append(Enough(flow.target, STAND_INS, min(1.0, value), flow.id))
    return tuple((last or other)[:SHOWN])


def _calls_of(facts: Facts, id: str) -> list[Flow]:
    """The flows out of a component, each once."""
    return list({flow.id: flow for flow, _ in facts.out[id]}.values())


def _calls(facts: Facts, explained: Explained) -> Iterator[Flow]:
    """Calls to what costs most that nothing stands in for, from callers that could have a fallback."""
    costly = [unit.subject for unit in importances(facts, explained) if unit.kind == "component"][:TRIED]
    journey = explained.journey
    on_the_way = {journey.entry, *facts.called(journey)}
    seen: set[str] = set()
    for id in costly:
        for flow, caller in facts.into[id]:
            if flow.id in seen or caller not in on_the_way or not facts.hard(flow):
                continue
            seen.add(flow.id)
            if flow.source == caller and _could_have_one(facts, caller):
                yield flow


def _could_have_one(facts: Facts, caller: str) -> bool:
    """Whether a fallback beside the caller shares no zone but the caller's own, so that it adds no cause."""
    if caller in facts.group("ENTRY") or caller in facts.external or caller in facts.people:
        return False
    kinds, blocks = facts.document.boundaries, facts.structure.blocks
    around = next((b for b in facts.around(caller) if kinds[b].kind == "zone"), None)
    if around is None:
        return True
    zone = blocks.zone_key(around, caller)
    block = blocks.of(caller)
    shared = not block.whole and all(place == zone for place, _ in block.bins)
    return shared or zone_availability(facts, zone) is None


def _without_failures(facts: Facts, journey: Way, flow: Flow) -> float | None:
    """The availability of a journey if one call never failed; None where it is not known exactly."""
    structure = facts.structure
    node = structure.works.get(flow.source)
    calls = [one.id for one in _calls_of(facts, flow.source) if facts.required(one)]
    if node is None or flow.id not in calls:
        return None
    op, operands, k, weights = structure.nodes[node]
    place = 1 + calls.index(flow.id)
    nodes = [*structure.nodes]
    nodes[node] = (op, operands[:place] + operands[place + 1 :], k, weights)
    return _availability(facts, replace(structure, nodes=nodes), journey)


def _availability(facts: Facts, structure: Structure, journey: Way) -> float | None:
    zones = sorted({unit.zone for unit in structure.units if unit.zone is not None})
    solver = Solver(structure, Chances(facts, structure, zones), NODE_BUDGET)
    total = 0.0
    try:
        for weight, alive in zone_states(facts, zones):
            solver.chances = Chances(facts, structure, alive)
            total += weight * solver.solve(structure.roots[journey.id])
    except (BudgetExceededError, UnknownError):
        return None
    return total
