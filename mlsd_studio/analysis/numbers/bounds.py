"""Certified bounds of an availability where the exact value would cost too much, or an input is open.

What every working scenario needs is multiplied out, and what is left falls apart into parts that share no
variable. A part small enough is exact. From an entangled one, working scenarios (paths) are taken away one by
one, the likeliest first, so that all that is left over is disjoint (Dotson and Gobien, *A new analysis
technique for probabilistic graphs*, 1979): paths found so far bound the availability from below, cuts found
so far from above. All states of the zones go along as one vector. Work is counted in terms, never in time, so
that the same design always gets the same bounds. A unit of unknown availability is taken never to work for
the lower bound, and always for the upper one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, TypeAlias

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.availability import (
    MAX_ZONES,
    NODE_BUDGET,
    Chances,
    Solver,
    block_availability,
    zone_availability,
    zone_states,
)
from mlsd_studio.analysis.numbers.diagrams import BudgetExceededError
from mlsd_studio.analysis.structure import AND, OR
from mlsd_studio.analysis.units import ZoneKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
else:
    Array = Any

Name = tuple[str, str]
MOST_STATES = 1024
"""States of the zones that are looked into, the likeliest first; the others may go either way."""

NARROW = 0.01
"""Bounds this close, relative to the unavailability, tell as much as an exact number."""

HAIR = 1e-13
"""Bounds are this much wider than computed, for what rounding may have cost."""


def likely_states(
    facts: Facts, zones: Iterable[ZoneKey], most: int = MOST_STATES
) -> tuple[list[tuple[float, list[ZoneKey]]], float]:
    """(probability, zones that are up) of the likeliest states of the zones, and what the others come to."""
    known = list(dict.fromkeys(zones))
    chances = {zone: value for zone in known if (value := zone_availability(facts, zone)) is not None}
    if len(chances) <= MAX_ZONES:
        return list(zone_states(facts, known)), 0.0
    usual = {zone: value >= 0.5 for zone, value in chances.items()}
    weight = math.prod(max(value, 1.0 - value) for value in chances.values())
    costs = sorted((_cost(max(value, 1.0 - value)), zone) for zone, value in chances.items())
    found: list[tuple[float, list[ZoneKey]]] = []
    heap: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    while heap and len(found) < most:
        cost, turned = heappop(heap)
        if math.isinf(cost):
            break
        other = {costs[place][1] for place in turned}
        alive = [zone for zone in known if usual.get(zone, True) != (zone in other)]
        found.append((weight * math.exp(-cost), alive))
        last = turned[-1] if turned else -1
        if last + 1 < len(costs):
            heappush(heap, (cost + costs[last + 1][0], (*turned, last + 1)))
            if turned:
                moved = cost - costs[last][0] + costs[last + 1][0]
                heappush(heap, (moved, (*turned[:-1], last + 1)))
    return found, max(0.0, 1.0 - math.fsum(weight for weight, _ in found))


def _cost(usual: float) -> float:
    return math.inf if usual >= 1.0 else math.log(usual / (1.0 - usual))


@dataclass(order=True)
class _Term:
    """Scenarios in which `up` is up and `down` is down; `path` is what else makes them work for certain."""

    priority: float
    number: int
    up: frozenset[Name] = field(compare=False)
    down: frozenset[Name] = field(compare=False)
    path: tuple[Name, ...] = field(compare=False)


class _Tangle:
    """A part of the structure function too entangled to be expanded whole."""

    def __init__(self, bounds: Bounds, roots: list[int]) -> None:
        self.bounds, self.roots = bounds, roots
        solver = bounds.solver
        below = set().union(*(solver.below(root) for root in roots))
        self.order = [
            (nodes, cyclic)
            for part, cyclic in solver.structure.order
            if (nodes := [node for node in part if node in below])
        ]
        self.own = {
            node: [name for name in solver.variables(solver.blocks[node]) if name not in bounds.fixed]
            for node in below
            if node in solver.blocks
        }
        self.costs = self._costs()
        self.low = 0.0 * bounds.weights
        self.failed = 0.0 * bounds.weights
        self.heap: list[_Term] = []
        self.made = 0
        values = self._evaluate([(frozenset(), frozenset())])
        self._admit(frozenset(), frozenset(), values, 0)

    def step(self) -> None:
        """Split the term with the most left to decide."""
        term = heappop(self.heap)
        up, children = term.up, []
        for name in term.path:
            children.append((up, term.down | {name}))
            up = up | {name}
        values = self._evaluate(children)
        for place, (known, lost) in enumerate(children):
            self._admit(known, lost, values, place)

    def _admit(self, up: frozenset[Name], down: frozenset[Name], values: list[int], bit: int) -> None:
        """Book what is certain about a term, and keep what is not."""
        chance = self.bounds.product(up, down)
        if not all(values[root] >> bit & 1 for root in self.roots):
            self.failed = self.failed + chance[1]
            return
        path = [name for name in self._path(values, bit) if name not in up]
        path.sort(key=lambda name: (self.bounds.mean(name), name))
        works = chance[0]
        for name in path:
            works = works * self.bounds.chances[name][0]
        self.low = self.low + works
        left = float(((chance[0] - works + chance[1]) * self.bounds.weights).sum())
        if path and left > 0.0:
            self.made += 1
            heappush(self.heap, _Term(-left, self.made, up, down, tuple(path)))

    def _evaluate(self, cases: list[tuple[frozenset[Name], frozenset[Name]]]) -> list[int]:
        """All nodes, one bit a case: everything works but what is down in it."""
        full = (1 << len(cases)) - 1
        words: dict[Name, int] = {}
        for place, (_, down) in enumerate(cases):
            for name in down:
                words[name] = words.get(name, full) & ~(1 << place)
        structure = self.bounds.solver.structure
        values = [full] * len(structure.nodes)
        for nodes, cyclic in self.order:
            changed = True
            while changed:
                changed = False
                for node in nodes:
                    value = self._value(node, values, words, full)
                    if value != values[node]:
                        values[node] = value
                        changed = cyclic
        return values

    def _value(self, node: int, values: list[int], words: dict[Name, int], full: int) -> int:
        names = self.own.get(node)
        if names is None:
            return self.bounds.solver.structure.value(node, values, (), full)
        value = full
        for name in names:
            value &= words.get(name, full)
        return value

    def _path(self, values: list[int], bit: int) -> list[Name]:
        """Variables that keep the roots up: of alternatives that work, the cheapest."""
        seen, queue = set(self.roots), list(self.roots)
        found: dict[Name, None] = {}
        for node in queue:
            names = self.own.get(node)
            if names is not None:
                found.update(dict.fromkeys(names))
                continue
            for operand in self._chosen(node, values, bit):
                if operand not in seen:
                    seen.add(operand)
                    queue.append(operand)
        return list(found)

    def _chosen(self, node: int, values: list[int], bit: int) -> list[int]:
        op, operands, k, weights = self.bounds.solver.structure.nodes[node]
        if op == AND:
            return list(operands)
        working = [
            (self.costs.get(operand, 0.0), place)
            for place, operand in enumerate(operands)
            if values[operand] >> bit & 1
        ]
        if op == OR:
            return [operands[min(working)[1]]]
        taken, reached = [], 0
        for _, place in sorted(working):
            if reached >= k:
                break
            taken.append(operands[place])
            reached += weights[place]
        return taken

    def _costs(self) -> dict[int, float]:
        """Roughly −log of the chance of each node, for choosing between alternatives."""
        found: dict[int, float] = {}
        for nodes, _ in self.order:
            for node in nodes:
                names = self.own.get(node)
                if names is not None:
                    found[node] = sum(-math.log(max(self.bounds.mean(name), 1e-300)) for name in names)
                    continue
                op, operands, k, _ = self.bounds.solver.structure.nodes[node]
                parts = sorted(found.get(operand, 0.0) for operand in operands)
                found[node] = sum(parts if op == AND else parts[: 1 if op == OR else k])
        return found


class Bounds:
    """Lower and upper bounds of the availability of one journey; `refine` brings them closer."""

    def __init__(
        self, facts: Facts, root: int, zones: list[ZoneKey], budget: int = NODE_BUDGET,
        open_ones: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """`root` is the journey's node; at most `budget` nodes of diagrams are made for what stays exact.

        Components of `open_ones` may be as good as never to fail: their replicas are not stated.
        """
        import numpy as np

        self._np, self.facts, self._open = np, facts, frozenset(open_ones)
        structure = facts.structure
        states, self.rest = likely_states(facts, zones)
        self.weights: Array = np.array([weight for weight, _ in states])
        self.alive = [frozenset(alive) for _, alive in states]
        self.solver = Solver(structure, Chances(facts, structure, zones), budget)
        needed, frontier = self.solver.needed(root)
        self.fixed = frozenset(needed)
        self.missing: dict[str, None] = {}
        self.chances: dict[Name, Array] = {name: self._chance(name) for name in needed}
        parts = sorted(self._parts(frontier), key=lambda part: (len(part[1]), part[0]))
        for _, names in parts:
            self.chances.update((name, self._chance(name)) for name in names)
        self.components = tuple(id for kind, id in self.chances if kind == "own")
        self.terms = 0
        self._exact: Array = self.product(self.fixed, ())
        self._tangles: list[_Tangle] = []
        for roots, _ in parts:
            self._take(roots)

    def _take(self, roots: list[int]) -> None:
        diagrams = self.solver.diagrams
        try:
            whole = diagrams.all_of(self.solver.diagram(root, set(self.fixed)) for root in roots)
        except BudgetExceededError:
            self._tangles.append(_Tangle(self, roots))
            return
        value = diagrams.evaluate(whole, lambda variable: self.chances[self.solver.names[variable]])
        self._exact = self._exact * value

    # -- chances -----------------------------------------------------------------------------------

    def _chance(self, name: Name) -> Array:
        """The chance of a variable in every state of the zones: least, and most."""
        kind, id = name
        count = len(self.weights)
        if kind != "own":
            stated = self.facts.document.boundaries[id].availability
            return self._np.full((2, count), 1.0 if stated is None else stated.base)
        block = self.facts.structure.blocks.of(id)
        zones = frozenset(zone for zone, _ in block.bins if zone is not None)
        known: dict[frozenset[ZoneKey], tuple[float, float]] = {}
        for alive in self.alive:
            key = alive & zones
            if key not in known:
                value = block_availability(self.facts, block, key)
                known[key] = (value or 0.0, 1.0 if value is None or id in self._open else value)
                if value is None:
                    self.missing[f"{id}.availability"] = None
        found: Array = self._np.array([known[alive & zones] for alive in self.alive]).T
        return found

    def mean(self, name: Name) -> float:
        """The chance of a variable over all states, at its most: for choosing only."""
        return float(self.chances[name][1] @ self.weights)

    def product(self, up: Iterable[Name], down: Iterable[Name]) -> Array:
        """The chance that all of `up` are up and all of `down` are down, least and most likely units."""
        found: Array = self._np.ones((2, len(self.weights)))
        for name in up:
            found = found * self.chances[name]
        for name in down:
            found = found * (1.0 - self.chances[name])
        return found

    def _parts(self, frontier: list[int]) -> list[tuple[list[int], set[Name]]]:
        """The alternatives, put together where they share a variable, with their variables."""
        found: list[tuple[list[int], set[Name]]] = []
        for root in frontier:
            nodes = self.solver.below(root) & self.solver.blocks.keys()
            names = {
                n for node in nodes for n in self.solver.variables(self.solver.blocks[node])
            } - self.fixed
            together, apart = [root], []
            for roots, others in found:
                if others & names:
                    together, names = roots + together, names | others
                else:
                    apart.append((roots, others))
            found = [*apart, (together, names)]
        return found

    # -- the bounds --------------------------------------------------------------------------------

    @property
    def low(self) -> float:
        """The availability is at least this fraction, from 0."""
        value = self._exact[0] * self.weights
        for tangle in self._tangles:
            value = value * tangle.low
        return max(0.0, float(value.sum()) - HAIR)

    @property
    def high(self) -> float:
        """The availability is at most this fraction, up to 1."""
        value = self._exact[1] * self.weights
        for tangle in self._tangles:
            value = value * (1.0 - tangle.failed)
        return min(1.0, float(value.sum()) + self.rest + HAIR)

    @property
    def settled(self) -> bool:
        """Whether more work would tell nothing more, or next to nothing."""
        if not any(tangle.heap for tangle in self._tangles):
            return True
        return self.high - self.low <= NARROW * (1.0 - self.high) + 2.0 * HAIR

    def refine(self, terms: int) -> Iterator[None]:
        """Split so many terms more, one a slice; less where the bounds are close before."""
        for _ in range(terms):
            if self.settled:
                return
            widest = min((tangle for tangle in self._tangles if tangle.heap), key=lambda one: one.heap[0])
            widest.step()
            self.terms += 1
            yield
