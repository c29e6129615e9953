"""RES005 · Quorum system with fewer than three or an even number of members

What it finds
A self-run system that decides by majority (a coordination service, a message queue with quorum queues, a
clustered stream, search engine or document store) with two members; one that elects by strict majority with
an even number; and a log whose replication factor is below three or whose least number of replicas in sync
is not below the replication factor.

Why it matters
Two members give no majority once one is lost: more machines, and no better availability than one. Four
survive no more losses than three. Three copies with two in sync survive one lost broker without refusing
writes.

Example
    mlsd: 1
    components:
      - {id: shop, kind: backend_service, name: Shop, replicas: 2, auth: oidc}
      - {id: orders, kind: message_queue, technology: rabbitmq, name: Orders, replicas: 4}
      - {id: worker, kind: stream_processing, name: Order worker, replicas: 2}
    flows:
      - {id: shop-orders, from: shop, to: orders, kind: async, encrypted: true}
      - {id: orders-worker, from: orders, to: worker, kind: async, encrypted: true}

Instead
    mlsd: 1
    components:
      - {id: shop, kind: backend_service, name: Shop, replicas: 2, auth: oidc}
      - {id: orders, kind: message_queue, technology: rabbitmq, name: Orders, replicas: 3}
      - {id: worker, kind: stream_processing, name: Order worker, replicas: 2}
    flows:
      - {id: shop-orders, from: shop, to: orders, kind: async, encrypted: true}
      - {id: orders-worker, from: orders, to: worker, kind: async, encrypted: true}

When to ignore
Stores that follow one primary and elect nobody (state the technology), and clusters that a provider runs.

Source
Google SRE book, Managing Critical State (consensus); Apache Kafka documentation (replication factor,
min.insync.replicas).
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.units import majority
from mlsd_studio.model.records import Component

COPIES, IN_SYNC = 3, 2
"""The least replication factor, and the replicas in sync that go with it."""


def check(facts: Facts) -> Iterator[Finding]:
    """Each self-run quorum system in production: its members, then its copies."""
    for component in facts.of_group("QUORUM"):
        if component.id not in facts.self_run or not facts.in_production(component):
            continue
        elects = _elects(facts, component)
        if elects != "none" and component.replicas is not None and component.replicas > 0:
            strict = elects == "strict" and component.replicas % 2 == 0
            if component.replicas == 2 or strict:
                yield _members(facts, component, component.replicas)
                continue
        yield from _copies(facts, component)


def _elects(facts: Facts, component: Component) -> str:
    """How the technology decides, by the catalogue: `strict` majority, by majority, or `none`."""
    technology = facts.catalog.technologies.get(component.technology or "")
    return str(technology.vendor_defaults.get("majority", "majority")) if technology else "majority"


def _members(facts: Facts, component: Component, count: int) -> Finding:
    name, better = facts.name(component.id), max(3, count + 1)
    survive = count - majority(count)
    lost = "no loss" if survive == 0 else "one loss" if survive == 1 else f"{survive} losses"
    return RULE.finding(
        component.id,
        f"{name} has {count} members",
        f"{name} decides by majority: {count} members survive {lost}, as {count - 1} would.",
        subjects=[(component.id, "quorum")],
        evidence=(
            Evidence("members", count, origin="stated"),
            Evidence("majority", majority(count), origin="computed"),
            Evidence("losses survived", survive, origin="computed"),
        ),
        fixes=(
            Fix(f"Run {better} members of {name}", (Set("components", component.id, {"replicas": better}),)),
        ),
    )


def _copies(facts: Facts, component: Component) -> Iterator[Finding]:
    copies = _whole(facts.attribute(component, "replication_factor"))
    in_sync = _whole(facts.attribute(component, "min_insync_replicas"))
    few = copies is not None and copies < COPIES
    tight = copies is not None and in_sync is not None and in_sync >= copies
    if not few and not tight:
        return
    name = facts.name(component.id)
    wanted = max(copies or COPIES, COPIES)
    attributes = {**(component.attributes or {}), "replication_factor": wanted}
    if in_sync is not None:
        attributes["min_insync_replicas"] = min(max(in_sync, IN_SYNC), wanted - 1)
    fields: dict[str, object] = {"attributes": attributes}
    if component.replicas is not None and component.replicas < wanted:
        fields["replicas"] = wanted
    why = (
        f"keeps {copies} copies: a lost broker leaves too few to go on safely"
        if few
        else f"wants {in_sync} of {copies} copies in sync: one lost broker stops every write"
    )
    yield RULE.finding(
        component.id,
        f"{name} cannot lose a broker",
        f"{name} {why}.",
        subjects=[(component.id, "quorum")],
        evidence=(
            Evidence("replication factor", copies, origin="stated"),
            Evidence("least replicas in sync", in_sync, origin="stated"),
        ),
        fixes=(
            Fix(f"Keep {wanted} copies of {name}", (Set("components", component.id, fields),)),
            Fix("Show the attributes", (Focus((component.id,), "attributes"),)),
        ),
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


RULE = Rule(
    "RES005", "Quorum system with fewer than three or an even number of members", "resilience", "warning",
    "sketch", False, check,
)  # fmt: skip
