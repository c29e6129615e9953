"""Minimal cut sets of size one and two: units whose loss, alone or together, stops a journey.

Each unit in turn is failed beside all others, bit-parallel, over the same structure function as single points
and availability. Replicas of one component in one zone are alike: two of each bin stand for all.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from time import perf_counter

import msgspec

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.numbers.availability import replica_availability, zone_availability
from mlsd_studio.analysis.units import Unit

SLICE_SECONDS = 0.004
MOST = 200
"""Cut sets that are listed for a journey; the likeliest ones."""

MOST_PAIRS = 20_000
"""Pairs of a journey after which no more are looked for."""


class CutSet(msgspec.Struct, frozen=True, array_like=True):
    """Units that stop a journey when they fail together, as (kind, subject), kinds as in failure modes.

    `probability` is the product of their unavailabilities, None where one is open. `path` leads from the
    entry to each.
    """

    units: tuple[tuple[str, str], ...]
    probability: float | None
    paths: tuple[tuple[str, ...], ...]


class Cuts(msgspec.Struct, frozen=True, array_like=True):
    """The minimal cut sets of one journey, the likeliest first; `more` were left out."""

    single: tuple[CutSet, ...] = ()
    double: tuple[CutSet, ...] = ()
    more: int = 0


def cut_sets(facts: Facts) -> Generator[None, None, dict[str, Cuts]]:
    """Cut sets by journey, in steps of some milliseconds."""
    structure = facts.structure
    units = _candidates(facts)
    words, width = structure.fault_words([(unit,) for unit in units])
    values, _ = structure.after_faults([(unit,) for unit in units])
    alone = {id: ~values[root] & ((1 << width) - 1) for id, root in structure.roots.items()}
    pairs: dict[str, list[tuple[int, int]]] = {id: [] for id in structure.roots}
    last = perf_counter()
    for place, unit in enumerate(units):
        whole, words[unit] = words[unit], 0
        former = structure.evaluate_again(values, words, width, unit)
        for id, root in structure.roots.items():
            if root in former and not alone[id] >> place & 1 and len(pairs[id]) < MOST_PAIRS:
                pairs[id].extend((place, other) for other in _bits(~values[root] & ~alone[id], place, width))
        words[unit] = whole
        for node, value in former.items():
            values[node] = value
        if perf_counter() - last > SLICE_SECONDS:
            yield
            last = perf_counter()
    found: dict[str, Cuts] = {}
    for journey in facts.journeys:
        if journey.id in structure.roots:
            both = [(structure.units[units[a]], structure.units[units[b]]) for a, b in pairs[journey.id]]
            found[journey.id] = _told(facts, journey, structure.single_points(journey.id), both)
            yield
    return found


def _bits(word: int, after: int, width: int) -> Iterator[int]:
    """The scenarios of a word beyond one; the last, in which nothing has failed, is left out."""
    rest = word & ((1 << (width - 1)) - 1) & ~((2 << after) - 1)
    while rest:
        low = rest & -rest
        yield low.bit_length() - 1
        rest ^= low


def _candidates(facts: Facts) -> list[int]:
    """Indices of units that can fail; two replicas stand for all of a component in a zone."""
    structure = facts.structure
    seen: dict[tuple[str, object], int] = {}
    found = []
    for index, unit in enumerate(structure.units):
        if unavailability(facts, unit) == 0.0:
            continue
        if unit.kind == "replica":
            place = (unit.subject, unit.zone)
            seen[place] = seen.get(place, 0) + 1
            if seen[place] > 2:
                continue
        found.append(index)
    return found


def _told(facts: Facts, journey: Way, single: list[Unit], pairs: list[tuple[Unit, Unit]]) -> Cuts:
    """Cut sets for people: replicas of one component are told apart no further."""
    seen: dict[tuple[tuple[str, str], ...], tuple[Unit, ...]] = {}
    for units in [*((unit,) for unit in single), *pairs]:
        named = sorted(((_kind(facts, unit), unit.subject, unit) for unit in units), key=lambda one: one[:2])
        seen.setdefault(tuple(one[:2] for one in named), tuple(one[2] for one in named))
    ranked = sorted(seen.items(), key=lambda item: (-(_together(facts, item[1]) or 0.0), item[0]))
    ones = [(key, units) for key, units in ranked if len(key) == 1]
    twos = [(key, units) for key, units in ranked if len(key) == 2]

    def told(key: tuple[tuple[str, str], ...], units: tuple[Unit, ...]) -> CutSet:
        paths = tuple(_path(facts, journey, unit, units) for unit in units)
        return CutSet(key, _together(facts, units), paths)

    return Cuts(
        tuple(told(*one) for one in ones), tuple(told(*two) for two in twos[:MOST]), max(0, len(twos) - MOST)
    )


def _kind(facts: Facts, unit: Unit) -> str:
    if unit.kind == "replica" and facts.structure.blocks.of(unit.subject).replicas > 1:
        return "replica"
    return "component" if unit.kind in ("replica", "service") else unit.kind


def unavailability(facts: Facts, unit: Unit) -> float | None:
    """The chance that a unit is down by itself; None where no figure says."""
    if unit.kind in ("replica", "service"):
        one = replica_availability(facts, unit.subject)
        return None if one is None else 1.0 - one.value
    if unit.zone is not None:
        up = zone_availability(facts, unit.zone)
        return None if up is None else 1.0 - up
    stated = facts.document.boundaries[unit.subject].availability
    return None if stated is None else 1.0 - stated.base


def _together(facts: Facts, units: Iterable[Unit]) -> float | None:
    product = 1.0
    for unit in units:
        chance = unavailability(facts, unit)
        if chance is None:
            return None
        product *= chance
    return product


def _path(facts: Facts, journey: Way, unit: Unit, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """From the entry to the component, or to the first that the units together leave too little of."""
    if unit.subject in facts.components:
        return facts.call_path(journey, unit.subject)
    blocks = facts.structure.blocks
    gone = {one.zone for one in units if one.kind == "zone"}
    for id in (journey.entry, *facts.called(journey)):
        block = blocks.of(id)
        if unit.subject in block.boundaries:
            return facts.call_path(journey, id)
        left = sum(count for zone, count in block.bins if zone is None or zone not in gone)
        left -= sum(1 for one in units if one.subject == id and one.zone not in gone)
        if left < block.needs and any(zone == unit.zone for zone, _ in block.bins if zone is not None):
            return facts.call_path(journey, id)
    return ()
