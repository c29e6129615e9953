"""`mlsd report`: the design review as PDF."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import typer

from mlsd_studio.cli.shared import fail, read


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def report(
        file: Path = typer.Argument(help="A design file."),
        output: Path = typer.Option(..., "-o", "--output", help="OUT.pdf."),
        day: datetime | None = typer.Option(
            None, "--date", formats=["%Y-%m-%d"], help="The date on the report; today unless given."
        ),
    ) -> None:
        """Write the design-review PDF; no display is needed."""
        from mlsd_studio.analysis.engine import check
        from mlsd_studio.exporting import ExportError, write_report

        loaded = read(file)
        on = day.date() if day else date.today()
        try:
            write_report(loaded.document, output, check(loaded.document, today=on), on=on, source=file)
        except (ExportError, OSError) as error:
            fail(str(error))
        typer.echo(str(output))
