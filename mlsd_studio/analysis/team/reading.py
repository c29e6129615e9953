"""Reads a team's YAML files value by value, so that every complaint has a line and says what to write."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from mlsd_studio.storage.explain import nearest
from mlsd_studio.storage.problems import FileError
from mlsd_studio.storage.reader_yaml import Tree, parse

MAX_BYTES = 1 << 20
MAX_FILES = 200
MAX_TEXT = 4000


class TeamProblem(msgspec.Struct, frozen=True):
    """A mistake in a team's file; what it stands in was left out. `line` counts from 1."""

    file: str
    line: int | None
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.message}" if self.where else f"{place}: {self.message}"


class MistakeError(ValueError):
    """A value that cannot be used."""

    def __init__(self, line: int | None, where: str, message: str) -> None:
        super().__init__(message)
        self.line, self.where, self.message = line, where, message

    def in_file(self, file: Path) -> TeamProblem:
        """The problem to tell."""
        return TeamProblem(str(file), self.line, self.where, self.message)


class Node:
    """A value of a file with its line and its place in words (`rule OWN001, require 2`)."""

    def __init__(self, tree: Tree, data: Any, line: int | None, where: str = "") -> None:
        self.tree, self.data, self.line, self.where = tree, data, line, where

    def fail(self, message: str) -> NoReturn:
        """Raise MistakeError here."""
        raise MistakeError(self.line, self.where, message)

    # -- maps and lists --------------------------------------------------------------------------------

    def map(self, known: Collection[str]) -> Node:
        """Itself, a map with none but the known keys. Raises MistakeError."""
        if not isinstance(self.data, dict):
            self.fail(f"write a map here, with {', '.join(known)}")
        for key in self.data:
            if key not in known:
                meant = nearest(key, known)
                hint = f"did you mean {meant}?" if meant else f"known are {', '.join(known)}"
                self.at(key).fail(f"there is no {key!r} here; {hint}")
        return self

    def at(self, key: str) -> Node:
        """The value of a key that is there."""
        where = f"{self.where}, {key}" if self.where else key
        return Node(self.tree, self.data[key], self.tree.key_line(self.data, key) or self.line, where)

    def get(self, key: str) -> Node | None:
        """The value of a key, or None where it is absent or null."""
        return self.at(key) if self.data.get(key) is not None else None

    def need(self, key: str, why: str) -> Node:
        """The value of a key. Raises MistakeError where it is absent."""
        found = self.get(key)
        if found is None:
            self.fail(f"needs `{key}:`, {why}")
        return found

    def items(self, most: int = 200) -> list[Node]:
        """The members of a list; a single value is a list of one. Raises MistakeError for more than `most`."""
        if not isinstance(self.data, list):
            return [self]
        if len(self.data) > most:
            self.fail(f"holds {len(self.data)} entries, more than {most}")
        lines = self.tree.item_lines(self.data)
        return [
            Node(self.tree, item, line, f"{self.where} {place}" if len(lines) > 1 else self.where)
            for place, (item, line) in enumerate(zip(self.data, lines, strict=True), 1)
        ]

    # -- single values ---------------------------------------------------------------------------------

    def text(self, most: int = MAX_TEXT) -> str:
        """A text of at most so many characters. Raises MistakeError."""
        value = self.data
        if not isinstance(value, str) or not value.strip():
            self.fail("write a text here")
        if len(value) > most:
            self.fail(f"is longer than {most} characters")
        return value.strip()

    def texts(self) -> tuple[str, ...]:
        """One text or a list of texts."""
        return tuple(item.text(200) for item in self.items())

    def choice(self, options: Iterable[str]) -> str:
        """One of the words. Raises MistakeError that names them."""
        options = tuple(options)
        value = self.data
        if not isinstance(value, str) or value not in options:
            meant = nearest(value, options)
            few = options if len(options) <= 12 else ()
            hint = (
                f"did you mean {meant}?" if meant else f"write {' or '.join(few)}" if few else "see the list"
            )
            self.fail(f"{value!r} is not known here; {hint}")
        return value

    def choices(self, options: Iterable[str]) -> tuple[str, ...]:
        """One or several of the words."""
        options = tuple(options)
        return tuple(item.choice(options) for item in self.items())

    def count(self) -> int:
        """A whole number from 0. Raises MistakeError."""
        if not isinstance(self.data, int) or isinstance(self.data, bool) or self.data < 0:
            self.fail("write a whole number here")
        return self.data


def read_file(file: Path) -> Node:
    """The root of a file. Raises MistakeError for a file that cannot be read as plain YAML."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise MistakeError(None, "", f"cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise MistakeError(None, "", f"is larger than {MAX_BYTES >> 20} MB; divide it into several files")
    try:
        tree = parse(data.decode().removeprefix("\ufeff").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise MistakeError(None, "", "is not UTF-8 text; save it as UTF-8") from None
    except FileError as error:
        first = error.problems[0]
        raise MistakeError(first.line, first.where, first.message) from None
    return Node(tree, {} if tree.data is None else tree.data, tree.line)
