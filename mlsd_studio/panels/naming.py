"""What panels call elements, and how they count them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtWidgets import QLabel

from mlsd_studio.drawing.card import names_of
from mlsd_studio.model.document import Document
from mlsd_studio.model.records import Component, Flow, Record


def named(role: str, text: str = "") -> QLabel:
    """A label of a role of the style sheet, with its line broken where it must."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def counts(document: Document) -> str:
    """How many elements there are: `12 components · 11 flows · 4 boundaries`."""
    return " · ".join(
        counted(len(document.table(table)), table) for table in ("components", "flows", "boundaries")
    )


def counted(number: int, table: str) -> str:
    """A number with its word: `1 flow`, `2 boundaries`."""
    one = {"boundaries": "boundary"}.get(table, table.removesuffix("s"))
    return f"{number} {one if number == 1 else table}"


def mixed_counts(document: Document, ids: tuple[str, ...]) -> str:
    """How many of each table are selected."""
    tables = Counter(found[0] for id in ids if (found := document.find(id)))
    return " · ".join(counted(number, table) for table, number in tables.items())


def name_of(document: Document, id: str) -> str:
    """What people call an element: a component's title, a flow by its ends, else its name or id."""
    found = document.find(id)
    record: Record | Any = found[1] if found else None
    if isinstance(record, Component):
        return names_of(record)[0]
    if isinstance(record, Flow):
        ends = f"{name_of(document, record.source)} → {name_of(document, record.target)}"
        return record.label or ends
    return getattr(record, "name", None) or id
