"""Icons for widgets: painted from the bundled drawings, sharp at every scale of the screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from mlsd_studio.drawing.card import ICON_SIZE, TILE, icon_shapes
from mlsd_studio.drawing.icons import FALLBACK, icon_names
from mlsd_studio.drawing.picture import Box, Fill, Shape
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import mix

DISABLED = 0.38
"""Opacity of the icon of a control that cannot be used."""


def pixmap(shapes: tuple[Shape, ...], width: int, height: int, ratio: float) -> QPixmap:
    """Shapes on a transparent pixmap of width × height logical pixels for a screen of this ratio."""
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, shapes)
    painter.end()
    return made


def ratios() -> list[float]:
    """The scales that icons are painted for: 1, 2 and that of the sharpest screen."""
    return sorted({1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})


@lru_cache(maxsize=1024)
def qicon(name: str, color: str, size: int = 16, on_color: str | None = None) -> QIcon:
    """The icon `name` in a colour `#RRGGBB`; `on_color` is used while its button is checked.

    An unknown name gives the box, so that a missing drawing is seen and nothing breaks.
    """
    known = name if name in _names() else FALLBACK
    icon = QIcon()
    for ratio in ratios():
        plain = pixmap(icon_shapes(known, color, size / 2, size / 2, size), size, size, ratio)
        icon.addPixmap(plain, QIcon.Mode.Normal, QIcon.State.Off)
        icon.addPixmap(_faded(plain), QIcon.Mode.Disabled)
        if on_color:
            checked = icon_shapes(known, on_color, size / 2, size / 2, size)
            icon.addPixmap(pixmap(checked, size, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return icon


@lru_cache(maxsize=2048)
def tile(name: str, color: str, ground: str, size: int, ratio: float) -> QPixmap:
    """The icon of a kind on a rounded tile tinted with its layer's colour, as on the cards."""
    radius = size * 8 / TILE
    tint = Box(0, 0, size, size, radius, Fill(mix(color, ground, 0.14)))
    glyph = icon_shapes(name, color, size / 2, size / 2, size * ICON_SIZE / TILE)
    return pixmap((tint, *glyph), size, size, ratio)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(icon_names())


def _faded(plain: QPixmap) -> QPixmap:
    made = QPixmap(plain.size())
    made.setDevicePixelRatio(plain.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(DISABLED)
    painter.drawPixmap(0, 0, plain)
    painter.end()
    return made
