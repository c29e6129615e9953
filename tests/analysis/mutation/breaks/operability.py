"""Loose ends, senseless arrows, too much to run."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from tests.analysis.mutation.drafts import component, each, flow, stating
from tests.analysis.mutation.givens import said, staffed
from tests.analysis.mutation.kinds import Sites, mutation
from tests.analysis.mutation.picks import callers, facet, flows_of, kinds, replicated


@mutation("a service nobody uses", "OPS002")
def lonely_service(facts: Facts) -> Sites:
    yield "lonely", component(facts.document, "lonely", "backend_service", name="Forgotten service")


@mutation("a table nobody reads", "OPS002")  # fmt: skip
def unread_table(facts: Facts) -> Sites:
    for id in facet(facts, "ingestion", "transformation", "feature_pipeline"):
        document = component(facts.document, "table", "relational_db", name="Forgotten table")
        yield id, flow(document, id, "table", "data")


@mutation("too much for the team", "OPS003", given=staffed)
def too_small_a_team(facts: Facts) -> Sites:
    running = kinds(
        facts, "event_stream", "vector_db", "online_feature_store", "message_queue", "relational_db"
    )
    if [id for id in running if id in facts.self_run]:
        yield "team", stating(facts.document, "constraints", "team", value=0.01)


@mutation("a heavy platform of its own", "OPS003", given=staffed)  # fmt: skip
def heavy_platform(facts: Facts) -> Sites:
    streams = kinds(facts, "event_stream", "message_queue")
    if streams:
        document = each(facts.document, "components", streams, technology="kafka")
        yield "platform", stating(document, "constraints", "team", value=1)


@mutation("a store that calls", "OPS004", also={
    "DAT004": "answers come back on the new way",
})  # fmt: skip
def calling_store(facts: Facts) -> Sites:
    for id in kinds(facts, "online_feature_store", "data_lake", "prediction_store"):
        for caller in callers(facts)[:1]:
            yield id, flow(facts.document, id, caller, "request", role="optional")


@mutation("files for a person", "OPS004")
def files_for_people(facts: Facts) -> Sites:
    people = sorted(facts.group("HUMAN_CLIENT"), key=facts.order.__getitem__)
    for id in people[:1]:
        for caller in callers(facts)[:1]:
            yield id, flow(facts.document, caller, id, "data")


@mutation("telemetry to nobody", "OPS004")
def telemetry_to_nobody(facts: Facts) -> Sites:
    for one in flows_of(facts, "data"):
        sinks = facts.group("TELEMETRY_SINK") | facts.with_facet("prediction_log")
        ends = {one.source, one.target}
        if (
            ends <= set(kinds(facts, "data_source", "ingestion", "data_lake", "object_store"))
            and not ends & sinks
        ):
            yield one.id, flow(facts.document, one.target, one.source, "telemetry")


@mutation("a monitor that gives feedback", "OPS004")
def feedback_of_a_monitor(facts: Facts) -> Sites:
    for id in kinds(facts, "drift_monitor"):
        for trainer in facts.trainers[:1]:
            yield id, flow(facts.document, id, trainer.id, "feedback")


@mutation(
    "replicas are no longer known", "OPS001", given=said, also={"RES001": "it asks for the same number"}
)
def unknown_replicas(facts: Facts) -> Sites:
    for id in replicated(facts):
        yield id, stating(facts.document, "components", id, replicas=None)


@mutation("personal data and no word on encryption", "OPS001", given=said, also={
    "SEC005": "it asks how long the data is kept"})  # fmt: skip
def unknown_encryption(facts: Facts) -> Sites:
    sources = [id for id in kinds(facts, "data_source") if facts.components[id].role is None]
    if sources:
        yield "sources", each(facts.document, "components", sources, data_classes=["pii"])
