"""What a view shows of a design, as a document of its own: everything that draws a document draws a view.

`Shown` holds the records that are shown and, as its layout, where they are in the view. It reads the whole
document and follows its changes; it is never written to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from mlsd_studio.drawing.card import layer_of
from mlsd_studio.model import Change, Document, Edit
from mlsd_studio.model.edits.boundaries import ancestors, members_of
from mlsd_studio.model.edits.views import ELEMENTS, NOT, words_of
from mlsd_studio.model.places import from_plain_entry
from mlsd_studio.model.records import LAYOUT, MAIN_VIEW, AnyRecord, LayoutEntry, View, Waypoints

CALLS = ("request", "async")
"""The kinds of flow that a journey runs along."""


def shown_ids(document: Document, view: View) -> set[str]:
    """Ids of all elements that a view shows.

    Queries bring the boundaries and groups around what they find; flows come when both ends do, notes with
    what they are about.
    """
    words = words_of(view)
    if "all" in words:
        found = {id for table in ELEMENTS for id in document.table(table)}
    else:
        found = _named(document, words)
        found |= _notes_about(document, found) | _flows_among(document, found)
    left_out = {word.removeprefix(NOT) for word in words if word.startswith(NOT)}
    if not left_out:
        return found
    ends = document.flows
    return {
        id
        for id in found - left_out
        if id not in ends or left_out.isdisjoint((ends[id].source, ends[id].target))
    }


def _named(document: Document, words: Iterable[str]) -> set[str]:
    """Components, boundaries, groups and notes that the words name."""
    found: set[str] = set()
    around = False
    for word in words:
        query, _, rest = word.partition(":")
        if word.startswith(NOT):
            continue
        if not rest:
            found |= {word} if document.find(word) else set()
            continue
        around = True
        found |= set(_answer(document, query, rest))
    if around:
        found |= _around(document, found) - _outside(document, words)
    groups = document.groups.values()
    return found | {group.id for group in groups if not found.isdisjoint(group.members)}


def _around(document: Document, found: set[str]) -> set[str]:
    """The boundaries at any depth around components that were found."""
    holders: dict[str, list[str]] = {}
    for boundary in document.boundaries.values():
        for member in boundary.members:
            holders.setdefault(member, []).append(boundary.id)
        if boundary.within is not None:
            holders.setdefault(boundary.id, []).append(boundary.within)
    around: set[str] = set()
    waiting = [id for id in found if id in document.components]
    while waiting:
        for holder in holders.get(waiting.pop(), ()):
            if holder not in around:
                around.add(holder)
                waiting.append(holder)
    return around


def _outside(document: Document, words: Iterable[str]) -> set[str]:
    """The boundaries around those that a view is about: it looks into these alone."""
    about = [word.partition(":")[2] for word in words if word.startswith("boundary:")]
    outer = {holder for id in about for holder in ancestors(document, id)}
    return outer - {id for one in about for id in (one, *members_of(document, one))}


def _answer(document: Document, query: str, about: str) -> Iterator[str]:
    if query == "layer":
        yield from (id for id, one in document.components.items() if layer_of(one) == about)
    elif query == "boundary" and about in document.boundaries:
        yield about
        yield from members_of(document, about)
    elif query == "journey":
        journey = document.journeys.get(about)
        yield from _reached(document, journey.entry if journey else about)


def _reached(document: Document, entry: str) -> Iterator[str]:
    """The components that a journey's calls run through, from its entry on; a group stands for its members."""
    ways: dict[str, list[str]] = {}
    for flow in document.flows.values():
        if flow.kind in CALLS:
            ways.setdefault(flow.source, []).append(flow.target)
    seen: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen[at] = None
        group = document.groups.get(at)
        waiting += [*(group.members if group else ()), *ways.get(at, ())]
    yield from (id for id in seen if id in document.components)


def _notes_about(document: Document, found: set[str]) -> set[str]:
    return {note.id for note in document.notes.values() if not found.isdisjoint(note.links or ())}


def _flows_among(document: Document, found: set[str]) -> set[str]:
    return {one.id for one in document.flows.values() if one.source in found and one.target in found}


class Shown(Document):
    """A view of a document. Ids of views that the document has not show nothing."""

    def __init__(self, whole: Document, view: str) -> None:
        super().__init__()
        self._whole, self._view = whole, view
        self.ids: set[str] = set()
        self._look()
        parts: dict[str, dict[str, AnyRecord]] = {
            table: {id: one for id, one in whole.table(table).items() if id in self.ids} for table in ELEMENTS
        }
        parts["views"] = cast(dict[str, AnyRecord], self._main())
        parts[LAYOUT] = cast(dict[str, AnyRecord], self._places(self.ids))
        self._set_tables({**whole._tables, **parts})
        self._referrers = whole._referrers

    @property
    def record(self) -> View:
        """The view as the document has it."""
        return self._whole.views.get(self._view) or View(id=self._view, shows=())

    @property
    def places(self) -> dict[str, AnyRecord]:
        """Where what is shown is drawn; it follows the view."""
        return self._tables[LAYOUT]

    def follow(self, change: Change) -> Change:
        """Follow a change of the whole document; answers what it changes of what is shown."""
        own = [edit for edit in change.edits if (edit.table, edit.id) == ("views", self._view)]
        touched = change.touched(LAYOUT) | {id for edit in own for id in _differing_places(edit)}
        edits = [edit for edit in self._refolded() if own]
        shows = any(_differs_in_shows(edit) for edit in own)
        if shows:  # boxes of the main view are taken while all is shown
            touched |= self._whole.boundaries.keys() & self._whole.layout.keys()
        if not change.only_layout or shows:
            before = self.ids
            self._look()
            touched |= change.touched(*ELEMENTS) | (before ^ self.ids)
            edits += [edit for table in ELEMENTS for edit in self._followed(table, touched, change)]
        for id in sorted(touched | self._led(touched)):
            entry = self._place(id) if id in self.ids else None
            edits.append(Edit(LAYOUT, id, self._tables[LAYOUT].get(id), entry))
        made = Change(change.label, tuple(edit for edit in edits if edit.before != edit.after or edit.moves))
        self._take(made)
        return made

    def _followed(self, table: str, touched: set[str], change: Change) -> list[Edit]:
        """What becomes of the touched records of one table."""
        rows, whole = self._tables[table], self._whole.table(table)
        moves = {
            edit.id: (edit.index, edit.was) for edit in change.edits if edit.table == table and edit.moves
        }
        return [
            Edit(table, id, rows.get(id), whole.get(id) if id in self.ids else None, *moves.get(id, ()))
            for id in sorted(touched)
            if id in rows or id in whole
        ]

    def _take(self, made: Change) -> None:
        for edit in made.edits:
            rows = self._tables[edit.table]
            if edit.after is None:
                rows.pop(edit.id, None)
            else:
                rows[edit.id] = edit.after
        for table in {edit.table for edit in made.edits if edit.before is None or edit.moves}:
            if table in ELEMENTS:
                self._sort(table)
        if made:
            self.revision += 1

    def _look(self) -> None:
        self.ids = shown_ids(self._whole, self.record)

    def _sort(self, table: str) -> None:
        """Bring a table into the order of the whole document's."""
        rows = self._tables[table]
        order = [(id, rows[id]) for id in self._whole.table(table) if id in rows]
        rows.clear()
        rows.update(order)

    def _main(self) -> dict[str, View]:
        """What is drawn closed is read from the view `main`."""
        closed = self.record.collapsed
        return {MAIN_VIEW: View(id=MAIN_VIEW, collapsed=closed)} if closed else {}

    def _refolded(self) -> list[Edit]:
        return [Edit("views", MAIN_VIEW, self._tables["views"].get(MAIN_VIEW), self._main().get(MAIN_VIEW))]

    # -- places ------------------------------------------------------------------------------------

    def _places(self, ids: Iterable[str]) -> dict[str, LayoutEntry]:
        found = (
            (id, self._place(id)) for id in (*self._whole.layout, *(self.record.layout or {})) if id in ids
        )
        return {id: entry for id, entry in found if entry is not None}

    def _place(self, id: str) -> LayoutEntry | None:
        """Where the view draws it, else where the main view does.

        A box drawn around more than is shown, and points between ends that stand elsewhere here, are not taken.
        """
        own = (self.record.layout or {}).get(id)
        if own is not None:
            return _entry(own)
        entry = self._whole.layout.get(id)
        if isinstance(entry, Waypoints):
            flow = self._whole.flows.get(id)
            ends = (flow.source, flow.target) if flow else ()
            return None if any(end in (self.record.layout or {}) for end in ends) else entry
        if id in self._whole.boundaries and words_of(self.record) != ("all",):
            return None
        return entry

    def _led(self, ids: set[str]) -> set[str]:
        """Flows with points of the main view at what is touched."""
        flows = {id for one in ids for table, id in self._whole.referrers(one) if table == "flows"}
        return {id for id in flows if id in self._whole.layout or id in self._tables[LAYOUT]}


def _differing_places(edit: Edit) -> set[str]:
    """Ids whose place in a view an edit of it changes."""
    before: dict[str, Any] = (edit.before.layout or {}) if isinstance(edit.before, View) else {}
    after: dict[str, Any] = (edit.after.layout or {}) if isinstance(edit.after, View) else {}
    return {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}


def _differs_in_shows(edit: Edit) -> bool:
    before, after = edit.before, edit.after
    return not (isinstance(before, View) and isinstance(after, View) and before.shows == after.shows)


def _entry(value: Any) -> LayoutEntry | None:
    try:
        return from_plain_entry(value)
    except ValueError:
        return None
