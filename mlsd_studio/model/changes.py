"""A change: for each record it touches, what it was before and what it is after."""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.model.records import AnyRecord


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
        return self.table == "layout" or (
            self.table == "views" and self.before is not None and self.after is not None
        )

    def reversed(self) -> Edit:
        """The edit that takes this one back."""
        index, was = (self.index, None) if self.was is None else (self.was, self.index)
        return Edit(self.table, self.id, self.after, self.before, index, was)


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that belong together: one step in the history, named as a person would."""

    label: str
    edits: tuple[Edit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edits)

    def reversed(self) -> Change:
        """The change that undoes this one."""
        return Change(self.label, tuple(edit.reversed() for edit in reversed(self.edits)))

    def touched(self, *tables: str) -> set[str]:
        """Ids this change touches, in the given tables or in all."""
        return {edit.id for edit in self.edits if not tables or edit.table in tables}

    @property
    def only_layout(self) -> bool:
        """True when nothing but drawings change, so that no check can answer differently."""
        return all(edit.draws for edit in self.edits)


def merge(first: Change, second: Change) -> Change:
    """One change that does both: per record the first `before` and the last `after`.

    Only for changes whose records are replaced in place more than once (a drag, typing in a field);
    records created or removed keep the order of their edits.
    """
    edits: dict[tuple[str, str], Edit] = {}
    for edit in (*first.edits, *second.edits):
        key = (edit.table, edit.id)
        known = edits.get(key)
        if known is None:
            edits[key] = edit
            continue
        index = known.index if known.index is not None else edit.index
        was = known.was if known.was is not None else edit.was
        edits[key] = Edit(edit.table, edit.id, known.before, edit.after, index, was)
    kept = tuple(edit for edit in edits.values() if edit.before != edit.after or edit.moves)
    return Change(second.label or first.label, kept)
