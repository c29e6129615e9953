"""OPS003 · More self-run systems than the team can operate

What it finds
Where the size of the team is stated: the different systems with state that the team runs itself weigh more
than 1.5 points for each engineer. The weights come from the catalogue (Kafka 3, Spark 2, PostgreSQL 1 …),
are assumptions, and are shown one by one. A system counts once, however many components use it.

Why it matters
A system that nobody has the time to patch, upgrade and be woken for is an outage with a date. Small teams
drown in platforms.

Example
    mlsd: 1
    stage: review
    constraints:
      - {id: team, category: team, aspect: resources, value: 2 engineers}
    components:
      - {id: bus, kind: event_stream, technology: kafka, name: Events, replicas: 3}
      - {id: jobs, kind: batch_processing, technology: spark, name: Jobs}
      - {id: flows, kind: orchestrator, technology: airflow, name: Schedules}
    flows:
      - {id: bus-jobs, from: bus, to: jobs, kind: data}
      - {id: flows-jobs, from: flows, to: jobs, kind: control}

Instead
    mlsd: 1
    stage: review
    constraints:
      - {id: team, category: team, aspect: resources, value: 2 engineers}
    components:
      - {id: bus, kind: event_stream, technology: kafka, name: Events, managed: true}
      - {id: jobs, kind: batch_processing, technology: spark, name: Jobs}
    flows:
      - {id: bus-jobs, from: bus, to: jobs, kind: data}

When to ignore
When another team runs the system for you: state `managed: true`. The weights are assumptions; a catalogue of
your own may hold better ones.

Source
Azure Well-Architected, AI workloads (choose technologies that minimise operational burden); AWS Machine
Learning Lens MLCOST01-BP02; Sculley et al., Hidden Technical Debt in Machine Learning Systems.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Operation, Set
from mlsd_studio.analysis.numbers.upkeep import PER_ENGINEER, burden
from mlsd_studio.analysis.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for the design."""
    if not any(one.category == "team" for one in facts.document.table("constraints").values()):
        return
    known = burden(facts.engine.inputs)
    if not known.engineers:
        return
    systems = _systems(facts, known.points)
    weight = sum(points for points, _ in systems.values())
    bearable = PER_ENGINEER * known.engineers
    if weight <= bearable:
        return
    listed = sorted(systems.items(), key=lambda item: (-item[1][0], item[0]))
    heaviest = [facts.name(ids[0]) if len(ids) == 1 else name for name, (_, ids) in listed[:3]]
    yield RULE.finding(
        "design",
        f"{len(systems)} self-run systems are more than {known.engineers:g} engineers can operate",
        f"They weigh {weight} points and {known.engineers:g} engineers carry {bearable:g}; the heaviest are "
        f"{', '.join(heaviest)}. The weights are assumptions.",
        subjects=[(id, "self-run") for _, (_, ids) in listed for id in ids],
        evidence=(
            Evidence("engineers", known.engineers, origin="stated"),
            *(
                Evidence(f"weight of {name}", points, "points", "default")
                for name, (points, _) in listed[:12]
            ),
        ),
        fixes=_fixes(facts, [(points, ids) for _, (points, ids) in listed], weight - bearable),
    )


def _systems(facts: Facts, points: dict[str, int]) -> dict[str, tuple[int, list[str]]]:
    """Systems with state: name -> (weight, components that are it); components of one product are one system."""
    found: dict[str, tuple[int, list[str]]] = {}
    for id in sorted(points, key=facts.order.__getitem__):
        component = facts.components[id]
        kind = facts.catalog.kinds.get(component.kind)
        if kind is None or not kind.stateful:
            continue
        product = facts.catalog.technologies.get(component.technology or "")
        name = product.name if product and not product.generic else kind.name
        weight, ids = found.get(name, (0, []))
        found[name] = max(weight, points[id]), [*ids, id]
    return found


def _fixes(facts: Facts, heaviest: list[tuple[int, list[str]]], over: float) -> tuple[Fix, ...]:
    """Let a provider run as many of the heaviest as it takes."""
    operations: list[Operation] = []
    chosen: list[str] = []
    for points, ids in heaviest:
        if over <= 0:
            break
        over -= points
        operations += [Set("components", id, {"managed": True}) for id in ids]
        chosen += ids
    return (Fix(f"Use managed services for {facts.names(chosen)}", tuple(operations)),)


RULE = Rule(
    "OPS003",
    "More self-run systems than the team can operate",
    "operability",
    "warning",
    "review",
    False,
    check,
)
