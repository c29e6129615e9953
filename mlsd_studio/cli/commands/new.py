"""`mlsd new`: a design to start from."""

from __future__ import annotations

from pathlib import Path

import typer

from mlsd_studio.cli.shared import fail


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def new(
        output: Path = typer.Option(..., "-o", "--output", help="The file to write."),
        pattern: str | None = typer.Option(None, help="A pattern's id; `mlsd patterns` lists them."),
        name: str | None = typer.Option(None, help="The design's name."),
        force: bool = typer.Option(False, "--force", help="Replace an existing file."),
    ) -> None:
        """Write a new design: empty, or a complete reference design at stage review."""
        from mlsd_studio.catalog import patterns
        from mlsd_studio.drawing.template import empty_design, template
        from mlsd_studio.storage.files import save
        from mlsd_studio.storage.problems import FileError

        if output.exists() and not force:
            fail(f"{output} is there already; --force replaces it")
        if pattern is not None and pattern not in {p.id for p in patterns()}:
            fail(f"there is no pattern {pattern!r}; `mlsd patterns` lists them")
        document = template(pattern, name) if pattern else empty_design(name)
        try:
            save(document, output)
        except FileError as error:
            fail(str(error))
        typer.echo(f"{output}: {len(document.components)} components, {len(document.flows)} flows")
