"""`mlsd export`: the diagram as PNG, SVG or PDF."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

import typer

from mlsd_studio.cli.shared import fail, read


class ThemeChoice(StrEnum):
    """The themes."""

    light = "light"
    dark = "dark"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def export(
        file: Path = typer.Argument(help="A design file."),
        output: Path = typer.Option(..., "-o", "--output", help="OUT.png, OUT.svg or OUT.pdf."),
        theme: ThemeChoice = typer.Option(ThemeChoice.light, help="Colours."),
        select: list[str] = typer.Option([], "--select", help="Only these ids (repeatable)."),
        view: str = typer.Option("", "--view", help="A view of the file, by its id."),
        scale: float = typer.Option(2.0, min=0.25, max=8.0, help="Pixels per unit, for PNG."),
        transparent: bool = typer.Option(False, "--transparent", help="No background."),
        outlines: bool = typer.Option(False, "--outlines", help="SVG text as outlines."),
        findings: bool = typer.Option(True, help="Badges of open findings on the cards."),
    ) -> None:
        """Draw the diagram into a file; no display is needed."""
        from mlsd_studio.analysis.engine import check
        from mlsd_studio.drawing.shown import Shown
        from mlsd_studio.exporting import ExportError
        from mlsd_studio.exporting import export as write

        loaded = read(file)
        unknown = [id for id in select if loaded.document.find(id) is None]
        if unknown:
            fail(f"{file} has no element {', '.join(unknown)}")
        if view and view not in loaded.document.views:
            known = ", ".join(loaded.document.views) or "none"
            fail(f"{file} has no view {view}; it has {known}")
        drawn = Shown(loaded.document, view) if view else loaded.document
        try:
            write(
                drawn,
                output,
                theme=theme.value,
                ids=tuple(select) or None,
                scale=scale,
                background=not transparent,
                outlines=outlines,
                findings=check(loaded.document, today=date.today()).findings if findings else None,
            )
        except ExportError as error:
            fail(str(error))
        typer.echo(str(output))
