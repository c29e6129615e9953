"""A team's files as the command line takes them in, from the nearest folder to the root of the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mlsd_studio.cli import shared
from mlsd_studio.cli.application import build
from mlsd_studio.paths import USER_FOLDER_VARIABLE, team_folders

DESIGN = """mlsd: 1
components:
  - {id: web, kind: client_web, name: Web}
  - {id: bus, kind: scoring_bus, name: Bus, replicas: 2}
flows:
  - {id: web-bus, from: web, to: bus, kind: request}
"""
KINDS = "kinds:\n  - {id: scoring_bus, like: event_stream, name: Scoring bus}\n"
RULES = """rules:
  - code: OWN001
    title: Buses have an owner
    severity: error
    select: {components: {kind: scoring_bus}}
    require: [{field: owner}]
    examples:
      bad: |
        components:
          - {id: a, kind: scoring_bus}
      good: |
        components:
          - {id: a, kind: scoring_bus, owner: us}
"""


@pytest.fixture(autouse=True)
def fresh() -> None:
    """What was read of an earlier test's folders is forgotten."""
    shared._team.cache_clear()


def mlsd(*arguments: object) -> Result:
    return CliRunner().invoke(build(), [str(a) for a in arguments])


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with kinds and rules at its root and a design two folders down; it is the working folder."""
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".mlsd" / "catalog" / "ours.yaml", KINDS)
    write(tmp_path / ".mlsd" / "rules" / "ours.yaml", RULES)
    write(tmp_path / "teams" / "pay" / "bus.mlsd.yaml", DESIGN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(*arguments: object) -> dict[str, dict[str, object]]:
    found = json.loads(mlsd("check", "--format", "json", *arguments).stdout)
    return {row["key"]: row for row in found}


def test_folders_count_from_the_root_of_the_repository_down(repository: Path) -> None:
    user, *found = team_folders(repository / "teams" / "pay" / "bus.mlsd.yaml")
    assert found == [
        repository / ".mlsd",
        repository / "teams" / ".mlsd",
        repository / "teams" / "pay" / ".mlsd",
    ]
    (repository / ".git").rmdir()
    assert team_folders(repository / "teams" / "a.mlsd.yaml") == (user, repository / "teams" / ".mlsd")
    assert team_folders(None) == (user,)


def test_check_finds_what_the_team_s_rules_find(repository: Path) -> None:
    found = rows("teams")
    assert found["OWN001@bus"]["severity"] == "error"
    assert found["OWN001@bus"]["line"] == 4
    assert mlsd("check", "teams").exit_code == 1
    log = json.loads(mlsd("check", "--format", "sarif", "teams").stdout)
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["OWN001"]["shortDescription"]["text"] == "Buses have an owner"
    assert "OWN001" in mlsd("check", "--format", "junit", "teams").stdout


def test_severities_of_the_team_are_told_in_every_form(repository: Path) -> None:
    config = "rules:\n  - {rule: OWN001, where: bus, severity: info, reason: it is being sold}\n"
    write(repository / "teams" / "pay" / ".mlsd" / "config.yaml", config)
    assert rows("teams")["OWN001@bus"]["override"] == "lowered from error by the team: it is being sold"
    assert mlsd("check", "teams").exit_code == 0
    for form in ("text", "markdown", "sarif"):
        assert (
            "lowered from error by the team: it is being sold"
            in mlsd("check", "--format", form, "teams").stdout
        )


def test_what_is_switched_off_is_counted_and_suppressed_with_its_reason(repository: Path) -> None:
    config = "rules:\n  - {rule: OWN001, where: bus, severity: off, reason: it is being sold}\n"
    write(repository / ".mlsd" / "config.yaml", config)
    result = mlsd("check", "teams")
    assert result.exit_code == 0
    assert "OWN001" not in result.stdout
    assert "1 switched off by the team" in result.stdout
    assert "OWN001@bus" not in rows("teams")
    log = json.loads(mlsd("check", "--format", "sarif", "teams").stdout)
    (hidden,) = (one for one in log["runs"][0]["results"] if one["ruleId"] == "OWN001")
    assert hidden["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "switched off by the team: it is being sold",
        }
    ]


def test_a_baseline_is_judged_by_the_same_team(repository: Path) -> None:
    old = write(repository.parent / "old.mlsd.yaml", DESIGN)
    assert mlsd("check", "--baseline", old, "teams").exit_code == 0


def test_mistakes_go_to_standard_error_once_and_the_rest_counts(repository: Path) -> None:
    write(repository / ".mlsd" / "rules" / "wrong.yaml", "rules:\n  - code: X\n")
    write(repository / "teams" / "pay" / "second.mlsd.yaml", DESIGN)
    result = mlsd("check", "teams", "--format", "json")
    lines = [line for line in result.stderr.splitlines() if "wrong.yaml" in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"{repository / '.mlsd' / 'rules' / 'wrong.yaml'}:2: ")
    found = json.loads(result.stdout)
    assert [row["key"] for row in found].count("TEAM001@.mlsd/rules/wrong.yaml") == 2
    assert [row["key"] for row in found].count("OWN001@bus") == 2
    assert f"{lines[0].partition(': ')[0]}: warning TEAM001@" in mlsd("check", "teams").stdout
    log = json.loads(mlsd("check", "--format", "sarif", "teams").stdout)
    places = [
        one["locations"][0]["physicalLocation"]
        for one in log["runs"][0]["results"]
        if "TEAM" in one["ruleId"]
    ]
    assert places[0]["artifactLocation"]["uri"] == ".mlsd/rules/wrong.yaml"
    assert places[0]["region"] == {"startLine": 2}


def test_designs_of_different_teams_do_not_mix(repository: Path) -> None:
    write(repository / "teams" / "other" / "bus.mlsd.yaml", DESIGN)
    config = "rules:\n  - {rule: OWN001, severity: off, reason: none of ours}\n"
    write(repository / "teams" / "other" / ".mlsd" / "config.yaml", config)
    found = json.loads(mlsd("check", "--format", "json", "teams").stdout)
    assert [row["file"] for row in found if row["code"] == "OWN001"] == ["teams/pay/bus.mlsd.yaml"]


def test_the_user_s_own_folder_counts_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "mine" / "catalog" / "ours.yaml", KINDS)
    write(tmp_path / "mine" / "rules" / "ours.yaml", RULES)
    monkeypatch.setenv(USER_FOLDER_VARIABLE, str(tmp_path / "mine"))
    design = write(tmp_path / "else" / "bus.mlsd.yaml", DESIGN)
    assert "OWN001@bus" in rows(design)
    monkeypatch.setenv(USER_FOLDER_VARIABLE, str(tmp_path / "nothing"))
    assert "OWN001@bus" not in rows(design)


def test_lists_and_pages_hold_what_the_team_adds(repository: Path) -> None:
    rules = json.loads(mlsd("rules", "--format", "json").stdout)
    assert {"id": "OWN001", "group": "team", "severity": "error", "stage": "sketch",
            "title": "Buses have an owner"} in rules  # fmt: skip
    assert "scoring_bus" in mlsd("kinds").stdout
    page = mlsd("explain", "own001").stdout
    assert page.startswith("OWN001  Buses have an owner\nteam · error, from stage sketch on\n")
    assert "    mlsd: 1\n    components:\n      - {id: a, kind: scoring_bus}" in page
    elsewhere = repository.parent / "empty"
    elsewhere.mkdir(exist_ok=True)
    assert "scoring_bus" not in mlsd("kinds", "--for", elsewhere).stdout
    assert mlsd("explain", "OWN001", "--for", elsewhere).exit_code == 2


def test_rules_test_runs_the_examples(repository: Path) -> None:
    file = ".mlsd/rules/ours.yaml"
    result = mlsd("rules", "test", file)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{file}: OWN001 passes\n{file}: 1 of 1 rules pass their examples\n"
    write(repository / file, RULES.replace("owner: us", "tags: [us]"))
    result = mlsd("rules", "test", file)
    assert result.exit_code == 1
    assert "OWN001, good: the rule should be silent and says OWN001@a" in result.stdout
    write(repository / file, RULES.replace("select:", "selct:"))
    result = mlsd("rules", "test", file)
    assert result.exit_code == 2
    assert f"{file}:5: rule OWN001, selct: there is no 'selct' here; did you mean select?" in result.stderr
    assert mlsd("rules", "test", "missing.yaml").exit_code == 2


def test_team_tells_what_counts_and_what_is_wrong(repository: Path) -> None:
    config = "rules:\n  - {rule: OWN001, where: bus, severity: info, reason: it is being sold}\n"
    write(repository / ".mlsd" / "config.yaml", config)
    write(repository / ".mlsd" / "prices.yaml", "date: 2026-10-01\nsource: s\nkinds: {cache: {replica: 9}}\n")
    result = mlsd("team", "teams/pay/bus.mlsd.yaml")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert str(repository / ".mlsd") in lines
    assert f"{repository / 'teams' / 'pay' / '.mlsd'}  (not there)" in lines
    assert lines[-6:] == [
        "new kinds: scoring_bus",
        "changed kinds: cache",
        "new technologies: none",
        "changed technologies: none",
        "rules: OWN001",
        "OWN001 is info (bus): it is being sold",
    ]
    write(repository / ".mlsd" / "config.yaml", "rules: [{rule: OWN1}]\n")
    shared._team.cache_clear()
    result = mlsd("team", ".")
    assert result.exit_code == 2
    assert "did you mean OWN001?" in result.stderr
    assert result.stdout.splitlines()[-1] == "1 mistake, told on standard error"
