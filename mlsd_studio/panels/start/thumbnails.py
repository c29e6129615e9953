"""A template as a small drawing: its own boxes and lines, laid out for a wide and low space, without words."""

from __future__ import annotations

from functools import lru_cache

from mlsd_studio.catalog import patterns
from mlsd_studio.catalog.templates import document_from_pattern
from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.layout.geometry import Point
from mlsd_studio.layout.layered import Arrangement, Edge, Graph, Node, Options, arrange

QUIET = frozenset({"telemetry", "control"})
"""Kinds of flow that a drawing of this size leaves out, and with them what has no other flow."""

CARD = (150, 72)
SHAPE = Options(column_gap=84, row_gap=44, aspect=2.8, thorough=False)
MARGIN = 12


@lru_cache(maxsize=64)
def thumbnail(pattern: str, look: Theme, width: int, height: int) -> tuple[Shape, ...]:
    """The shapes of a pattern's template, centred in width × height pixels."""
    layers, arranged = _arranged(pattern)
    corners = list(arranged.positions.values())
    turns = [point for route in arranged.routes.values() for point in route]
    xs = [x for x, _ in turns] + [x + w for x, _ in corners for w in (0, CARD[0])]
    ys = [y for _, y in turns] + [y + h for _, y in corners for h in (0, CARD[1])]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / tall, 0.22)
    left, top = (width - wide * scale) / 2 - min(xs) * scale, (height - tall * scale) / 2 - min(ys) * scale

    def at(point: Point) -> tuple[float, float]:
        return left + point[0] * scale, top + point[1] * scale

    line = Stroke(mix(look["muted"], look["background"], 0.7), 1.0)
    shapes: list[Shape] = [
        Line(tuple(map(at, route)), line, 2.0) for _, route in sorted(arranged.routes.items()) if route
    ]
    w, h = CARD[0] * scale, CARD[1] * scale
    for id, corner in sorted(arranged.positions.items()):
        color = look.layer(layers[id])
        x, y = at(corner)
        shapes.append(
            Box(x, y, w, h, min(4.0, h / 3), Fill(mix(color, look["card"], 0.2)), Stroke(color, 1.0))
        )
    return tuple(shapes)


@lru_cache(maxsize=32)
def _arranged(pattern: str) -> tuple[dict[str, str], Arrangement]:
    """Layer by component id, and where the boxes and lines are."""
    document = document_from_pattern(next(one for one in patterns() if one.id == pattern))
    flows = [one for one in document.flows.values() if one.kind not in QUIET]
    joined = {end for one in flows for end in (one.source, one.target)}
    cards = [one for one in document.components.values() if one.id in joined]
    nodes = tuple(Node(one.id, *CARD) for one in cards)
    edges = tuple(Edge(one.id, one.source, one.target) for one in flows)
    return {one.id: layer_of(one) for one in cards}, arrange(Graph(nodes, edges), SHAPE)
