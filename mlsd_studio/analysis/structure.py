"""The structure function: which failure units a journey needs, as one monotone expression graph for all
journeys.

Nodes are AND, OR and *at least k of n* over failure units. They are evaluated bit-parallel: bit k of a word
is scenario k, so all single faults (or all pairs of a short list) are one pass over the graph. In a cycle
of required calls all members stand or fall together: the graph is condensed to strongly connected parts,
and a part with a cycle is evaluated downwards from *all up* until nothing changes (the greatest solution).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.graphs import components_in_order
from mlsd_studio.analysis.units import Blocks, Unit, ZoneKey

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

    def evaluate(self, words: Sequence[int], width: int, held: Mapping[int, int] | None = None) -> list[int]:
        """The value of every node, given for each unit the word of scenarios in which it is up.

        `width` is the number of scenarios; `held` maps nodes to the scenarios in which they may be up at
        all. Time is linear in nodes and operands (times width / word size).
        """
        full = (1 << width) - 1
        held = held or {}
        values = [full] * len(self.nodes)
        for part, cyclic in self.order:
            changed = True
            while changed:
                changed = False
                for node in part:
                    value = self.value(node, values, words, full)
                    if node in held:
                        value &= held[node]
                    if value != values[node]:
                        values[node] = value
                        changed = cyclic
        return values

    def value(self, node: int, values: list[int], words: Sequence[int], full: int) -> int:
        """The value of one node, given those of its operands and the words of the units."""
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

    @cached_property
    def _users(self) -> list[list[int]]:
        """For each node the places in `order` of the parts that use it."""
        place = {node: at for at, (part, _) in enumerate(self.order) for node in part}
        found: list[list[int]] = [[] for _ in self.nodes]
        for node, (op, operands, _, _) in enumerate(self.nodes):
            for operand in operands if op != UNIT else ():
                found[operand].append(place[node])
        return found

    @cached_property
    def _unit_places(self) -> list[int]:
        """For each unit the place in `order` of its node."""
        place = {part[0]: at for at, (part, _) in enumerate(self.order)}
        found = [0] * len(self.units)
        for node, (op, operands, _, _) in enumerate(self.nodes):
            if op == UNIT:
                found[operands[0]] = place[node]
        return found

    def evaluate_again(
        self, values: list[int], words: Sequence[int], width: int, unit: int
    ) -> dict[int, int]:
        """`values` brought up to date where the word of one unit alone has changed.

        Only what the unit carries is worked out. Returns the former values of the nodes that changed.
        """
        full = (1 << width) - 1
        former: dict[int, int] = {}
        queue = [self._unit_places[unit]]
        queued = set(queue)
        while queue:
            at = heappop(queue)
            part, cyclic = self.order[at]
            before = [values[node] for node in part]
            if cyclic:
                self._settle(part, values, words, full)
            else:
                values[part[0]] = self.value(part[0], values, words, full)
            for node, old in zip(part, before, strict=True):
                if values[node] != old:
                    former[node] = old
                    for user in self._users[node]:
                        if user not in queued and user != at:
                            queued.add(user)
                            heappush(queue, user)
        return former

    def _settle(self, part: list[int], values: list[int], words: Sequence[int], full: int) -> None:
        """A cycle, downwards from *all up* until nothing changes."""
        for node in part:
            values[node] = full
        changed = True
        while changed:
            changed = False
            for node in part:
                value = self.value(node, values, words, full)
                if value != values[node]:
                    values[node] = value
                    changed = True

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

    # -- faults: with nothing but them failing, most of the graph stays as it is ------------------------

    @cached_property
    def _inside(self) -> dict[int, list[int]]:
        """For each node of a component's own replicas all nodes of it, operands first, itself last."""
        found: dict[int, list[int]] = {}
        for own in self.own.values():
            seen, queue = {own}, [own]
            for node in queue:
                op, operands, _, _ = self.nodes[node]
                fresh = [] if op == UNIT else [operand for operand in operands if operand not in seen]
                seen.update(fresh)
                queue.extend(fresh)
            found[own] = sorted(seen)  # a component's own nodes are made from the units upwards
        return found

    @cached_property
    def _carried(self) -> list[list[int]]:
        """For each unit the nodes of the replicas that need it."""
        found: list[list[int]] = [[] for _ in self.units]
        for own, nodes in self._inside.items():
            for node in nodes:
                op, operands, _, _ = self.nodes[node]
                if op == UNIT:
                    found[operands[0]].append(own)
        return found

    @cached_property
    def _above(self) -> list[tuple[list[int], bool]]:
        """The parts of `order` that stand above the replicas."""
        inside = {node for nodes in self._inside.values() for node in nodes}
        return [(part, cyclic) for part, cyclic in self.order if part[0] not in inside]

    def after_faults(self, faults: Sequence[Iterable[int]]) -> tuple[list[int], int]:
        """Values and width for the scenarios of `fault_words`, as `evaluate` gives them but quicker: only
        the replicas that a fault touches are worked out.
        """
        words, width = self.fault_words(faults)
        full = (1 << width) - 1
        values = [full] * len(self.nodes)
        touched = {unit for failed in faults for unit in failed}
        for own in {own for unit in touched for own in self._carried[unit]}:
            for node in self._inside[own]:
                values[node] = self.value(node, values, words, full)
        self._rise(values, words, full)
        return values, width

    def after_losses(self, lost: Mapping[int, int], width: int) -> list[int]:
        """Values where nodes of replicas are lost in the scenarios given, and all units work."""
        full = (1 << width) - 1
        values = [full] * len(self.nodes)
        for own, scenarios in lost.items():
            values[own] = full & ~scenarios
        self._rise(values, (), full)
        return values

    def _rise(self, values: list[int], words: Sequence[int], full: int) -> None:
        """Work out what stands above the replicas."""
        nodes, value_of = self.nodes, self.value
        for part, cyclic in self._above:
            if cyclic:
                self._settle(part, values, words, full)
                continue
            node = part[0]
            op, operands, _, _ = nodes[node]
            if op == AND:
                value = full
                for operand in operands:
                    value &= values[operand]
                values[node] = value
            else:
                values[node] = value_of(node, values, words, full)

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
        values, width = self.after_faults([(unit,) for unit in candidates])
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

    @cached_property
    def _places(self) -> dict[Unit, int]:
        """Unit -> its scenario among the single faults; the first of several equal ones."""
        found: dict[Unit, int] = {}
        for scenario, index in enumerate(self.candidates):
            found.setdefault(self.units[index], scenario)
        return found

    def lost_with(self, unit: Unit, journey: Way) -> list[str]:
        """Components of a journey whose own replicas are too few when the unit is lost, nearest the entry
        first.
        """
        scenario = self._places[unit]
        values = self._single[0]
        called = {journey.entry: None, **dict.fromkeys(self.facts.called(journey))}
        others = [id for id in self.own if id not in called]
        lost = 1 << scenario
        return [id for id in (*called, *others) if id in self.own and not values[self.own[id]] & lost]

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
