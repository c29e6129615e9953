"""Which classes of data (pii, financial, secret …) are where: stated by the design, or brought by the flows.

A class starts where a component or a flow states it, and what is stated replaces what would be inherited. It
travels with data, async, replicate and feedback flows from source to target. With a request to a store it
travels both ways (what is read comes back), but only back where the call is stated to write nothing. Over any
other request goes only what that flow states; artifact, control and telemetry flows pass nothing on. A
sensitive class ends at a privacy filter, and at a guardrail that filters personal data; every class ends at
a component whose stated classes leave it out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlsd_studio.analysis.findings import Evidence
from mlsd_studio.model.records import Flow

if TYPE_CHECKING:
    from mlsd_studio.analysis.context import Facts, Hop

CARRYING = frozenset({"data", "async", "replicate", "feedback"})
"""Flow kinds that bring the classes of their source to their target."""
FILTER = "privacy_filter"
"""The facet of what takes personal data out of what passes."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Where one class is.

    `components`: id -> the hop by which it arrived, None where the component states it. `flows`: id -> the
    component whose content it carries, None where the flow states the class.
    """

    components: dict[str, Hop | None]
    flows: dict[str, str | None]


class DataClasses:
    """The classes of one design, each followed once and only when asked for. Searches are linear."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._spreads: dict[str, Spread] = {}

    # -- questions ---------------------------------------------------------------------------------

    @cached_property
    def occurring(self) -> tuple[str, ...]:
        """The classes that some component or flow states, in the catalogue's order."""
        stated = {
            one
            for records in (self._facts.components, self._facts.flows)
            for record in records.values()
            for one in record.data_classes or ()
        }
        return tuple(one for one in self._facts.catalog.data_classes if one in stated)

    @cached_property
    def personal(self) -> frozenset[str]:
        """Classes of data about people."""
        return frozenset(id for id, one in self._facts.catalog.data_classes.items() if one.personal)

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """Classes of data that harm somebody in the wrong hands."""
        return frozenset(id for id, one in self._facts.catalog.data_classes.items() if one.sensitive)

    def at(self, id: str, among: Collection[str] | None = None) -> tuple[str, ...]:
        """The classes at a component, stated or inherited, of those named (else of all)."""
        return tuple(one for one in self._asked(among) if id in self.spread(one).components)

    def on(self, flow: str, among: Collection[str] | None = None) -> tuple[str, ...]:
        """The classes that a flow carries, stated or inherited, of those named (else of all)."""
        return tuple(one for one in self._asked(among) if flow in self.spread(one).flows)

    def _asked(self, among: Collection[str] | None) -> Iterable[str]:
        return self.occurring if among is None else [one for one in self.occurring if one in among]

    def inherited(self, id: str, cls: str) -> tuple[str, ...]:
        """The path by which a class arrived at a component or on a flow: ids of components and flows in turn.

        It begins where the class is stated: at a component, or at the source of a flow that states it; for
        an element that states it itself, with that element. Empty where the class is not.
        """
        spread = self.spread(cls)
        tail: list[str] = []
        if id in spread.flows:
            source = spread.flows[id]
            if source is None:
                return (id,)
            tail, id = [id], source
        elif id not in spread.components:
            return ()
        path = [id]
        hop = spread.components[id]
        while hop is not None:
            flow, other = hop
            path += (
                [flow.id, other] if other not in path else [flow.id]
            )  # back at the sender of the first flow
            hop = None if flow.data_classes is not None else spread.components[other]
        return (*reversed(path), *tail)

    def origin(self, id: str, cls: str) -> str | None:
        """The component or flow whose statement brought a class here; None where the class is not."""
        path = self.inherited(id, cls)
        stating = [one for one in path[:2] if self._states(one, cls)]
        return stating[-1] if stating else None

    def _states(self, id: str, cls: str) -> bool:
        record = self._facts.components.get(id) or self._facts.flows[id]
        return cls in (record.data_classes or ())

    def evidence(self, id: str, classes: Iterable[str]) -> tuple[Evidence, ...]:
        """For each class where it comes from: stated here, or inherited from which element."""
        found = []
        for one in classes:
            origin = self.origin(id, one)
            if origin == id:
                found.append(Evidence("data class", one, origin="stated"))
            elif origin is not None:
                found.append(Evidence(f"{one} comes from", self._called(origin)))
        return tuple(found)

    def _called(self, id: str) -> str:
        """The name of a component; of a flow, its two ends."""
        flow = self._facts.flows.get(id)
        name = self._facts.name
        return f"{name(flow.source)} → {name(flow.target)}" if flow else name(id)

    # -- following one class -----------------------------------------------------------------------

    def spread(self, cls: str) -> Spread:
        """Where a class is, breadth first from where it is stated, so that paths are short and stable."""
        known = self._spreads.get(cls)
        if known is None:
            components = self._components(cls)
            known = self._spreads[cls] = Spread(components, self._flows(cls, components))
        return known

    def passes_on(self, id: str, cls: str) -> bool:
        """Whether a component that has a class hands it on with its flows."""
        return id not in self._filters or cls not in self.sensitive

    @cached_property
    def _filters(self) -> frozenset[str]:
        return self._facts.with_facet(FILTER)

    @cached_property
    def _stores(self) -> frozenset[str]:
        return self._facts.group("STORE")

    def _components(self, cls: str) -> dict[str, Hop | None]:
        stated = {id: one.data_classes for id, one in self._facts.components.items()}
        found: dict[str, Hop | None] = {id: None for id, classes in stated.items() if cls in (classes or ())}
        for flow, source, target in self._said.get(cls, ()):
            if target not in found and stated[target] is None:
                found[target] = (flow, source)
        queue = deque(found)
        while queue:
            at = queue.popleft()
            if not self.passes_on(at, cls):
                continue
            for flow, other in self._onward.get(at, ()):
                if other not in found and stated[other] is None:
                    found[other] = (flow, at)
                    queue.append(other)
        return found

    def _flows(self, cls: str, components: dict[str, Hop | None]) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for flow in self._facts.flows.values():
            if flow.data_classes is not None:
                if cls in flow.data_classes:
                    found[flow.id] = None
                continue
            for source, _ in self._passages(flow):
                if source not in components or not self.passes_on(source, cls):
                    continue
                hop = components[source]
                if hop is None or hop[0] is not flow:  # else it came over this very flow, from another end
                    found[flow.id] = source
                    break
        return found

    @cached_property
    def _onward(self) -> dict[str, list[Hop]]:
        """Component -> (flow, component that gets what it holds), for flows that state nothing themselves."""
        table: dict[str, list[Hop]] = {}
        for flow in self._facts.flows.values():
            if flow.data_classes is None:
                for source, target in self._passages(flow):
                    table.setdefault(source, []).append((flow, target))
        return table

    @cached_property
    def _said(self) -> dict[str, list[tuple[Flow, str, str]]]:
        """Class -> (flow, from, to) of the flows that state it and pass it on."""
        table: dict[str, list[tuple[Flow, str, str]]] = {}
        for flow in self._facts.flows.values():
            for one in flow.data_classes or ():
                table.setdefault(one, []).extend((flow, *ends) for ends in self._passages(flow))
        return table

    def _passages(self, flow: Flow) -> list[tuple[str, str]]:
        """The (from, to) pairs over which a flow brings content; groups and boundaries stand for members."""
        if flow.kind not in CARRYING and flow.kind != "request":
            return []
        known, ends = self._facts.components, self._facts.ends
        if flow.source in known and flow.target in known:
            pairs = [(flow.source, flow.target)]
        else:
            pairs = [(s, t) for s in ends(flow.source, flow.kind) for t in ends(flow.target, flow.kind)]
        if flow.kind != "request":
            return pairs
        found: list[tuple[str, str]] = []
        for source, target in pairs:
            stored = target in self._stores
            if flow.data_classes is not None or (stored and flow.write is not False):
                found.append((source, target))
            if stored:
                found.append((target, source))
        return found
