"""Which missing facts are asked for, in which order, and what is left to other rules."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.missing import missing
from tests.analysis.designs import design
from tests.analysis.rules.guarding import parts

from .test_guards_security import EU, PII

CALLED = "w:client_web; a:backend_service; s:relational_db"
CALLS = "w>a:request; a>s:request"


def asked(metric: str, target: str) -> str:
    return f"requirements:\n  - {{id: m, category: system, metric: {metric}, target: '{target}'}}\n"


def lacking(components: str, flows: str = "", rest: str = "") -> set[tuple[str, str, str]]:
    found = missing(Facts(design(parts(components, flows, rest))))
    return {(one.id, one.field, rule) for one in found for rule in one.rules}


@pytest.mark.parametrize(
    ("components", "flows", "rest", "expected"),
    [
        (CALLED, CALLS, "", {("a", "replicas", "RES001"), ("s", "replicas", "RES001")}),
        ("w:client_web; a:backend_service{replicas: 2}; s:relational_db{managed: true}", CALLS, "", set()),
        ("w:client_web; a:backend_service{autoscaling: {min: 2, max: 4}}", "w>a:request", "", set()),
        ("a:batch_processing; s:data_lake", "a>s:data", "", set()),
        ("w:client_web; a:backend_service{environment: dev}", "w>a:request", "", set()),
        (
            "w:client_web; a:backend_service{replicas: 2}", "w>a:request", asked("latency_p95", "<= 100 ms"),
            {("a", "latency", "CAP001")},
        ),
        (
            "w:client_web; a:backend_service{replicas: 2}", "w>a:request", asked("availability", ">= 99 %"),
            {("a", "zones", "RES004")},
        ),
        (
            "w:client_web; s:relational_db{replicas: 2}", "w>s:request", asked("rpo", "<= 1 h"),
            {("s", "backup", "RES006")},
        ),
        (f"{PII}; s:data_lake", "a>s:data", "", {("s", "encrypted_at_rest", "SEC003"), ("f0", "encrypted", "SEC002")}),
        (f"{PII}; s:object_store{{technology: gcs}}", "a>s:data{encrypted: false}", "", set()),
        (f"{PII}; s:batch_processing", "a>s:data{protocol: FTP}", "", set()),
        (f"{PII}; s:batch_processing", "a>s:data{auth: mtls}", "", set()),
        (
            f"{PII}; b:batch_processing; l:llm_provider", "a>b:data{encrypted: true}; b>l:request", "",
            {("f1", "data_classes", "SEC004")},
        ),
        (f"{PII}; b:batch_processing; l:llm_provider", "a>b:data{encrypted: true}; b>l:request{dpa: true}", "", set()),
        (
            f"{PII}; b:batch_processing; l:llm_provider",
            "a>b:data{encrypted: true}; b>l:request{data_classes: [internal]}", "", set(),
        ),
        (
            f"{PII}; b:privacy_filter; l:llm_provider", "a>b:data{encrypted: true}; b>l:request", "", set(),
        ),
        (f"{PII}; b:batch_processing", "a>b:data{encrypted: true}", EU, {("b", "region", "SEC008")}),
        (f"{PII}; b:user", "a>b:data{encrypted: true}", EU, set()),
    ],
)  # fmt: skip
def test_what_is_asked_for(
    components: str, flows: str, rest: str, expected: set[tuple[str, str, str]]
) -> None:
    assert lacking(components, flows, rest) == expected


def test_the_fact_that_most_rules_ask_for_comes_first_and_there_is_one_note() -> None:
    rest = (
        "requirements:\n"
        "  - {id: a, category: system, metric: throughput, target: '>= 10 rps'}\n"
        "  - {id: b, category: system, metric: availability, target: '>= 99 %'}\n"
    )
    findings = check(design(parts(CALLED, CALLS, rest)), stage="review").findings
    (found,) = [f for f in findings if f.code == "OPS001"]
    assert found.severity == "info"
    assert found.key == "OPS001@design"
    assert found.evidence[0].name == "replicas of a"
    assert found.evidence[0].value == "asked for by RES001 and CAP002 and RES002"
    (focus,) = found.fixes[0].operations
    assert (focus.ids, focus.field) == (("a", "s"), "replicas")
    assert not [
        f for f in check(design(parts(CALLED, CALLS, rest)), stage="sketch").findings if f.code == "OPS001"
    ]


def test_a_long_list_is_counted() -> None:
    many = "; ".join(f"s{n}:backend_service" for n in range(40))
    flows = "; ".join(f"w>s{n}:request" for n in range(40))
    findings = check(design(parts(f"w:client_web; {many}", flows)), stage="review").findings
    (found,) = [f for f in findings if f.code == "OPS001"]
    assert found.title == "40 facts are missing"
    assert len(found.evidence) == 20
    assert "and 36 more" in found.message
