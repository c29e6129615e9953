"""CAP005 · Monthly cost above the stated ceiling

What it finds
A design whose known monthly cost (replicas, calls and stored volume at their prices, at the journeys'
average rates) is above what a requirement allows, with the five components that cost most and the share of
components whose price is not known.

Why it matters
Cost is a property of a design like any other; accelerators and tokens dominate it.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: budget, category: system, metric: cost, target: '<= 3000 USD/month'}
    journeys:
      - {id: search, entry: web, rate: 300 rps, average: 100 rps}
    components:
      - id: web
        kind: client_web
        name: Shop
      - id: api
        kind: backend_service
        name: Search API
        replicas: 12
        capacity: 400 rps
        cost: {replica: 400 USD/month}
        auth: oidc
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: pager, kind: alerting, name: Pager}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: metrics-pager, from: metrics, to: pager, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: budget, category: system, metric: cost, target: '<= 3000 USD/month'}
    journeys:
      - {id: search, entry: web, rate: 300 rps, average: 100 rps}
    components:
      - id: web
        kind: client_web
        name: Shop
      - id: api
        kind: backend_service
        name: Search API
        replicas: 3
        capacity: 400 rps
        cost: {replica: 400 USD/month}
        auth: oidc
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}

When to ignore
Prices of the catalogue are orders of magnitude until somebody states better ones. Where more than three in
ten components have no price the total is told as *at least*.

Source
AWS Machine Learning Lens MLCOST04-BP12 and MLCOST06-BP01; Azure Well-Architected, AI workloads (cost
modelling); AWS Generative AI Lens GENCOST02-BP01.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.cost_fixes import cost_fixes
from mlsd_studio.analysis.figures import assumed
from mlsd_studio.analysis.findings import Evidence, Finding
from mlsd_studio.analysis.numbers.cost import Costs
from mlsd_studio.analysis.numbers.verdicts import judge
from mlsd_studio.analysis.numbers.wording import money_words, percent, target_words
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Requirement
from mlsd_studio.model.targets import Target, TargetError, parse_target

DRIVERS = 5
MUCH_UNKNOWN = 0.3


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for the strictest ceiling that is broken."""
    broken = list(exceeded(facts))
    if broken:
        yield _finding(facts, *min(broken, key=lambda pair: pair[1].quantity.base))


def exceeded(facts: Facts) -> Iterator[tuple[Requirement, Target]]:
    """Cost requirements in the design's currency that the known part of the cost breaks."""
    for requirement in facts.document.requirements.values():
        if requirement.metric != "cost" or requirement.target is None:
            continue
        try:
            target = parse_target("cost", requirement.target)
        except TargetError:
            continue
        costs = facts.figures.costs
        if getattr(target.quantity, "currency", costs.currency) != costs.currency:
            continue
        if judge(target, costs.total, "cost")[0] == "missed":
            yield requirement, target


def _finding(facts: Facts, requirement: Requirement, target: Target) -> Finding:
    costs = facts.figures.costs
    total = costs.total.low if costs.total.low is not None else costs.total.value or 0.0
    drivers = sorted(costs.by_component, key=lambda id: (-costs.by_component[id].total, id))[:DRIVERS]
    drivers = [id for id in drivers if costs.by_component[id].total > 0.0]
    unknown = _without_price(costs)
    least = "at least " if unknown > MUCH_UNKNOWN or total < (costs.total.value or 0.0) else ""
    money, ceiling = costs.currency, target.quantity.base
    origin = costs.by_component[drivers[0]].origin if drivers else "stated"
    return RULE.finding(
        "design",
        f"The design costs {least}{money_words(total, money, ceiling)}",
        f"{target_words('cost', str(target))} is asked for; {facts.names(drivers)} cost most."
        f"{assumed(origin)}",
        subjects=[(id, "costs most") for id in drivers],
        evidence=(
            Evidence("cost", round(total, 2), f"{money}/month", "computed"),
            Evidence("ceiling", ceiling, f"{money}/month", "stated"),
            *(
                Evidence(f"{facts.name(id)} costs", round(costs.by_component[id].total, 2), f"{money}/month",
                         costs.by_component[id].origin)
                for id in drivers
            ),
            Evidence("components without a price", percent(unknown), origin="unknown"),
        ),
        requirement=requirement.id,
        fixes=cost_fixes(facts, drivers, ceiling, lambda after: not any(exceeded(after))),
    )  # fmt: skip


def _without_price(costs: Costs) -> float:
    """The share of components of which some price is missing; stored volume apart."""
    missing = [
        id for id, one in costs.by_component.items()
        if any(not name.endswith((".storage", ".load")) for name in one.missing)
    ]  # fmt: skip
    return len(missing) / len(costs.by_component) if costs.by_component else 0.0


RULE = Rule("CAP005", "Monthly cost above the stated ceiling", "capacity", "warning", "review", False, check)
