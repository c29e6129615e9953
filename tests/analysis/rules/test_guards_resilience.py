"""RES002 to RES007: what each raises beyond its page, and every case in which it must stay silent."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.fixes import build
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.model import Document
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.edits.rows import add_row
from mlsd_studio.model.records import Stage
from mlsd_studio.paths import resource
from mlsd_studio.storage.files import load
from tests.analysis.designs import design
from tests.analysis.numbers.test_bounds import web_of_fallbacks
from tests.analysis.rules.test_guards import Row, parts

SERVED = "web:client_web; api:backend_service{auth: oidc, replicas: 2}; m:model_endpoint{replicas: 2}"
CALLS = "web>api:request; api>m:request"


def asked(metric: str, target: str, more: str = "") -> str:
    """A requirement as the rest of a design."""
    return f"requirements:\n  - {{id: r, category: system, metric: {metric}, target: '{target}'{more}}}\n"


UPTIME = asked("availability", ">= 99.99 %")
STRICT = asked("availability", ">= 99.9 %")
RPO = asked("rpo", "<= 1 h")
RTO = "requirements:\n  - {id: r, category: system, metric: rto, target: '<= 1 h'}\n"
ENTRY = "journeys:\n  - {{id: j, entry: {entry}, rate: {rate} rps}}\n"
STORED = "l:data_lake; x:transformation{{duration: {took}}}; s:relational_db{{backup: none}}"
REBUILT = "l>x:data; x>s:data"

ROWS: list[Row] = [
    # RES002
    ("a lone store", parts(SERVED + "; c:cache{replicas: 1}", CALLS + "; api>c:request", UPTIME),
     "RES002@web", "error"),
    ("no target", parts(SERVED + "; c:cache{replicas: 1}", CALLS + "; api>c:request"), "RES002@web", None),
    ("met", parts(SERVED, CALLS, asked("availability", ">= 99 %")), "RES002@web", None),
    ("a dependency without any figure", parts(
        SERVED + "; x:external_system", CALLS + "; api>x:request", UPTIME),
     "RES002@web", "info"),
    ("missed, however good the one without a figure is", parts(
        SERVED + "; c:cache{replicas: 1}; x:external_system", CALLS + "; api>c:request; api>x:request", UPTIME),
     "RES002@web", "error"),
    ("an alternative without any figure", parts(
        "web:client_web; api:backend_service{auth: oidc, replicas: 4}; m:cache{replicas: 4}; x:external_system",
        "web>api:request; api>m:request; api>x:request{fallback_of: f1}", asked("availability", ">= 99.9 %")),
     "RES002@web", None),
    ("unstated replicas beside one without a figure", parts(
        SERVED + "; c:cache; d:cache{replicas: 1}; x:external_system",
        CALLS + "; api>c:request; api>d:request; api>x:request", UPTIME), "RES002@web", "error"),
    ("unstated replicas may be many", parts(SERVED + "; c:cache", CALLS + "; api>c:request", UPTIME),
     "RES002@web", None),
    ("missed however many the unstated are", parts(
        SERVED + "; c:cache; d:cache{replicas: 1}", CALLS + "; api>c:request; api>d:request", UPTIME),
     "RES002@web", "error"),
    ("a supporting journey", parts(
        SERVED + "; app:client_mobile; back:backend_service{replicas: 1}", CALLS + "; app>back:request", UPTIME),
     "RES002@app", "warning"),
    ("a supporting journey with a target of its own", parts(
        SERVED + "; app:client_mobile; back:backend_service{replicas: 1}", CALLS + "; app>back:request",
        asked("availability", ">= 99.99 %", ", journey: app")), "RES002@app", "error"),
    ("the only journey supports nothing", parts(
        "web:client_web; api:backend_service{auth: oidc, replicas: 1}", "web>api:request", UPTIME),
     "RES002@web", "error"),
    ("another journey's target", parts(
        SERVED + "; c:cache{replicas: 1}", CALLS + "; api>c:request",
        asked("availability", ">= 99.99 %", ", journey: m")), "RES002@web", None),
    # RES003 speaks of the callee's own p95
    ("own language model", parts(SERVED + "; x:llm_serving{replicas: 2}", CALLS + "; api>x:request"),
     "RES003@x", "warning"),
    # RES004
    ("two in one zone behind a stand-in", parts(
        SERVED + "; c:cache{replicas: 2, zones: [a]}; d:cache{replicas: 2}",
        CALLS + "; api>c:request; api>d:request{fallback_of: f2}", STRICT), "RES004@c", "warning"),
    ("folded under the zone", parts(
        SERVED + "; c:cache{replicas: 2, zones: [a]}", CALLS + "; api>c:request", STRICT), "RES004@c", "warning"),
    ("no target that demands it", parts(
        SERVED + "; c:cache{replicas: 2, zones: [a]}", CALLS + "; api>c:request",
        asked("availability", ">= 99.5 %")), "RES004@c", None),
    ("zones not stated", parts(SERVED, CALLS, STRICT), "RES004@m", None),
    ("one replica is RES001's", parts(
        SERVED + "; c:cache{replicas: 1, zones: [a]}", CALLS + "; api>c:request", STRICT), "RES004@c", None),
    ("managed", parts(SERVED + "; c:cache{replicas: 2, zones: [a], managed: true}", CALLS + "; api>c:request",
     STRICT), "RES004@c", None),
    ("on devices", parts("d:client_device; e:edge_model{replicas: 2, zones: [a]}", "d>e:request", STRICT),
     "RES004@e", None),
    ("development", parts(SERVED + "; c:cache{replicas: 2, zones: [a], environment: dev}",
     CALLS + "; api>c:request", STRICT), "RES004@c", None),
    ("a zone boundary counts", parts(
        SERVED + "; c:cache{replicas: 2}", CALLS + "; api>c:request{role: optional}",
        STRICT + "boundaries:\n  - {id: z, kind: zone, members: [c]}\n"), "RES004@c", "warning"),
    ("nobody calls it", parts(SERVED + "; c:cache{replicas: 2, zones: [a]}", CALLS, STRICT), "RES004@c", None),
    # RES005
    ("two members", parts("q:coordination{replicas: 2}"), "RES005@q", "warning"),
    ("four members of no stated product", parts("q:coordination{replicas: 4}"), "RES005@q", None),
    ("four by strict majority", parts("q:coordination{replicas: 4, technology: zookeeper}"), "RES005@q", "warning"),
    ("three", parts("q:coordination{replicas: 3, technology: zookeeper}"), "RES005@q", None),
    ("one is RES001's", parts("q:coordination{replicas: 1}"), "RES005@q", None),
    ("not stated", parts("q:coordination"), "RES005@q", None),
    ("a primary and its copies", parts("q:message_queue{replicas: 2, technology: redis}"), "RES005@q", None),
    ("managed", parts("q:search_engine{replicas: 2, managed: true}"), "RES005@q", None),
    ("development", parts("q:coordination{replicas: 2, environment: dev}"), "RES005@q", None),
    ("two copies", parts("q:event_stream{replicas: 3, attributes: {replication_factor: 2}}"), "RES005@q", "warning"),
    ("all copies in sync", parts(
        "q:event_stream{replicas: 3, attributes: {replication_factor: 3, min_insync_replicas: 3}}"),
     "RES005@q", "warning"),
    ("three copies, two in sync", parts(
        "q:event_stream{replicas: 3, attributes: {replication_factor: 3, min_insync_replicas: 2}}"),
     "RES005@q", None),
    # RES006
    ("stated none", parts("s:relational_db{backup: none}"), "RES006@s", "warning"),
    ("not stated", parts("s:relational_db", rest=RPO), "RES006@s", None),
    ("older than allowed", parts("s:relational_db{backup: {rpo: 24 h}}", rest=RPO), "RES006@s", "warning"),
    ("fresh enough", parts("s:relational_db{backup: {rpo: 1 h}}", rest=RPO), "RES006@s", None),
    ("nobody asks", parts("s:relational_db{backup: {rpo: 24 h}}"), "RES006@s", None),
    ("asked of a journey that calls it", parts(
        "w:client_web; a:backend_service; s:relational_db{backup: {rpo: 24 h}}", "w>a:request; a>s:request",
        asked("rpo", "<= 1 h", ", journey: w")), "RES006@s", "warning"),
    ("asked of a journey that does not", parts(
        "w:client_web; a:backend_service; s:relational_db{backup: {rpo: 24 h}}", "w>a:request",
        asked("rpo", "<= 1 h", ", journey: w")), "RES006@s", None),
    ("a cache", parts("s:cache{backup: none}"), "RES006@s", None),
    ("a raw lake", parts("d:data_source; i:ingestion; l:data_lake{backup: none}", "d>i:data; i>l:data"),
     "RES006@l", "warning"),
    ("a raw lake from a kept database", parts(
        "d:relational_db; i:cdc; l:data_lake{backup: none}", "d>i:data; i>l:data"), "RES006@l", "warning"),
    ("rebuilt from a kept lake", parts(STORED.format(took="10 min"), REBUILT), "RES006@s", None),
    ("rebuilt within the time allowed", parts(STORED.format(took="10 min"), REBUILT, RTO), "RES006@s", None),
    ("rebuilt too slowly", parts(STORED.format(took="5 h"), REBUILT, RTO), "RES006@s", "warning"),
    ("rebuilt from a lake without backup", parts(
        STORED.format(took="1 h").replace("data_lake", "data_lake{backup: none}"), REBUILT), "RES006@s", "warning"),
    ("rebuilt from a stream that forgets", parts(
        "l:event_stream; x:stream_processing; s:relational_db{backup: none}", "l>x:async; x>s:data"),
     "RES006@s", "warning"),
    ("labels written by people", parts("h:labeling; s:relational_db{backup: none}", "h>s:data"),
     "RES006@s", "warning"),
    ("versions that count as a backup", parts("s:object_store{backup: none, attributes: {provides: [backup]}}"),
     "RES006@s", None),
    ("a copy that is kept", parts("s:relational_db{backup: none}; b:backup", "s>b:replicate"), "RES006@s", None),
    ("somebody else's", parts("s:relational_db{backup: none, scope: external}"), "RES006@s", None),
    ("development", parts("s:relational_db{backup: none, environment: dev}"), "RES006@s", None),
    # RES007
    ("above what is planned", parts(
        "d:client_device; s:relational_db{replicas: 1, capacity: 100 rps}", "d>s:data",
        ENTRY.format(entry="d", rate=80)), "RES007@s", "warning"),
    ("within what is planned", parts(
        "d:client_device; s:relational_db{replicas: 1, capacity: 100 rps}", "d>s:data",
        ENTRY.format(entry="d", rate=60)), "RES007@s", None),
    ("rate not known", parts("d:client_device; s:relational_db{replicas: 1, capacity: 100 rps}", "d>s:data"),
     "RES007@s", None),
    ("replicas not known", parts("d:client_device; s:relational_db{capacity: 100 rps}", "d>s:data",
     ENTRY.format(entry="d", rate=80)), "RES007@s", None),
    ("an answer is needed at once", parts(
        "d:client_web; s:relational_db{replicas: 1, capacity: 100 rps, auth: oidc}", "d>s:request",
        ENTRY.format(entry="d", rate=80)), "RES007@s", None),
    ("a request that writes", parts(
        "d:client_device; s:relational_db{replicas: 1, capacity: 100 rps, auth: oidc}", "d>s:request{write: true}",
        ENTRY.format(entry="d", rate=80)), "RES007@s", "warning"),
    ("in batches", parts(
        "d:client_device; s:relational_db{replicas: 1, capacity: 100 rps}", "d>s:data{interval: 1 h}",
        ENTRY.format(entry="d", rate=80)), "RES007@s", None),
    ("a stream in between", parts(
        "d:client_device; q:event_stream{replicas: 3}; s:relational_db{replicas: 1, capacity: 100 rps}",
        "d>q:async; q>s:data", ENTRY.format(entry="d", rate=80)), "RES007@s", None),
    ("a service is no burst", parts(
        "w:client_web; d:backend_service; s:relational_db{replicas: 1, capacity: 100 rps}", "w>d:request; d>s:data",
        ENTRY.format(entry="w", rate=80)), "RES007@s", None),
    ("three that share a store", parts(
        "a:cdc; b:cdc; c:cdc; s:data_warehouse", "a>s:data; b>s:data; c>s:data"), "RES007@s", "info"),
    ("two that share a store", parts("a:cdc; b:cdc; s:data_warehouse", "a>s:data; b>s:data"), "RES007@s", None),
    ("a model asked for its answer", parts(
        "d:client_web; m:model_endpoint{replicas: 1, capacity: 10 rps}", "d>m:request{write: true}",
        ENTRY.format(entry="d", rate=80)), "RES007@m", None),
]  # fmt: skip


def found(document: Document, key: str, stage: Stage = "review") -> Finding | None:
    """The finding with a key, on its own or folded."""
    findings = check(document, stage=stage).findings
    assert not any(finding.code == "RUN001" for finding in findings)
    return next((f for top in findings for f in (top, *top.folded) if f.key == key), None)


def errors(document: Document, stage: Stage = "review") -> set[str]:
    """Keys of the errors, on their own or folded."""
    findings = check(document, stage=stage).findings
    return {f.key for top in findings for f in (top, *top.folded) if f.severity == "error"}


@pytest.mark.parametrize("row", ROWS, ids=[f"{key.partition('@')[0]} {what}" for what, _, key, _ in ROWS])
def test_grade(row: Row) -> None:
    _, text, key, expected = row
    finding = found(design(text), key)
    assert (finding.severity if finding else None) == expected


@pytest.mark.parametrize("row", ROWS, ids=[f"{key.partition('@')[0]} {what}" for what, _, key, _ in ROWS])
def test_every_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    _, text, key, _ = row
    finding = found(design(text), key)
    for fix in finding.fixes if finding is not None else ():
        if not fix.edits:
            continue
        document = design(text)
        before = errors(document)
        document.apply(build(document, fix))
        assert found(document, key) is None, fix.label
        assert errors(document) <= before, fix.label


def test_a_zone_that_stops_the_journey_holds_the_symptom() -> None:
    text = next(text for what, text, *_ in ROWS if what == "folded under the zone")
    (zone,) = [f for f in check(design(text), stage="review").findings if f.key == "RES001@a"]
    assert [f.key for f in zone.folded] == ["RES004@c"]


def test_what_a_unit_costs_is_told_of_every_sort_of_unit() -> None:
    boundaries = "  - {id: a, kind: zone, availability: 99.9 %}\n  - {id: k, kind: cluster, members: [m], "
    boundaries += "availability: 99.8 %}\n"
    text = parts(SERVED + "; c:cache{replicas: 2, zones: [a]}; d:cache{replicas: 1}",
                 CALLS + "; api>c:request; api>d:request", STRICT + "boundaries:\n" + boundaries)  # fmt: skip
    gained = {}
    for key in ("RES001@a", "RES001@k", "RES001@d"):
        finding = found(design(text), key)
        assert finding is not None
        gained[key] = next(e.value for e in finding.evidence if e.name == "availability gained")
    assert gained["RES001@a"] == pytest.approx(0.001 * 525_600, rel=0.02)
    assert gained["RES001@k"] == pytest.approx(0.002 * 525_600, rel=0.02)
    assert gained["RES001@d"] == pytest.approx(0.005 * 525_600, rel=0.02)


def test_the_shop_misses_its_target_because_of_one_store_and_two_reach_it() -> None:
    text = parts(SERVED + "; c:cache{replicas: 1, name: Sessions}", CALLS + "; api>c:request", STRICT)
    finding = found(design(text), "RES002@web")
    assert finding is not None
    assert finding.title == "web misses 99.9 % because of Sessions"
    assert finding.fixes[0].label.startswith("Run 2 replicas of Sessions: 99.99")
    assert finding.requirement == "r"
    costs = {e.name: (e.value, e.unit, e.origin) for e in finding.evidence}
    assert costs["Sessions costs"] == (219.0, "min/month", "default")


def test_what_cannot_be_decided_says_between_what_and_which_figure_is_missing() -> None:
    text = parts(SERVED + "; x:external_system{name: Bank}", CALLS + "; api>x:request", STRICT)
    finding = found(design(text), "RES002@web")
    assert finding is not None
    assert finding.title == "Whether web reaches 99.9 % cannot be decided"
    assert "0–100 % of the time" in finding.message
    assert "x.availability is not known" in finding.message
    assert [fix.label for fix in finding.fixes] == ["State the availability of Bank"]
    document = design(text.replace("name: Bank", "name: Bank, availability: 99.99 %"))
    assert found(document, "RES002@web") is None


def test_an_entangled_design_is_told_by_its_bounds() -> None:
    document = web_of_fallbacks(60, 0.6)
    for target, severity in ((">= 99.9 %", "error"), (">= 50 %", "info"), (">= 20 %", None)):
        wanted = document.copy()
        fields = {"category": "system", "metric": "availability", "target": target}
        wanted.apply(add_row(wanted, "requirements", "Add", **fields)[0])
        finding = found(wanted, "RES002@web")
        assert (finding.severity if finding else None) == severity
        (verdict,) = Engine(wanted).numbers().verdicts
        assert verdict.outcome == {"error": "missed", "info": "unknown", None: "met"}[severity]
        if severity == "error":
            assert finding is not None
            assert "at most" in finding.message
            assert [fix.label for fix in finding.fixes] == ["Show where it enters"]


def test_the_verdict_is_missed_where_the_rule_says_so_of_unstated_replicas() -> None:
    text = parts(SERVED + "; c:cache; d:cache{replicas: 1}", CALLS + "; api>c:request; api>d:request", UPTIME)
    (verdict,) = Engine(design(text)).numbers().verdicts
    assert verdict.outcome == "missed"
    assert verdict.value.high is not None
    assert verdict.value.high < 0.9999


def test_a_journey_keeps_its_grade_when_its_model_is_deleted() -> None:
    document = load(resource("examples", "shop-ranking.mlsd.yaml")).document
    before = {f.key: f.severity for f in check(document).findings if f.code in ("RES001", "RES002")}
    assert (before["RES001@features"], before["RES002@search"]) == ("error", "error")
    document.apply(remove(document, ["ranker"]))
    after = {f.key: f.severity for f in check(document).findings if f.code in ("RES001", "RES002")}
    assert (after["RES001@features"], after["RES002@search"]) == ("error", "error")


def test_what_the_team_cannot_multiply_gets_a_fallback() -> None:
    text = parts(SERVED + "; x:llm_provider{availability: 99 %}", CALLS + "; api>x:request", STRICT)
    finding = found(design(text), "RES002@web")
    assert finding is not None
    assert finding.fixes[0].label.startswith("Add a fallback for x: 99.9")


def test_several_lone_components_are_given_spares_at_once() -> None:
    text = parts("web:client_web; a:backend_service{replicas: 1, auth: oidc}; b:cache{replicas: 1}; "
                 "c:cache{replicas: 1}", "web>a:request; a>b:request; a>c:request", STRICT)  # fmt: skip
    finding = found(design(text), "RES002@web")
    assert finding is not None
    assert finding.fixes[0].label.startswith("Give what costs most a spare replica: 99.9")
    document = design(text)
    document.apply(build(document, finding.fixes[0]))
    assert [document.components[id].replicas for id in "abc"] == [2, 2, 2]


def test_a_call_without_a_fallback_tells_how_slow_the_callee_is() -> None:
    text = parts(SERVED + "; x:llm_provider{latency: {p50: 300 ms, p95: 2 s}}", CALLS + "; api>x:request",
                 asked("latency_p95", "<= 800 ms"))  # fmt: skip
    finding = found(design(text), "RES003@x")
    assert finding is not None
    rows = {e.name: (e.value, e.unit, e.origin) for e in finding.evidence}
    assert rows["p95 of x"] == (2000.0, "ms", "stated")
    assert rows["p95 asked for"] == (800.0, "ms", "stated")
    assert finding.fixes[0].label == "Add a fallback answer and a timeout of 4 s"
