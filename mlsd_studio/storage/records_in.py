"""Plain data -> records: the quick way through msgspec, and the full list of problems where it fails.

Fields this version does not know are kept under `extra` at every level, so that a save never drops
what a newer version or another tool wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mlsd_studio.model import integrity
from mlsd_studio.model.document import Document
from mlsd_studio.model.places import from_plain_entry
from mlsd_studio.model.quantities import QuantityError
from mlsd_studio.model.records import (
    FILE_VERSION,
    LAYOUT,
    PLAN_TABLES,
    TABLES,
    Boundary,
    Component,
    Constraint,
    Decision,
    Design,
    Flow,
    Journey,
    LayoutEntry,
    Note,
    Record,
    Requirement,
    record_id,
)
from mlsd_studio.model.targets import TargetError, normalised_target
from mlsd_studio.storage.explain import named, nearest, place, row_problems
from mlsd_studio.storage.lines import Lines
from mlsd_studio.storage.migrations import migrated
from mlsd_studio.storage.problems import FileError, FileProblem, in_file_order
from mlsd_studio.storage.reader_yaml import Tree
from mlsd_studio.storage.shapes import FIELD_TYPES, NESTED, SECTIONS, from_plain


@dataclass
class _Findings:
    problems: list[FileProblem] = field(default_factory=list)
    warnings: list[FileProblem] = field(default_factory=list)


def read_document(tree: Tree) -> tuple[Document, tuple[FileProblem, ...]]:
    """The document in a tree, and warnings about what is kept but looks wrong.

    Raises FileError with every problem, in file order.
    """
    found = _Findings()
    data = _top(tree, found)
    tables: dict[str, list[Any]] = {"design": [_read_head(tree, data, found)]}
    for table, kind, rows, line in _sections(tree, data, found):
        tables[table] = _read_table(tree, table, kind, rows, line, found)
    layout = _read_layout(tree, data, found)
    tables["design"] = [head for head in tables["design"] if head is not None]
    document = Document(tables=tables, layout=layout)
    lines = Lines(tree)
    found.problems += [
        FileProblem(lines.of(p.table, p.id, p.field), place(p.table, p.id, p.field), p.message)
        for p in integrity.problems(document)
    ]
    found.problems += _view_problems(document, lines)
    if found.problems:
        raise FileError(in_file_order(found.problems))
    return document, in_file_order(found.warnings)


# -- the top of the file -----------------------------------------------------------------------------


def _top(tree: Tree, found: _Findings) -> dict[str, Any]:
    data = tree.data
    if data is None:
        found.warnings.append(FileProblem(None, "", "the file is empty; it opens as an empty design"))
        return {}
    if type(data) is not dict:
        raise FileError.of(
            f"a design is a map of fields such as `mlsd: {FILE_VERSION}`, not {named(data)}", line=1
        )
    version = data.get("mlsd", FILE_VERSION)
    line = tree.key_line(data, "mlsd")
    if type(version) is not int or version < 1:
        message = f"the file version must be a whole number from 1, not {named(version)}"
        raise FileError.of(f"{message}; write `mlsd: {FILE_VERSION}`", "mlsd", line)
    if "mlsd" not in data:
        found.warnings.append(FileProblem(None, "mlsd", f"no file version; read as version {FILE_VERSION}"))
    elif version > FILE_VERSION:
        message = f"the file is of version {version}, newer than {FILE_VERSION}; unknown fields are kept"
        found.warnings.append(FileProblem(line, "mlsd", message))
    return migrated(data)


def _read_head(tree: Tree, data: dict[str, Any], found: _Findings) -> Record | None:
    known = FIELD_TYPES[Design]
    head = {name: value for name, value in data.items() if name in known}
    extra = {name: data[name] for name in data if name not in known and name not in (*SECTIONS, LAYOUT)}
    plan = data.get("plan")
    if type(plan) is dict and not plan.keys() <= set(PLAN_TABLES):
        extra["plan"] = {name: rows for name, rows in plan.items() if name not in PLAN_TABLES}
    for name in extra:
        if name != "plan":
            _warn_of_unknown(tree, data, name, (*known, *SECTIONS, LAYOUT), "", found)
    try:
        return msgspec.convert({**head, "extra": extra or None}, Design)
    except msgspec.ValidationError:
        problems = row_problems(tree, Design, {"mlsd": 1, **head}, "", None)
        found.problems += [
            FileProblem(tree.key_line(data, problem.where), problem.where, problem.message)
            for problem in problems
        ]
        return None


def _sections(
    tree: Tree, data: dict[str, Any], found: _Findings
) -> Iterator[tuple[str, type[Record], list[Any], int | None]]:
    """Every table of the file with its rows and the line of its key."""
    plan = data.get("plan") or {}
    if type(plan) is not dict:
        message = f"must be a map with {', '.join(PLAN_TABLES)}, not {named(plan)}"
        found.problems.append(FileProblem(tree.key_line(data, "plan"), "plan", message))
        plan = {}
    for table, kind in TABLES.items():
        holder = plan if table in PLAN_TABLES else data
        rows = holder.get(table)
        if rows is None or table == "design":
            continue
        line = tree.key_line(holder, table)
        if type(rows) is not list:
            message = f"must be a list of maps, each starting with '- ', not {named(rows)}"
            found.problems.append(FileProblem(line, table, message))
            continue
        yield table, kind, rows, line


# -- tables ------------------------------------------------------------------------------------------


def _read_table(
    tree: Tree, table: str, kind: type[Record], rows: list[Any], line: int | None, found: _Findings
) -> list[Any]:
    """The records of one table; problems are added to `found`."""
    lines = tree.item_lines(rows)
    key = kind.key_field
    try:
        prepared = [_with_extra(tree, kind, row, table, found) for row in rows]
        records = msgspec.convert(prepared, list[kind], dec_hook=from_plain)  # type: ignore[valid-type]
    except (msgspec.ValidationError, QuantityError, TypeError) as error:
        before = len(found.problems)
        for row, at in zip(rows, lines, strict=True):
            where = place(table, row.get(key) if type(row) is dict else None)
            found.problems += row_problems(tree, kind, row, where, at)
        if len(found.problems) == before:
            found.problems.append(FileProblem(line, table, str(error)))
        return [_as_far_as_read(kind, row) for row in rows if type(row) is dict and type(row.get(key)) is str]
    _check_twice(table, [record_id(record) for record in records], lines, found)
    if kind is Requirement:
        return [_with_target(tree, row, record, found) for row, record in zip(rows, records, strict=True)]
    return records


def _as_far_as_read(kind: type[Record], row: dict[str, Any]) -> Any:
    """A row of a table with mistakes, good enough to judge what names it; the file is refused anyway."""
    try:
        return msgspec.convert(
            {n: v for n, v in row.items() if n in FIELD_TYPES[kind]}, kind, dec_hook=from_plain
        )
    except (msgspec.ValidationError, QuantityError, TypeError):
        fields = {"id": row["id"]} if "id" in row else {kind.key_field: row[kind.key_field]}
        return kind(**fields, **_NEEDED.get(kind, {}))


_NEEDED: dict[type[Record], dict[str, Any]] = {
    Component: {"kind": ""},
    Boundary: {"kind": "region"},
    Flow: {"source": None, "target": None, "kind": "request"},
    Journey: {"entry": None},
    Requirement: {"category": "system"},
    Constraint: {"category": "data"},
    Note: {"text": ""},
    Decision: {"status": "deferred", "reason_code": "other", "reason": ""},
}
"""Fields without a default, for a record that stands for a row that could not be read."""


def _check_twice(table: str, ids: list[str], lines: list[int], found: _Findings) -> None:
    if len(set(ids)) == len(ids):
        return
    first: dict[str, int] = {}
    for id, line in zip(ids, lines, strict=True):
        if id in first:
            message = f"{id!r} stands twice, on lines {first[id]} and {line}; give one another id"
            found.problems.append(FileProblem(line, place(table, id), message))
        first.setdefault(id, line)


def _with_extra(tree: Tree, kind: type[Record], row: Any, where: str, found: _Findings) -> Any:
    """The row with what this version does not know moved to `extra`, in nested records too."""
    known, nested = FIELD_TYPES[kind], NESTED[kind]
    if type(row) is not dict:
        raise TypeError(f"a row must be a map, not {named(row)}")
    inner = {
        name: _with_extra(tree, part, row[name], f"{where} · {name}", found)
        for name, part in nested.items()
        if name in row and type(row[name]) is dict
    }
    unknown = row.keys() - known.keys()
    if not unknown:
        return {**row, **inner} if inner else row
    for name in (name for name in row if name in unknown):
        _warn_of_unknown(tree, row, name, known, place(where, row.get(kind.key_field)), found)
    kept = {name: value for name, value in row.items() if name not in unknown}
    return {**kept, **inner, "extra": {name: row[name] for name in row if name in unknown}}


def _warn_of_unknown(
    tree: Tree, row: dict[str, Any], name: str, known: Any, where: str, found: _Findings
) -> None:
    near = nearest(name, known)
    if near is not None:
        message = f"{name} is not a field that is known here; did you mean {near}? It is kept as it is"
        found.warnings.append(FileProblem(tree.key_line(row, name), where, message))


def _with_target(tree: Tree, row: dict[str, Any], record: Any, found: _Findings) -> Any:
    """A requirement with its target in the normal spelling."""
    if record.metric is None or record.target is None:
        return record
    try:
        target = normalised_target(record.metric, record.target)
    except TargetError as error:
        where = place("requirements", record.id, "target")
        found.problems.append(FileProblem(tree.key_line(row, "target"), where, str(error)))
        return record
    return record if target == record.target else msgspec.structs.replace(record, target=target)


# -- places ------------------------------------------------------------------------------------------


def _read_layout(tree: Tree, data: dict[str, Any], found: _Findings) -> dict[str, LayoutEntry]:
    layout = data.get(LAYOUT)
    if layout is None:
        return {}
    if type(layout) is not dict:
        message = f"must be a map of ids to places, not {named(layout)}"
        found.problems.append(FileProblem(tree.key_line(data, LAYOUT), LAYOUT, message))
        return {}
    entries: dict[str, LayoutEntry] = {}
    for id, value in layout.items():
        try:
            entries[id] = from_plain_entry(value)
        except ValueError as error:
            found.problems.append(FileProblem(tree.key_line(layout, id), place(LAYOUT, id), str(error)))
    return entries


def _view_problems(document: Document, lines: Lines) -> Iterator[FileProblem]:
    """Places inside views that are none."""
    for id, view in document.views.items():
        for element, value in (view.layout or {}).items():
            try:
                from_plain_entry(value)
            except ValueError as error:
                where = place("views", id, f"layout.{element}")
                yield FileProblem(lines.of("views", id, "layout"), where, str(error))
