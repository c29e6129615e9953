"""What brings a design below its ceiling of cost without breaking another promise: tried out, then offered."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Fix, Focus, Operation, Set
from mlsd_studio.analysis.needs import availability_need, latency_need
from mlsd_studio.analysis.numbers.load import needed
from mlsd_studio.analysis.scaling import members
from mlsd_studio.catalog.records import Technology

SLACK = 1e-9
TRIED = 4


def cost_fixes(
    facts: Facts, drivers: list[str], ceiling: float, good: Callable[[Facts], bool]
) -> tuple[Fix, ...]:
    """Fixes after which the cost is `good` and no availability or latency target is newly missed."""
    found: list[Fix] = []
    for tried, fix in enumerate((*_fewer_replicas(facts, ceiling), *_cheaper(facts, drivers))):
        after = facts.figures.after(fix) if tried < TRIED else None
        if after is None:
            break
        if good(after) and kept_promises(facts, after):
            found.append(fix)
    show = Fix("Show what costs most", (Focus(tuple(drivers[:1]), "cost"),))
    return (*found, show) if drivers else tuple(found)


def kept_promises(before: Facts, after: Facts) -> bool:
    """Whether every availability and latency target that was met is still met."""
    for journey in before.journeys:
        need = availability_need(before, journey)
        if need is not None:
            was, now = (facts.figures.most_available(journey) for facts in (before, after))
            if was is not None and was >= need.bound and (now is None or now < need.bound):
                return False
        bound = latency_need(before, journey)
        if bound is not None:
            was, now = (_p95(facts, journey.id) for facts in (before, after))
            if was is not None and was <= bound.bound and (now is None or now > bound.bound):
                return False
    return True


def _p95(facts: Facts, journey: str) -> float | None:
    way = next((one for one in facts.journeys if one.id == journey), None)
    latency = facts.figures.latency(way) if way is not None else None
    return None if latency is None else latency.p95.value


def _fewer_replicas(facts: Facts, ceiling: float) -> Iterator[Fix]:
    """No more replicas than the load needs and one may be lost, the largest saving first."""
    figures, savings = facts.figures, list[tuple[float, str, int]]()
    for id, cost in figures.costs.by_component.items():
        component = facts.components[id]
        least = _least(facts, id)
        if component.replicas and cost.replicas and least is not None and least < component.replicas:
            savings.append((cost.replicas * (1 - least / component.replicas), id, least))
    total = figures.costs.total.low or figures.costs.total.value or 0.0
    operations: list[Operation] = []
    names: list[str] = []
    for saving, id, least in sorted(savings, key=lambda one: (-one[0], one[1])):
        operations.append(Set("components", id, {"replicas": least}))
        names.append(f"{least} replicas of {facts.name(id)}")
        total -= saving
        if total <= ceiling:
            listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
            yield Fix(f"Run {listed}: enough for the load", tuple(operations))
            return


def _least(facts: Facts, id: str) -> int | None:
    """Replicas that carry the load, with one to lose; None while the load is unknown."""
    figures, component = facts.figures, facts.components[id]
    load, capacity = figures.load(id), figures.inputs.capacity(id).value
    if load is None or not capacity or math.isinf(capacity):
        return None
    growth = max(
        (r.growth or 1.0 for r in facts.document.requirements.values() if r.metric == "throughput"),
        default=1.0,
    )
    spare = math.ceil(load / capacity - SLACK) + 1
    enough = needed(figures.inputs, id, load) or 1
    grown = math.ceil(load * growth / capacity - SLACK)
    return members(facts, component, max(spare, enough, grown, (component.needs or 1) + 1))


def _cheaper(facts: Facts, drivers: list[str]) -> Iterator[Fix]:
    """Another technology of the same kind, run the same way, that does all the present one does for less."""
    for id in drivers:
        component = facts.components[id]
        if component.cost is not None:
            continue
        now = _price(facts, id, component.technology)
        offers = [
            (price, one) for one in facts.catalog.technologies_of(component.kind)
            if _alike(facts, id, one) and (price := _price(facts, id, one.id)) is not None
            and now is not None and price < now
        ]  # fmt: skip
        if offers:
            _, best = min(offers, key=lambda offer: (offer[0], offer[1].id))
            change = Set("components", id, {"technology": best.id})
            yield Fix(f"Use {best.name} for {facts.name(id)}", (change,))


def _alike(facts: Facts, id: str, technology: Technology) -> bool:
    component = facts.components[id]
    facets = facts.catalog.facets(component.kind, technology.id)
    managed = facts.catalog.managed(component.kind, component.technology)
    return facts.facets(id) <= facets and technology.managed == managed and technology.rank == "core"


def _price(facts: Facts, id: str, technology: str | None) -> float | None:
    """Of a month of one replica and its calls, by the catalogue."""
    cost = facts.catalog.cost(facts.components[id].kind, technology).value
    if cost is None or cost.replica_month is None:
        return None
    calls = (facts.figures.load(id) or 0.0) * 730 * 3600 / 1e6 * (cost.per_million_calls or 0.0)
    return cost.replica_month + calls
