"""Paints a finding's row: severity, code, title, message, and one fix at the right end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.panels.findings.model import FINDING_ROLE, KIND_ROLE
from mlsd_studio.panels.severity import SEVERITY_ICONS
from mlsd_studio.session.icons import qicon

ROW = 28
ARROW, ICON, CODE, TITLE = 16, 34, 60, 120
SIZE, SMALL = 12.5, 12.0
FIX_PAD = 8.0


def fix_label(finding: Finding) -> str:
    """The words of the first fix, or nothing."""
    return finding.fixes[0].label if finding.fixes else ""


def fix_rect(row: QRect, finding: Finding) -> QRectF:
    """Where the fix of a row can be clicked; empty where it has none."""
    label = fix_label(finding)
    if not label:
        return QRectF()
    wide = text.width(label, SIZE, "semibold") + 2 * FIX_PAD
    return QRectF(row.right() - wide - 8, row.top() + 2, wide, row.height() - 4)


class FindingDelegate(QStyledItemDelegate):
    """`hot_fix` is the key of the finding whose fix the mouse is over."""

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self.look = look
        self.hot_fix = ""
        self.open_keys: set[str] = set()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line; details are as high as their widget."""
        widget = option.widget.indexWidget(index) if index.data(KIND_ROLE) == "detail" else None  # type: ignore[attr-defined]
        return QSize(200, widget.heightForWidth(option.widget.viewport().width()) if widget else ROW)  # type: ignore[attr-defined]

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        kind = index.data(KIND_ROLE)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        rect.setLeft(0)
        if kind == "detail":
            return
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        paint(painter, self._ground(rect, state))
        if kind == "heading":
            self._icon(painter, rect, ARROW, self._arrow(bool(state & QStyle.StateFlag.State_Open)), "muted")
            words = str(index.data(Qt.ItemDataRole.DisplayRole))
            base = rect.center().y() + 5
            paint(painter, [Text(rect.left() + ICON, base, words, SIZE, self.look["muted"], "semibold")])
            return
        finding: Finding = index.data(FINDING_ROLE)
        self._finding(painter, rect, finding, opened=bool(state & QStyle.StateFlag.State_Open))

    def _ground(self, rect: QRect, state: QStyle.StateFlag) -> list[Shape]:
        look = self.look
        shapes: list[Shape] = []
        box = QRectF(rect).adjusted(4.5, 1.5, -4.5, -1.5)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            ground = Fill(look["selected"] if selected else look["hover"])
            focus = state & QStyle.StateFlag.State_HasFocus and selected
            ring = Stroke(look["accent"]) if focus else None
            shapes.append(Box(box.x(), box.y(), box.width(), box.height(), 6, ground, ring))
        else:
            bottom = rect.bottom() + 0.5
            shapes.append(Line(((16, bottom), (rect.right() - 16, bottom)), Stroke(look["line"])))
        return shapes

    def _finding(self, painter: QPainter, rect: QRect, finding: Finding, *, opened: bool) -> None:
        look, base = self.look, rect.center().y() + 5
        faded = 0.55 if finding.decided else 1.0
        self._icon(painter, rect, ARROW, self._arrow(opened), "faint", 12)
        painter.setOpacity(faded)
        color = look.severity(finding.severity)
        icon = qicon(SEVERITY_ICONS[finding.severity], color)
        icon.paint(painter, QRect(ICON, rect.center().y() - 7, 16, 16))
        painter.setOpacity(1.0)
        fix = fix_rect(rect, finding)
        right = fix.left() - 12 if fix_label(finding) else rect.right() - 16
        title_color = look["muted"] if finding.decided else look["text"]
        title = text.elide(finding.title, SIZE, max(0.0, right - TITLE), "semibold")
        start = TITLE + text.width(title, SIZE, "semibold") + 12
        shapes: list[Shape] = [
            Text(CODE, base, finding.code, 11, look["muted"], "medium"),
            Text(TITLE, base, title, SIZE, title_color, "semibold"),
        ]
        message = finding.decision.reason if finding.decision else finding.message
        if right - start > 40:
            shapes.append(Text(start, base, text.elide(message, SMALL, right - start), SMALL, look["muted"]))
        if fix_label(finding):
            shapes += self._fix(fix, finding, base)
        paint(painter, shapes)

    def _fix(self, area: QRectF, finding: Finding, base: float) -> list[Shape]:
        look = self.look
        words = Text(area.left() + FIX_PAD, base, fix_label(finding), SIZE, look["accent"], "semibold")
        if self.hot_fix != finding.key:
            return [words]
        ground = Fill(mix(look["accent"], look["panel"], 0.14))
        return [Box(area.x(), area.y(), area.width(), area.height(), 6, ground), words]

    def _arrow(self, opened: bool) -> str:
        return "chevron-down" if opened else "chevron-right"

    def _icon(self, painter: QPainter, rect: QRect, x: int, name: str, token: str, size: int = 12) -> None:
        area = QRect(x, rect.center().y() - size // 2 + 1, size, size)
        qicon(name, self.look[token], size).paint(painter, area)
