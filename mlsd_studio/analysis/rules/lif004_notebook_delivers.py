"""LIF004 · Notebook delivers straight to production

What it finds
An artifact that gets from a notebook to a model in production past every training job, or a notebook that
deploys: a control flow of its own to a model or to the platform that runs it.

Why it matters
Code that nobody reviewed and nobody can run again becomes production.

Example
    mlsd: 1
    components:
      - {id: lab, kind: notebook, name: Notebook}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: lab-eval, from: lab, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}

Instead
    mlsd: 1
    components:
      - {id: lab, kind: notebook, name: Notebook}
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: lab-train, from: lab, to: train, kind: artifact}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}

When to ignore
A notebook that only records experiments. A notebook product that runs notebooks as scheduled jobs leaves an
info, because such a job can be run again.

Source
ML Test Score, Model 1 and Infra 1; Mercari ML system design patterns (only-me and training-code-in-serving
anti-patterns); Google Cloud, MLOps level 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.delivery import is_artifact, served
from mlsd_studio.analysis.findings import NEW, Add, Connect, Finding, Fix, Insert, Link, Operation, Severity
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Flow

RUNS_JOBS = frozenset({"training_job", "orchestrator", "job_scheduler"})
HOSTS = frozenset({"container_platform"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each model that a notebook delivers to, then each thing that a notebook deploys to."""
    notebooks = [c.id for c in facts.components.values() if c.kind == "notebook" and facts.in_production(c)]
    if not notebooks:
        return
    jobs = facts.catalog.group("TRAINING")
    reached = facts.reach(notebooks, is_artifact, enter=lambda id: facts.components[id].kind not in jobs)
    for model in served(facts):
        if model.id in reached and model.id not in notebooks:
            path = facts.trace(reached, model.id)
            yield _delivers(facts, path, set(reached))
    models = facts.group("SERVING", "OWN_MODEL_SERVING")
    for notebook in notebooks:
        for flow, other in facts.out[notebook]:
            deployed = other in models or facts.components[other].kind in HOSTS
            if flow.kind == "control" and deployed and facts.in_production(facts.components[other]):
                yield _deploys(facts, notebook, flow, other)


def _grade(facts: Facts, notebook: str) -> Severity:
    return "info" if RUNS_JOBS & facts.facets(notebook) else "error"


def _delivers(facts: Facts, path: tuple[str, ...], reached: set[str]) -> Finding:
    notebook, model = path[0], path[-1]
    lead = facts.reach([model], is_artifact, backward=True)
    flows = tuple(
        dict.fromkeys(
            flow.id
            for flow, other in facts.out[notebook]
            if is_artifact(flow) and other in lead and other in reached
        )
    )
    return RULE.finding(
        model,
        f"{facts.name(notebook)} delivers to {facts.name(model)} in production",
        f"What {facts.name(model)} serves comes out of {facts.name(notebook)}, and no training job that could "
        "be run again stands in between.",
        severity=_grade(facts, notebook),
        subjects=[(model, "receives the model"), (notebook, "makes it by hand")],
        path=path,
        fixes=() if _grade(facts, notebook) == "info" else (_job(facts, flows),),
    )


def _job(facts: Facts, flows: tuple[str, ...]) -> Fix:
    """The notebook hands its code to a training job, which a delivery pipeline runs."""
    job = Insert(flows, "training_job", "Training job", "artifact", at="source")
    pipeline = facts.first_of("ci_cd")
    run: Operation = (
        Connect(Link(pipeline, NEW, "control"))
        if pipeline is not None
        else Add("ci_cd", "Delivery pipeline", facts.flows[flows[0]].source, (Link("$2", NEW, "control"),))
    )
    return Fix("Move the code to a training job", (job, run))


def _deploys(facts: Facts, notebook: str, flow: Flow, target: str) -> Finding:
    pipeline = facts.first_of("ci_cd")
    insert = Insert((flow.id,), "ci_cd", "Delivery pipeline", "control", at="source", existing=pipeline)
    return RULE.finding(
        target,
        f"{facts.name(notebook)} deploys {facts.name(target)}",
        f"{facts.name(notebook)} changes {facts.name(target)} in production by itself: no review, no record.",
        severity=_grade(facts, notebook),
        subjects=[(target, "changed from a notebook"), (notebook, "deploys"), (flow.id, "control")],
        path=(notebook, flow.id, target),
        fixes=(Fix("Deploy through a delivery pipeline", (insert,)),),
    )


RULE = Rule(
    "LIF004", "Notebook delivers straight to production", "lifecycle", "error", "sketch", False, check
)
