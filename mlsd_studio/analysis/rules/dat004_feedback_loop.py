"""DAT004 · Training depends on a feedback loop of its own predictions

What it finds
A model, the training that delivers it, and a source of what users do, all on one circle: what the model
answers decides what users see, what they do becomes the next training data, and no part of the traffic is
kept apart. One finding for the whole circle, on its first model.

Why it matters
The model chooses what it later learns from. Popularity and bias grow, and offline figures look better and
better. Recommenders and the blocking of fraud are the classic cases.

Example
    mlsd: 1
    stage: review
    components:
      - {id: api, kind: backend_service, name: Shop API, replicas: 2}
      - {id: clicks, kind: event_stream, name: Clicks, managed: true}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: train, kind: training_job, name: Training}
      - {id: runs, kind: experiment_tracker, name: Runs}
      - {id: nightly, kind: orchestrator, name: Nightly runs}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: ranker, kind: model_endpoint, name: Ranker, replicas: 2, attributes: {raw_input: true}}
      - {id: split, kind: feature_flag, name: Release switch}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Orders of the shop}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: api-ranker, from: api, to: ranker, kind: request, role: optional}
      - {id: api-clicks, from: api, to: clicks, kind: async}
      - {id: clicks-checks, from: clicks, to: checks, kind: data}
      - {id: checks-train, from: checks, to: train, kind: data}
      - {id: nightly-train, from: nightly, to: train, kind: control}
      - {id: train-runs, from: train, to: runs, kind: telemetry}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-ranker, from: registry, to: ranker, kind: artifact}
      - {id: split-ranker, from: split, to: ranker, kind: control}
      - {id: ranker-log, from: ranker, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: outcomes-drift, from: outcomes, to: drift, kind: feedback}
      - {id: ranker-metrics, from: ranker, to: metrics, kind: telemetry}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: drift-alerts, from: drift, to: alerts, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: api, kind: backend_service, name: Shop API, replicas: 2}
      - {id: clicks, kind: event_stream, name: Clicks, managed: true}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: ranker, kind: model_endpoint, name: Ranker, replicas: 2, attributes: {holdout: true}}
    flows:
      - {id: api-ranker, from: api, to: ranker, kind: request, role: optional}
      - {id: api-clicks, from: api, to: clicks, kind: async}
      - {id: clicks-checks, from: clicks, to: checks, kind: data}
      - {id: checks-train, from: checks, to: train, kind: data}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-ranker, from: registry, to: ranker, kind: artifact}

When to ignore
Labels that do not depend on the prediction, such as a laboratory result, a person's review or a chargeback:
state independent_labels on the flow that brings them. People who review or label cut the circle, and so do
random answers (attributes: exploration), a slice that never meets the model (holdout), a logged propensity
(propensity_logging) and an experiment platform.

Source
Sculley et al., Hidden Technical Debt in Machine Learning Systems (hidden and direct feedback loops); Rules of
Machine Learning, rules 34 to 36; OWASP Machine Learning Security, ML08 model skewing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mlsd_studio.analysis.context import Facts, Hop
from mlsd_studio.analysis.delivery import is_artifact
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Link
from mlsd_studio.analysis.graphs import components_in_order
from mlsd_studio.analysis.mending import join_or_add, with_attribute
from mlsd_studio.analysis.rule import Rule

CARRIES = frozenset({"request", "data", "async", "feedback", "artifact"})
CUTS = ("human_review", "labeling")
KEPT_APART = ("exploration", "holdout", "propensity_logging")
SPLITS = "experiment_platform"

Graph = dict[str, list[Hop]]
"""Component -> (flow, component that what the first answers or holds comes to)."""


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for each circle."""
    graph = _graph(facts)
    ids = list(graph)
    places = {id: place for place, id in enumerate(ids)}
    parts = components_in_order(len(ids), lambda at: (places[other] for _, other in graph[ids[at]]))
    trainers = {trainer.id for trainer in facts.trainers}
    for part in parts:
        inside = {ids[place] for place in part}
        if len(inside) < 2 or not inside & trainers or _kept_apart(facts, inside):
            continue
        delivered = facts.reach(sorted(inside & trainers), is_artifact, enter=inside.__contains__)
        models = sorted(delivered.keys() & facts.group("OWN_MODEL_SERVING"))
        sources = _interactions(facts, graph, inside)
        if models and sources:
            yield _finding(facts, graph, inside, models, sources)


def _graph(facts: Facts) -> Graph:
    """Where what a component answers or holds goes: answers flow back; somebody else's systems end a way."""
    apart = facts.external.union(*(facts.with_facet(facet) for facet in CUTS))
    graph: Graph = {id: [] for id in facts.components if id not in apart}
    for id, leads in graph.items():
        for flow, other in facts.out[id]:
            known = flow.kind in CARRIES and not facts.attribute(flow, "independent_labels")
            if known and other in graph:
                leads.append((flow, other))
                if flow.kind == "request":
                    graph[other].append((flow, id))
    return graph


def _kept_apart(facts: Facts, inside: set[str]) -> bool:
    """Whether a part of the traffic is kept out of the circle, or known to be random."""
    if any(facts.attribute(facts.components[id], name) for id in inside for name in KEPT_APART):
        return True
    splits = facts.with_facet(SPLITS)
    if splits & inside:
        return True
    return any(
        flow.kind == "control" and other in inside
        for split in splits
        for flow, other in (*facts.out[split], *facts.into[split])
    )


def _interactions(facts: Facts, graph: Graph, inside: set[str]) -> set[str]:
    """What tells of users: streams, observed outcomes, and where feedback from the circle arrives;
    what a monitor reports is none."""
    found = inside & facts.with_facet("event_stream")
    found |= {id for id in inside if _outcomes(facts, id)}
    people = inside - facts.group("MONITOR")
    return found | {
        other for id in people for flow, other in graph[id] if flow.kind == "feedback" and other in inside
    }


def _outcomes(facts: Facts, id: str) -> bool:
    component = facts.components[id]
    return component.kind == "data_source" and "outcome" in (component.role or "").lower()


def _finding(facts: Facts, graph: Graph, inside: set[str], models: list[str], sources: set[str]) -> Finding:
    id = models[0]
    made = facts.reach([id], is_artifact, backward=True, enter=inside.__contains__)
    trainer = next(other for other in made if other in {one.id for one in facts.trainers})
    path, source = _circle(graph, inside, id, trainer, sources)
    back = tuple(reversed(facts.trace(made, trainer)))
    name = facts.name(id)

    def link(new: str) -> list[Link]:
        return [Link(new, id, "control")]

    return RULE.finding(
        id,
        f"{name} learns from what it made users do",
        f"What {name} answers shapes what comes into {facts.name(source)}, and {facts.name(trainer)} learns "
        "from it; no part of the traffic is kept apart.",
        subjects=[
            (id, "shapes what users do"), (source, "tells what users did"), (trainer, "learns from it"),
            *((other, "on the same circle") for other in models[1:]),
        ],
        path=(*path, *back[1:]),
        evidence=(Evidence("components on the circle", len(inside)), Evidence("holdout", None, origin="not stated")),
        fixes=(
            Fix(f"Keep a part of the traffic from {name}",
                (with_attribute(facts.components[id], holdout=True),)),
            join_or_add(facts, SPLITS, "Experiment platform", id, link, verb="Split the traffic with"),
        ),
    )  # fmt: skip


def _circle(
    graph: Graph, inside: set[str], model: str, trainer: str, sources: set[str]
) -> tuple[tuple[str, ...], str]:
    """The shortest way from a model over a source of interactions to its training, and the source."""
    ahead = _spread(model, lambda id: graph[id], inside)
    into: Graph = {id: [] for id in inside}
    for id in inside:
        for flow, other in graph[id]:
            if other in inside:
                into[other].append((flow, id))
    behind = _spread(trainer, lambda id: into[id], inside)
    paths = [(Facts.trace(ahead, id), Facts.trace(behind, id), id) for id in sorted(sources)]
    first, second, source = min(paths, key=lambda one: len(one[0]) + len(one[1]))
    return (*first, *reversed(second[:-1])), source


def _spread(start: str, leads: Callable[[str], list[Hop]], inside: set[str]) -> dict[str, Hop | None]:
    """As `Facts.reach`, in the graph of the loop."""
    found: dict[str, Hop | None] = {start: None}
    queue = [start]
    for at in queue:
        for flow, other in leads(at):
            if other in inside and other not in found:
                found[other] = (flow, at)
                queue.append(other)
    return found


RULE = Rule(
    "DAT004", "Training depends on a feedback loop of its own predictions", "data_quality", "warning",
    "review", False, check,
)  # fmt: skip
