"""LIF001 · Model reaches production without a registry

What it finds
A path of artifacts from a training job (or a notebook that delivers one) to a model of the team's own on
which no component keeps model versions; every path counts. Also, as a warning, a design in which models are
trained and served but no artifact path joins the two.

Why it matters
Without a registry there is no version, no approval, nothing to roll back to, and no answer to which model
made a decision.

Example
    mlsd: 1
    components:
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-score, from: eval, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}

Instead
    mlsd: 1
    components:
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}

When to ignore
Any component that provides a registry counts, so a platform with one built in is enough. A learner that
serves what it learns itself never exports, and a third-party model needs no registry of yours.

Source
ML Test Score, Infra 7; AWS Machine Learning Lens MLREL03-BP01 and MLREL05-BP02; Google Cloud, MLOps
continuous delivery (model registry); Sculley et al., Hidden Technical Debt in Machine Learning Systems.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Add, Connect, Finding, Fix, Insert, Link, Operation
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component


def check(facts: Facts) -> Iterator[Finding]:
    """Each model that receives an artifact past the registries; then models that receive none."""
    registries = facts.with_facet("model_registry")
    starts = [trainer.id for trainer in facts.trainers if trainer.id not in registries]
    open_paths = facts.reach(starts, _artifact, enter=lambda id: id not in registries)
    models = [
        component
        for component in facts.of_group("OWN_MODEL_SERVING")
        if component.id not in facts.external and facts.in_production(component)
    ]
    for model in models:
        if model.id in open_paths and model.id not in registries:
            yield _past_registry(facts, model, facts.trace(open_paths, model.id), set(open_paths))
    yield from _unjoined(facts, models)


def _artifact(flow: object) -> bool:
    return getattr(flow, "kind", None) == "artifact"


def _past_registry(facts: Facts, model: Component, path: tuple[str, ...], reached: set[str]) -> Finding:
    flows = tuple(
        flow.id for flow, source in facts.into[model.id] if flow.kind == "artifact" and source in reached
    )
    known = sorted(facts.with_facet("model_registry"), key=facts.order.__getitem__)
    label = f"Publish through {facts.name(known[0])}" if known else "Put a model registry in between"
    insert = Insert(
        flows, "model_registry", "Model registry", "artifact", existing=known[0] if known else None
    )
    return RULE.finding(
        model.id,
        f"{facts.name(model.id)} gets its model without a registry",
        f"{facts.name(path[0])} delivers to {facts.name(model.id)} and nothing on the way keeps versions.",
        subjects=[(model.id, "receives the model"), (path[0], "trains it")],
        path=path,
        fixes=(Fix(label, (insert,)),),
    )


def _unjoined(facts: Facts, models: list[Component]) -> Iterator[Finding]:
    """Trained and served, but no artifact leads from one to the other anywhere."""
    trainers = [trainer.id for trainer in facts.trainers if not _serves_itself(facts, trainer.id)]
    reached = facts.reach(trainers, _artifact)
    if not trainers or any(model.id in reached for model in models):
        return
    waiting = [model.id for model in models if not any(_artifact(flow) for flow, _ in facts.into[model.id])]
    if not waiting:
        return
    first = waiting[0]
    yield RULE.finding(
        first,
        f"How does the model get to {facts.name(first)}?",
        f"{facts.names(trainers)} trains and {facts.names(waiting)} serves, but no artifact flow joins them.",
        severity="warning",
        subjects=[
            *((id, "receives no model") for id in waiting),
            *((id, "delivers nothing") for id in trainers),
        ],
        fixes=(_join(facts, trainers[0], first),),
    )


def _serves_itself(facts: Facts, id: str) -> bool:
    """An on-line learner: it answers calls with what it learns and exports nothing."""
    exports = any(_artifact(flow) for flow, _ in facts.out[id])
    return not exports and any(flow.kind in ("request", "async") for flow, _ in facts.into[id])


def _join(facts: Facts, trainer: str, model: str) -> Fix:
    """Training, then evaluation, then registry, then the model; what is drawn already is used."""
    stops: list[str] = []
    operations: list[Operation] = []
    for facet, name in (("evaluation", "Evaluation gate"), ("model_registry", "Model registry")):
        known = sorted(facts.with_facet(facet), key=facts.order.__getitem__)
        if known:
            stops.append(known[0])
            continue
        operations.append(Add(facet, name, stops[-1] if stops and stops[-1][0] != "$" else trainer))
        stops.append(f"${len(operations)}")
    chain = [trainer, *dict.fromkeys(stops), model]
    drawn = {(flow.source, flow.target) for flow in facts.flows.values() if flow.kind == "artifact"}
    for source, target in itertools.pairwise(chain):
        if source != target and (source, target) not in drawn:
            operations.append(Connect(Link(source, target, "artifact")))
    return Fix("Deliver through an evaluation and a registry", tuple(operations))


RULE = Rule(
    "LIF001", "Model reaches production without a registry", "lifecycle", "error", "sketch", True, check
)
