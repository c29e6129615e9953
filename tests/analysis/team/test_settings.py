"""Severities that a team changes: the nearest setting wins, with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.team import Team, load_team
from mlsd_studio.model import Document
from mlsd_studio.storage import load_text

DESIGN = """mlsd: 1
stage: review
components:
  - {id: web, kind: client_web, name: Web}
  - {id: pay, kind: model_endpoint, name: Pay, replicas: 2, managed: false}
  - {id: rank, kind: model_endpoint, name: Rank, replicas: 2, managed: false}
boundaries:
  - {id: inner, kind: network, members: [pay]}
  - {id: outer, kind: account, members: [inner, rank]}
  - {id: risk, kind: team, members: [pay]}
flows:
  - {id: web-pay, from: web, to: pay, kind: request, auth: oidc}
  - {id: web-rank, from: web, to: rank, kind: request, auth: oidc}
"""


@pytest.fixture
def document() -> Document:
    return load_text(DESIGN).document


def team(folder: Path, *lines: str, design: str = "shop.mlsd.yaml") -> Team:
    folder.mkdir(exist_ok=True)
    rows = "".join(f"  - {{{line}}}\n" for line in lines)
    (folder / "config.yaml").write_text(f"rules:\n{rows}", "utf-8")
    return load_team([folder], design)


def severities(document: Document, ours: Team, code: str = "MON002") -> dict[str, str]:
    found = [f for one in check(document, team=ours).findings for f in (one, *one.folded)]
    return {one.key.partition("@")[2]: one.severity for one in found if one.code == code}


def only(document: Document, ours: Team, key: str) -> Finding:
    return next(one for one in check(document, team=ours).findings if one.key == key)


ALL = "rule: MON002, severity: info, reason: all"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), {"pay": "error", "rank": "error"}),
        ((ALL,), {"pay": "info", "rank": "info"}),
        (("rule: monitoring, severity: warning, reason: group",), {"pay": "warning", "rank": "warning"}),
        (("rule: MON002, severity: off, reason: none",), {}),
        (("rule: MON002, where: pay, severity: off, reason: x", ALL), {"rank": "info"}),
        (("rule: MON002, where: outer, severity: warning, reason: x", ALL), {"pay": "warning", "rank": "warning"}),
        (
            (
                "rule: MON002, where: inner, severity: off, reason: x",
                "rule: MON002, where: outer, severity: warning, reason: x",
            ),
            {"rank": "warning"},
        ),
        (("rule: MON002, where: risk, severity: info, reason: x",), {"pay": "info", "rank": "error"}),
        (("rule: MON002, design: shop*, severity: warning, reason: x", ALL), {"pay": "warning", "rank": "warning"}),
        (("rule: MON002, design: other*, severity: warning, reason: x", ALL), {"pay": "info", "rank": "info"}),
        ((ALL, "rule: MON002, severity: warning, reason: later"), {"pay": "warning", "rank": "warning"}),
        (("rule: [MON001, MON002], severity: info, reason: x",), {"pay": "info", "rank": "info"}),
        (("rule: MON002, where: elsewhere, severity: off, reason: x",), {"pay": "error", "rank": "error"}),
    ],
)  # fmt: skip
def test_the_nearest_setting_wins(
    tmp_path: Path, document: Document, lines: tuple[str, ...], expected: dict[str, str]
) -> None:
    ours = team(tmp_path, *lines)
    assert ours.problems == ()
    found = severities(document, ours)
    assert {key: found[key] for key in ("pay", "rank") if key in found} == expected


def test_the_nearer_folder_wins_among_equals(tmp_path: Path, document: Document) -> None:
    team(tmp_path / "outer", "rule: MON002, severity: off, reason: far")
    team(tmp_path / "inner", "rule: MON002, severity: warning, reason: near")
    ours = load_team([tmp_path / "outer", tmp_path / "inner"])
    assert set(severities(document, ours).values()) == {"warning"}


def test_a_flow_takes_what_is_said_of_the_boundary_around_both_ends(tmp_path: Path) -> None:
    from mlsd_studio.analysis.context import Facts
    from mlsd_studio.analysis.findings import Subject
    from mlsd_studio.analysis.team.settings import adjust

    document = load_text(DESIGN + "  - {id: pay-rank, from: pay, to: rank, kind: request}\n").document
    ours = team(tmp_path, "rule: MON002, where: outer, severity: info, reason: x")

    def graded(flow: str) -> str:
        finding = Finding(
            code="MON002", key=f"MON002@{flow}", severity="error", title="t", message="m",
            subjects=(Subject(flow, "flow"),),
        )  # fmt: skip
        return adjust(Facts(document), [finding], ours)[0][0].severity

    assert graded("pay-rank") == "info"
    assert graded("web-pay") == "error"


def test_a_finding_says_what_the_team_made_of_it(tmp_path: Path, document: Document) -> None:
    lowered = team(tmp_path, "rule: MON001, where: pay, severity: info, reason: one stack is coming")
    assert (
        only(document, lowered, "MON001@pay").override
        == "lowered from error by the team: one stack is coming"
    )
    assert only(document, lowered, "MON001@rank").override is None
    same = team(tmp_path, "rule: MON001, severity: error, reason: as ever")
    assert only(document, same, "MON001@pay").override is None
    raised = team(tmp_path, "rule: MON001, severity: warning, reason: x", "rule: TEAM, severity: off")
    mistake = only(document, raised, "TEAM001@config.yaml")
    assert mistake.evidence[0].name == "line 3"


def test_a_raised_finding_says_so(tmp_path: Path, document: Document) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text(
        "rules:\n  - {code: OWN001, title: Owner, severity: info, select: {components: {kind: client_web}},"
        " require: [{field: owner}]}\n",
        "utf-8",
    )
    ours = team(tmp_path, "rule: OWN001, severity: error, reason: agreed in October")
    finding = only(document, ours, "OWN001@web")
    assert (finding.severity, finding.override) == (
        "error",
        "raised from info by the team: agreed in October",
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("rule: MON01, severity: off, reason: x", "did you mean MON001?"),
        ("rule: MON001, severity: none, reason: x", "write error or warning or info or off"),
        ("rule: MON001, severity: off", "needs `reason:`"),
        ("rule: MON001, reason: x", "needs `severity:`"),
        ("severity: off, reason: x", "needs `rule:`"),
        ("rule: MON001, severity: off, reason: x, whre: a", "did you mean where?"),
    ],
)
def test_a_mistake_costs_only_its_line(tmp_path: Path, document: Document, line: str, says: str) -> None:
    ours = team(tmp_path, line, ALL)
    (problem,) = ours.problems
    assert problem.line == 2
    assert says in problem.message
    assert set(severities(document, ours).values()) == {"info"}
