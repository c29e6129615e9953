"""`mlsd kinds`: what can be drawn."""

from __future__ import annotations

from pathlib import Path

import typer

from mlsd_studio.cli.shared import FOR, FORMAT, ListFormat, print_rows, team_for


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def kinds(chosen: ListFormat = FORMAT, about: Path = FOR) -> None:
        """List the kinds of components."""
        from mlsd_studio.catalog import catalog

        team_for(about)
        rows = [
            {"id": k.id, "name": k.name, "layer": k.layer, "palette": k.palette, "search": list(k.search)}
            for k in catalog().kinds.values()
        ]
        print_rows(rows, ("id", "layer", "name"), chosen)
