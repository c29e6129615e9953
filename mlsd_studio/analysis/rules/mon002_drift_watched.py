"""MON002 · Deployed model has no drift monitoring

What it finds
A model of the team's own in production (or an embedding service that the team runs) where no drift monitor
sees the inputs or predictions: neither the model itself nor a prediction log it writes is joined to one.

Why it matters
Inputs shift after launch and accuracy falls without any error. Ordinary monitoring cannot see it.

Example
    mlsd: 1
    components:
      - {id: model, kind: model_endpoint, name: Ranker, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
    flows:
      - {id: model-log, from: model, to: log, kind: async}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}

Instead
    mlsd: 1
    components:
      - {id: model, kind: model_endpoint, name: Ranker, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: model-log, from: model, to: log, kind: async}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: log-drift, from: log, to: drift, kind: data}

When to ignore
Measured quality with labels is stronger than drift and leaves only an info; so does a batch model whose
every run is evaluated. For a third-party model, such as an embedding service that no training of yours
delivers to, a quality monitor or language-model observability is enough, at the model or its callers.
Development and staging are left alone.

Source
ML Test Score, Monitor 2 and 7; AWS Machine Learning Lens MLPERF06-BP03 and MLOPS06-BP02; NIST AI RMF,
MEASURE 2.4; Huyen, Designing Machine Learning Systems, ch. 8; Rules of Machine Learning, rule 10.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Link, Severity
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined, logs_of, sinks
from mlsd_studio.model.records import Component


def check(facts: Facts) -> Iterator[Finding]:
    """Each model by itself."""
    embedders = facts.with_facet("embedding_service") & facts.self_run
    for component in facts.components.values():
        id = component.id
        own = id in facts.group("OWN_MODEL_SERVING") or (
            id in embedders and component.kind == "embedding_service"
        )
        if not own or not facts.in_production(component):
            continue
        seen = _seen_by(facts, id)
        drift = facts.with_facet("drift_monitor")
        outputs = facts.with_facet("quality_monitor") | facts.with_facet("llm_observability")
        if drift & (seen | {id}) or (
            _is_third_party(facts, component) and outputs & _with_callers(facts, id, seen)
        ):
            continue
        severity, why = _grade(facts, component, seen)
        name = facts.name(id)
        yield RULE.finding(
            id,
            f"Nothing watches {name} for drift",
            f"No drift monitor sees the inputs or predictions of {name}{why}.",
            severity=severity,
            subjects=[(id, "model without drift monitoring")],
            evidence=(Evidence("model and its logs", facts.names(logs_of(facts, id), 12)),),
            fixes=_fixes(facts, id),
        )


def _is_third_party(facts: Facts, component: Component) -> bool:
    """Somebody else's model: external, or an embedding service that no training of the design delivers to."""
    if component.id in facts.external:
        return True
    makers = facts.up(component.id, ("artifact",)).keys()
    return component.kind == "embedding_service" and not makers & {trainer.id for trainer in facts.trainers}


def _with_callers(facts: Facts, id: str, seen: set[str]) -> set[str]:
    """What watches a component or the callers that see what it answers."""
    callers = [other for flow, other in facts.into[id] if flow.kind == "request"]
    return seen.union(*(sinks(facts, caller) for caller in callers))


def _seen_by(facts: Facts, id: str) -> set[str]:
    """What telemetry or data joins to the model or its logs."""
    found: set[str] = set()
    for place in logs_of(facts, id):
        found |= sinks(facts, place)
        found |= {other for _, other in joined(facts, place, ("data",))}
    return found


def _grade(facts: Facts, component: Component, seen: set[str]) -> tuple[Severity, str]:
    labelled = {
        id
        for id in facts.with_facet("quality_monitor")
        if any(flow.kind == "feedback" for flow, _ in facts.into[id])
    }
    feedback = {
        other for log in logs_of(facts, component.id) for _, other in joined(facts, log, ("feedback",))
    }
    covering = labelled & (seen | feedback)
    if covering:
        return (
            "info",
            f"; {facts.names(sorted(covering))} measures its quality with labels, which is stronger",
        )
    makers = facts.up(component.id, ("artifact", "control"))
    if component.kind == "batch_inference" and facts.with_facet("evaluation") & (
        makers.keys() | {component.id}
    ):
        return "info", "; it is batch work and each run is evaluated"
    return "error", ", so a slow loss of accuracy stays unseen"


def _fixes(facts: Facts, id: str) -> tuple[Fix, ...]:
    own = facts.first_of("drift_monitor")
    if own:
        return (Fix(f"Send samples to {facts.name(own)}", (Connect(Link(id, own, "telemetry")),)),)
    flow = Link(id, NEW, "telemetry")
    return (Fix("Add a drift monitor", (Add("drift_monitor", "Drift monitor", id, (flow,)),)),)


RULE = Rule("MON002", "Deployed model has no drift monitoring", "monitoring", "error", "sketch", True, check)
