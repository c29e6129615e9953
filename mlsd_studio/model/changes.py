"""A change: for each record it touches, what it was before and what it is after; places may move together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlsd_studio.model.places import moved
from mlsd_studio.model.records import LAYOUT, AnyRecord, LayoutEntry, Placement, Waypoints


@dataclass(frozen=True, slots=True)
class Edit:
    """One record of a change. `before` is None for a new record, `after` is None for a removed one.

    `index` is the place in the table where a new record goes or a removed one was; None is the end. A record
    that is in the table before and after moves to `index` where `was`, the place it had, is given.
    """

    table: str
    id: str
    before: AnyRecord | None
    after: AnyRecord | None
    index: int | None = None
    was: int | None = None

    @property
    def moves(self) -> bool:
        """True when the record gets another place in its table."""
        return self.was is not None and self.index is not None and self.was != self.index

    @property
    def draws(self) -> bool:
        """True when it changes only how things are drawn: a place, or what a view says."""
        return self.table == LAYOUT or (
            self.table == "views" and self.before is not None and self.after is not None
        )

    def reversed(self) -> Edit:
        """The edit that takes this one back."""
        index, was = (self.index, None) if self.was is None else (self.was, self.index)
        return Edit(self.table, self.id, self.after, self.before, index, was)


@dataclass(frozen=True, slots=True)
class Shift:
    """Places of the layout that move together, by whole pixels to the right and down.

    It says the same as an edit for each of them, in a size that does not grow with their fields. Only places on
    whole pixels are shifted, so that taking a shift back restores them exactly.
    """

    ids: frozenset[str]
    dx: int
    dy: int

    def __bool__(self) -> bool:
        return bool(self.ids) and (self.dx, self.dy) != (0, 0)

    def reversed(self) -> Shift:
        """The shift that takes this one back."""
        return Shift(self.ids, -self.dx, -self.dy)

    def of(self, entry: LayoutEntry) -> LayoutEntry:
        """Where it brings one place."""
        return moved(entry, self.dx, self.dy)


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that belong together: one step in the history, named as a person would.

    `shifts` move places that no edit touches; no two of them move the same one.
    """

    label: str
    edits: tuple[Edit, ...] = ()
    shifts: tuple[Shift, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edits or self.shifts)

    def reversed(self) -> Change:
        """The change that undoes this one."""
        shifts = tuple(shift.reversed() for shift in self.shifts)
        return Change(self.label, tuple(edit.reversed() for edit in reversed(self.edits)), shifts)

    def touched(self, *tables: str) -> set[str]:
        """Ids this change touches, in the given tables or in all."""
        found = {edit.id for edit in self.edits if not tables or edit.table in tables}
        if self.shifts and (not tables or LAYOUT in tables):
            found = found.union(*(shift.ids for shift in self.shifts))
        return found

    @property
    def only_layout(self) -> bool:
        """True when nothing but drawings change, so that no check can answer differently."""
        return all(edit.draws for edit in self.edits)

    def spelled_out(self, layout: Mapping[str, LayoutEntry]) -> Change:
        """The same change in edits alone; `layout` holds the places as they are before it."""
        if not self.shifts:
            return self
        order = {id: shift for shift in self.shifts for id in shift.ids}
        edits = tuple(
            Edit(LAYOUT, id, entry, order[id].of(entry)) for id, entry in layout.items() if id in order
        )
        return Change(self.label, (*self.edits, *edits))


def merge(first: Change, second: Change) -> Change:
    """One change that does both: per record the first `before` and the last `after`.

    Only for changes whose records are replaced in place more than once (a drag, typing in a field);
    records created or removed keep the order of their edits.
    """
    edits: dict[tuple[str, str], Edit] = {}
    shifted = {id: shift for shift in second.shifts for id in shift.ids} if first.edits else {}
    for edit in first.edits:
        shift = shifted.get(edit.id) if edit.table == LAYOUT else None
        edits[(edit.table, edit.id)] = edit if shift is None else _with_after(edit, shift)
    shifted = {id: shift for shift in first.shifts for id in shift.ids} if second.edits else {}
    for edit in second.edits:
        key = (edit.table, edit.id)
        known = edits.get(key)
        shift = shifted.get(edit.id) if edit.table == LAYOUT else None
        if shift is not None:
            edit = _with_before(edit, shift.reversed())
        if known is None:
            edits[key] = edit
            continue
        index = known.index if known.index is not None else edit.index
        was = known.was if known.was is not None else edit.was
        edits[key] = Edit(edit.table, edit.id, known.before, edit.after, index, was)
    kept = tuple(edit for edit in edits.values() if edit.before != edit.after or edit.moves)
    shifts = _merge_shifts(first.shifts, second.shifts, {id for table, id in edits if table == LAYOUT})
    return Change(second.label or first.label, kept, shifts)


def _with_after(edit: Edit, shift: Shift) -> Edit:
    after = shift.of(edit.after) if isinstance(edit.after, (Placement, Waypoints)) else edit.after
    return Edit(edit.table, edit.id, edit.before, after, edit.index, edit.was)


def _with_before(edit: Edit, shift: Shift) -> Edit:
    before = shift.of(edit.before) if isinstance(edit.before, (Placement, Waypoints)) else edit.before
    return Edit(edit.table, edit.id, before, edit.after, edit.index, edit.was)


def _merge_shifts(first: tuple[Shift, ...], second: tuple[Shift, ...], edited: set[str]) -> tuple[Shift, ...]:
    """Shifts of disjoint places that do both, without those that an edit speaks of."""
    found = [*first]
    for later in second:
        rest: list[Shift] = []
        left = later.ids
        for known in found:
            if known.ids is left or known.ids == left:
                both, left = left, frozenset[str]()
            else:
                both = known.ids & left
                left -= both
                rest.append(Shift(known.ids - both, known.dx, known.dy))
            rest.append(Shift(both, known.dx + later.dx, known.dy + later.dy))
        found = [*rest, Shift(left, later.dx, later.dy)]
    if edited:
        found = [Shift(shift.ids - edited, shift.dx, shift.dy) for shift in found]
    return tuple(shift for shift in found if shift)
