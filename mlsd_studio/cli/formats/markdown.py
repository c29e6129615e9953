"""Markdown for a comment on a pull request: a sentence, a table, nothing that pings people or breaks rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.cli.checking import Checked, exit_code, summary

MAX_CHARACTERS = 60_000
"""A comment on GitHub holds 65 536."""

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "#": "&#35;"}


def render(files: Sequence[Checked], fail_on: str) -> str:
    """The report as Markdown, cut short (and saying so) where it would be too long for a comment."""
    verdict = {0: "passed", 1: "did not pass", 2: "could not run on every design"}[exit_code(files, fail_on)]
    text = f"### Design check {verdict}\n\n{plain(summary(files))}\n"
    broken = [one for one in files if one.broken]
    if broken:
        text += "\n" + "".join(
            f"- {code(one.name)} cannot be read: {plain(str(problem))}\n"
            for one in broken
            for problem in one.problems[:10]
        )
    rows = [_row(one, finding) for one in files for finding in one.findings if not finding.decided]
    rows += [_row(one, finding) for one in files for finding in one.findings if finding.decided]
    if rows:
        text += "\n| Severity | Finding | Where | What |\n|---|---|---|---|\n"
    for place, row in enumerate(rows):
        if len(text) + len(row) > MAX_CHARACTERS:
            return f"{text}\n{len(rows) - place} more findings: run `mlsd check` to see them.\n"
        text += row
    return text


def _row(one: Checked, finding: Finding) -> str:
    severity = f"{finding.decision.status} ({finding.severity})" if finding.decision else finding.severity
    mark = f"**{severity}**" if severity == "error" else plain(severity)
    about = finding.decision.reason if finding.decision else finding.message
    if finding.override:
        about = f"{about} ({finding.override})"
    what = f"**{plain(finding.title)}**<br>{plain(about)}"
    return f"| {mark} | {code(finding.key)} | {code(one.where(finding))} | {what} |\n"


def plain(text: str) -> str:
    """Text in one line that Markdown, HTML and mentions leave alone."""
    line = "".join(_ENTITIES.get(character, character) for character in " ".join(text.split()))
    return _SPECIAL.sub(r"\\\1", line)


def code(text: str) -> str:
    """Text in code marks, safe inside a table."""
    line = " ".join(text.split()).replace("|", "\\|")
    return f"`` {line} ``" if "`" in line else f"`{line}`"
