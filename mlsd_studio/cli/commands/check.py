"""`mlsd check`: the findings, for people and for CI."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

import typer

from mlsd_studio.cli.checking import Baseline, BaselineError, Checked, check_file, exit_code, summary
from mlsd_studio.cli.searching import SearchError, designs_in
from mlsd_studio.cli.shared import colourful, fail, write_text


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


class ReportFormat(StrEnum):
    """The forms of a report."""

    text = "text"
    json = "json"
    junit = "junit"
    sarif = "sarif"
    markdown = "markdown"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("check")
    def run(
        paths: list[Path] = typer.Argument(
            metavar="FILE|FOLDER...", help="Design files; folders are searched for *.mlsd.yaml."
        ),
        chosen: ReportFormat = typer.Option(ReportFormat.text, "--format", help="The form of the report."),
        stage: StageChoice | None = typer.Option(None, help="Judge as at this stage, not the file's own."),
        fail_on: FailOn = typer.Option(FailOn.error, help="Exit 1 from this severity on."),
        baseline: Path | None = typer.Option(
            None, help="A design, or an earlier JSON report: only what is new is shown and counts."
        ),
        output: Path | None = typer.Option(None, "-o", "--output", help="Write the report to a file."),
        root: Path | None = typer.Option(
            None, help="The folder that SARIF paths are relative to; else the git repository's root."
        ),
    ) -> None:
        """Say what is wrong with designs. Decided findings are shown and do not count.

        Exit code 0: nothing that counts; 1: findings that count; 2: a file could not be read (the others are
        checked all the same).
        """
        try:
            designs = designs_in(paths)
            known = Baseline(baseline) if baseline is not None else None
        except (SearchError, BaselineError) as error:
            fail(str(error))
        today = date.today()
        files: list[Checked] = []
        for path in designs:
            one = check_file(path, stage=stage.value if stage else None, today=today)
            _complain(one)
            if known is not None:
                one = known.without_known(one, stage=stage.value if stage else None, today=today)
            files.append(one)
        write_text(
            render(files, chosen, fail_on.value, colour=output is None and colourful(), root=root), output
        )
        if chosen is not ReportFormat.text or output is not None:
            typer.echo(summary(files), err=output is None)
        raise typer.Exit(exit_code(files, fail_on.value))


def render(
    files: Sequence[Checked],
    chosen: ReportFormat,
    fail_on: str,
    *,
    colour: bool = False,
    root: Path | None = None,
) -> str:
    """The report in one of the forms; `root` is what the paths of SARIF are relative to."""
    from mlsd_studio.cli.formats import as_json, junit, markdown, sarif, text

    match chosen:
        case ReportFormat.text:
            return text.render(files, colour=colour)
        case ReportFormat.json:
            return as_json.render(files)
        case ReportFormat.junit:
            return junit.render(files, fail_on)
        case ReportFormat.sarif:
            return sarif.render(files, root)
        case ReportFormat.markdown:
            return markdown.render(files, fail_on)


def _complain(one: Checked) -> None:
    """Problems and warnings of a file, on standard error as compilers write them."""
    for problem in (*one.problems, *(one.loaded.warnings if one.loaded else ())):
        place = f"{one.name}:{problem.line}" if problem.line else one.name
        where = f"{problem.where}: " if problem.where and problem.where != str(one.path) else ""
        print(f"{place}: {where}{problem.message}", file=sys.stderr)
