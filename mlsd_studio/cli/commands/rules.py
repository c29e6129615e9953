"""`mlsd rules`: the checks."""

from __future__ import annotations

import typer

from mlsd_studio.cli.shared import FORMAT, ListFormat, print_rows


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def rules(chosen: ListFormat = FORMAT) -> None:
        """List the rules; `mlsd explain CODE` tells one in full."""
        from mlsd_studio.analysis.rules import RULES

        rows = [
            {"id": r.code, "group": r.group, "severity": r.severity, "stage": r.stage, "title": r.title}
            for r in RULES.values()
        ]
        print_rows(rows, ("id", "group", "severity", "stage", "title"), chosen)
