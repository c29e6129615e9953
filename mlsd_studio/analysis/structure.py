"""The structure function: which failure units a journey needs, as one monotone expression graph for all
journeys.

Nodes are AND, OR and *at least k of n* over failure units. They are evaluated bit-parallel: bit k of a word
is scenario k, so all single faults (or all pairs of a short list) are one pass over the graph. In a cycle
of required calls all members stand or fall together: the graph is condensed to strongly connected parts,
and a part with a cycle is evaluated downwards from *all up* until nothing changes (the greatest solution).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.graphs import components_in_order
from mlsd_studio.analysis.units import Block, Blocks, Unit, ZoneKey
from mlsd_studio.model.records import Flow

AND, OR, LEAST, UNIT = range(4)
EXPLICIT_REPLICAS = 4
"""Replicas of one zone that get a unit each; the others count but are never failed. Enough for cut sets of
four.
"""

Node = tuple[int, tuple[int, ...], int, tuple[int, ...]]
"""(operation, operands, k, weights of the operands); a UNIT's operand is the index of its unit."""


@dataclass
class Structure:
    """The compiled graph. `roots` maps a journey to its node, `own` a component to the node of its own
    replicas.
    """

    units: list[Unit]
    nodes: list[Node]
    roots: dict[str, int]
    own: dict[str, int]
    works: dict[str, int]
    blocks: Blocks
    facts: Facts
    _order: list[list[int]] = field(default_factory=list)

    # -- evaluation --------------------------------------------------------------------------------

    @cached_property
    def order(self) -> list[tuple[list[int], bool]]:
        """Strongly connected parts, operands first, each with whether it has a cycle."""
        edges = [() if op == UNIT else operands for op, operands, _, _ in self.nodes]
        return [
            (part, len(part) > 1 or part[0] in edges[part[0]])
            for part in components_in_order(len(edges), edges.__getitem__)
        ]

    def evaluate(self, words: Sequence[int], width: int) -> list[int]:
        """The value of every node, given for each unit the word of scenarios in which it is up.

        `width` is the number of scenarios. Time is linear in nodes and operands (times width / word size).
        """
        full = (1 << width) - 1
        values = [full] * len(self.nodes)
        for part, cyclic in self.order:
            changed = True
            while changed:
                changed = False
                for node in part:
                    value = self._value(node, values, words, full)
                    if value != values[node]:
                        values[node] = value
                        changed = cyclic
        return values

    def _value(self, node: int, values: list[int], words: Sequence[int], full: int) -> int:
        op, operands, k, weights = self.nodes[node]
        if op == AND:
            value = full
            for operand in operands:
                value &= values[operand]
            return value
        if op == UNIT:
            return words[operands[0]]
        if op == OR:
            value = 0
            for operand in operands:
                value |= values[operand]
            return value
        return at_least(k, [(values[o], w) for o, w in zip(operands, weights, strict=True)], full)

    def fault_words(self, faults: Sequence[Iterable[int]]) -> tuple[list[int], int]:
        """Words and width for scenarios that each fail the given unit indices; the last scenario fails
        nothing.
        """
        width = len(faults) + 1
        full = (1 << width) - 1
        words = [full] * len(self.units)
        for scenario, failed in enumerate(faults):
            for unit in failed:
                words[unit] &= ~(1 << scenario)
        return words, width

    # -- single points of failure ------------------------------------------------------------------

    @cached_property
    def candidates(self) -> list[int]:
        """Units whose loss could matter alone: a replica only where none is spare, one for each zone.

        A unit stated at 100 % cannot fail.
        """
        found: list[int] = []
        last: tuple[str, ZoneKey | None] | None = None
        for index, unit in enumerate(self.units):
            if unit.kind in ("replica", "service"):
                block = self.blocks.of(unit.subject)
                place = (unit.subject, unit.zone)
                if block.perfect or block.replicas > block.needs or place == last:
                    continue
                last = place
            elif self._cannot_fail(unit):
                continue
            found.append(index)
        return found

    def _cannot_fail(self, unit: Unit) -> bool:
        id = unit.zone[1] if unit.zone else unit.subject
        boundary = self.facts.document.boundaries.get(id)
        stated = boundary.availability if boundary is not None else None
        return stated is not None and stated.base >= 1

    @cached_property
    def _single(self) -> tuple[list[int], dict[str, list[int]]]:
        candidates = self.candidates
        words, width = self.fault_words([(unit,) for unit in candidates])
        values = self.evaluate(words, width)
        stopped: dict[str, list[int]] = {}
        healthy = 1 << (width - 1)
        for journey, root in self.roots.items():
            word = values[root]
            if not word & healthy:
                stopped[journey] = []
                continue
            lost = ~word & (healthy - 1)
            found = []
            while lost:
                low = lost & -lost
                found.append(candidates[low.bit_length() - 1])
                lost ^= low
            stopped[journey] = found
        return values, stopped

    def single_points(self, journey: str) -> list[Unit]:
        """Units whose loss alone stops a journey: its minimal cut sets of size one, in the order of
        `units`.
        """
        return [self.units[index] for index in self._single[1].get(journey, ())]

    def lost_with(self, unit: Unit, journey: Way) -> list[str]:
        """Components of a journey whose own replicas are too few when the unit is lost, nearest the entry
        first.
        """
        scenario = self.candidates.index(self.units.index(unit))
        values = self._single[0]
        called = [journey.entry, *self.facts.called(journey)]
        others = [id for id in self.own if id not in called]
        return [
            id for id in (*called, *others) if id in self.own and not values[self.own[id]] >> scenario & 1
        ]

    def path_to(self, unit: Unit, journey: Way) -> tuple[str, ...]:
        """The path of calls from the entry to the first component that a unit takes with it."""
        lost = self.lost_with(unit, journey)
        return self.facts.call_path(journey, lost[0]) if lost else ()


def at_least(k: int, terms: Sequence[tuple[int, int]], full: int) -> int:
    """Scenarios in which the weights of the terms that are up come to at least k.

    `terms` holds (word, weight). Partial sums are kept as disjoint words, those of k or more as one.
    """
    if k <= 0:
        return full
    sums: dict[int, int] = {0: full}
    for word, weight in terms:
        grown: dict[int, int] = {}
        for total, scenarios in sums.items():
            up = scenarios & word if total < k else scenarios
            down = scenarios ^ up
            if up:
                reached = min(k, total + weight) if total < k else k
                grown[reached] = grown.get(reached, 0) | up
            if down:
                grown[total] = grown.get(total, 0) | down
        sums = grown
    return sums.get(k, 0)


# -- compiling -----------------------------------------------------------------------------------------


class _Compiler:
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
        self.nodes.append((op, tuple(operands), k, tuple(weights)))
        return len(self.nodes) - 1

    def reserve(self) -> int:
        return self.add(AND, ())

    def fill(
        self, node: int, op: int, operands: Iterable[int], k: int = 0, weights: Iterable[int] = ()
    ) -> None:
        self.nodes[node] = (op, tuple(operands), k, tuple(weights))

    def unit(self, unit: Unit) -> int:
        if unit.kind == "replica" or unit not in self.unit_nodes:
            self.units.append(unit)
            self.unit_nodes[unit] = self.add(UNIT, (len(self.units) - 1,))
        return self.unit_nodes[unit]

    def own_node(self, id: str) -> int:
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


def compile_structure(facts: Facts) -> Structure:
    """The structure function of every journey of a document, with shared nodes for shared components."""
    compiler = _Compiler(facts)
    roots: dict[str, int] = {}
    for journey in facts.journeys:
        if journey.entry in facts.components:
            roots[journey.id] = compiler.root(journey.entry)
            compiler.settle()
    return Structure(
        compiler.units, compiler.nodes, roots, compiler.own, compiler.works, compiler.blocks, facts
    )
