"""Boundaries and groups, the outer ones first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from mlsd_studio.canvas.painting import tints
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.drawing import boundary, qt_painter
from mlsd_studio.drawing.picture import Box, Shape
from mlsd_studio.layout.geometry import Rect


def draw(stage: Stage) -> None:
    """Paint the frames in the areas."""
    painter = stage.painter
    painter.save()
    painter.setTransform(stage.to_world(), True)
    plain = stage.detail in ("block", "color")
    for id in stage.frames:
        painter.setOpacity(stage.opacity(id))
        if plain:
            _plain(stage, painter, id)
        elif any(area.meets(*strip) for strip in stage.scene.edges(id) for area in stage.areas):
            qt_painter.paint(painter, shapes(stage, id))
        else:
            _ground(painter, shapes(stage, id)[0])
        if id in stage.tints:
            qt_painter.paint(painter, tints.frame_shape(stage, id))
    painter.restore()


def shapes(stage: Stage, id: str) -> tuple[Shape, ...]:
    """The shapes of a frame, its edges on the pixels of the device."""
    document = stage.scene.document
    rect = _snapped(stage, stage.scene.geometry.frames.rects[id])
    record = document.boundaries.get(id)
    if record is None:
        return boundary.group(document.groups[id], rect, stage.theme)
    return boundary.boundary(record, rect, stage.theme, stage.scene.layer(id))


def _snapped(stage: Stage, rect: Rect) -> Rect:
    left, top = stage.snap(rect.x, True), stage.snap(rect.y, True)
    right, bottom = stage.snap(rect.right, True), stage.snap(rect.bottom, True)
    return Rect(left, top, right - left, bottom - top)  # type: ignore[arg-type]


def _ground(painter: QPainter, box: Shape) -> None:
    """Only the tint: the edge is elsewhere."""
    if isinstance(box, Box) and box.fill is not None:
        painter.fillRect(QRectF(box.x, box.y, box.w, box.h), qt_painter.brush(box.fill))


def _plain(stage: Stage, painter: QPainter, id: str) -> None:
    """Small on the screen: a tint and a thin line, without a title nobody could read."""
    rect = stage.scene.geometry.frames.rects[id]
    color = qt_painter.color(stage.theme.layer(stage.scene.layer(id)), 0.45)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    tint = stage.scene.document.boundaries.get(id) is not None
    painter.setBrush(qt_painter.color(color.name(), 0.06) if tint else Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(*rect))
