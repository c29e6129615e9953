"""For people in a terminal: a line and a sentence a finding, then a count for each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from mlsd_studio.cli.checking import Checked, summary

COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def render(files: Sequence[Checked], *, colour: bool = False) -> str:
    """The report as text; `colour` for a terminal."""
    lines = [line for one in files for line in _file(one, colour)]
    if len(files) != 1:
        lines.append(summary(files))
    return "\n".join(lines) + "\n"


def _file(one: Checked, colour: bool) -> Iterator[str]:
    if one.broken:
        yield f"{one.name}: could not be read"
        return
    for finding in one.findings:
        status = f" [{finding.decision.status}]" if finding.decision else ""
        severity, key = finding.severity, finding.key
        if colour:
            severity = typer.style(severity, fg=COLOURS[severity], bold=True)  # type: ignore[assignment]
            key = typer.style(key, bold=True)
        yield f"{one.where(finding)}: {severity} {key}{status}  {finding.title}"
        yield f"    {finding.message}"
        if finding.reopened:
            yield f"    {finding.reopened}"
        if finding.override:
            yield f"    {finding.override}"
    yield f"{one.name}: {summary([one]).partition(': ')[2]}"
