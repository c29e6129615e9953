"""The list of the palette: headings and rows, painted with icon, note and shortcut."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Shape, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session.icons import qicon
from mlsd_studio.session.lookup import Row

ROW = Qt.ItemDataRole.UserRole
HEIGHT, HEADING = 34, 26
TITLE, NOTE = 13.0, 11.5


class Listing(QListWidget):
    """Rows under headings; headings are passed over by the arrows."""

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self.look = look
        self.setItemDelegate(Painted(self))
        self.setStyleSheet("QListWidget { background: transparent; border: 0; }")
        self.setAccessibleName("What fits")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def show_groups(self, groups: list[tuple[str, list[Row]]]) -> None:
        """List rows by group, the first that can be chosen current."""
        self.clear()
        for title, rows in groups:
            head = QListWidgetItem(title)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setSizeHint(QSize(100, HEADING))
            self.addItem(head)
            for row in rows:
                item = QListWidgetItem(
                    ", ".join(filter(None, (row.title, row.note, row.shortcut, row.reason)))
                )
                item.setData(ROW, row)
                item.setToolTip(row.reason or (f"{row.title}\n{row.note}" if row.note else row.title))
                item.setSizeHint(QSize(100, HEIGHT))
                self.addItem(item)
        self.setCurrentRow(next((n for n in range(self.count()) if self.chosen(n) is not None), -1))
        self.scrollToTop()

    def chosen(self, place: int | None = None) -> Row | None:
        """The row at a place, or the current one; None for a heading or nothing."""
        item = self.item(self.currentRow() if place is None else place)
        return None if item is None else item.data(ROW)

    def step(self, by: int) -> None:
        """Go up or down by rows, over headings; round at the ends by one."""
        places = [n for n in range(self.count()) if self.chosen(n) is not None]
        if not places:
            return
        at = places.index(self.currentRow()) if self.currentRow() in places else 0
        to = (at + by) % len(places) if abs(by) == 1 else max(0, min(len(places) - 1, at + by))
        self.setCurrentRow(places[to])
        if to == 0:
            self.scrollToTop()

    def tall(self) -> int:
        """The height of everything listed."""
        return sum(self.item(n).sizeHint().height() for n in range(self.count()))


class Painted(QStyledItemDelegate):
    """Paints a heading or a row."""

    def __init__(self, listing: Listing) -> None:
        super().__init__(listing)
        self._listing = listing

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As the item says."""
        size = index.data(Qt.ItemDataRole.SizeHintRole)
        return size if isinstance(size, QSize) else QSize(100, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Icon, title, note; at the right the shortcut, or why it cannot be chosen."""
        look, row = self._listing.look, index.data(ROW)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        if row is None:
            words = str(index.data(Qt.ItemDataRole.DisplayRole))
            paint(painter, (Text(14, rect.height() - 8, words, 11, look["muted"], "semibold"),))
        else:
            state = option.state  # type: ignore[attr-defined]
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            over = bool(state & QStyle.StateFlag.State_MouseOver)
            paint(painter, _shapes(row, rect.width(), look, chosen, over))
            color = look["faint"] if row.reason else look[row.color]
            qicon(row.icon, color).paint(painter, QRect(14, (HEIGHT - 16) // 2, 16, 16))
        painter.restore()


def _shapes(row: Row, width: int, look: Theme, chosen: bool, over: bool) -> list[Shape]:
    shapes: list[Shape] = []
    if chosen or over:
        shapes.append(Box(4, 1, width - 8, HEIGHT - 2, 8, Fill(look["selected" if chosen else "hover"])))
    if chosen:
        shapes.append(Box(4, 8, 3, HEIGHT - 16, 1.5, Fill(look["accent"])))
    middle, right = HEIGHT / 2 + 4.5, width - 16.0
    words = row.reason or row.shortcut
    if words:
        words = text.elide(words, NOTE, width * 0.45)
        weight = "regular" if row.reason else "medium"
        shapes.append(Text(right, middle - 0.5, words, NOTE, look["muted"], weight, "end"))  # type: ignore[arg-type]
        right -= text.width(words, NOTE, weight) + 16  # type: ignore[arg-type]
    title = text.elide(row.title, TITLE, right - 42, "medium")
    color = look["faint"] if row.reason else look["text"]
    shapes.append(Text(42, middle, title, TITLE, color, "medium"))
    after = 42 + text.width(title, TITLE, "medium") + 10
    if row.note and right - after > 40:
        note = text.elide(row.note, NOTE, right - after)
        shapes.append(Text(after, middle - 0.5, note, NOTE, look["faint" if row.reason else "muted"]))
    return shapes
