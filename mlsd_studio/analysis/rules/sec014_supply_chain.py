"""SEC014 · Third-party model or data is used without verification

What it finds
A model or data of another company that comes, over data and artifact flows, to training or serving, without
a check of the data, a scanner or a signature on the way, and without the model passing a registry.

Why it matters
Poisoned weights, pickles that run code and doctored data sets are the supply chain of machine learning.

Example
    mlsd: 1
    stage: production
    components:
      - {id: hub, kind: external_system, name: Model hub}
      - {id: llm, kind: llm_serving, name: Language model, replicas: 2}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerting}
    flows:
      - {id: hub-llm, from: hub, to: llm, kind: artifact}
      - {id: llm-metrics, from: llm, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: production
    components:
      - {id: hub, kind: external_system, name: Model hub}
      - {id: registry, kind: model_registry, name: Registry}
      - {id: llm, kind: llm_serving, name: Language model, replicas: 2}
    flows:
      - {id: hub-registry, from: hub, to: registry, kind: artifact}
      - {id: registry-llm, from: registry, to: llm, kind: artifact}

When to ignore
A language model behind an interface: no weights arrive. Sources of the company's own. Artifacts that are
signed (`attributes: {signed: true}` on the component).

Source
OWASP ML Security Top 10 (ML02, ML06, ML10); OWASP Top 10 for LLM applications (supply chain, data and model
poisoning); AWS Machine Learning Lens MLSEC04-BP03 and MLOPS04-BP02; NIST AI Risk Management Framework,
MANAGE 3.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Hop
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Insert, Operation
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component, Flow

KINDS = frozenset({"data", "artifact"})
CHECKS = ("data_validation", "scanner", "model_registry")


def check(facts: Facts) -> Iterator[Finding]:
    """Each job or server that something unverified comes to."""
    checked = frozenset[str]().union(*(facts.with_facet(one) for one in CHECKS))
    signed = {id for id, one in facts.components.items() if facts.attribute(one, "signed")}
    people, interfaces = facts.group("HUMAN_CLIENT"), facts.group("LLM")
    sources = [
        id
        for id in facts.components
        if id in facts.external and id not in people | interfaces | signed | checked
    ]
    came = facts.reach(
        sources,
        lambda flow: flow.kind in KINDS and not facts.attribute(flow, "signed"),
        enter=lambda id: id not in checked and id not in signed,
    )
    for user in facts.of_group("TRAINING", "SERVING", "OWN_MODEL_SERVING"):
        if came.get(user.id) is not None and user.id not in facts.external:
            yield _finding(facts, user, came)


def _finding(facts: Facts, user: Component, came: dict[str, Hop | None]) -> Finding:
    path, name = facts.trace(came, user.id), facts.name(user.id)
    flows = [
        flow
        for flow, other in facts.into[user.id]
        if flow.kind in KINDS and other in came and not facts.attribute(flow, "signed")
    ]
    what = "A model" if any(flow.kind == "artifact" for flow in flows) else "Data"
    return RULE.finding(
        user.id,
        f"{name} takes over what {facts.name(path[0])} delivers unverified",
        f"{what} of {facts.name(path[0])} comes to {name}, and nothing on the way checks, scans or pins it.",
        subjects=[(user.id, "takes it over"), (path[0], "third party")],
        path=path,
        evidence=(Evidence("checks on the way", "none"),),
        fixes=(_fix(facts, flows),),
    )


def _fix(facts: Facts, flows: list[Flow]) -> Fix:
    """Models through a registry, data through a check; each where it arrives."""
    operations: list[Operation] = []
    models = tuple(flow.id for flow in flows if flow.kind == "artifact")
    data = tuple(flow.id for flow in flows if flow.kind == "data")
    if models:
        known = facts.first_of("model_registry")
        operations.append(Insert(models, "model_registry", "Model registry", "artifact", existing=known))
    if data:
        operations.append(Insert(data, "data_validation", "Data checks", "data"))
    what = [*(["pin it in a registry"] if models else []), *(["check the data"] if data else [])]
    label = " and ".join(what)
    return Fix(label[0].upper() + label[1:], tuple(operations))


RULE = Rule(
    "SEC014",
    "Third-party model or data is used without verification",
    "security",
    "info",
    "production",
    False,
    check,
)
