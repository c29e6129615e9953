"""The schemas of a team's files: what the page shows fits, what is misspelt does not."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from mlsd_studio.analysis.team import Team, load_team
from mlsd_studio.analysis.team.schema import SCHEMAS, schema_of
from mlsd_studio.cli.application import build
from mlsd_studio.storage.reader_yaml import parse
from tests.analysis.team.test_odd_files import FILES
from tests.storage.test_schema import complaints

WHICH = {
    "rules": "rules/ours.yaml",
    "config": "config.yaml",
    "prices": "prices.yaml",
    "catalog": "catalog/ours.yaml",
}


def strict(rule: Any) -> Any:
    """The schema with unknown keys given to a rule that nothing fits, as `additionalProperties: false` means."""
    if isinstance(rule, dict):
        return {
            key: {"type": [], "anyOf": []}
            if (key, value) == ("additionalProperties", False)
            else strict(value)
            for key, value in rule.items()
        }
    return [strict(one) for one in rule] if isinstance(rule, list) else rule


def judged(what: str, value: Any, team: Team) -> list[str]:
    schema = strict(schema_of(what, team))
    return list(complaints(value, schema, schema))


@pytest.fixture
def team(tmp_path: Any) -> Team:
    path = tmp_path / "catalog" / "ours.yaml"
    path.parent.mkdir()
    path.write_text(FILES["catalog/ours.yaml"], "utf-8")
    path = tmp_path / "rules" / "ours.yaml"
    path.parent.mkdir()
    path.write_text(FILES["rules/ours.yaml"], "utf-8")
    return load_team([tmp_path])


@pytest.mark.parametrize("what", sorted(SCHEMAS))
def test_the_examples_of_the_page_fit(what: str, team: Team) -> None:
    assert judged(what, parse(FILES[WHICH[what]]).data, team) == []


@pytest.mark.parametrize(
    ("what", "path", "value"),
    [
        ("rules", ("rules", 0, "selct"), {}),
        ("rules", ("rules", 0, "severity"), "fatal"),
        ("rules", ("rules", 0, "select", "components", "group"), "SERVE"),
        ("rules", ("rules", 0, "require", 0), {"field": "ownr"}),
        ("rules", ("rules", 2, "require", 0, "flow_to", "facet"), "predictionlog"),
        ("config", ("rules", 0, "rule"), "MON01"),
        ("config", ("rules", 0, "severity"), "none"),
        ("prices", ("kinds", "model_endpint"), {"replica": 3}),
        ("catalog", ("kinds", 0, "layer"), "model"),
        ("catalog", ("kinds", 0, "nam"), "x"),
    ],
)
def test_what_is_misspelt_does_not_fit(what: str, path: tuple[Any, ...], value: Any, team: Team) -> None:
    data = copy.deepcopy(parse(FILES[WHICH[what]]).data)
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert judged(what, data, team)


def test_the_words_are_those_of_the_team(team: Team) -> None:
    assert "scoring_bus" in json.dumps(schema_of("rules", team))
    assert "scoring_bus" not in json.dumps(schema_of("rules", Team()))
    assert "OWN001" in json.dumps(schema_of("config", team))


@pytest.mark.parametrize("what", sorted(SCHEMAS))
def test_the_command_line_prints_them(what: str) -> None:
    result = CliRunner().invoke(build(), ["schema", "--of", what])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["title"] == f"MLSD Studio: {what} of a team"
    assert yaml.safe_load(result.stdout)
