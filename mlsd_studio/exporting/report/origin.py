"""What a report was made from: the file's name, and a fingerprint that tells whether it is still the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mlsd_studio.model import Document
from mlsd_studio.storage import FileError, dump, load


def origin(document: Document, source: Path | None) -> tuple[str, str]:
    """Name and SHA-256 in hex: of the file where it holds this document, else of the document's own text."""
    if source is not None and _holds(source, document):
        return source.name, hashlib.sha256(source.read_bytes()).hexdigest()
    name = f"{source.name} with unsaved changes" if source is not None else "not saved"
    return name, hashlib.sha256(dump(document).encode("utf-8")).hexdigest()


def _holds(source: Path, document: Document) -> bool:
    try:
        return load(source).document == document
    except FileError:
        return False
