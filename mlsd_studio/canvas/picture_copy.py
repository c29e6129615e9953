"""The design or the selection as an image on the clipboard, at twice the size, with the names as text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from mlsd_studio.canvas.findings import badges
from mlsd_studio.drawing import qt_painter
from mlsd_studio.drawing.build import picture
from mlsd_studio.drawing.card import names_of
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.drawing.theme import theme as named
from mlsd_studio.session import Session

SCALE = 2.0
MOST = 8000
"""Pixels of the longer side at most; larger designs are scaled down to it."""


def image(session: Session, theme: Theme) -> QImage:
    """The selection, or the whole design where nothing is selected."""
    drawn = picture(session.viewing.shown, theme, ids=session.selection or None, badges=badges(session))
    x, y, w, h = drawn.bounds
    scale = min(SCALE, MOST / max(w, h, 1))
    made = QImage(round(w * scale), round(h * scale), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(QColor(drawn.background or "transparent"))
    painter = QPainter(made)
    painter.scale(scale, scale)
    painter.translate(-x, -y)
    painter.setClipRect(QRectF(x, y, w, h))
    qt_painter.paint(painter, drawn.shapes)
    painter.end()
    return made


def copy_picture(session: Session, theme: Theme) -> None:
    """Put the image and the names of its components on the clipboard."""
    components = session.viewing.shown.components
    wanted = [components[id] for id in session.selected("components")] or list(components.values())
    data = QMimeData()
    data.setImageData(image(session, named(theme.exported)))
    data.setText("\n".join(names_of(component)[0] for component in wanted))
    QGuiApplication.clipboard().setMimeData(data)
    session.message.emit("Copied as a picture")
