"""Why plain data is no record: every problem of a row, each with its line and what to do.

msgspec stops at the first error; this pass runs only when there is one, and lists all.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from mlsd_studio.model.quantities import Backup, Quantity, QuantityError
from mlsd_studio.model.records import Record
from mlsd_studio.storage.problems import FileProblem
from mlsd_studio.storage.reader_yaml import Tree
from mlsd_studio.storage.shapes import FIELD_TYPES, REQUIRED, from_plain, members


def place(table: str, id: object, field: str = "") -> str:
    """How a place in the file is named: `components 'api' · replicas`."""
    name = f"{table} {id!r}" if isinstance(id, str) else table
    return f"{name} · {field}" if field else name


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, if any is."""
    if not isinstance(word, str):
        return None
    found = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.65)
    return found[0] if found else None


def row_problems(
    tree: Tree, kind: type[Record], row: Any, where: str, line: int | None, prefix: str = ""
) -> Iterator[FileProblem]:
    """Everything wrong with one row, field by field; nothing when it is sound."""
    if type(row) is not dict:
        yield FileProblem(line, where, f"must be a map with {_few(FIELD_TYPES[kind])}, not {named(row)}")
        return
    for name in REQUIRED[kind]:
        if row.get(name) is None:
            at = tree.key_line(row, name) or line
            yield FileProblem(at, _joined(where, prefix + name), f"{name} is missing; {name} must be stated")
    for name, value in row.items():
        wanted = FIELD_TYPES[kind].get(name)
        if wanted is None or value is None:
            continue
        yield from _field_problems(tree, wanted, value, where, tree.key_line(row, name), prefix + name)


def _joined(where: str, field: str) -> str:
    return f"{where} · {field}" if where else field


def _field_problems(
    tree: Tree, wanted: Any, value: Any, where: str, line: int | None, path: str
) -> Iterator[FileProblem]:
    for part in members(wanted):
        if isinstance(part, type) and issubclass(part, Record):
            yield from row_problems(tree, part, value, where, line, f"{path}.")
            return
    try:
        msgspec.convert(value, wanted, dec_hook=from_plain)
    except (msgspec.ValidationError, QuantityError):
        yield FileProblem(line, _joined(where, path), _complaint(wanted, value))


def _complaint(wanted: Any, value: Any) -> str:
    parts = members(wanted)
    for part in parts:
        if isinstance(part, type) and issubclass(part, (Quantity, Backup)):
            return _quantity_complaint(part, value)
    choices = _choices(parts[0])
    if choices:
        near = nearest(value, choices)
        hint = f"; did you mean {near}?" if near else ""
        return f"must be one of {', '.join(choices)}, not {named(value)}{hint}"
    if type(value) is list and typing.get_origin(parts[0]) is tuple:
        inner = typing.get_args(parts[0])[0]
        wrong = [item for item in value if not _fits(item, inner)]
        return f"in the list: {_complaint(inner, wrong[0])}" if wrong else "is not a list of that kind"
    return f"must be {_expected(parts[0])}, not {named(value)}{_remedy(parts, value)}"


def _quantity_complaint(kind: Any, value: Any) -> str:
    try:
        from_plain(kind, value)
    except QuantityError as error:
        return str(error)
    return f"must be {kind.dimension}, such as {kind.example}"


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, dec_hook=from_plain)
    except (msgspec.ValidationError, QuantityError):
        return False
    return True


def _choices(kind: Any) -> tuple[str, ...]:
    return typing.get_args(kind) if typing.get_origin(kind) is typing.Literal else ()


_EXPECTED: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "true or false",
    dict: "a map",
}


def _expected(kind: Any) -> str:
    origin = typing.get_origin(kind) or kind
    if origin is tuple:
        inner = typing.get_args(kind)[0]
        choices = _choices(inner)
        return f"a list such as [{', '.join(choices[:2]) or 'a, b'}]"
    return _EXPECTED.get(origin, "something else")


def _remedy(parts: tuple[Any, ...], value: Any) -> str:
    if str in parts and type(value) in (int, float, bool):
        return f"; put it in quotes: '{_spelled(value)}'"
    if parts[0] in (int, float) and isinstance(value, str) and value.replace(".", "", 1).isdigit():
        return "; write the number without quotes"
    if typing.get_origin(parts[0]) is tuple and type(value) is str:
        return f"; write [{value}]"
    return ""


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def named(value: Any) -> str:
    """What a plain value is, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return _spelled(value)
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    return "a list" if isinstance(value, list) else "a map"


def _few(names: Iterable[str]) -> str:
    return ", ".join(list(names)[:4])
