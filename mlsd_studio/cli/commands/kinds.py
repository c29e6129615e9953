"""`mlsd kinds`: what can be drawn."""

from __future__ import annotations

import typer

from mlsd_studio.cli.shared import FORMAT, ListFormat, print_rows


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def kinds(chosen: ListFormat = FORMAT) -> None:
        """List the kinds of components."""
        from mlsd_studio.catalog import catalog

        rows = [
            {"id": k.id, "name": k.name, "layer": k.layer, "palette": k.palette, "search": list(k.search)}
            for k in catalog().kinds.values()
        ]
        print_rows(rows, ("id", "layer", "name"), chosen)
