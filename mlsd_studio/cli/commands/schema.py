"""`mlsd schema`: the JSON Schema of a design file."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from mlsd_studio.cli.shared import write_text


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def schema(
        output: Path | None = typer.Option(None, "-o", "--output", help="Write to a file instead."),
    ) -> None:
        """Print the JSON Schema of .mlsd.yaml files, for editors and other programs."""
        from mlsd_studio.storage.schema import schema as built

        write_text(json.dumps(built(), ensure_ascii=False, indent=2) + "\n", output)
