"""Where things are drawn: moving, resizing, and taking over the positions of a layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import LayoutEntry, Placement, Waypoints


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


def moved(entry: LayoutEntry, dx: float, dy: float) -> LayoutEntry:
    """A placement or waypoints, shifted."""
    if isinstance(entry, Waypoints):
        return Waypoints(tuple((x + dx, y + dy) for x, y in entry.points))
    return Placement(entry.x + dx, entry.y + dy, entry.w, entry.h)
