"""Small painted bars: the waterfall of a critical path, and a share of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlsd_studio.analysis.numbers.latency import Slice
from mlsd_studio.analysis.numbers.wording import time_words
from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Shape, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model import Document
from mlsd_studio.panels.naming import name_of
from mlsd_studio.session import Session

ROW, NAME, LAST = 22, 116, 58
PARTS = (("network", "muted", "network"), ("wait", "warn", "waiting"), ("own", "accent", "own work"))
KEY = 20


class Waterfall(QWidget):
    """Where the time of a journey goes: a row for each component, from left to right as the request travels."""

    def __init__(self, session: Session, look: Theme, slices: Sequence[Slice]) -> None:
        super().__init__()
        self._session, self._look = session, look
        self.slices = tuple(slices)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Waterfall of the critical path")
        self.setAccessibleDescription("; ".join(_spoken(session.document, one) for one in self.slices))
        self.setToolTip("Expected time while the whole takes its p95. Click a row to select its component.")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """A row for each component and one for the colours."""
        return QSize(380, ROW * len(self.slices) + KEY)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the component of a row."""
        row = int(event.position().y() // ROW)
        if 0 <= row < len(self.slices):
            self._session.select([self.slices[row].component])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar in three parts, time."""
        look, room = self._look, self.width() - NAME - LAST - 12
        end = max((one.start + one.length for one in self.slices), default=1.0) or 1.0
        shapes: list[Shape] = []
        for row, one in enumerate(self.slices):
            y = row * ROW
            name = text.elide(name_of(self._session.document, one.component), 11.5, NAME - 8)
            shapes.append(Text(0, y + 15, name, 11.5, look["text"]))
            shapes.append(Box(NAME, y + 7, room, 8, 4, Fill(look["track"])))
            x = NAME + one.start / end * room
            for part, token, _ in PARTS:
                wide = getattr(one, part) / end * room
                if wide > 0.0:
                    shapes.append(Box(x, y + 7, max(1.0, wide), 8, min(4.0, wide / 2), Fill(look[token])))
                x += wide
            last = time_words(one.length)
            shapes.append(Text(self.width(), y + 15, last, 11.5, look["muted"], "regular", "end"))
        shapes += self._key(ROW * len(self.slices) + 14)
        painter = QPainter(self)
        paint(painter, shapes)
        painter.end()

    def _key(self, base: float) -> list[Shape]:
        shapes: list[Shape] = []
        x = float(NAME)
        for _, token, words in PARTS:
            shapes.append(Box(x, base - 8, 8, 8, 2, Fill(self._look[token])))
            shapes.append(Text(x + 12, base, words, 10.5, self._look["muted"]))
            x += 12 + text.width(words, 10.5) + 14
        return shapes


def _spoken(document: Document, one: Slice) -> str:
    parts = ", ".join(
        f"{words} {time_words(getattr(one, part))}" for part, _, words in PARTS if getattr(one, part)
    )
    return f"{name_of(document, one.component)}: {parts or 'nothing'}"


class ShareBar(QWidget):
    """A share of a whole: a word, the share in percent, and a bar under them."""

    HEIGHT = 36

    def __init__(self, words: str, look: Theme) -> None:
        super().__init__()
        self._words, self._look = words, look
        self._share: float | None = None
        self._last, self._token = "", "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A line of words over a bar."""
        return QSize(200, self.HEIGHT)

    def show_share(self, share: float | None, last: str, token: str, tip: str) -> None:
        """Show a share (0 to 1; None = unknown) with the words at its end."""
        self._share, self._last, self._token = share, last, token
        self.setToolTip(tip)
        self.setAccessibleName(f"{self._words}: {last}")
        self.update()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, share, bar."""
        look, w = self._look, float(self.width())
        shapes: list[Shape] = [
            Text(0, 13, self._words, 12, look["muted"]),
            Text(w, 13, self._last, 12, look["text"], "medium", "end"),
            Box(0, 20, w, 7, 3.5, Fill(look["track"])),
        ]
        if self._share:
            shapes.append(Box(0, 20, max(7.0, w * min(1.0, self._share)), 7, 3.5, Fill(look[self._token])))
        painter = QPainter(self)
        paint(painter, shapes)
        painter.end()
