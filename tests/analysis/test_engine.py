"""The engine: order, crashed rules, folding, decisions, templates, the worked example, and odd designs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.decisions import subject_hash
from mlsd_studio.analysis.engine import check, check_steps
from mlsd_studio.analysis.findings import SEVERITIES, Finding, Severity
from mlsd_studio.analysis.folding import fold
from mlsd_studio.analysis.numbers.availability import journey_availability
from mlsd_studio.analysis.recognise import recognise
from mlsd_studio.analysis.reports import Report
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.catalog import Pattern, catalog, patterns
from mlsd_studio.catalog.templates import document_from_pattern
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Flow, Group
from mlsd_studio.paths import resource
from mlsd_studio.storage import load
from tests.analysis.designs import design, grown

TODAY = date(2026, 11, 23)


def test_the_shop_example_is_judged_as_worked_by_hand() -> None:
    document = load(resource("examples", "shop-ranking.mlsd.yaml")).document
    report = check(document, today=TODAY)
    worked = {"MON001", "MON002", "MON004", "RES001", "SKW001"}
    assert [(f.severity, f.key) for f in report.findings if f.code in worked] == [
        ("error", "MON002@ranker"),
        ("error", "MON004@ranker"),
        ("error", "RES001@a"),
        ("error", "RES001@features"),
        ("warning", "MON001@search"),
        ("warning", "SKW001@train"),
    ]
    features = next(f for f in report.findings if f.key == "RES001@features")
    assert features.title == "Feature store is a single point of failure"
    assert features.requirement == "uptime"
    assert features.path == (
        "web",
        "web-gateway",
        "gateway",
        "gateway-api",
        "api",
        "api-features",
        "features",
    )
    assert report.pattern == "hybrid (online + stream)"
    facts = Facts(document)
    number = journey_availability(facts, facts.journeys[0], ["features"])
    assert number is not None
    assert number.value == pytest.approx(0.99490075, abs=1e-8)
    assert number.without["features"] == pytest.approx(number.value / 0.995, abs=1e-12)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.id)
def test_templates_are_clean_at_review(pattern: Pattern) -> None:
    document = document_from_pattern(pattern)
    assert document.design.stage == "review"
    assert document.design.name == pattern.name
    grave = [f.key for f in check(document).findings if f.severity != "info"]
    assert grave == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("batch", "batch"), ("online", "online"), ("stream", "stream"), ("hybrid", "hybrid (batch + online + stream)"),
     ("rag", "retrieval-augmented generation"), ("edge", "edge")],
)  # fmt: skip
def test_patterns_are_recognised(pattern: str, expected: str) -> None:
    found = next(one for one in patterns() if one.id == pattern)
    assert recognise(document_from_pattern(found)) == expected


def test_nothing_is_recognised_in_an_empty_design() -> None:
    assert recognise(Document()) is None
    assert check(Document()).findings == ()


def test_order_is_severity_then_top15_then_code() -> None:
    findings = check(grown(100)).findings
    keys = [(SEVERITIES.index(f.severity), not f.top15, f.code, f.key) for f in findings]
    assert keys == sorted(keys)
    assert findings == check(grown(100)).findings


def test_a_rule_that_crashes_is_a_finding_and_the_others_run() -> None:
    def broken(facts: Facts) -> Iterator[Finding]:
        raise ZeroDivisionError("no way")
        yield

    rules = {**RULES, "RES008": replace(RULES["RES008"], check=broken)}
    report = check(design("components:\n  - {id: a, kind: cache}\n"), rules=rules)
    assert [f.key for f in report.findings] == ["RUN001@RES008", "OPS002@a"]
    assert "no way" in report.findings[0].message


def test_a_stage_speaks_only_from_then_on() -> None:
    report = check(design("components:\n  - {id: a, kind: cache}\n"), stage="sketch")
    assert report.rules_run == tuple(code for code, rule in sorted(RULES.items()) if rule.stage == "sketch")
    late = {**RULES, "OPS002": replace(RULES["OPS002"], stage="production")}
    assert check(design("components:\n  - {id: a, kind: cache}\n"), stage="review", rules=late).findings == ()


def test_drift_is_folded_under_the_missing_monitor() -> None:
    text = "components:\n  - {id: m, kind: model_endpoint}\n  - {id: l, kind: prediction_log}\n"
    text += "flows:\n  - {id: f, from: m, to: l, kind: async}\n"
    (finding,) = check(design(text)).findings
    assert finding.key == "MON001@m"
    assert [f.key for f in finding.folded] == ["MON002@m"]


@pytest.mark.parametrize(("cause", "stands"), [("warning", True), ("error", False)])
def test_a_symptom_graver_than_its_cause_stands_alone(cause: Severity, stands: bool) -> None:
    facts = Facts(design("components:\n  - {id: m, kind: model_endpoint}\n"))
    found = [
        RULES["MON001"].finding("m", "cause", "", severity=cause),
        RULES["MON002"].finding("m", "symptom", "", severity="error"),
    ]
    assert ("MON002@m" in [one.key for one in fold(facts, found)]) is stands


def test_members_of_a_group_are_one_finding() -> None:
    text = "components:\n"
    text += "".join(f"  - {{id: m{n}, kind: model_endpoint}}\n" for n in range(3))
    text += "groups:\n  - {id: g, members: [m0, m1, m2]}\n"
    keys = {f.key: len(f.folded) for f in check(design(text)).findings}
    assert keys["MON004@m0"] == 2
    assert "MON004@m1" not in keys


DECIDED = """components:
  - {{id: a, kind: cache, name: Cache}}
decisions:
  - {{finding: OPS002@a, status: accepted, reason_code: other, reason: Drawn ahead., {rest}}}
"""


def test_a_decision_holds_until_its_date() -> None:
    document = design(DECIDED.format(rest="until: 2026-11-23"))
    (finding,) = check(document, today=date(2026, 11, 23)).findings
    assert finding.decided
    assert check(document, today=date(2026, 11, 23)).open_counts()["info"] == 0
    late = check(document, today=date(2026, 11, 24)).findings
    assert [f.key for f in late] == ["DEC001@OPS002@a", "OPS002@a"]
    assert not late[1].decided


def test_a_decision_falls_when_its_subject_changes() -> None:
    document = design(DECIDED.format(rest="by: me"))
    known = subject_hash(Facts(document), ["a"])
    assert len(known) == 12
    assert check(design(DECIDED.format(rest=f"subject_hash: {known}"))).findings[0].decided
    renamed = DECIDED.replace("name: Cache", "name: Other").format(rest=f"subject_hash: {known}")
    assert check(design(renamed)).findings[0].decided
    changed = DECIDED.replace("name: Cache", "replicas: 2").format(rest=f"subject_hash: {known}")
    assert not check(design(changed)).findings[0].decided


def test_an_orphaned_decision_is_told_unless_its_rule_did_not_run() -> None:
    text = DECIDED.format(rest="by: me")
    assert [f.code for f in check(design(text.replace("OPS002@a", "RES001@a"))).findings] == [
        "DEC002",
        "OPS002",
    ]
    assert [f.code for f in check(design(text.replace("OPS002@a", "MON003@a"))).findings] == ["OPS002"]


def test_steps_give_the_same_report_as_check() -> None:
    reports: list[Report] = []

    def steps() -> Iterator[None]:
        reports.append((yield from check_steps(grown(100))))

    assert sum(1 for _ in steps()) > len(RULES)
    assert reports[0].findings == check(grown(100)).findings


KINDS = sorted(catalog().kinds)
FLOW_KINDS = ["request", "async", "data", "artifact", "control", "telemetry", "feedback", "replicate"]


@st.composite
def any_design(draw: st.DrawFn) -> Document:
    """Any kinds, any flows, loops and self-loops, groups and boundaries as ends, anything stated or not."""
    ids = [f"c{n}" for n in range(draw(st.integers(1, 12)))]
    records: list[object] = []
    for id in ids:
        kind = draw(st.sampled_from([*KINDS, "gizmo"]))
        technology = draw(st.sampled_from([None, *sorted(catalog().technologies)]))
        replicas = draw(st.sampled_from([None, 1, 2]))
        zones = draw(st.sampled_from([None, ("a",), ("a", "b")]))
        records.append(Component(id=id, kind=kind, technology=technology, replicas=replicas, zones=zones))
    records.append(
        Group(id="g", members=tuple(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))))
    )
    records.append(Boundary(id="b", kind="cluster", members=(ids[0],)))
    ends = st.sampled_from([*ids, *ids, "g", "b"])
    for n in range(draw(st.integers(0, 25))):
        stands_in = draw(st.sampled_from([None, None, *[f"f{m}" for m in range(n)]]))
        kind = draw(st.sampled_from(FLOW_KINDS))
        records.append(
            Flow(id=f"f{n}", source=draw(ends), target=draw(ends), kind=kind, fallback_of=stands_in)
        )  # type: ignore[arg-type]
    return Document(records)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(any_design())
def test_no_rule_crashes_and_every_fix_can_be_made_and_undone(document: Document) -> None:
    from mlsd_studio.analysis.fixes import build

    before = document.copy()
    for finding in check(document, stage="production").findings:
        assert finding.code != "RUN001", finding.message
        assert all(document.find(part) for part in finding.path), finding
        for fix in finding.fixes:
            change = build(document, fix)
            assert bool(change) == fix.edits
            document.apply(change)
            document.apply(change.reversed())
    assert document == before
