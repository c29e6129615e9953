"""LIF003 · Nothing ever retrains the model

What it finds
A training job whose model is served while nothing starts it again: no schedule, and no control flow from an
orchestrator, a scheduler, a monitor or a delivery pipeline (warning). A schedule that is longer than the age
a requirement allows for the model (error).

Why it matters
Models age. Retraining by hand does not happen on the day it is needed.

Example
    mlsd: 1
    stage: review
    components:
      - {id: train, kind: training_job, name: Training}
      - {id: runs, kind: experiment_tracker, name: Runs}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: train-runs, from: train, to: runs, kind: telemetry}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: watch-alerts, from: watch, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: train, kind: training_job, name: Training}
      - {id: runs, kind: experiment_tracker, name: Runs}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: train-runs, from: train, to: runs, kind: telemetry}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: watch-alerts, from: watch, to: alerts, kind: telemetry}
      - {id: watch-train, from: watch, to: train, kind: control}

When to ignore
A model that need not learn again (a requirement with metric model_age and target never), and models that
somebody else trains. Retraining on drift is as good as a schedule, and often cheaper.

Source
ML Test Score, Model 4 and Monitor 4; AWS Machine Learning Lens MLPERF06-BP05 and MLSUS06-BP02; Google Cloud,
MLOps level 1; Rules of Machine Learning, rule 8.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.delivery import is_artifact, served
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Link, Set
from mlsd_studio.analysis.mending import join_or_add
from mlsd_studio.analysis.needs import Need, needs, never
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.quantities import Duration, Interval
from mlsd_studio.model.records import Component

SELF_STARTING = ("orchestrator", "job_scheduler")
BY_HAND = frozenset({"user", "notebook", "human_review", "client_web", "client_mobile", "experiment_tracker"})
"""What starts training only when somebody thinks of it."""


def check(facts: Facts) -> Iterator[Finding]:
    """Each training job whose model is served; a notebook that delivers is told by LIF004."""
    if never(facts, "model_age"):
        return
    bound = _strictest(facts)
    feeding = facts.reach([model.id for model in served(facts)], is_artifact, backward=True)
    for trainer in facts.trainers:
        job = trainer.id in facts.group("TRAINING")
        if (
            not job
            or trainer.id not in feeding
            or not facts.in_production(trainer)
            or trainer.id in facts.external
        ):
            continue
        if trainer.schedule is None:
            if not _started(facts, trainer):
                yield _never(facts, trainer)
        elif bound is not None and trainer.schedule.base > bound.bound:
            yield _late(facts, trainer, trainer.schedule, bound)


def _strictest(facts: Facts) -> Need | None:
    """The least age that a requirement allows, of whatever journey."""
    found = [
        *needs(facts, "model_age"),
        *(n for way in facts.journeys for n in needs(facts, "model_age", way)),
    ]
    return min(found, key=lambda need: need.bound, default=None)


def _started(facts: Facts, trainer: Component) -> bool:
    if set(SELF_STARTING) & facts.facets(trainer.id):
        return True
    return any(
        flow.kind == "control" and facts.components[other].kind not in BY_HAND
        for flow, other in facts.into[trainer.id]
    )


def _never(facts: Facts, trainer: Component) -> Finding:
    name = facts.name(trainer.id)

    def link(new: str) -> list[Link]:
        return [Link(new, trainer.id, "control")]

    runs = join_or_add(facts, "orchestrator", "Pipeline orchestrator", trainer.id, link, verb="Run it from")
    daily = Fix("Run it every day", (Set("components", trainer.id, {"schedule": "every 1 day"}),))
    return RULE.finding(
        trainer.id,
        f"Nothing starts {name} again",
        f"{name} has no schedule, and no orchestrator, monitor or pipeline is drawn that starts it: the model "
        "in use grows old.",
        subjects=[(trainer.id, "started by hand")],
        evidence=(Evidence("schedule", None, origin="not stated"),),
        fixes=(runs, daily),
    )


def _late(facts: Facts, trainer: Component, schedule: Interval, need: Need) -> Finding:
    name = facts.name(trainer.id)
    half = f"every {_spelled(need.bound / 2)}"
    return RULE.finding(
        trainer.id,
        f"{name} runs too seldom",
        f"{name} runs {schedule}, and the model in use may be no older than {_spelled(need.bound)}.",
        severity="error",
        subjects=[(trainer.id, "runs too seldom")],
        evidence=(
            Evidence("schedule", schedule.base, "s", "stated"),
            Evidence("age allowed", need.bound, "s", "stated"),
        ),
        requirement=need.requirement,
        fixes=(Fix(f"Run it {half}", (Set("components", trainer.id, {"schedule": half}),)),),
    )


def _spelled(seconds: float) -> str:
    """Seconds in the largest of days, hours and minutes that keeps the number at one or more."""
    for unit, size in (("days", 86400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * size:
            return str(Duration(round(seconds / size, 2), unit))
    return str(Duration(round(seconds, 3), "s"))


RULE = Rule("LIF003", "Nothing ever retrains the model", "lifecycle", "warning", "review", False, check)
