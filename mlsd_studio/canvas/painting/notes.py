"""Notes and the lines to what they are about."""

from __future__ import annotations

import math
from array import array

import shiboken6
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter

from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.drawing import note, qt_painter
from mlsd_studio.drawing.picture import Point, Stroke

DOT, DOT_STEP = 2, 5
"""Length of a dot on the line from a note, and from one to the next, in world pixels."""


def draw(stage: Stage) -> None:
    """Paint the notes in the areas."""
    ids = stage.notes
    if not ids or stage.detail == "color":
        return
    painter, geometry = stage.painter, stage.scene.geometry
    painter.save()
    painter.setTransform(stage.to_world(), True)
    pen = qt_painter.pen(Stroke(stage.theme["faint"], 1.0))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    for id in ids:
        record, rect = stage.scene.document.notes[id], geometry.notes[id]
        painter.setOpacity(stage.opacity(id))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        ties = [other for link in record.links or () if (other := geometry.rect(link)) is not None]
        x, y = rect.centre
        for other in ties:
            edge = (min(max(x, other.x), other.right), min(max(y, other.y), other.bottom))
            _draw_tie(painter, (x, y), edge)
        qt_painter.paint(painter, note.note(record.text, rect, stage.theme))
    painter.restore()


def _draw_tie(painter: QPainter, start: Point, end: Point) -> None:
    """A dotted line, dot by dot: where Qt itself takes a line apart, a part of it has its dots elsewhere."""
    length = math.dist(start, end)
    if not length:
        return
    (x, y), dx, dy = start, (end[0] - start[0]) / length, (end[1] - start[1]) / length
    lines = array("d")
    for n in range(math.ceil(length / DOT_STEP)):
        low, high = n * DOT_STEP, min(n * DOT_STEP + DOT, length)
        lines.extend((x + dx * low, y + dy * low, x + dx * high, y + dy * high))
    painter.drawLines(shiboken6.wrapInstance(lines.buffer_info()[0], QLineF), len(lines) // 4)
