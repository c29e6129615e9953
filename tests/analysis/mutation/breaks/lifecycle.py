"""Registries, gates, gradual releases and ways back taken away."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model import Document
from tests.analysis.mutation.drafts import bypassed, component, each, flow, stating, without
from tests.analysis.mutation.givens import aged, automated, measured
from tests.analysis.mutation.kinds import Sites, mutation
from tests.analysis.mutation.picks import facet, flows_of, kinds, models, own_servers

UNREAD = {"OPS002": "what is left has no reader"}
NO_SWITCH = {
    "EVL002": "the switch was the gradual release",
    "LIF002": "the switch was the way back",
    "DAT004": "the switch kept part of the traffic apart",
}
NOTEBOOK = {
    "LIF001": "what comes from a notebook has no version",
    "EVL001": "what comes from a notebook was judged by nobody",
}


@mutation("no registry", "LIF001", also={
    "LIF002": "without versions there is no way back",
})  # fmt: skip
def no_registry(facts: Facts) -> Sites:
    known = facet(facts, "model_registry")
    if known and facts.trainers:
        yield "all", bypassed(facts.document, known)


@mutation("the model gets there by hand", "LIF001", also=NO_SWITCH | UNREAD | {
    "LIF002": "without a delivery there is no version to go back to",
})  # fmt: skip
def no_delivery(facts: Facts) -> Sites:
    targets = set(models(facts))
    flows = [one.id for one in flows_of(facts, "artifact") if one.target in targets]
    if flows and facts.trainers:
        yield "all", without(facts.document, flows)


def _no_router(document: Document, facts: Facts) -> Document:
    """Without anything that splits, switches or rolls out."""
    switches = facts.group("ROUTER") | facts.with_facet("traffic_router") | facts.with_facet("feature_flag")
    plain = {id for id in switches if id not in facts.group("OWN_MODEL_SERVING")}
    return bypassed(document, plain)


def _no_deployer(document: Document, facts: Facts) -> Document:
    """Without control flows from CI or an orchestrator into what serves."""
    makers = set(facet(facts, "ci_cd", "orchestrator"))
    flows = [
        one.id for one in flows_of(facts, "control")
        if one.source in makers and one.target in facts.group("SERVING") and one.id in document.flows
    ]  # fmt: skip
    return without(document, flows)


def _sole(facts: Facts) -> list[str]:
    """Model servers without a second version beside them."""
    return [id for id in own_servers(facts) if not facts.mates(id) and not _stood_in(facts, id)]


def _stood_in(facts: Facts, id: str) -> bool:
    """Whether another serving component stands in for calls to it."""
    served = facts.group("SERVING")
    return any(
        stand_in.target in served for hop in facts.into[id] for stand_in in facts.stand_ins.get(hop[0].id, ())
    )


@mutation("no way back", "LIF002", also=NO_SWITCH)
def no_way_back(facts: Facts) -> Sites:
    if _sole(facts):
        yield "all", _no_deployer(_no_router(facts.document, facts), facts)


@mutation("releases all at once", "LIF002", also=NO_SWITCH)
def all_at_once(facts: Facts) -> Sites:
    for id in _sole(facts):
        document = _no_deployer(_no_router(facts.document, facts), facts)
        if id in document.components:
            yield id, stating(document, "components", id, rollout="all_at_once")


@mutation("no gradual release", "EVL002", also=NO_SWITCH)
def no_gradual_release(facts: Facts) -> Sites:
    if [id for id in _sole(facts) if facts.components[id].kind != "stream_inference"]:
        yield "all", _no_router(facts.document, facts)


@mutation("updates to every device at once", "EVL002")  # fmt: skip
def every_device_at_once(facts: Facts) -> Sites:
    for id in kinds(facts, "edge_model"):
        if any(one.kind == "artifact" for one, _ in facts.into[id]):
            yield id, _no_router(facts.document, facts)


@mutation("nobody starts training", "LIF003")
def untriggered_training(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        flows = [hop[0].id for hop in facts.into[trainer.id] if hop[0].kind == "control"]
        if flows and trainer.schedule is None:
            yield trainer.id, without(facts.document, flows)


@mutation("training is rarer than the tolerated age", "LIF003", given=aged)
def rare_training(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        yield trainer.id, stating(facts.document, "components", trainer.id, schedule="90 days")


@mutation("a notebook delivers to serving", "LIF004", also=NOTEBOOK)
def notebook_to_serving(facts: Facts) -> Sites:
    for id in models(facts):
        if any(one.kind == "artifact" for one, _ in facts.into[id]):
            document = component(facts.document, "scratch", "notebook", name="Scratch notebook")
            yield id, flow(document, "scratch", id, "artifact")


@mutation("a notebook publishes to the registry", "LIF004", also=NOTEBOOK)
def notebook_to_registry(facts: Facts) -> Sites:
    for id in facet(facts, "model_registry"):
        document = component(facts.document, "scratch", "notebook", name="Scratch notebook")
        yield id, flow(document, "scratch", id, "artifact")


@mutation("a notebook deploys", "LIF004", also=NOTEBOOK)
def notebook_deploys(facts: Facts) -> Sites:
    for id in own_servers(facts):
        document = component(facts.document, "scratch", "notebook", name="Scratch notebook")
        yield id, flow(document, "scratch", id, "control")


@mutation("no evaluation gate", "EVL001", also={
    "MON008": "drift was compared with the evaluation set",


    **UNREAD,
})  # fmt: skip
def no_gate(facts: Facts) -> Sites:
    gates = facet(facts, "evaluation")
    if gates and facts.trainers:
        yield "all", bypassed(facts.document, [id for id in gates if id not in facts.group("MONITOR")])


@mutation("a way past the evaluation", "EVL001")
def past_the_gate(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        for id in facet(facts, "model_registry"):
            yield trainer.id, flow(facts.document, trainer.id, id, "artifact")


@mutation("nothing measures the business metric", "EVL003", given=measured, also={
    "MON005": "outcomes were the labels as well",
    "DAT004": "what is left of the loop",
    "EVL002": "the experiment split was the gradual release", "LIF002": "the experiment split was the way back",
    **UNREAD,
})  # fmt: skip
def unmeasured_business(facts: Facts) -> Sites:
    measures = set(facet(facts, "quality_monitor", "data_warehouse", "bi_dashboard", "experiment_platform"))
    if measures:
        yield "all", without(facts.document, measures)


@mutation("no evaluation of the answers", "EVL004", also=UNREAD)
def no_answer_evaluation(facts: Facts) -> Sites:
    judges = [
        *kinds(facts, "evaluation"),
        *(id for id in kinds(facts, "object_store") if facts.components[id].role == "eval_set"),
    ]
    if judges and facts.group("LLM_APP"):
        yield "all", without(facts.document, judges)


@mutation("decisions about people, groups never compared", "EVL005", given=automated, also={
    "SEC012": "nor does anybody review them", })  # fmt: skip
def unfair(facts: Facts) -> Sites:
    if facet(facts, "explainer", "fairness_monitor"):
        return
    for id in models(facts):
        if facts.components[id].kind in ("model_endpoint", "batch_inference", "stream_inference"):
            yield id, stating(facts.document, "components", id, decision_effect="automated_about_people")


@mutation("no comparison of groups any more", "EVL005")
def no_explainer(facts: Facts) -> Sites:
    decides = any(one.decision_effect == "automated_about_people" for one in facts.components.values())
    if decides and facet(facts, "explainer"):
        yield "all", without(facts.document, facet(facts, "explainer"))


@mutation("a special category in training", "EVL005", also={
    "SEC005": "how long it is kept is not said", })  # fmt: skip
def special_category(facts: Facts) -> Sites:
    if facet(facts, "explainer", "fairness_monitor"):
        return
    sources = [id for id in kinds(facts, "data_source") if facts.components[id].role is None]
    if sources and facts.trainers:
        yield "sources", each(facts.document, "components", sources, data_classes=["special_category"])
