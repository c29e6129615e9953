"""Availability: the exact probability that a journey works, over the structure function.

Zones that state an availability are conditioned on; given the zones, the replicas of each component are one
independent event with an exact binomial probability, so the graph has one variable a component and
boundary. Parts that every scenario needs are multiplied out, and what is left is expanded over decision
diagrams with a node budget. Past a budget there is no exact answer (`bounds` go on from there), never an approximation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import comb

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.numbers.diagrams import BudgetExceededError, Diagrams
from mlsd_studio.analysis.structure import AND, OR, UNIT, Structure
from mlsd_studio.analysis.units import Block, ZoneKey
from mlsd_studio.catalog import stated_from

MAX_ZONES = 10
NODE_BUDGET = 50_000

Origin = str


@dataclass(frozen=True, slots=True)
class Replica:
    """Availability of one replica, or of a service as a whole: a fraction, with where it came from."""

    value: float
    origin: Origin
    basis: str | None = None


def replica_availability(facts: Facts, id: str) -> Replica | None:
    """Of one replica of a self-run component, or of a managed or external one as a whole; None = unknown.

    Stated counts first; then the SLA of a managed service whose facts are stated, else the catalogue's
    default.
    """
    component = facts.components[id]
    if component.availability is not None:
        origin = (component.origin or {}).get("availability", "stated").split()[0]
        return Replica(component.availability.base, origin)
    if id in facts.people:
        return Replica(1.0, "default", "people never fail")
    if id in facts.self_run:
        figure = facts.catalog.availability(component.kind, component.technology)
        standard = facts.catalog.constants.self_run_replica_availability
        value = figure.value if figure.value is not None else standard.value
        basis = figure.basis or standard.basis
        return Replica(value, facts.catalog.origin(basis), basis)
    if id in facts.external and component.technology is None and component.kind == "external_system":
        return None
    attributes = component.attributes or {}
    stated = stated_from({
        "replicas": component.replicas, "zones": component.zones,
        "tier": attributes.get("tier"), "confirmed": attributes.get("confirmed"),
    })  # fmt: skip
    uptime = facts.catalog.managed_availability(component.technology, stated)
    return Replica(uptime.value, facts.catalog.origin(uptime.basis), uptime.basis)


def at_least_of(needs: int, count: int, each: float) -> float:
    """Probability that at least `needs` of `count` independent things are up, each with probability
    `each`.
    """
    if needs <= 0:
        return 1.0
    if needs == 1:
        return 1.0 - (1.0 - each) ** count
    up = range(needs, count + 1)
    return min(1.0, sum(comb(count, n) * each**n * (1.0 - each) ** (count - n) for n in up))


def block_availability(facts: Facts, block: Block, alive: Iterable[ZoneKey] | None = None) -> float | None:
    """Probability that the replicas of a component suffice, given which zones are up (None = all of them).

    The common part fails with share · (1 − a); a replica by itself keeps availability a.
    """
    if block.component in facts.people:
        return 1.0
    each = replica_availability(facts, block.component)
    if each is None:
        return None
    if block.whole:
        return each.value
    zones = None if alive is None else set(alive)
    count = sum(n for zone, n in block.bins if zone is None or zones is None or zone in zones)
    share = facts.components[block.component].common
    shared = (share.base if share is not None else 0.0) * (1.0 - each.value)
    alone = each.value / (1.0 - shared) if shared < 1.0 else 0.0
    return (1.0 - shared) * at_least_of(block.needs, count, min(1.0, alone))


def component_availability(facts: Facts, id: str) -> float | None:
    """A(n): of the component with all its replicas, zones counted where they state an availability.

    None where it is unknown: replicas that are not stated, or no figure.
    """
    block = facts.structure.blocks.of(id)
    if not block.stated:
        return None
    total = 0.0
    for weight, alive in zone_states(facts, [zone for zone, _ in block.bins if zone is not None]):
        value = block_availability(facts, block, alive)
        if value is None:
            return None
        total += weight * value
    return total


def zone_availability(facts: Facts, zone: ZoneKey) -> float | None:
    """The availability that a boundary of kind zone states, or None: such a zone never fails in the
    number.
    """
    boundary = facts.document.boundaries.get(zone[1])
    if boundary is None or boundary.kind != "zone" or boundary.availability is None:
        return None
    return boundary.availability.base


def zone_states(facts: Facts, zones: Iterable[ZoneKey]) -> Iterator[tuple[float, list[ZoneKey]]]:
    """(probability, zones that are up) of every state of the zones; zones without a figure are always up."""
    known = list(dict.fromkeys(zones))
    failing = [(zone, value) for zone in known if (value := zone_availability(facts, zone)) is not None]
    steady = [zone for zone in known if zone_availability(facts, zone) is None]
    for state in product((True, False), repeat=len(failing)):
        weight = 1.0
        for up, (_, value) in zip(state, failing, strict=True):
            weight *= value if up else 1.0 - value
        if weight > 0.0:
            yield weight, steady + [zone for up, (zone, _) in zip(state, failing, strict=True) if up]


@dataclass(frozen=True, slots=True)
class JourneyAvailability:
    """Availability of a journey with what it would be if one component's replicas never failed
    (`without`).
    """

    value: float
    without: dict[str, float]
    zones_counted: bool


def journey_availability(
    facts: Facts, journey: Way, improve: Iterable[str] = (), budget: int = NODE_BUDGET
) -> JourneyAvailability | None:
    """The exact availability of a journey, and with each component of `improve` taken as perfect.

    None where an input is unknown (an external service without a figure), or past the budget.
    """
    structure = facts.structure
    if journey.id not in structure.roots:
        return None
    improve = list(improve)
    zones = sorted({unit.zone for unit in structure.units if unit.zone is not None})
    counted = [zone for zone in zones if zone_availability(facts, zone) is not None]
    if len(counted) > MAX_ZONES:
        return None
    value, without = 0.0, dict.fromkeys(improve, 0.0)
    solver = Solver(structure, Chances(facts, structure, zones), budget)
    for weight, alive in zone_states(facts, zones):
        chances = solver.chances = Chances(facts, structure, alive)
        try:
            solved = solver.solve(structure.roots[journey.id])
        except (BudgetExceededError, UnknownError):
            return None
        value += weight * solved
        for id in improve:
            chance = chances.own(id)
            without[id] += weight * (solved / chance if chance > 0.0 else 0.0)
    return JourneyAvailability(value, without, len(counted) == len(zones) and bool(zones))


class UnknownError(ValueError):
    """A probability that the design and the catalogue leave open."""


class Chances:
    """Probabilities of the variables, given the zones that are up."""

    def __init__(self, facts: Facts, structure: Structure, alive: list[ZoneKey]) -> None:
        """`alive` are the zones that are up."""
        self.facts, self.structure, self.alive = facts, structure, alive
        self._own: dict[str, float] = {}

    def own(self, id: str) -> float:
        """That the replicas of a component suffice. Raises UnknownError, which names it."""
        found = self._own.get(id)
        if found is None:
            value = block_availability(self.facts, self.structure.blocks.of(id), self.alive)
            if value is None:
                raise UnknownError(id)
            found = self._own[id] = value
        return found

    def boundary(self, id: str) -> float:
        """That a boundary is up; one that states nothing always is."""
        stated = self.facts.document.boundaries[id].availability
        return 1.0 if stated is None else stated.base


class Solver:
    """Journeys under one state of the zones; set `chances` anew for another state, the diagrams stay."""

    def __init__(self, structure: Structure, chances: Chances, budget: int) -> None:
        """At most `budget` nodes are made, by all journeys together."""
        self.structure, self.chances = structure, chances
        self.blocks = {node: id for id, node in structure.own.items()}
        self.diagrams = Diagrams(budget)
        self.order = self._variable_order()
        self.names = list(self.order)
        self._made: dict[int, tuple[list[tuple[str, str]], int]] = {}

    def _variable_order(self) -> dict[tuple[str, str], int]:
        names: dict[tuple[str, str], int] = {}
        for id in reversed(list(self.structure.own)):
            for boundary in self.structure.blocks.of(id).boundaries:
                names.setdefault(("boundary", boundary), len(names))
        for id in self.structure.own:
            names.setdefault(("own", id), len(names))
        return names

    def solve(self, root: int) -> float:
        """The probability that the root is up. Raises BudgetExceededError and UnknownError."""
        fixed, diagram = self._prepared(root)
        certain = 1.0
        for kind, id in fixed:
            certain *= self.chances.own(id) if kind == "own" else self.chances.boundary(id)
        if certain == 0.0:
            return 0.0
        return certain * self.diagrams.probability(diagram, self._probability)

    def _prepared(self, root: int) -> tuple[list[tuple[str, str]], int]:
        """What every working scenario needs, and the diagram of the rest: the same for all states of the
        zones.
        """
        if root not in self._made:
            fixed, _ = self.needed(root)
            self._made[root] = fixed, self.diagram(root, set(fixed))
        return self._made[root]

    def slopes(self, root: int) -> tuple[float, dict[tuple[str, str], float]]:
        """The probability that the root is up, and its slope in the chance of every variable."""
        fixed, diagram = self._prepared(root)
        chances = [self.chances.own(id) if kind == "own" else self.chances.boundary(id) for kind, id in fixed]
        free, slopes = self.diagrams.gradient(diagram, self._probability)
        before = [1.0]
        for chance in chances:
            before.append(before[-1] * chance)
        certain, after = before[-1], 1.0
        found = {self.names[variable]: certain * slope for variable, slope in slopes.items()}
        for place in range(len(fixed) - 1, -1, -1):
            found[fixed[place]] = before[place] * after * free
            after *= chances[place]
        return certain * free, found

    def _probability(self, variable: int) -> float:
        kind, id = self.names[variable]
        return self.chances.own(id) if kind == "own" else self.chances.boundary(id)

    def needed(self, root: int) -> tuple[list[tuple[str, str]], list[int]]:
        """Variables that every working scenario needs, joined to the root by AND alone, and the nodes below
        them that offer a choice.
        """
        found: dict[tuple[str, str], None] = {}
        choices: list[int] = []
        seen, queue = {root}, [root]
        for node in queue:
            if node in self.blocks:
                found.update(dict.fromkeys(self.variables(self.blocks[node])))
                continue
            op, operands, k, _ = self.structure.nodes[node]
            all_needed = op == AND or (op != OR and op != UNIT and k >= len(operands))
            if all_needed or (op == OR and len(operands) == 1):
                fresh = [operand for operand in operands if operand not in seen]
                seen.update(fresh)
                queue.extend(fresh)
            else:
                choices.append(node)
        return list(found), choices

    def variables(self, id: str) -> list[tuple[str, str]]:
        """What must be up for a component's own replicas to count: boundaries around it, and themselves."""
        block = self.structure.blocks.of(id)
        own = [] if id in self.structure.facts.people else [("own", id)]
        return [*(("boundary", boundary) for boundary in block.boundaries), *own]

    def diagram(self, root: int, fixed: set[tuple[str, str]]) -> int:
        """The diagram of a node: operands first, cycles downwards from *all up* until nothing changes."""
        reached = self.below(root)
        value = dict.fromkeys(reached, Diagrams.TRUE)
        for part, cyclic in self.structure.order:
            nodes = [node for node in part if node in reached]
            changed = bool(nodes)
            while changed:
                changed = False
                for node in nodes:
                    new = self._apply(node, value, fixed)
                    if new != value[node]:
                        value[node] = new
                        changed = cyclic
        return value[root]

    def below(self, root: int) -> set[int]:
        """The nodes that a node rests on, with itself; replicas of a component are left out."""
        seen, queue = {root}, [root]
        for node in queue:
            op, operands, _, _ = self.structure.nodes[node]
            if node in self.blocks or op == UNIT:
                continue
            fresh = [operand for operand in operands if operand not in seen]
            seen.update(fresh)
            queue.extend(fresh)
        return seen

    def _apply(self, node: int, value: dict[int, int], fixed: set[tuple[str, str]]) -> int:
        if node in self.blocks:
            free = [name for name in self.variables(self.blocks[node]) if name not in fixed]
            return self.diagrams.all_of(self.diagrams.variable(self.order[name]) for name in free)
        op, operands, k, _ = self.structure.nodes[node]
        parts = [value[operand] for operand in operands]
        if op == AND:
            return self.diagrams.all_of(parts)
        if op == OR:
            return self.diagrams.any_of(parts)
        return self.diagrams.at_least(k, parts)
