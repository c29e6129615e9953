"""What a column of a table shows, and the model over rows and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt

from mlsd_studio.drawing.picture import Shape
from mlsd_studio.drawing.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """`text` is what the cell says, `key` what it sorts by (None sorts last), `token` its colour.

    `draw` paints more than text; `action` makes it a link that can be clicked (empty: none). `width` is in
    pixels; one column has 0 and takes what is left.
    """

    title: str
    tip: str
    width: int
    text: Callable[[Any], str]
    key: Callable[[Any], Any] | None = None
    right: bool = False
    token: Callable[[Any], str] | None = None
    draw: Callable[[Theme, QRect, Any], list[Shape]] | None = None
    action: bool = False
    strong: bool = False
    hint: Callable[[Any], str] | None = None
    room: int = 0
    """The width of the table from which the column is shown; 0 always."""


class RowsModel(QAbstractTableModel):
    """Rows with an `id`, in the order of a column."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows: list[Any] = []
        self._by, self._down = -1, False

    def fill(self, rows: Sequence[Any]) -> None:
        """Show these rows; where they are the same ones in the same order, only cells are painted anew."""
        ordered = self._ordered(rows)
        if [one.id for one in ordered] == [one.id for one in self.rows]:
            self.rows = ordered
            if ordered:
                last = self.index(len(ordered) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows = ordered
        self.endResetModel()

    def place(self, id: str | None) -> int:
        """The row of an id, or -1."""
        return next((n for n, one in enumerate(self.rows) if one.id == id), -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order in which the rows were given."""
        self._by, self._down = column, order == Qt.SortOrder.DescendingOrder
        self.beginResetModel()
        self.rows = self._ordered(self.rows)
        self.endResetModel()

    def _ordered(self, rows: Sequence[Any]) -> list[Any]:
        key = self.columns[self._by].key if 0 <= self._by < len(self.columns) else None
        if key is None:
            return list(rows)
        known = [one for one in rows if key(one) is not None]
        unknown = [one for one in rows if key(one) is None]
        return sorted(known, key=key, reverse=self._down) + unknown

    # -- what Qt asks --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Rows in a flat table."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Columns in a flat table."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, its row, and its tooltip."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint(row) if column.hint else f"{column.title}: {column.text(row)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Titles and what they mean."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.title
            if role == Qt.ItemDataRole.ToolTipRole:
                return column.tip
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
