"""LIF002 · No way back: rollback is not designed

What it finds
A model of the team's own that answers while users wait and that cannot be put back to what it was. A way
back needs two things in the drawing: an older version (the registry delivers to it, or a second version
stands beside it) and a switch (a router on the calls or controlling them, a stated rollout, or a delivery
pipeline or orchestrator that can deploy it). At production also, once: own models and no delivery pipeline
at all, so deployment is by hand.

Why it matters
Bad models are found after release, and then minutes count.

Example
    mlsd: 1
    stage: review
    components:
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2, rollout: canary}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

When to ignore
A shadow version, whose answers nobody uses. What a managed endpoint could do does not count until the
design says that it is done, as a rollout or a router. Where a model comes past the registry, that is the
finding (LIF001).

Source
ML Test Score, Infra 7; AWS Machine Learning Lens MLREL05-BP02 and MLREL04-BP01; Azure Well-Architected,
AI workloads (safe deployments); Google Cloud, MLOps level 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.delivery import GRADUAL, callers, is_artifact, own_online, side_by_side, steered
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Link, Operation, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component

DEPLOYERS = ("ci_cd", "orchestrator")


def check(facts: Facts) -> Iterator[Finding]:
    """Each model by itself; deployment by hand once, on the first of those that have a way back."""
    kept = facts.reach(sorted(facts.with_facet("model_registry")), is_artifact)
    deployable = _deployable(facts)
    by_hand: Component | None = None
    for model in own_online(facts):
        second = _second_version(facts, model)
        version = second or model.id in kept
        switch = second or model.rollout in GRADUAL or model.id in steered(facts) or model.id in deployable
        if version and switch:
            by_hand = by_hand or model
        else:
            yield _finding(facts, model, version, switch)
    if by_hand is not None and facts.at_stage("production") and not facts.with_facet("ci_cd"):
        yield _by_hand(facts, by_hand)


def _deployable(facts: Facts) -> frozenset[str]:
    """What a delivery pipeline or an orchestrator controls or delivers to, directly or over steps."""
    starts = sorted(frozenset[str]().union(*(facts.with_facet(facet) for facet in DEPLOYERS)))
    found = facts.reach(starts, lambda flow: flow.kind == "control")
    delivered = facts.reach(sorted(facts.with_facet("ci_cd")), is_artifact)
    return frozenset(id for reached in (found, delivered) for id, hop in reached.items() if hop is not None)


def _second_version(facts: Facts, model: Component) -> bool:
    """Another model that can take over: in its group, beside it behind a router, or standing in for it."""
    serving = facts.group("SERVING")
    if model.id in side_by_side(facts):
        return True
    if any(mate in serving for mate in facts.mates(model.id)):
        return True
    calls = [flow.id for flow, _ in facts.into[model.id] if flow.kind == "request"]
    return any(
        stand_in.target in serving and stand_in.target != model.id
        for call in calls
        for stand_in in facts.stand_ins.get(call, ())
    )


def _finding(facts: Facts, model: Component, version: bool, switch: bool) -> Finding:
    name = facts.name(model.id)
    lacks = "no older version is kept for it" if not version else "nothing that could put it back is drawn"
    if not version and not switch:
        lacks = "no older version is kept for it, and nothing that could put one back is drawn"
    return RULE.finding(
        model.id,
        f"{name} has no way back",
        f"When a new version of {name} turns out to be bad, {lacks}: deployments only go forward.",
        subjects=[
            (model.id, "cannot be rolled back"),
            *((id, "calls it") for id in callers(facts, model.id)),
        ],
        evidence=(
            Evidence("older version", "registry or second version" if version else "none drawn"),
            Evidence("switch", "drawn or stated" if switch else "none drawn"),
            Evidence("rollout", model.rollout, origin="stated"),
        ),
        fixes=_fixes(facts, model, version, switch),
    )


def _fixes(facts: Facts, model: Component, version: bool, switch: bool) -> tuple[Fix, ...]:
    operations: list[Operation] = []
    if not version:
        registry = facts.first_of("model_registry")
        if registry is not None:
            operations.append(Connect(Link(registry, model.id, "artifact")))
        else:
            operations.append(
                Add("model_registry", "Model registry", model.id, (Link(NEW, model.id, "artifact"),))
            )
    label = "Deliver from a registry" if operations else ""
    if facts.at_stage("production") and not facts.with_facet("ci_cd"):
        link = Link(f"${len(operations) + 1}", model.id, "control")
        deploy: Operation = Add("ci_cd", "Delivery pipeline", model.id, (link,))
        let = "let a delivery pipeline deploy it"
        return (Fix(f"{label} and {let}" if label else let.capitalize(), (*operations, deploy)),)
    if switch:
        return (Fix(label, tuple(operations)),)
    canary = Set("components", model.id, {"rollout": "canary"})
    fixes = [
        Fix(f"{label} and roll out as a canary" if label else "Roll out as a canary", (*operations, canary))
    ]
    pipeline = facts.first_of("ci_cd")
    if pipeline is not None:
        deploy = Connect(Link(pipeline, model.id, "control"))
        fixes.append(Fix(f"Let {facts.name(pipeline)} deploy it", (*operations, deploy)))
    return tuple(fixes)


def _by_hand(facts: Facts, model: Component) -> Finding:
    name = facts.name(model.id)
    link = Link(NEW, model.id, "control")
    return RULE.finding(
        model.id,
        f"{name} is deployed by hand",
        f"No delivery pipeline is drawn, so somebody has to put {name} back by hand, at any hour.",
        subjects=[(model.id, "deployed by hand")],
        fixes=(Fix("Add a delivery pipeline", (Add("ci_cd", "Delivery pipeline", model.id, (link,)),)),),
    )


RULE = Rule("LIF002", "No way back: rollback is not designed", "lifecycle", "warning", "review", False, check)
