"""The command line, called as a shell would, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mlsd_studio.cli.application import build
from mlsd_studio.paths import resource

EXAMPLE = resource("examples", "shop-ranking.mlsd.yaml")
FINDING_FIELDS = {"key", "code", "severity", "subjects", "path", "evidence", "file", "line", "message"}


def mlsd(*arguments: object) -> Result:
    return CliRunner().invoke(build(), [str(a) for a in arguments])


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "shop.mlsd.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    return path


@pytest.mark.parametrize("command", ["kinds", "technologies", "rules", "patterns"])
def test_lists_are_json_objects_with_ids(command: str) -> None:
    result = mlsd(command, "--format", "json")
    rows = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(rows) == {"kinds": 109, "technologies": 203, "rules": len(rows), "patterns": 13}[command]
    assert len({row["id"] for row in rows}) == len(rows) >= 13
    assert rows[0]["id"] in mlsd(command).stdout


def test_new_writes_a_canonical_design_that_passes_the_checks(tmp_path: Path) -> None:
    path = tmp_path / "online.mlsd.yaml"
    assert mlsd("new", "--pattern", "online", "-o", path).exit_code == 0
    assert mlsd("fmt", "--check", path).exit_code == 0
    assert mlsd("check", "--fail-on", "warning", path).exit_code == 0
    assert "stage: review" in path.read_text("utf-8")


def test_new_refuses_an_unknown_pattern_and_an_existing_file(example: Path) -> None:
    before = example.read_bytes()
    assert mlsd("new", "--pattern", "no-such", "-o", example.with_name("x.yaml")).exit_code == 2
    assert mlsd("new", "-o", example).exit_code == 2
    assert example.read_bytes() == before


def test_check_tells_findings_with_file_and_line(example: Path) -> None:
    result = mlsd("check", "--format", "json", example)
    rows = json.loads(result.stdout)
    assert result.exit_code == 1
    assert all(row.keys() >= FINDING_FIELDS for row in rows)
    spof = next(row for row in rows if row["key"] == "RES001@features")
    lines = example.read_text("utf-8").splitlines()
    assert "features" in lines[spof["line"] - 1]
    assert spof["file"] == str(example)


def test_check_exit_codes_follow_fail_on(example: Path) -> None:
    assert mlsd("check", "--fail-on", "never", example).exit_code == 0
    assert mlsd("check", example).exit_code == 1
    assert mlsd("check", example.with_name("missing.yaml")).exit_code == 2


def test_a_broken_file_is_told_with_all_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "broken.mlsd.yaml"
    path.write_text(
        "mlsd: 1\ncomponents:\n  - id: a\n    kind: cache\n    replicas: [2]\n"
        "flows:\n  - {id: f, from: a, to: nowhere, kind: request}\n",
        "utf-8",
    )
    result = mlsd("check", path)
    assert result.exit_code == 2
    assert "replicas" in result.stderr
    assert "nowhere" in result.stderr


def test_explain_shows_the_help_of_a_rule() -> None:
    result = mlsd("explain", "res001")
    assert result.exit_code == 0
    assert "Why it matters" in result.stdout
    assert mlsd("explain", "NOPE99").exit_code == 2


def test_fmt_keeps_every_byte_of_a_canonical_file_and_mends_others(example: Path) -> None:
    before = example.read_bytes()
    assert mlsd("fmt", example).exit_code == 0
    assert example.read_bytes() == before
    example.write_text(example.read_text("utf-8").replace("rate: 1000 rps", "rate:   1k rps"), "utf-8")
    assert mlsd("fmt", "--check", example).exit_code == 1
    assert mlsd("fmt", example).exit_code == 0
    assert example.read_bytes() == before


@pytest.mark.parametrize(("suffix", "head"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF-")])
def test_export_writes_each_format(example: Path, suffix: str, head: bytes) -> None:
    out = example.with_suffix(f".{suffix}")
    result = mlsd("export", example, "-o", out, "--select", "ranker", "--select", "features")
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(head)


def test_export_refuses_unknown_ids_and_formats(example: Path) -> None:
    assert mlsd("export", example, "-o", example.with_suffix(".png"), "--select", "nope").exit_code == 2
    assert mlsd("export", example, "-o", example.with_suffix(".doc")).exit_code == 2


def test_report_is_a_pdf(example: Path) -> None:
    out = example.with_suffix(".pdf")
    assert mlsd("report", example, "-o", out, "--date", "2026-11-22").exit_code == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_schema_is_json_and_can_go_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "schema.json"
    assert mlsd("schema", "-o", out).exit_code == 0
    assert json.loads(out.read_text("utf-8")) == json.loads(mlsd("schema").stdout)


def test_a_design_without_journeys_says_what_to_draw(tmp_path: Path) -> None:
    file = tmp_path / "empty.mlsd.yaml"
    file.write_text("mlsd: 1\n", "utf-8")
    said = mlsd("numbers", str(file)).stdout
    assert "no journey: draw a request" in said
    assert "components" not in said


def test_a_light_burden_is_a_number_and_no_share(tmp_path: Path) -> None:
    file = tmp_path / "light.mlsd.yaml"
    file.write_text(
        "mlsd: 1\nconstraints:\n  - {id: team, category: team, aspect: engineers, value: 8}\n"
        "components:\n  - {id: s, kind: event_stream, technology: kafka, managed: false}\n",
        "utf-8",
    )
    (line,) = [one for one in mlsd("numbers", str(file)).stdout.splitlines() if "maintainability" in one]
    assert "%" not in line
    assert 0 < float(line.split()[1]) < 1
