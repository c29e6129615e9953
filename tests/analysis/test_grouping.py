"""Findings under headings, and the addresses of a rule's sources."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.findings import Finding, Severity, Subject
from mlsd_studio.analysis.grouping import GROUPINGS, grouped, rule_group
from mlsd_studio.analysis.references import references
from mlsd_studio.analysis.rules import RULES
from tests.analysis.designs import design

DESIGN = design("""journeys:
  - {id: search, name: Search, entry: api}
  - {id: buy, name: Buy, entry: api}
components:
  - {id: api, kind: backend_service, name: API, owner: Shop team}
  - {id: ranker, kind: model_endpoint, name: Ranker}
  - {id: lake, kind: data_lake}
boundaries:
  - {id: ranking, kind: team, name: Ranking team, members: [ranker]}
flows:
  - {id: f, from: api, to: ranker, kind: request}
""")


def finding(code: str, severity: Severity, subject: str, *journeys: str) -> Finding:
    """A finding about one element."""
    return Finding(
        code=code, key=f"{code}@{subject}", severity=severity, title="", message="",
        subjects=(Subject(subject, "it"),), journeys=journeys,
    )  # fmt: skip


FOUND = [
    finding("RES001", "error", "ranker", "search", "buy"),
    finding("MON002", "warning", "ranker", "search"),
    finding("OPS004", "warning", "f", "search"),
    finding("DAT001", "info", "lake"),
    finding("DEC002", "info", "gone"),
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("severity", ["Errors 1", "Warnings 2", "Notes 2"]),
        ("rules", ["Resilience 1", "Monitoring 1", "Operability 1", "Data quality 1", "Decisions 1"]),
        ("component", ["Ranker 2", "API 1", "lake 1", "The design as a whole 1"]),
        ("layer", ["Data 1", "ML 2", "Application 1", "The design as a whole 1"]),
        ("owner", ["Ranking team 2", "Shop team 1", "No owner stated 2"]),
        ("journey", ["Search 3", "Buy 1", "On no journey 2"]),
    ],
)
def test_groups_come_in_order_with_all_their_findings(by: str, expected: list[str]) -> None:
    groups = grouped(DESIGN, FOUND, by)
    found = [f"{group.title} {len(members)}" for group, members in groups]
    assert sorted(found) == sorted(expected)
    if by != "rules":
        assert found == expected
    assert len({group.key for group, _ in groups}) == len(groups)


def test_every_grouping_takes_a_finding_about_nothing() -> None:
    nothing = Finding(code="OPS001", key="OPS001@design", severity="info", title="", message="")
    for by in GROUPINGS:
        ((group, members),) = grouped(DESIGN, [nothing], by)
        assert group.title
        assert members == [nothing]


def test_a_code_that_no_rule_has_is_of_the_team() -> None:
    assert rule_group("SHOP01") == "Team rules"
    assert rule_group("RUN001") == "Rules that stopped"
    assert {rule_group(code) for code in RULES} >= {"Monitoring", "Resilience", "Security"}


def test_rules_name_sources_that_can_be_looked_up() -> None:
    found = {code: references(rule.sections()["Source"]) for code, rule in RULES.items()}
    assert all(found.values())
    unknown = [code for code, sources in found.items() if not any(one.url for one in sources)]
    assert len(unknown) <= len(found) // 10, f"resources/references.json knows no source of {unknown}"


def test_an_address_in_the_text_is_taken() -> None:
    (one, other) = references("A page (with; https://example.org/page);\n  nobody knows this.")
    assert one.url == "https://example.org/page"
    assert (other.text, other.url) == ("nobody knows this", None)
