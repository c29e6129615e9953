"""What the records look like in a file, asked of the records themselves once at import."""

from __future__ import annotations

import typing
from typing import Any

import msgspec

from mlsd_studio.model.quantities import Backup, Day, Quantity
from mlsd_studio.model.records import PLAN_TABLES, TABLES, Record

FIELD_TYPES: dict[type[Record], dict[str, Any]] = {}
"""Per record type its fields as spelled in the file, in file order, with their types."""
NESTED: dict[type[Record], dict[str, type[Record]]] = {}
"""Per record type the fields that hold a record of their own."""
DAY_FIELDS: dict[type[Record], frozenset[str]] = {}
"""Per record type the fields that hold a day, which is written without quotes."""
REQUIRED: dict[type[Record], tuple[str, ...]] = {}

SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(
    "plan" if name in PLAN_TABLES else name for name in TABLES if name != "design"
))  # fmt: skip
"""Top-level keys of the file that hold records, in file order; `layout` follows them."""


def members(kind: Any) -> tuple[Any, ...]:
    """The alternatives of a field's type, without None."""
    import types

    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return tuple(part for part in typing.get_args(kind) if part is not type(None))
    return (kind,)


def _learn(kind: type[Record]) -> None:
    if kind in FIELD_TYPES:
        return
    fields = [field for field in msgspec.structs.fields(kind) if field.name != "extra"]
    FIELD_TYPES[kind] = {field.encode_name: field.type for field in fields}
    REQUIRED[kind] = tuple(field.encode_name for field in fields if field.required)
    NESTED[kind] = {}
    days = set()
    for name, field_type in FIELD_TYPES[kind].items():
        for part in members(field_type):
            if isinstance(part, type) and issubclass(part, Record):
                _learn(part)
                NESTED[kind][name] = part
            elif part is Day:
                days.add(name)
    DAY_FIELDS[kind] = frozenset(days)


for _kind in TABLES.values():
    _learn(_kind)


def to_plain(value: Any) -> Any:
    """msgspec's hook for writing: a quantity as it stands in the file. TypeError for anything else."""
    if isinstance(value, (Quantity, Backup)):
        return value.plain()
    raise TypeError(f"{type(value).__name__} cannot stand in a design")


_parsed: dict[tuple[type, str], Any] = {}


def from_plain(kind: Any, value: Any) -> Any:
    """msgspec's hook for reading: a quantity from what stands in the file.

    The same few texts occur over and over in a design, so each is parsed once.
    """
    if type(value) is not str:
        return kind.parse(value)
    key = (kind, value)
    known = _parsed.get(key)
    if known is None:
        if len(_parsed) > 20_000:
            _parsed.clear()
        known = _parsed[key] = kind.parse(value)
    return known
