"""CAP007 · Online serving where batch would do

What it finds
A model server that answers on demand although the features it answers from may be six hours old or older,
and either nobody but pipelines, dashboards and jobs calls it, or all its inputs are known beforehand and the
answer may take a second.

Why it matters
Predictions made ahead are cheaper and simpler, and nobody is called at night for a batch job that may run
again. Start simple.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: fresh, category: ml, metric: feature_freshness, target: '<= 24 h'}
    components:
      - {id: model, kind: model_endpoint, replicas: 2, rollout: canary, attributes: {raw_input: true}}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: board, kind: bi_dashboard, name: Churn board, replicas: 2}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: labels, kind: data_source, name: Cancellations}
      - {id: quality, kind: quality_monitor, name: Quality monitor}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: pager, kind: alerting, name: Pager}
    flows:
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: board-model, from: board, to: model, kind: request, encrypted: true, auth: iam}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: log-quality, from: log, to: quality, kind: data}
      - {id: labels-quality, from: labels, to: quality, kind: feedback}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: metrics-pager, from: metrics, to: pager, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: fresh, category: ml, metric: feature_freshness, target: '<= 24 h'}
    components:
      - {id: model, kind: batch_inference, name: Churn model}
      - {id: store, kind: prediction_store, name: Churn predictions}
      - {id: board, kind: bi_dashboard, name: Churn board}
    flows:
      - {id: model-store, from: model, to: store, kind: data}
      - {id: board-store, from: board, to: store, kind: request}

When to ignore
Inputs that are known only when the question is asked (attributes: inputs_enumerable: false), and designs that
do not say how old the features may be.

Source
Google, Rules of Machine Learning, rule 4; Mercari, batch pattern; AWS Machine Learning Lens MLCOST05-BP01;
Huyen, Designing Machine Learning Systems, ch. 7.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Insert, Operation, Set
from mlsd_studio.analysis.needs import Need, latency_need, needs
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component, Flow

OLD_ENOUGH = 21_600.0
"""Seconds from which on fresh predictions can be made ahead."""

PATIENT = 1.0
BATCH = "batch_inference"
UNHURRIED = frozenset({"bi_dashboard", "orchestrator", "evaluation", "notebook"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each model server, with the calls it gets."""
    for model in facts.of_group("ONLINE_SERVING"):
        if model.id in facts.external or not facts.in_production(model):
            continue
        calls = [flow for flow, _ in facts.into[model.id] if flow.kind == "request"]
        need = _freshness(facts, model.id)
        if not calls or need is None or need.bound < OLD_ENOUGH:
            continue
        if facts.attribute(model, "inputs_enumerable") is False:
            continue
        why = _why(facts, model)
        if why is not None:
            yield _finding(facts, model, calls, need, why)


def _freshness(facts: Facts, id: str) -> Need | None:
    """The strictest freshness asked for, of the whole design or of a journey that calls the model."""
    asked = needs(facts, "feature_freshness")
    for journey in facts.journeys:
        if id in facts.called(journey):
            asked += needs(facts, "feature_freshness", journey)
    return min(asked, key=lambda need: need.bound, default=None)


def _why(facts: Facts, model: Component) -> str | None:
    """What makes batch enough, or None where it is not."""
    callers = {caller for flow, caller in facts.into[model.id] if flow.kind == "request"}
    jobs = facts.group("PIPELINE", "TRAINING")
    if all(id in jobs or facts.components[id].kind in UNHURRIED for id in callers):
        return f"only {facts.names(sorted(callers, key=facts.order.__getitem__))} ask it"
    if not facts.attribute(model, "inputs_enumerable"):
        return None
    bounds = [
        need.bound
        for journey in facts.journeys
        if model.id in facts.called(journey) and (need := latency_need(facts, journey)) is not None
    ]
    patient = not bounds or min(bounds) >= PATIENT
    return "all its inputs are known beforehand" if patient else None


def _finding(facts: Facts, model: Component, calls: list[Flow], need: Need, why: str) -> Finding:
    name = facts.name(model.id)
    return RULE.finding(
        model.id,
        f"{name} could make its predictions ahead",
        f"Features may be {need.bound / 3600:g} h old and {why}: predictions made in a batch and kept in a "
        "store would do.",
        subjects=[(model.id, "answers on demand")],
        path=(calls[0].source, calls[0].id, model.id),
        evidence=(
            Evidence("freshness asked for", need.bound / 3600, "h", "stated"),
            Evidence("callers", len({flow.source for flow in calls})),
        ),
        requirement=need.requirement,
        fixes=(_batch(facts, model, calls),),
    )


def _batch(facts: Facts, model: Component, calls: list[Flow]) -> Fix:
    name = facts.name(model.id)
    fields: dict[str, object] = {"kind": BATCH}
    if model.technology is not None and not facts.catalog.fits(model.technology, BATCH):
        fields["technology"] = None
    store = Insert(
        tuple(dict.fromkeys(flow.id for flow in calls)), "prediction_store", f"{name} predictions", "data",
        reverse=True, fields={"replicas": 2},
    )  # fmt: skip
    operations: tuple[Operation, ...] = (store, Set("components", model.id, fields))
    return Fix(f"Make {name} a batch job with a prediction store", operations)


RULE = Rule("CAP007", "Online serving where batch would do", "capacity", "info", "review", False, check)
