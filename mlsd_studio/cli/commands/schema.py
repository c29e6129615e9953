"""`mlsd schema`: the JSON Schema of a design file, or of one of a team's files."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import typer

from mlsd_studio.cli.shared import FOR, team_for, write_text


class Of(StrEnum):
    """The files that have a schema."""

    design = "design"
    rules = "rules"
    config = "config"
    prices = "prices"
    catalog = "catalog"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def schema(
        output: Path | None = typer.Option(None, "-o", "--output", help="Write to a file instead."),
        of: Of = typer.Option(Of.design, help="A design (.mlsd.yaml), or a team's files under .mlsd."),
        about: Path = FOR,
    ) -> None:
        """Print the JSON Schema of .mlsd.yaml files, for editors and other programs.

        A team's files have theirs too: .mlsd/rules/*.yaml (rules), .mlsd/config.yaml (severities), .mlsd/prices.yaml
        and .mlsd/catalog/*.yaml, in the words of the catalogue that counts there.
        """
        from mlsd_studio.analysis.team.schema import schema_of
        from mlsd_studio.storage.schema import schema as built

        found = built() if of is Of.design else schema_of(of.value, team_for(about))
        write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", output)
