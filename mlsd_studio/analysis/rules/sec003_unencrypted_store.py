"""SEC003 · Personal data stored without encryption at rest

What it finds
A store, event stream or backup of your own that holds personal, financial or secret data, stated or brought
by the flows, and is stated not to be encrypted at rest.

Why it matters
Feature stores, vector indexes, prediction logs and caches are stores too, and an embedding can be turned
back into the text it came from. A lost disk or snapshot is then a breach that must be reported.

Example
    mlsd: 1
    stage: review
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, encrypted_at_rest: false, retention: 365 days}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, encrypted_at_rest: true, retention: 365 days}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}

When to ignore
A store that says nothing is not accused: a managed one may be encrypted by its vendor, and for the others
the fact is listed as missing. Stores of other companies are judged as recipients, not here.

Source
GDPR Art. 32; AWS Well-Architected SEC08-BP02; OWASP Top 10 for LLM applications (vector and embedding
weaknesses); Threagile, unencrypted-asset.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Link, Operation, Set
from mlsd_studio.analysis.personal_stores import keepers
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.texts import listed


def check(facts: Facts) -> Iterator[Finding]:
    """Each store that is stated to be unencrypted."""
    for store in keepers(facts, facts.classes.sensitive):
        if store.encrypted_at_rest is not False:
            continue
        held = facts.classes.at(store.id, facts.classes.sensitive)
        what, name = listed(held), facts.name(store.id)
        yield RULE.finding(
            store.id,
            f"{name} keeps {what} unencrypted",
            f"{name} holds {what} and is stated not to be encrypted at rest.",
            subjects=[(store.id, "unencrypted store")],
            path=facts.classes.inherited(store.id, held[0]),
            evidence=(
                Evidence("encrypted_at_rest", "no", origin="stated"),
                *facts.classes.evidence(store.id, held),
            ),
            fixes=_fixes(facts, store.id),
        )


def _fixes(facts: Facts, id: str) -> tuple[Fix, ...]:
    encrypt = Set("components", id, {"encrypted_at_rest": True})
    keys = facts.first_of("kms")
    own: Operation = (
        Add("kms", "Key management", id, (Link(NEW, id, "control"),))
        if keys is None
        else Connect(Link(keys, id, "control"))
    )
    return (
        Fix("Encrypt it at rest with the provider's keys", (encrypt,)),
        Fix("Encrypt it with keys of your own", (own, encrypt)),
    )


RULE = Rule(
    "SEC003", "Personal data stored without encryption at rest", "security", "error", "review", False, check
)
