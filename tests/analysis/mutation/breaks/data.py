"""Checks, versions and orchestration of data taken away; features computed twice."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from tests.analysis.mutation.drafts import (
    bypassed,
    component,
    each,
    flow,
    marked,
    stating,
    without,
)
from tests.analysis.mutation.givens import fresh, private
from tests.analysis.mutation.kinds import Sites, mutation
from tests.analysis.mutation.picks import callers, facet, flows_of, kinds

UNREAD = {"OPS002": "what is left has no reader"}
UNTRIGGERED = {
    "LIF003": "what triggered training is gone",
    "MON006": "the orchestrator told when a pipeline failed",
}
TWO_PATHS = {
    "SKW002": "the store serves what training no longer reads",
}


@mutation("no validation of data", "DAT001")
def no_validation(facts: Facts) -> Sites:
    checks = facet(facts, "data_validation")
    if checks and facts.trainers:
        yield "all", bypassed(facts.document, checks)


@mutation("a bought data set goes straight into training", "DAT001")
def unchecked_source(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        document = component(facts.document, "bought", "third_party_data", name="Bought data")
        yield trainer.id, flow(document, "bought", trainer.id, "data")


@mutation("an unchecked corpus", "DAT001")
def unchecked_corpus(facts: Facts) -> Sites:
    checks = facet(facts, "data_validation")
    if checks and facts.group("LLM_APP"):
        yield "corpus", bypassed(facts.document, checks)


@mutation("no schema of messages", "DAT002")
def no_schema(facts: Facts) -> Sites:
    known = facet(facts, "schema_registry")
    shared = [
        id
        for id in facet(facts, "event_stream")
        if len({h[1] for h in facts.out[id] if h[0].kind in ("async", "data")}) > 1
        and any(h[1] in facts.group("PIPELINE") or "stream_inference" in facts.facets(h[1]) for h in facts.out[id])
    ]  # fmt: skip
    if known and shared:
        yield "all", without(facts.document, known)


@mutation("nothing records a run", "DAT003", also={
    "SKW001": "training no longer reads the store that serving reads",
    "SKW002": "training no longer reads the store that serving reads",
    **UNREAD,
})  # fmt: skip
def unrecorded_runs(facts: Facts) -> Sites:
    jobs = {trainer.id for trainer in facts.trainers}
    if not jobs:
        return
    document = without(facts.document, facet(facts, "experiment_tracker", "data_versioning", "lineage"))
    for one in flows_of(facts, "data"):
        if one.target in jobs and one.source in facts.group("FEATURE_SOURCE"):
            makers = [hop[1] for hop in facts.into[one.source] if hop[0].kind == "data"]
            document = stating(document, "flows", one.id, source=makers[0])
    yield "all", document


@mutation("the model chooses what it learns from", "DAT004")
def own_feedback(facts: Facts) -> Sites:
    lakes = [id for id in kinds(facts, "data_lake") if facts.path(id, _jobs(facts), ("data",))]
    kept = any(
        facts.attribute(one, name) for one in facts.components.values()
        for name in ("holdout", "exploration", "propensity_logging")
    )  # fmt: skip
    if not lakes or kept or facet(facts, "experiment_platform"):
        return
    for id in callers(facts):
        if any(
            model in facts.reach([id], lambda one: one.kind == "request")
            for model in kinds(facts, "model_endpoint")
        ):
            document = component(facts.document, "clicks", "event_stream", name="Clicks", managed=True)
            document = flow(document, id, "clicks", "async")
            yield id, flow(document, "clicks", lakes[0], "data")


def _jobs(facts: Facts) -> set[str]:
    return {trainer.id for trainer in facts.trainers}


@mutation("no holdout any more", "DAT004", also={
    "EVL002": "the experiment split was the gradual release",
    "LIF002": "the experiment split was the way back",
    **UNREAD,
})  # fmt: skip
def no_holdout(facts: Facts) -> Sites:
    held = [id for id, one in facts.components.items() if facts.attribute(one, "holdout")]
    split = facet(facts, "experiment_platform")
    streams = {id for id in facet(facts, "event_stream") if facts.path(id, _jobs(facts), ("data", "async"))}
    if (held or split) and streams & facts.reach(
        callers(facts), lambda one: one.kind in ("async", "request")
    ).keys():
        document = without(facts.document, split)
        for id in held:
            if id in document.components:
                document = marked(document, "components", id, holdout=None)
        yield "all", document


@mutation("no orchestrator", "DAT005", also=UNTRIGGERED | UNREAD)
def no_orchestrator(facts: Facts) -> Sites:
    known = facet(facts, "orchestrator")
    if known and _chained(facts):
        yield "all", without(facts.document, known)


@mutation("the orchestrator starts nothing", "DAT005", also=UNTRIGGERED)
def idle_orchestrator(facts: Facts) -> Sites:
    known = set(facet(facts, "orchestrator"))
    steps = facts.group("PIPELINE", "TRAINING") | facts.with_facet("batch_inference")
    flows = [one.id for one in flows_of(facts, "control") if one.source in known and one.target in steps]
    if flows and _chained(facts):
        yield "all", without(facts.document, flows)


def _chained(facts: Facts) -> bool:
    """Whether data leads from one scheduled step over a second to a third, stores in between aside."""
    streams = facts.with_facet("stream_processing")
    steps = (facts.group("PIPELINE", "TRAINING") | facts.with_facet("batch_inference")) - streams
    after = {id: steps & facts.reach([id], lambda one: one.kind == "data").keys() - {id} for id in steps}
    return any(after[second] - {id} for id in steps for second in after[id])


@mutation("no catalogue of personal data", "DAT006", given=private, stage="production")  # fmt: skip
def no_catalogue(facts: Facts) -> Sites:
    known = facet(facts, "data_catalog", "lineage")
    classes = facts.classes
    if known and sum(bool(classes.at(id, classes.personal)) for id in facts.group("PERSONAL_STORE")) > 2:
        yield "all", without(facts.document, known)


@mutation("training computes features of its own", "SKW001", also=TWO_PATHS | UNREAD)
def own_features(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        reads = [
            hop[0].id for hop in facts.into[trainer.id]
            if hop[0].kind == "data" and hop[1] in facts.group("FEATURE_SOURCE")
        ]  # fmt: skip
        checks = facet(facts, "data_validation")
        if reads and checks:
            document = without(facts.document, reads)
            document = component(document, "again", "feature_pipeline", name="Features again")
            document = flow(document, checks[0], "again", "data")
            yield trainer.id, flow(document, "again", trainer.id, "data")


@mutation("training rebuilds from raw data", "SKW001", also=TWO_PATHS | UNREAD)
def raw_training(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        checks = facet(facts, "data_validation")
        for hop, source in facts.into[trainer.id]:
            if hop.kind == "data" and source in facts.group("FEATURE_SOURCE") and checks:
                yield trainer.id, stating(facts.document, "flows", hop.id, source=checks[0])


@mutation("nobody fills the online store", "SKW002", also={
    "SKW001": "serving and training no longer share a source",
    **UNREAD,
})  # fmt: skip
def unfilled_store(facts: Facts) -> Sites:
    for id in kinds(facts, "online_feature_store"):
        flows = [hop[0].id for hop in facts.into[id] if hop[0].kind in ("data", "async")]
        if flows and id in facts.all_called | set(_stream_read(facts)):
            yield id, without(facts.document, flows)


def _stream_read(facts: Facts) -> list[str]:
    return [hop[1] for id in kinds(facts, "stream_inference") for hop in facts.out[id]]


@mutation("training never sees what is served", "SKW002", also={
    "SKW001": "serving and training no longer share a source", **UNREAD,
})  # fmt: skip
def unshared_store(facts: Facts) -> Sites:
    jobs = _jobs(facts)
    if not kinds(facts, "online_feature_store"):
        return
    for id in kinds(facts, "feature_store"):
        makers = [hop[1] for hop in facts.into[id] if hop[0].kind == "data"]
        flows = [hop[0].id for hop in facts.out[id] if hop[1] in jobs and hop[0].kind == "data"]
        if flows and makers:
            yield id, each(facts.document, "flows", flows, source=makers[0])


@mutation("training reads the online store", "SKW002")
def training_online(facts: Facts) -> Sites:
    for id in kinds(facts, "online_feature_store"):
        for trainer in facts.trainers:
            yield id, flow(facts.document, id, trainer.id, "data")


@mutation("features are filled once a week", "SKW003", given=fresh)
def stale_features(facts: Facts) -> Sites:
    stores = facts.group("FEATURE_SOURCE", "ONLINE_STORE") & facts.all_called
    for id in sorted(stores, key=facts.order.__getitem__):
        flows = [hop[0].id for hop in facts.into[id] if hop[0].kind == "data"]
        if flows:
            yield id, each(facts.document, "flows", flows, interval="7 days")


@mutation("the index is built with another embedding model", "SKW004", also={
    "MON001": "the new model is watched by nobody",
    "MON002": "the new model is watched by nobody",
})  # fmt: skip
def two_embeddings(facts: Facts) -> Sites:
    models = kinds(facts, "embedding_service")
    for id in models:
        for hop, caller in facts.into[id]:
            writes = any(
                facts.components[to].kind == "vector_db" and one.kind == "data"
                for one, to in facts.out[caller]
            )
            if hop.kind == "request" and writes:
                document = component(facts.document, "other", "embedding_service", name="Other embedding")
                yield caller, stating(document, "flows", hop.id, target="other")


@mutation("the index was built with an older version", "SKW004", also={
    "MON001": "the new copy is watched by nobody",
    "MON002": "the new copy is watched by nobody",
})  # fmt: skip
def older_embeddings(facts: Facts) -> Sites:
    for id in kinds(facts, "embedding_service"):
        for hop, caller in facts.into[id]:
            writes = any(
                facts.components[to].kind == "vector_db" and one.kind == "data"
                for one, to in facts.out[caller]
            )
            if hop.kind == "request" and writes:
                document = marked(facts.document, "components", id, model_version="2")
                document = component(
                    document,
                    "older",
                    "embedding_service",
                    name="Older embedding",
                    attributes={"model_version": "1"},
                )
                yield caller, stating(document, "flows", hop.id, target="older")
