"""What commands share: reading a design, printing, and leaving with the right exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import typer

from mlsd_studio.analysis.team import Team, load_team
from mlsd_studio.paths import team_folders
from mlsd_studio.storage.files import LoadedFile, load
from mlsd_studio.storage.problems import FileError

COULD_NOT_RUN = 2


class ListFormat(StrEnum):
    """How lists are printed."""

    text = "text"
    json = "json"


FORMAT = typer.Option(ListFormat.text, "--format", help="text, or json for other programs.")


def fail(message: str) -> NoReturn:
    """Say why the command could not run, and leave with exit code 2."""
    typer.echo(f"mlsd: {message}", err=True)
    raise typer.Exit(COULD_NOT_RUN)


FOR = typer.Option(
    Path(),
    "--for",
    help="A design or folder whose team's files (.mlsd) count; the working folder unless given.",
)


def team_for(path: Path) -> Team:
    """The team of a design, or of the designs in a folder; it counts from now on in this process.

    Mistakes in its files go to standard error, each once.
    """
    design = path / "design" if path.is_dir() else path
    found = replace(_team(team_folders(design)), design=design.name)
    return found.install()


@cache
def _team(folders: tuple[Path, ...]) -> Team:
    found = load_team(folders)
    for problem in found.problems:
        typer.echo(str(problem), err=True)
    return found


def read(path: Path) -> LoadedFile:
    """Load a design; warnings go to standard error, every problem of a broken file is listed."""
    team_for(path)
    try:
        loaded = load(path)
    except FileError as error:
        fail(f"{path} cannot be read\n{error}")
    for warning in loaded.warnings:
        typer.echo(f"{path}: {warning}", err=True)
    return loaded


def colourful() -> bool:
    """True when standard output is a terminal that shows colours, and nobody asked for none."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def write_text(text: str, output: Path | None) -> None:
    """Print, or write to a file."""
    if output is None:
        typer.echo(text, nl=not text.endswith("\n"))
        return
    try:
        output.write_text(text, "utf-8", "replace")
    except OSError as error:
        fail(f"{output}: {error.strerror or error}")


def print_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], chosen: ListFormat) -> None:
    """A list of objects with `id`, as JSON or as aligned columns."""
    if chosen is ListFormat.json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    widths = [max((len(str(row[c])) for row in rows), default=0) for c in columns]
    for row in rows:
        cells = (str(row[c]).ljust(w) for c, w in zip(columns, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())
