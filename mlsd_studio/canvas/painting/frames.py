"""Boundaries and groups, the outer ones first."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from mlsd_studio.canvas.painting import tints
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.drawing import boundary, qt_painter
from mlsd_studio.drawing.picture import Box, Shape
from mlsd_studio.drawing.theme import mix
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model.records import TREE_BOUNDARIES


def draw(stage: Stage) -> None:
    """Paint the frames in the areas."""
    painter = stage.painter
    painter.save()
    painter.setTransform(stage.to_world(), True)
    plain = stage.detail in ("block", "color")
    grounds: dict[str, str] = {}
    for id in stage.frames:
        painter.setOpacity(stage.opacity(id))
        if plain:
            _plain(stage, painter, id, grounds)
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


def _plain(stage: Stage, painter: QPainter, id: str, grounds: dict[str, str]) -> None:
    """Small on the screen: a tint and a thin line, without a title nobody could read.

    `grounds` holds the colours of the frames painted so far: a frame inside one of them is painted in their
    mixture, which is several times quicker than a translucent one.
    """
    scene, theme = stage.scene, stage.theme
    rect = QRectF(*scene.geometry.frames.rects[id])
    color = theme.layer(scene.layer(id))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    record = scene.document.boundaries.get(id)
    if record is not None and record.kind in TREE_BOUNDARIES:
        below = grounds.get(scene.holder(id) or "", theme["background"])
        grounds[id] = mix(color, below, 0.06)
        painter.fillRect(rect, QColor(grounds[id]))
    elif record is not None:
        painter.fillRect(rect, qt_painter.color(color, 0.06))
    pen = QPen(QColor(mix(color, grounds.get(id, theme["background"]), 0.45)), 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    painter.drawLine(QLineF(left, top, right, top))
    painter.drawLine(QLineF(left, bottom, right, bottom))
    painter.drawLine(QLineF(left, top, left, bottom))
    painter.drawLine(QLineF(right, top, right, bottom))
