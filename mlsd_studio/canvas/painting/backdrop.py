"""The ground: plain colour and dots 20 px apart."""

from __future__ import annotations

from array import array

import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor

from mlsd_studio.canvas.painting.stage import Stage

STEP = 20
"""World pixels between dots."""
FEW = 6
"""Rectangles beyond which the ground of their common box is painted; the painter is clipped."""
LEAST = 12
"""Pixels of the widget between dots, below which every fifth is drawn."""


def draw(stage: Stage) -> None:
    """Fill the areas and put the dots on them."""
    painter = stage.painter
    rects = stage.rects
    if len(rects) > FEW:
        whole = rects[0]
        for rect in rects:
            whole = whole.united(rect)
        rects = [whole]
    for rect in rects:
        painter.fillRect(rect, QColor(stage.theme["background"]))
    step = STEP * (1 if stage.view.zoom * STEP >= LEAST else 5)
    if not stage.dots or stage.view.zoom * step < LEAST:
        return
    painter.save()
    painter.setTransform(stage.to_device(), True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(stage.theme["grid"]))
    for rect in rects:
        _dots(stage, rect, step)
    painter.restore()


def _dots(stage: Stage, rect: QRect, step: int) -> None:
    """Rows of dots over one rectangle of the widget; a row is one call."""
    view, scale = stage.view, stage.scale
    dx, dy = view.device_origin
    size = max(1, round(1.8 * min(scale, 2 * view.dpr)))
    area = view.world_area(rect.x(), rect.y(), rect.width(), rect.height())
    first, last = int(area.x // step), int(area.right // step) + 1
    half = size // 2
    row = array("i")
    for n in range(first, last + 1):
        x = round(n * step * scale) + dx - half
        row.extend((x, 0, x + size - 1, size - 1))
    if not row:
        return
    memory = shiboken6.wrapInstance(row.buffer_info()[0], QRect)
    last_y = 0
    for n in range(int(area.y // step), int(area.bottom // step) + 2):
        y = round(n * step * scale) + dy - half
        stage.painter.translate(0, y - last_y)
        last_y = y
        stage.painter.drawRects(memory, len(row) // 4)
    stage.painter.translate(0, -last_y)
