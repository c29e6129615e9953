"""A running step of the history: what a gesture has made of the document so far.

A gesture says what the document should be, compared with how it was at the start; only the difference to
what it is now is applied. So a drag has no memory of its way, and Escape takes all of it back.
"""

from __future__ import annotations

from mlsd_studio.model import Change, Edit
from mlsd_studio.model.changes import Shift
from mlsd_studio.model.records import AnyRecord
from mlsd_studio.session import Session


class Step:
    """One undoable step that is still being made."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.start = session.viewing.placed.copy()
        self._token = object()
        self._touched: set[tuple[str, str]] = set()
        self._ways: dict[frozenset[str], tuple[int, int]] = {}

    def become(self, change: Change) -> bool:
        """Make the document what `change` makes of the start; False when it is refused."""
        wanted: dict[tuple[str, str], AnyRecord | None] = {
            key: self.start.get(*key) for key in sorted(self._touched)
        }
        wanted.update({(edit.table, edit.id): edit.after for edit in change.edits})
        self._touched = set(wanted)
        document = self._session.viewing.placed
        edits = tuple(
            Edit(table, id, before, after)
            for (table, id), after in wanted.items()
            if (before := document.get(table, id)) != after
        )
        ways = dict.fromkeys(self._ways, (0, 0)) | {one.ids: (one.dx, one.dy) for one in change.shifts}
        shifts = tuple(Shift(ids, *self._rest(ids, way)) for ids, way in ways.items())
        made = Change(change.label, edits, tuple(shift for shift in shifts if shift))
        if made and not self._session.apply(made, self._token):
            return False
        self._ways = ways
        return True

    def _rest(self, ids: frozenset[str], way: tuple[int, int]) -> tuple[int, int]:
        """How far places must still go that are to lie so far from where they were at the start."""
        dx, dy = self._ways.get(ids, (0, 0))
        return way[0] - dx, way[1] - dy

    def finish(self) -> None:
        """The step is done."""
        self._session.seal()

    def cancel(self) -> None:
        """Take back what was made."""
        self._session.cancel(self._token)
