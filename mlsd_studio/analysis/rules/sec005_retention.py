"""SEC005 · No retention period for personal data

What it finds
Stores, event streams and backups that hold personal data and state no retention, or state that they keep it
for ever. Where the GDPR is a requirement each one is a warning; elsewhere one note names them all. For a
high-risk system under the AI Act, a prediction log that keeps less than 180 days is a warning as well.

Why it matters
How long data is kept has to be designed store by store, and the forgotten ones are logs, feature history and
vector indexes. The logs of high-risk AI pull the other way: six months at least.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: law, category: system, text: Customers live in the EU, compliance: gdpr}
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: law, category: system, text: Customers live in the EU, compliance: gdpr}
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}

When to ignore
Anonymised data: state the classes of the store without the personal ones. A cache that is rebuilt within a
day needs only its retention stated.

Source
GDPR Art. 5(1)(e); AI Act Art. 26(6); AWS Well-Architected SEC07-BP04; AWS Machine Learning Lens
MLSEC03-BP05.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.compliance import regime
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Set
from mlsd_studio.analysis.personal_stores import copies
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component

DAY = 86_400
LEAST_LOG_DAYS = 180
"""The AI Act asks deployers of high-risk systems to keep logs for six months at least."""
USUAL_DAYS = 30
"""Offered as a start where nothing is stated; to be replaced by what the purpose needs."""


def check(facts: Facts) -> Iterator[Finding]:
    """Stores without an end, then high-risk logs that end too soon."""
    endless = [one for one in copies(facts) if one.retention is None or one.retention.unlimited]
    law = regime(facts, "gdpr")
    if law is not None:
        for store in endless:
            yield _endless(facts, store, law)
    elif endless:
        yield _together(facts, endless)
    high_risk = regime(facts, "ai_act_high_risk")
    if high_risk is not None:
        for id in sorted(facts.with_facet("prediction_log"), key=facts.order.__getitem__):
            log = facts.components[id]
            if log.retention is not None and log.retention.base < LEAST_LOG_DAYS * DAY:
                yield _too_short(facts, log, high_risk)


def _endless(facts: Facts, store: Component, law: str) -> Finding:
    name, held = facts.name(store.id), facts.classes.at(store.id, facts.classes.personal)
    stated = store.retention is not None
    return RULE.finding(
        store.id,
        f"{name} keeps {' and '.join(held)} for ever"
        if stated
        else f"{name} keeps {' and '.join(held)} without an end",
        f"{name} holds {' and '.join(held)}, and "
        + ("its retention is stated as unlimited." if stated else "nothing says when it is deleted."),
        subjects=[(store.id, "no retention")],
        path=facts.classes.inherited(store.id, held[0]),
        evidence=(
            Evidence(
                "retention",
                "unlimited" if stated else "not stated",
                origin="stated" if stated else "structure",
            ),
            *facts.classes.evidence(store.id, held),
        ),
        requirement=law,
        fixes=_fixes(facts, [store]),
    )


def _together(facts: Facts, stores: list[Component]) -> Finding:
    first = facts.classes.at(stores[0].id, facts.classes.personal)[0]
    ids = [store.id for store in stores]
    verb = "keeps" if len(ids) == 1 else "keep"
    return RULE.finding(
        "design",
        f"{facts.names(ids)} {verb} personal data without an end",
        f"Personal data stays in {facts.names(ids, 12)}: nothing says when it is deleted.",
        severity="info",
        subjects=[(id, "no retention") for id in ids],
        path=facts.classes.inherited(ids[0], first),
        evidence=facts.classes.evidence(ids[0], [first]),
        fixes=_fixes(facts, stores),
    )


def _too_short(facts: Facts, log: Component, law: str) -> Finding:
    name = facts.name(log.id)
    keep = Set("components", log.id, {"retention": f"{LEAST_LOG_DAYS} days"})
    return RULE.finding(
        log.id,
        f"{name} keeps the logs of a high-risk system for less than six months",
        f"{name} keeps {log.retention}; logs of a high-risk system are to be kept for six months at least.",
        subjects=[(log.id, "retention too short")],
        evidence=(Evidence("retention", str(log.retention), origin="stated"),),
        requirement=law,
        fixes=(Fix(f"Keep {LEAST_LOG_DAYS} days", (keep,)),),
    )


def _fixes(facts: Facts, stores: list[Component]) -> tuple[Fix, ...]:
    logs = facts.with_facet("prediction_log") if regime(facts, "ai_act_high_risk") else frozenset()
    days = {one.id: LEAST_LOG_DAYS if one.id in logs else USUAL_DAYS for one in stores}
    keep = tuple(Set("components", id, {"retention": f"{count} days"}) for id, count in days.items())
    shown = f"Delete after {days[stores[0].id]} days"
    return Fix(shown, keep), Fix("State how long it is kept", (Focus(tuple(days), "retention"),))


RULE = Rule("SEC005", "No retention period for personal data", "security", "warning", "review", False, check)
