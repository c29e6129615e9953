"""The edges and titles of boundaries and groups, the outer ones first; `grounds` paints what lies inside."""

from __future__ import annotations

from functools import lru_cache

import shiboken6
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mlsd_studio.canvas.painting import tints
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.painting.strokes import Strokes, showing, strokes
from mlsd_studio.drawing import boundary, outline, qt_painter
from mlsd_studio.drawing.picture import Box, Shape
from mlsd_studio.drawing.theme import mix
from mlsd_studio.layout.geometry import Rect


def draw(stage: Stage) -> None:
    """Paint the frames in the areas."""
    painter = stage.painter
    painter.save()
    painter.setTransform(stage.to_world(), True)
    plain = stage.detail in ("block", "color")
    for id in stage.frames:
        painter.setOpacity(stage.opacity(id))
        edges = stage.scene.edges(id)
        if plain:
            _plain(stage, painter, id)
        elif any(area.meets(*strip) for strip in edges for area in stage.areas):
            box, *title = shapes(stage, id)
            _edged(stage, box, id not in stage.grounds)
            if any(area.meets(*strip) for strip in edges[:2] for area in stage.areas):
                qt_painter.paint(painter, title)
        elif id not in stage.grounds:
            _fill(stage, shapes(stage, id)[0])
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


def _edged(stage: Stage, box: Shape, filled: bool) -> None:
    """Of the edge of a frame the pieces that show, for it is long, and a scroll lays bare little."""
    painter = stage.painter
    if not isinstance(box, Box) or box.stroke is None:
        qt_painter.paint(painter, (box,))
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if filled and box.fill is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qt_painter.brush(box.fill))
        painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), box.radius, box.radius)
    pen = qt_painter.pen(box.stroke)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    solid = QPen(pen.color(), pen.widthF())
    solid.setCapStyle(Qt.PenCapStyle.FlatCap)
    shows, whole = showing(stage), stage.whole
    edge = _edge(box, 1 / stage.scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(solid)
    for bar in edge.bars:
        if shows(bar.box):
            lines = bar.seen(whole)
            painter.drawLines(shiboken6.wrapInstance(lines.buffer_info()[0], QLineF), len(lines) // 4)
    for curve in edge.curves:
        if shows(curve.box):
            if box.stroke.dash:
                pen.setDashOffset(curve.along / pen.widthF())
            painter.setPen(pen)
            painter.drawPath(curve.path)


@lru_cache(maxsize=512)
def _edge(box: Box, grain: float) -> Strokes:
    commands = outline.rounded_box(box.x, box.y, box.w, box.h, box.radius)
    start = ("L", *commands[0][1:])
    dash = box.stroke.dash if box.stroke is not None else ()
    return strokes((*commands[:-1], start), dash, grain)


def _fill(stage: Stage, box: Shape) -> None:
    """The tint of a frame whose edge is elsewhere, no further than it is to be painted."""
    if isinstance(box, Box) and box.fill is not None:
        whole = QRectF(*stage.whole.grown(2 / stage.scale))
        stage.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        stage.painter.fillRect(QRectF(box.x, box.y, box.w, box.h) & whole, qt_painter.brush(box.fill))


def _plain(stage: Stage, painter: QPainter, id: str) -> None:
    """Small on the screen: a thin line, without a title nobody could read."""
    scene, theme = stage.scene, stage.theme
    rect = QRectF(*scene.geometry.frames.rects[id])
    color = theme.layer(scene.layer(id))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if id not in stage.grounds and id in scene.document.boundaries:
        painter.fillRect(rect, qt_painter.color(color, 0.06))
    pen = QPen(QColor(mix(color, stage.grounds.get(id, theme["background"]), 0.45)), 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    painter.drawLine(QLineF(left, top, right, top))
    painter.drawLine(QLineF(left, bottom, right, bottom))
    painter.drawLine(QLineF(left, top, left, bottom))
    painter.drawLine(QLineF(right, top, right, bottom))
