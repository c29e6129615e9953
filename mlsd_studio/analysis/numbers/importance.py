"""Which failure units cost a journey its availability, and what would win it back.

Availability is linear in the chance of each variable, so one pass over the decision diagrams gives every
slope (Birnbaum, 1969), and from the slopes follow the minutes a year that a perfect unit would save, its
share of the downtime, and the number of replicas that reaches a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.numbers.availability import (
    MAX_ZONES,
    NODE_BUDGET,
    Chances,
    Solver,
    UnknownError,
    block_availability,
    replica_availability,
    zone_availability,
    zone_states,
)
from mlsd_studio.analysis.numbers.bounds import Bounds
from mlsd_studio.analysis.numbers.diagrams import BudgetExceededError
from mlsd_studio.analysis.numbers.values import Origin, weakest
from mlsd_studio.analysis.units import Block, ZoneKey, deal

MINUTES_PER_YEAR = 8760.0 * 60.0
FIRST_TERMS = 64
"""Terms of the bounds that are worked out at once; the checking process goes on from there."""

MOST_REPLICAS = 12
"""Beyond so many more replicas another answer is better."""


class UnitImportance(msgspec.Struct, frozen=True, array_like=True):
    """What one unit means to a journey. `kind` is component (all its replicas), zone or boundary.

    `unavailability` is the chance that its own replicas are too few, `minutes` a year are saved if the unit
    were perfect, `share` is of the
    journey's downtime (shares may sum to more than 1).
    """

    kind: str
    subject: str
    birnbaum: float
    unavailability: float
    minutes: float
    share: float


class Enough(msgspec.Struct, frozen=True, omit_defaults=True):
    """What reaches a target by itself, and the availability it gives: so many replicas of a component, or,
    where a `flow` is named, so many of a fallback for that call of the component.
    """

    component: str
    replicas: int
    value: float
    flow: str | None = None


@dataclass(frozen=True, slots=True)
class _ZoneState:
    weight: float
    alive: tuple[ZoneKey, ...]
    value: float
    slopes: Mapping[tuple[str, str], float]


@dataclass
class Explained:
    """The availability of a journey with every slope; `value` None where it is not known exactly.

    Then `bounds` hold the truth, but for the replicas that are `unstated`. `components` are those it depends
    on, `unstated` the ones whose replicas were taken to be one.
    """

    journey: Way
    value: float | None
    components: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    note: str | None = None
    origin: Origin = "stated"
    _states: list[_ZoneState] = field(default_factory=list)
    bounds: Bounds | None = None

    @property
    def low(self) -> float | None:
        """At least so available; None where nothing is known."""
        return self.value if self.bounds is None else self.bounds.low

    @property
    def high(self) -> float | None:
        """At most so available; None where nothing is known."""
        return self.value if self.bounds is None else self.bounds.high


def explain(facts: Facts, journey: Way, budget: int = NODE_BUDGET, solver: Solver | None = None) -> Explained:
    """The exact availability of a journey with the slopes of all units; `solver` where the caller goes on
    with it.
    """
    structure = facts.structure
    if journey.id not in structure.roots:
        return Explained(journey, None, missing=(f"{journey.id}.entry",))
    zones = sorted({unit.zone for unit in structure.units if unit.zone is not None})
    counted = [zone for zone in zones if zone_availability(facts, zone) is not None]
    if len(counted) > MAX_ZONES:
        why = f"bounds: more than {MAX_ZONES} zones state an availability"
        return _bounded(facts, journey, zones, budget, why)
    states: list[_ZoneState] = []
    total = 0.0
    solver = solver or Solver(structure, Chances(facts, structure, zones), budget)
    try:
        for weight, alive in zone_states(facts, zones):
            solver.chances = Chances(facts, structure, alive)
            value, slopes = solver.slopes(structure.roots[journey.id])
            states.append(_ZoneState(weight, tuple(alive), value, slopes))
            total += weight * value
    except BudgetExceededError:
        return _bounded(facts, journey, zones, budget, "bounds: too entangled to compute exactly")
    except UnknownError:
        return _bounded(facts, journey, zones, budget, None)
    components = tuple(dict.fromkeys(id for state in states for kind, id in state.slopes if kind == "own"))
    unstated, missing, origin = _inputs(facts, components)
    whole = len(counted) == len(zones) and all(
        facts.document.boundaries[boundary].availability is not None
        for id in components
        for boundary in structure.blocks.of(id).boundaries
    )
    note = None if whole else "zones not counted"
    return Explained(
        journey, min(1.0, total), components, unstated, missing, note, origin, states,
    )  # fmt: skip


def _bounded(facts: Facts, journey: Way, zones: list[ZoneKey], budget: int, note: str | None) -> Explained:
    """A journey of which only bounds are known, as near as a little work brings them."""
    bounds = Bounds(facts, facts.structure.roots[journey.id], zones, budget)
    for _ in bounds.refine(FIRST_TERMS):
        pass
    unstated, missing, origin = _inputs(facts, bounds.components)
    return Explained(
        journey, None, bounds.components, unstated, (*bounds.missing, *missing), note, origin, bounds=bounds
    )


def _inputs(facts: Facts, components: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], Origin]:
    """Components whose replicas were taken to be one, the fields that would tell, and the weakest origin."""
    unstated = tuple(id for id in components if not facts.structure.blocks.of(id).stated)
    figures = [one for id in components if (one := replica_availability(facts, id)) is not None]
    return unstated, tuple(f"{id}.replicas" for id in unstated), weakest(one.origin for one in figures)


def importances(facts: Facts, explained: Explained) -> tuple[UnitImportance, ...]:
    """Every unit that a journey depends on, the most costly first."""
    if explained.value is None:
        return ()
    down = 1.0 - explained.value
    found: list[UnitImportance] = []
    names = dict.fromkeys(name for state in explained._states for name in state.slopes)
    for kind, id in names:
        slope = lost = 0.0
        for state in explained._states:
            best = _best(facts, kind, id, state)
            weighted = state.weight * state.slopes.get((kind, id), 0.0)
            slope += weighted * best
            lost += weighted * (best - _chance(facts, kind, id, state))
        if lost > 0.0:
            shown = "component" if kind == "own" else kind
            found.append(_importance(shown, id, slope, lost / slope, lost, down))
    for zone in dict.fromkeys(zone for state in explained._states for zone in state.alive):
        up = zone_availability(facts, zone)
        if up is not None and 0.0 < up < 1.0:
            with_zone = sum(s.weight * s.value for s in explained._states if zone in s.alive) / up
            without = sum(s.weight * s.value for s in explained._states if zone not in s.alive) / (1.0 - up)
            slope = with_zone - without
            name = facts.structure.blocks.zone_id(zone)
            found.append(_importance("zone", name, slope, 1.0 - up, slope * (1.0 - up), down))
    return tuple(sorted(found, key=lambda one: (-one.minutes, one.subject)))


def _importance(kind: str, id: str, slope: float, failing: float, lost: float, down: float) -> UnitImportance:
    share = lost / down if down > 0.0 else 0.0
    return UnitImportance(kind, id, slope, failing, lost * MINUTES_PER_YEAR, share)


def _chance(facts: Facts, kind: str, id: str, state: _ZoneState) -> float:
    if kind != "own":
        stated = facts.document.boundaries[id].availability
        return 1.0 if stated is None else stated.base
    value = block_availability(facts, facts.structure.blocks.of(id), state.alive)
    return 1.0 if value is None else value


def _best(facts: Facts, kind: str, id: str, state: _ZoneState) -> float:
    """The chance with nothing of its own ever failing: a lost zone still takes its replicas."""
    if kind != "own":
        return 1.0
    block = facts.structure.blocks.of(id)
    alive = sum(count for zone, count in block.bins if zone is None or zone in state.alive)
    return 1.0 if block.whole or alive >= block.needs else 0.0


def enough_replicas(facts: Facts, explained: Explained, target: float) -> tuple[Enough, ...]:
    """For each self-run component the fewest replicas that alone reach a target, the fewest more first."""
    if explained.value is None or explained.value >= target:
        return ()
    found: list[tuple[int, Enough]] = []
    for id in explained.components:
        block = facts.structure.blocks.of(id)
        if block.whole or not block.stated:
            continue
        for more in range(1, MOST_REPLICAS + 1):
            value = _with_block(facts, explained, grown(facts, block, block.replicas + more))
            if value >= target:
                found.append((more, Enough(id, block.replicas + more, value)))
                break
    return tuple(
        one for _, one in sorted(found, key=lambda pair: (pair[0], -pair[1].value, pair[1].component))
    )


def grown(facts: Facts, block: Block, replicas: int) -> Block:
    """The same block with more replicas, dealt to its zones."""
    blocks = facts.structure.blocks
    component = facts.components[block.component]
    zones = blocks.zones_of(component)
    bins: tuple[tuple[ZoneKey | None, int], ...] = ((None, replicas),)
    if zones:
        dealt = deal(zones, replicas)
        bins = tuple((blocks.zone_key(zone, block.component), count) for zone, count in dealt.items())
    return replace(block, bins=bins, needs=blocks.needs(component, replicas))


def _with_block(facts: Facts, explained: Explained, block: Block) -> float:
    total = 0.0
    for state in explained._states:
        slope = state.slopes.get(("own", block.component), 0.0)
        before = _chance(facts, "own", block.component, state)
        after = block_availability(facts, block, state.alive)
        total += state.weight * (state.value + slope * ((before if after is None else after) - before))
    return total
