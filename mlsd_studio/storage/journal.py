"""The journal of unsaved edits: written as they happen, offered after a crash.

The one idea: the text last saved, then one line a change, each with a checksum. After a crash the
changes are replayed onto that text; a line torn by the crash is left out.
"""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document, EditError
from mlsd_studio.storage.files import dump, load_text
from mlsd_studio.storage.problems import FileError
from mlsd_studio.storage.processes import is_alive, start_of
from mlsd_studio.storage.snapshot import decode_change, encode_change
from mlsd_studio.storage.source import digest_of

SUFFIX = ".journal"
_unnamed = count()
"""Tells designs of this process that were never saved apart: they may well have one name."""


class _Header(msgspec.Struct):
    name: str
    path: str | None
    digest: str
    pid: int
    process_start: str
    started: float
    base: str


_header_encoder = msgspec.json.Encoder()
_header_decoder = msgspec.json.Decoder(_Header)


@dataclass(frozen=True)
class Recovery:
    """Unsaved edits that a session left behind."""

    file: Path
    """The journal itself."""
    path: Path | None
    """The design they belong to; None for one never saved."""
    name: str
    time: float
    """When the last edit was made, in seconds since the epoch."""
    edits: int
    digest: str
    """SHA-256 of the text the edits were made on, to tell whether the design changed since."""
    problem: str | None = None
    """What is damaged, if anything; the edits before the damage can still be recovered."""


def default_directory() -> Path:
    """Where journals are kept: the user's state folder of this app."""
    import platformdirs

    return Path(platformdirs.user_state_dir("mlsd-studio", appauthor=False)) / "recovery"


class Journal:
    """Unsaved edits of one open design. The file appears with the first edit."""

    def __init__(self, file: Path, header: _Header) -> None:
        self.file = file
        self._header = header
        self._stream: IO[bytes] | None = None

    @classmethod
    def open(cls, design: Path | str, base: str, directory: Path | None = None) -> Journal:
        """Start a journal for a design's path, or for the name of one never saved (a str).

        `base` is the text the edits are made on. Nothing is written before the first edit.
        """
        folder = default_directory() if directory is None else directory
        path = str(design.absolute()) if isinstance(design, Path) else None
        name = design.name if isinstance(design, Path) else design
        key = digest_of((path or f"untitled {name} {next(_unnamed)}").encode())[:16]
        pid = os.getpid()
        header = _Header(name, path, digest_of(base.encode()), pid, start_of(pid), time.time(), base)
        return cls(folder / f"{key}-{pid}{SUFFIX}", header)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self.close()

    def append(self, change: Change) -> None:
        """Add a change and hand it to the system. Raises OSError when the disk is full or read-only."""
        if self._stream is None:
            self._stream = self._begin()
        self._stream.write(_line(encode_change(change)))
        self._stream.flush()

    def checkpoint(self, document: Document) -> None:
        """Start anew from this state of the design, so that the journal stays short.

        The old journal is replaced in one step: a crash in between loses nothing.
        """
        self._header.base = dump(document)
        fresh = self._begin(".new")
        fresh.write(_line(b"[]"))  # says: there is something to recover even without further edits
        fresh.flush()
        self.close()
        self.file.with_suffix(".new").replace(self.file)
        self._stream = fresh

    def discard(self) -> None:
        """Remove the journal: the design was saved, or closed without saving on purpose."""
        self.close()
        self.file.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file and leave it for `recoverable`."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _begin(self, suffix: str = SUFFIX) -> IO[bytes]:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        stream = self.file.with_suffix(suffix).open("wb")
        stream.write(_line(_header_encoder.encode(self._header)))
        return stream


def _line(data: bytes) -> bytes:
    return b"%08x %s\n" % (zlib.crc32(data), data)


def _read_lines(data: bytes) -> Iterator[bytes | None]:
    """What stands on each whole line, None where the checksum is wrong. A torn last line is left out."""
    lines = data.split(b"\n")
    lines.pop()
    for line in lines:
        body = line[9:]
        yield body if line[:9] == b"%08x " % zlib.crc32(body) else None


# -- after a crash -----------------------------------------------------------------------------------


def recoverable(directory: Path | None = None) -> list[Recovery]:
    """Journals left behind by sessions that are gone, newest first. Never raises over a damaged one."""
    folder = default_directory() if directory is None else directory
    found: list[Recovery] = []
    with contextlib.suppress(OSError):
        for file in sorted(folder.glob(f"*{SUFFIX}")):
            recovery = _examine(file)
            if recovery is not None:
                found.append(recovery)
    return sorted(found, key=lambda recovery: (-recovery.time, recovery.file.name))


def _examine(file: Path) -> Recovery | None:
    """What a journal offers; None while its process runs, or when it holds no whole edit."""
    try:
        data = file.read_bytes()
        when = file.stat().st_mtime
    except OSError as error:
        return Recovery(file, None, file.name, 0, 0, "", f"cannot be read: {error.strerror or error}")
    header, changes, damage = _contents(data)
    if header is None:
        return Recovery(file, None, file.name, when, 0, "", damage)
    if is_alive(header.pid, header.process_start) or not (changes or damage):
        return None
    path = Path(header.path) if header.path is not None else None
    edits = sum(change != b"[]" for change in changes)
    return Recovery(file, path, header.name, when, edits, header.digest, damage)


def _contents(data: bytes) -> tuple[_Header | None, list[bytes], str | None]:
    """Header, the whole lines of changes up to the first damage, and what the damage is."""
    lines = _read_lines(data)
    first = next(lines, None)
    if first is None:
        return None, [], "the journal is damaged at its start; nothing can be recovered from it"
    try:
        header = _header_decoder.decode(first)
    except msgspec.DecodeError:
        return None, [], "the journal is of another version; nothing can be recovered from it"
    changes: list[bytes] = []
    for body in lines:
        if body is None:
            return header, changes, f"the journal is damaged after edit {len(changes)}"
        changes.append(body)
    return header, changes, None


def recover(recovery: Recovery) -> Document:
    """The design with its unsaved edits, up to the first damage.

    Raises FileError when the journal cannot be read or its edits do not fit the text in it.
    """
    try:
        header, changes, damage = _contents(recovery.file.read_bytes())
    except OSError as error:
        raise FileError.of(f"the journal cannot be read: {error.strerror or error}") from error
    if header is None:
        raise FileError.of(damage or "the journal is damaged")
    document = load_text(header.base).document
    for n, body in enumerate(changes, 1):
        if body == b"[]":
            continue
        try:
            document.apply(decode_change(body))
        except (EditError, ValueError) as error:
            raise FileError.of(f"edit {n} of the journal does not fit: {error}") from error
    return document


def forget(recovery: Recovery) -> None:
    """Remove a journal that was recovered or is not wanted."""
    recovery.file.unlink(missing_ok=True)
