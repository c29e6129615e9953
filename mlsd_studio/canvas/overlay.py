"""Where the shapes over the scene lie, so that they can be wiped again."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Circle, Line, Shape, Text


def areas_of(shapes: Iterable[Shape]) -> list[Area]:
    """The areas that boxes, circles, lines and words cover, strokes and arrow heads included."""
    return [area for shape in shapes for area in _areas(shape)]


def _areas(shape: Shape) -> list[Area]:
    if isinstance(shape, Box):
        width = shape.stroke.width if shape.stroke else 0.0
        return [Area(shape.x, shape.y, shape.w, shape.h).grown(width + 1)]
    if isinstance(shape, Circle):
        width = shape.stroke.width if shape.stroke else 0.0
        return [Area(shape.x - shape.r, shape.y - shape.r, 2 * shape.r, 2 * shape.r).grown(width + 1)]
    if isinstance(shape, Line):
        room = shape.stroke.width + shape.arrow + 1
        return [
            Area(min(ax, bx), min(ay, by), abs(bx - ax), abs(by - ay)).grown(room)
            for (ax, ay), (bx, by) in zip(shape.points, shape.points[1:], strict=False)
        ]
    if isinstance(shape, Text):
        wide = text.width(shape.text, shape.size, shape.weight)
        left = {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
        return [Area(shape.x - left, shape.y - shape.size, wide, shape.size * 1.3).grown(1)]
    raise TypeError(f"{type(shape).__name__} is no shape of an overlay")
