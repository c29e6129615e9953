"""Opening and saving designs: text and bytes on disk, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from mlsd_studio.model.document import Document
from mlsd_studio.storage.comments import Comment, lost
from mlsd_studio.storage.problems import FileError, FileProblem
from mlsd_studio.storage.reader_lines import read
from mlsd_studio.storage.reader_yaml import MAX_CHARACTERS
from mlsd_studio.storage.records_in import read_document
from mlsd_studio.storage.source import Source, digest_of, normal_breaks
from mlsd_studio.storage.writer import write

MAX_BYTES = MAX_CHARACTERS


@dataclass(frozen=True)
class LoadedFile:
    """A design that was read, what it was read from, and what looked wrong but was kept."""

    document: Document
    source: Source
    warnings: tuple[FileProblem, ...]


# -- reading -----------------------------------------------------------------------------------------


def load(path: str | Path) -> LoadedFile:
    """Read a design. Raises FileError that lists every problem with line, place and remedy."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError.of(_reading_failed(error), str(path)) from error
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES >> 20} MB; no design is that large"
        raise FileError.of(message, str(path))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "the file is not UTF-8 text; save it as UTF-8 in the editor it came from"
        raise FileError.of(message, str(path), line) from None
    return load_text(text)


def load_text(text: str) -> LoadedFile:
    """Read a design from its text. Raises FileError as `load` does."""
    normal = normal_breaks(text)
    tree = read(normal)
    document, warnings = read_document(tree)
    source = Source(text, document.copy())
    source.take_tree(tree)
    if normal != text:
        message = "byte order mark or foreign line ends; a save writes plain UTF-8 with line feeds"
        warnings = (FileProblem(1, "", message), *warnings)
    return LoadedFile(document, source, warnings)


def _reading_failed(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the name"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; choose a file in it"
    if isinstance(error, PermissionError):
        return "the file may not be read; ask its owner for the right to read it"
    return f"the file cannot be read: {error.strerror or error}"


# -- writing -----------------------------------------------------------------------------------------


def dump(document: Document, source: Source | None = None) -> str:
    """The text of a document.

    With the `source` it was read from: the same text when nothing changed, else the comments kept.
    """
    if source is None:
        return write(document)
    if document == source.records:
        return source.text
    return write(document, source.kept)


def lost_comments(document: Document, source: Source) -> list[Comment]:
    """The comments that `save` would drop, with line and reason: to be said before saving."""
    if document == source.records:
        return []
    return lost(source.comments, source.kept, document)


def canonical(document: Document, source: Source) -> str:
    """The canonical text of a document with the comments of its source, also where nothing changed."""
    return write(document, source.kept)


def save(
    document: Document, path: str | Path, source: Source | None = None, *, text: str | None = None
) -> Source:
    """Write a design, whole or not at all, and return what stands on disk now.

    `text` is the document's text where the caller has it; else `dump` makes it.
    A symbolic link stays one and its target is written; permissions of an existing file are kept.
    Raises FileError; the file on disk is then as it was.
    """
    path = Path(path)
    text = dump(document, source) if text is None else text
    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise FileError.of("the file is write-protected; save under another name", str(path))
    try:
        _replace(target, text.encode())
    except OSError as error:
        raise FileError.of(_writing_failed(target, error), str(path)) from error
    return Source(text, document.copy())


def _replace(target: Path, data: bytes) -> None:
    """Write beside the target, flush to disk, then take its place in one step."""
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _writing_failed(target: Path, error: OSError) -> str:
    if not target.parent.is_dir():
        return f"the folder {target.parent} does not exist; choose another or make it"
    if target.is_dir():
        return "this is a folder; choose a file name"
    if isinstance(error, PermissionError):
        return f"the folder {target.parent} may not be written to; save somewhere else"
    return f"the file could not be written, and is as it was: {error.strerror or error}"


def changed_on_disk(path: str | Path, source: Source) -> bool:
    """Whether the file holds other bytes than were read or saved; a file that is gone has changed."""
    try:
        return digest_of(Path(path).read_bytes()) != source.digest
    except OSError:
        return True
