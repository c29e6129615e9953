"""The field in the top bar that opens the palette; where there is little room, only its magnifier."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session.icons import qicon

WORDS = "Search or run a command"
WIDE, NARROW, HEIGHT = 240, 32, 30


class CommandField(QAbstractButton):
    """Looks like a field, and is a button: the typing happens in the palette."""

    def __init__(self, key: str, look: Theme) -> None:
        super().__init__()
        self._key, self._look = key.replace("+", " "), look
        self.narrow = False
        self.setText(WORDS)
        self.setAccessibleName(WORDS)
        self.setToolTip(f"{WORDS} ({key})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(WIDE, HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The whole field, or the magnifier."""
        return QSize(NARROW if self.narrow else WIDE, HEIGHT)

    def set_narrow(self, narrow: bool) -> None:
        """Show only the magnifier."""
        if narrow != self.narrow:
            self.narrow = narrow
            self.setFixedSize(self.sizeHint())
            self.update()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Border, magnifier, words, key."""
        look, w, h = self._look, self.width(), self.height()
        lit = self.underMouse() or self.hasFocus()
        edge = look["accent"] if self.hasFocus() else look["faint" if lit else "line"]
        shapes: list[Shape] = []
        if not self.narrow:
            shapes = [
                Box(0.5, 0.5, w - 1, h - 1, 8, Fill(look["panel"]), Stroke(edge)),
                Text(32, h / 2 + 4.5, WORDS, 12.5, look["muted"]),
                Text(w - 10, h / 2 + 4, self._key, 11, look["muted"], "medium", "end"),
            ]
        elif lit:
            shapes = [Box(0.5, 0.5, w - 1, h - 1, 8, Fill(look["hover"]), Stroke(edge))]
        painter = QPainter(self)
        paint(painter, shapes)
        qicon("search", look["muted"]).paint(painter, QRect(8 if self.narrow else 10, (h - 16) // 2, 16, 16))
        painter.end()
