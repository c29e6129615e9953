"""Failure modes: what each failure unit takes with it, and which journeys it stops or degrades.

All units are failed in one pass over the structure function (bit k of a word is unit k), once as it stands
and once as full quality takes it. A unit is a replica, a component as a whole, a zone, a region, another
boundary that states an availability, or a provider with all it runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import msgspec

from mlsd_studio.analysis.compiling import compile_structure
from mlsd_studio.analysis.context import ANCESTRY, Facts
from mlsd_studio.analysis.numbers.availability import (
    component_availability,
    replica_availability,
    zone_availability,
)
from mlsd_studio.analysis.numbers.importance import MINUTES_PER_YEAR
from mlsd_studio.analysis.structure import Structure
from mlsd_studio.analysis.units import ZoneKey

FailureKind = Literal["component", "replica", "zone", "region", "boundary", "provider"]
Effect = Literal["stopped", "degraded", "untouched"]
KINDS: tuple[FailureKind, ...] = ("provider", "region", "zone", "boundary", "component", "replica")


class FailureUnit(msgspec.Struct, frozen=True, array_like=True):
    """Something that may fail as one. `key` is `kind:subject`, such as `zone:a` or `component:api`.

    `name` is for people, `members` counts the components it touches itself. `stops` and `degrades` list
    journeys. `minutes` is how long it is expected to be down in a year, None where no figure says;
    `note` tells what the figure leaves open.
    """

    key: str
    kind: FailureKind
    subject: str
    name: str
    members: int
    stops: tuple[str, ...] = ()
    degrades: tuple[str, ...] = ()
    minutes: float | None = None
    note: str | None = None


class FailureMode(msgspec.Struct, frozen=True, array_like=True):
    """One unit failed: ids of the components that are down and that work with less than they should.

    `direct` are those the unit itself takes, `stale` those whose data or model is no longer renewed,
    `journeys` tells what becomes of each, `aging` lists journeys that read from a stale component.
    """

    unit: FailureUnit
    direct: tuple[str, ...]
    down: tuple[str, ...]
    degraded: tuple[str, ...]
    stale: tuple[str, ...]
    journeys: dict[str, Effect]
    aging: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fault:
    """A unit with the components whose own replicas no longer suffice, and those that lose some."""

    kind: FailureKind
    subject: str
    name: str
    lost: tuple[str, ...]
    weakened: tuple[str, ...] = ()
    minutes: float | None = None
    note: str | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"


class Failures:
    """The failure modes of one document as it stands."""

    def __init__(self, facts: Facts) -> None:
        """Nothing is worked out before it is asked for."""
        self.facts = facts

    def steps(self) -> Iterator[None]:
        """Work out everything that `units` and `mode` need, in slices."""
        for work in (
            lambda: self._structures,
            lambda: self._faults,
            lambda: self._plain,
            lambda: self._strict,
        ):
            work()
            yield
        _ = self.units

    @cached_property
    def units(self) -> tuple[FailureUnit, ...]:
        """Every unit: those that stop most journeys first, then those that degrade most, then the longest down."""
        found = [self._unit(place, fault) for place, fault in enumerate(self._faults)]
        return tuple(sorted(found, key=_order))

    def mode(self, key: str) -> FailureMode | None:
        """What becomes of the design when a unit fails; None where there is no such unit."""
        place = self._places.get(key)
        if place is None:
            return None
        fault = self._faults[place]
        up, well = self._up(place, self._plain), self._up(place, self._strict)
        counted = [id for id in self.facts.components if id not in self._callers]
        down = tuple(id for id in counted if id not in up)
        weak = set(fault.weakened)
        degraded = tuple(id for id in counted if id in up and (id in weak or id not in well))
        stale = self._stale(down)
        unit = self._unit(place, fault)
        journeys: dict[str, Effect] = {
            id: "stopped" if id in unit.stops else "degraded" if id in unit.degrades else "untouched"
            for id in self._roots
        }
        aging = tuple(
            journey.id for journey in self.facts.journeys
            if journeys.get(journey.id) in ("degraded", "untouched") and stale & self.facts.called(journey).keys()
        )  # fmt: skip
        ordered = tuple(id for id in self.facts.components if id in stale)
        return FailureMode(unit, fault.lost, down, degraded, ordered, journeys, aging)

    # -- one pass for all units --------------------------------------------------------------------

    @cached_property
    def _structures(self) -> tuple[Structure, Structure]:
        strict = self.facts.full_quality
        return compile_structure(self.facts, everything=True), compile_structure(strict, everything=True)

    @property
    def _roots(self) -> dict[str, int]:
        return self._structures[0].roots

    @cached_property
    def _plain(self) -> tuple[Structure, list[int]]:
        return self._structures[0], self._evaluate(self._structures[0])

    @cached_property
    def _strict(self) -> tuple[Structure, list[int]]:
        return self._structures[1], self._evaluate(self._structures[1])

    def _evaluate(self, structure: Structure) -> list[int]:
        width = len(self._faults) + 1
        lost: dict[int, int] = {}
        for place, fault in enumerate(self._faults):
            for id in fault.lost:
                node = structure.own.get(id)
                if node is not None:
                    lost[node] = lost.get(node, 0) | 1 << place
        return structure.after_losses(lost, width)

    def _up(self, place: int, evaluated: tuple[Structure, list[int]]) -> set[str]:
        structure, values = evaluated
        return {id for id, node in structure.works.items() if values[node] >> place & 1}

    def _unit(self, place: int, fault: _Fault) -> FailureUnit:
        stops: list[str] = []
        degrades: list[str] = []
        for (structure, values), found in ((self._plain, stops), (self._strict, degrades)):
            healthy = len(self._faults)
            for journey, root in structure.roots.items():
                if values[root] >> healthy & 1 and not values[root] >> place & 1:
                    found.append(journey)
        touched = len(set(fault.lost) | set(fault.weakened))
        return FailureUnit(
            fault.key, fault.kind, fault.subject, fault.name, touched, tuple(stops),
            tuple(id for id in degrades if id not in stops), fault.minutes, fault.note,
        )  # fmt: skip

    def _stale(self, down: Iterable[str]) -> set[str]:
        """What is fed, over any number of steps, by a component that is down."""
        gone = set(down)
        reached = self.facts.reach(gone, lambda flow: flow.kind in ANCESTRY)
        return {id for id in reached if id not in gone and id not in self._callers}

    @cached_property
    def _callers(self) -> frozenset[str]:
        """Actors, people and external callers: they never fail."""
        return frozenset(filter(self.facts.engine.inputs.free, self.facts.components))

    # -- the units ---------------------------------------------------------------------------------

    @cached_property
    def _places(self) -> dict[str, int]:
        return {fault.key: place for place, fault in enumerate(self._faults)}

    @cached_property
    def _faults(self) -> tuple[_Fault, ...]:
        return (
            *self._providers(), *self._boundaries(), *self._zones(), *self._components(),
        )  # fmt: skip

    @cached_property
    def _failing(self) -> list[str]:
        return [id for id in self.facts.components if id not in self._callers]

    def _components(self) -> Iterator[_Fault]:
        for id in self._failing:
            block, name = self.facts.structure.blocks.of(id), self.facts.name(id)
            whole = component_availability(self.facts, id)
            note = (
                None if whole is not None else f"{id}.replicas" if not block.stated else f"{id}.availability"
            )
            yield _Fault("component", id, name, (id,), (), _minutes(whole), note)
            if block.whole or block.replicas == 1:
                continue
            one = replica_availability(self.facts, id)
            spare = block.replicas > block.needs
            yield _Fault(
                "replica", id, f"One replica of {name}", () if spare else (id,), (id,) if spare else (),
                _minutes(one.value if one is not None else None),
            )  # fmt: skip

    def _zones(self) -> Iterator[_Fault]:
        blocks = self.facts.structure.blocks
        held: dict[ZoneKey, list[str]] = {}
        for id in self._failing:
            for zone, _ in blocks.of(id).bins:
                if zone is not None:
                    held.setdefault(zone, []).append(id)
        for zone, ids in sorted(held.items()):
            lost = tuple(id for id in ids if blocks.of(id).without_zone(zone) < blocks.of(id).needs)
            weak = tuple(id for id in ids if id not in lost)
            name = blocks.zone_id(zone)
            figure = zone_availability(self.facts, zone)
            note = None if figure is not None else f"{zone[1]}.availability"
            yield _Fault("zone", name, f"Zone {name}", lost, weak, _minutes(figure), note)

    def _boundaries(self) -> Iterator[_Fault]:
        for id, boundary in self.facts.document.boundaries.items():
            stated = boundary.availability
            if boundary.kind == "zone" or (boundary.kind != "region" and stated is None):
                continue
            inside = [one for one in self.facts.inside[id] if one not in self._callers]
            if not inside:
                continue
            kind: FailureKind = "region" if boundary.kind == "region" else "boundary"
            name = f"{boundary.kind.capitalize()} {self.facts.name(id)}"
            figure = stated.base if stated is not None else None
            note = None if figure is not None else f"{id}.availability"
            yield _Fault(kind, id, name, tuple(inside), (), _minutes(figure), note)

    def _providers(self) -> Iterator[_Fault]:
        """What others run, by who runs it: a provider of the catalogue, a technology, or the component itself."""
        held: dict[str, tuple[str, list[str]]] = {}
        for id in self._failing:
            if id not in self.facts.external and id not in self.facts.managed:
                continue
            technology = self.facts.components[id].technology
            known = self.facts.catalog.technologies.get(technology or "")
            if known is not None and known.hosting in ("managed", "external"):
                key, name = self.facts.catalog.provider_of(known.id)
            elif id in self.facts.external:
                key, name = id, self.facts.name(id)
            else:
                continue
            held.setdefault(key, (name, []))[1].append(id)
        for key, (name, ids) in sorted(held.items()):
            figures = [one.value for id in ids if (one := replica_availability(self.facts, id)) is not None]
            note = "as its weakest service" if len(ids) > 1 and figures else None
            minutes = _minutes(min(figures, default=None))
            yield _Fault("provider", key, f"Provider {name}", tuple(ids), (), minutes, note)


def _minutes(availability: float | None) -> float | None:
    """Minutes a year that something is expected to be down."""
    return None if availability is None else (1.0 - availability) * MINUTES_PER_YEAR


def _order(unit: FailureUnit) -> tuple[int, int, float, int, str]:
    return -len(unit.stops), -len(unit.degrades), -(unit.minutes or 0.0), KINDS.index(unit.kind), unit.subject
