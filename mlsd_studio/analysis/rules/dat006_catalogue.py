"""DAT006 · Regulated or widely shared data without catalogue and lineage

What it finds
Personal data in three stores or more, stated or brought there by the flows, in a design without a data
catalogue and without lineage. It is said once.

Why it matters
Nobody can answer where a person's data went, nor what breaks when a table changes.

Example
    mlsd: 1
    stage: production
    components:
      - {id: crm, kind: lakehouse, name: Customers, data_classes: [pii], encrypted_at_rest: true, retention: 1 year,
         backup: {rpo: 1 day}, managed: true, auth: iam}
      - {id: orders, kind: lakehouse, name: Orders, data_classes: [pii], encrypted_at_rest: true, retention: 1 year,
         backup: {rpo: 1 day}, managed: true, auth: iam}
      - {id: clicks, kind: lakehouse, name: Clicks, data_classes: [pii], encrypted_at_rest: true, retention: 1 year,
         backup: {rpo: 1 day}, managed: true, auth: iam}
      - {id: audit, kind: audit_log, name: Audit log}
      - {id: policy, kind: authz_policy, name: Access policy}
    flows:
      - {id: crm-audit, from: crm, to: audit, kind: telemetry}
      - {id: policy-crm, from: policy, to: crm, kind: control}
      - {id: orders-audit, from: orders, to: audit, kind: telemetry}
      - {id: policy-orders, from: policy, to: orders, kind: control}
      - {id: clicks-audit, from: clicks, to: audit, kind: telemetry}
      - {id: policy-clicks, from: policy, to: clicks, kind: control}

Instead
    mlsd: 1
    stage: production
    components:
      - {id: crm, kind: lakehouse, name: Customers, data_classes: [pii], encrypted_at_rest: true, retention: 1 year,
         backup: {rpo: 1 day}, managed: true, auth: iam}
      - {id: orders, kind: lakehouse, name: Orders, data_classes: [pii], encrypted_at_rest: true, retention: 1 year,
         backup: {rpo: 1 day}, managed: true, auth: iam}
      - {id: clicks, kind: lakehouse, name: Clicks, data_classes: [pii], encrypted_at_rest: true, retention: 1 year,
         backup: {rpo: 1 day}, managed: true, auth: iam}
      - {id: audit, kind: audit_log, name: Audit log}
      - {id: policy, kind: authz_policy, name: Access policy}
      - {id: catalogue, kind: data_catalog, name: Catalogue}
    flows:
      - {id: crm-audit, from: crm, to: audit, kind: telemetry}
      - {id: policy-crm, from: policy, to: crm, kind: control}
      - {id: orders-audit, from: orders, to: audit, kind: telemetry}
      - {id: policy-orders, from: policy, to: orders, kind: control}
      - {id: clicks-audit, from: clicks, to: audit, kind: telemetry}
      - {id: policy-clicks, from: policy, to: clicks, kind: control}

When to ignore
Fewer than three such stores can be known by heart. A lakehouse whose product brings a catalogue counts.

Source
AWS Machine Learning Lens MLREL02-BP01 and MLSEC03-BP04; GDPR, Art. 30; Sculley et al., Hidden Technical Debt
in Machine Learning Systems (undeclared consumers).
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Evidence, Finding, Fix, Link
from mlsd_studio.analysis.personal_stores import keepers
from mlsd_studio.analysis.rule import Rule

LEAST = 3


def check(facts: Facts) -> Iterator[Finding]:
    """Once for the design."""
    if facts.with_facet("data_catalog") or facts.with_facet("lineage"):
        return
    stores = [component.id for component in keepers(facts, facts.classes.personal)]
    if len(stores) < LEAST:
        return
    runner = facts.first_of("orchestrator")
    flows = (Link(runner or stores[0], NEW, "telemetry"),)
    yield RULE.finding(
        "design",
        f"Personal data is in {len(stores)} stores and nothing keeps track",
        f"{facts.names(stores)} hold personal data, and neither a data catalogue nor lineage is drawn.",
        subjects=[(id, "holds personal data") for id in stores],
        evidence=(Evidence("stores with personal data", len(stores)),),
        fixes=(Fix("Add lineage", (Add("lineage", "Lineage", runner or stores[0], flows),)),),
    )


RULE = Rule(
    "DAT006", "Regulated or widely shared data without catalogue and lineage", "data_quality", "info",
    "production", False, check,
)  # fmt: skip
