"""Where things are drawn: moving, resizing, and taking over the positions of a layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.places import moved
from mlsd_studio.model.records import LAYOUT, LayoutEntry, Placement


def place(document: Document, entries: Mapping[str, LayoutEntry | None], label: str = "Move") -> Change:
    """Set or clear (None) where elements are drawn."""
    builder = ChangeBuilder(document)
    for id, entry in entries.items():
        builder.place(id, entry)
    return builder.build(label)


def shift(document: Document, ids: Iterable[str], dx: float, dy: float) -> Change:
    """Move placed elements by a distance; waypoints of flows move along."""
    entries: dict[str, LayoutEntry | None] = {}
    for id in ids:
        entry = document.layout.get(id)
        if entry is not None:
            entries[id] = moved(entry, dx, dy)
    return place(document, entries)


def is_locked(document: Document, id: str) -> bool:
    """Whether an element is locked where it is."""
    entry = document.get(LAYOUT, id)
    return isinstance(entry, Placement) and entry.locked


def lock(document: Document, places: Mapping[str, Placement], locked: bool) -> Change:
    """Lock elements where they are, or let them go; `places` tells where those are that the file does not place."""
    entries: dict[str, LayoutEntry | None] = {}
    for id, where in places.items():
        entry = document.layout.get(id)
        if not isinstance(entry, Placement):
            entry = where if id in document.boundaries else Placement(where.x, where.y)
        entries[id] = Placement(entry.x, entry.y, entry.w, entry.h, locked)
    return place(document, entries, "Lock" if locked else "Unlock")
