"""EVL001 · Models go live without an evaluation gate

What it finds
A path of artifacts and control from a training job to a model in production that passes no evaluation;
every path counts, not just one of them.

Why it matters
Automatic training and automatic deployment ship the first bad batch of data to users.

Example
    mlsd: 1
    components:
      - {id: train, kind: training_job, name: Training}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: score, kind: batch_inference, name: Scoring, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: train-registry, from: train, to: registry, kind: artifact}
      - {id: registry-score, from: registry, to: score, kind: artifact}
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
A product that evaluates as part of training counts, so does a component or flow that states attributes:
gate, and an evaluation joined by a control flow to the registry or delivery pipeline on the path.

Source
ML Test Score, Infra 4; AWS Machine Learning Lens MLREL03-BP03 and MLPERF04-BP03; Google Cloud, MLOps
continuous delivery (model validation); Rules of Machine Learning, rule 9.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Insert
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Flow

DELIVERY = frozenset({"artifact", "control"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each receiving model by itself, over all trainers."""
    gates = _gates(facts)
    starts = [trainer.id for trainer in facts.trainers if trainer.id not in gates]
    open_paths = facts.reach(starts, lambda flow: _passes(facts, flow), enter=lambda id: id not in gates)
    receivers = facts.group("SERVING") | facts.with_facet("batch_inference")
    for id, component in facts.components.items():
        wanted = id in receivers and id not in facts.external and facts.in_production(component)
        if not wanted or id not in open_paths or id in starts:
            continue
        path = facts.trace(open_paths, id)
        automatic = _trigger(facts, path[0])
        title = f"{facts.name(id)} gets models that nothing has evaluated"
        message = f"{facts.name(path[0])} delivers to {facts.name(id)} past every evaluation."
        if automatic:
            title = f"Automatic retraining of {facts.name(id)} with no gate"
            message += f" {automatic}, so a bad batch of data goes live by itself."
        yield RULE.finding(
            id,
            title,
            message,
            subjects=[(id, "receives the model"), (path[0], "trains it")],
            path=path,
            evidence=(Evidence("retraining", automatic or "not said to be automatic"),),
            fixes=_fixes(facts, id, gates, starts),
        )


def _passes(facts: Facts, flow: Flow) -> bool:
    return flow.kind in DELIVERY and not facts.attribute(flow, "gate")


def _gates(facts: Facts) -> frozenset[str]:
    """Components that stop a bad model, or at which an evaluation decides."""
    evaluations = facts.with_facet("evaluation")
    stated = {id for id, component in facts.components.items() if facts.attribute(component, "gate")}
    decided = {
        id
        for id in facts.with_facet("model_registry") | facts.with_facet("ci_cd")
        if any(other in evaluations for _, other in joined(facts, id, ("control",)))
    }
    return evaluations | stated | decided


def _trigger(facts: Facts, trainer: str) -> str | None:
    """What starts training by itself, as a sentence; None where nothing is drawn to."""
    component = facts.components[trainer]
    if component.schedule is not None:
        return f"{facts.name(trainer)} runs {component.schedule}"
    causes = facts.up(trainer, ("control",))
    drift = [id for id in causes if id in facts.with_facet("drift_monitor")]
    if drift:
        return f"{facts.name(drift[0])} starts {facts.name(trainer)}"
    timed = [id for id in causes if facts.components[id].schedule is not None]
    return f"{facts.name(timed[0])} starts {facts.name(trainer)} on a schedule" if timed else None


def _fixes(facts: Facts, id: str, gates: frozenset[str], starts: list[str]) -> tuple[Fix, ...]:
    """One evaluation behind each trainer that reaches the model, in front of what it delivers to.

    A flow that leaves a group of trainers goes through one evaluation for all of them.
    """
    leads = facts.reach(
        [id], lambda flow: _passes(facts, flow), backward=True, enter=lambda other: other not in gates
    )
    inserts: list[Insert] = []
    for trainer in starts:
        led = {flow for insert in inserts for flow in insert.flows}
        flows = tuple(
            dict.fromkeys(
                flow.id
                for flow, other in facts.out[trainer]
                if _passes(facts, flow) and other in leads and flow.id not in led
            )
        )
        if trainer in leads and flows:
            inserts.append(Insert(flows, "evaluation", "Evaluation gate", "artifact", at="source"))
    return (Fix("Put an evaluation gate behind training", tuple(inserts)),) if inserts else ()


RULE = Rule(
    "EVL001", "Models go live without an evaluation gate", "evaluation", "error", "sketch", True, check
)
