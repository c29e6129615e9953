"""Text -> plain data with the line of every node, over PyYAML's event stream.

The one idea: YAML without its surprises. Aliases, anchors, tags, repeated keys, keys that are no
texts and several documents are refused, so what is read is a plain tree of the size of the text.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from mlsd_studio.collector import without_collector
from mlsd_studio.storage.problems import FileError
from mlsd_studio.storage.scalars import resolve

MAX_CHARACTERS = 32 * 1024 * 1024
MAX_DEPTH = 40

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its events are used; the pure-Python parser stands in where PyYAML was built without libyaml."""


class Tree:
    """Plain data and, for each mapping and list in it, the lines of its keys or items (1-based)."""

    __slots__ = ("_marks", "data", "line")

    def __init__(self, data: Any, marks: dict[int, list[int]], line: int = 1) -> None:
        self.data = data
        self.line = line
        self._marks = marks

    def key_line(self, mapping: dict[str, Any], key: str) -> int | None:
        """Line of a key in a mapping of this tree; None for a mapping or key that is not in it."""
        lines = self._marks.get(id(mapping))
        if lines is None or key not in mapping:
            return None
        return lines[list(mapping).index(key)]

    def first_line(self, mapping: dict[str, Any]) -> int | None:
        """Line of a mapping's first key."""
        lines = self._marks.get(id(mapping))
        return lines[0] if lines else None

    def item_lines(self, container: list[Any] | dict[str, Any]) -> list[int]:
        """The line of each item of a list, or of each key of a mapping."""
        return self._marks.get(id(container), [])

    def shifted_marks(self, lines: int) -> dict[int, list[int]]:
        """The marks of everything inside the root, as they are when the text stands `lines` further down."""
        root = id(self.data)
        return {key: [line + lines for line in mark] for key, mark in self._marks.items() if key != root}


def parse(text: str) -> Tree:
    """Read one document. Raises FileError, with the line, for anything but a plain tree."""
    if len(text) > MAX_CHARACTERS:
        raise FileError.of(f"the file is larger than {MAX_CHARACTERS >> 20} MB; no design is that large")
    with without_collector():
        try:
            return _build(PARSER(text).get_event)
        except yaml.YAMLError as error:
            raise _in_plain_words(error, text) from None
        except UnicodeEncodeError:
            raise FileError.of("the text holds half of a surrogate pair; it was not saved as UTF-8") from None


def _build(get: Any) -> Tree:
    cache: dict[str, Any] = {}
    marks: dict[int, list[int]] = {}
    stack: list[tuple[Any, Any, list[int]]] = []
    current: Any = None  # the open mapping or list
    key: Any = None  # the key that waits for its value in an open mapping
    in_map = False
    lines: list[int] = []
    root: Any = None
    documents = 0
    while True:
        event = get()
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            if event.tag is not None or event.anchor is not None:
                _refuse(event)
            if not event.style:
                try:
                    value = cache[value]
                except KeyError:
                    value = cache[value] = _resolved(value, event)
            if in_map:
                if key is None:
                    key = _checked_key(value, event, current, lines)
                    lines.append(event.start_mark.line + 1)
                else:
                    current[key] = value
                    key = None
            elif current is None:
                root = value
            else:
                lines.append(event.start_mark.line + 1)
                current.append(value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None or event.anchor is not None or len(stack) >= MAX_DEPTH:
                _refuse(event)
            new: Any = {} if kind is MappingStartEvent else []
            if current is None:
                root = new
            elif in_map:
                if key is None:
                    raise FileError.of("a key must be a text, not a list or a map", line=_line(event))
                current[key] = new
            else:
                lines.append(event.start_mark.line + 1)
                current.append(new)
            stack.append((current, in_map, lines))
            lines = marks[id(new)] = []
            current, in_map, key = new, kind is MappingStartEvent, None
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            current, in_map, lines = stack.pop()
            key = None
        elif kind is AliasEvent:
            _refuse(event)
        elif kind is DocumentStartEvent:
            documents = _counted(documents, event)
        elif kind is StreamEndEvent:
            return Tree(root, marks)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _counted(documents: int, event: Any) -> int:
    if documents:
        raise FileError.of("a second document starts here (`---`); keep one design a file", line=_line(event))
    return documents + 1


def _refuse(event: Any) -> None:
    if not isinstance(event, AliasEvent) and event.tag is None and event.anchor is None:
        raise FileError.of(f"nested more than {MAX_DEPTH} levels deep", line=_line(event))
    if isinstance(event, AliasEvent):
        what = f"the alias *{event.anchor}"
    elif event.tag is not None:
        what = f"the tag {event.tag}"
    else:
        what = f"the anchor &{event.anchor}"
    raise FileError.of(
        f"{what} is not allowed in a design; write the value itself, in quotes if it is text",
        line=_line(event),
    )


def _resolved(text: str, event: Any) -> Any:
    try:
        return resolve(text)
    except ValueError as error:
        raise FileError.of(str(error), line=_line(event)) from None


def _checked_key(key: Any, event: Any, mapping: dict[str, Any], lines: list[int]) -> str:
    if type(key) is not str:
        raise FileError.of(
            f"the key {event.value!r} is not read as a text; put it in quotes", line=_line(event)
        )
    if key in mapping:
        first = lines[list(mapping).index(key)]
        raise FileError.of(
            f"{key!r} stands twice in the same map, on lines {first} and {_line(event)}; keep one",
            line=_line(event),
        )
    mapping[key] = None
    return key


_PLAIN_WORDS = {
    "mapping values are not allowed in this context": "a ':' where none can be: check the indentation, "
    "and put a text that contains ': ' in quotes",
    "found character that cannot start any token": "a character that cannot start a value: indent with "
    "spaces, not tabs, and put a text that starts with @, ` or % in quotes",
    "did not find expected key": "this line does not fit the indentation of the lines above it",
    "did not find expected '-' indicator": "this line does not fit the list above it: start it with '- ' "
    "or correct its indentation",
    "did not find expected ',' or ']'": "a '[' is not closed, or a comma is missing",
    "did not find expected ',' or '}'": "a '{' is not closed, or a comma is missing",
    "found unexpected end of stream": "a quote is not closed",
    "could not find expected ':'": "a ':' is missing after the key",
    "found unknown escape character": "a '\\' in double quotes starts no known escape: write '\\\\'",
    "did not find expected <document start>": "the design has ended above (`...`); nothing may follow",
}


def _in_plain_words(error: yaml.YAMLError, text: str) -> FileError:
    """libyaml's complaint as ours."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        problem = error.problem or "not valid YAML"
        message = _PLAIN_WORDS.get(problem, f"not valid YAML: {problem}")
        line = error.problem_mark.line + 1
        if error.context_mark is not None and error.context_mark.line + 1 < line:
            message += f" (it began on line {error.context_mark.line + 1})"
        return FileError.of(message, line=line)
    code = getattr(error, "character", None)
    if isinstance(code, int):
        line = text.count("\n", 0, text.find(chr(code))) + 1 if chr(code) in text else 1
        message = f"the control character U+{code:04X} cannot stand in a file; remove it"
        return FileError.of(message, line=line)
    return FileError.of(f"not valid YAML: {error}")
