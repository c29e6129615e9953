"""MON003 · Metrics reach no one: no alert route

What it finds
A design with monitors in production of which none has a way to a person: nothing alerts, and no flow leads
from a monitor to somebody on call, a notification service or somebody else's incident tool. It is said once.

Why it matters
A dashboard nobody is called from does not shorten an outage.

Example
    mlsd: 1
    stage: review
    components:
      - {id: service, kind: backend_service, name: Price service}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
    flows:
      - {id: service-metrics, from: service, to: metrics, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: service, kind: backend_service, name: Price service}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: On-call alerts}
    flows:
      - {id: service-metrics, from: service, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

When to ignore
Many monitors alert by themselves: a product with alerting built in is enough, wherever it stands.

Source
AWS Well-Architected OPS08-BP04 and REL06-BP03; Google SRE book, Monitoring Distributed Systems.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Link
from mlsd_studio.analysis.mending import join_or_add
from mlsd_studio.analysis.rule import Rule

ROUTE = frozenset({"telemetry", "control", "async"})
TOLD = frozenset({"user", "notification", "human_review", "external_system"})
"""Kinds that get somebody to act: a person, a message to one, an incident tool of another company."""


def check(facts: Facts) -> Iterator[Finding]:
    """Once, on the first monitor by id; those of operations go first."""
    if facts.with_facet("alerting") - facts.external:
        return
    monitors = [
        id
        for id in sorted(facts.group("MONITOR") - facts.external)
        if facts.in_production(facts.components[id])
    ]
    if not monitors:
        return
    reached = facts.reach(monitors, lambda flow: flow.kind in ROUTE)
    if any(facts.components[id].kind in TOLD for id in reached):
        return
    monitors.sort(key=lambda id: "metrics_monitor" not in facts.facets(id))
    first = monitors[0]
    verb = "alerts" if len(monitors) == 1 else "alert"
    yield RULE.finding(
        first,
        f"{facts.name(first)} tells nobody",
        f"{facts.names(monitors)} {verb} no one: no alerting, no notification and nobody on call is "
        "drawn behind.",
        subjects=[(id, "monitor without an alert route") for id in monitors],
        fixes=(
            join_or_add(facts, "alerting", "Alerting", first, lambda new: [Link(first, new, "telemetry")]),
        ),
    )


RULE = Rule("MON003", "Metrics reach no one: no alert route", "monitoring", "warning", "review", False, check)
