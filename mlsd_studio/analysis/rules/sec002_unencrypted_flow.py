"""SEC002 · Personal data crosses an unencrypted flow

What it finds
A flow that carries personal, financial or secret data, stated on it or brought by what it comes from, and
that is stated to be unencrypted or uses a protocol that is in the clear.

Why it matters
Encryption on the wire is the first measure that an auditor asks for, and the cheapest one to have.

Example
    mlsd: 1
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: loader, kind: batch_processing, name: Nightly load}
      - {id: lake, kind: data_lake, name: Lake, role: analytics}
    flows:
      - {id: crm-loader, from: crm, to: loader, kind: data, protocol: FTP}
      - {id: loader-lake, from: loader, to: lake, kind: data}

Instead
    mlsd: 1
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: loader, kind: batch_processing, name: Nightly load}
      - {id: lake, kind: data_lake, name: Lake, role: analytics}
    flows:
      - {id: crm-loader, from: crm, to: loader, kind: data, protocol: SFTP}
      - {id: loader-lake, from: loader, to: lake, kind: data}

When to ignore
Calls inside one pod or over localhost, and flows whose two ends a service mesh with mutual TLS looks after.
A flow that says nothing about encryption is not accused; it is listed among the missing facts. Telemetry,
control and artifact flows count only where they state a class themselves.

Source
GDPR Art. 32(1)(a); AWS Well-Architected SEC09-BP02; AWS Machine Learning Lens MLSEC02-BP01 and
MLSEC04-BP02; Threagile, unencrypted-communication.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.texts import listed
from mlsd_studio.analysis.wire import in_the_clear, protected


def check(facts: Facts) -> Iterator[Finding]:
    """Each flow by itself: each is put right by itself."""
    sensitive = facts.classes.sensitive
    if not sensitive.intersection(facts.classes.occurring):
        return
    for flow in facts.flows.values():
        clear = in_the_clear(flow)
        carried = facts.classes.on(flow.id, sensitive) if clear is not None else ()
        if clear is None or not carried or protected(facts, flow):
            continue
        source, target = facts.name(flow.source), facts.name(flow.target)
        what = listed(carried)
        yield RULE.finding(
            flow.id,
            f"{source} sends {what} unencrypted to {target}",
            f"The flow from {source} to {target} carries {what} and {clear}.",
            subjects=[(flow.id, "unencrypted"), (flow.source, "from"), (flow.target, "to")],
            path=facts.classes.inherited(flow.id, carried[0]),
            evidence=(
                Evidence("encrypted", "no", origin="stated")
                if flow.encrypted is False
                else Evidence("protocol", flow.protocol, origin="stated"),
                *facts.classes.evidence(flow.id, carried),
            ),
            fixes=(Fix("Encrypt the flow", (Set("flows", flow.id, {"encrypted": True}),)),),
        )


RULE = Rule(
    "SEC002", "Personal data crosses an unencrypted flow", "security", "error", "sketch", False, check
)
