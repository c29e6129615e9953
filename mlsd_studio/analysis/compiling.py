"""Compiles the records of a document into the structure function of its journeys."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.structure import AND, EXPLICIT_REPLICAS, LEAST, OR, UNIT, Node, Structure
from mlsd_studio.analysis.units import Block, Blocks, Unit, ZoneKey
from mlsd_studio.model.records import Flow


class _Compiler:
    """Nodes of the structure, each made once and known by its place in `nodes`."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.blocks = Blocks(facts)
        self.units: list[Unit] = []
        self.nodes: list[Node] = []
        self.unit_nodes: dict[Unit, int] = {}
        self.own: dict[str, int] = {}
        self.works: dict[str, int] = {}
        self.groups: dict[str, int] = {}
        self.pending: list[str] = []
        self.calls = {
            id: [flow for flow, _ in _once(hops) if facts.required(flow)] for id, hops in facts.out.items()
        }

    def add(self, op: int, operands: Iterable[int], k: int = 0, weights: Iterable[int] = ()) -> int:
        """A new node over nodes that are there; `k` and one weight an operand for LEAST only."""
        self.nodes.append((op, tuple(operands), k, tuple(weights)))
        return len(self.nodes) - 1

    def reserve(self) -> int:
        """A node that always works until `fill` says what it stands for."""
        return self.add(AND, ())

    def fill(
        self, node: int, op: int, operands: Iterable[int], k: int = 0, weights: Iterable[int] = ()
    ) -> None:
        """What a reserved node stands for; arguments as of `add`."""
        self.nodes[node] = (op, tuple(operands), k, tuple(weights))

    def unit(self, unit: Unit) -> int:
        """The node *unit is up*; the same one again, except that every replica asked for is another."""
        if unit.kind == "replica" or unit not in self.unit_nodes:
            self.units.append(unit)
            self.unit_nodes[unit] = self.add(UNIT, (len(self.units) - 1,))
        return self.unit_nodes[unit]

    def own_node(self, id: str) -> int:
        """The node *enough replicas of the component are up, where they stand*, without what it calls."""
        if id not in self.own:
            self.own[id] = self._own(self.blocks.of(id))
        return self.own[id]

    def _own(self, block: Block) -> int:
        if block.component in self.facts.people:
            return self.add(AND, ())
        parts = [self._boundary(id) for id in block.boundaries]
        if block.whole:
            return self.add(AND, [*parts, self.unit(Unit("service", block.component))])
        operands: list[int] = []
        weights: list[int] = []
        for zone, count in block.bins:
            gate = [] if zone is None else [self._zone(zone)]
            explicit = min(count, EXPLICIT_REPLICAS)
            for _ in range(explicit):
                replica = self.unit(Unit("replica", block.component, zone))
                operands.append(self.add(AND, [*gate, replica]))
                weights.append(1)
            if count > explicit:
                operands.append(self.add(AND, gate))
                weights.append(count - explicit)
        if len(operands) == 1 and block.needs == 1:
            return self.add(AND, [*parts, *operands])
        least = self.add(LEAST, operands, block.needs, weights)
        return self.add(AND, [*parts, least])

    def _zone(self, zone: ZoneKey) -> int:
        return self.unit(Unit("zone", self.blocks.zone_id(zone), zone))

    def _boundary(self, id: str) -> int:
        kind = self.facts.document.boundaries[id].kind
        return self.unit(Unit("region" if kind == "region" else "boundary", id))

    def works_node(self, id: str) -> int:
        """The node *component works*; its operands are filled in from the queue, so cycles are no trouble."""
        if id not in self.works:
            self.works[id] = self.reserve()
            self.pending.append(id)
        return self.works[id]

    def call_node(self, source: str, flow: Flow) -> int:
        """A required call works when its target does, or any flow that stands in for it (or for that one)."""
        alternatives, queue, seen = [], [flow], {flow.id}
        for call in queue:
            target = self._target(source, call)
            caller = call.source
            if caller != flow.source and caller in self.facts.components:
                target = self.add(AND, [self.own_node(caller), target])
            alternatives.append(target)
            for other in self.facts.stand_ins.get(call.id, ()):
                if other.id not in seen:
                    seen.add(other.id)
                    queue.append(other)
        return alternatives[0] if len(alternatives) == 1 else self.add(OR, alternatives)

    def _target(self, source: str, flow: Flow) -> int:
        if flow.target in self.facts.document.groups:
            return self.group_node(flow.target)
        if flow.target not in self.facts.components:
            return self.add(AND, ())
        own = set(self.facts.groups_of.get(source, ()))
        groups = [group for group in self.facts.groups_of.get(flow.target, ()) if group not in own]
        if not groups:
            return self.works_node(flow.target)
        return self.add(AND, [self.group_node(group) for group in groups])

    def group_node(self, id: str) -> int:
        """The node *as many members work as the group needs*, at least one; a group in a cycle is no trouble."""
        if id not in self.groups:
            self.groups[id] = node = self.reserve()
            group = self.facts.document.groups[id]
            members = [self.works_node(member) for member in group.members if member in self.facts.components]
            self.fill(node, LEAST, members, min(group.needs or 1, len(members)), [1] * len(members))
        return self.groups[id]

    def settle(self) -> None:
        """Fill in the components that were named."""
        while self.pending:
            id = self.pending.pop()
            calls = [] if id in self.facts.external else self.calls[id]
            operands = [self.own_node(id), *(self.call_node(id, flow) for flow in calls)]
            self.fill(self.works[id], AND, operands)

    def root(self, entry: str) -> int:
        """A journey works when its entry does; an actor or external caller never fails itself."""
        if entry not in self.facts.external and entry not in self.facts.group("ENTRY"):
            return self.works_node(entry)
        return self.add(AND, [self.call_node(entry, flow) for flow in self.calls[entry]])


def _once(hops: Iterable[tuple[Flow, str]]) -> list[tuple[Flow, str]]:
    """One hop for each flow (a flow to a group has one for each member)."""
    return list({flow.id: (flow, other) for flow, other in hops}.values())


def compile_structure(facts: Facts, *, everything: bool = False) -> Structure:
    """The structure function of every journey of a document, with shared nodes for shared components.

    With `everything`, components that no journey reaches have their nodes too.
    """
    compiler = _Compiler(facts)
    roots: dict[str, int] = {}
    for journey in facts.journeys:
        if journey.entry in facts.components:
            roots[journey.id] = compiler.root(journey.entry)
            compiler.settle()
    for id in facts.components if everything else ():
        compiler.works_node(id)
        compiler.settle()
    return Structure(
        compiler.units, compiler.nodes, roots, compiler.own, compiler.works, compiler.blocks, facts
    )
