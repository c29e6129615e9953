"""Replicas, zones, stand-ins, backups and buffers taken away."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Boundary
from tests.analysis.mutation.drafts import (
    adding,
    component,
    flow,
    stating,
    without,
)
from tests.analysis.mutation.givens import available, recoverable, zoned
from tests.analysis.mutation.kinds import Sites, mutation
from tests.analysis.mutation.picks import callers, facet, kinds, needed, replicated, servers, services

LESS_AVAILABLE = {
    "RES002": "the journey is less available with one of them",
}


@mutation("one replica", "RES001", given=available, also=LESS_AVAILABLE)
def one_replica(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, replicas=1)


@mutation("one replica, no target", "RES001")
def one_replica_unasked(facts: Facts) -> Sites:
    for id in reversed(replicated(facts)):
        yield id, stating(facts.document, "components", id, replicas=1)


@mutation("replicas not stated", "RES001")
def unstated_replicas(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, replicas=None)


@mutation("all replicas in one zone", "RES001", given=zoned, also={
    "RES004": "it says the same of what is no single point",
    **LESS_AVAILABLE,
})  # fmt: skip
def one_zone(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, zones=["a"])


@mutation("two of three in one zone", "RES001", given=zoned, also=LESS_AVAILABLE)
def crowded_zone(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, zones=["a", "b"], needs=2)


@mutation("everything in one cluster that may fail", "RES001", given=available, also=LESS_AVAILABLE)
def one_cluster(facts: Facts) -> Sites:
    members = tuple(replicated(facts)[:2])
    if members:
        yield (
            "cluster",
            adding(
                facts.document, Boundary, "boundaries", id="cell", kind="cluster", members=members,
                availability="99.9 %",
            ),
        )  # fmt: skip


@mutation("a lone balancer in front", "RES001", also={"MON001": "the new balancer is watched by nobody"})
def lone_balancer(facts: Facts) -> Sites:
    for id in services(facts):
        calls = [hop[0].id for hop in facts.into[id] if hop[0].kind == "request"]
        if calls:
            document = component(facts.document, "balancer", "load_balancer", name="Balancer", replicas=1)
            for call in calls:
                document = stating(document, "flows", call, target="balancer")
            yield id, flow(document, "balancer", id, "request")


@mutation("a lone consumer behind a queue", "RES001")
def lone_consumer(facts: Facts) -> Sites:
    waiting = facts.with_facet("stream_processing") | facts.with_facet("stream_inference")
    for id in sorted(waiting, key=facts.order.__getitem__):
        if (facts.components[id].replicas or 0) > 1 and id not in facts.all_called:
            yield id, stating(facts.document, "components", id, replicas=1)


@mutation("a target that cannot be met", "RES002", given=available)  # fmt: skip
def too_high_a_target(facts: Facts) -> Sites:
    if needed(facts):
        yield "target", stating(facts.document, "requirements", "uptime", target=">= 99.9999999 %")


@mutation("a component that is often down", "RES002", given=available, also=LESS_AVAILABLE)
def often_down(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, availability="40 %")


@mutation("no stand-in for a call", "RES003", also={
    "OPS002": "the stand-in is not connected",
})  # fmt: skip
def no_stand_in(facts: Facts) -> Sites:
    for flows in facts.stand_ins.values():
        call = facts.flows[flows[0].fallback_of or ""]
        behind = _behind(facts, call.target)
        if (
            call.kind == "request"
            and any(facts.components[id].kind == "model_endpoint" for id in behind)
            and not any(facts.mates(id) for id in behind)
        ):
            yield call.id, without(facts.document, [one.id for one in flows])


def _behind(facts: Facts, id: str) -> list[str]:
    """A callee, and what a router in front of it leads to."""
    found = list(facts.ends(id, "request"))
    if any(facts.components[one].kind in facts.catalog.group("ROUTER") for one in found):
        found += [hop[1] for hop in facts.out[id] if hop[0].kind == "request"]
    return found


@mutation("a partner is called with no way out", "RES003", also={
    "SEC011": "an agent's new call does not say that it only reads"})  # fmt: skip
def external_call(facts: Facts) -> Sites:
    for id in callers(facts):
        document = component(facts.document, "partner", "external_system", name="Partner")
        yield id, flow(document, id, "partner", "request")


@mutation("no timeout to a provider", "RES003")
def no_timeout(facts: Facts) -> Sites:
    for one in facts.flows.values():
        if (
            one.id in facts.stand_ins
            and one.timeout is not None
            and one.target in facts.with_facet("llm_provider")
        ):
            yield one.id, stating(facts.document, "flows", one.id, timeout=None)


@mutation("one provider of two", "RES003", also={"OPS002": "it is not connected"})
def one_provider(facts: Facts) -> Sites:
    for group in facts.document.groups.values():
        providers = [id for id in group.members if id in facts.group("LLM")]
        if len(providers) > 1:
            yield providers[-1], without(facts.document, [*providers[1:], group.id])


@mutation("a soft component in one zone", "RES004", given=zoned)
def soft_in_one_zone(facts: Facts) -> Sites:
    soft = facts.all_called - set(needed(facts))
    for id in sorted(soft & facts.self_run, key=facts.order.__getitem__):
        if (facts.components[id].replicas or 0) > 1:
            yield id, stating(facts.document, "components", id, zones=["a"])


@mutation("two members of a quorum", "RES005", also={"RES001": "two of two have to be up"})
def two_of_a_quorum(facts: Facts) -> Sites:
    for id in sorted(facts.group("QUORUM") & facts.self_run, key=facts.order.__getitem__):
        if (facts.components[id].replicas or 0) > 2:
            yield id, stating(facts.document, "components", id, replicas=2)


@mutation("a log that is kept once", "RES005")
def unreplicated_log(facts: Facts) -> Sites:
    for id in facet(facts, "event_stream"):
        once = stating(facts.document, "components", id, technology="kafka")
        yield id, stating(once, "components", id, attributes={"replication_factor": 1})


def _kept(facts: Facts) -> list[str]:
    """Stores whose content comes from outside, and the registry: nothing could build them again."""
    first = {hop[1] for id in facts.components for hop in facts.out[id]
             if facts.components[id].kind in ("data_source", "ingestion") and hop[0].kind == "data"}  # fmt: skip
    kept = (facts.group("STORE") & first) | facts.with_facet("model_registry")
    return sorted(kept - facts.external, key=facts.order.__getitem__)


@mutation("no backup of a store", "RES006", given=recoverable)
def no_backup(facts: Facts) -> Sites:
    for id in _kept(facts):
        yield id, stating(facts.document, "components", id, backup="none")


@mutation("a backup that is too old", "RES006", given=recoverable)
def old_backup(facts: Facts) -> Sites:
    for id in _kept(facts):
        yield id, stating(facts.document, "components", id, backup={"rpo": "7 days"})


BURSTY = ("client_device", "external_system", "cdc", "ingestion")


@mutation("no buffer before a slower store", "RES007")
def no_buffer(facts: Facts) -> Sites:
    for id in facet(facts, "event_stream", "message_queue"):
        fast = [hop[1] for hop in facts.into[id] if facts.components[hop[1]].kind in BURSTY]
        slow = [hop[1] for hop in facts.out[id] if facts.components[hop[1]].capacity is not None]
        if fast and slow:
            yield id, flow(without(facts.document, [id]), fast[0], slow[0], "data")


@mutation("three feeds into one store", "RES007", also={"MON006": "nobody watches the new feeds"})
def three_feeds(facts: Facts) -> Sites:
    for id in kinds(facts, "data_lake"):
        document = facts.document
        for name in ("first", "second", "third"):
            document = component(document, f"{name}-feed", "ingestion", name=f"{name} feed")
            document = flow(document, f"{name}-feed", id, "data")
        yield id, document


@mutation("services that call each other", "RES008")
def call_cycle(facts: Facts) -> Sites:
    answering = {*services(facts), *servers(facts)}
    for one in facts.flows.values():
        if one.source in answering and one.target in answering and facts.hard(one):
            yield one.id, flow(facts.document, one.target, one.source, "request")


@mutation("a service that calls itself", "RES008")
def self_call(facts: Facts) -> Sites:
    for id in services(facts)[:1]:
        yield id, flow(facts.document, id, id, "request")
