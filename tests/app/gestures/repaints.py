"""What the screen shows of a canvas, piece by piece as it was repainted, beside one full repaint."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QApplication

from mlsd_studio.canvas import Canvas

SIDE, MOST = 8, 40
"""In squares of so many pixels a side so many may differ: of a line of which a part was repainted the dashes may lie
elsewhere. A card, a word or a tint is more.
"""


class Repaints:
    """Follows a canvas from outside: each repaint goes only into its own region, scrolls are copied."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas, self._shown = canvas, QPixmap(canvas.size())
        self._paint, self._scroll = type(canvas).paintEvent, canvas.scroll
        canvas.paintEvent = self._painted  # type: ignore[method-assign]
        canvas.scroll = self._scrolled  # type: ignore[method-assign]
        canvas.update()

    def end(self) -> None:
        """Leave the canvas alone."""
        del self._canvas.paintEvent
        del self._canvas.scroll

    def _painted(self, event: QPaintEvent) -> None:
        self._paint(self._canvas, event)
        if self._shown.size() != self._canvas.size():
            self._shown = QPixmap(self._canvas.size())
        self._draw(self._shown, event.region())

    def _draw(self, onto: QPixmap, region: QRegion) -> None:
        painter = QPainter(onto)
        painter.setClipRegion(region)
        self._canvas.render_areas(painter, list(region))
        painter.end()

    def _scrolled(self, dx: int, dy: int, rect: QRect) -> None:
        self._shown.scroll(dx, dy, rect)
        self._scroll(dx, dy, rect)

    def same(self) -> None:
        """Both pictures are the same, but for what lies under the map, the legend and the search."""
        canvas = self._canvas
        QApplication.processEvents()
        QApplication.sendEvent(canvas.window(), QEvent(QEvent.Type.UpdateRequest))
        if canvas._hasty:
            return
        full = QPixmap(canvas.size())
        self._draw(full, QRegion(canvas.rect()))
        images = self._shown.toImage(), full.toImage()
        for image in images:
            self._mask(image)
        assert _densest(*images) <= MOST, "a repaint is missing"

    def _mask(self, image: QImage) -> None:
        painter = QPainter(image)
        for part in self._canvas.children():
            if part.isWidgetType() and part.isVisible():
                area = QRect(part.mapTo(self._canvas, QPoint(0, 0)), part.size())
                painter.fillRect(area.adjusted(-1, -1, 1, 1), Qt.GlobalColor.white)
        painter.end()


def _densest(one: QImage, two: QImage) -> int:
    """The most pixels of one square that are not of the same colour."""
    shape = one.height(), one.width(), 4
    a, b = (np.frombuffer(image.constBits(), np.uint8).reshape(shape).astype(int) for image in (one, two))
    other = np.abs(a - b).max(axis=2) > 2
    high, wide = shape[0] // SIDE, shape[1] // SIDE
    squares = other[: high * SIDE, : wide * SIDE].reshape(high, SIDE, wide, SIDE)
    return int(squares.sum(axis=(1, 3)).max())
