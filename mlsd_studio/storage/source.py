"""What a file was when it was read: its text, lines, comments and records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from mlsd_studio.model.document import Document
from mlsd_studio.model.records import ALL_TABLES
from mlsd_studio.storage.comments import Comments, Kept, collect
from mlsd_studio.storage.lines import Lines
from mlsd_studio.storage.reader_lines import read
from mlsd_studio.storage.reader_yaml import Tree


def normal_breaks(text: str) -> str:
    """A text without a byte order mark, its lines ended by a line feed each."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def digest_of(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


@dataclass
class Source:
    """The text that stands on disk and the records it stands for; compared with to save little."""

    text: str
    records: Document
    """A copy of the document as read or saved; never changed."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes on disk, in hex."""
        return digest_of(self.text.encode())

    @cached_property
    def _tree(self) -> Tree:
        return read(normal_breaks(self.text))

    @cached_property
    def _index(self) -> Lines:
        return Lines(self._tree)

    @cached_property
    def comments(self) -> Comments:
        """The comments of the text."""
        return collect(normal_breaks(self.text), self._tree)

    @cached_property
    def kept(self) -> Kept:
        """What a save of a changed document carries over."""
        return Kept(self.comments, {name: self.records.table(name) for name in ALL_TABLES})

    @property
    def lines(self) -> dict[tuple[str, str], int]:
        """(table, id) -> line, from 1."""
        return self._index.starts

    def line_of(self, table: str, id: str, field: str = "") -> int | None:
        """Line of a record or of one of its fields (`replicas`, `latency.p50`), from 1."""
        return self._index.of(table, id, field)

    def take_tree(self, tree: Tree) -> None:
        """Use a tree that was read already."""
        self.__dict__["_tree"] = tree
