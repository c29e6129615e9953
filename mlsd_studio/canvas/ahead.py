"""Who pans goes on panning: the strip that a step lays bare is painted a few steps wide and kept.

The next steps copy their strips from there. Whatever else may look different throws the sheets away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from mlsd_studio.canvas.surface import Surface

STEPS = 7
"""How many more steps of the same kind a sheet serves."""
FURTHEST = 112
"""Pixels beyond the strip that are painted at most."""
MOST = 8
"""Sheets kept."""
SPARE = 2
"""Pixels painted around a sheet and not copied: a thin line that is cut off may get another last pixel."""


class Ahead:
    """The sheets of a canvas, by the part of the world that they show; all at one zoom."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas
        self._step: QPoint | None = None
        self._sheets: list[tuple[QRect, QImage]] = []
        self._scale = 0.0, 0.0

    def stepped(self, dx: int, dy: int) -> None:
        """The view was moved by whole pixels, and nothing else has changed."""
        self._step = QPoint(dx, dy)

    def forget(self) -> None:
        """Something looks different, or may when it comes into view."""
        self._step = None
        self._sheets.clear()

    def paint(self, painter: QPainter, rect: QRect) -> bool:
        """Copy a rectangle of the widget, or paint it for the steps to come; False where that does not pay."""
        canvas, view = self._canvas, self._canvas.view
        if self._step is None or 2 * rect.width() * rect.height() > canvas.width() * canvas.height():
            return False
        if self._scale != (view.zoom, view.dpr):
            self._sheets, self._scale = [], (view.zoom, view.dpr)
        place = rect.translated(-view.ox, -view.oy)
        found = next((sheet for sheet in self._sheets if sheet[0].contains(place)), None)
        if found is None:
            steps = min(STEPS, FURTHEST // max(abs(self._step.x()), abs(self._step.y()), 1))
            if not steps:
                return False
            whole = place.united(place.translated(-self._step * steps))
            found = whole, self._painted(whole.adjusted(-SPARE, -SPARE, SPARE, SPARE))
            self._sheets = [*self._sheets[1 - MOST :], found]
        whole, image = found
        dpr = int(view.dpr)
        corner = place.topLeft() - whole.topLeft() + QPoint(SPARE, SPARE)
        painter.setClipping(False)
        painter.drawImage(rect.topLeft(), image, QRect(corner * dpr, rect.size() * dpr))
        return True

    def _painted(self, place: QRect) -> QImage:
        """A part of the world, in pixels of the widget at the zoom of now, on a sheet of its own."""
        canvas, view = self._canvas, self._canvas.view
        rect, dpr = place.translated(view.ox, view.oy), int(view.dpr)
        image = QImage(rect.size() * dpr, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(dpr)
        painter = QPainter(image)
        painter.translate(-rect.topLeft())
        canvas.render_areas(painter, [rect])
        painter.end()
        return image
