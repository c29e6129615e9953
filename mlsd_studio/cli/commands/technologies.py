"""`mlsd technologies`: the products the catalogue knows."""

from __future__ import annotations

from pathlib import Path

import typer

from mlsd_studio.cli.shared import FOR, FORMAT, ListFormat, print_rows, team_for


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def technologies(chosen: ListFormat = FORMAT, about: Path = FOR) -> None:
        """List the technologies with the kind each stands for."""
        from mlsd_studio.catalog import catalog

        team_for(about)
        rows = [
            {
                "id": t.id,
                "name": t.name,
                "kind": t.kind,
                "fits": list(t.fits),
                "provides": list(t.provides),
                "hosting": t.hosting,
            }
            for t in catalog().technologies.values()
        ]
        print_rows(rows, ("id", "kind", "name"), chosen)
