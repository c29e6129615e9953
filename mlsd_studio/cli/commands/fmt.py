"""`mlsd fmt`: the canonical form."""

from __future__ import annotations

from pathlib import Path

import typer

from mlsd_studio.cli.shared import fail, read
from mlsd_studio.storage.comments import lost
from mlsd_studio.storage.files import canonical, save


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def fmt(
        files: list[Path] = typer.Argument(help="Design files."),
        check: bool = typer.Option(False, "--check", help="Change nothing; exit 1 if a file would change."),
        force: bool = typer.Option(False, "--force", help="Also where comments would be lost."),
    ) -> None:
        """Write files in canonical form; a canonical file keeps every byte."""
        would_change = False
        for path in files:
            loaded = read(path)
            text = canonical(loaded.document, loaded.source)
            if path.read_bytes() == text.encode():
                continue
            would_change = True
            dropped = lost(loaded.source.comments, loaded.source.kept, loaded.document)
            if check:
                typer.echo(f"{path}: not in canonical form")
            elif dropped and not force:
                lines = ", ".join(str(comment.line) for comment in dropped)
                fail(f"{path}: comments on line {lines} cannot be kept; --force drops them")
            else:
                save(loaded.document, path, text=text)
                typer.echo(f"{path}: written in canonical form")
        if check and would_change:
            raise typer.Exit(1)
