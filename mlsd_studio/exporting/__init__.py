"""Writes a design as a file that others can open: pictures, documents, reports.

The one idea: a format is one module with a `FORMAT`, found by walking the package. Every format draws the
same Picture, and a file appears whole or not at all.
"""

from __future__ import annotations

import pkgutil
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlsd_studio.exporting.files import write_file
from mlsd_studio.exporting.records import ExportError, Format, Options
from mlsd_studio.model import Document

if TYPE_CHECKING:
    from mlsd_studio.analysis.reports import Report

__all__ = ["ExportError", "Format", "Options", "export", "format_for", "formats", "render", "write_report"]


@cache
def formats() -> dict[str, Format]:
    """Every format by its id, sorted. Raises RuntimeError for none or for an id given twice."""
    found: dict[str, Format] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        entry = getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
        if not isinstance(entry, Format):
            continue
        if entry.id in found:
            raise RuntimeError(f"two export formats are called {entry.id}")
        found[entry.id] = entry
    if not found:
        raise RuntimeError("MLSD Studio is not installed completely: no export format was found")
    return found


def format_for(path: Path) -> Format:
    """The format of a file name, by its longest ending. Raises ExportError, naming the endings known."""
    known = sorted(formats().values(), key=lambda one: (-len(one.suffix), one.id))
    for one in known:
        if path.name.lower().endswith(one.suffix):
            return one
    endings = ", ".join(sorted({one.suffix for one in known}))
    raise ExportError(f"{path.name} has no ending that names a format; use one of {endings}")


def render(document: Document, format: str, options: Options | None = None, **fields: Any) -> bytes:
    """The content of a file of the format named: the same bytes for the same document and options.

    Options can be given whole or field by field. Raises ExportError in plain words.
    """
    if format not in formats():
        raise ExportError(f"there is no export format {format}; there are {', '.join(formats())}")
    try:
        return formats()[format].write(document, options or Options(**fields))
    except MemoryError as error:
        raise ExportError(f"The picture is too large for the memory of this machine: {error}") from error


def export(
    document: Document, path: Path | str, options: Options | None = None, *, format: str | None = None,
    **fields: Any,
) -> Path:  # fmt: skip
    """Write a document to `path` in the format named, or in the one of the file's ending.

    The file is replaced as a whole: after an error the old one is still there. Raises ExportError.
    """
    target = Path(path)
    content = render(document, format or format_for(target).id, options, **fields)
    write_file(target, content)
    return target


def write_report(
    document: Document, path: Path | str, report: Report, *, on: date, source: Path | None = None
) -> Path:
    """Write the design review of a document that was checked, dated `on`; `source` is the file it came from.

    Raises ExportError.
    """
    from mlsd_studio.analysis.recognise import recognise
    from mlsd_studio.exporting.report.origin import origin

    name, digest = origin(document, source)
    options = Options(
        findings=report.findings, pattern=recognise(document) or "", today=on, source=name, digest=digest
    )
    return export(document, path, options, format="report")
