"""`mlsd check`: the findings, for people and for CI."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from mlsd_studio.analysis.engine import Report, check
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.cli.shared import FORMAT, ListFormat, read
from mlsd_studio.storage.files import LoadedFile

RANK = {"error": 0, "warning": 1, "info": 2}


class FailOn(StrEnum):
    """The least severity that makes the command exit 1."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


class StageChoice(StrEnum):
    """Design stages."""

    sketch = "sketch"
    review = "review"
    production = "production"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("check")
    def run(
        files: list[Path] = typer.Argument(help="Design files."),
        chosen: ListFormat = FORMAT,
        stage: StageChoice | None = typer.Option(None, help="Judge as at this stage, not the file's own."),
        fail_on: FailOn = typer.Option(FailOn.error, help="Exit 1 from this severity on."),
    ) -> None:
        """Say what is wrong with designs. Decided findings are shown and do not count."""
        rows: list[dict[str, Any]] = []
        found: list[Finding] = []
        for path in files:
            loaded = read(path)
            report = check(loaded.document, stage=stage.value if stage else None, today=date.today())
            found.extend(report.findings)
            if chosen is ListFormat.json:
                rows.extend(_row(path, loaded, finding) for finding in report.findings)
            else:
                _print(path, loaded, report)
        if chosen is ListFormat.json:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        if counts(found, fail_on.value):
            raise typer.Exit(1)


def counts(findings: list[Finding], fail_on: str) -> bool:
    """True when an open finding reaches the severity."""
    return any(not f.decided and RANK[f.severity] <= RANK.get(fail_on, -1) for f in findings)


def _line(loaded: LoadedFile, finding: Finding) -> int | None:
    for subject in finding.subjects:
        found = loaded.document.find(subject.id)
        if found is not None:
            return loaded.source.line_of(found[0], subject.id)
    return None


def _row(path: Path, loaded: LoadedFile, finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "code": finding.code,
        "severity": finding.severity,
        "subjects": [{"id": one.id, "role": one.role} for one in finding.subjects],
        "path": list(finding.path),
        "evidence": [
            {"name": e.name, "value": e.value, "unit": e.unit, "origin": e.origin} for e in finding.evidence
        ],
        "file": str(path),
        "line": _line(loaded, finding),
        "message": f"{finding.title}. {finding.message}",
        "decision": finding.decision.status if finding.decision else None,
    }


def _print(path: Path, loaded: LoadedFile, report: Report) -> None:
    for finding in report.findings:
        line = _line(loaded, finding)
        place = f"{path}:{line}" if line else str(path)
        status = f" [{finding.decision.status}]" if finding.decision else ""
        typer.echo(f"{place}: {finding.severity} {finding.key}{status}  {finding.title}")
        typer.echo(f"    {finding.message}")
    decided = sum(finding.decided for finding in report.findings)
    summary = ", ".join(f"{n} {severity}s" for severity, n in report.open_counts().items())
    typer.echo(f"{path}: {summary}{f', {decided} decided' if decided else ''}")
