"""Collects what an edit does into one change: at most one `Edit` a record, in an order that undoes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from mlsd_studio.model.changes import Change, Edit, Shift
from mlsd_studio.model.document import Document
from mlsd_studio.model.ids import TakenIds
from mlsd_studio.model.integrity import without_reference
from mlsd_studio.model.places import moved
from mlsd_studio.model.records import (
    LAYOUT,
    SHARED_ID_TABLES,
    AnyRecord,
    LayoutEntry,
    Placement,
    Record,
    View,
    Waypoints,
    record_id,
)


class ChangeBuilder:
    """Puts, replaces and removes records against a document without touching it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.ids = TakenIds(document)
        self._after: dict[tuple[str, str], AnyRecord | None] = {}
        self._index: dict[tuple[str, str], int] = {}
        self._moved: set[tuple[str, str]] = set()
        self._shifts: list[Shift] = []

    def get(self, table: str, id: str) -> AnyRecord | None:
        """The record as it will be."""
        key = (table, id)
        return self._after[key] if key in self._after else self.document.get(table, id)

    def put(self, table: str, record: Record, index: int | None = None) -> None:
        """Add a record, or set it when its id is there."""
        key = (table, record_id(record))
        self._after[key] = record
        if index is not None:
            self._index[key] = index

    def replace(self, table: str, id: str, **fields: Any) -> None:
        """Set fields of a record. Raises KeyError when it is not there."""
        record = self.get(table, id)
        if record is None:
            raise KeyError(f"there is no {id!r} under {table}")
        self._after[(table, id)] = msgspec.structs.replace(record, **fields)

    def move(self, table: str, id: str, index: int) -> None:
        """Give a record another place in its table; `index` counts without it. Raises KeyError."""
        record = self.get(table, id)
        if not isinstance(record, Record):
            raise KeyError(f"there is no {id!r} under {table}")
        self.put(table, record, index)
        self._moved.add((table, id))

    def place(self, id: str, entry: LayoutEntry | None) -> None:
        """Set or clear where something is drawn."""
        self._after[(LAYOUT, id)] = entry

    def shift(self, ids: Iterable[str], dx: float, dy: float) -> None:
        """Move places, as one shift; those between pixels, and all where the way is, one by one."""
        wanted = frozenset(ids)
        whole = dx == int(dx) and dy == int(dy)
        single = wanted & self.document.uneven if whole else wanted
        for id in sorted(single):
            entry = self.get(LAYOUT, id)
            if isinstance(entry, (Placement, Waypoints)):
                self.place(id, moved(entry, dx, dy))
        shift = Shift(wanted - single if single else wanted, int(dx), int(dy))
        if shift and whole:
            self._shifts.append(shift)

    def remove(self, table: str, id: str) -> None:
        """Remove a record, its place, and every mention of it; what cannot be without it goes too."""
        if self.get(table, id) is None:
            return
        self._after[(table, id)] = None
        if self.get(LAYOUT, id) is not None:
            self.place(id, None)
        for other_table, other_id in sorted(self.document.referrers(id)):
            other = self.get(other_table, other_id)
            if not isinstance(other, Record):
                continue
            rest = without_reference(other, id)
            if rest is None:
                self.remove(other_table, other_id)
            else:
                self._after[(other_table, other_id)] = rest

    def build(self, label: str) -> Change:
        """The change. Removals come first, last record first, so that undoing restores the order."""
        self._leave_views()
        removed: list[Edit] = []
        kept: list[Edit] = []
        places: dict[str, dict[str, int]] = {}
        for (table, id), after in self._after.items():
            before = self.document.get(table, id)
            was = self.document.index_of(table, id) if (table, id) in self._moved else None
            if before == after and was in (None, self._index.get((table, id))):
                continue
            if after is None:
                order = places.setdefault(
                    table, {other: n for n, other in enumerate(self.document.table(table))}
                )
                removed.append(Edit(table, id, before, None, order[id]))
            else:
                kept.append(Edit(table, id, before, after, self._index.get((table, id)), was))
        removed.sort(key=lambda edit: (edit.table, -(edit.index or 0)))
        return Change(label, (*removed, *kept), tuple(self._shifts))

    def _leave_views(self) -> None:
        """No view names, or has a place for, what is removed."""
        gone = {
            id for (table, id), after in self._after.items() if after is None and table in SHARED_ID_TABLES
        }
        if not gone:
            return
        for id in self.document.views:
            view = self.get("views", id)
            if isinstance(view, View):
                self._after[("views", id)] = view_without(view, gone)


def view_without(view: View, ids: set[str]) -> View:
    """A view that neither names nor places the elements; a query about one of them goes too."""
    shows, layout = view.shows, view.layout
    if isinstance(shows, str):
        shows = () if _named_by(shows) in ids else shows
    elif shows is not None:
        shows = tuple(word for word in shows if _named_by(word) not in ids)
    if layout is not None and not ids.isdisjoint(layout):
        layout = {id: place for id, place in layout.items() if id not in ids} or None
    return msgspec.structs.replace(view, shows=shows, layout=layout)


def _named_by(word: str) -> str:
    """The id that a word of `shows` is about."""
    query, _, rest = word.partition(":")
    return rest.strip() if rest and query.strip() != "layer" else query
