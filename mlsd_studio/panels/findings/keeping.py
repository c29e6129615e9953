"""Keeps what the user has opened, chosen and scrolled to while other findings come in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.panels.findings.detail import Detail
from mlsd_studio.panels.findings.model import DECIDED, FINDING_ROLE, KEY_ROLE, KIND_ROLE, FindingsModel, Node
from mlsd_studio.panels.findings.view import FindingsView

NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
ADD = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class Keeper:
    """Shows rows in a view; a finding that is open is given its details by `make`."""

    def __init__(self, view: FindingsView, model: FindingsModel, make: Callable[[Finding], Detail]) -> None:
        self._view, self._model, self._make = view, model, make
        self._opened: set[str] = set()
        self._folds: dict[str, bool] = {}
        self._chosen: list[str] = []
        self._current = ""
        self._grouping = ""
        self._busy = False
        view.expanded.connect(lambda index: self._note(index, opened=True))
        view.collapsed.connect(lambda index: self._note(index, opened=False))
        view.detail_wanted.connect(self._set_detail)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._choose_again)

    def forget(self) -> None:
        """Nothing is open any more; headings stay as they were."""
        self._opened.clear()

    def fold(self, *, opened: bool) -> None:
        """Open or fold every heading."""
        for node in self._model.top:
            if node.kind == "heading":
                self._view.setExpanded(self._model.index_at(node), opened)

    def redo(self) -> None:
        """Make the details in sight anew, in other colours."""
        for node in self._model.nodes():
            if node.path in self._opened:
                self._set_detail(self._model.index_at(node))

    def show(self, rows: list[Node], new: frozenset[str], grouping: str) -> None:
        """Show rows; what is still there stays open, chosen and where it is."""
        anew, self._grouping = self._grouping != grouping, grouping
        place = self._place()
        self._busy = True
        self._model.show(rows, new, anew=anew)
        self._busy = False
        for node in self._model.top:
            if node.kind == "heading":
                self._open(node, self._folds.get(node.key, node.key != DECIDED))
        for node in self._model.nodes():
            if node.path in self._opened:
                self._open(node, True)
                self._renew(node)
        self._back_to(place)

    # -- open and folded -----------------------------------------------------------------------------

    def _note(self, index: QModelIndex, *, opened: bool) -> None:
        path = str(index.data(KEY_ROLE))
        if self._busy:
            return
        if index.data(KIND_ROLE) == "heading":
            self._folds[path] = opened
        elif opened:
            self._opened.add(path)
        else:
            self._opened.discard(path)

    def _open(self, node: Node, opened: bool) -> None:
        index = self._model.index_at(node)
        if self._view.isExpanded(index) != opened:
            self._view.setExpanded(index, opened)

    def _set_detail(self, index: QModelIndex) -> None:
        detail = self._make(index.data(FINDING_ROLE))
        detail.height_changed.connect(self._view.scheduleDelayedItemsLayout)
        self._view.setIndexWidget(self._model.index(0, 0, index), detail)
        self._view.scheduleDelayedItemsLayout()

    def _renew(self, node: Node) -> None:
        """Details of a finding that says something else now are made anew."""
        index = self._model.index_at(node)
        widget = self._view.indexWidget(self._model.index(0, 0, index))
        if not isinstance(widget, Detail) or widget.finding != node.finding:
            self._set_detail(index)

    # -- in sight ------------------------------------------------------------------------------------

    def _place(self) -> tuple[QPersistentModelIndex, int] | None:
        """The row at the upper edge and where it stands; None at the very top, so that graver news is seen."""
        if not self._view.verticalScrollBar().value():
            return None
        index = self._view.indexAt(QPoint(4, 1))
        index = index.parent() if index.isValid() and index.data(KIND_ROLE) == "detail" else index
        return (QPersistentModelIndex(index), self._view.visualRect(index).top()) if index.isValid() else None

    def _back_to(self, place: tuple[QPersistentModelIndex, int] | None) -> None:
        if place is not None and place[0].isValid():
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + self._view.visualRect(QModelIndex(place[0])).top() - place[1])

    # -- chosen, over a reset ------------------------------------------------------------------------

    def _remember(self) -> None:
        self._chosen = [str(index.data(KEY_ROLE)) for index in self._view.selectedIndexes()]
        current = self._view.currentIndex()
        self._current = str(current.data(KEY_ROLE)) if current.isValid() else ""

    def _choose_again(self) -> None:
        """By the path of the row, else by the key of the finding: it may stand under another heading now."""
        rows = [
            *self._model.top,
            *(child for one in self._model.top if one.kind == "heading" for child in one.children),
        ]
        by_path = {node.path: node for node in rows}
        by_key = {node.key: node for node in reversed(rows)}

        def node_of(path: str) -> Node | None:
            return by_path.get(path) or by_key.get(path.rpartition("\n")[2])

        select = self._view.selectionModel()
        current = node_of(self._current)
        if current is not None:
            select.setCurrentIndex(self._model.index_at(current), NO_UPDATE)
        for path in self._chosen:
            node = node_of(path)
            if node is not None:
                select.select(self._model.index_at(node), ADD)
