"""The list of findings: clicks, hover and keys on rows that a delegate paints."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView

from mlsd_studio.analysis.findings import Finding, Fix
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.findings.delegate import CODE, FindingDelegate, fix_rect
from mlsd_studio.panels.findings.model import FINDING_ROLE, KIND_ROLE, FindingsModel


class FindingsView(QTreeView):
    """`shown(finding)` on a click or an arrow key; `fix_hovered`, `fix_chosen` for the fix of a row."""

    shown = Signal(object)
    fix_hovered = Signal(object)
    fix_chosen = Signal(object)
    detail_wanted = Signal(object)

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
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")
        self.setToolTipDuration(8000)
        self.expanded.connect(self._opened)
        self.collapsed.connect(self._closed)

    def drawBranches(self, *_: object) -> None:
        """The delegate paints the arrows."""

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

    # -- mouse ---------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Over a fix, show what it would do."""
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
        """On the fix: apply it. On the arrow or a heading: open. Elsewhere: show the finding."""
        point = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        fixed = self.fix_at(point)
        if fixed is not None:
            self._choose(fixed.fixes[0])
            return
        index, finding = self.finding_at(point)
        if not index.isValid() or index.data(KIND_ROLE) == "detail":
            return
        self.setCurrentIndex(index)
        if finding is None or point.x() < CODE - 28:
            self.toggle(index)
        else:
            self.shown.emit(finding)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the details."""
        index, finding = self.finding_at(event.position().toPoint())
        if finding is not None and self.fix_at(event.position().toPoint()) is None:
            self.toggle(index)

    def _choose(self, fix: Fix) -> None:
        self._hover(None)
        self.fix_chosen.emit(fix)

    # -- keys ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move and show, Enter opens, F takes the fix, Right and Left open and fold."""
        index = self.currentIndex()
        finding = index.data(FINDING_ROLE) if index.isValid() else None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            self.toggle(index)
            return
        if event.key() == Qt.Key.Key_F and finding is not None and finding.fixes:
            self._choose(finding.fixes[0])
            return
        super().keyPressEvent(event)
        after = self.currentIndex()
        if after.isValid() and after != index and after.data(KIND_ROLE) == "detail":
            below = self.indexBelow(after) if event.key() == Qt.Key.Key_Down else after.parent()
            after = below if below.isValid() else after.parent()
            self.setCurrentIndex(after)
        if after.isValid() and after != index and after.data(KIND_ROLE) == "finding":
            self.shown.emit(after.data(FINDING_ROLE))

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
