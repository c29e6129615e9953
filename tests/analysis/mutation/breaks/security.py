"""Sign-in, encryption, agreements, limits and duties towards people taken away."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Boundary
from tests.analysis.mutation.drafts import (
    adding,
    bypassed,
    component,
    each,
    flow,
    marked,
    stating,
    without,
)
from tests.analysis.mutation.givens import automated, deciding, overseen, private, regional
from tests.analysis.mutation.kinds import Sites, mutation
from tests.analysis.mutation.picks import callers, facet, flows_of, kinds, needed

NO_GUARD = {
    "SEC010": "the gateway limited how much a client may ask",
    "RES003": "the gateway could turn to another model",
    "SEC007": "the directory of identities is gone",
}
STORED = {
    "SEC005": "how long it is kept is not said",
}


@mutation("no gateway and no sign-in", "SEC001", also=NO_GUARD)
def no_guard(facts: Facts) -> Sites:
    guards = facts.group("EDGE_GUARD") | facts.with_facet("identity_provider")
    outside = {
        hop[1] for id in facts.group("ENTRY") for hop in facts.out[id] if hop[0].kind in ("request", "async")
    }
    behind = {hop[1] for id in outside & guards for hop in facts.out[id]} - guards
    if outside & guards and behind & facts.group("SELF_SERVE_CODE", "SERVING", "STORE"):
        yield "all", bypassed(facts.document, guards)


@mutation("a public service that signs nobody in", "SEC001")
def open_service(facts: Facts) -> Sites:
    for id in callers(facts):
        yield id, stating(facts.document, "components", id, exposure="public", auth="none")


@mutation("an open console", "SEC001")
def open_console(facts: Facts) -> Sites:
    for id in kinds(facts, "experiment_tracker", "orchestrator", "metrics_monitor"):
        yield id, stating(facts.document, "components", id, exposure="public", auth="none")


@mutation("a way round the gateway", "SEC001", also={"SEC010": "nothing limits the new way"})
def round_the_gateway(facts: Facts) -> Sites:
    for id in callers(facts):
        document = component(facts.document, "partners", "client_web", name="Partner pages")
        if not facts.with_facet("identity_provider") & {hop[1] for hop in facts.out[id]}:
            yield id, flow(document, "partners", id, "request")


@mutation("personal data in the clear", "SEC002", also=STORED)
def in_the_clear(facts: Facts) -> Sites:
    for one in flows_of(facts, "data", "async"):
        if one.source in facts.components and one.target in facts.components:
            yield one.id, stating(facts.document, "flows", one.id, data_classes=["pii"], encrypted=False)


@mutation("personal data over plain http", "SEC002", also=STORED)
def plain_http(facts: Facts) -> Sites:
    for one in flows_of(facts, "request"):
        if (
            one.source in facts.components
            and one.target in facts.components
            and one.target not in facts.external
        ):
            yield one.id, stating(facts.document, "flows", one.id, data_classes=["pii"], protocol="http")


@mutation("inherited personal data in the clear", "SEC002", given=private)
def inherited_in_the_clear(facts: Facts) -> Sites:
    sources = [id for id in kinds(facts, "data_source") if facts.components[id].role is None]
    onward = [hop for id in sources for hop in facts.out[id] if hop[0].kind == "data"]
    for hop in onward:
        for later, _ in facts.out[hop[1]]:
            if later.kind == "data":
                yield later.id, stating(facts.document, "flows", later.id, encrypted=False)


@mutation("a store of personal data in the clear", "SEC003", given=private)
def store_in_the_clear(facts: Facts) -> Sites:
    for id in _kept(facts):
        yield id, stating(facts.document, "components", id, encrypted_at_rest=False)


def _kept(facts: Facts) -> list[str]:
    """Stores that data of the sources comes to directly or through what only moves it."""
    sources = [id for id in kinds(facts, "data_source") if facts.components[id].role is None]
    reached = facts.reach(sources, lambda one: one.kind in ("data", "async"))
    kept = facts.group("PERSONAL_STORE") & reached.keys()
    return sorted(kept, key=facts.order.__getitem__)


@mutation("personal data to a partner", "SEC004", given=private)
def to_a_partner(facts: Facts) -> Sites:
    for id in _kept(facts):
        document = component(facts.document, "partner", "external_system", name="Partner")
        yield id, flow(document, id, "partner", "data", encrypted=True)


@mutation("personal data in a prompt", "SEC004")
def in_a_prompt(facts: Facts) -> Sites:
    for one in flows_of(facts, "request"):
        if one.target in facts.with_facet("llm_provider"):
            yield one.id, stating(facts.document, "flows", one.id, data_classes=["pii"], encrypted=True)


@mutation("no retention period", "SEC005", given=private)
def no_retention(facts: Facts) -> Sites:
    for id in _kept(facts):
        yield id, stating(facts.document, "components", id, retention=None)


@mutation("kept for ever", "SEC005", given=private)
def kept_for_ever(facts: Facts) -> Sites:
    for id in _kept(facts):
        yield id, stating(facts.document, "components", id, retention="unlimited")


@mutation("personal data and no word on retention", "SEC005")
def unsaid_retention(facts: Facts) -> Sites:
    sources = [id for id in kinds(facts, "data_source") if facts.components[id].role is None]
    if sources:
        yield "sources", each(facts.document, "components", sources, data_classes=["pii"])


@mutation("logs of a high-risk use kept a month", "SEC005", given=overseen)
def short_logs(facts: Facts) -> Sites:
    for id in kinds(facts, "prediction_log"):
        yield id, stating(facts.document, "components", id, retention="30 days")


@mutation("no erasure", "SEC006", given=private)
def no_erasure(facts: Facts) -> Sites:
    if len(_kept(facts)) > 1:
        yield "all", without(facts.document, facet(facts, "erasure_service"))


@mutation("erasure misses a copy", "SEC006", given=private)
def missed_copy(facts: Facts) -> Sites:
    services = set(facet(facts, "erasure_service"))
    kept = _kept(facts)
    for id in kept if len(kept) > 1 else ():
        flows = [hop[0].id for hop in facts.into[id] if hop[1] in services]
        if flows:
            yield id, without(facts.document, flows)


@mutation("no audit trail", "SEC007", given=private, stage="production")
def no_audit(facts: Facts) -> Sites:
    trails = facet(facts, "audit_log")
    if trails:
        yield "all", without(facts.document, trails)


@mutation("nobody says who may read", "SEC007", given=private, stage="production", also=NO_GUARD | {
    })  # fmt: skip
def no_identities(facts: Facts) -> Sites:
    known = facet(facts, "identity_provider", "authz_policy", "iam")
    if known:
        yield "all", without(facts.document, known)


@mutation("a copy in another region", "SEC008", given=regional)  # fmt: skip
def copy_elsewhere(facts: Facts) -> Sites:
    for id in _kept(facts):
        document = component(
            facts.document, "copy", "backup", name="Copy", retention="30 days", encrypted_at_rest=True
        )
        document = adding(document, Boundary, "boundaries", id="us", kind="region", members=("copy",))
        document = flow(document, "erasure", "copy", "control")
        yield id, flow(document, id, "copy", "replicate", encrypted=True)


@mutation("a store moved abroad", "SEC008", given=regional)
def moved_abroad(facts: Facts) -> Sites:
    eu = facts.document.boundaries["eu"]
    for id in _kept(facts):
        rest = tuple(member for member in eu.members if member != id)
        document = stating(facts.document, "boundaries", "eu", members=list(rest))
        yield id, adding(document, Boundary, "boundaries", id="us", kind="region", members=(id,))


@mutation("no guardrail", "SEC009")
def no_guardrail(facts: Facts) -> Sites:
    rails = facet(facts, "guardrail")
    if rails and facts.group("LLM_APP"):
        yield "all", bypassed(facts.document, rails)


@mutation("no limit on what a client may spend", "SEC010", also=NO_GUARD | {
    "SEC001": "the gateway signed callers in",
})  # fmt: skip
def no_limit(facts: Facts) -> Sites:
    limits = set(facet(facts, "api_gateway", "llm_gateway", "rate_limit"))
    if facts.group("LLM") and limits:
        document = facts.document
        for id in facts.components:
            document = marked(document, "components", id, budget=None)
        yield "all", bypassed(document, limits)


@mutation("an agent that may change things", "SEC011")
def writing_agent(facts: Facts) -> Sites:
    for id in kinds(facts, "agent"):
        for hop, other in facts.out[id]:
            if hop.kind == "request" and hop.write is False:
                document = stating(facts.document, "flows", hop.id, write=True)
                yield other, document


@mutation("an agent in nobody's name", "SEC011")
def nameless_agent(facts: Facts) -> Sites:
    for id in kinds(facts, "agent"):
        for hop, _ in facts.out[id]:
            if hop.kind == "request" and hop.write and hop.auth == "per_user":
                yield hop.id, stating(facts.document, "flows", hop.id, auth="api_key")


@mutation("an agent without a step limit", "SEC010")
def endless_agent(facts: Facts) -> Sites:
    for id in kinds(facts, "agent"):
        if facts.attribute(facts.components[id], "max_steps"):
            yield id, marked(facts.document, "components", id, max_steps=None)


@mutation("nobody reviews decisions about people", "SEC012", given=automated, also={
    "EVL005": "nor does anybody compare groups"})  # fmt: skip
def unreviewed(facts: Facts) -> Sites:
    if facet(facts, "human_review"):
        return
    for id in needed(facts):
        if facts.components[id].kind in ("backend_service", "model_endpoint"):
            yield id, stating(facts.document, "components", id, decision_effect="automated_about_people")


@mutation("no review any more", "SEC012", given=deciding, also={
    "OPS002": "what is left has no reader",
})  # fmt: skip
def no_review(facts: Facts) -> Sites:
    if any(one.decision_effect == "automated_about_people" for one in facts.components.values()):
        yield "all", without(facts.document, facet(facts, "human_review"))


@mutation("a client reads a store", "SEC013", also={
    "SEC001": "nobody signs the client in", "MON001": "the store is on a journey now",
    "RES001": "the store is on a journey now and states no replicas",
    "CAP003": "a lake is slow while the user waits", "CAP002": "the client's calls load the store as well",
    "DAT004": "the client who sees the answers closes the circle",
})  # fmt: skip
def client_to_store(facts: Facts) -> Sites:
    clients = [id for id in facts.group("HUMAN_CLIENT") if facts.components[id].kind != "user"]
    stores = [
        id
        for id in facts.components
        if id in facts.group("STORE") and facts.components[id].kind != "model_registry"
    ]
    for client in sorted(clients)[:1]:
        for store in stores[-2:]:
            yield store, flow(facts.document, client, store, "request")


@mutation("a model from a hub", "SEC014", stage="production")  # fmt: skip
def model_from_a_hub(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        document = component(facts.document, "hub", "external_system", name="Model hub")
        yield trainer.id, flow(document, "hub", trainer.id, "artifact")


@mutation("bought data nobody checks", "SEC014", stage="production", also={
    "DAT001": "it says the same of training data"})  # fmt: skip
def bought_data(facts: Facts) -> Sites:
    for trainer in facts.trainers:
        document = component(facts.document, "bought", "third_party_data", name="Bought data")
        yield trainer.id, flow(document, "bought", trainer.id, "data")
