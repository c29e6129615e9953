"""Facts about one state of a document that many rules need, each worked out once and only when asked for.

Terms are those of the design's model: journeys, hard flows, called, watched. Searches start and end at
components; a flow to a group reaches its members, a telemetry, control or replicate flow to a boundary all
that is inside.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlsd_studio.analysis.texts import texts
from mlsd_studio.catalog import Catalog, catalog
from mlsd_studio.model import Document
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import TREE_BOUNDARIES, Component, Flow, Stage

if TYPE_CHECKING:
    from mlsd_studio.analysis.closures import Closures
    from mlsd_studio.analysis.data_classes import DataClasses
    from mlsd_studio.analysis.figures import Figures
    from mlsd_studio.analysis.numbers.engine import Engine
    from mlsd_studio.analysis.numbers.failures import Failures
    from mlsd_studio.analysis.structure import Structure

STAGES: tuple[Stage, ...] = ("sketch", "review", "production")
EXTERNAL_KINDS = frozenset({"llm_provider", "third_party_data", "external_system"})
"""Somebody else's, whatever the catalogue says about who runs them, unless the design states `scope: in`."""

ANCESTRY = frozenset({"data", "async", "artifact", "feedback"})
"""Flow kinds along which a component's content comes from its ancestors."""

INHERITED_BY_MEMBERS = frozenset({"telemetry", "control", "replicate"})

Hop = tuple[Flow, str]
"""A flow and the component it leads to (or comes from)."""


@dataclass(frozen=True, slots=True)
class Way:
    """A journey, stated or implied by an actor with an outgoing call; `rate` in calls per second."""

    id: str
    name: str
    entry: str
    rate: float | None = None


class Facts:
    """What is known about a document as it stands; made anew after each change."""

    def __init__(self, document: Document, *, stage: Stage | None = None, catalogue: Catalog | None = None):
        """`stage` overrides the design's own (missing = sketch)."""
        self.document = document
        self.components = document.components
        self.flows = document.flows
        self.catalog = catalogue or catalog()
        self.stage: Stage = stage or document.design.stage or "sketch"
        self._facets: dict[str, frozenset[str]] = {}
        self._plain: dict[tuple[str, str | None], frozenset[str]] = {}
        self._named: dict[tuple[str, ...], frozenset[str]] = {}
        self._listed: dict[tuple[str, ...], list[Component]] = {}
        self._called: dict[str, dict[str, Hop]] = {}

    # -- kinds, facets, names ----------------------------------------------------------------------

    def at_stage(self, stage: Stage) -> bool:
        """Whether the design has come to `stage`."""
        return STAGES.index(self.stage) >= STAGES.index(stage)

    def name(self, id: str) -> str:
        """The display name of any element: its name, else the id."""
        component = self.components.get(id)
        if component is not None:
            return component.name or id
        found = self.document.find(id)
        return (getattr(found[1], "name", None) or id) if found else id

    def names(self, ids: Iterable[str], most: int = 4) -> str:
        """Display names joined for a sentence; beyond `most` the rest are counted."""
        all_names = [self.name(id) for id in ids]
        shown = all_names if len(all_names) <= most else all_names[: most - 1]
        rest = len(all_names) - len(shown)
        parts = [*shown, f"{rest} more"] if rest else shown
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

    def facets(self, id: str) -> frozenset[str]:
        """Kind, what the technology provides, and `attributes.provides`, less `attributes.without`."""
        found = self._facets.get(id)
        if found is None:
            component = self.components[id]
            product = component.kind, component.technology
            if component.attributes is None and product in self._plain:
                return self._plain[product]
            found = self.catalog.facets(
                *product,
                texts(self.attribute(component, "provides")),
                texts(self.attribute(component, "without")),
            )
            self._facets[id] = found
            if component.attributes is None:
                self._plain[product] = found
        return found

    @staticmethod
    def attribute(record: Component | Flow, name: str) -> object:
        """A value under `attributes:`, or None."""
        return (record.attributes or {}).get(name)

    def group(self, *names: str) -> frozenset[str]:
        """Ids of the components in any of the groups, by kind or by a facet that the group lists."""
        if names not in self._named:
            kinds = frozenset[str]().union(*(self.catalog.group(name) for name in names))
            extra = {facet for name in names for facet in self.catalog.kind_groups[name].facets}
            self._named[names] = frozenset(
                id
                for id, component in self.components.items()
                if component.kind in kinds or (extra and extra & self.facets(id))
            )
        return self._named[names]

    def of_group(self, *names: str) -> list[Component]:
        """The components in any of the groups, in file order."""
        if names not in self._listed:
            members = sorted(self.group(*names), key=self.order.__getitem__)
            self._listed[names] = [self.components[id] for id in members]
        return list(self._listed[names])

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id, component in self.components.items():
            found.setdefault(component.kind, []).append(id)
        return found

    def first_of(self, kind: str) -> str | None:
        """The first component of a kind, in file order: what a fix connects to."""
        return next(iter(self._by_kind.get(kind, ())), None)

    def with_facet(self, facet: str) -> frozenset[str]:
        """Ids of the components that have a facet."""
        return self._by_facet.get(facet, frozenset())

    @cached_property
    def _by_facet(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for id in self.components:
            for facet in self.facets(id):
                found.setdefault(facet, set()).add(id)
        return {facet: frozenset(ids) for facet, ids in found.items()}

    @cached_property
    def external(self) -> frozenset[str]:
        """Ids of components of another company: stated so, or by kind or hosting, except actors."""
        return frozenset(id for id, component in self.components.items() if self._is_external(component))

    def _is_external(self, component: Component) -> bool:
        if component.scope is not None:
            return component.scope == "external"
        technology = self.catalog.technologies.get(component.technology or "")
        hosted = technology is not None and technology.hosting == "external"
        people = component.kind in self.catalog.group("HUMAN_CLIENT")
        return component.kind in EXTERNAL_KINDS or (hosted and not people)

    @cached_property
    def managed(self) -> frozenset[str]:
        """Ids of components in scope that a provider runs, stated or by the catalogue."""
        return frozenset(
            id
            for id, component in self.components.items()
            if id not in self.external
            and (
                component.managed
                if component.managed is not None
                else self.catalog.managed(component.kind, component.technology) is True
            )
        )

    @cached_property
    def people(self) -> frozenset[str]:
        """Ids of actors and people: they never fail and nobody watches them."""
        humans = self.catalog.group("HUMAN_CLIENT")
        return frozenset(
            id for id, component in self.components.items() if component.kind in humans | {"human_review"}
        )

    @cached_property
    def self_run(self) -> frozenset[str]:
        """Ids of components that the team runs itself."""
        return frozenset(self.components) - self.external - self.managed - self.people

    @cached_property
    def trainers(self) -> list[Component]:
        """What makes models: training jobs, and notebooks that deliver an artifact."""
        jobs = self.catalog.group("TRAINING")
        return [
            component
            for component in self.of_group("TRAINERS")
            if component.kind in jobs or any(flow.kind == "artifact" for flow, _ in self.out[component.id])
        ]

    @staticmethod
    def in_production(component: Component) -> bool:
        """True unless the design states another environment."""
        return component.environment in (None, "prod")

    @staticmethod
    def internal_actor(component: Component) -> bool:
        """An actor inside the company, by its role or exposure; it never counts as public."""
        return "internal" in (component.role or "").lower() or component.exposure == "internal"

    # -- boundaries and adjacency ------------------------------------------------------------------

    @cached_property
    def holder(self) -> dict[str, str]:
        """Tree boundaries: component or boundary id -> id of the boundary that holds it."""
        return parents(self.document.boundaries.values())

    def around(self, id: str) -> list[str]:
        """The tree boundaries around an element, innermost first; ends on circles."""
        found: list[str] = []
        at = self.holder.get(id)
        while at is not None and at not in found:
            found.append(at)
            at = self.holder.get(at)
        return found

    @cached_property
    def inside(self) -> dict[str, list[str]]:
        """Boundary id -> ids of the components inside it at any depth, overlays (team, trust) included."""
        found: dict[str, list[str]] = {id: [] for id in self.document.boundaries}
        for id in self.components:
            for boundary in self.around(id):
                found[boundary].append(id)
        for overlay in self.document.boundaries.values():
            if overlay.kind not in TREE_BOUNDARIES:
                inner = [[m] if m in self.components else found.get(m, []) for m in overlay.members]
                found[overlay.id] = list(dict.fromkeys(id for ids in inner for id in ids))
        return found

    def ends(self, id: str, kind: str) -> Collection[str]:
        """The components that an end of a flow stands for."""
        if id in self.components:
            return (id,)
        group = self.document.groups.get(id)
        if group is not None:
            return tuple(member for member in group.members if member in self.components)
        return self.inside.get(id, ()) if kind in INHERITED_BY_MEMBERS else ()

    @cached_property
    def out(self) -> dict[str, list[Hop]]:
        """Component id -> (flow, target) of every flow that leaves it, in file order."""
        return self._adjacency(forward=True)

    @cached_property
    def order(self) -> dict[str, int]:
        """Component id -> its place in the file, for sorting."""
        return {id: place for place, id in enumerate(self.components)}

    @cached_property
    def into(self) -> dict[str, list[Hop]]:
        """Component id -> (flow, source) of every flow that enters it, in file order."""
        return self._adjacency(forward=False)

    def _adjacency(self, *, forward: bool) -> dict[str, list[Hop]]:
        table: dict[str, list[Hop]] = {id: [] for id in self.components}
        for flow in self.flows.values():
            sources, targets = self.ends(flow.source, flow.kind), self.ends(flow.target, flow.kind)
            if not forward:
                sources, targets = targets, sources
            for source in sources:
                table[source].extend((flow, target) for target in targets)
        return table

    @cached_property
    def groups_of(self) -> dict[str, list[str]]:
        """Component id -> ids of the groups it is a member of."""
        found: dict[str, list[str]] = {}
        for group in self.document.groups.values():
            for member in group.members:
                found.setdefault(member, []).append(group.id)
        return found

    def mates(self, id: str) -> list[str]:
        """The other members of the groups of a component."""
        groups = (self.document.groups[group] for group in self.groups_of.get(id, ()))
        return list(
            dict.fromkeys(m for group in groups for m in group.members if m != id and m in self.components)
        )

    # -- searches ----------------------------------------------------------------------------------

    def reach(
        self, starts: Iterable[str], follow: Callable[[Flow], bool], *, backward: bool = False,
        enter: Callable[[str], bool] | None = None,
    ) -> dict[str, Hop | None]:  # fmt: skip
        """Components reached from `starts` (included), each with the hop that reached it first.

        Breadth first in file order, so the hops lead along shortest paths and are the same each time.
        `enter` decides whether a component may be walked into; nothing is walked on from external ones.
        """
        table = self.into if backward else self.out
        found: dict[str, Hop | None] = dict.fromkeys(starts)
        queue = deque(found)
        first = set(found)
        while queue:
            at = queue.popleft()
            if at in self.external and at not in first:
                continue
            for flow, other in table[at]:
                if other not in found and follow(flow) and (enter is None or enter(other)):
                    found[other] = (flow, at)
                    queue.append(other)
        return found

    @staticmethod
    def trace(found: dict[str, Hop | None], id: str) -> tuple[str, ...]:
        """The path by which `reach` came to a component: ids of components and flows in turn."""
        path = [id]
        hop = found[id]
        while hop is not None:
            path += [hop[0].id, hop[1]]
            hop = found[hop[1]]
        return tuple(reversed(path))

    def path(self, start: str, goals: Collection[str], kinds: Collection[str]) -> tuple[str, ...] | None:
        """A shortest path over flows of the kinds to the nearest of the goals, not through external ones."""
        found = self.reach([start], lambda flow: flow.kind in kinds)
        goal = next((id for id in found if id in goals and id != start), None)
        return None if goal is None else self.trace(found, goal)

    def up(self, id: str, kinds: Collection[str] = ANCESTRY) -> dict[str, Hop | None]:
        """Ancestors of a component over data, async, artifact and feedback flows; without itself."""
        found = self.reach([id], lambda flow: flow.kind in kinds, backward=True)
        return {other: hop for other, hop in found.items() if other != id}

    # -- calls and journeys ------------------------------------------------------------------------

    @cached_property
    def stand_ins(self) -> dict[str, list[Flow]]:
        """Flow id -> the flows that stand in for it."""
        found: dict[str, list[Flow]] = {}
        for flow in self.flows.values():
            if flow.fallback_of is not None:
                found.setdefault(flow.fallback_of, []).append(flow)
        return found

    def required(self, flow: Flow) -> bool:
        """A call its source cannot do without, stand-ins aside: a request, or an async flow stated
        required.
        """
        if flow.fallback_of is not None:
            return False
        return flow.role != "optional" if flow.kind == "request" else (
            flow.kind == "async" and flow.role == "required"
        )  # fmt: skip

    def hard(self, flow: Flow) -> bool:
        """A required call that nothing stands in for."""
        return self.required(flow) and flow.id not in self.stand_ins

    @cached_property
    def journeys(self) -> list[Way]:
        """The stated journeys; without any, one for each actor or external component that calls or
        publishes.
        """
        stated = self.document.journeys.values()
        if stated:
            return [Way(j.id, j.name or j.id, j.entry, j.rate.base if j.rate else None) for j in stated]
        callers = self.group("ENTRY") | self.external | self.people
        return [
            Way(id, self.name(id), id)
            for id in self.components
            if id in callers and any(flow.kind in ("request", "async") for flow, _ in self.out[id])
        ]

    def called(self, journey: Way) -> dict[str, Hop]:
        """Components reached from the entry over requests of any role, stand-ins included, with their hops.

        The mates of a called member of a group are called too. The entry itself is left out.
        """
        if journey.entry not in self._called:
            self._called[journey.entry] = dict(self._calls(journey.entry))
        return self._called[journey.entry]

    def _calls(self, entry: str) -> Iterator[tuple[str, Hop]]:
        seen, queue = {entry}, deque([entry])
        while queue:
            at = queue.popleft()
            if at in self.external and at != entry:
                continue
            for flow, target in self.out[at]:
                if flow.kind != "request":
                    continue
                for other in (target, *self.mates(target)):
                    if other not in seen:
                        seen.add(other)
                        queue.append(other)
                        yield other, (flow, at)

    def call_path(self, journey: Way, id: str) -> tuple[str, ...]:
        """The path of calls from the entry of a journey to a component, through a broker where it must be; just
        the component if there is none.
        """
        hops: dict[str, Hop | None] = {**self.called(journey), journey.entry: None}
        if id in hops:
            return self.trace(hops, id)
        return self.path(journey.entry, {id}, ("request", "async")) or (id,)

    @cached_property
    def all_called(self) -> frozenset[str]:
        """Ids of all components that some journey calls."""
        return frozenset(id for journey in self.journeys for id in self.called(journey))

    @cached_property
    def main_journeys(self) -> frozenset[str]:
        """Ids of journeys from whose entry a model or its stored predictions are reached."""
        kinds = {"request", "async", "data"}
        goals = self.group("SERVING") | self.with_facet("prediction_store")
        return frozenset(
            journey.id
            for journey in self.journeys
            if goals & self.reach([journey.entry], lambda flow: flow.kind in kinds).keys()
        )

    @cached_property
    def structure(self) -> Structure:
        """The structure function of every journey."""
        from mlsd_studio.analysis.compiling import compile_structure

        return compile_structure(self)

    @cached_property
    def full_quality(self) -> Facts:
        """The same document read more strictly: with nothing optional lost and no fallback in use."""
        from mlsd_studio.analysis.numbers.quality import FullQuality

        return FullQuality(self.document, stage=self.stage, catalogue=self.catalog)

    @cached_property
    def failures(self) -> Failures:
        """What each failure unit takes with it."""
        from mlsd_studio.analysis.numbers.failures import Failures

        return Failures(self)

    @cached_property
    def engine(self) -> Engine:
        """The numbers engine of this state; what it has worked out is shared by rules and panels."""
        from mlsd_studio.analysis.numbers.engine import Engine

        return Engine(self.document, facts=self)

    @cached_property
    def figures(self) -> Figures:
        """The numbers that rules compare with what is asked for."""
        from mlsd_studio.analysis.figures import Figures

        return Figures(self)

    @cached_property
    def classes(self) -> DataClasses:
        """Which classes of data are where, stated or inherited."""
        from mlsd_studio.analysis.data_classes import DataClasses

        return DataClasses(self)

    @cached_property
    def closures(self) -> Closures:
        """What every component reaches, for rules that ask it of many."""
        from mlsd_studio.analysis.closures import Closures

        return Closures(self)
