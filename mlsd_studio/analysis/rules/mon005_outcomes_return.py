"""MON005 · No outcome or label comes back: model quality is never measured

What it finds
A model of the team's own in production (versions of one model count as one) whose predictions never meet
what really happened: no quality monitor, label join or evaluation gets both the predictions and the labels.

Why it matters
Drift only hints. The question is whether the predictions were right, and labels that come late need a
planned join.

Example
    mlsd: 1
    stage: review
    components:
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: alerts, kind: alerting, name: Alerts}
      - {id: runs, kind: experiment_tracker, name: Runs}
      - {id: nightly, kind: orchestrator, name: Nightly runs}
    flows:
      - {id: nightly-train, from: nightly, to: train, kind: control}
      - {id: train-runs, from: train, to: runs, kind: telemetry}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: drift-alerts, from: drift, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: alerts, kind: alerting, name: Alerts}
      - {id: runs, kind: experiment_tracker, name: Runs}
      - {id: nightly, kind: orchestrator, name: Nightly runs}
      - {id: quality, kind: quality_monitor, name: Quality monitor}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
    flows:
      - {id: nightly-train, from: nightly, to: train, kind: control}
      - {id: train-runs, from: train, to: runs, kind: telemetry}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: drift-alerts, from: drift, to: alerts, kind: telemetry}
      - {id: log-quality, from: log, to: quality, kind: data}
      - {id: outcomes-quality, from: outcomes, to: quality, kind: feedback}

When to ignore
Where no label ever comes (a requirement with metric label_delay and target never) a drift monitor or people
who look at a sample are enough. A language-model tool that evaluates answers counts as well, and labels may
also come back into the prediction log, if the log is read by what measures.

Source
ML Test Score, Monitor 7; AWS Machine Learning Lens MLPERF06-BP04 and MLOPS02-BP05; NIST AI RMF, MANAGE 4.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.arriving import comes_to
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.delivery import callers, versions
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Link, Operation
from mlsd_studio.analysis.needs import never
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.shared import once

MEASURES = ("quality_monitor", "label_join", "evaluation")
LABELLERS = frozenset({"labeling", "data_source", "human_review"})
TAKEN = frozenset({"data", "async", "feedback"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each model once, whatever the number of its versions."""
    unlabelled = never(facts, "label_delay")
    covered = _looked_at(facts) if unlabelled else _measured(facts)
    for models in versions(facts):
        if any(_seen(facts, id, covered) for id in models):
            continue
        first, name = models[0], facts.names(models)
        if unlabelled:
            title = f"Nobody looks at what {name} answers"
            message = (
                f"No label ever comes for {name}, and neither a drift monitor nor a person sees samples."
            )
        else:
            title = f"Nothing measures whether {name} is right"
            message = f"What {name} predicts is never compared with what happened."
        yield RULE.finding(
            first,
            title,
            message,
            subjects=[(id, "quality is not measured") for id in models],
            evidence=(Evidence("labels", "never" if unlabelled else "not joined", origin="structure"),),
            fixes=(_look(facts, first) if unlabelled else _measure(facts, first),),
        )


def _seen(facts: Facts, id: str, covered: frozenset[str]) -> bool:
    return id in covered or any(caller in covered for caller in callers(facts, id))


def _measured(facts: Facts) -> frozenset[str]:
    """Whose content reaches something that measures and has labels."""
    measures = frozenset[str]().union(*(facts.with_facet(facet) for facet in MEASURES))
    judges = {id for id in facts.with_facet("llm_observability") if "evaluation" in facts.facets(id)}
    labelled = {id for id in measures if _labelled(facts, id)}
    before = comes_to(facts, sorted(measures))
    joins = {
        id for id in before if id not in measures and any(f.kind == "feedback" for f, _ in facts.into[id])
    }
    joins -= facts.group("TRAINERS")
    return frozenset(comes_to(facts, sorted(labelled | judges | joins)))


def _labelled(facts: Facts, id: str) -> bool:
    return any(
        flow.kind == "feedback" or (flow.kind in TAKEN and facts.components[other].kind in LABELLERS)
        for flow, other in facts.into[id]
    )


def _looked_at(facts: Facts) -> frozenset[str]:
    """Whose content reaches a drift monitor or people."""
    return frozenset(
        comes_to(facts, sorted(facts.with_facet("drift_monitor") | facts.with_facet("human_review")))
    )


def _log(facts: Facts, model: str) -> Link | None:
    """A flow's beginning for a quality monitor: the first log or store that the model writes."""
    kept = facts.with_facet("prediction_log") | facts.with_facet("prediction_store")
    for flow, other in facts.out[model]:
        if flow.kind in ("data", "async") and other in kept:
            return Link(other, NEW, "data")
    return None


@once
def _labels(facts: Facts) -> list[str]:
    """Where outcomes come from, in file order."""
    return [
        id
        for id, component in facts.components.items()
        if component.kind == "labeling" or "outcome" in (component.role or "").lower()
    ]


def _measure(facts: Facts, model: str) -> Fix:
    start = _log(facts, model) or Link(model, NEW, "telemetry")
    labels = _labels(facts)
    own = facts.first_of("quality_monitor")
    operations: list[Operation]
    if own is not None:
        target = own
        operations = [Connect(Link(start.source, own, start.kind))]
        label = f"Compare predictions with outcomes in {facts.name(own)}"
    else:
        target = NEW
        operations = [Add("quality_monitor", "Quality monitor", model, (start,))]
        label = "Add a quality monitor that gets the outcomes"
    if own is None or not _labelled(facts, own):
        if labels:
            operations.append(Connect(Link(labels[0], target, "feedback")))
        else:
            feedback = (Link("$2", target, "feedback"),)
            operations.append(Add("data_source", "Observed outcomes", model, feedback, {"role": "outcomes"}))
    return Fix(label, tuple(operations))


def _look(facts: Facts, model: str) -> Fix:
    start = _log(facts, model) or Link(model, NEW, "telemetry")
    return Fix("Add a drift monitor", (Add("drift_monitor", "Drift monitor", model, (start,)),))


RULE = Rule(
    "MON005", "No outcome or label comes back: model quality is never measured", "monitoring", "warning",
    "review", False, check,
)  # fmt: skip
