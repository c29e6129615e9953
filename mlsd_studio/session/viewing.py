"""Which view of the design is open, and what of the design it shows.

Edits are made against `placed`: all records, at the places of the open view. What is drawn is `shown`. In the
main view both are the document itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mlsd_studio.drawing.shown import Shown, shown_ids
from mlsd_studio.model import Change, Document, Edit, EditError
from mlsd_studio.model.changes import merge
from mlsd_studio.model.edits.boundaries import members_of
from mlsd_studio.model.edits.views import ELEMENTS, hide_in, into_view, listed, show_in
from mlsd_studio.model.records import LAYOUT, MAIN_VIEW, Component, View

if TYPE_CHECKING:
    from mlsd_studio.session.session import Session

WHOLE = "Whole design"
"""What the main view is called."""


class Viewing(QObject):
    """The open view of a session, and the tabs: every view of the file that was not closed.

    `changed` comes when another view is open, `drawn` with what a change does to what is shown (before the
    session tells of the change itself), `tabs_changed` when tabs came, went or are called otherwise.
    """

    changed = Signal()
    drawn = Signal(object)
    tabs_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._closed: set[str] = set()
        self._shown: Shown | None = None
        self.current: str | None = None
        """Id of the open view; None is the main one."""
        self.keeper: Callable[[Change], Change] | None = None
        """What adds to an edit the places of all that is drawn without one; the canvas knows them."""

    # -- reading -----------------------------------------------------------------------------------

    @property
    def shown(self) -> Document:
        """The records that are drawn, at their places in the open view."""
        return self._shown or self._session.document

    @property
    def placed(self) -> Document:
        """All records, at their places in the open view."""
        if self._shown is None:
            return self._session.document
        return self._session.document.placed_by(self._shown.places)

    @property
    def id(self) -> str:
        """The open view as the file calls it."""
        return self.current or MAIN_VIEW

    @property
    def tabs(self) -> list[str | None]:
        """Ids of the open tabs in order; None is the main view, always first."""
        return [None, *(view.id for view in listed(self._session.document) if view.id not in self._closed)]

    def name(self, id: str | None) -> str:
        """What people call a view."""
        view = self._session.document.views.get(id or MAIN_VIEW)
        return (view.name if view else None) or id or WHOLE

    def ghost(self, other: Document) -> Document:
        """Another state of the document as the open view would show it."""
        return other if self.current is None else Shown(other, self.current)

    # -- going about -------------------------------------------------------------------------------

    def open(self, id: str | None) -> None:
        """Show a view, or the main one with None; what it does not show is not selected any more."""
        if id is not None and id not in self._session.document.views:
            return
        closed = id in self._closed
        self._closed.discard(id or "")
        if closed:
            self.tabs_changed.emit()
        if id == self.current:
            return
        self.current = None if id == MAIN_VIEW else id
        self._shown = Shown(self._session.document, self.current) if self.current else None
        kept = [one for one in self._session.selection if self.shows(one)]
        self.changed.emit()
        self._session.select(kept)

    def close(self, id: str) -> None:
        """Put a tab away; the view stays in the file."""
        tabs = self.tabs
        if id not in tabs:
            return
        self._closed.add(id)
        if id == self.current:
            self.open(tabs[tabs.index(id) - 1])
        self.tabs_changed.emit()

    def step(self, by: int) -> None:
        """Go to the next tab, or back with -1; after the last comes the first."""
        tabs = self.tabs
        self.open(tabs[(tabs.index(self.current) + by) % len(tabs)])

    def shows(self, id: str) -> bool:
        """Whether the open view shows an element."""
        return self._shown is None or id in self._shown.ids

    def reveal(self, ids: Iterable[str]) -> None:
        """Go to a view that shows all these elements, and say so; stay where they are all shown."""
        document = self._session.document
        wanted = [id for id in ids if any(id in document.table(table) for table in ELEMENTS)]
        hidden = [id for id in wanted if not self.shows(id)]
        if not hidden:
            return
        there = next(
            (id for id in self.tabs[1:] if id and shown_ids(document, document.views[id]).issuperset(wanted)),
            None,
        )
        here = self.name(self.current)
        self.open(there)
        self._session.message.emit(f"Not in “{here}”: shown in “{self.name(there)}”")

    # -- following ---------------------------------------------------------------------------------

    def renew(self) -> None:
        """Another document is open: its main view is shown."""
        self._closed.clear()
        self.current = self._shown = None
        self.tabs_changed.emit()

    def follow(self, change: Change) -> None:
        """Follow an applied change, and say what it does to what is shown."""
        if self.current is not None and self.current not in self._session.document.views:
            self._session.message.emit("The view is gone; this is the whole design")
            self.open(None)
        else:
            made = self._shown.follow(change) if self._shown is not None else change
            if made:
                self.drawn.emit(made)
        if any(
            edit.table == "views" and _is_tab(edit.before, edit.after, edit.moves) for edit in change.edits
        ):
            self.tabs_changed.emit()

    def follow_step(self, change: Change | None) -> None:
        """After undo and redo: go to the view in which the step can be seen."""
        if not change or not all(edit.table in (LAYOUT, "views") for edit in change.edits):
            return
        views = {edit.id for edit in change.edits if edit.table == "views"} - {MAIN_VIEW}
        if not views:
            self.open(None)
        elif len(views) == 1 and self.current not in views:
            self.open(views.pop())

    def taken(self, change: Change) -> Change:
        """An edit made on the canvas as the open view takes it: places go into it, and what is new is shown.

        What the edit would hide from the view is shown on, so that nothing vanishes under the mouse.
        """
        if self.keeper is not None and change:
            change = self.keeper(change)
        view = self.current
        if view is None or self._shown is None or not change:
            return change
        document = self._session.document
        made = into_view(document, view, change.spelled_out(self._shown.layout))
        if not any(_may_show_otherwise(edit) for edit in made.edits):
            return made
        trial = document.copy()
        try:
            trial.apply(made)
        except EditError:
            return made
        record = trial.views.get(view)
        if record is None:
            return made
        after = shown_ids(trial, record)
        elements = [edit for edit in made.edits if edit.table in ELEMENTS and edit.table != "flows"]
        new = [edit.id for edit in elements if edit.before is None and edit.id not in after]
        lost = [id for id in self._lost(trial, after) if id not in new]
        return merge(made, show_in(trial, view, [*new, *lost])) if new or lost else made

    def _lost(self, trial: Document, after: set[str]) -> list[str]:
        gone = self._shown.ids - after if self._shown is not None else set()
        return [id for table in ("components", "notes") for id in trial.table(table) if id in gone]

    # -- editing -----------------------------------------------------------------------------------

    def hidden(self, ids: Iterable[str]) -> list[str]:
        """Those of some elements that the open view does not show."""
        document = self._session.document
        drawn = [id for id in ids if any(id in document.table(table) for table in ELEMENTS)]
        return [id for id in drawn if not self.shows(id)]

    def show(self, ids: Iterable[str], token: object = None) -> bool:
        """Take elements into the open view too: boundaries with what is in them, flows with their ends.

        With a token, an edit of the same token that follows is part of the same step.
        """
        session, document = self._session, self._session.document
        wanted = list(dict.fromkeys(one for id in ids for one in (id, *_brought(document, id))))
        hidden = [id for id in self.hidden(wanted) if id not in document.flows]
        if (
            self.current is None
            or not hidden
            or not session.apply(show_in(document, self.current, hidden), token)
        ):
            return False
        session.message.emit(f"{_counted(len(hidden))} shown in “{self.name(self.current)}” too")
        return True

    def remove_selected(self) -> bool:
        """Take the selection out of the open view; it stays in the design."""
        session = self._session
        if self.current is None or not session.selection:
            return False
        ids = session.selection
        done = session.apply(hide_in(session.document, self.current, ids))
        if done:
            session.select([])
            session.message.emit(
                f"{_counted(len(ids))} taken out of “{self.name(self.current)}”, still in the design"
            )
        return done

    def tell_deleted(self, count: int) -> None:
        """Say, where a view is open, that something is gone from the design and not only from here."""
        if self.current is not None:
            self._session.message.emit(
                f"{_counted(count)} deleted from the design. Ctrl+Z takes it back; Shift+Del only hides here"
            )


def _brought(document: Document, id: str) -> list[str]:
    """What comes into a view with an element."""
    if id in document.boundaries:
        return members_of(document, id)
    flow = document.flows.get(id)
    return [flow.source, flow.target] if flow is not None else []


def _counted(number: int) -> str:
    return "1 element" if number == 1 else f"{number} elements"


def _may_show_otherwise(edit: Edit) -> bool:
    """Whether an edit may change what a view shows: all but fields of what stays as it is."""
    if edit.draws or edit.table not in (*ELEMENTS, "journeys"):
        return False
    before, after = edit.before, edit.after
    same = isinstance(before, Component) and isinstance(after, Component) and before.kind == after.kind
    return not same


def _is_tab(before: object, after: object, moves: bool) -> bool:
    if not isinstance(before, View) or not isinstance(after, View):
        return True
    return moves or before.name != after.name
