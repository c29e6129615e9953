"""MON006 · Pipeline that feeds serving has no freshness or failure monitor

What it finds
A pipeline in production whose data ends in a store that a journey reads (features, an index, ready
predictions), while neither a data monitor nor a metrics monitor looks at it and no watched orchestrator runs
it. Unwatched steps further up the same chain are named in the same finding.

Why it matters
Stale tables fail silently: the endpoint stays up and answers with old data.

Example
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Shop API, replicas: 2, auth: oidc}
      - {id: prices, kind: online_feature_store, name: Price features, replicas: 2}
      - {id: orders, kind: data_source, name: Orders}
      - {id: hourly, kind: feature_pipeline, name: Hourly features}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-prices, from: api, to: prices, kind: request}
      - {id: orders-hourly, from: orders, to: hourly, kind: data}
      - {id: hourly-prices, from: hourly, to: prices, kind: data}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: prices-metrics, from: prices, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Shop API, replicas: 2, auth: oidc}
      - {id: prices, kind: online_feature_store, name: Price features, replicas: 2}
      - {id: orders, kind: data_source, name: Orders}
      - {id: hourly, kind: feature_pipeline, name: Hourly features}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerts}
      - {id: fresh, kind: data_monitor, name: Freshness of tables}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-prices, from: api, to: prices, kind: request}
      - {id: orders-hourly, from: orders, to: hourly, kind: data}
      - {id: hourly-prices, from: hourly, to: prices, kind: data}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: prices-metrics, from: prices, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}
      - {id: hourly-fresh, from: hourly, to: fresh, kind: telemetry}

When to ignore
A pipeline under an orchestrator that is watched or alerts by itself, and a managed product that watches its
own data. Watch the age of the newest row and the number of rows, not only whether the job ended well.

Source
Rules of Machine Learning, rules 8 and 10; ML Test Score, Monitor 4; Google SRE book, Data Processing
Pipelines.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Finding, Fix, Link
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import watched

WATCHERS = ("metrics_monitor", "data_monitor", "apm")
MOVED = frozenset({"data", "async"})


def check(facts: Facts) -> Iterator[Finding]:
    """Chains from the stores that journeys read backwards; one finding for the last blind step of each."""
    read = facts.group("FEATURE_SOURCE", "ONLINE_STORE") | facts.with_facet("prediction_store")
    stores = sorted(read & facts.all_called, key=facts.order.__getitem__)
    back = facts.reach(stores, lambda flow: flow.kind in MOVED, backward=True)
    pipelines = facts.group("PIPELINE") - facts.external
    last: dict[str, str | None] = dict.fromkeys(stores)
    blind: dict[str, list[str]] = {}
    for id, hop in back.items():
        if hop is not None:
            last[id] = last.get(hop[1])
        if id in pipelines and facts.in_production(facts.components[id]) and not _watched(facts, id):
            last[id] = last.get(id) or id
            blind.setdefault(last[id] or id, []).append(id)
    for first, ids in blind.items():
        path = tuple(reversed(facts.trace(back, first)))
        store, names = path[-1], facts.names(ids)
        yield RULE.finding(
            first,
            f"Nobody notices when {facts.name(first)} stops",
            f"{names} {'feeds' if len(ids) == 1 else 'feed'} {facts.name(store)}, which is read while users "
            "wait, and nothing tells when the data is late or missing.",
            subjects=[*((id, "not watched") for id in ids), (store, "would go stale")],
            path=path,
            fixes=_fixes(facts, ids),
        )


def _watched(facts: Facts, id: str) -> bool:
    if "data_monitor" in facts.facets(id) or watched(facts, id, WATCHERS):
        return True
    runners = [
        other
        for flow, other in facts.into[id]
        if flow.kind == "control"
        and other in facts.with_facet("orchestrator") | facts.with_facet("job_scheduler")
    ]
    return any(_reports(facts, runner) for runner in runners)


def _reports(facts: Facts, runner: str) -> bool:
    return "alerting" in facts.facets(runner) or watched(facts, runner, (*WATCHERS, "alerting"))


def _fixes(facts: Facts, ids: list[str]) -> tuple[Fix, ...]:
    fixes = []
    for kind in ("data_monitor", "metrics_monitor"):
        own = facts.first_of(kind)
        if own is not None:
            links = tuple(Connect(Link(id, own, "telemetry")) for id in ids)
            fixes.append(Fix(f"Watch it with {facts.name(own)}", links))
    if facts.first_of("data_monitor") is None:
        flows = tuple(Link(id, NEW, "telemetry") for id in ids)
        add = Add("data_monitor", "Freshness monitor", ids[0], flows)
        fixes.append(Fix("Add a monitor for freshness and failures", (add,)))
    return tuple(fixes)


RULE = Rule(
    "MON006", "Pipeline that feeds serving has no freshness or failure monitor", "monitoring", "warning",
    "review", False, check,
)  # fmt: skip
