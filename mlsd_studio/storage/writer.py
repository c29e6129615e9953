"""Records -> text in canonical form: short, flat, in the order a person reads.

The one idea: what is stated is written and nothing else, in one spelling, so that the same document
gives the same bytes and a small edit changes few lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from mlsd_studio.model.document import Document
from mlsd_studio.model.places import to_plain_entry
from mlsd_studio.model.records import (
    LAYOUT,
    PLAN_TABLES,
    AnyRecord,
    Design,
    Record,
    Requirement,
)
from mlsd_studio.model.targets import TargetError, normalised_target
from mlsd_studio.storage.comments import Kept
from mlsd_studio.storage.scalars import can_be_literal, number, quoted
from mlsd_studio.storage.shapes import DAY_FIELDS, NESTED, SECTIONS, to_plain

WIDTH = 160
ONE_LINE_TABLES = frozenset({"flows", "groups", "notes"})

NOTHING_KEPT = Kept()


def write(document: Document, kept: Kept = NOTHING_KEPT) -> str:
    """The canonical text of a document, with the comments (and lines) in `kept` at their places."""
    design = document.design
    extra = dict(design.extra or {})
    foreign_plan = extra.pop("plan", None)
    out = _head(design, kept)
    for section in SECTIONS:
        is_plan = section == "plan"
        lines = _plan(document, foreign_plan, kept) if is_plan else _table(document, section, "  ", kept)
        _section(out, section, lines, kept)
    _section(out, LAYOUT, _layout(document, kept), kept)
    for key, value in extra.items():
        out += ["", *kept.before_key(key, ""), *_field(key, value, "")]
    end = kept.at_end()
    return "\n".join([*out, *([""] if end and out else []), *end, ""])


def _section(out: list[str], key: str, lines: list[str], kept: Kept) -> None:
    if lines:
        out += ["", *kept.before_key(key, ""), f"{key}:", *lines]


def _is_table(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and any(isinstance(item, dict) for item in value)


def _head(design: Design, kept: Kept) -> list[str]:
    fields = {**msgspec.to_builtins(design, enc_hook=to_plain), "mlsd": design.mlsd}
    out: list[str] = []
    for name in ("mlsd", *(name for name in fields if name not in ("mlsd", "extra"))):
        out += [*kept.before_key(name, ""), *_field(name, fields[name], "")]
    return out


def _plan(document: Document, foreign: Any, kept: Kept) -> list[str]:
    out: list[str] = []
    for table in PLAN_TABLES:
        lines = _table(document, table, "    ", kept)
        if lines:
            out += [*kept.before_key(f"plan.{table}", "  "), f"  {table}:", *lines]
    for key, value in (foreign or {}).items():
        out += [*kept.before_key(f"plan.{key}", "  "), *_field(key, value, "  ")]
    return out


def _table(document: Document, table: str, indent: str, kept: Kept) -> list[str]:
    out: list[str] = []
    for id, record in document.table(table).items():
        comments = kept.before_record(table, id, indent)
        if comments:
            out += comments
        out += kept.as_it_was(table, id, record) or record_lines(table, record, indent)
    return out


def _layout(document: Document, kept: Kept) -> list[str]:
    out: list[str] = []
    for id, entry in document.layout.items():
        comments = kept.before_record(LAYOUT, id, "  ")
        if comments:
            out += comments
        out += _field(id, to_plain_entry(entry), "  ")
    return out


# -- one record --------------------------------------------------------------------------------------


def plain_row(record: Record) -> dict[str, Any]:
    """A record as it stands in the file: stated fields in order, then those of `extra`."""
    if isinstance(record, Requirement):
        record = _with_normal_target(record)
    row: dict[str, Any] = msgspec.to_builtins(record, enc_hook=to_plain)
    for name in NESTED[type(record)]:
        if name in row:
            _spread_extra(row[name])
    _spread_extra(row)
    return row


def _spread_extra(row: dict[str, Any]) -> None:
    extra = row.pop("extra", None)
    if extra:
        row.update(extra)


def _with_normal_target(record: Requirement) -> Requirement:
    if record.metric is None or record.target is None:
        return record
    try:
        target = normalised_target(record.metric, record.target)
    except TargetError:
        return record
    return msgspec.structs.replace(record, target=target)


def record_lines(table: str, record: AnyRecord, indent: str = "  ") -> list[str]:
    """The lines of one record of a table, as an item of its list."""
    assert isinstance(record, Record)
    row = plain_row(record)
    days = DAY_FIELDS[type(record)]
    if table in ONE_LINE_TABLES:
        text = f"{indent}- {_flow(row)}"
        if len(text) <= WIDTH and not _has_breaks(row):
            return [text]
    out: list[str] = []
    deeper = indent + "  "
    for name, value in row.items():
        if name in days and type(value) is str:
            out.append(f"{deeper}{name}: {value}")
        elif type(value) is str and "\n" not in value:
            out.append(f"{deeper}{_key(name)}: {quoted(value)}")
        else:
            out += _field(name, value, deeper, block=table == "views" and name == LAYOUT)
    out[0] = f"{indent}- {out[0][len(deeper) :]}"
    return out


def _has_breaks(row: Mapping[str, Any]) -> bool:
    return any(type(value) is str and "\n" in value for value in row.values())


# -- fields ------------------------------------------------------------------------------------------


def _key(name: str) -> str:
    return quoted(name, True)


def _field(name: str, value: Any, indent: str, *, block: bool = False) -> list[str]:
    """`name: value` on one line where it fits, else as a block."""
    key = f"{indent}{_key(name)}:"
    kind = type(value)
    if kind is str:
        if can_be_literal(value):
            return _literal(key, value, indent)
        return [f"{key} {quoted(value)}"]
    if kind not in (dict, list, tuple):
        return [f"{key} {_constant(value)}"]
    if not value or not (block or _is_table(value)):
        text = f"{key} {_flow(value)}"
        if len(text) <= WIDTH or not value:
            return [text]
    return [key, *_block(value, indent + "  ")]


def _literal(key: str, text: str, indent: str) -> list[str]:
    mark = "|" if text.endswith("\n") else "|-"
    lines = text.removesuffix("\n").split("\n")
    return [f"{key} {mark}", *(f"{indent}  {line}" if line else "" for line in lines)]


def _block(value: Any, indent: str) -> list[str]:
    out: list[str] = []
    if isinstance(value, dict):
        for name, inner in value.items():
            out += _field(name, inner, indent)
        return out
    for item in value:
        text = f"{indent}- {_flow(item)}"
        if len(text) > WIDTH and isinstance(item, (dict, list, tuple)):
            lines = _block(item, indent + "  ")
            lines[0] = f"{indent}- {lines[0][len(indent) + 2 :]}"
            out += lines
        else:
            out.append(text)
    return out


def _flow(value: Any) -> str:
    """A value on one line."""
    kind = type(value)
    if kind is str:
        return quoted(value, True)
    if kind is dict:
        return "{" + ", ".join([f"{quoted(k, True)}: {_flow(v)}" for k, v in value.items()]) + "}"
    if kind is list or kind is tuple:
        return "[" + ", ".join([_flow(item) for item in value]) + "]"
    return _constant(value)


def _constant(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value)
