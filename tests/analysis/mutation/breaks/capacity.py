"""Too little, too slow, too dear."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from tests.analysis.mutation.drafts import component, flow, marked, requirement, stating
from tests.analysis.mutation.givens import RATE, budgeted, loaded, streamed, timed, unhurried
from tests.analysis.mutation.kinds import Sites, mutation
from tests.analysis.mutation.picks import callers, kinds, models, needed, replicated

ON_THE_PATH = {
    "MON001": "what is new on the path is watched by nobody",
    "RES001": "what is new on the path states no replicas",
    "SEC011": "an agent's new call does not say that it only reads",
}


@mutation("a slow component", "CAP001", given=timed)
def slow_component(facts: Facts) -> Sites:
    for id in needed(facts):
        yield id, stating(facts.document, "components", id, latency={"p50": "10 min", "p95": "20 min"})


@mutation("a target that is too short", "CAP001", given=timed)
def short_target(facts: Facts) -> Sites:
    if needed(facts):
        yield "target", stating(facts.document, "requirements", "speed", target="<= 0.01 ms")


@mutation("it wakes up slowly", "CAP001", given=timed, also={"RES001": "none or one at a time is no spare"})
def cold_start(facts: Facts) -> Sites:
    for id in needed(facts):
        yield id, stating(facts.document, "components", id, autoscaling={"min": 0, "max": 5}, replicas=None,
                          cold_start="10 min")  # fmt: skip


@mutation("a tiny capacity", "CAP002", given=loaded)
def tiny_capacity(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, capacity="1 rps")


@mutation("little room", "CAP002", given=loaded)
def little_room(facts: Facts) -> Sites:
    for id in replicated(facts):
        copies, load = facts.components[id].replicas or 1, _load(facts, id)
        if load:
            yield id, stating(facts.document, "components", id, capacity=f"{load / copies / 0.9} rps")


def _load(facts: Facts, id: str) -> float:
    """Calls a second at a component where every journey brings the same rate, through `calls` alone."""
    rates = {journey.entry: float(RATE) for journey in facts.journeys}
    total = dict(rates)
    order = list(rates)
    for at in order:
        for hop, other in facts.out[at]:
            if hop.kind == "request" and hop.fallback_of is None:
                total[other] = total.get(other, 0.0) + total[at] * (1.0 if hop.calls is None else hop.calls)
                order.append(other)
                if len(order) > 500:
                    return 0.0
    return total.get(id, 0.0)


@mutation("growth beyond what is there", "CAP002", given=timed)
def growth(facts: Facts) -> Sites:
    if len(facts.journeys) == 1 and needed(facts):
        yield "growth", requirement(
            facts.document, "peak", metric="throughput", target=f">= {RATE} rps", growth=1000,
            journey=facts.journeys[0].id,
        )  # fmt: skip


@mutation("the lake is asked while the user waits", "CAP003", also=ON_THE_PATH)
def lake_on_the_path(facts: Facts) -> Sites:
    lakes = kinds(facts, "data_lake", "object_store", "data_warehouse")
    for id in callers(facts):
        if lakes:
            yield id, flow(facts.document, id, lakes[0], "request")


@mutation("a warehouse is asked while the user waits", "CAP003", also=ON_THE_PATH)
def warehouse_on_the_path(facts: Facts) -> Sites:
    for id in callers(facts):
        document = component(facts.document, "facts", "data_warehouse", name="Facts")
        yield id, flow(document, id, "facts", "request")


@mutation("one replica less is too few", "CAP004", given=loaded, stage="production")
def no_spare(facts: Facts) -> Sites:
    for id in replicated(facts):
        copies, load = facts.components[id].replicas or 1, _load(facts, id)
        if load:
            yield (
                id,
                stating(
                    facts.document,
                    "components",
                    id,
                    capacity=f"{load / (copies - 0.5)} rps",
                    max_utilisation="99 %",
                ),
            )


@mutation("a price above the ceiling", "CAP005", given=budgeted)
def dear_component(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, cost={"replica": "900000000 USD"})


@mutation("a ceiling below the price", "CAP005", given=budgeted)
def low_ceiling(facts: Facts) -> Sites:
    for id in replicated(facts)[:1]:
        document = stating(facts.document, "components", id, cost={"replica": "900 USD"})
        yield "ceiling", stating(document, "requirements", "budget", target="<= 1 USD")


@mutation("one shard for everything", "CAP006", given=streamed, also={"CAP002": "the stream is full as well"})
def one_shard(facts: Facts) -> Sites:
    for journey in facts.document.journeys.values():
        fed = facts.reach([journey.entry], lambda one: one.kind in ("request", "async"))
        for id in kinds(facts, "event_stream"):
            if id in fed and _published(facts, id):
                document = stating(facts.document, "journeys", journey.id, rate="3000 rps")
                yield id, stating(document, "components", id, partitions=1)


def _published(facts: Facts, id: str) -> bool:
    """Whether a caller on the journey publishes to the stream directly, so that its rate is known."""
    return any(hop[0].kind == "async" and hop[1] in facts.all_called for hop in facts.into[id])


@mutation("all inputs are known beforehand", "CAP007", given=unhurried)
def enumerable(facts: Facts) -> Sites:
    for id in models(facts):
        if facts.components[id].kind == "model_endpoint" and id in facts.all_called:
            yield id, marked(facts.document, "components", id, inputs_enumerable=True)
