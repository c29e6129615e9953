"""SEC007 · No audit trail or access control on personal data and models

What it finds
Where the GDPR is a requirement or personal data is stated: a design without an audit log, or one that keeps
personal data and says nowhere who may read it (no identity provider, no access policy, no sign-in at the
stores themselves).

Why it matters
Who read whose data, and who promoted which model, must be answerable after the fact and limited before it.

Example
    mlsd: 1
    stage: production
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days, backup: {rpo: 1 day}}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}

Instead
    mlsd: 1
    stage: production
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Data, role: analytics, auth: iam, retention: 1 year, backup: {rpo: 1 day}}
      - {id: audit, kind: audit_log, name: Audit log}
    flows:
      - {id: crm-dwh, from: crm, to: dwh, kind: data}
      - {id: dwh-audit, from: dwh, to: audit, kind: telemetry}

When to ignore
A platform box that provides both counts (`attributes: {provides: [audit_log, identity_provider]}`), and so
does a managed store whose vendor asks for a sign-in by default.

Source
GDPR Art. 5(2), 25, 30 and 32; AWS Well-Architected SEC04-BP01 and SEC03-BP02; AWS Machine Learning Lens
MLSEC03-BP01 and MLSEC06-BP02; NIST AI Risk Management Framework, MANAGE 4.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.compliance import regime
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Evidence, Finding, Fix, Link, Operation
from mlsd_studio.analysis.personal_stores import copies
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component

ACCESS = ("identity_provider", "authz_policy", "iam")


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for the design."""
    law = regime(facts, "gdpr")
    personal = facts.classes.personal.intersection(facts.classes.occurring)
    if law is None and not personal:
        return
    kept = copies(facts)
    about = [one.id for one in kept] or sorted(
        facts.with_facet("model_registry"), key=facts.order.__getitem__
    )
    about = about or list(facts.components)[:1]
    no_log = not facts.with_facet("audit_log")
    guarded = any(facts.with_facet(one) for one in ACCESS)
    open_stores = [] if guarded else [one.id for one in kept if not _signs_in(facts, one)]
    if not about or not (no_log or open_stores):
        return
    lacks = [*(["an audit log"] if no_log else []), *(["access control"] if open_stores else [])]
    reads = f"who read {facts.names(about)}" if kept else "who changed what"
    sentences = [f"No audit log tells {reads}."] if no_log else []
    sentences += [f"Nothing says who may read {facts.names(open_stores)}."] if open_stores else []
    first = facts.classes.at(about[0], personal)
    yield RULE.finding(
        "design",
        f"The design lacks {' and '.join(lacks)} for {'personal data' if kept else 'its data and models'}",
        " ".join(sentences),
        subjects=[(id, "keeps personal data" if kept else "concerned") for id in about],
        path=facts.classes.inherited(about[0], first[0]) if first else (),
        evidence=(
            Evidence("audit_log", "none" if no_log else "present"),
            *facts.classes.evidence(about[0], first),
        ),
        requirement=law,
        fixes=(_fix(about, no_log, open_stores),),
    )


def _signs_in(facts: Facts, store: Component) -> bool:
    """Whether a store states who may read it, or its vendor asks for a sign-in by default."""
    if store.auth is not None:
        return store.auth != "none"
    technology = facts.catalog.technologies.get(store.technology or "")
    return store.id in facts.managed and technology is not None and "auth" in technology.vendor_defaults


def _fix(about: list[str], no_log: bool, open_stores: list[str]) -> Fix:
    operations: list[Operation] = []
    if no_log:
        flows = tuple(Link(id, NEW, "telemetry") for id in about)
        operations.append(Add("audit_log", "Audit log", about[0], flows))
    if open_stores:
        new = f"${len(operations) + 1}"
        flows = tuple(Link(new, id, "control") for id in open_stores)
        operations.append(Add("authz_policy", "Access policy", about[0], flows))
    what = [*(["an audit log"] if no_log else []), *(["an access policy"] if open_stores else [])]
    return Fix(f"Add {' and '.join(what)}", tuple(operations))


RULE = Rule(
    "SEC007",
    "No audit trail or access control on personal data and models",
    "security",
    "warning",
    "production",
    False,
    check,
)
