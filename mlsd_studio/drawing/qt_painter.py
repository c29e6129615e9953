"""Paints shapes with Qt: the one module below `session` that may import it.

Widgets and the PNG writer use it. Text is set in the bundled Inter without hinting, so that it is as wide
as `drawing.text` says on every screen and at every zoom.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from mlsd_studio.drawing import outline
from mlsd_studio.drawing.fonts import FONT_FILES, font_file
from mlsd_studio.drawing.picture import (
    Box,
    Circle,
    Command,
    Fill,
    Group,
    Line,
    Path,
    Picture,
    Shape,
    Stroke,
    Text,
)

FINENESS = 8
"""Text is set this much larger and scaled down, so that sizes between whole pixels come out right."""

_WEIGHTS = {
    "regular": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "semibold": QFont.Weight.DemiBold,
    "bold": QFont.Weight.Bold,
    "italic": QFont.Weight.Normal,
}


@cache
def load_fonts() -> dict[str, str]:
    """Register the bundled fonts once; weight -> family. Needs a QGuiApplication."""
    families: dict[str, str] = {}
    for weight in FONT_FILES:
        number = QFontDatabase.addApplicationFont(str(font_file(weight)))
        names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        families[weight] = names[0] if names else "Inter"
    return families


@lru_cache(maxsize=512)
def font(pixels: float, weight: str = "regular") -> QFont:
    """Inter, unhinted and kerned, at the nearest whole number of pixels: Qt sets text at no size between."""
    made = QFont(load_fonts()[weight])
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(_WEIGHTS[weight])
    made.setItalic(weight == "italic")
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setKerning(True)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return made


@lru_cache(maxsize=4096)
def to_path(commands: tuple[Command, ...]) -> QPainterPath:
    """Path commands (M, L, C and Z) as a painter path. Raises ValueError for another.

    The path is shared: copy it before changing it.
    """
    path = QPainterPath()
    for command in commands:
        name, values = command[0], [float(value) for value in command[1:]]
        if name == "M":
            path.moveTo(*values)
        elif name == "L":
            path.lineTo(*values)
        elif name == "C":
            path.cubicTo(*values)
        elif name == "Z":
            path.closeSubpath()
        else:
            raise ValueError(f"{name!r} is no path command")
    return path


def color(value: str, opacity: float = 1.0) -> QColor:
    """A colour `#RRGGBB` with an opacity 0..1."""
    made = QColor(value)
    made.setAlphaF(max(0.0, min(1.0, opacity)))
    return made


def pen(stroke: Stroke | None) -> QPen:
    """The pen of a stroke; no pen for None. Qt counts dashes in widths of the pen."""
    if stroke is None:
        return QPen(Qt.PenStyle.NoPen)
    made = QPen(color(stroke.color, stroke.opacity), stroke.width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if stroke.dash:
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        made.setDashPattern([length / stroke.width for length in stroke.dash])
    else:
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
    return made


def brush(fill: Fill | None) -> QBrush:
    """The brush of a fill; no brush for None."""
    return QBrush(Qt.BrushStyle.NoBrush) if fill is None else QBrush(color(fill.color, fill.opacity))


def paint(painter: QPainter, shapes: Iterable[Shape]) -> None:
    """Paint shapes in their order with the painter's transformation; its state is as before afterwards."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for shape in shapes:
        _paint(painter, shape)
    painter.restore()


def ensure_application() -> QGuiApplication:
    """The running application, or a new one that needs no screen, for programs without a window."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    return _application()


@cache
def _application() -> QGuiApplication:
    """Kept alive here: Qt cannot paint text once its application is gone."""
    return QGuiApplication(["mlsd", "-platform", "offscreen"])


def png(picture: Picture, scale: float) -> bytes:
    """A picture as PNG at `scale` pixels per pixel; transparent where it has no background.

    The file says 96 dpi times the scale, so that it is placed at its size at 100 %. Raises MemoryError when
    the image is too large for this machine.
    """
    ensure_application()
    x, y, w, h = picture.bounds
    image = QImage(
        max(1, math.ceil(w * scale)), max(1, math.ceil(h * scale)), QImage.Format.Format_ARGB32_Premultiplied
    )
    if image.isNull():
        raise MemoryError(f"no room for an image of {w * scale:.0f} × {h * scale:.0f} pixels")
    image.fill(color(picture.background) if picture.background else Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-x, -y)
    paint(painter, picture.shapes)
    painter.end()
    dots = round(96 * scale / 0.0254)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def text_outline(shape: Text) -> tuple[Command, ...]:
    """The outlines of a text where it stands, for viewers that ignore embedded fonts."""
    ensure_application()
    path = QPainterPath()
    path.addText(QPointF(), font(shape.size * FINENESS, shape.weight), shape.text)
    path = QTransform(1 / FINENESS, 0, 0, 1 / FINENESS, outline.text_left(shape), shape.y).map(path)
    commands: list[Command] = []
    place = 0
    while place < path.elementCount():
        first = path.elementAt(place)
        if first.type is QPainterPath.ElementType.CurveToElement:
            second, third = path.elementAt(place + 1), path.elementAt(place + 2)
            commands.append(("C", first.x, first.y, second.x, second.y, third.x, third.y))
            place += 3
            continue
        commands.append(
            ("M" if first.type is QPainterPath.ElementType.MoveToElement else "L", first.x, first.y)
        )
        place += 1
    return tuple(commands)


def _paint(painter: QPainter, shape: Shape) -> None:
    _PAINTERS[type(shape)](painter, shape)


def _group(painter: QPainter, group: Group) -> None:
    for shape in group.shapes:
        _paint(painter, shape)


def _box(painter: QPainter, box: Box) -> None:
    painter.setPen(pen(box.stroke))
    painter.setBrush(brush(box.fill))
    rect = QRectF(box.x, box.y, box.w, box.h)
    if box.radius:
        radius = min(box.radius, box.w / 2, box.h / 2)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.drawRect(rect)


def _circle(painter: QPainter, circle: Circle) -> None:
    painter.setPen(pen(circle.stroke))
    painter.setBrush(brush(circle.fill))
    painter.drawEllipse(QPointF(circle.x, circle.y), circle.r, circle.r)


def _line(painter: QPainter, line: Line) -> None:
    painter.setPen(pen(line.stroke))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(to_path(outline.shaft(line)))
    tip = outline.head(line)
    if tip:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(line.stroke.color, line.stroke.opacity))
        painter.drawPath(to_path(tip))


def _path(painter: QPainter, path: Path) -> None:
    painter.save()
    painter.translate(path.x, path.y)
    painter.scale(path.scale, path.scale)
    painter.setPen(pen(path.stroke))
    painter.setBrush(brush(path.fill))
    painter.drawPath(to_path(path.commands))
    painter.restore()


def _text(painter: QPainter, shape: Text) -> None:
    painter.save()
    painter.translate(outline.text_left(shape), shape.y)
    painter.scale(1 / FINENESS, 1 / FINENESS)
    painter.setFont(font(shape.size * FINENESS, shape.weight))
    painter.setPen(color(shape.color, shape.opacity))
    painter.drawText(QPointF(), shape.text)
    painter.restore()


_PAINTERS: dict[type, Callable[[QPainter, Any], None]] = {
    Group: _group,
    Box: _box,
    Circle: _circle,
    Line: _line,
    Path: _path,
    Text: _text,
}
