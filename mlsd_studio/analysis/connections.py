"""How the components of a document hang together: boundaries, flows from one to another, and searches.

Searches start and end at components; a flow to a group reaches its members, a telemetry, control or replicate
flow to a boundary all that is inside.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from mlsd_studio.analysis.components import Components
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import TREE_BOUNDARIES, Component, Flow

ANCESTRY = frozenset({"data", "async", "artifact", "feedback"})
"""Flow kinds along which a component's content comes from its ancestors."""

INHERITED_BY_MEMBERS = frozenset({"telemetry", "control", "replicate"})

Hop = tuple[Flow, str]
"""A flow and the component it leads to (or comes from)."""


class Connections(Components):
    """Boundaries and flows of a document as rules ask for them."""

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

    @cached_property
    def trainers(self) -> list[Component]:
        """What makes models: training jobs, and notebooks that deliver an artifact."""
        jobs = self.catalog.group("TRAINING")
        return [
            component
            for component in self.of_group("TRAINERS")
            if component.kind in jobs or any(flow.kind == "artifact" for flow, _ in self.out[component.id])
        ]
