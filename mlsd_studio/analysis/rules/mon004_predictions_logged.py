"""MON004 · Predictions are not logged

What it finds
A model of the team's own in production, or an application around a language model, whose predictions reach
no prediction log, no store and no stream that carries predictions.

Why it matters
Without input, model version and output on disk there is no drift data, no debugging, no training on served
features and no answer to an auditor.

Example
    mlsd: 1
    components:
      - {id: model, kind: model_endpoint, name: Ranker, attributes: {raw_input: true}}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: model-drift, from: model, to: drift, kind: telemetry}

Instead
    mlsd: 1
    components:
      - {id: model, kind: model_endpoint, name: Ranker, attributes: {raw_input: true}}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: log, kind: prediction_log, name: Prediction log}
    flows:
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: model-drift, from: model, to: drift, kind: telemetry}
      - {id: model-log, from: model, to: log, kind: async}

When to ignore
The output table of batch inference is the log. An edge model may send a sample or a local aggregate. A
model is covered when every caller logs for it. An event stream counts only where it is said to carry
predictions.

Source
Rules of Machine Learning, rule 29; Mercari ML system design patterns (no-logging anti-pattern, prediction
log pattern); EU AI Act, Art. 12 and 26(6).
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Finding, Fix, Link
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import WRITTEN, logs_of
from mlsd_studio.model.records import Component

KEEPERS = frozenset(
    {"prediction_store", "data_lake", "object_store", "data_warehouse", "lakehouse", "llm_observability"}
)


def check(facts: Facts) -> Iterator[Finding]:
    """Each model and each language-model application by itself."""
    for component in facts.of_group("OWN_MODEL_SERVING", "LLM_APP"):
        id = component.id
        if id in facts.external or not facts.in_production(component):
            continue
        if logs(facts, id) or _excused(facts, component):
            continue
        callers = [other for flow, other in facts.into[id] if flow.kind == "request"]
        if callers and all(logs(facts, caller) for caller in callers):
            continue
        name = facts.name(id)
        yield RULE.finding(
            id,
            f"Predictions of {name} are not logged",
            f"No flow takes what {name} answers to a prediction log or store, so nobody can "
            "look a prediction up.",
            subjects=[(id, "predictions are not kept")],
            fixes=_fixes(facts, id),
        )


def logs(facts: Facts, id: str) -> bool:
    """Whether predictions of a component are kept somewhere."""
    if "prediction_log" in facts.facets(id):
        return True
    if len(logs_of(facts, id)) > 1:
        return True
    for flow, other in facts.out[id]:
        component = facts.components[other]
        if flow.kind in WRITTEN and component.kind in KEEPERS:
            return True
        carried = "predictions" in (flow.data_classes or ()) or component.role == "predictions"
        if component.kind == "event_stream" and carried:
            return True
    scraped = (other for flow, other in facts.into[id] if flow.kind == "telemetry")
    return any(facts.components[other].kind in KEEPERS for other in scraped)


def _excused(facts: Facts, component: Component) -> bool:
    kinds = [flow.kind for flow, other in facts.out[component.id]]
    if component.kind == "batch_inference":
        stores = facts.group("STORE")
        return any(
            flow.kind in ("data", "async") and other in stores for flow, other in facts.out[component.id]
        )
    return component.kind == "edge_model" and any(kind in (*WRITTEN, "feedback") for kind in kinds)


def _fixes(facts: Facts, id: str) -> tuple[Fix, ...]:
    own = facts.first_of("prediction_log")
    if own:
        return (Fix(f"Log predictions to {facts.name(own)}", (Connect(Link(id, own, "async")),)),)
    flow = Link(id, NEW, "async")
    return (Fix("Add a prediction log", (Add("prediction_log", "Prediction log", id, (flow,)),)),)


RULE = Rule("MON004", "Predictions are not logged", "monitoring", "error", "sketch", True, check)
