"""The list of findings: clicks, hover and keys on rows that a delegate paints."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView

from mlsd_studio.analysis.findings import Finding, Fix
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.findings.delegate import CODE, FindingDelegate, fix_rect
from mlsd_studio.panels.findings.model import FINDING_ROLE, KIND_ROLE, FindingsModel

COMMANDS = {
    Qt.Key.Key_F: "fix",
    Qt.Key.Key_D: "decide",
    Qt.Key.Key_Delete: "withdraw",
    Qt.Key.Key_Backspace: "withdraw",
    Qt.Key.Key_F1: "help",
}
OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
WALKING = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip
COPY, ALL = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll
ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class FindingsView(QTreeView):
    """`shown(finding)` on a click or an arrow key; `fix_hovered`, `fix_chosen` for the fix of a row.

    `asked(word)` for what a key asks of the selected rows: decide, withdraw, help, copy.
    """

    shown = Signal(object)
    fix_hovered = Signal(object)
    fix_chosen = Signal(object)
    detail_wanted = Signal(object)
    asked = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, model: FindingsModel, look: Theme) -> None:
        super().__init__()
        self.rows = FindingDelegate(look)
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")
        self.setToolTipDuration(8000)
        self.expanded.connect(self._opened)
        self.collapsed.connect(self._closed)

    def drawBranches(self, *_: object) -> None:
        """The delegate paints the arrows."""

    # -- what is where -------------------------------------------------------------------------------

    def finding_at(self, point: QPoint) -> tuple[QModelIndex, Finding | None]:
        """The row at a point and its finding."""
        index = self.indexAt(point)
        found = index.data(FINDING_ROLE) if index.isValid() and index.data(KIND_ROLE) == "finding" else None
        return index, found

    def fix_at(self, point: QPoint) -> Finding | None:
        """The finding whose fix is at a point."""
        index, finding = self.finding_at(point)
        if finding is None:
            return None
        row = self.visualRect(index)
        row.setLeft(0)
        return finding if fix_rect(row, finding).contains(point) else None

    def current(self) -> Finding | None:
        """The finding of the current row."""
        index = self.currentIndex()
        return index.data(FINDING_ROLE) if index.isValid() else None

    def chosen(self) -> list[Finding]:
        """The findings of the selected rows, from top to bottom; a heading stands for those under it."""
        found: dict[str, Finding] = {}
        rows = sorted(self.selectedIndexes(), key=lambda one: self.visualRect(one).top())
        for index in rows:
            under = [self.model().index(n, 0, index) for n in range(self.model().rowCount(index))]
            for one in under if index.data(KIND_ROLE) == "heading" else [index]:
                finding = one.data(FINDING_ROLE)
                found.setdefault(finding.key, finding)
        return list(found.values())

    # -- mouse ---------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Over a fix, show what it would do."""
        if not event.buttons():
            super().mouseMoveEvent(event)
        self._hover(self.fix_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, finding: Finding | None) -> None:
        key = finding.key if finding else ""
        if key != self.rows.hot_fix:
            self.rows.hot_fix = key
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()
            self.fix_hovered.emit(finding.fixes[0] if finding else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On the fix: apply it. On the arrow or a heading: open. Elsewhere: show; Ctrl and Shift select."""
        point = event.position().toPoint()
        index, finding = self.finding_at(point)
        if not index.isValid() or index.data(KIND_ROLE) == "detail":
            return
        if event.button() == Qt.MouseButton.RightButton:
            if not self.selectionModel().isSelected(index):
                self.selectionModel().setCurrentIndex(index, ONLY)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            super().mousePressEvent(event)
            return
        fixed = self.fix_at(point)
        if fixed is not None:
            self._choose(fixed.fixes[0])
            return
        self.selectionModel().setCurrentIndex(index, ONLY)
        if finding is None or point.x() < CODE - 28:
            self.toggle(index)
        else:
            self.shown.emit(finding)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the details."""
        index, finding = self.finding_at(event.position().toPoint())
        if finding is not None and self.fix_at(event.position().toPoint()) is None:
            self.toggle(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selected rows, at the mouse or under the current row."""
        point = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            point = self.viewport().mapToGlobal(QPoint(CODE, row.bottom()))
        self.menu_wanted.emit(point)

    def _choose(self, fix: Fix) -> None:
        self._hover(None)
        self.fix_chosen.emit(fix)

    # -- keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The list's own keys come before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            own = event.key() in (*COMMANDS, *OPENING, *WALKING)
            if (plain and own) or event.matches(COPY) or event.matches(ALL):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move and show, Enter opens and shows, F takes the fix, D decides, Delete withdraws, F1 helps."""
        index, finding = self.currentIndex(), self.current()
        if event.key() in OPENING and index.isValid():
            self.toggle(index)
            if finding is not None:
                self.shown.emit(finding)
        elif event.matches(COPY):
            self.asked.emit("copy")
        elif event.key() in COMMANDS and not event.modifiers():
            self._command(COMMANDS[Qt.Key(event.key())], finding)
        else:
            super().keyPressEvent(event)
            after = self.current()
            if after is not None and self.currentIndex() != index and not event.modifiers():
                self.shown.emit(after)

    def _command(self, word: str, finding: Finding | None) -> None:
        if word != "fix":
            self.asked.emit(word)
        elif finding is not None and finding.fixes:
            self._choose(finding.fixes[0])

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Details are passed over: their widgets have the keys of their own."""
        index = super().moveCursor(action, modifiers)
        if not index.isValid() or index.data(KIND_ROLE) != "detail":
            return index
        down = action in (QAbstractItemView.CursorAction.MoveDown, QAbstractItemView.CursorAction.MoveRight)
        below = self.indexBelow(index) if down else index.parent()
        return below if below.isValid() else self.currentIndex()

    # -- opening -------------------------------------------------------------------------------------

    def toggle(self, index: QModelIndex) -> None:
        """Open or fold a row."""
        self.setExpanded(index, not self.isExpanded(index))

    def _opened(self, index: QModelIndex) -> None:
        if index.data(KIND_ROLE) == "finding":
            self.detail_wanted.emit(index)

    def _closed(self, index: QModelIndex) -> None:
        if index.data(KIND_ROLE) == "finding":
            self.setIndexWidget(self.model().index(0, 0, index), None)  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Details are as high as their text at this width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
