"""`mlsd check` as CI uses it: forms of the report, baselines, many files, exit codes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from typer.testing import CliRunner, Result

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.notices import NOTICES
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.cli.application import build
from mlsd_studio.cli.formats import markdown, text
from mlsd_studio.cli.searching import SearchError, designs_in
from mlsd_studio.paths import resource
from mlsd_studio.storage import load

SHOP = resource("examples", "shop-ranking.mlsd.yaml")
DECIDED = resource("examples", "every-record.mlsd.yaml")
CLEAN = """mlsd: 1
components:
  - {id: web, kind: client_web, name: Web}
"""
BROKEN = "mlsd: 1\ncomponents:\n  - id: a\n    kind: cache\n    replicas: many\n"


def mlsd(*arguments: object) -> Result:
    return CliRunner().invoke(build(), [str(a) for a in arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two designs, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "designs" / "deep").mkdir(parents=True)
    (tmp_path / "designs" / "shop.mlsd.yaml").write_bytes(SHOP.read_bytes())
    (tmp_path / "designs" / "deep" / "all.mlsd.yaml").write_bytes(DECIDED.read_bytes())
    return tmp_path


def keys(path: Path) -> list[str]:
    return [finding.key for finding in check(load(path).document).findings]


# -- which files -----------------------------------------------------------------------------------------


def test_folders_are_searched_in_order_and_each_file_counts_once(folder: Path) -> None:
    (folder / "designs" / ".hidden").mkdir()
    (folder / "designs" / ".hidden" / "x.mlsd.yaml").write_text(CLEAN)
    (folder / "designs" / "notes.yaml").write_text("a: 1")
    found = designs_in([Path("designs"), Path("designs/shop.mlsd.yaml")])
    assert [path.as_posix() for path in found] == ["designs/deep/all.mlsd.yaml", "designs/shop.mlsd.yaml"]


def test_links_that_lead_out_or_round_in_circles_are_not_followed(folder: Path) -> None:
    outside = folder / "outside"
    outside.mkdir()
    (outside / "secret.mlsd.yaml").write_text(CLEAN)
    designs = folder / "designs"
    (designs / "loop").symlink_to(designs)
    (designs / "folder").symlink_to(outside)
    (designs / "out.mlsd.yaml").symlink_to(outside / "secret.mlsd.yaml")
    (designs / "gone.mlsd.yaml").symlink_to(designs / "nothing")
    (designs / "again.mlsd.yaml").symlink_to(designs / "shop.mlsd.yaml")
    found = [path.name for path in designs_in([Path("designs")])]
    assert found == ["again.mlsd.yaml", "all.mlsd.yaml"]


def test_a_folder_without_designs_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match=r"no \.mlsd\.yaml file"):
        designs_in([tmp_path])
    assert mlsd("check", tmp_path).exit_code == 2


def test_a_broken_file_among_many_is_told_with_its_line_and_the_others_are_checked(folder: Path) -> None:
    (folder / "designs" / "bad.mlsd.yaml").write_text(BROKEN)
    result = mlsd("check", "--fail-on", "never", "designs")
    assert result.exit_code == 2
    assert "designs/bad.mlsd.yaml:5: " in result.stderr
    assert "replicas" in result.stderr
    assert "RES001@features" in result.stdout
    assert "1 file could not be read" in result.stdout.splitlines()[-1]


def test_the_findings_are_those_of_the_window(folder: Path) -> None:
    rows = json.loads(mlsd("check", "--format", "json", "designs/shop.mlsd.yaml").stdout)
    assert [row["key"] for row in rows] == keys(SHOP)


def test_the_report_goes_to_a_file_and_the_summary_to_the_terminal(folder: Path) -> None:
    result = mlsd("check", "designs", "--format", "json", "-o", "out.json")
    assert result.exit_code == 1
    assert result.stdout.startswith("2 designs checked: ")
    assert len(json.loads((folder / "out.json").read_text("utf-8"))) == len(keys(SHOP)) + len(keys(DECIDED))
    assert mlsd("check", "designs", "-o", folder / "no" / "where").exit_code == 2


def test_text_is_coloured_for_a_terminal_only(folder: Path) -> None:
    from mlsd_studio.cli.checking import check_file

    files = [check_file(SHOP)]
    plain, coloured = text.render(files), text.render(files, colour=True)
    assert "\x1b[" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain != coloured


# -- baselines -------------------------------------------------------------------------------------------


def worse(path: Path) -> None:
    """One more component with findings of its own."""
    before = path.read_text("utf-8")
    line = "  - {id: second, kind: model_endpoint, name: Second model, managed: true}\n"
    path.write_text(before.replace("components:\n", f"components:\n{line}", 1), "utf-8")


@pytest.mark.parametrize("kind", ["design", "report"])
def test_with_a_baseline_only_what_is_new_is_shown_and_counts(folder: Path, kind: str) -> None:
    path = folder / "designs" / "shop.mlsd.yaml"
    baseline = folder / ("old.mlsd.yaml" if kind == "design" else "old.json")
    if kind == "design":
        baseline.write_bytes(path.read_bytes())
    else:
        assert mlsd("check", "--format", "json", "designs", "-o", baseline).exit_code == 1
    before = set(keys(path))
    same = mlsd("check", "--baseline", baseline, path)
    assert same.exit_code == 0, same.output
    assert f"{len(before)} known from the baseline" in same.stdout
    worse(path)
    rows = json.loads(mlsd("check", "--baseline", baseline, "--format", "json", path).stdout)
    new = {row["key"] for row in rows}
    assert new == set(keys(path)) - before
    assert new
    assert mlsd("check", "--baseline", baseline, path).exit_code == 1


def test_a_finding_whose_decision_is_gone_is_new(folder: Path) -> None:
    path = folder / "designs" / "deep" / "all.mlsd.yaml"
    mlsd("check", "--format", "json", path, "-o", "old.json")
    content = path.read_text("utf-8")
    assert "decisions:" in content
    path.write_text(content.replace("finding: RES001@pay", "finding: RES001@gone"), "utf-8")
    rows = json.loads(mlsd("check", "--baseline", "old.json", "--format", "json", path).stdout)
    assert "RES001@pay" in [row["key"] for row in rows]


def test_a_graver_finding_is_new(folder: Path) -> None:
    mlsd("check", "--format", "json", "designs/shop.mlsd.yaml", "-o", "old.json")
    rows = json.loads((folder / "old.json").read_text("utf-8"))
    for row in rows:
        row["severity"] = "info"
    (folder / "old.json").write_text(json.dumps(rows), "utf-8")
    assert mlsd("check", "--baseline", "old.json", "designs/shop.mlsd.yaml").exit_code == 1


@pytest.mark.parametrize("content", ["{}", "[1]", '[{"key": "A"}]', "[", '[{"key":1}]'])
def test_what_is_no_baseline_is_refused(folder: Path, content: str) -> None:
    (folder / "old.json").write_text(content)
    result = mlsd("check", "--baseline", "old.json", "designs")
    assert result.exit_code == 2
    assert "old.json" in result.stderr
    assert mlsd("check", "--baseline", "missing.mlsd.yaml", "designs").exit_code == 2


# -- SARIF -----------------------------------------------------------------------------------------------


def sarif(*paths: object) -> dict[str, Any]:
    return json.loads(mlsd("check", "--format", "sarif", *paths).stdout)


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    return log["runs"][0]["results"]


def located(location: dict[str, Any]) -> tuple[str, int]:
    physical = location["physicalLocation"]
    assert physical.keys() == {"artifactLocation", "region"}
    assert physical["artifactLocation"].keys() <= {"uri", "uriBaseId"}
    line = physical["region"]["startLine"]
    assert isinstance(line, int)
    assert line >= 1
    return physical["artifactLocation"]["uri"], line


def test_sarif_has_what_the_standard_requires(folder: Path) -> None:
    """Required properties, closed vocabularies and cross references of SARIF 2.1.0, section 3."""
    log = sarif("designs")
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "MLSD Studio"
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert "helpUri" not in rule
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        if rule["id"] in RULES:
            assert "## Why it matters" in rule["help"]["markdown"]
            assert "```yaml\nmlsd: 1" in rule["help"]["markdown"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        assert len(result["locations"]) == 1
        ids = [place["id"] for place in result.get("relatedLocations", [])]
        assert ids == list(range(1, len(ids) + 1))
        for place in (*result["locations"], *result.get("relatedLocations", [])):
            uri, line = located(place)
            assert line <= len((folder / uri).read_text("utf-8").splitlines())


def test_sarif_points_at_the_line_of_the_element(folder: Path) -> None:
    for result in results(sarif("designs/shop.mlsd.yaml")):
        uri, line = located(result["locations"][0])
        assert uri == "designs/shop.mlsd.yaml"
        (subject,) = result["locations"][0]["logicalLocations"]
        row = (folder / uri).read_text("utf-8").splitlines()[line - 1]
        if result["properties"]["key"] != "RES001@a":
            assert f"id: {subject['name']}" in row


def test_sarif_fingerprints_survive_moved_lines_and_new_names(folder: Path) -> None:
    path = folder / "designs" / "shop.mlsd.yaml"

    def prints() -> dict[str, str]:
        return {
            result["properties"]["key"]: result["partialFingerprints"]["primaryLocationLineHash"]
            for result in results(sarif(path))
        }

    before = prints()
    content = path.read_text("utf-8").replace("name: Ranker endpoint", "name: The best ranker")
    path.write_text(content.replace("components:\n", "# moved\n# down\ncomponents:\n"), "utf-8")
    assert prints() == before
    assert len(set(before.values())) == len(before)


def test_sarif_suppresses_what_is_decided_and_reports_broken_files(folder: Path) -> None:
    (folder / "bad.mlsd.yaml").write_text(BROKEN)
    log = sarif("designs/deep", "bad.mlsd.yaml")
    decided = [result for result in results(log) if "suppressions" in result]
    assert [result["properties"]["key"] for result in decided] == ["RES001@pay"]
    assert decided[0]["suppressions"][0]["kind"] == "inSource"
    assert decided[0]["suppressions"][0]["justification"].startswith("accepted: ")
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert located(invocation["toolExecutionNotifications"][0]["locations"][0]) == ("bad.mlsd.yaml", 5)


def test_sarif_names_a_file_elsewhere_by_a_whole_address(folder: Path, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("else where") / "a b.mlsd.yaml"
    path.write_bytes(SHOP.read_bytes())
    uri, _ = located(results(sarif(path))[0]["locations"][0])
    assert uri == path.as_uri()
    assert "%20" in uri


def test_sarif_paths_start_at_the_root_of_the_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder / "designs")
    log = sarif("shop.mlsd.yaml")
    assert {located(one["locations"][0])[0] for one in results(log)} == {"designs/shop.mlsd.yaml"}
    assert log["runs"][0]["originalUriBaseIds"].keys() == {"%SRCROOT%"}
    log = sarif("--root", ".", "shop.mlsd.yaml")
    assert {located(one["locations"][0])[0] for one in results(log)} == {"shop.mlsd.yaml"}


def test_sarif_keeps_the_results_of_files_alike_apart(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.mlsd.yaml").write_bytes(SHOP.read_bytes())
    found = results(sarif("one.mlsd.yaml", "two.mlsd.yaml"))
    assert len({one["partialFingerprints"]["findingKey/v2"] for one in found}) == len(found)
    monkey = [one["partialFingerprints"] for one in found if one["properties"]["key"] == "RES002@search"]
    assert len(monkey) == 2


# -- JUnit and Markdown ----------------------------------------------------------------------------------


def test_junit_counts_failures_skips_and_errors(folder: Path) -> None:
    (folder / "designs" / "bad.mlsd.yaml").write_text(BROKEN)
    root = ElementTree.fromstring(mlsd("check", "--format", "junit", "designs").stdout)
    assert root.tag == "testsuites"
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == [
        "designs/bad.mlsd.yaml", "designs/deep/all.mlsd.yaml", "designs/shop.mlsd.yaml"
    ]  # fmt: skip
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        assert len({case.get("name") for case in cases}) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name, "")) == sum(case.find(tag) is not None for case in cases)
    shop = check(load(SHOP).document).open_counts()
    assert int(suites[2].get("failures", "")) == shop["error"]
    assert int(suites[1].get("skipped", "")) == 1
    assert int(suites[0].get("errors", "")) == 1
    strict = ElementTree.fromstring(
        mlsd("check", "--format", "junit", "--fail-on", "warning", "designs/shop.mlsd.yaml").stdout
    )
    assert int(strict.get("failures", "")) == shop["error"] + shop["warning"]
    assert "CAP003" in " ".join(case.get("name", "") for case in strict.iter("testcase"))


def test_markdown_is_a_table_that_names_cannot_break(folder: Path) -> None:
    path = folder / "designs" / "shop.mlsd.yaml"
    odd = "name: 'Rank|er @team <b>#1</b> `x`'"
    path.write_text(path.read_text("utf-8").replace("name: Ranker endpoint", odd), "utf-8")
    rows = mlsd("check", "--format", "markdown", path).stdout.splitlines()
    table = [row for row in rows if row.startswith("|")]
    assert table[:2] == ["| Severity | Finding | Where | What |", "|---|---|---|---|"]
    assert len(table) == 2 + len(keys(path))
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in table)
    about = next(row for row in table if "MON002@ranker" in row)
    assert r"Rank\|er &#64;team &lt;b&gt;&#35;1&lt;/b&gt; \`x\`" in about


def test_markdown_stays_short_enough_for_a_comment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MAX_CHARACTERS", 800)
    out = mlsd("check", "--format", "markdown", "designs").stdout
    assert len(out) < 900
    assert re.search(r"\d+ more findings: run `mlsd check`", out)


@pytest.mark.parametrize("form", ["text", "json", "junit", "sarif", "markdown"])
def test_exit_codes_do_not_depend_on_the_form(folder: Path, form: str) -> None:
    (folder / "clean.mlsd.yaml").write_text(CLEAN)
    run: Callable[..., Result] = lambda *rest: mlsd("check", "--format", form, *rest)  # noqa: E731
    assert run("clean.mlsd.yaml").exit_code == 0
    assert run("designs").exit_code == 1
    assert run("designs", "--fail-on", "never").exit_code == 0
    assert run("designs", "missing.mlsd.yaml").exit_code == 2


def test_stage_is_judged_as_asked(folder: Path) -> None:
    def count(stage: str) -> int:
        return len(json.loads(mlsd("check", "--format", "json", "--stage", stage, SHOP).stdout))

    assert count("sketch") <= count("review") <= count("production")
    assert count("production") == len(check(load(SHOP).document, stage="production").findings)


# -- rules -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "meant"), [("RES01", "RES001"), ("drift", "MON002"), ("mon02", "MON002")])
def test_an_unknown_rule_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    result = mlsd("explain", typed)
    assert result.exit_code == 2
    assert meant in result.stderr


def test_explain_tells_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    from mlsd_studio.cli.commands import explain

    plain = mlsd("explain", "mon004").stdout
    assert "    mlsd: 1" in plain
    assert "\x1b[" not in plain
    monkeypatch.setattr(explain, "colourful", lambda: True)
    coloured = explain.page(RULES["MON004"], colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == explain.page(RULES["MON004"])
    assert "\x1b[" in coloured


def test_a_rule_that_crashes_is_told_and_the_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(facts: Facts) -> Iterator[Finding]:
        raise ZeroDivisionError("no way")
        yield

    before = {f["key"] for f in json.loads(mlsd("check", SHOP, "--format", "json").stdout)}
    monkeypatch.setitem(RULES, "RES008", replace(RULES["RES008"], check=broken))
    after = json.loads(mlsd("check", SHOP, "--format", "json").stdout)
    assert {f["key"] for f in after} == before | {"RUN001@RES008"}
    (crash,) = [f for f in after if f["code"] == "RUN001"]
    assert crash["severity"] == "warning"
    assert "ZeroDivisionError: no way" in crash["message"]
    assert "Rule RES008 could not finish" in mlsd("check", SHOP).stdout


def test_every_notice_is_explained() -> None:
    for code in NOTICES:
        assert mlsd("explain", code.lower()).stdout.startswith(f"{code}\n\n")


def test_a_file_name_that_is_no_text_spoils_no_report(folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9 1.mlsd.yaml")
    (folder / name).write_bytes(SHOP.read_bytes())
    for form in ("text", "json", "junit", "sarif", "markdown"):
        result = mlsd("check", "--format", form, "-o", "out", name)
        assert result.exit_code == 1, result.output
        assert (folder / "out").read_text("utf-8")
    assert located(results(sarif_of(folder, name))[0]["locations"][0])[0] == "caf%E9%201.mlsd.yaml"


def sarif_of(folder: Path, name: str) -> dict[str, Any]:
    mlsd("check", "--format", "sarif", "-o", "out", name)
    return json.loads((folder / "out").read_text("utf-8"))


def test_the_hooks_for_pre_commit_call_commands_that_are_there() -> None:
    hooks = yaml.safe_load(
        (Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")
    )
    assert [hook["id"] for hook in hooks] == ["mlsd-check", "mlsd-fmt"]
    for hook in hooks:
        program, command = hook["entry"].split()
        assert program == "mlsd"
        assert mlsd(command, "--help").exit_code == 0
        assert re.search(hook["files"], "designs/shop.mlsd.yaml")
        assert not re.search(hook["files"], "shop.yaml")
