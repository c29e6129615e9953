"""`mlsd numbers`, called as a shell would, in this process."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.wording import margin_words, reading, target_words
from mlsd_studio.cli.application import build
from mlsd_studio.paths import resource
from mlsd_studio.storage import save
from mlsd_studio.storage.files import load
from tests.analysis.numbers.test_bounds import web_of_fallbacks

EXAMPLE = resource("examples", "shop-ranking.mlsd.yaml")
METRICS = {
    "availability", "full_quality", "throughput", "latency_p50", "latency_p95", "latency_p99",
    "feature_freshness", "model_age", "label_delay", "rpo", "rto",
}  # fmt: skip
ROW = {"value", "unit", "origin", "bound", "low", "high", "missing", "note", "target", "margin", "verdict",
       "contributor"}  # fmt: skip
TWO = """mlsd: 1
components:
  - {id: web, kind: client_web}
  - {id: app, kind: client_mobile}
  - {id: api, kind: backend_service, replicas: 1, availability: 99 %}
  - {id: store, kind: relational_db, replicas: 2, availability: 99 %}
flows:
  - {id: f1, from: web, to: api, kind: request}
  - {id: f2, from: app, to: store, kind: request}
journeys:
  - {id: design, entry: web, rate: 10 rps}
  - {id: units, entry: app, rate: 10 rps}
requirements:
  - {id: up, category: system, metric: availability, target: ">= 99.9 %", journey: design, priority: must}
  - {id: hope, category: system, metric: availability, target: ">= 99.999 %", journey: units, priority: could}
"""


def mlsd(*arguments: object) -> Result:
    return CliRunner().invoke(build(), ["numbers", *map(str, arguments)])


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.mlsd.yaml"
    path.write_text(TWO, "utf-8")
    return path


def found_in(result: Result) -> dict[str, dict[str, dict[str, object]]]:
    assert result.exit_code == 0, result.output
    found: dict[str, dict[str, dict[str, object]]] = json.loads(result.stdout)
    return found


def test_text_names_the_bottleneck_the_verdicts_and_what_would_meet_them() -> None:
    result = mlsd(EXAMPLE)
    assert result.exit_code == 0
    assert "ranker saturates at 1\u00a0080 rps, 1.08 times the rate" in result.stdout
    assert "2 replicas of features give" in result.stdout
    assert "2 replicas of a fallback for api-features give" in result.stdout


def test_json_holds_every_metric_with_origin_target_and_verdict() -> None:
    found = found_in(mlsd(EXAMPLE, "--format", "json"))
    assert found.keys() == {"search", "design", "components", "units", "assumptions"}
    assert found["search"].keys() == METRICS
    assert all(row.keys() >= ROW for row in found["search"].values())
    row = found["search"]["availability"]
    assert (row["verdict"], row["contributor"], row["bound"]) == ("missed", "features", "exact")
    assert row["low"] == row["high"] == row["value"] == pytest.approx(0.99490075, abs=5e-9)


def test_traffic_rescales_the_load_and_nothing_else() -> None:
    once, ten = (found_in(mlsd(EXAMPLE, "--format", "json", "--traffic", n)) for n in (1, 10))
    assert ten["components"]["api"]["load"] == pytest.approx(10_000)
    assert once["components"]["api"]["load"] == pytest.approx(1000)
    assert ten["search"]["latency_p95"]["bound"] == "unbounded"
    assert ten["search"]["availability"] == once["search"]["availability"]
    for refused in ("-1", "0", "0.5", "10.5", "30", "nan", "much"):
        assert mlsd(EXAMPLE, "--traffic", refused).exit_code == 2
    assert "from 1 to 10" in mlsd("--help").output.replace("\n", " ")


def test_one_journey_and_an_unknown_one(two: Path) -> None:
    shown = mlsd(two, "--journey", "units").stdout
    assert "journey units" in shown
    assert "journey design" not in shown
    refused = mlsd(two, "--journey", "nowhere")
    assert refused.exit_code == 2
    assert "has no journey nowhere; it has: design, units" in refused.output


def test_a_missed_must_fails_and_a_missed_could_does_not(two: Path) -> None:
    assert mlsd(two).exit_code == 0
    assert mlsd(two, "--fail-on-missed").exit_code == 1
    assert mlsd(two, "--fail-on-missed", "--journey", "units").exit_code == 0
    text = two.read_text("utf-8").replace(
        "replicas: 1, availability: 99 %", "replicas: 1, availability: 100 %"
    )
    two.write_text(text, "utf-8")
    assert mlsd(two, "--fail-on-missed").exit_code == 0


def test_a_growth_line_never_fails() -> None:
    text = EXAMPLE.read_text("utf-8")
    assert "growth: 10" in text
    numbers = Engine(load(EXAMPLE).document).numbers()
    assert any(one.growth and one.outcome == "missed" for one in numbers.verdicts)


def test_journeys_named_like_other_parts_stand_apart(two: Path) -> None:
    found = found_in(mlsd(two, "--format", "json"))
    assert found.keys() == {"journey:design", "journey:units", "design", "components", "units", "assumptions"}
    assert found["journey:design"]["availability"]["value"] == pytest.approx(0.99)
    assert "cost" in found["design"]
    assert {unit["journey"] for unit in found["units"]} == {"design", "units"}  # type: ignore[index]


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mlsd.yaml"
    broken.write_text("mlsd: 1\ncomponents:\n  - {id: a, kind: cache, replicas: many}\n", "utf-8")
    result = mlsd(broken, "--format", "json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "3" in result.stderr
    assert "replicas" in result.stderr
    assert mlsd(tmp_path / "none.mlsd.yaml").exit_code == 2


def test_bounds_are_told_as_bounds(tmp_path: Path) -> None:
    path = tmp_path / "web.mlsd.yaml"
    save(web_of_fallbacks(60, 0.6), path)
    row = found_in(mlsd(path, "--format", "json"))["web"]["availability"]
    assert 0.0 < row["low"] < row["high"] < 1.0  # type: ignore[operator]
    assert re.search(r"availability +[\d.]+–[\d.]+ % \(bounds: too entangled", mlsd(path).stdout)


def test_text_and_window_print_a_number_alike() -> None:
    shown = mlsd(EXAMPLE).stdout
    numbers = Engine(load(EXAMPLE).document).numbers()
    for one in numbers.verdicts:
        words = target_words(one.metric, one.target)
        line = next(line for line in shown.splitlines() if f"{one.requirement}: " in line and words in line)
        assert f": {reading(one.metric, one.value, one.target)}" in line
        assert (f"margin {margin_words(one)}" in line) == (one.margin is not None)
    assert "2 replicas of features give 99.987 %" in shown


def test_every_default_that_was_used_is_listed_with_its_source() -> None:
    found = json.loads(mlsd(EXAMPLE, "--format", "json").stdout)
    listed = {(one["subject"], one["field"]): one for one in found["assumptions"]}
    figure = listed["gateway", "availability"]
    assert 0.99 < figure["value"] < 1.0
    assert ("features", "availability") not in listed or listed["features", "availability"]["basis"]
