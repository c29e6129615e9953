"""The page about a team's files: its examples are whole and do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.team import Team, load_team
from mlsd_studio.analysis.team.testing import run_examples
from mlsd_studio.storage import load_text

PAGE = Path(__file__).resolve().parents[3] / "docs" / "team.md"
BLOCK = re.compile(r"^`\.mlsd/(?P<name>[^`]+)`:\n\n```yaml\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
DESIGN = """mlsd: 1
stage: review
components:
  - {id: web, kind: client_web, name: Web}
  - {id: pay, kind: model_endpoint, name: Pay, owner: us, replicas: 2, managed: false}
  - {id: rank, kind: model_endpoint, name: Rank, replicas: 2, managed: false}
boundaries:
  - {id: payments, kind: network, members: [pay]}
flows:
  - {id: web-pay, from: web, to: pay, kind: request, auth: oidc}
  - {id: web-rank, from: web, to: rank, kind: request, auth: oidc}
"""


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """The team that the page describes."""
    blocks = {match["name"]: match["text"] for match in BLOCK.finditer(PAGE.read_text("utf-8"))}
    assert sorted(blocks) == ["catalog/ours.yaml", "config.yaml", "prices.yaml", "rules/ours.yaml"]
    for name, text in blocks.items():
        path = tmp_path / ".mlsd" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load_team([tmp_path / ".mlsd"], "shop.mlsd.yaml")


def test_the_page_s_files_have_no_mistakes(team: Team) -> None:
    assert [str(problem) for problem in team.problems] == []
    assert [one.rule.code for one in team.own] == ["OWN001", "NET001", "LOG001", "REG001"]
    assert team.catalog.kinds["scoring_bus"].name == "Scoring bus"
    assert team.catalog.technologies["scorebus"].kind == "scoring_bus"


def test_every_example_of_the_page_does_what_it_says(team: Team) -> None:
    for one in team.own:
        assert one.bad
        assert one.good
        assert run_examples(one, team) == []


def test_the_page_s_severities_count(team: Team) -> None:
    document = load_text(DESIGN).document
    found = {finding.key: finding for finding in check(document, team=team).findings}
    assert found["MON001@rank"].severity == "warning"
    assert found["MON001@rank"].override == (
        "lowered from error by the team: one monitoring stack is being built for all"
    )
    assert found["MON001@pay"].severity == "error"
    assert found["MON001@pay"].override is None
    assert "OWN001@rank" in found
    assert "OWN001@pay" not in found
