"""A template as a small drawing: its own boxes and lines where the studio lays them out, without words."""

from __future__ import annotations

from functools import lru_cache

from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke
from mlsd_studio.drawing.template import template
from mlsd_studio.drawing.theme import Theme, mix

QUIET = frozenset({"telemetry", "control"})
"""Kinds of flow that a drawing of this size leaves out."""

LAYER_ORDER = ("data", "ml", "application", "actor")


@lru_cache(maxsize=64)
def thumbnail(pattern: str, look: Theme, width: int, height: int) -> tuple[Shape, ...]:
    """The shapes of a pattern's template, centred in width × height pixels."""
    document = template(pattern)
    geometry = Geometry(document)
    area = geometry.bounds(list(geometry.boxes))
    scale = min((width - 24) / area.w, (height - 20) / area.h)
    left = (width - area.w * scale) / 2 - area.x * scale
    top = (height - area.h * scale) / 2 - area.y * scale
    shapes: list[Shape] = []
    for id, route in geometry.routes.items():
        if document.flows[id].kind in QUIET:
            continue
        points = tuple((left + x * scale, top + y * scale) for x, y in route.points)
        shapes.append(Line(points, Stroke(mix(look["muted"], look["background"], 0.6), 1.0), 2.0))
    for id, rect in geometry.boxes.items():
        color = look.layer(layer_of(document.components[id]))
        ground = Fill(mix(color, look["card"], 0.22))
        x, y = left + rect.x * scale, top + rect.y * scale
        w, h = rect.w * scale, max(5.0, rect.h * scale)
        shapes.append(Box(x, y, w, h, min(4.0, h / 3), ground, Stroke(color, 1.0)))
    return tuple(shapes)
