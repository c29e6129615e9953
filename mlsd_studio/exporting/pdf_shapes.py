"""Draws a Picture on a reportlab canvas: vectors and selectable text, y turned upside down.

Text that no font at hand can set becomes outlines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mlsd_studio.drawing import outline
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
from mlsd_studio.exporting import pdf_text

POINTS = 0.75
"""Points per pixel at 100 %: 96 pixels and 72 points are one inch."""


def draw(canvas: Any, picture: Picture, x: float, y: float, scale: float = POINTS) -> None:
    """Draw with the lower left corner of the picture at (x, y), `scale` points per pixel.

    What reaches beyond the picture's bounds is clipped.
    """
    left, top, w, h = picture.bounds
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(scale, scale)
    frame = canvas.beginPath()
    frame.rect(0, 0, w, h)
    canvas.clipPath(frame, stroke=0, fill=0)
    if picture.background:
        _Pen(canvas, left, top + h).shapes([Box(left, top, w, h, 0, Fill(picture.background))])
    _Pen(canvas, left, top + h).shapes(picture.shapes)
    canvas.restoreState()


class _Pen:
    """Draws shapes; (left, bottom) in the picture is the origin of the canvas."""

    def __init__(self, canvas: Any, left: float, bottom: float) -> None:
        self._canvas, self._left, self._bottom = canvas, left, bottom
        self._draw: dict[type, Callable[[Any], None]] = {
            Group: self._group, Box: self._box, Circle: self._circle, Line: self._line,
            Path: self._path, Text: self._text,
        }  # fmt: skip

    def shapes(self, shapes: Iterable[Shape]) -> None:
        """Draw shapes in their order, later ones on top."""
        for shape in shapes:
            self._draw[type(shape)](shape)

    def _group(self, group: Group) -> None:
        self.shapes(group.shapes)

    def _box(self, box: Box) -> None:
        commands = outline.rounded_box(box.x, box.y, box.w, box.h, box.radius)
        self._commands(commands, box.fill, box.stroke)

    def _circle(self, circle: Circle) -> None:
        self._style(circle.fill, circle.stroke)
        x, y = circle.x - self._left, self._bottom - circle.y
        self._canvas.circle(
            x, y, circle.r, stroke=int(circle.stroke is not None), fill=int(circle.fill is not None)
        )

    def _line(self, line: Line) -> None:
        self._commands(outline.shaft(line), None, line.stroke)
        tip = outline.head(line)
        if tip:
            self._commands(tip, Fill(line.stroke.color, line.stroke.opacity), None)

    def _path(self, path: Path) -> None:
        stroke = path.stroke
        if stroke is not None:
            dash = tuple(length * path.scale for length in stroke.dash)
            stroke = Stroke(stroke.color, stroke.width * path.scale, dash, stroke.opacity)
        self._commands(outline.moved(path.commands, path.x, path.y, path.scale), path.fill, stroke)

    def _text(self, shape: Text) -> None:
        self._style(Fill(shape.color, shape.opacity), None)
        if not pdf_text.settable(shape.text, shape.weight):
            from mlsd_studio.drawing.qt_painter import text_outline

            self._commands(text_outline(shape), Fill(shape.color, shape.opacity), None)
            return
        x, y = outline.text_left(shape) - self._left, self._bottom - shape.y
        pdf_text.show(self._canvas, x, y, shape.text, shape.size, shape.weight)

    def _commands(self, commands: Iterable[Command], fill: Fill | None, stroke: Stroke | None) -> None:
        path = self._canvas.beginPath()
        for name, *numbers in commands:
            values = [
                float(value) - self._left if place % 2 == 0 else self._bottom - float(value)
                for place, value in enumerate(numbers)
            ]
            if name == "M":
                path.moveTo(*values)
            elif name == "L":
                path.lineTo(*values)
            elif name == "C":
                path.curveTo(*values)
            else:
                path.close()
        self._style(fill, stroke)
        self._canvas.drawPath(path, stroke=int(stroke is not None), fill=int(fill is not None), fillMode=1)

    def _style(self, fill: Fill | None, stroke: Stroke | None) -> None:
        from reportlab.lib.colors import HexColor

        if fill is not None:
            self._canvas.setFillColor(HexColor(fill.color))
            self._canvas.setFillAlpha(fill.opacity)
        if stroke is not None:
            self._canvas.setStrokeColor(HexColor(stroke.color))
            self._canvas.setStrokeAlpha(stroke.opacity)
            self._canvas.setLineWidth(stroke.width)
            self._canvas.setLineCap(0 if stroke.dash else 1)
            self._canvas.setLineJoin(1)
            self._canvas.setDash(list(stroke.dash))
