"""The open design: tables of frozen records and the one way to change them."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping, Set
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from mlsd_studio.model.changes import Change, Edit, Shift
from mlsd_studio.model.integrity import check_edits, check_shifts, references
from mlsd_studio.model.places import is_even
from mlsd_studio.model.records import (
    ALL_TABLES,
    DESIGN_ID,
    LAYOUT,
    SHARED_ID_TABLES,
    AnyRecord,
    Boundary,
    Component,
    Decision,
    Design,
    Flow,
    Group,
    Journey,
    LayoutEntry,
    Note,
    Placement,
    Record,
    Requirement,
    View,
    Waypoints,
    record_id,
)

if TYPE_CHECKING:
    from mlsd_studio.model.graph import DesignGraph

Listener = Callable[[Change], None]


class EditError(ValueError):
    """A change that does not fit the document; the document is as it was."""


class Document:
    """All records of one design. Read the tables; write with `apply`."""

    def __init__(self, records: Iterable[Record] = (), layout: Mapping[str, LayoutEntry] | None = None,
                 *, tables: Mapping[str, Iterable[AnyRecord]] | None = None) -> None:  # fmt: skip
        """Take records grouped by `tables`, or a loose iterable sorted into tables by type.

        Nothing is checked here: `integrity.problems` tells what is wrong with a whole document.
        """
        self._set_tables({name: {} for name in ALL_TABLES})
        self._listeners: list[Listener] = []
        self._graph: DesignGraph | None = None
        self.revision = 0
        for record in records:
            self._tables[_table_of(record)][record_id(record)] = record
        for name, rows in (tables or {}).items():
            self._tables[name].update((record_id(cast(Record, row)), row) for row in rows)
        self._tables[LAYOUT].update(layout or {})
        self._tables["design"].setdefault(DESIGN_ID, Design())
        self._referrers = self._index_references()

    # -- reading ---------------------------------------------------------------------------------

    def table(self, name: str) -> Mapping[str, Any]:
        """A table by its name in the file, read only: id -> record."""
        return self._readable[name]

    def _set_tables(self, tables: dict[str, dict[str, AnyRecord]]) -> None:
        """Take tables, each with a view that follows it: they are asked for all the time."""
        self._tables = tables
        self._readable = _Readable(self, tables)
        self._due: Shift | None = None
        self._uneven: set[str] | None = None
        self._placed: frozenset[str] | None = None

    @property
    def design(self) -> Design:
        """The head of the file."""
        return cast(Design, self._tables["design"][DESIGN_ID])

    @property
    def components(self) -> Mapping[str, Component]:
        """id -> component, in file order."""
        return cast(Mapping[str, Component], self.table("components"))

    @property
    def flows(self) -> Mapping[str, Flow]:
        """id -> flow, in file order."""
        return cast(Mapping[str, Flow], self.table("flows"))

    @property
    def groups(self) -> Mapping[str, Group]:
        """id -> group, in file order."""
        return cast(Mapping[str, Group], self.table("groups"))

    @property
    def boundaries(self) -> Mapping[str, Boundary]:
        """id -> boundary, in file order."""
        return cast(Mapping[str, Boundary], self.table("boundaries"))

    @property
    def journeys(self) -> Mapping[str, Journey]:
        """id -> stated journey, in file order."""
        return cast(Mapping[str, Journey], self.table("journeys"))

    @property
    def requirements(self) -> Mapping[str, Requirement]:
        """id -> requirement, in file order."""
        return cast(Mapping[str, Requirement], self.table("requirements"))

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """Finding key -> decision, in file order."""
        return cast(Mapping[str, Decision], self.table("decisions"))

    @property
    def notes(self) -> Mapping[str, Note]:
        """id -> note, in file order."""
        return cast(Mapping[str, Note], self.table("notes"))

    @property
    def views(self) -> Mapping[str, View]:
        """id -> view, in file order."""
        return cast(Mapping[str, View], self.table("views"))

    @property
    def layout(self) -> Mapping[str, LayoutEntry]:
        """id -> placement or waypoints, of the view `main`."""
        return cast(Mapping[str, LayoutEntry], self.table(LAYOUT))

    def get(self, table: str, id: str) -> AnyRecord | None:
        """One record, or None."""
        record = self._tables[table].get(id)
        if self._due is not None and table == LAYOUT and record is not None and id in self._due.ids:
            return self._due.of(cast(LayoutEntry, record))
        return record

    def find(self, id: str) -> tuple[str, AnyRecord] | None:
        """The element with this id among components, flows, boundaries, groups, journeys, views, notes."""
        for table in SHARED_ID_TABLES:
            record = self._tables[table].get(id)
            if record is not None:
                return table, record
        return None

    def index_of(self, table: str, id: str) -> int:
        """The place of a record in its table."""
        return list(self._tables[table]).index(id)

    def referrers(self, id: str) -> frozenset[tuple[str, str]]:
        """(table, id) of the records that name this id."""
        return frozenset(self._referrers.get(id, ()))

    @property
    def graph(self) -> DesignGraph:
        """The networkx graph of components, boundaries and flows; built on first use, then kept equal."""
        if self._graph is None:
            from mlsd_studio.model.graph import DesignGraph

            self._graph = DesignGraph(self)
        return self._graph

    def has_places(self, ids: frozenset[str]) -> bool:
        """Whether the layout has a place for each of the ids."""
        if ids is not self._placed:
            if not self._tables[LAYOUT].keys() >= ids:
                return False
            self._placed = ids
        return True

    @property
    def uneven(self) -> Set[str]:
        """Ids whose place is not on whole pixels: they are moved by edits, never by shifts."""
        if self._uneven is None:
            entries = cast(Mapping[str, LayoutEntry], self._tables[LAYOUT])
            self._uneven = {id for id, entry in entries.items() if not is_even(entry)}
        return self._uneven

    def _note_uneven(self, id: str, entry: AnyRecord | None) -> None:
        self._placed = None
        if self._uneven is not None:
            self._uneven.discard(id)
            if isinstance(entry, (Placement, Waypoints)) and not is_even(entry):
                self._uneven.add(id)

    def copy(self) -> Document:
        """An independent document with the same records."""
        self._catch_up()
        other = Document()
        other._set_tables({name: dict(rows) for name, rows in self._tables.items()})
        other._referrers = {id: set(refs) for id, refs in self._referrers.items()}
        return other

    def placed_by(self, layout: dict[str, AnyRecord]) -> Document:
        """The same records, which follow this document, drawn at other places; to be read, never applied to."""
        other = Document()
        other._set_tables({**self._tables, LAYOUT: layout})
        other._referrers = self._referrers
        return other

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        self._catch_up()
        other._catch_up()
        return all(
            list(rows.items()) == list(other._tables[name].items()) for name, rows in self._tables.items()
        )

    __hash__ = None  # type: ignore[assignment]

    # -- writing ---------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; returns a function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, change: Change) -> None:
        """Check the change, swap its records, raise the revision, tell the listeners once.

        Raises EditError, and leaves the document as it was, when the change was made for another
        state or would break a reference.
        """
        if not change:
            return
        complaint = check_edits(self, change.edits) or check_shifts(self, change)
        if complaint:
            raise EditError(complaint)
        for edit in change.edits:
            self._swap(edit)
        for shift in change.shifts:
            self._put_off(shift)
        self.revision += 1
        if self._graph is not None:
            self._graph.update(change)
        for listener in tuple(self._listeners):
            listener(change)

    def _put_off(self, shift: Shift) -> None:
        """Move places when somebody reads the layout: a row of nudges then moves each of them once."""
        known = self._due
        if known is not None and (known.ids is shift.ids or known.ids == shift.ids):
            self._due = Shift(shift.ids, known.dx + shift.dx, known.dy + shift.dy)
            return
        self._catch_up()
        self._due = shift
        del self._readable[LAYOUT]  # whoever asks for it finds that it is missing

    def _catch_up(self) -> None:
        """Write what was put off into the layout."""
        due, self._due = self._due, None
        if due is not None:
            rows = cast(dict[str, LayoutEntry], self._tables[LAYOUT])
            for id in due.ids:
                rows[id] = due.of(rows[id])
            self._readable[LAYOUT] = MappingProxyType(rows)

    def _swap(self, edit: Edit) -> None:
        if edit.table == LAYOUT:
            self._catch_up()
            self._note_uneven(edit.id, edit.after)
        rows = self._tables[edit.table]
        for id in references(edit.before):
            self._referrers[id].discard((edit.table, edit.id))
        for id in references(edit.after):
            self._referrers.setdefault(id, set()).add((edit.table, edit.id))
        if edit.after is None:
            rows.pop(edit.id, None)
            return
        if edit.moves:
            rows.pop(edit.id, None)
        if edit.id in rows or edit.index is None or edit.index >= len(rows):
            rows[edit.id] = edit.after
        else:
            items = list(rows.items())
            items.insert(edit.index, (edit.id, edit.after))
            rows.clear()
            rows.update(items)

    def _index_references(self) -> dict[str, set[tuple[str, str]]]:
        index: dict[str, set[tuple[str, str]]] = {}
        for table, rows in self._tables.items():
            for id, record in rows.items():
                for other in references(record):
                    index.setdefault(other, set()).add((table, id))
        return index


class _Readable(dict[str, Mapping[str, Any]]):
    """The tables of a document to be read. The layout is not there while places have still to be moved."""

    def __init__(self, document: Document, tables: dict[str, dict[str, AnyRecord]]) -> None:
        super().__init__({name: MappingProxyType(rows) for name, rows in tables.items()})
        self._document = weakref.ref(document)

    def __missing__(self, name: str) -> Mapping[str, Any]:
        document = self._document()
        if name == LAYOUT and document is not None:
            document._catch_up()
        if name not in self:
            raise KeyError(name)
        return self[name]


def _table_of(record: Record) -> str:
    from mlsd_studio.model.records import TABLES

    matches = [name for name, kind in TABLES.items() if kind is type(record)]
    if len(matches) != 1:
        raise TypeError(f"{type(record).__name__} belongs to several tables: pass it under `tables`")
    return matches[0]
