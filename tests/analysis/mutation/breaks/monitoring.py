"""Monitors taken away, cut off, or left for show."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from tests.analysis.mutation.drafts import component, flow, without
from tests.analysis.mutation.kinds import Sites, mutation
from tests.analysis.mutation.picks import facet, flows_of, joining, kinds, models, needed, servers, services

STARVED = {"MON008": "a monitor that is no longer fed is for show"}
UNREAD = {"OPS002": "what is left has no reader"}
FED_BY_LOG = {
    "MON002": "drift is read off the prediction log",
    "MON005": "labels are joined with the prediction log",
    "MON008": "the monitors that read the log get nothing",
}


def _operations(facts: Facts) -> frozenset[str]:
    return facts.group("OPS_MONITOR")


@mutation("no metrics from a model server", "MON001")  # fmt: skip
def no_server_metrics(facts: Facts) -> Sites:
    for id in servers(facts):
        flows = joining(facts, id, _operations(facts), "telemetry")
        if flows:
            yield id, without(facts.document, flows)


@mutation("only a probe looks at a model server", "MON001")  # fmt: skip
def only_a_probe(facts: Facts) -> Sites:
    monitors = kinds(facts, "metrics_monitor")
    for id in servers(facts):
        flows = joining(facts, id, _operations(facts), "telemetry")
        if flows and monitors:
            document = component(without(facts.document, flows), "probe", "uptime_probe", name="Probe")
            document = flow(document, "probe", id, "telemetry")
            yield id, flow(document, "probe", monitors[0], "telemetry")


@mutation("no metrics from a service", "MON001", also={"MON008": "the monitor saw nothing else"})
def no_service_metrics(facts: Facts) -> Sites:
    for id in services(facts):
        flows = joining(facts, id, _operations(facts), "telemetry")
        if flows:
            yield id, without(facts.document, flows)


@mutation("no metrics from an online store", "MON001")
def no_store_metrics(facts: Facts) -> Sites:
    for id in needed(facts):
        flows = joining(facts, id, _operations(facts), "telemetry")
        if flows and id in facts.group("ONLINE_STORE"):
            yield id, without(facts.document, flows)


@mutation(
    "no metrics monitor at all",
    "MON001",
    also={
        "OPS002": "the alert route is not connected",
        "MON006": "pipelines were watched there too",
        "MON008": "the alert route gets nothing",
    },
)
def no_metrics_monitor(facts: Facts) -> Sites:
    watched = set(needed(facts)) | {id for id in models(facts) if facts.components[id].kind == "edge_model"}
    if any(joining(facts, id, _operations(facts), "telemetry") for id in watched):
        yield "all", without(facts.document, _operations(facts))


@mutation("a silent fleet", "MON001", also=FED_BY_LOG | {
    "MON004": "the samples of the fleet were its prediction log",
} | UNREAD)  # fmt: skip
def silent_fleet(facts: Facts) -> Sites:
    for id in kinds(facts, "edge_model"):
        flows = [
            hop[0].id for hop in (*facts.out[id], *facts.into[id]) if hop[0].kind in ("telemetry", "async")
        ]
        if flows:
            yield id, without(facts.document, flows)


@mutation("no drift monitor", "MON002", also=UNREAD)
def no_drift_monitor(facts: Facts) -> Sites:
    watchers = facet(facts, "drift_monitor")
    if watchers and models(facts):
        yield "all", without(facts.document, watchers)


@mutation("the drift monitor sees no production data", "MON002", also=STARVED | UNREAD)
def blind_drift_monitor(facts: Facts) -> Sites:
    logs = set(facet(facts, "prediction_log")) | set(models(facts))
    for id in kinds(facts, "drift_monitor"):
        flows = joining(facts, id, logs, "telemetry", "data", "async")
        if flows:
            yield id, without(facts.document, flows)


@mutation("no alert route", "MON003")
def no_alerting(facts: Facts) -> Sites:
    routes = facet(facts, "alerting")
    if routes:
        yield "all", without(facts.document, routes)


@mutation("alerts are drawn but nobody sends any", "MON008", also={"OPS002": "it is not connected"})
def silent_alerting(facts: Facts) -> Sites:
    for id in kinds(facts, "alerting"):
        flows = [hop[0].id for hop in facts.into[id]]
        if flows:
            yield id, without(facts.document, flows)


def _logging(facts: Facts) -> list[str]:
    """Models that only a prediction log tells what they answered: no result table, no samples of a fleet."""
    logs = facts.with_facet("prediction_log")
    kept = facts.group("STORE") - logs
    return [
        id
        for id in models(facts)
        if facts.components[id].kind in ("model_endpoint", "stream_inference")
        and not any(hop[1] in kept and hop[0].kind in ("data", "async") for hop in facts.out[id])
    ]


@mutation("no prediction log", "MON004", also=FED_BY_LOG | UNREAD)
def no_prediction_log(facts: Facts) -> Sites:
    logs = facet(facts, "prediction_log")
    if logs and _logging(facts):
        yield "all", without(facts.document, logs)


@mutation("a model does not log its predictions", "MON004", also=FED_BY_LOG | UNREAD)
def unlogged_model(facts: Facts) -> Sites:
    logs = set(facet(facts, "prediction_log"))
    for id in _logging(facts):
        flows = joining(facts, id, logs, "async", "data", "telemetry")
        if flows:
            yield id, without(facts.document, flows)


@mutation("an application logs no answers", "MON004", also={
    "MON007": "its traces went the same way",
    "MON008": "the tool that kept the answers gets nothing",
    "MON002": "a model of others was watched through the application",
})  # fmt: skip
def unlogged_application(facts: Facts) -> Sites:
    keepers = set(facet(facts, "llm_observability", "prediction_log"))
    for id in facts.group("LLM_APP"):
        flows = joining(facts, id, keepers, "async", "data", "telemetry")
        if flows:
            yield id, without(facts.document, flows)


@mutation("no outcomes come back", "MON005", also=UNREAD)
def no_outcomes(facts: Facts) -> Sites:
    flows = [one.id for one in flows_of(facts, "feedback")]
    if flows and models(facts):
        yield "all", without(facts.document, flows)


@mutation("no quality monitor", "MON005", also=UNREAD | {
    })  # fmt: skip
def no_quality_monitor(facts: Facts) -> Sites:
    watchers = facet(facts, "quality_monitor")
    if watchers and models(facts):
        yield "all", without(facts.document, watchers)


def _comes_another_way(facts: Facts, id: str) -> bool:
    """Whether answers of a model reach a monitor through people or whoever asked for them."""
    asked = {
        *models(facts),
        *(hop[1] for model in models(facts) for hop in facts.into[model] if hop[0].kind == "request"),
    }
    return any(facts.path(one, {id}, ("data", "async", "telemetry", "feedback")) for one in sorted(asked))


@mutation("quality is measured without predictions", "MON005", also=STARVED | UNREAD)
def quality_without_predictions(facts: Facts) -> Sites:
    for id in kinds(facts, "quality_monitor"):
        flows = [one.id for one in flows_of(facts, "data", "async", "telemetry") if one.target == id]
        broken = without(facts.document, flows)
        if flows and not _comes_another_way(Facts(broken), id):
            yield id, broken


def _feeds(facts: Facts) -> list[str]:
    goals = (facts.group("FEATURE_SOURCE", "ONLINE_STORE") & facts.all_called) | (
        facts.with_facet("prediction_store") & facts.all_called
    )
    found = []
    for id in facts.group("PIPELINE"):
        if id not in goals and facts.path(id, goals, ("data", "async")):
            found.append(id)
    return sorted(found, key=facts.order.__getitem__)


@mutation("nobody watches the pipelines", "MON006", also=STARVED | {
    })  # fmt: skip
def unwatched_pipelines(facts: Facts) -> Sites:
    fed = _feeds(facts)
    if not fed:
        return
    watched = {*fed, *facet(facts, "orchestrator")}
    monitors = facts.group("MONITOR") | facts.with_facet("alerting")
    flows = {id for one in watched for id in joining(facts, one, monitors, "telemetry")}
    if flows:
        yield "all", without(facts.document, flows)


@mutation("a stream processor without metrics", "MON006")
def unwatched_stream(facts: Facts) -> Sites:
    orchestrated = {hop[1] for id in facet(facts, "orchestrator") for hop in facts.out[id]}
    for id in _feeds(facts):
        flows = joining(facts, id, facts.group("MONITOR"), "telemetry")
        if flows and id not in orchestrated:
            yield id, without(facts.document, flows)


@mutation("no traces of the application", "MON007", also={
    "MON002": "a model of others was watched through the application",
    "MON004": "answers were kept there",
})  # fmt: skip
def no_llm_observability(facts: Facts) -> Sites:
    tools = facet(facts, "llm_observability", "tracing")
    if tools and facts.group("LLM_APP"):
        yield "all", without(facts.document, tools)


@mutation("a drift monitor for show", "MON008", also={
    "OPS002": "it is not connected", "MON003": "a design without monitors had nobody to alert",
})  # fmt: skip
def decorative_monitor(facts: Facts) -> Sites:
    yield "drift", component(facts.document, "for-show", "drift_monitor", name="Drift monitor for show")


@mutation("a dashboard that shows nothing", "MON008", also={"OPS002": "it is not connected"})
def decorative_dashboard(facts: Facts) -> Sites:
    yield "dashboard", component(facts.document, "for-show", "dashboard", name="Dashboard for show")


@mutation("drift without a reference", "MON008")
def no_reference(facts: Facts) -> Sites:
    logs = set(facet(facts, "prediction_log")) | set(models(facts)) | facts.group("MONITOR") | {
        id for id in facts.components if "alerting" in facts.facets(id)
    }  # fmt: skip
    for id in kinds(facts, "drift_monitor"):
        flows = [
            hop[0].id
            for hop in facts.into[id]
            if hop[1] not in logs and hop[0].kind in ("data", "telemetry", "artifact")
        ]
        if flows:
            yield id, without(facts.document, flows)
