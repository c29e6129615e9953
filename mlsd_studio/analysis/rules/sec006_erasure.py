"""SEC006 · Erasure request cannot reach every copy

What it finds
With the GDPR among the requirements: personal data stands in at least two stores, event streams or backups,
and no erasure service, consent manager or data catalogue has a way of control to some of them. One finding
names every copy that is not reached, with the way the data came there.

Why it matters
When a person asks to be forgotten, the deletion has to reach the lake, features, indexes, logs and the next
training set, not only the system the person signed up with.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: law, category: system, text: Customers live in the EU, compliance: gdpr}
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days}
      - {id: copy, kind: backup, name: Warehouse backup, retention: 90 days}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}
      - {id: dwh-copy, from: dwh, to: copy, kind: replicate}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: law, category: system, text: Customers live in the EU, compliance: gdpr}
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days}
      - {id: copy, kind: backup, name: Warehouse backup, retention: 90 days}
      - {id: forget, kind: erasure_service, name: Erasure service}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}
      - {id: dwh-copy, from: dwh, to: copy, kind: replicate}
      - {id: forget-dwh, from: forget, to: dwh, kind: control}
      - {id: forget-copy, from: forget, to: copy, kind: control}

When to ignore
A copy whose records are encrypted with a key per person is erased with the key
(`attributes: {crypto_shredding: true}`). Aggregated or anonymised data: state the store's classes without
the personal ones.

Source
GDPR Art. 17 and Art. 19.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.compliance import regime
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Link
from mlsd_studio.analysis.mending import join_or_add
from mlsd_studio.analysis.personal_stores import copies
from mlsd_studio.analysis.rule import Rule

ERASERS = ("erasure_service", "consent_manager", "data_catalog")


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for the design."""
    law = regime(facts, "gdpr")
    kept = copies(facts) if law is not None else []
    if len(kept) < 2:
        return
    erasers = frozenset[str]().union(*(facts.with_facet(one) for one in ERASERS))
    reached = facts.reach(sorted(erasers), lambda flow: flow.kind == "control")
    missed = [
        one.id for one in kept if one.id not in reached and not facts.attribute(one, "crypto_shredding")
    ]
    if not missed:
        return
    first = facts.classes.at(missed[0], facts.classes.personal)[0]
    word = "copy" if len(missed) == 1 else "copies"
    verb = "deletes" if erasers else "would delete"
    yield RULE.finding(
        "design",
        f"An erasure request does not reach {facts.names(missed)}",
        f"Personal data stands in {len(kept)} places; nothing {verb} a person's data in {facts.names(missed, 12)}.",
        subjects=[(id, f"{word} not reached") for id in missed],
        path=facts.classes.inherited(missed[0], first),
        evidence=tuple(
            one for id in missed[:12] for one in facts.classes.evidence(id, facts.classes.at(id, [first]))
        ),
        requirement=law,
        fixes=(
            join_or_add(
                facts,
                "erasure_service",
                "Erasure service",
                missed[0],
                lambda own: [Link(own, id, "control") for id in missed],
                verb="Erase there with",
            ),
        ),
    )


RULE = Rule(
    "SEC006", "Erasure request cannot reach every copy", "security", "warning", "review", False, check
)
