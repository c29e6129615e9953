"""What commands share: reading a design, printing, and leaving with the right exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import typer

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


def read(path: Path) -> LoadedFile:
    """Load a design; warnings go to standard error, every problem of a broken file is listed."""
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
        output.write_text(text, "utf-8")
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
