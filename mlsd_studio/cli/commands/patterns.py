"""`mlsd patterns`: the reference designs to start from."""

from __future__ import annotations

import typer

from mlsd_studio.cli.shared import FORMAT, ListFormat, print_rows


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def patterns(chosen: ListFormat = FORMAT) -> None:
        """List the patterns; `mlsd new --pattern ID` starts from one."""
        from mlsd_studio.catalog import patterns as known

        rows = [{"id": p.id, "name": p.name, "use_case": p.use_case} for p in known()]
        print_rows(rows, ("id", "name", "use_case"), chosen)
