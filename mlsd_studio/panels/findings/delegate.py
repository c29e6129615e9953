"""Paints a finding's row: severity, code, title, marks, message, and one fix at the right end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.panels.findings.model import FINDING_ROLE, KIND_ROLE, NEW_ROLE
from mlsd_studio.panels.severity import SEVERITY_ICONS
from mlsd_studio.session.icons import qicon

ROW = 28
ROW_SIZE = QSize(200, ROW)
ARROW, ICON, CODE, TITLE = 16, 34, 60, 120
SIZE, SMALL, TINY = 12.5, 12.0, 11.0
FIX_PAD = 8.0
FIX_SHARE = 0.42
"""A fix takes at most this share of a row; longer words are cut and stand in the tooltip."""


def fix_label(finding: Finding, room: float = 10_000.0) -> str:
    """The words of the first fix, cut to the room; nothing where there is no fix."""
    return text.elide(finding.fixes[0].label, SIZE, room, "semibold") if finding.fixes else ""


def fix_rect(row: QRect, finding: Finding) -> QRectF:
    """Where the fix of a row can be clicked; empty where it has none."""
    label = fix_label(finding, row.width() * FIX_SHARE)
    if not label:
        return QRectF()
    wide = text.width(label, SIZE, "semibold") + 2 * FIX_PAD
    return QRectF(row.right() - wide - 8, row.top() + 2, wide, row.height() - 4)


def marks(finding: Finding, *, new: bool) -> list[tuple[str, str]]:
    """Short words beside the title with their colour tokens: what was decided, reopened, new."""
    found: list[tuple[str, str]] = []
    if finding.decision:
        found.append((finding.decision.status.replace("_", " "), "muted"))
    if finding.reopened:
        found.append(("reopened", "warn"))
    if new:
        found.append(("new", "accent"))
    if finding.folded:
        found.append((f"+{len(finding.folded)}", "muted"))
    return found


def row_message(finding: Finding) -> str:
    """What stands after the title: why it was decided, why it is open again, or what is wrong."""
    decision = finding.decision
    if decision is None:
        again = (finding.reopened or "").removeprefix("reopened: ")
        return f"{again[:1].upper()}{again[1:]}. {finding.message}" if again else finding.message
    until = f"until {decision.until}" if decision.until else ""
    return " · ".join(part for part in (decision.reason, decision.by or "", until) if part)


class FindingDelegate(QStyledItemDelegate):
    """`hot_fix` is the key of the finding whose fix the mouse is over."""

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self.look = look
        self.hot_fix = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line; details are as high as their widget."""
        if index.internalPointer().kind != "detail":
            return ROW_SIZE
        view = option.widget  # type: ignore[attr-defined]
        widget = view.indexWidget(index)
        return QSize(200, widget.heightForWidth(view.viewport().width()) if widget else ROW)

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
        opened = bool(state & QStyle.StateFlag.State_Open)
        paint(painter, self._ground(rect, state))
        if kind == "heading":
            self._icon(painter, rect, ARROW, self._arrow(opened), "muted")
            words = str(index.data(Qt.ItemDataRole.DisplayRole))
            base = rect.center().y() + 5
            paint(painter, [Text(rect.left() + ICON, base, words, SIZE, self.look["muted"], "semibold")])
            return
        finding: Finding = index.data(FINDING_ROLE)
        self._finding(painter, rect, finding, opened=opened, new=bool(index.data(NEW_ROLE)))

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

    def _finding(self, painter: QPainter, rect: QRect, finding: Finding, *, opened: bool, new: bool) -> None:
        look, base = self.look, rect.center().y() + 5
        self._icon(painter, rect, ARROW, self._arrow(opened), "faint", 12)
        painter.setOpacity(0.55 if finding.decided else 1.0)
        icon = qicon(SEVERITY_ICONS[finding.severity], look.severity(finding.severity))
        icon.paint(painter, QRect(ICON, rect.center().y() - 7, 16, 16))
        painter.setOpacity(1.0)
        fix = fix_rect(rect, finding)
        right = fix.left() - 12 if finding.fixes else rect.right() - 16
        words = marks(finding, new=new)
        tags = sum(_tag_width(word) + 6 for word, _ in words)
        title = text.elide(finding.title, SIZE, max(0.0, right - TITLE - tags), "semibold")
        title_color = look["muted"] if finding.decided else look["text"]
        shapes: list[Shape] = [
            Text(CODE, base, finding.code, TINY, look["muted"], "medium"),
            Text(TITLE, base, title, SIZE, title_color, "semibold"),
        ]
        start = TITLE + text.width(title, SIZE, "semibold") + 8
        for word, token in words:
            shapes += self._tag(start, rect.center().y(), word, look[token])
            start += _tag_width(word) + 6
        start += 4
        if right - start > 40:
            message = text.elide(row_message(finding), SMALL, right - start)
            shapes.append(Text(start, base, message, SMALL, look["muted"]))
        if finding.fixes:
            shapes += self._fix(fix, finding, base)
        paint(painter, shapes)

    def _tag(self, x: float, middle: float, word: str, color: str) -> list[Shape]:
        wide = _tag_width(word)
        ground = Fill(mix(color, self.look["panel"], 0.12))
        return [
            Box(x, middle - 7.5, wide, 17, 5, ground),
            Text(x + 6, middle + 5, word, TINY, color, "medium"),
        ]

    def _fix(self, area: QRectF, finding: Finding, base: float) -> list[Shape]:
        look = self.look
        label = fix_label(finding, area.width() - 2 * FIX_PAD + 0.5)
        words = Text(area.left() + FIX_PAD, base, label, SIZE, look["accent"], "semibold")
        if self.hot_fix != finding.key:
            return [words]
        ground = Fill(mix(look["accent"], look["panel"], 0.14))
        return [Box(area.x(), area.y(), area.width(), area.height(), 6, ground), words]

    def _arrow(self, opened: bool) -> str:
        return "chevron-down" if opened else "chevron-right"

    def _icon(self, painter: QPainter, rect: QRect, x: int, name: str, token: str, size: int = 12) -> None:
        area = QRect(x, rect.center().y() - size // 2 + 1, size, size)
        qicon(name, self.look[token], size).paint(painter, area)


def _tag_width(word: str) -> float:
    return text.width(word, TINY, "medium") + 12
