"""The ground: plain colour, the tints of the boundaries that nest, and dots 20 px apart.

All of it is painted in solid colours on whole device pixels: a translucent tint takes many times as long,
and what a tint looks like on what lies below it is known.
"""

from __future__ import annotations

import math
from array import array

import shiboken6
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.drawing import boundary
from mlsd_studio.drawing.theme import mix
from mlsd_studio.model.records import TREE_BOUNDARIES

STEP = 20
"""World pixels between dots."""
FEW = 6
"""Rectangles beyond which the ground of their common box is painted; the painter is clipped."""
LEAST = 12
"""Pixels of the widget between dots, below which every fifth is drawn."""


def draw(stage: Stage) -> None:
    """Paint the ground of the areas; the colours under the boundaries are noted in `stage.grounds`."""
    painter, rects = stage.painter, _pixels(stage)
    painter.save()
    painter.setTransform(stage.to_device(), True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    background = QColor(stage.theme["background"])
    for rect in rects:
        painter.fillRect(rect, background)
    painter.setPen(Qt.PenStyle.NoPen)
    records = stage.scene.document.boundaries
    for id in stage.frames:
        record = records.get(id)
        if record is not None and record.kind in TREE_BOUNDARIES:
            _draw_tint(stage, id, rects)
    step = STEP * (1 if stage.view.zoom * STEP >= LEAST else 5)
    if stage.dots and stage.view.zoom * step >= LEAST:
        painter.setBrush(QColor(stage.theme["grid"]))
        for rect in rects:
            _draw_dots(stage, rect, step)
    painter.restore()


def _pixels(stage: Stage) -> list[QRect]:
    """The rectangles to paint in device pixels; the box around them where they are many."""
    rects, dpr = stage.rects, stage.view.dpr
    if len(rects) > FEW:
        whole = QRect(rects[0])
        for rect in rects:
            whole |= rect
        rects = [whole]
    if dpr == 1:
        return rects
    found = []
    for rect in rects:
        x, y = math.floor(rect.x() * dpr), math.floor(rect.y() * dpr)
        right = math.ceil((rect.x() + rect.width()) * dpr)
        found.append(QRect(x, y, right - x, math.ceil((rect.y() + rect.height()) * dpr) - y))
    return found


def _draw_tint(stage: Stage, id: str, rects: list[QRect]) -> None:
    """The ground inside a boundary, with round corners."""
    scene, scale, painter = stage.scene, stage.scale, stage.painter
    below = stage.grounds.get(scene.holder(id) or "", stage.theme["background"])
    fill = boundary.tint(stage.theme, scene.layer(id))
    name = stage.grounds[id] = mix(fill.color, below, fill.opacity * stage.opacity(id))
    color, frame = QColor(name), scene.geometry.frames.rects[id]
    dx, dy = stage.view.device_origin
    x, y = round(frame.x * scale) + dx, round(frame.y * scale) + dy
    right, bottom = round(frame.right * scale) + dx + 1, round(frame.bottom * scale) + dy + 1
    w, h = right - x, bottom - y
    r = min(round(boundary.RADIUS * scale), w // 2, h // 2)
    for part in (
        QRect(x, y + r, w, h - 2 * r),
        QRect(x + r, y, w - 2 * r, r),
        QRect(x + r, bottom - r, w - 2 * r, r),
    ):
        for rect in rects:
            seen = part & rect
            if not seen.isEmpty():
                painter.fillRect(seen, color)
    for corner, left, top in ((1, x, y), (0, right - r, y), (2, x, bottom - r), (3, right - r, bottom - r)):
        if any(rect.intersects(QRect(left, top, r, r)) for rect in rects):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(color)
            circle = QRectF(
                left - (r if corner in (0, 3) else 0), top - (r if corner > 1 else 0), 2 * r, 2 * r
            )
            painter.drawPie(circle, corner * 90 * 16, 90 * 16)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_dots(stage: Stage, rect: QRect, step: int) -> None:
    """Rows of dots over one rectangle of device pixels, or columns where it is tall; each is one call."""
    scale, dx, dy = stage.scale, *stage.view.device_origin
    size = max(1, round(1.8 * min(scale, 2 * stage.view.dpr)))
    xs = _places(rect.left() - size, rect.right() + size, step * scale, dx - size // 2)
    ys = _places(rect.top() - size, rect.bottom() + size, step * scale, dy - size // 2)
    level = len(xs) >= len(ys)
    along, across = (xs, ys) if level else (ys, xs)
    if not across:
        return
    memory = array("i")
    for place in along:
        memory.extend(
            (place, 0, place + size - 1, size - 1) if level else (0, place, size - 1, place + size - 1)
        )
    dots = shiboken6.wrapInstance(memory.buffer_info()[0], QRect)
    painter, last = stage.painter, 0
    for place in across:
        painter.translate(*((0, place - last) if level else (place - last, 0)))
        last = place
        painter.drawRects(dots, len(along))
    painter.translate(*((0, -last) if level else (-last, 0)))


def _places(low: int, high: int, step: float, origin: int) -> list[int]:
    """Where dots may show between two places; `origin` is that of the dot at 0."""
    first, last = math.floor((low - origin) / step), math.ceil((high - origin) / step)
    return [round(n * step) + origin for n in range(first, last + 1)]
