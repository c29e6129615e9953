"""CAP003 · Analytical or batch store on the online request path

What it finds
A warehouse, lake, lakehouse or object store, a batch job or a training job that a journey calls while the
user waits, unless the journey may take longer than a second.

Why it matters
Such systems answer in hundreds of milliseconds to seconds and are billed for each scan.

Example
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: api, kind: backend_service, name: API, replicas: 2, auth: oidc}
      - {id: warehouse, kind: data_warehouse, name: Warehouse, replicas: 2}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-warehouse, from: api, to: warehouse, kind: request}

Instead
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: api, kind: backend_service, name: API, replicas: 2, auth: oidc}
      - {id: store, kind: prediction_store, name: Prediction store, replicas: 2}
      - {id: warehouse, kind: data_warehouse, name: Warehouse, replicas: 2}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-store, from: api, to: store, kind: request}
      - {id: warehouse-store, from: warehouse, to: store, kind: data}

When to ignore
Static files in an object store (role: static), presigned access, a CDN in front, an analyst's dashboard, a
stated p95 above a second, and a warehouse with a serving tier (attributes: low_latency_tier).

Source
Huyen, Designing Machine Learning Systems, ch. 7; AWS Machine Learning Lens MLPERF05-BP02; Amazon S3
performance guidelines (100–200 ms to the first byte).
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Insert, Severity, lower
from mlsd_studio.analysis.needs import latency_need
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component, Flow

ONLINE_SECONDS = 1.0
REPLICATED = {"replicas": 2}
"""What a fix puts on the path of a journey is no new single point of failure."""

DASHBOARDS = frozenset({"bi_dashboard", "dashboard"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each slow component once, under the journeys that call it."""
    slow = {c.id for c in facts.of_group("ANALYTIC_STORE", "TRAINING") if facts.in_production(c)}
    slow |= {id for id, component in facts.components.items() if component.kind == "batch_processing"}
    for journey in facts.journeys:
        need = latency_need(facts, journey)
        if need is not None and need.bound > ONLINE_SECONDS:
            continue
        called = facts.called(journey)
        for id in called:
            component = facts.components[id]
            if id not in slow or id in facts.external or _spared(facts, component):
                continue
            flows = _calls(facts, id, {journey.entry, *called})
            if flows:
                severity: Severity = "error" if journey.id in facts.main_journeys else lower("error")
                yield _finding(facts, journey, component, flows, severity)


def _spared(facts: Facts, component: Component) -> bool:
    static = component.kind == "object_store" and (component.role or "").lower() == "static"
    return static or bool(facts.attribute(component, "low_latency_tier"))


def _calls(facts: Facts, id: str, callers: set[str]) -> list[Flow]:
    """The requests into a component from the journey, without those that may be slow."""
    cdn = facts.with_facet("cdn")
    return [
        flow
        for flow, caller in facts.into[id]
        if flow.kind == "request"
        and caller in callers
        and caller not in cdn
        and facts.components[caller].kind not in DASHBOARDS
        and not facts.internal_actor(facts.components[caller])
        and not facts.attribute(flow, "presigned")
    ]


def _finding(
    facts: Facts, journey: Way, component: Component, flows: list[Flow], severity: Severity
) -> Finding:
    name, first = facts.name(component.id), flows[0]
    caller = facts.names(dict.fromkeys(flow.source for flow in flows))
    kind = (
        facts.catalog.kinds[component.kind].name.lower()
        if component.kind in facts.catalog.kinds
        else component.kind
    )
    before = facts.call_path(journey, first.source)
    need = latency_need(facts, journey)
    return RULE.finding(
        component.id,
        f"{caller} asks {name} while the user waits",
        f"On the journey {journey.name}, {caller} calls {name} ({kind}): it answers in "
        "hundreds of milliseconds to "
        "seconds and is paid for by the scan.",
        severity=severity,
        subjects=[(component.id, "slow store"), *((flow.source, "caller") for flow in flows)],
        path=(*before, first.id, component.id),
        evidence=(Evidence("p95 target", need.bound * 1000 if need else None, "ms", "stated"),),
        requirement=need.requirement if need else None,
        fixes=_fixes(facts, flows),
    )


def _fixes(facts: Facts, flows: list[Flow]) -> tuple[Fix, ...]:
    """A store made for being asked, filled from this one: of predictions or features where there is a model,
    else a cache. Not between a client and a store, where something else is missing.
    """
    ids = tuple(flow.id for flow in flows)
    if any(flow.source in facts.group("ENTRY") for flow in flows):
        return (Fix(f"Show {facts.name(flows[0].target)}", (Focus((flows[0].target,)),)),)

    def served(label: str, kind: str, name: str) -> Fix:
        insert = Insert(ids, kind, name, "data", reverse=True, fields=REPLICATED)
        return Fix(f"Serve from {label}", (insert,))

    if not facts.group("SERVING"):
        return (served("a cache", "cache", "Cache"),)
    features = served("an online feature store", "online_feature_store", "Online features")
    predictions = served("a prediction store", "prediction_store", "Prediction store")
    by_model = any(flow.source in facts.group("SERVING") for flow in flows)
    return (features, predictions) if by_model else (predictions, features)


RULE = Rule(
    "CAP003",
    "Analytical or batch store on the online request path",
    "capacity",
    "error",
    "sketch",
    True,
    check,
)
