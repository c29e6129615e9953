"""Paints the entries of the palette and turns keys and the mouse into choices and drags."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QDrag,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.palette.entries import Entry, Placed, describe, height, neighbour, placed
from mlsd_studio.session.editing import KIND_MIME, kind_text
from mlsd_studio.session.icons import qicon, tile

TILE_SIZE = 28
DRAG_SIZE = 28
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class EntryView(QAbstractScrollArea):
    """The list under the search field. `current` is the index of the entry that Enter takes, or -1."""

    activated = Signal(str, object)
    fold_toggled = Signal(str)
    left_upwards = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[Entry] = []
        self._flat = False
        self.items: list[Placed] = []
        self.current = -1
        self._hover = -1
        self._pressed: QPoint | None = None
        self.setProperty("role", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Components")
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(18)

    # -- what is shown -------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.viewport().update()

    def show_entries(self, entries: list[Entry], *, flat: bool) -> None:
        """List these; search results (`flat`) start with the best one current."""
        kept = self._entries[self.current] if 0 <= self.current < len(self._entries) and not flat else None
        self._entries, self._flat, self._hover = entries, flat, -1
        self._arrange()
        same = [n for n, one in enumerate(entries) if kept is not None and _alike(one, kept)]
        self._set_current(same[0] if same else 0 if flat and entries else -1)

    def _arrange(self) -> None:
        self.items = placed(self._entries, self.viewport().width(), flat=self._flat)
        tall = height(self.items) - self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, tall))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.viewport().update()

    def _set_current(self, index: int) -> None:
        self.current = index
        if 0 <= index < len(self.items):
            item, bar = self.items[index], self.verticalScrollBar()
            if item.y < bar.value():
                bar.setValue(item.y if index else 0)
            elif item.y + item.h > bar.value() + self.viewport().height():
                bar.setValue(item.y + item.h - self.viewport().height())
            self.setAccessibleDescription(describe(item.entry))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.viewport().update()

    def at(self, point: QPoint | QPointF) -> int:
        """The index of the entry at a point of the viewport, or -1."""
        y = point.y() + self.verticalScrollBar().value()
        return next((n for n, one in enumerate(self.items) if one.holds(point.x(), y)), -1)

    def take(self, index: int) -> None:
        """Do what Enter does: choose a component, or fold a group."""
        if not 0 <= index < len(self.items):
            return
        entry = self.items[index].entry
        if entry.is_heading:
            self.fold_toggled.emit(entry.group)
        else:
            self.activated.emit(entry.kind, entry.technology)

    # -- keys and mouse ------------------------------------------------------------------------------

    def move(self, key: int) -> None:  # type: ignore[override]
        """Move the current entry as an arrow or page key says."""
        if not self.items:
            return
        if self.current < 0:
            self._set_current(0)
            return
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            step = self.viewport().height() * (1 if key == Qt.Key.Key_PageDown else -1)
            target = self.items[self.current].y + step
            nearest = min(range(len(self.items)), key=lambda n: abs(self.items[n].y - target))
            self._set_current(nearest)
            return
        dx, dy = ARROWS[Qt.Key(key)]
        reached = neighbour(self.items, self.current, dx, dy)
        if reached == self.current and dy < 0:
            self.left_upwards.emit()
        self._set_current(reached)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and Space take, Left and Right also fold a group."""
        key = event.key()
        heading = 0 <= self.current < len(self.items) and self.items[self.current].entry.is_heading
        if heading and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if self.items[self.current].entry.folded == (key == Qt.Key.Key_Right):
                self.take(self.current)
        elif key in ARROWS or key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.move(key)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.items:
            self._set_current(0 if key == Qt.Key.Key_Home else len(self.items) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.take(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press makes current; on a heading it folds."""
        index = self.at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or index < 0:
            return
        self._set_current(index)
        if self.items[index].entry.is_heading:
            self.take(index)
        else:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, or the start of a drag."""
        point = event.position().toPoint()
        if self._pressed is None:
            self._set_hover(self.at(point))
            return
        if (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.start_drag(self.items[self.current].entry)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """No drag came of it."""
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put it on the canvas."""
        index = self.at(event.position())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.take(index)

    def leaveEvent(self, _event: QEvent) -> None:
        """The mouse is elsewhere."""
        self._set_hover(-1)

    def _set_hover(self, index: int) -> None:
        if index != self._hover:
            self._hover = index
            self.viewport().update()

    # -- dragging ------------------------------------------------------------------------------------

    def mime(self, entry: Entry) -> QMimeData:
        """What a drag of the entry carries."""
        data = QMimeData()
        words = kind_text(entry.kind, entry.technology)
        data.setData(KIND_MIME, words.encode())
        data.setText(entry.title)
        return data

    def start_drag(self, entry: Entry) -> None:
        """Drag the entry as its tile: the canvas draws the card under it in its own scale, and where it goes."""
        drag = QDrag(self)
        drag.setMimeData(self.mime(entry))
        color = self._theme.layer(entry.layer)
        drag.setPixmap(tile(entry.icon, color, self._theme["panel"], DRAG_SIZE, self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(DRAG_SIZE // 2, DRAG_SIZE // 2))
        drag.exec(Qt.DropAction.CopyAction)

    # -- painting ------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips belong to entries."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.at(event.pos())
            if index >= 0:
                QToolTip.showText(event.globalPos(), describe(self.items[index].entry), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The columns follow the width."""
        self._arrange()

    def sizeHint(self) -> QSize:
        """Wide enough for two columns."""
        return QSize(244, 560)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        low, high = top + event.rect().top(), top + event.rect().bottom()
        for index, item in enumerate(self.items):
            if item.y + item.h >= low and item.y <= high:
                paint(painter, self._shapes(index, item))
                self._paint_icon(painter, item)
        painter.end()

    def _shapes(self, index: int, item: Placed) -> list[Shape]:
        theme, entry = self._theme, item.entry
        shapes: list[Shape] = []
        focused = index == self.current and (self.hasFocus() or self._flat)
        if index == self._hover or focused:
            ring = Stroke(theme["accent"]) if focused else None
            ground = theme["selected"] if focused else theme["hover"]
            shapes.append(Box(item.x + 0.5, item.y + 0.5, item.w - 1, item.h - 1, 8, Fill(ground), ring))
        middle = item.y + item.h / 2
        if entry.is_heading:
            shapes.append(Box(item.x + 4, middle - 4, 8, 8, 2, Fill(theme.layer(entry.layer))))
            shapes.append(Text(item.x + 20, middle + 4, entry.title, 12, theme["text"], "semibold"))
            right = item.x + item.w - 20
            shapes.append(Text(right, middle + 4, entry.note, 12, theme["muted"], "regular", "end"))
            return shapes
        left = item.x + TILE_SIZE + 11
        room = item.x + item.w - left - 2
        if self._flat:
            name, note = text.elide(entry.title, 12.5, room, "medium"), text.elide(entry.note, 11, room)
            shapes.append(Text(left, middle - 3, name, 12.5, theme["text"], "medium"))
            shapes.append(Text(left, middle + 12, note, 11, theme["muted"]))
        else:
            shapes += _tile_name(entry.title, left, middle, room, theme)
        return shapes

    def _paint_icon(self, painter: QPainter, item: Placed) -> None:
        theme, entry = self._theme, item.entry
        if entry.is_heading:
            chevron = qicon("chevron-right" if entry.folded else "chevron-down", theme["muted"], 12)
            painter.drawPixmap(
                item.x + item.w - 14,
                item.y + (item.h - 12) // 2,
                chevron.pixmap(QSize(12, 12), self._ratio()),
            )
            return
        picture = tile(entry.icon, theme.layer(entry.layer), theme["panel"], TILE_SIZE, self._ratio())
        painter.drawPixmap(item.x + 4, item.y + (item.h - TILE_SIZE) // 2, picture)

    def _ratio(self) -> float:
        return self.viewport().devicePixelRatioF()


def _tile_name(name: str, x: float, middle: float, room: float, theme: Theme) -> list[Shape]:
    """A kind's name beside its tile: without what stands in brackets, on two lines where one is too short."""
    short = name.partition(" (")[0]
    if text.width(short, 12.5) <= room:
        return [Text(x, middle + 4.5, short, 12.5, theme["text"])]
    lines = text.wrap(short, 11.5, room, max_lines=2)
    first = middle + 4 - 7 * (len(lines) - 1)
    return [Text(x, first + 14 * n, line, 11.5, theme["text"]) for n, line in enumerate(lines)]


def _alike(one: Entry, other: Entry) -> bool:
    return (one.kind, one.technology, one.group) == (other.kind, other.technology, other.group)
