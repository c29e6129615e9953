"""SEC008 · Personal data crosses a region that is not allowed

What it finds
Where a requirement names the regions that data may be in: a flow that takes personal data into another
region, without a legal basis stated on the flow. Replicas, backups and what is read back across a region
count too. Data that begins in such a region is told once, on the flow out of where it begins.

Why it matters
A transfer needs a legal basis, and it is the drawing that decides whether there is a transfer at all.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: where, category: system, text: Data stays in the EU, regions: [eu-west]}
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days}
      - {id: loader, kind: ingestion, name: Loader}
    boundaries:
      - {id: eu-west, kind: region, members: [crm, loader]}
      - {id: us-east, kind: region, members: [dwh]}
    flows:
      - {id: crm-loader, from: crm, to: loader, kind: data}
      - {id: loader-dwh, from: loader, to: dwh, kind: data}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: where, category: system, text: Data stays in the EU, regions: [eu-west]}
    components:
      - {id: crm, kind: data_source, name: Customer system, data_classes: [pii]}
      - {id: dwh, kind: data_warehouse, name: Warehouse, role: analytics, retention: 365 days}
      - {id: loader, kind: ingestion, name: Loader}
    boundaries:
      - {id: eu-west, kind: region, members: [crm, loader]}
      - {id: us-east, kind: region, members: [dwh]}
    flows:
      - {id: crm-loader, from: crm, to: loader, kind: data}
      - {id: loader-dwh, from: loader, to: dwh, kind: data, region_basis: scc}

When to ignore
An adequacy decision, standard clauses or another basis: state it on the flow. People have no region, and a
component without one is listed among the missing facts. A region named `eu` allows `eu-west` as well.

Source
GDPR Art. 44–49.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.compliance import allowed_regions, is_allowed, region_of
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Operation, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.texts import listed
from mlsd_studio.model.records import Boundary, Flow


def check(facts: Facts) -> Iterator[Finding]:
    """Each flow that brings personal data where it may not be."""
    allowed = allowed_regions(facts)
    if not allowed:
        return
    classes = facts.classes
    regions = {id: region_of(facts, id) for id in facts.components if id not in facts.people}
    for flow in facts.flows.values():
        carried = classes.on(flow.id, classes.personal) if flow.region_basis is None else ()
        for sender, receiver in _passages(facts, flow, carried):
            region = regions.get(receiver)
            if region is None or is_allowed(region, allowed):
                continue
            if regions.get(sender) == region and not _begins(facts, flow, sender, carried[0]):
                continue
            yield _finding(facts, flow, carried, (sender, receiver), region, allowed)
            break


def _passages(facts: Facts, flow: Flow, carried: tuple[str, ...]) -> list[tuple[str, str]]:
    """(from, to) of what a flow carries: forth, and from a store back to who reads it."""
    if not carried:
        return []
    pairs = [(s, t) for s in facts.ends(flow.source, flow.kind) for t in facts.ends(flow.target, flow.kind)]
    if flow.kind != "request" or flow.data_classes is not None:
        return pairs
    holds = facts.classes.spread(carried[0]).components
    back = [(t, s) for s, t in pairs if t in holds]
    return [*((s, t) for s, t in pairs if s in holds and flow.write is not False), *back]


def _begins(facts: Facts, flow: Flow, sender: str, cls: str) -> bool:
    return facts.classes.origin(flow.id, cls) in (sender, flow.id)


def _finding(
    facts: Facts,
    flow: Flow,
    carried: tuple[str, ...],
    ends: tuple[str, str],
    region: Boundary,
    allowed: dict[str, str],
) -> Finding:
    sender, receiver = ends
    what, place = listed(carried), facts.name(region.id)
    named = " or ".join(sorted(allowed))
    return RULE.finding(
        flow.id,
        f"{facts.name(receiver)} in {place} gets {what}",
        f"{facts.name(sender)} passes {what} to {facts.name(receiver)} in {place}; allowed is {named}, and the "
        "flow states no basis for the transfer.",
        subjects=[(flow.id, "transfer"), (receiver, "in another region"), (sender, "sends")],
        path=(*facts.classes.inherited(flow.id, carried[0]), receiver),
        evidence=(
            Evidence("region", place, origin="stated"),
            Evidence("allowed regions", named, origin="stated"),
            *facts.classes.evidence(flow.id, carried),
        ),
        requirement=next(iter(allowed.values())),
        fixes=_fixes(facts, flow, receiver, allowed),
    )


def _fixes(facts: Facts, flow: Flow, receiver: str, allowed: dict[str, str]) -> tuple[Fix, ...]:
    """Move the receiver into an allowed region that is drawn; or say what the transfer rests on."""
    boundaries = facts.document.boundaries
    home = next(
        (one for one in boundaries.values() if one.kind == "region" and is_allowed(one, allowed)), None
    )
    basis = Fix("State the legal basis of the transfer", (Focus((flow.id,), "region_basis"),))
    clauses = Fix("State that standard clauses cover it", (Set("flows", flow.id, {"region_basis": "scc"}),))
    if home is None:
        return clauses, basis
    old = boundaries[facts.holder[receiver]]
    left = [id for id in old.members if id != receiver]
    moves: list[Operation] = [
        Set("boundaries", old.id, {"members": left}),
        Set("boundaries", home.id, {"members": [*home.members, receiver]}),
    ]
    label = f"Move {facts.name(receiver)} into {facts.name(home.id)}"
    return Fix(label, tuple(moves)), clauses, basis


RULE = Rule(
    "SEC008",
    "Personal data crosses a region that is not allowed",
    "security",
    "error",
    "review",
    False,
    check,
)
