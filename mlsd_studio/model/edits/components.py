"""Adding components, and setting fields of any record."""

from __future__ import annotations

from typing import Any

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.boundaries import put_into
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.ids import slug
from mlsd_studio.model.records import DESIGN_ID, Component, Placement


def add_component(
    document: Document,
    kind: str,
    name: str,
    at: tuple[float, float] | None,
    *,
    technology: str | None = None,
    into: str | None = None,
) -> tuple[Change, str]:
    """A new component and its id; `at` is its top left corner, `into` the boundary that takes it."""
    builder = ChangeBuilder(document)
    id = builder.ids.take(slug(name))
    builder.put("components", Component(id=id, kind=kind, technology=technology, name=name))
    if at is not None:
        builder.place(id, Placement(*at))
    if into is not None:
        put_into(builder, id, into)
    return builder.build(f"Add {name}"), id


def set_fields(document: Document, table: str, id: str, label: str | None = None, /, **fields: Any) -> Change:
    """Set fields of one record; a field set to None is no longer stated."""
    builder = ChangeBuilder(document)
    builder.replace(table, id, **fields)
    return builder.build(label or f"Set {', '.join(name.replace('_', ' ') for name in fields)}")


def set_design(document: Document, **fields: Any) -> Change:
    """Set fields of the head of the file."""
    return set_fields(document, "design", DESIGN_ID, **fields)


def rename(document: Document, table: str, id: str, name: str) -> Change:
    """Give an element another name (a flow another label). Its id stays."""
    field = "label" if table == "flows" else "text" if table == "notes" else "name"
    text = name.strip()
    value = text if table == "notes" else text or None
    return set_fields(document, table, id, "Rename", **{field: value})
