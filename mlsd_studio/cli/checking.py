"""Checks many designs as the window does, and tells what is new against a baseline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import SEVERITIES, Finding
from mlsd_studio.analysis.reports import Report
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.team import Team
from mlsd_studio.cli.shared import team_for
from mlsd_studio.model.records import TABLES, Stage
from mlsd_studio.storage.files import LoadedFile, load
from mlsd_studio.storage.problems import FileError, FileProblem

MAX_REPORT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: what was found, or the problems for which it could not be read.

    `findings` are those to show, `known` how many the baseline already had.
    """

    path: Path
    loaded: LoadedFile | None = None
    report: Report = field(default_factory=Report)
    findings: tuple[Finding, ...] = ()
    known: int = 0
    problems: tuple[FileProblem, ...] = ()
    team: Team = field(default_factory=Team)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that counted, by code."""
        return self.team.rules

    @property
    def name(self) -> str:
        """The path as it is written in reports: with forward slashes."""
        return self.path.as_posix()

    @property
    def broken(self) -> bool:
        """True when the file could not be read."""
        return self.loaded is None

    def counts(self) -> dict[str, int]:
        """Severity -> shown findings that no decision covers."""
        return {s: sum(f.severity == s and not f.decided for f in self.findings) for s in SEVERITIES}

    def place_of(self, finding: Finding) -> tuple[Path, int | None]:
        """File and line of what a finding is about: of the team's file where that has a mistake."""
        return self.team.place_of(finding.key) or (self.path, self.line_of(finding))

    def where(self, finding: Finding) -> str:
        """The place as compilers write it: `file:line`."""
        path, line = self.place_of(finding)
        return f"{path.as_posix()}:{line}" if line else path.as_posix()

    def line_of(self, finding: Finding) -> int | None:
        """The line in the design of the element a finding is about, else of the decision; None for the whole."""
        if self.loaded is None:
            return None
        document, source = self.loaded.document, self.loaded.source
        for subject in finding.subjects:
            tables = [table for table in TABLES if subject.id in document.table(table)]
            if tables:
                return source.line_of(tables[0], subject.id)
        return source.line_of("decisions", finding.key.partition("@")[2])


def check_file(path: Path, *, stage: Stage | None = None, today: date | None = None) -> Checked:
    """Read and check one file; a broken one comes back with its problems."""
    team = team_for(path)
    try:
        loaded = load(path)
    except FileError as error:
        return Checked(path, problems=error.problems, team=team)
    report = check(loaded.document, stage=stage, today=today, team=team)
    return Checked(path, loaded, report, report.findings, team=team)


# -- what counts -----------------------------------------------------------------------------------------


def reaches(finding: Finding, fail_on: str) -> bool:
    """True for an open finding at or above a severity; never for `never`."""
    if finding.decided or fail_on not in SEVERITIES:
        return False
    grade: Mapping[str, int] = {severity: place for place, severity in enumerate(SEVERITIES)}
    return grade[finding.severity] <= grade[fail_on]


def exit_code(files: Iterable[Checked], fail_on: str) -> int:
    """0 clean, 1 findings that count, 2 when a file could not be read."""
    files = list(files)
    if any(one.broken for one in files):
        return 2
    return int(any(reaches(finding, fail_on) for one in files for finding in one.findings))


def summary(files: Iterable[Checked]) -> str:
    """One line: how many of each severity, decided, known, and files that could not be read."""
    files = list(files)
    totals = {severity: sum(one.counts()[severity] for one in files) for severity in SEVERITIES}
    decided = sum(finding.decided for one in files for finding in one.findings)
    known, broken = sum(one.known for one in files), sum(one.broken for one in files)
    parts = [_plural(totals["error"], "error"), _plural(totals["warning"], "warning")]
    parts.append(f"{totals['info']} info")
    parts += [f"{decided} decided"] if decided else []
    off = sum(len(one.report.switched_off) for one in files)
    parts += [f"{off} switched off by the team"] if off else []
    parts += [f"{known} known from the baseline"] if known else []
    parts += [f"{_plural(broken, 'file')} could not be read"] if broken else []
    return f"{_plural(len(files), 'design')} checked: {', '.join(parts)}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


# -- baselines -------------------------------------------------------------------------------------------


class BaselineError(ValueError):
    """A baseline that is neither a design nor an earlier JSON report."""


Known = Mapping[str, int]
"""Key of a finding -> its grade (0 = error), for findings that no decision covered."""


class Baseline:
    """What was known before: a design, judged by the same rules, or an earlier `--format json` report."""

    def __init__(self, path: Path) -> None:
        """Raises BaselineError for a file that is neither."""
        self._rows: list[dict[str, Any]] | None = None
        self._design: LoadedFile | None = None
        if path.suffix == ".json":
            self._rows = _report_rows(path)
        else:
            try:
                self._design = load(path)
            except FileError as error:
                raise BaselineError(f"the baseline {path} cannot be read\n{error}") from error

    def without_known(self, one: Checked, *, stage: Stage | None, today: date | None) -> Checked:
        """The file with only what is new: findings that were not there, were graver now or were decided."""
        if one.broken:
            return one
        known = self._known(one, stage, today)
        new = tuple(finding for finding in one.findings if _is_new(finding, known))
        return replace(one, findings=new, known=len(one.findings) - len(new))

    def _known(self, one: Checked, stage: Stage | None, today: date | None) -> Known:
        found: dict[str, int] = {}
        if self._design is not None:
            report = check(self._design.document, stage=stage, today=today, team=one.team)
            for finding in report.findings:
                inner = [(each.key, each.severity) for each in finding.folded]
                _note(found, [(finding.key, finding.severity), *inner], decided=finding.decided)
            return found
        for row in self._rows_of(one):
            rows = [(each["key"], each["severity"]) for each in (row, *row.get("folded", ()))]
            _note(found, rows, decided=row.get("decision") is not None)
        return found

    def _rows_of(self, one: Checked) -> list[dict[str, Any]]:
        """The rows about a file: by its path, else by a file name that occurs once in the report."""
        rows = self._rows or []
        mine = [row for row in rows if row["file"] == one.name]
        if mine:
            return mine
        same = {row["file"] for row in rows if row["file"].rpartition("/")[2] == one.path.name}
        return [row for row in rows if row["file"] in same] if len(same) == 1 else []


_DECIDED = -1
"""The grade of a decided finding: graver than any, so that it is new once the decision is gone."""


def _note(found: dict[str, int], rows: Iterable[tuple[str, str]], *, decided: bool) -> None:
    for key, severity in rows:
        grade = {name: place for place, name in enumerate(SEVERITIES)}.get(severity, 0)  # type: ignore[call-overload]
        found[key] = _DECIDED if decided else grade


def _is_new(finding: Finding, known: Known) -> bool:
    def unknown(one: Finding) -> bool:
        grade = known.get(one.key)
        if grade is None:
            return True
        return not one.decided and (grade == _DECIDED or SEVERITIES.index(one.severity) < grade)

    return unknown(finding) or any(unknown(inner) for inner in finding.folded)


def _report_rows(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > MAX_REPORT_BYTES:
            raise BaselineError(f"the baseline {path} is larger than {MAX_REPORT_BYTES >> 20} MB")
        rows = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BaselineError(f"the baseline {path} cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BaselineError(f"the baseline {path} is no JSON: {error}") from error
    needed = {"key": str, "severity": str, "file": str}
    for row in rows if isinstance(rows, list) else [None]:
        good = isinstance(row, dict) and all(isinstance(row.get(k), t) for k, t in needed.items())
        folded = row.get("folded", []) if isinstance(row, dict) else []
        inner = isinstance(folded, list) and all(
            isinstance(one, dict) and isinstance(one.get("key"), str) and isinstance(one.get("severity"), str)
            for one in folded
        )
        if not (good and inner):
            raise BaselineError(f"the baseline {path} is no report of `mlsd check --format json`")
    return list(rows)
