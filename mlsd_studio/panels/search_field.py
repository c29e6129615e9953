"""A search field: magnifier, the key that leads to it on a small cap, and a cross to clear it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mlsd_studio.drawing.picture import Box, Fill, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session.icons import qicon

CAP = 18
PASSED_ON = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SearchField(QLineEdit):
    """Emits `moved(key)` for arrow keys and `chosen` for Enter, so that a list below can follow."""

    moved = Signal(int)
    chosen = Signal()

    def __init__(self, hint: str, theme: Theme, key_cap: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self._key_cap = key_cap
        self._theme = theme
        self.setProperty("role", "search")
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(False)
        self.addAction(qicon("search", theme["muted"]), QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(qicon("x", theme["muted"]), QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setToolTip("Clear (Esc)")
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._cross.setVisible(bool(text)))
        self._cross.setVisible(False)

    # The two actions are asked for each time: a wrapper kept in Python can lose its object in a nested event loop.

    @property
    def _glass(self) -> QAction:
        return self.actions()[0]

    @property
    def _cross(self) -> QAction:
        return self.actions()[1]

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self._glass.setIcon(qicon("search", theme["muted"]))
        self._cross.setIcon(qicon("x", theme["muted"]))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter go to the list; Esc clears, and a second Esc is the parent's.

        After Enter what is typed begins anew; the key that leads here does so too, and is not typed.
        """
        if event.key() in PASSED_ON:
            self.moved.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
            self.selectAll()
        elif self._key_cap and event.text() == self._key_cap and self.selectedText() == self.text():
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The key cap is shown only where nothing is typed."""
        super().paintEvent(event)
        if not self._key_cap or self.text() or self.hasFocus():
            return
        theme = self._theme
        box = QRectF(self.width() - CAP - 9.5, (self.height() - CAP) / 2 + 0.5, CAP - 1, CAP - 1)
        cap = Box(box.x(), box.y(), box.width(), box.height(), 4, Fill(theme["panel"]), Stroke(theme["line"]))
        word = Text(
            box.center().x(), box.center().y() + 4, self._key_cap, 11, theme["muted"], "medium", "middle"
        )
        painter = QPainter(self)
        paint(painter, (cap, word))
        painter.end()
