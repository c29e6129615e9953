"""Failure units: what fails as one, and how the replicas of a component are dealt to zones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Component

UnitKind = Literal["replica", "service", "zone", "region", "boundary"]
DEVICES = frozenset({"edge_model"})
"""Runs on the caller's device: each device has its own, so the fleet has no single replica to lose."""

ZoneKey = tuple[str, str]
"""(id of the enclosing region or "", name of the zone)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that fails as one.

    `replica` is one replica of a component, `service` a managed or external component as a whole; `subject`
    is the id of the component or boundary, for a zone its name, with the region before it where the name
    occurs twice.
    """

    kind: UnitKind
    subject: str
    zone: ZoneKey | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The replicas of one component, by zone: it works while at least `needs` of them are up.

    `bins` holds (zone or None, replicas there); `stated` is False where the number of replicas is assumed
    to be 1. `whole` marks a managed or external component, which is one unit and leaves zones alone.
    `boundaries` are the regions around it and the other boundaries that state an availability: all must be
    up.
    """

    component: str
    needs: int
    bins: tuple[tuple[ZoneKey | None, int], ...]
    stated: bool
    whole: bool
    boundaries: tuple[str, ...] = ()
    perfect: bool = False

    @property
    def replicas(self) -> int:
        """How many replicas there are."""
        return sum(count for _, count in self.bins)

    def without_zone(self, zone: ZoneKey) -> int:
        """How many replicas are left when a zone is lost."""
        return sum(count for other, count in self.bins if other != zone)


def majority(replicas: int) -> int:
    """The least number that is more than half."""
    return replicas // 2 + 1


def deal(zones: tuple[str, ...], replicas: int) -> dict[str, int]:
    """Replicas dealt to zones in turn, first listed first."""
    share, rest = divmod(replicas, len(zones))
    counts: dict[str, int] = {}
    for place, zone in enumerate(zones):
        counts[zone] = counts.get(zone, 0) + share + (1 if place < rest else 0)
    return {zone: count for zone, count in counts.items() if count}


def stated_replicas(component: Component) -> int | None:
    """Replicas as stated, else the least number autoscaling keeps; None = unknown."""
    if component.replicas is not None:
        return component.replicas
    return component.autoscaling.min if component.autoscaling else None


@dataclass
class Blocks:
    """The blocks of all components of a document, made when asked for."""

    facts: Facts
    _made: dict[str, Block] = field(default_factory=dict)

    def of(self, id: str) -> Block:
        """The block of a component."""
        if id not in self._made:
            self._made[id] = self._make(self.facts.components[id])
        return self._made[id]

    def needs(self, component: Component, replicas: int) -> int:
        """Replicas that must be up: as stated, else the majority of a self-run quorum kind, else one.

        More than there are (an autoscaler may start more than it keeps) means each one.
        """
        quorum = component.id in self.facts.self_run and component.id in self.facts.group("QUORUM")
        default = majority(replicas) if quorum else 1
        return min(component.needs or default, replicas)

    def _make(self, component: Component) -> Block:
        id = component.id
        around = self.facts.around(id)
        states = self.facts.document.boundaries
        units = tuple(
            boundary
            for boundary in around
            if states[boundary].kind == "region"
            or (states[boundary].kind != "zone" and states[boundary].availability is not None)
        )
        perfect = component.availability is not None and component.availability.base >= 1
        if id not in self.facts.self_run or component.kind in DEVICES:
            return Block(id, 1, ((None, 1),), True, True, units, perfect)
        stated = stated_replicas(component)
        replicas = max(1, stated if stated is not None else 1)
        zones = self.zones_of(component)
        if not zones or (stated is None and len(set(zones)) > 1):
            bins: tuple[tuple[ZoneKey | None, int], ...] = ((None, replicas),)
        else:
            dealt = deal(zones, replicas)
            bins = tuple((self.zone_key(zone, id), count) for zone, count in dealt.items())
        return Block(id, self.needs(component, replicas), bins, stated is not None, False, units, perfect)

    def zones_of(self, component: Component) -> tuple[str, ...]:
        """The zones a component states, else the zone boundary it is in."""
        if component.zones:
            return component.zones
        kinds = self.facts.document.boundaries
        return tuple(b for b in self.facts.around(component.id) if kinds[b].kind == "zone")[:1]

    def region_of(self, id: str) -> str:
        """The nearest region boundary around an element, or ""."""
        kinds = self.facts.document.boundaries
        return next((b for b in self.facts.around(id) if kinds[b].kind == "region"), "")

    def zone_key(self, name: str, component: str) -> ZoneKey:
        """The zone that a name means at a component: of its region, or the zone boundary with that id."""
        boundary = self.facts.document.boundaries.get(name)
        region = self.region_of(component)
        if boundary is not None and boundary.kind == "zone":
            own = self.region_of(name)
            if own == region or not own or not region:
                return (own, name)
        return (region, name)

    @cached_property
    def zones_in(self) -> dict[str, list[str]]:
        """Region id ("" outside of all) -> names of the zones that components there state, as first met."""
        found: dict[str, dict[str, None]] = {}
        for component in self.facts.components.values():
            for zone in self.zones_of(component):
                found.setdefault(self.zone_key(zone, component.id)[0], {})[zone] = None
        return {region: list(names) for region, names in found.items()}

    @cached_property
    def ambiguous_zones(self) -> frozenset[str]:
        """Names of zones that occur in more than one region."""
        names = [name for zones in self.zones_in.values() for name in zones]
        return frozenset(name for name in names if names.count(name) > 1)

    def zone_id(self, zone: ZoneKey) -> str:
        """How a zone is written in keys: its name, with the region where the name occurs twice."""
        return f"{zone[0]}/{zone[1]}" if zone[1] in self.ambiguous_zones else zone[1]
