"""Single points of failure, told as a reviewer would: which unit, which journeys it stops, how, and what to
do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from string import ascii_lowercase

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.findings import (
    Evidence,
    Finding,
    Fix,
    Focus,
    Operation,
    Set,
    Severity,
    heavier,
    lower,
)
from mlsd_studio.analysis.needs import availability_need
from mlsd_studio.analysis.numbers.availability import zone_availability
from mlsd_studio.analysis.numbers.wording import SHARE
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.units import Block, Unit, deal, stated_replicas
from mlsd_studio.catalog.records import Kind
from mlsd_studio.model.records import Component

HIGH_AVAILABILITY = 0.99
"""From this target on a stated single point is an error."""

LEAST_FOR_ONE_COPY = 5
MINUTES_PER_YEAR = 8760 * 60


@dataclass
class Stopped:
    """A unit (or the unstated components of one journey) with the journeys whose loss it means."""

    facts: Facts
    key: str
    title: str
    message: str
    severity: Severity
    subjects: list[tuple[str, str]]
    path: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    requirement: str | None = None
    fixes: tuple[Fix, ...] = ()

    def finding(self, rule: Rule) -> Finding:
        """As a finding of the rule."""
        return rule.finding(
            self.key, self.title, self.message, severity=self.severity, subjects=self.subjects,
            path=self.path, evidence=self.evidence, requirement=self.requirement, fixes=self.fixes,
        )  # fmt: skip


@dataclass
class Places:
    """All single points of a document, by sort."""

    facts: Facts
    components: list[Stopped] = field(default_factory=list)
    zones: list[Stopped] = field(default_factory=list)
    boundaries: list[Stopped] = field(default_factory=list)
    regions: list[Stopped] = field(default_factory=list)
    unstated: list[Stopped] = field(default_factory=list)
    stopping: set[str] = field(default_factory=set)

    def exempt(self, id: str) -> bool:
        """Actors, edge models, managed and external components, and what is not in production."""
        component = self.facts.components[id]
        entry = id in self.facts.group("ENTRY") or component.kind == "edge_model"
        return entry or id not in self.facts.self_run or not self.facts.in_production(component)

    def lone(self, id: str) -> bool:
        """One stated instance of something the team runs in production."""
        return not self.exempt(id) and stated_replicas(self.facts.components[id]) == 1

    def behind_async(self) -> dict[str, tuple[str, ...]]:
        """Consumers that nobody calls, fed by async flows, the brokers that feed them, and what either
        hard-calls, with a path. What a consumer reads besides changes nothing.
        """
        found: dict[str, tuple[str, ...]] = {}
        consumers, between = self.facts.group("CONSUMER"), self.facts.group("BROKER")
        for id in self.facts.components:
            fed = [(flow, other) for flow, other in self.facts.into[id] if flow.kind in ("async", "request")]
            streams = id in consumers and fed and all(flow.kind == "async" for flow, _ in fed)
            passes = any(flow.kind == "async" for flow, _ in self.facts.out[id])
            brokers = id in between and passes and any(flow.kind == "async" for flow, _ in fed)
            if not streams and not brokers:
                continue
            flow, source = next(hop for hop in fed if hop[0].kind == "async")
            needed = self.facts.reach([id], self.facts.hard)
            for other in needed:
                found.setdefault(other, (source, flow.id, *self.facts.trace(needed, other)))
        return found

    def more_replicas(self, id: str) -> tuple[Fix, ...]:
        """One replica more than must be up; a quorum needs three to spare one."""
        component = self.facts.components[id]
        blocks, name = self.facts.structure.blocks, self.facts.name(id)
        count = (stated_replicas(component) or 1) + 1
        while count - blocks.needs(component, count) < 1:
            count += 1
        if component.replicas is None and component.autoscaling is not None:
            most = max(component.autoscaling.max or count, count)
            fields = {"autoscaling": {"min": count, "max": most}}
            return (Fix(f"Keep at least {count} replicas of {name}", (Set("components", id, fields),)),)
        return (Fix(f"Run {count} replicas of {name}", (Set("components", id, {"replicas": count}),)),)


def single_points(facts: Facts) -> Places:
    """Every single point of failure of every journey."""
    places = Places(facts)
    stopped: dict[Unit, list[Way]] = {}
    for journey in facts.journeys:
        for unit in facts.structure.single_points(journey.id):
            stopped.setdefault(_whole(unit), []).append(journey)
    unstated: dict[str, list[str]] = {}
    for unit, journeys in stopped.items():
        if unit.kind == "replica" and not places.exempt(unit.subject):
            places.stopping.add(unit.subject)
            if facts.structure.blocks.of(unit.subject).stated:
                places.components.append(_component(places, unit, journeys))
            else:
                for journey in journeys:
                    unstated.setdefault(journey.id, []).append(unit.subject)
        elif unit.kind == "zone":
            places.zones.append(_zone(places, unit, journeys))
        elif unit.kind == "boundary":
            places.boundaries.append(_boundary(places, unit, journeys))
    places.unstated = [_unstated(places, j, unstated[j.id]) for j in facts.journeys if j.id in unstated]
    if facts.stage == "production":
        places.regions = _regions(places, stopped)
    return places


def _whole(unit: Unit) -> Unit:
    """One finding for a component, however its replicas are spread."""
    return Unit("replica", unit.subject) if unit.kind == "replica" else unit


def _grade(facts: Facts, journeys: Iterable[Way]) -> tuple[Severity, str | None]:
    """The heaviest grade over the journeys a stated unit stops, and the requirement that makes it one."""
    severity: Severity = "info"
    requirement: str | None = None
    for journey in journeys:
        need = availability_need(facts, journey)
        strict = need is not None and need.bound >= HIGH_AVAILABILITY
        grade: Severity = "error" if strict or facts.stage == "production" else "warning"
        if journey.id not in facts.main_journeys:
            grade = lower(grade)
        severity = heavier(severity, grade)
        requirement = requirement or (need.requirement if need is not None else None)
    return severity, requirement


def _journeys(journeys: list[Way]) -> str:
    names = [journey.name for journey in journeys]
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"the journey {listed}" if len(names) == 1 else f"the journeys {listed}"


def _component(places: Places, unit: Unit, journeys: list[Way]) -> Stopped:
    facts, id = places.facts, unit.subject
    block, name = facts.structure.blocks.of(id), facts.name(id)
    severity, requirement = _grade(facts, journeys)
    have = (
        "its only replica"
        if block.replicas == 1
        else f"any of its {block.replicas} replicas, all of them needed,"
    )
    return Stopped(
        facts, id, f"{name} is a single point of failure",
        f"Losing {have} stops {_journeys(journeys)}.",
        severity, [(id, "single point of failure")],
        facts.call_path(journeys[0], id),
        (
            Evidence("replicas", block.replicas, origin="stated"),
            Evidence("needed", block.needs),
            Evidence("journeys stopped", ", ".join(journey.id for journey in journeys)),
            *_gained(places, "component", id, journeys[0]),
        ),
        requirement, places.more_replicas(id),
    )  # fmt: skip


def _gained(places: Places, kind: str, id: str, journey: Way) -> tuple[Evidence, ...]:
    """What the journey would win if the unit never failed."""
    facts = places.facts
    explained = facts.figures.explained(journey)
    if explained.value is None:
        return (Evidence("availability gained", None, origin="unknown"),)
    unit = facts.figures.units(journey).get((kind, id))
    minutes = unit.minutes if unit is not None else 0.0
    better = explained.value + minutes / MINUTES_PER_YEAR
    return (
        Evidence(f"availability of {journey.name}", explained.value, SHARE, "computed"),
        Evidence(f"availability if {facts.name(id)} never failed", better, SHARE, "computed"),
        Evidence("availability gained", round(minutes, 1), "min/year", "computed"),
    )


def _zone(places: Places, unit: Unit, journeys: list[Way]) -> Stopped:
    facts, structure = places.facts, places.facts.structure
    lost = structure.lost_with(unit, journeys[0])
    severity, requirement = _grade(facts, journeys)
    evidence = tuple(_held(facts, structure.blocks.of(id), unit) for id in lost[:8])
    names = facts.names(lost)
    return Stopped(
        facts, unit.subject, f"Zone {unit.subject} is a single point of failure",
        f"Losing zone {unit.subject} leaves too few replicas of {names} and stops {_journeys(journeys)}.",
        severity, [(id, "loses too many replicas") for id in lost],
        structure.path_to(unit, journeys[0]),
        (*evidence, Evidence("journeys stopped", ", ".join(journey.id for journey in journeys)),
         *_zone_gained(places, unit, journeys[0])),
        requirement, _zone_fixes(facts, lost),
    )  # fmt: skip


def _zone_gained(places: Places, unit: Unit, journey: Way) -> tuple[Evidence, ...]:
    """As for a component where the zone states an availability; else it never fails in the number."""
    if unit.zone is None or zone_availability(places.facts, unit.zone) is None:
        return (Evidence("availability gained", None, origin="zones not counted"),)
    return _gained(places, "zone", unit.subject, journey)


def _held(facts: Facts, block: Block, unit: Unit) -> Evidence:
    assert unit.zone is not None
    left = block.without_zone(unit.zone)
    name = facts.name(block.component)
    return Evidence(
        f"replicas of {name} left", f"{left} of {block.replicas}, {block.needs} needed", origin="stated"
    )


def _zone_fixes(facts: Facts, lost: list[str]) -> tuple[Fix, ...]:
    """One more replica, or one more zone, for each component that the zone takes with it."""
    operations: list[Operation] = []
    for id in lost:
        fields = spread(facts, facts.components[id])
        if fields:
            operations.append(Set("components", id, fields))
    if not operations:
        return ()
    return (Fix(f"Spread {facts.names(lost)} so that any zone may be lost", tuple(operations)),)


def spread(facts: Facts, component: Component) -> dict[str, object] | None:
    """The fewest replicas, then zones, beyond the present ones with which every zone may be lost."""
    blocks = facts.structure.blocks
    zones = blocks.zones_of(component)
    replicas = stated_replicas(component) or 1
    for extra in range(2 * len(zones) + 4):
        for more_zones in (0, 1, 2):
            listed = zones + _further(facts, component, zones, more_zones)
            count = replicas + extra
            needs = blocks.needs(component, count)
            dealt = deal(listed, count)
            if len(dealt) == len(listed) > 1 and all(count - held >= needs for held in dealt.values()):
                fields: dict[str, object] = {}
                if extra:
                    fields["replicas"] = count
                if more_zones:
                    fields["zones"] = list(listed)
                return fields or None
    return None


def _further(facts: Facts, component: Component, zones: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Names for more zones: those of the same region that others use, then the next letters."""
    blocks = facts.structure.blocks
    used = blocks.zones_in.get(blocks.region_of(component.id), ())
    others = (zone for zone in dict.fromkeys((*used, *ascii_lowercase)) if zone not in zones)
    return tuple(islice(others, count)) if count else ()


def _boundary(places: Places, unit: Unit, journeys: list[Way]) -> Stopped:
    facts = places.facts
    lost = facts.structure.lost_with(unit, journeys[0])
    severity, requirement = _grade(facts, journeys)
    boundary = facts.document.boundaries[unit.subject]
    name = facts.name(unit.subject)
    return Stopped(
        facts, unit.subject, f"{name} is a single point of failure",
        f"Losing the {boundary.kind} {name} takes {facts.names(lost)} with it and stops "
        f"{_journeys(journeys)}.",
        severity, [(unit.subject, "single point of failure"), *((id, "lost with it") for id in lost)],
        facts.structure.path_to(unit, journeys[0]),
        (
            Evidence("availability", str(boundary.availability), origin="stated"),
            *_gained(places, "boundary", unit.subject, journeys[0]),
        ),
        requirement, (Fix(f"Show {name}", (Focus((unit.subject,)),)),),
    )  # fmt: skip


def _unstated(places: Places, journey: Way, ids: list[str]) -> Stopped:
    facts = places.facts
    severity: Severity = "warning" if journey.id in facts.main_journeys else lower("warning")
    has = "has" if len(ids) == 1 else "have"
    focus = Fix("State the replicas", (Focus(tuple(ids), "replicas"),))
    two = tuple(Set("components", id, {"replicas": _enough(facts, id)}) for id in ids)
    return Stopped(
        facts, journey.id, f"Replicas on {journey.name} are not stated",
        f"With one replica each, {facts.names(ids, 12)} would stop the journey; "
        f"{facts.names(ids)} {has} no number.",
        severity, [(id, "replicas not stated") for id in ids],
        facts.call_path(journey, ids[0]),
        tuple(Evidence(f"replicas of {facts.name(id)}", None, origin="not stated") for id in ids),
        fixes=(focus, Fix("Run enough replicas to lose one", two)),
    )  # fmt: skip


def _enough(facts: Facts, id: str) -> int:
    """The fewest replicas of which one may be lost."""
    count, component = 2, facts.components[id]
    while count - facts.structure.blocks.needs(component, count) < 1:
        count += 1
    return count


def _regions(places: Places, stopped: dict[Unit, list[Way]]) -> list[Stopped]:
    """At most one info a journey: the regions it cannot do without."""
    facts = places.facts
    by_journey: dict[str, list[str]] = {}
    for unit, journeys in stopped.items():
        if unit.kind == "region":
            for journey in journeys:
                by_journey.setdefault(journey.id, []).append(unit.subject)
    return [
        Stopped(
            facts, journey.id, f"{journey.name} stands in one region",
            f"Losing {facts.names(by_journey[journey.id])} stops the journey {journey.name}.",
            "info", [(id, "region") for id in by_journey[journey.id]],
        )
        for journey in facts.journeys
        if journey.id in by_journey
    ]  # fmt: skip


def one_copy_of_everything(facts: Facts, places: Places) -> Stopped | None:
    """One finding for a file that runs one copy of everything, as a Compose file does by nature."""
    if len(places.components) < LEAST_FOR_ONE_COPY or places.unstated:
        return None
    own = [id for id in facts.components if not places.exempt(id) and _runs(facts, id)]
    counts = {stated_replicas(facts.components[id]) for id in own}
    if not counts <= {1, None} or any(facts.components[id].zones for id in own):
        return None
    ids = [stopped.key for stopped in places.components]
    severity: Severity = "info"
    for stopped in places.components:
        severity = heavier(severity, stopped.severity)
    two = tuple(Set("components", id, {"replicas": _enough(facts, id)}) for id in ids)
    return Stopped(
        facts, "design", f"This design runs one copy of everything ({len(own)} components)",
        f"{facts.names(ids)} each stop a journey when their one copy is down.",
        severity, [(id, "single point of failure") for id in ids],
        places.components[0].path, places.components[0].evidence, places.components[0].requirement,
        (Fix("Run enough replicas to lose one", two),),
    )  # fmt: skip


def _runs(facts: Facts, id: str) -> bool:
    kind: Kind | None = facts.catalog.kinds.get(facts.components[id].kind)
    return kind is not None and kind.layer != "actor"
