"""EVL002 · New model versions get all traffic at once

What it finds
A model of the team's own on a journey for which no router, experiment platform, feature flag or service mesh
decides how much traffic a new version gets, and no rollout in steps is stated; and an edge model whose
updates go to all devices together.

Why it matters
Gains measured offline often do not hold online. A canary or a shadow limits the damage.

Example
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Shop API, replicas: 2, auth: oidc}
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2, attributes: {raw_input: true}}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: delivery, kind: ci_cd, name: Delivery}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-model, from: api, to: model, kind: request}
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: delivery-model, from: delivery, to: model, kind: control}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Shop API, replicas: 2, auth: oidc}
      - {id: router, kind: traffic_router, name: Canary router, replicas: 2}
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2, attributes: {raw_input: true}}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-router, from: api, to: router, kind: request}
      - {id: router-model, from: router, to: model, kind: request}
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: router-metrics, from: router, to: metrics, kind: telemetry}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

When to ignore
A stated rollout in steps is enough, also for a managed endpoint that can split traffic. Batch consumers
inside the company, which can be run again, and shadow versions are left alone.

Source
ML Test Score, Infra 6; AWS Machine Learning Lens MLREL04-BP02; Mercari ML system design patterns (shadow and
online A/B); Rules of Machine Learning, rule 24; Huyen, Designing Machine Learning Systems, ch. 9.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.delivery import GRADUAL, callers, is_artifact, own_online, routers, served, steered
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Insert, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component


def check(facts: Facts) -> Iterator[Finding]:
    """Models that journeys call, then models on devices."""
    batch = facts.group("PIPELINE", "TRAINERS") | facts.with_facet("job_scheduler")
    for model in own_online(facts):
        calling = callers(facts, model.id)
        called = model.id in facts.all_called and not (calling and all(id in batch for id in calling))
        if (
            called
            and model.rollout not in GRADUAL
            and model.id not in steered(facts)
            and not _share(facts, model)
        ):
            yield _finding(facts, model, "users")
    staged = facts.reach(sorted(routers(facts)), lambda flow: flow.kind in ("artifact", "control"))
    for model in served(facts):
        if model.kind != "edge_model" or model.rollout in GRADUAL:
            continue
        delivered = any(is_artifact(flow) for flow, _ in facts.into[model.id])
        if delivered and model.id not in staged:
            yield _finding(facts, model, "devices")


def _share(facts: Facts, model: Component) -> bool:
    """A second version in the group, with a share of the calls stated."""
    if not facts.mates(model.id):
        return False
    return any(flow.kind == "request" and (flow.calls or 1) < 1 for flow, _ in facts.into[model.id])


def _finding(facts: Facts, model: Component, whom: str) -> Finding:
    name = facts.name(model.id)
    canary = "staged" if whom == "devices" else "canary"
    step = Fix(f"Roll out {'in stages' if canary == 'staged' else 'as a canary'}", (
        Set("components", model.id, {"rollout": canary}),))  # fmt: skip
    calls = tuple(
        flow.id for flow, _ in facts.into[model.id] if flow.kind == "request" and flow.target == model.id
    )
    router = Insert(calls, "traffic_router", "Traffic router", "request", fields={"replicas": 2})
    fixes = (step, Fix("Put a traffic router in front", (router,))) if calls and whom == "users" else (step,)
    return RULE.finding(
        model.id,
        f"All {whom} get a new {name} at once",
        f"Nothing gives a new version of {name} to a few {whom} first.",
        subjects=[(model.id, "gets all traffic at once")],
        evidence=(Evidence("rollout", model.rollout, origin="stated"),),
        fixes=fixes,
    )


RULE = Rule(
    "EVL002", "New model versions get all traffic at once", "evaluation", "warning", "review", False, check
)
