"""What stands on a canvas with nothing on it: the first steps."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mlsd_studio.drawing import qt_painter
from mlsd_studio.drawing.theme import Theme

WORDS = "Drag a component here, press / to search, or start from a template"


def draw_empty(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """Paint the first steps in the middle of the widget."""
    painter.setFont(qt_painter.font(14, "regular"))
    painter.setPen(QColor(theme["muted"]))
    place = QRectF(rect).adjusted(24, 24, -24, -24)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(place, int(flags), WORDS)
