"""SEC004 · Personal data leaves to a third party without redaction or agreement

What it finds
A flow to another company's system (a model provider, an outside embedding or labelling service, a data
partner) that carries personal data, with no filter for personal data on the way and no processing agreement
stated on the flow. A call passes on only what it states itself; what is read, published or copied brings
along the classes of its source.

Why it matters
Prompts and logs full of customer data are the most common leak of the age of language models.

Example
    mlsd: 1
    components:
      - {id: tickets, kind: data_source, name: Support tickets, data_classes: [pii]}
      - {id: batch, kind: batch_processing, name: Ticket summaries}
      - {id: labels, kind: external_system, name: Labelling company}
    flows:
      - {id: tickets-batch, from: tickets, to: batch, kind: data}
      - {id: batch-labels, from: batch, to: labels, kind: data}

Instead
    mlsd: 1
    components:
      - {id: tickets, kind: data_source, name: Support tickets, data_classes: [pii]}
      - {id: batch, kind: batch_processing, name: Ticket summaries}
      - {id: redact, kind: privacy_filter, name: Redaction, replicas: 2}
      - {id: labels, kind: external_system, name: Labelling company}
    flows:
      - {id: tickets-batch, from: tickets, to: batch, kind: data}
      - {id: batch-redact, from: batch, to: redact, kind: data}
      - {id: redact-labels, from: redact, to: labels, kind: data}

When to ignore
A processor under an agreement that covers the data and its region (`dpa: true` on the flow). Where nobody
states a class, nothing is said here: a call to a third party by a component that reads personal data is then
listed among the missing facts.

Source
GDPR Art. 28 and Art. 44–46; OWASP Top 10 for LLM applications (sensitive information disclosure); AWS
Machine Learning Lens MLSEC03-BP03.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Insert, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.texts import listed
from mlsd_studio.model.records import Flow

LEAVING = frozenset({"request", "data", "async", "feedback", "replicate"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each recipient by itself, with all the flows that bring it personal data."""
    if not facts.classes.personal.intersection(facts.classes.occurring):
        return
    people = facts.group("HUMAN_CLIENT")
    for id in sorted(facts.external - people, key=facts.order.__getitem__):
        flows = {
            flow.id: flow
            for flow, source in facts.into[id]
            if flow.kind in LEAVING
            and flow.dpa is not True
            and source not in facts.external
            and _leaving(facts, flow, source, id)
        }
        if flows:
            yield _finding(facts, id, list(flows.values()))


def _leaving(facts: Facts, flow: Flow, source: str, recipient: str) -> tuple[str, ...]:
    """Personal classes that go out with a flow: those it states, or those its source did not get from there."""
    classes, found = facts.classes, []
    for one in classes.on(flow.id, classes.personal):
        hop = classes.spread(one).components.get(source)
        fetched = hop is not None and hop[1] == recipient
        has = source in classes.spread(one).components and classes.passes_on(source, one)
        writes = flow.kind != "request" or flow.write is not False
        if flow.data_classes is not None or (has and writes and not fetched):
            found.append(one)
    return tuple(found)


def _finding(facts: Facts, id: str, flows: list[Flow]) -> Finding:
    first, name = flows[0], facts.name(id)
    carried = [one for one in facts.classes.personal if any(facts.classes.on(f.id, [one]) for f in flows)]
    what = listed(sorted(carried))
    senders = list(dict.fromkeys(flow.source for flow in flows))
    verb = "sends" if len(senders) == 1 else "send"
    cls = facts.classes.on(first.id, facts.classes.personal)[0]
    return RULE.finding(
        id,
        f"{facts.names(senders)} {verb} {what} to {name}",
        f"{name} is another company's and gets {what}: no filter for personal data stands on the way, "
        "and no processing agreement is stated.",
        subjects=[(id, "third party"), *((sender, "sends") for sender in senders)],
        path=(*facts.classes.inherited(first.id, cls), id),
        evidence=(
            Evidence("dpa", "not stated" if first.dpa is None else "no", origin="stated"),
            *facts.classes.evidence(first.id, [cls]),
        ),
        fixes=_fixes(facts, flows),
    )


def _fixes(facts: Facts, flows: list[Flow]) -> tuple[Fix, ...]:
    """Filter what goes to the recipient, for flows that end at the same element; or state the agreement.

    No filter between a switch and one of several recipients: it would take the others away. A filter that
    calls a sender itself is not used again.
    """
    ending = [flow for flow in flows if flow.target == flows[0].target]
    known = facts.first_of("privacy_filter")
    if known and set(facts.reach([known], facts.hard)) & {flow.source for flow in ending} - {known}:
        known = None
    label = f"Lead it through {facts.name(known)}" if known else "Redact personal data before it leaves"
    ids = tuple(flow.id for flow in ending)
    through = Insert(
        ids, "privacy_filter", "Privacy filter", ending[0].kind, existing=known, fields={"replicas": 2}
    )
    agreed = tuple(Set("flows", flow.id, {"dpa": True}) for flow in flows)
    one_way = known not in {flow.source for flow in flows} and not facts.mates(flows[0].target)
    redact = (Fix(label, (through,)),) if one_way else ()
    return (*redact, Fix("State that a processing agreement is in place", agreed))


RULE = Rule(
    "SEC004",
    "Personal data leaves to a third party without redaction or agreement",
    "security",
    "error",
    "sketch",
    True,
    check,
)
