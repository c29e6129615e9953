"""What is selected on the canvas is selected in the tree, and the other way round, without going in circles.

The session's selection is the truth. The tree shows of it what it can: beyond MOST elements only those whose rows
are there already, so that *select all* in a big design makes no thousands of rows.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QTimer,
)

from mlsd_studio.panels.differing import stretches
from mlsd_studio.panels.outline.model import OutlineModel
from mlsd_studio.panels.outline.view import OutlineView
from mlsd_studio.session import Session

MOST = 400
AFRESH = QItemSelectionModel.SelectionFlag.ClearAndSelect
ALONE = QItemSelectionModel.SelectionFlag.NoUpdate


class Following(QObject):
    """Couples a tree with a session while the tree is shown."""

    def __init__(self, session: Session, model: OutlineModel, view: OutlineView) -> None:
        super().__init__(view)
        self._session, self._model, self._view = session, model, view
        self._taking = False
        self.resting = False
        """True while the rows do not follow the design."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.take)
        session.selection_changed.connect(self._soon.start)
        view.selectionModel().selectionChanged.connect(self._give)

    def take(self) -> None:
        """Select in the tree what is selected in the session; where it is already, nothing moves."""
        if self.resting or not self._view.isVisible():
            return
        chosen = self._session.selection
        view, model, rows = self._view, self._model, self._view.selectionModel()
        if set(model.ids(rows.selection())) == set(chosen):
            return
        make = len(chosen) <= MOST
        found = [model.index_of(model.contents.item(id), make=make) for id in chosen]
        found = [one for one in found if one.isValid()]
        self._taking = True
        rows.select(_together(found), AFRESH)
        seen = (
            found[0]
            if len(chosen) == 1 and found
            else next((one for one in found if self._in_sight(one)), None)
        )
        if seen is not None:
            rows.setCurrentIndex(seen, ALONE)
            view.scrollTo(seen)
        self._taking = False

    def soon(self) -> None:
        """Look again after the rows have changed."""
        self._soon.start()

    def _in_sight(self, index: QModelIndex) -> bool:
        """Whether a row is shown without opening another."""
        above = index.parent()
        while above.isValid():
            if not self._view.isExpanded(above):
                return False
            above = above.parent()
        return True

    def _give(self, came: QItemSelection, went: QItemSelection) -> None:
        """Somebody chose in the tree: select it in the session, with what has no row unless it was let go of."""
        if self._taking or self._model.changing:
            return
        rows = self._view.selectionModel()
        if self._view.clears:
            self._session.select(self._model.ids(rows.selection()))
            return
        gone = set(self._model.ids(went)) - set(self._model.ids(rows.selection()))
        kept = [id for id in self._session.selection if id not in gone]
        self._session.select([*kept, *self._model.ids(came)])


def _together(indexes: list[QModelIndex]) -> QItemSelection:
    """Indexes as a selection, neighbours as one stretch."""
    rows: dict[int, list[QModelIndex]] = {}
    for index in indexes:
        rows.setdefault(id(index.internalPointer().parent), []).append(index)
    chosen = QItemSelection()
    for beside in rows.values():
        places = {index.row(): index for index in beside}
        for first, last in stretches(sorted(places)):
            chosen.append(QItemSelectionRange(places[first], places[last]))
    return chosen
