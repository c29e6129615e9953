"""The quick way to read a file in canonical form: line by line instead of event by event.

The one idea: most lines of a design are one of four shapes, each told by one pattern. A value of any
other shape goes to the event reader with its own lines; a file of any other shape goes there whole.
What is read is the same either way (a test holds both against each other), only four times sooner.
"""

from __future__ import annotations

import re
from typing import Any

from mlsd_studio.collector import without_collector
from mlsd_studio.storage.problems import FileError
from mlsd_studio.storage.reader_yaml import MAX_CHARACTERS, Tree, parse
from mlsd_studio.storage.scalars import resolve

_ATOM = r"-?[A-Za-z0-9](?:[A-Za-z0-9 _./%+@()$\-]*[A-Za-z0-9_./%+@()$\-])?"
_TEXT = '-?[A-Za-z0-9](?:[ -"$-9;-~\u00a1-\u1fff]*[!-"$-9;-~\u00a1-\u167f])?'
_KEY = r"[A-Za-z_][A-Za-z0-9_.\-]{0,119}"
_LIST = rf"\[((?:{_ATOM}(?:, {_ATOM})*)?)\]"
_PAIR = rf"{_KEY}: (?:{_ATOM}|\[(?:{_ATOM}(?:, {_ATOM})*)?\])"
_PAIRS = rf"\{{({_PAIR}(?:, {_PAIR})*)\}}"

_FIELD = re.compile(rf"(    |  - |  |)({_KEY}): (?:({_TEXT})|{_LIST}|{_PAIRS})")
_ROW = re.compile(rf"  - {_PAIRS}")
_OPEN = re.compile(rf"({_KEY}):")
_EACH_PAIR = re.compile(rf"({_KEY}): (?:({_ATOM})|{_LIST})")
_COMMENT = re.compile(r" *#[ -~\u00a1-\u1fff]*")
_START = re.compile(r"(    |  - |  |)(?=[^\s#\-?\[{]|(?<=  - )\{)")


class _OtherShape(Exception):  # noqa: N818  (a signal to hand the file over, not an error)
    pass


def read(text: str) -> Tree:
    """Read one document, as `reader_yaml.parse` does and with the same errors, but sooner."""
    if text.endswith("\n") and len(text) <= MAX_CHARACTERS:
        with without_collector():
            try:
                return _LineReader(text).read()
            except (_OtherShape, FileError):
                pass
    return parse(text)


class _LineReader:
    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._lines.pop()
        self._marks: dict[int, list[int]] = {}
        self._values: dict[str, Any] = {}
        self._top: dict[str, Any] = {}
        self._top_lines = self._mark(self._top)
        self._section: str | None = None
        self._at: dict[str, tuple[dict[str, Any], list[int]] | None] = {"": (self._top, self._top_lines)}
        self._rows: list[Any] | None = None

    def read(self) -> Tree:
        """The tree of the text. Raises _OtherShape for a line that it does not know, FileError for a wrong one."""
        n, count = 0, len(self._lines)
        field, row = _FIELD.fullmatch, _ROW.fullmatch
        while n < count:
            line = self._lines[n]
            match = field(line)
            if match is not None:
                lead, key, plain, items, pairs = match.groups()
                target, lines = self._target(lead, n)
                if key in target or type(self._value(key)) is not str:
                    raise _OtherShape
                lines.append(n + 1)
                if plain is not None:
                    target[key] = self._value(plain)
                elif items is not None:
                    target[key] = self._list(items, n)
                else:
                    target[key] = self._map(pairs, n)
                n += 1
                continue
            match = row(line)
            if match is not None:
                self._add_row(self._map(match.group(1), n), n)
                n += 1
            else:
                n = self._other(line, n)
        return Tree(self._top, self._marks)

    def _mark(self, container: Any) -> list[int]:
        lines: list[int] = []
        self._marks[id(container)] = lines
        return lines

    def _value(self, text: str) -> Any:
        try:
            return self._values[text]
        except KeyError:
            try:
                value = self._values[text] = resolve(text)
            except ValueError:
                raise _OtherShape from None
            return value

    def _list(self, items: str, n: int) -> list[Any]:
        values = [self._value(item) for item in items.split(", ")] if items else []
        self._marks[id(values)] = [n + 1] * len(values)
        return values

    def _map(self, pairs: str, n: int) -> dict[str, Any]:
        found = _EACH_PAIR.findall(pairs)
        known = self._values
        result: dict[str, Any] = {}
        for key, plain, items in found:
            if plain:
                result[key] = known[plain] if plain in known else self._value(plain)
            else:
                result[key] = self._list(items, n)
            if key not in known and type(self._value(key)) is not str:
                raise _OtherShape
        if len(result) != len(found) or any(type(known[key]) is not str for key in result):
            raise _OtherShape
        self._marks[id(result)] = [n + 1] * len(result)
        return result

    # -- where a line belongs ----------------------------------------------------------------------

    def _target(self, lead: str, n: int) -> tuple[dict[str, Any], list[int]]:
        """The mapping that a line with this indentation adds to."""
        if lead == "  - ":
            record: dict[str, Any] = {}
            self._add_row(record, n)
            found = self._at["    "] = (record, self._mark(record))
            return found
        if lead == "":
            self._close()
            return self._top, self._top_lines
        target = self._at.get(lead)
        if target is not None:
            return target
        if lead == "  " and self._section is not None and self._rows is None:
            entries: dict[str, Any] = {}
            self._top[self._section] = entries
            target = self._at["  "] = (entries, self._mark(entries))
            return target
        raise _OtherShape

    def _add_row(self, record: Any, n: int) -> None:
        if self._rows is None:
            if self._section is None or self._at.get("  ") is not None:
                raise _OtherShape
            self._rows = self._top[self._section] = []
            self._row_lines = self._mark(self._rows)
        self._rows.append(record)
        self._row_lines.append(n + 1)
        self._at["    "] = None

    def _close(self) -> None:
        self._section = self._rows = None
        self._at["  "] = self._at["    "] = None

    # -- lines of no quick shape -------------------------------------------------------------------

    def _other(self, line: str, n: int) -> int:
        """Blank and comment lines, a section's key, or a value for the event reader; the next line."""
        if not line or _COMMENT.fullmatch(line):
            return n + 1
        match = _OPEN.fullmatch(line)
        if match is not None and not self._continues(n, 0):
            key = match.group(1)
            if key in self._top or type(self._value(key)) is not str:
                raise _OtherShape
            self._close()
            self._section = key
            self._top[key] = None
            self._top_lines.append(n + 1)
            return n + 1
        match = _START.match(line)
        if match is None:
            raise _OtherShape
        return self._hand_over(match.group(1), n)

    def _continues(self, n: int, indent: int) -> bool:
        """Whether the section opened here is of another indentation than two blanks."""
        for line in self._lines[n + 1 :]:
            if line and not _COMMENT.fullmatch(line):
                deep = len(line) - len(line.lstrip(" "))
                return (deep > indent and deep != indent + 2) or line.startswith("-")
        return False

    def _hand_over(self, lead: str, n: int) -> int:
        """Give the lines of one value to the event reader and take its tree over."""
        if lead == "  - " and self._lines[n].startswith("  - {"):
            return self._hand_over_row(n)
        end = n + 1
        deeper = " " * (len(lead) + 1)
        while end < len(self._lines) and (not self._lines[end] or self._lines[end].startswith(deeper)):
            end += 1
        chunk = "\n".join([" " * len(lead) + self._lines[n][len(lead) :], *self._lines[n + 1 : end], ""])
        tree = parse(chunk)
        if type(tree.data) is not dict or len(tree.data) != 1:
            raise _OtherShape
        target, lines = self._target(lead, n)
        ((key, value),) = tree.data.items()
        if key in target:
            raise _OtherShape
        target[key] = value
        lines.append(n + 1)
        self._adopt(tree, n)
        return end

    def _hand_over_row(self, n: int) -> int:
        tree = parse(self._lines[n][4:] + "\n")
        self._add_row(tree.data, n)
        self._marks[id(tree.data)] = [n + 1] * len(tree.data)
        self._adopt(tree, n)
        return n + 1

    def _adopt(self, tree: Tree, n: int) -> None:
        """Take over the lines of a tree that began at line `n`, all but those of its root."""
        self._marks.update(tree.shifted_marks(n))
