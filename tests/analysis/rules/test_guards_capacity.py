"""CAP001 to CAP007: what each raises beyond its page, and every case in which it must stay silent."""

from __future__ import annotations

from datetime import date

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.fixes import build
from mlsd_studio.model.records import Stage
from mlsd_studio.paths import resource
from mlsd_studio.storage import load
from tests.analysis.designs import design
from tests.analysis.rules.test_guards import parts
from tests.analysis.rules.test_guards_resilience import errors, found

Row = tuple[str, str, str, str | None, Stage]
"""(what it shows, design, key, expected severity or None, stage)."""


def req(metric: str, target: str, more: str = "") -> str:
    """A requirement as a line."""
    return f"  - {{id: {metric}, category: system, metric: {metric}, target: '{target}'{more}}}\n"


def rest(*requirements: str, rate: str = "", average: str = "") -> str:
    """Requirements and one journey from the web at a rate."""
    text = "requirements:\n" + "".join(requirements) if requirements else ""
    if rate:
        more = f", average: {average}" if average else ""
        text += f"journeys:\n  - {{id: j, name: Search, entry: web, rate: {rate}{more}}}\n"
    return text


def served(model: str, api: str = "capacity: 9000 rps") -> str:
    """A shop with a model behind one service."""
    return (
        f"web:client_web; api:backend_service{{auth: oidc, replicas: 2, {api}}}; m:model_endpoint{{{model}}}"
    )


CALLS = "web>api:request; api>m:request"
FAST = "latency: {p50: 5 ms, p95: 8 ms}, replicas: 3"
SLOW = "latency: {p50: 80 ms, p95: 130 ms}, replicas: 3"
P95 = req("latency_p95", "<= 100 ms")
DAY = req("feature_freshness", "<= 24 h")
CEILING = req("cost", "<= 1000 USD/month")
PRICED = "capacity: 500 rps, cost: {replica: 400 USD/month, calls: 0 USD/million}"
STREAM = (
    "web:client_web; s:event_stream{technology: kinesis, partitions: 2}; c:stream_processing{replicas: 2}"
)
READ = "web>s:async; s>c:async"

ROWS: list[Row] = [
    # CAP001
    ("too slow", parts(served(SLOW), CALLS, rest(P95)), "CAP001@web", "error", "sketch"),
    ("fast enough", parts(served(FAST), CALLS, rest(P95)), "CAP001@web", None, "sketch"),
    ("nobody asks", parts(served(SLOW), CALLS), "CAP001@web", None, "sketch"),
    ("the p99 counts too", parts(served(FAST), CALLS, rest(req("latency_p99", "<= 10 ms"))),
     "CAP001@web", "error", "sketch"),
    ("overloaded", parts(served(FAST + ", capacity: 10 rps"), CALLS, rest(P95, rate="100 rps")),
     "CAP001@j", "error", "sketch"),
    ("within the target, the sum is not", parts(
        served("latency: {p50: 45 ms, p95: 80 ms}, replicas: 3", "latency: {p50: 5 ms, p95: 25 ms}"), CALLS,
        rest(P95)), "CAP001@web", "warning", "sketch"),
    ("a hop unknown, the rest is fast", parts(
        served(FAST) + "; x:gizmo{replicas: 2}", CALLS + "; api>x:request", rest(P95)), "CAP001@web", None, "sketch"),
    ("a hop unknown, the rest too slow", parts(
        served(SLOW) + "; x:gizmo{replicas: 2}", CALLS + "; api>x:request", rest(P95)),
     "CAP001@web", "error", "sketch"),
    ("after an idle time", parts(
        served(FAST + ", autoscaling: {min: 0, max: 4}, cold_start: 8 s"), CALLS, rest(P95)),
     "CAP001@web", "warning", "sketch"),
    ("always one running", parts(
        served(FAST + ", autoscaling: {min: 1, max: 4}, cold_start: 8 s"), CALLS, rest(P95)),
     "CAP001@web", None, "sketch"),
    ("people add nothing", parts("u:user; h:human_review; api:backend_service{replicas: 2}",
     "u>api:request; api>h:async", rest(P95)), "CAP001@u", None, "sketch"),
    ("nobody waits for it", parts(served(SLOW), "web>api:request; api>m:async", rest(P95)),
     "CAP001@web", None, "sketch"),
    ("a supporting journey", parts(
        "web:client_web; api:backend_service{" + SLOW + "}; app:client_mobile; m:model_endpoint{" + FAST + "}",
        "web>api:request; app>m:request", rest(P95)), "CAP001@web", "warning", "sketch"),
    ("the only journey supports nothing", parts(
        "web:client_web; api:backend_service{" + SLOW + "}", "web>api:request", rest(P95)),
     "CAP001@web", "error", "sketch"),
    # CAP002
    ("more than it can do", parts(served("replicas: 2, capacity: 100 rps"), CALLS, rest(rate="201 rps")),
     "CAP002@m", "error", "sketch"),
    ("more than is planned", parts(served("replicas: 2, capacity: 100 rps"), CALLS, rest(rate="150 rps")),
     "CAP002@m", "warning", "sketch"),
    ("as planned", parts(served("replicas: 2, capacity: 100 rps"), CALLS, rest(rate="140 rps")),
     "CAP002@m", None, "sketch"),
    ("planned to be used up", parts(
        served("replicas: 2, capacity: 100 rps, max_utilisation: 95 %"), CALLS, rest(rate="180 rps")),
     "CAP002@m", None, "sketch"),
    ("growth", parts(served("replicas: 2, capacity: 100 rps"), CALLS,
     rest(req("throughput", ">= 100 rps", ", growth: 3"), rate="100 rps")), "CAP002@m", "warning", "sketch"),
    ("exactly enough for the growth", parts(served("replicas: 2, capacity: 100 rps"), CALLS,
     rest(req("throughput", ">= 100 rps", ", growth: 2"), rate="100 rps")), "CAP002@m", None, "sketch"),
    ("the rate that is required", parts(served("replicas: 2, capacity: 100 rps"), CALLS,
     rest(req("throughput", ">= 300 rps"))), "CAP002@m", "error", "sketch"),
    ("more is required than stated", parts(served("replicas: 2, capacity: 100 rps"), CALLS,
     rest(req("throughput", ">= 300 rps"), rate="10 rps")), "CAP002@m", "error", "sketch"),
    ("rate not known", parts(served("replicas: 2, capacity: 100 rps"), CALLS), "CAP002@m", None, "sketch"),
    ("replicas not known", parts(served("capacity: 100 rps"), CALLS, rest(rate="900 rps")),
     "CAP002@m", None, "sketch"),
    ("a managed service's replicas not known", parts(
        served("capacity: 100 rps, managed: true"), CALLS, rest(rate="900 rps")), "CAP002@m", None, "sketch"),
    ("capacity not known", parts(served("replicas: 2") + "; x:gizmo{replicas: 1}", CALLS + "; api>x:request",
     rest(rate="9 rps")), "CAP002@x", None, "sketch"),
    ("scales far enough", parts(served("autoscaling: {min: 1, max: 8}, capacity: 100 rps"), CALLS,
     rest(rate="500 rps")), "CAP002@m", None, "sketch"),
    ("scales not far enough", parts(served("autoscaling: {min: 1, max: 4}, capacity: 100 rps"), CALLS,
     rest(rate="500 rps")), "CAP002@m", "error", "sketch"),
    # CAP004
    ("no spare", parts(served("replicas: 2, capacity: 100 rps"), CALLS, rest(rate="120 rps")),
     "CAP004@m", "warning", "production"),
    ("a spare", parts(served("replicas: 2, capacity: 100 rps"), CALLS, rest(rate="90 rps")),
     "CAP004@m", None, "production"),
    ("one replica", parts(served("replicas: 1, capacity: 100 rps"), CALLS, rest(rate="90 rps")),
     "CAP004@m", None, "production"),
    ("under CAP002", parts(served("replicas: 2, capacity: 100 rps"), CALLS, rest(rate="190 rps")),
     "CAP004@m", "warning", "production"),
    ("at review", parts(served("replicas: 2, capacity: 100 rps"), CALLS, rest(rate="120 rps")),
     "CAP004@m", None, "review"),
    ("scales", parts(served("replicas: 2, autoscaling: {min: 2, max: 4}, capacity: 100 rps"), CALLS,
     rest(rate="120 rps")), "CAP004@m", None, "production"),
    ("scales within the recovery time", parts(
        served("autoscaling: {min: 2, max: 4}, capacity: 100 rps, cold_start: 1 min"), CALLS,
        rest(req("rto", "<= 5 min"), rate="120 rps")), "CAP004@m", None, "production"),
    ("scales too late", parts(
        served("autoscaling: {min: 2, max: 4}, capacity: 100 rps, cold_start: 10 min"), CALLS,
        rest(req("rto", "<= 5 min"), rate="120 rps")), "CAP004@m", "warning", "production"),
    ("rate not known", parts(served("replicas: 2, capacity: 100 rps"), CALLS), "CAP004@m", None, "production"),
    # CAP005
    ("above the ceiling", parts("web:client_web; api:backend_service{auth: oidc, replicas: 8, " + PRICED + "}",
     "web>api:request", rest(CEILING, rate="100 rps")), "CAP005@design", "warning", "review"),
    ("below the ceiling", parts("web:client_web; api:backend_service{auth: oidc, replicas: 2, " + PRICED + "}",
     "web>api:request", rest(CEILING, rate="100 rps")), "CAP005@design", None, "review"),
    ("no ceiling", parts("web:client_web; api:backend_service{auth: oidc, replicas: 8, " + PRICED + "}",
     "web>api:request", rest(rate="100 rps")), "CAP005@design", None, "review"),
    ("the known part is not above it", parts(
        "web:client_web; api:backend_service{auth: oidc, replicas: 2, " + PRICED + "}; x:gizmo{replicas: 9}",
        "web>api:request; api>x:request", rest(CEILING, rate="100 rps")), "CAP005@design", None, "review"),
    ("the known part alone is", parts(
        "web:client_web; api:backend_service{auth: oidc, replicas: 8, " + PRICED + "}; x:gizmo{replicas: 9}",
        "web>api:request; api>x:request", rest(CEILING, rate="100 rps")), "CAP005@design", "warning", "review"),
    ("calls at the peak rate are no known part", parts(
        "web:client_web; api:backend_service{auth: oidc, replicas: 2, cost: {replica: 100 USD/month, "
        "calls: 900 USD/million}}", "web>api:request", rest(CEILING, rate="1 rps")), "CAP005@design", None, "review"),
    ("calls at the average rate are", parts(
        "web:client_web; api:backend_service{auth: oidc, replicas: 2, cost: {replica: 100 USD/month, "
        "calls: 900 USD/million}}", "web>api:request", rest(CEILING, rate="1 rps", average="1 rps")),
     "CAP005@design", "warning", "review"),
    ("another currency", parts("web:client_web; api:backend_service{auth: oidc, replicas: 8, " + PRICED + "}",
     "web>api:request", rest(req("cost", "<= 1000 EUR/month"), rate="100 rps")), "CAP005@design", None, "review"),
    # CAP006
    ("more events than shards take", parts(STREAM, READ, rest(rate="2500 rps")), "CAP006@s", "warning", "review"),
    ("as many as they take", parts(STREAM, READ, rest(rate="2000 rps")), "CAP006@s", None, "review"),
    ("more bytes than shards take", parts(STREAM, READ.replace("web>s:async", "web>s:async{size: 4 kB}"),
     rest(rate="1000 rps")), "CAP006@s", "warning", "review"),
    ("scales by itself", parts(STREAM.replace(", partitions: 2", ""), READ, rest(rate="2500 rps")),
     "CAP006@s", None, "review"),
    ("rate not known", parts(STREAM, READ), "CAP006@s", None, "review"),
    ("consumers without a partition", parts(STREAM.replace("replicas: 2", "replicas: 3"), READ), "CAP006@s",
     "warning", "review"),
    ("consumers too slow for their partitions", parts(
        STREAM.replace("replicas: 2", "replicas: 2, capacity: 100 rps"), READ, rest(rate="900 rps")),
     "CAP006@s", "warning", "review"),
    ("a log without a known limit", parts(STREAM.replace("technology: kinesis, ", ""), READ, rest(rate="9000 rps")),
     "CAP006@s", None, "review"),
    ("a self-run log, by volume", parts(
        STREAM.replace("kinesis", "kafka"), READ.replace("web>s:async", "web>s:async{size: 30 kB}"),
        rest(rate="1000 rps")), "CAP006@s", "warning", "review"),
    # CAP007
    ("only a dashboard asks", parts("b:bi_dashboard; m:model_endpoint", "b>m:request", rest(DAY)),
     "CAP007@m", "info", "review"),
    ("fresh features are needed", parts("b:bi_dashboard; m:model_endpoint", "b>m:request",
     rest(req("feature_freshness", "<= 1 h"))), "CAP007@m", None, "review"),
    ("nothing is said of freshness", parts("b:bi_dashboard; m:model_endpoint", "b>m:request"),
     "CAP007@m", None, "review"),
    ("users ask", parts(served("replicas: 2"), CALLS, rest(DAY)), "CAP007@m", None, "review"),
    ("users ask what is known beforehand", parts(
        served("replicas: 2, attributes: {inputs_enumerable: true}"), CALLS, rest(DAY)), "CAP007@m", "info", "review"),
    ("and want it at once", parts(
        served("replicas: 2, attributes: {inputs_enumerable: true}"), CALLS, rest(DAY, P95)),
     "CAP007@m", None, "review"),
    ("inputs come with the request", parts(
        "b:bi_dashboard; m:model_endpoint{attributes: {inputs_enumerable: false}}", "b>m:request", rest(DAY)),
     "CAP007@m", None, "review"),
    ("nobody asks", parts("m:model_endpoint", rest=rest(DAY)), "CAP007@m", None, "review"),
    ("development", parts("b:bi_dashboard; m:model_endpoint{environment: dev}", "b>m:request", rest(DAY)),
     "CAP007@m", None, "review"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[2].partition('@')[0]} {row[0]}" for row in ROWS])
def test_grade(row: Row) -> None:
    _, text, key, expected, stage = row
    finding = found(design(text), key, stage)
    assert (finding.severity if finding else None) == expected


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[2].partition('@')[0]} {row[0]}" for row in ROWS])
def test_every_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    _, text, key, _, stage = row
    finding = found(design(text), key, stage)
    for fix in finding.fixes if finding is not None else ():
        if not fix.edits:
            continue
        document = design(text)
        before = errors(document, stage)
        document.apply(build(document, fix))
        assert found(document, key, stage) is None, fix.label
        assert errors(document, stage) <= before, fix.label


def test_the_shop_is_told_what_was_worked_out_by_hand() -> None:
    document = load(resource("examples", "shop-ranking.mlsd.yaml")).document
    findings = {f.key: f for f in check(document, today=date(2026, 11, 23)).findings}
    missed = findings["RES002@search"]
    assert missed.title == "Search misses 99.9 % because of Feature store"
    assert "2 replicas of Feature store would reach the target" in missed.message
    assert missed.fixes[0].label == "Run 2 replicas of Feature store: 99.987 %"
    numbers = {e.name: e.value for e in missed.evidence}
    assert numbers["availability"] == pytest.approx(0.99490075, abs=1e-8)
    assert numbers["downtime"] == 44.7
    full = findings["CAP002@ranker"]
    assert full.title == "Ranker endpoint runs at 93 %"
    assert "It saturates first: Search ends at 1\u00a0080 calls/s." in full.message
    numbers = {e.name: e.value for e in full.evidence}
    assert numbers["replicas needed"] == 4
    assert numbers["replicas needed at 10 times"] == 40
    assert "stops the journey Search" in findings["RES001@a"].message


def test_a_default_is_called_an_assumption() -> None:
    stated = found(
        design(parts(served("replicas: 2, capacity: 1 rps"), CALLS, rest(rate="9 rps"))), "CAP002@m"
    )
    default = found(design(parts(served("replicas: 1"), CALLS, rest(rate="9000 rps"))), "CAP002@m")
    assert stated is not None
    assert default is not None
    assert "Assumption" not in stated.message
    assert "Assumption" in default.message
    assert "default" in {e.origin for e in default.evidence}


def test_latency_fixes_are_what_brings_the_journey_within_its_target() -> None:
    steps = "web>api:request; api>m:request{step: 1}; api>n:request{step: 2}"
    model = "latency: {p50: 50 ms, p95: 70 ms}, replicas: 3"
    text = parts(
        served(model, "latency: {p50: 5 ms, p95: 8 ms}") + f"; n:model_endpoint{{{model}}}", steps, rest(P95)
    )
    finding = found(design(text), "CAP001@web")
    assert finding is not None
    assert finding.fixes[0].label == "Let api call m and n at the same time"
    rows = {e.name for e in finding.evidence}
    assert {"sum of the p50", "modelled p95", "sum of the p95", "target", "m: own work"} <= rows


def test_a_cheaper_number_of_replicas_keeps_the_other_promises() -> None:
    uptime = req("availability", ">= 99.99999 %")
    text = parts("web:client_web; api:backend_service{auth: oidc, replicas: 8, " + PRICED + "}",
                 "web>api:request", rest(CEILING, uptime, rate="100 rps"))  # fmt: skip
    finding = found(design(text), "CAP005@design")
    assert finding is not None
    assert not any(
        fix.edits for fix in finding.fixes
    )  # two replicas would do for the load, not for the target


@pytest.mark.parametrize(
    ("api", "words"),
    [
        ("capacity: 9000 rps", "m gets more than it can do"),
        ("capacity: 10 rps", "api and m get more than they can do"),
    ],
)
def test_one_overloaded_component_gets_and_several_get(api: str, words: str) -> None:
    text = parts(served(FAST + ", capacity: 10 rps", api), CALLS, rest(P95, rate="100 rps"))
    (finding,) = (one for one in check(design(text)).findings if one.code == "CAP001")
    assert words in finding.message
