"""MON001 · Component on a journey is not operationally monitored

What it finds
A model server in production whose latency, traffic, errors and saturation nothing collects (error), one
that only an uptime probe looks at, and an edge model whose fleet reports nothing (warnings). From review on
also, as one warning a journey, the gateways, services, stores and queues that the team runs on that journey
and nobody watches.

Why it matters
A model server fails like any service, and a model update can make it slower or hungrier without an error. A
gateway or store that nobody watches fails the same users as quietly.

Example
    mlsd: 1
    components:
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}

Instead
    mlsd: 1
    components:
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2, attributes: {raw_input: true}}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
    flows:
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}

When to ignore
Telemetry to a boundary counts for all that is inside, a collector or exporter in between counts as well,
and a managed endpoint is watched by its provider's monitor once the design names that monitor. Dashboards
and other tools that only the company itself opens are left out, and so is everything outside production.

Source
Google SRE book, Monitoring Distributed Systems (four golden signals); ML Test Score, Monitor 6; AWS
Well-Architected Machine Learning Lens MLOPS05-BP01; AWS Well-Architected REL11-BP01.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Finding, Fix, Link, Operation, lower
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined, watched
from mlsd_studio.model.records import Component

OPERATIONS = ("metrics_monitor", "apm")


def check(facts: Facts) -> Iterator[Finding]:
    """Model servers one by one, then the rest of each journey as one finding."""
    for component in facts.of_group("ONLINE_SERVING", "SERVING"):
        if component.id in facts.external or not facts.in_production(component):
            continue
        if component.kind == "edge_model":
            yield from _fleet(facts, component)
        elif component.id in facts.group("ONLINE_SERVING") or component.kind == "stream_inference":
            yield from _server(facts, component)
    if facts.at_stage("review"):
        yield from _journeys(facts)


def _server(facts: Facts, component: Component) -> Iterator[Finding]:
    id, name = component.id, facts.name(component.id)
    about = [(id, "not monitored")]
    if not watched(facts, id, OPERATIONS):
        message = f"Nothing collects the latency, traffic, errors and saturation of {name}."
        title = f"{name} is not monitored"
        yield RULE.finding(id, title, message, subjects=about, fixes=_fixes(facts, [id]))
    elif not watched(facts, id, OPERATIONS, avoiding=facts.with_facet("uptime_probe")):
        message = (
            f"Only an uptime probe looks at {name}: it tells that {name} is down, not "
            "that it is slow or wrong."
        )
        title = f"{name} is watched by an uptime probe only"
        yield RULE.finding(id, title, message, severity="warning", subjects=about, fixes=_fixes(facts, [id]))


def _fleet(facts: Facts, component: Component) -> Iterator[Finding]:
    sampled = any(
        flow.kind in ("async", "data") and facts.attribute(flow, "sampled")
        for flow, _ in facts.out[component.id]
    )
    if joined(facts, component.id) or sampled or watched(facts, component.id, OPERATIONS):
        return
    name = facts.name(component.id)
    yield RULE.finding(
        component.id,
        f"The devices that run {name} report nothing",
        f"No device sends a sample of the latency or crashes of {name}, so a bad update shows "
        "first in reviews.",
        severity="warning",
        subjects=[(component.id, "not monitored")],
        fixes=_fixes(facts, [component.id]),
    )


def _journeys(facts: Facts) -> Iterator[Finding]:
    spared = facts.group("ENTRY", "MONITOR", "ONLINE_SERVING") | facts.with_facet("stream_inference")
    spared |= facts.with_facet("edge_model")
    named: set[str] = set()
    for journey in facts.journeys:
        blind = [
            id
            for id in facts.called(journey)
            if id not in spared and id not in named and _own_and_blind(facts, facts.components[id])
        ]
        if not blind:
            continue
        named.update(blind)
        verb = "is" if len(blind) == 1 else "are"
        yield RULE.finding(
            journey.id,
            f"{facts.names(blind)} {verb} not monitored",
            f"The journey {journey.name} calls {facts.names(blind, 12)}, and nothing collects metrics there.",
            severity="warning" if journey.id in facts.main_journeys else lower("warning"),
            subjects=[(id, "not monitored") for id in blind],
            path=facts.call_path(journey, blind[0]),
            fixes=_fixes(facts, blind),
        )


def _own_and_blind(facts: Facts, component: Component) -> bool:
    if component.id not in facts.self_run or not facts.in_production(component):
        return False
    internal_tool = component.exposure not in ("public", "partner") and component.kind == "bi_dashboard"
    if internal_tool or component.id in facts.group("TELEMETRY_SINK"):
        return False
    return not watched(facts, component.id, OPERATIONS)


def _fixes(facts: Facts, ids: list[str]) -> tuple[Fix, ...]:
    target = facts.first_of("metrics_monitor")
    if target is not None:
        links: tuple[Operation, ...] = tuple(Connect(Link(id, target, "telemetry")) for id in ids)
        return (Fix(f"Send metrics to {facts.name(target)}", links),)
    flows = tuple(Link(id, NEW, "telemetry") for id in ids)
    return (Fix("Add a metrics monitor", (Add("metrics_monitor", "Metrics monitor", ids[0], flows),)),)


RULE = Rule(
    "MON001",
    "Component on a journey is not operationally monitored",
    "monitoring",
    "error",
    "sketch",
    True,
    check,
)
