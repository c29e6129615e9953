"""The table as a widget: hover, selection, sorting by header, a link in a row, keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box as Rectangle
from mlsd_studio.drawing.picture import Fill, Line, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.panels.tables.columns import NOTHING, ROW_ROLE, Column, RowsModel

ROW, PAD, SIZE = 28, 8, 12.0


class Cells(QStyledItemDelegate):
    """Paints cells from their columns."""

    def __init__(self, look: Theme, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self._columns = look, columns
        self.hot: tuple[int, int] | None = None
        self.hovered = -1

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line."""
        return QSize(60, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, hairline, and what the column draws."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        look, column = self.look, self._columns[index.column()]
        row = index.data(ROW_ROLE)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        x, y, w = rect.x(), rect.y(), rect.width()
        shapes: list[Shape] = []
        if selected or index.row() == self.hovered:
            shapes.append(Rectangle(x, y, w, ROW, 0, Fill(look["selected" if selected else "hover"])))
        shapes.append(Line(((x, y + ROW - 0.5), (x + w, y + ROW - 0.5)), Stroke(look["line"])))
        shapes += column.draw(look, rect, row) if column.draw else self._words(column, rect, index)
        painter.save()
        painter.setClipRect(rect)
        paint(painter, shapes)
        painter.restore()

    def _words(self, column: Column, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> list[Shape]:
        look, row = self.look, index.data(ROW_ROLE)
        words = column.text(row)
        weight: text.Weight = "semibold" if column.strong or column.action else "regular"
        shown = text.elide(words, SIZE, rect.width() - 2 * PAD, weight)
        token = column.token(row) if column.token else "muted" if words == NOTHING else "text"
        color = look["accent"] if column.action else look[token]
        base = rect.y() + 18.0
        shapes: list[Shape] = []
        if column.action and words and self.hot == (index.row(), index.column()):
            wide = text.width(shown, SIZE, weight) + 12
            left = rect.right() - PAD - wide + 6 if column.right else rect.x() + PAD - 6
            shapes.append(
                Rectangle(left, rect.y() + 3, wide, ROW - 6, 6, Fill(mix(color, look["panel"], 0.14)))
            )
        x, anchor = (rect.right() - PAD, "end") if column.right else (rect.x() + PAD, "start")
        return [*shapes, Text(x, base, shown, SIZE, color, weight, anchor)]  # type: ignore[arg-type]


class Table(QTableView):
    """`picked` when another row becomes current, `opened` on double click or Enter, `acted` on a link or F."""

    picked = Signal(object)
    opened = Signal(object)
    acted = Signal(object)

    def __init__(self, columns: Sequence[Column], look: Theme, name: str) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows = RowsModel(self.columns, self)
        self.setModel(self.rows)
        self._cells = Cells(look, self.columns, self)
        self.setItemDelegate(self._cells)
        self._kept: str | None = None
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(False)
        head.sectionClicked.connect(self._sort)
        self._order: tuple[int, bool] | None = None
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.rows.modelReset.connect(self._restore)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._cells.look = look
        self.viewport().update()

    def fill(self, rows: Sequence[Any]) -> None:
        """Show these rows; the current one stays current."""
        self.rows.fill(rows)

    def current(self) -> Any:
        """The current row, or None."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def select_row(self, id: str | None) -> None:
        """Make a row current by its id, without telling it as picked; None for none."""
        self._kept = id
        self._restore()

    # -- sorting ---------------------------------------------------------------------------------------

    def _sort(self, column: int) -> None:
        """First the most telling end of a column, then the other, then the order as given."""
        first = self.columns[column].right
        turns = [(column, first), (column, not first), None]
        now = turns.index(self._order) if self._order in turns else -1
        self._order = turns[(now + 1) % 3] if self.columns[column].key else None
        by, down = self._order or (-1, False)
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        head = self.horizontalHeader()
        head.setSortIndicatorShown(by >= 0)
        if by >= 0:
            head.setSortIndicator(by, order)
        self.rows.sort(by, order)

    def _restore(self) -> None:
        place = self.rows.place(self._kept)
        model = self.selectionModel()
        model.blockSignals(True)
        if place >= 0:
            self.selectRow(place)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        model.blockSignals(False)
        self.viewport().update()

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            row = index.data(ROW_ROLE)
            self._kept = row.id
            self.picked.emit(row)

    # -- mouse and keys --------------------------------------------------------------------------------

    def _link_at(self, event: QMouseEvent) -> QModelIndex | None:
        index = self.indexAt(event.position().toPoint())
        column = self.columns[index.column()] if index.isValid() else None
        if column is None or not column.action or not column.text(index.data(ROW_ROLE)):
            return None
        return index

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row, and the link, under the mouse."""
        super().mouseMoveEvent(event)
        row, link = self.indexAt(event.position().toPoint()).row(), self._link_at(event)
        hot = (link.row(), link.column()) if link is not None else None
        if (row, hot) != (self._cells.hovered, self._cells.hot):
            self._cells.hovered, self._cells.hot = row, hot
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if hot is not None else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def leaveEvent(self, event: Any) -> None:
        """Nothing is lit any more."""
        super().leaveEvent(event)
        self._cells.hovered, self._cells.hot = -1, None
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a link acts and does not pick."""
        link = self._link_at(event) if event.button() == Qt.MouseButton.LeftButton else None
        if link is not None:
            self.acted.emit(link.data(ROW_ROLE))
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the row; on a link it is no opening."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._link_at(event) is None:
            self.setCurrentIndex(index)
            self.opened.emit(index.data(ROW_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, F takes the link of the row."""
        row = self.current()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_F:
            if any(column.action and column.text(row) for column in self.columns):
                self.acted.emit(row)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns that need more room than there is go; one column takes what is left."""
        super().resizeEvent(event)
        whole = self.viewport().width()
        left = whole
        for place, column in enumerate(self.columns):
            self.setColumnHidden(place, whole < column.room)
            if column.width and whole >= column.room:
                self.setColumnWidth(place, column.width)
                left -= column.width
        for place, column in enumerate(self.columns):
            if not column.width:
                self.setColumnWidth(place, max(100, left))
