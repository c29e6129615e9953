"""OPS001 · Facts missing on the critical path

What it finds
What the design does not state and rules would have used: replicas of what journeys call, figures that a
requirement is judged by, encryption and region where personal data goes, and what a call to another company
carries. One note names them all, those that most rules ask for first.

Why it matters
An unknown fact is neither right nor wrong. A tool that guesses would be wrong half the time, and one that
complains about each would not be read; this note is what could not be checked.

Example
    mlsd: 1
    stage: review
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: loader, kind: ingestion, name: Nightly load}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days}
    flows:
      - {id: crm-loader, from: crm, to: loader, kind: data}
      - {id: loader-dwh, from: loader, to: dwh, kind: data}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: loader, kind: ingestion, name: Nightly load}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days, encrypted_at_rest: true}
    flows:
      - {id: crm-loader, from: crm, to: loader, kind: data, encrypted: true}
      - {id: loader-dwh, from: loader, to: dwh, kind: data, encrypted: true}

When to ignore
On a first sketch. The note never counts against a design; it says where typing a few values pays most.

Source
Threagile, incomplete-model.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus
from mlsd_studio.analysis.missing import REGION, Missing, missing
from mlsd_studio.analysis.rule import Rule

MOST_NAMED = 20
"""Facts that are shown one by one; the rest are counted."""
IN_WORDS = {
    "encrypted": "encryption",
    "data_classes": "data classes",
    "encrypted_at_rest": "encryption at rest",
}


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for the design, or none."""
    lacking = missing(facts)
    if not lacking:
        return
    first, count = lacking[0], len(lacking)
    shown = lacking[:MOST_NAMED]
    typed = [one for one in shown if one.field == first.field and one.field != REGION]
    focus = Focus(
        tuple(one.id for one in typed) or (first.id,), None if first.field == REGION else first.field
    )
    yield RULE.finding(
        "design",
        "One fact is missing" if count == 1 else f"{count} facts are missing",
        f"Not stated, so that rules stay silent or rest on defaults: {_listed(facts, shown[:4], count)}.",
        subjects=[(id, "lacks a fact") for id in dict.fromkeys(one.id for one in shown)],
        evidence=tuple(
            Evidence(_named(facts, one), f"asked for by {' and '.join(one.rules)}") for one in shown
        ),
        fixes=(Fix(f"State {_named(facts, first)}", (focus,)),),
    )


def _listed(facts: Facts, shown: list[Missing], count: int) -> str:
    words = [_named(facts, one) for one in shown]
    return ", ".join([*words, f"and {count - len(shown)} more"] if count > len(shown) else words)


def _named(facts: Facts, one: Missing) -> str:
    """Such as *replicas of Search API*, *encryption of Clickstream → Lake*."""
    flow = facts.flows.get(one.id)
    whose = f"{facts.name(flow.source)} → {facts.name(flow.target)}" if flow else facts.name(one.id)
    return f"{IN_WORDS.get(one.field, one.field.replace('_', ' '))} of {whose}"


RULE = Rule("OPS001", "Facts missing on the critical path", "operability", "info", "review", False, check)
