"""What the file gives no place: where it is drawn, and how an edit writes that down.

Cards without a place are arranged below those that have one, notes below everything. Where they are depends on all
the rest, so the first edit that could move them also keeps them where they are drawn (`keeping_places`): what is
seen is what is seen when the file is opened again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from mlsd_studio.drawing import note
from mlsd_studio.drawing.arranging import unplaced
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model import Change, Document, Edit
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import LAYOUT, Boundary, LayoutEntry, Placement

if TYPE_CHECKING:
    from mlsd_studio.drawing.geometry import Geometry

BELOW = 24
"""Pixels between everything else and a note without a place."""
_DRAWN = ("flows", "boundaries", "groups", "notes", LAYOUT)


class Loose:
    """The components and notes without a place; it follows the changes of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.cards = {id for id in document.components if not self._is_placed(id)}
        self.notes = {id for id in document.notes if not self._is_placed(id)}
        self.places = unplaced(document) if self.cards else {}
        """Upper left corners of the cards."""

    def follow(self, change: Change) -> set[str]:
        """Follow an applied change; answers the cards that it brings to another place."""
        for edit in change.edits:
            if (edit.before is None) != (edit.after is None):
                self._look(edit.id)
        if not self.cards:
            self.places = {}
        if not self.cards or not may_arrange(change):
            return set()
        before, self.places = self.places, unplaced(self._document)
        return {id for id in self.cards if before.get(id) != self.places[id]}

    def _look(self, id: str) -> None:
        for ids, there in ((self.cards, self._document.components), (self.notes, self._document.notes)):
            if id in there and not self._is_placed(id):
                ids.add(id)
            else:
                ids.discard(id)

    def _is_placed(self, id: str) -> bool:
        return isinstance(self._document.layout.get(id), Placement)


def note_boxes(document: Document, ids: Iterable[str], around: Collection[Rect]) -> dict[str, Rect]:
    """Boxes of notes; those without a place one below the other, under `around` and the notes of before."""
    found: dict[str, Rect] = {}
    for id in ids:
        entry = document.layout.get(id)
        placed = entry if isinstance(entry, Placement) else None
        w, h = note.size(document.notes[id].text, placed.w if placed else None)
        if placed is not None:
            h = max(h, round(placed.h or 0))
            found[id] = Rect(round(placed.x), round(placed.y), w, h)
            continue
        rest = (*around, *found.values())
        hull = enclosing(rest) if rest else Rect(0, 0, 0, -BELOW)
        found[id] = Rect(hull.x, hull.bottom + BELOW, w, h)
    return found


def may_arrange(change: Change) -> bool:
    """Whether a change may bring what has no place elsewhere: all but fields of components, and new views."""
    return bool(change.shifts) or any(
        edit.table in _DRAWN
        or (edit.table == "components" and (edit.before is None or edit.after is None))
        or (edit.table == "views" and edit.before is not None)
        for edit in change.edits
    )


def comes_or_goes(edit: Edit, document: Document) -> bool:
    """Whether a component comes or goes, or the place that a boundary had."""
    if edit.table == "components":
        return edit.before is None or edit.after is None
    return edit.table == "layout" and edit.after is None and edit.id in document.boundaries


def keeping_places(geometry: Geometry, document: Document, change: Change) -> Change:
    """The change, which also gives what is drawn without a place the one it is drawn at now.

    `document` is the design as it is drawn: with the places of the open view.
    """
    if not may_arrange(change):
        return change
    emptied = {
        edit.id
        for edit in change.edits
        if isinstance(edit.before, Boundary) and isinstance(edit.after, Boundary)
        if edit.before.members and not edit.after.members
    }
    afloat = geometry.frames.floating | geometry.afloat | emptied
    loose = geometry.loose.cards | geometry.loose.notes | afloat
    if not loose:
        return change
    done = change.touched(LAYOUT) | {edit.id for edit in change.edits if edit.after is None}
    entries: dict[str, LayoutEntry | None] = {}
    for id in sorted(loose - done):
        rect = geometry.rect(id) or geometry.hidden.get(id)
        if rect is None or isinstance(document.layout.get(id), Placement):
            continue
        size = rect[2:] if id in geometry.frames.rects else (None, None)
        entries[id] = Placement(rect.x, rect.y, *size)
    edits = (*change.edits, *place(document, entries).edits)
    return Change(change.label, edits, change.shifts) if entries else change
