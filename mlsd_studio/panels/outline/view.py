"""The tree of the outline: its keys, its drags, and which rows stay open. What they mean is the panel's business."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyleOptionViewItem, QTreeView

from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.outline.contents import Item
from mlsd_studio.panels.outline.delegate import ROW, OutlineDelegate
from mlsd_studio.panels.outline.model import OutlineModel
from mlsd_studio.session import Session
from mlsd_studio.session.editing import ELEMENTS_MIME, elements_text, parse_elements_text
from mlsd_studio.session.icons import qicon

OPEN_AFTER_MS = 600
INDENT = 16
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
STEPS = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right"}
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
ELSEWHERE = "/?"
"""Letters that stay shortcuts of the window while the tree has the focus."""
Index = QModelIndex | QPersistentModelIndex


class OutlineView(QTreeView):
    """`opened(item)` for Enter and a double click; `asked(word)` for rename, delete, leave, and moves (up, down,
    in, out); `dropped(ids, target)` with the item they were dropped on, None for the ground; `menu_wanted(point)`.
    """

    opened = Signal(object)
    asked = Signal(str)
    dropped = Signal(object, object)
    menu_wanted = Signal(QPoint)

    def __init__(self, session: Session, model: OutlineModel, look: Theme) -> None:
        super().__init__()
        self._rows = model
        self.drawer = OutlineDelegate(session, model, look)
        self.open_ids: set[str] = set()
        """Rows that are open, by kind and id, also those that are not there now."""
        self.remembers = True
        """Opening and closing rows is kept for later; not while a filter opens them."""
        self.clears = False
        """Whether the last choice by hand let go of what was chosen before."""
        self._target: QPersistentModelIndex | None = None
        self.setProperty("role", "rows")
        plain = self.palette()
        plain.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(plain)  # the ground of a row is painted here, the indentation with it
        self.setModel(model)
        self.setItemDelegate(self.drawer)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(OPEN_AFTER_MS)
        self.setAccessibleName("Outline of the design")
        self.expanded.connect(lambda index: self._remember(index, True))
        self.collapsed.connect(lambda index: self._remember(index, False))
        model.rowsInserted.connect(self._open_again)

    # -- what is open --------------------------------------------------------------------------------

    def _remember(self, index: QModelIndex, opened: bool) -> None:
        item = self._rows.item(index)
        if item is None or not self.remembers:
            return
        (self.open_ids.add if opened else self.open_ids.discard)(_name(item))
        if opened:
            self._open_again(index, 0, self._rows.rowCount(index) - 1)

    def _open_again(self, parent: Index, first: int, last: int) -> None:
        """Rows that come back, or come into sight, are open as they were."""
        if not self.open_ids:
            return
        for row in range(first, last + 1):
            index = self._rows.index(row, 0, parent)
            item = self._rows.item(index)
            if item is not None and _name(item) in self.open_ids and not self.isExpanded(index):
                self.expand(index)

    def open_all_again(self) -> None:
        """After the rows were set anew: open those that were open."""
        self._open_again(QModelIndex(), 0, self._rows.rowCount() - 1)

    # -- choosing ------------------------------------------------------------------------------------

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """As Qt has it; whether it lets go of the rest is kept for who asks what was meant."""
        command = super().selectionCommand(index, event)
        self.clears = bool(command & QItemSelectionModel.SelectionFlag.Clear)
        return command

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show it where it is; on a heading, open or close."""
        index = self.indexAt(event.position().toPoint())
        item = self._rows.item(index)
        if event.button() != Qt.MouseButton.LeftButton or item is None:
            return
        if item.kind in ("heading", "range") or not self.visualRect(index).contains(
            event.position().toPoint()
        ):
            self.setExpanded(
                index, not self.isExpanded(index)
            )  # a second press on the arrow is a double click
        else:
            self.opened.emit(item)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selected rows, at the mouse or under the current row."""
        point = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            point = self.viewport().mapToGlobal(QPoint(row.left() + 24, row.bottom()))
        self.menu_wanted.emit(point)

    # -- keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The tree's own keys, and letters that search it, come before the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        if held == Qt.KeyboardModifier.AltModifier:
            return key in STEPS
        if held in PLAIN and key in (*ENTER, *REMOVE, Qt.Key.Key_F2, Qt.Key.Key_Escape):
            return True
        typed = event.text()
        plain = held in (*PLAIN, Qt.KeyboardModifier.ShiftModifier)
        return plain and bool(typed) and typed.isprintable() and typed not in ELSEWHERE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows, F2 renames, Delete removes, Alt+arrows move, Escape leaves; the rest is Qt's."""
        key, held = event.key(), event.modifiers()
        item = self._rows.item(self.currentIndex())
        if held == Qt.KeyboardModifier.AltModifier and key in STEPS:
            self.asked.emit(self._way(STEPS[Qt.Key(key)]))
        elif key in ENTER and held in PLAIN:
            if item is not None and item.kind in ("heading", "range"):
                self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))
            elif item is not None:
                self.opened.emit(item)
        elif key in REMOVE and held in PLAIN:
            self.asked.emit("delete")
        elif key == Qt.Key.Key_F2:
            self.asked.emit("rename")
        elif key == Qt.Key.Key_Escape:
            self.asked.emit("leave")
        else:
            super().keyPressEvent(event)

    def _way(self, arrow: str) -> str:
        """Up and down in the order; towards the root is out of the boundary, away from it into the one above."""
        if arrow in ("up", "down"):
            return arrow
        return "out" if (arrow == "left") != self.isRightToLeft() else "in"

    # -- dragging ------------------------------------------------------------------------------------

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the chosen components and boundaries."""
        indexes = [one for one in self.selectedIndexes() if one.flags() & Qt.ItemFlag.ItemIsDragEnabled]
        ids = [item.id for one in indexes if (item := self._rows.item(one)) is not None]
        if not ids:
            return
        data = QMimeData()
        data.setData(ELEMENTS_MIME, elements_text(ids).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        row = self.visualRect(indexes[0])
        drag.setPixmap(self.viewport().grab(row.intersected(self.viewport().rect())))
        drag.setHotSpot(QPoint(24, ROW // 2))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what the outline drags."""
        if event.mimeData().hasFormat(ELEMENTS_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show which row would take it; closed rows open when the mouse rests on them."""
        super().dragMoveEvent(event)
        self._aim(event.position().toPoint())
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing will be dropped."""
        super().dragLeaveEvent(event)
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped on what."""
        ids = parse_elements_text(
            bytes(event.mimeData().data(ELEMENTS_MIME).data()).decode("utf-8", "replace")
        )
        target = self._rows.item(self.indexAt(event.position().toPoint()))
        self._aim(None)
        self.setState(QAbstractItemView.State.NoState)
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        self.dropped.emit(ids, target)

    def _aim(self, point: QPoint | None) -> None:
        index = self.taker(self.indexAt(point)) if point is not None else QModelIndex()
        self._target = QPersistentModelIndex(index) if index.isValid() else None
        self.viewport().update()

    def taker(self, index: QModelIndex) -> QModelIndex:
        """The row of the boundary that takes what is dropped on a row; invalid for the design itself."""
        while index.isValid():
            item = self._rows.item(index)
            if item is not None and item.kind == "boundary":
                return index
            index = index.parent()
        return QModelIndex()

    # -- painting ------------------------------------------------------------------------------------

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of the whole row, then what stands on it."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        paint(painter, self._ground(rect, index))
        super().drawRow(painter, option, index)

    def _ground(self, rect: QRect, index: Index) -> list[Shape]:
        look, box = self.drawer.look, QRectF(rect).adjusted(4.5, 1.5, -4.5, -1.5)
        chosen = self.selectionModel().isSelected(index)
        aimed = self._target is not None and index == self._target
        current = self.hasFocus() and index == self.currentIndex()
        hovered = rect.contains(self.viewport().mapFromGlobal(QCursor.pos())) and self.viewport().underMouse()
        if not (chosen or aimed or current or hovered):
            return []
        token = "selected" if chosen or aimed else "hover" if hovered else "panel"
        ring = Stroke(look["accent"], 2.0 if aimed else 1.0) if aimed or current else None
        return [Box(box.x(), box.y(), box.width(), box.height(), 6, Fill(look[token]), ring)]

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """An arrow where a row has children, pointing along the line where it is closed."""
        if not self._rows.hasChildren(index):
            return
        right_to_left = self.isRightToLeft()
        closed = "chevron-left" if right_to_left else "chevron-right"
        name = "chevron-down" if self.isExpanded(index) else closed
        edge = rect.left() if right_to_left else rect.right() + 1 - INDENT
        place = QRect(edge + (INDENT - 12) // 2, rect.center().y() - 5, 12, 12)
        qicon(name, self.drawer.look["muted"], 12).paint(painter, place)


def _name(item: Item) -> str:
    return f"{item.kind} {item.id}"
