"""Flows: paths with round corners, hops and arrows near by; batches of straight pieces from far away."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from mlsd_studio.canvas.painting import tints
from mlsd_studio.canvas.painting.batches import Batches
from mlsd_studio.canvas.painting.sprites import Sprites
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.drawing import flow, outline, qt_painter, tint
from mlsd_studio.drawing.picture import Line, Point, Stroke
from mlsd_studio.layout.routing import Route

FEW = 400
"""Designs with at most so many flows are drawn with all finish down to 30 %, others down to 45 %."""
LABEL_RISE = 8
"""World pixels above and below a label's pill: words on a short line stand above it."""
LABEL_MARGIN = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A flow ready to paint at one scale: its line, pen and arrow head."""

    key: tuple[float, str, tuple[Point, ...]]
    path: QPainterPath
    pen: QPen
    head: QPainterPath
    tip: Point


class FlowPainter:
    """Paints flows; keeps what it made of them until they change."""

    def __init__(self) -> None:
        self._drawn: dict[str, Drawn] = {}
        self._batches = Batches()

    def forget(self, ids: set[str]) -> None:
        """Flows that changed are made anew."""
        self._batches.stale(ids)
        for id in ids:
            self._drawn.pop(id, None)

    def clear(self, batches: Batches | None = None) -> None:
        """Another document, theme or set of routes; `batches` where they are ready."""
        self._drawn.clear()
        self._batches = batches or Batches()

    def draw_lines(self, stage: Stage) -> None:
        """Paint the lines of the flows in the areas."""
        painter = stage.painter
        painter.save()
        painter.setTransform(stage.to_world(), True)
        if with_finish(stage):
            self._draw_each(stage, stage.flows)
        else:
            self._batches.draw(stage)
            if stage.tints:
                tints.draw_plain_flows(stage)
            if stage.lit is not None or stage.selection:
                chosen = ((stage.lit or frozenset()) - stage.tints.keys()) | stage.selection
                self._draw_each(stage, [id for id in stage.flows if id in chosen])
        painter.restore()

    def _draw_each(self, stage: Stage, ids: list[str]) -> None:
        painter = stage.painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, bad = QColor(stage.theme["accent"]), QColor(stage.theme["bad"])
        tips = stage.whole.grown(flow.ARROW + 2)
        for id in ids:
            drawn = self._get(stage, id)
            painter.setOpacity(stage.opacity(id))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen, fill = drawn.pen, drawn.pen.color()
            if id in stage.scene.full:
                fill = bad
            mark = stage.tints.get(id)
            if mark is not None:
                fill = qt_painter.color(stage.theme[mark.token], tint.edge_opacity(mark.strength))
                self._draw_halo(stage, drawn, stage.theme[mark.token], 0.1 + tint.wash_opacity(mark.strength))
            if id in stage.selection:
                fill = accent
                self._draw_halo(stage, drawn, stage.theme["accent"], 0.22)
            if fill != pen.color():
                pen = QPen(pen)
                pen.setColor(fill)
            painter.setPen(pen)
            painter.drawPath(drawn.path)
            x, y = drawn.tip
            if tips.holds(x, y):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill)
                painter.drawPath(drawn.head)

    def _draw_halo(self, stage: Stage, drawn: Drawn, color: str, opacity: float) -> None:
        """A soft band under a line."""
        width = drawn.pen.widthF() + 6 / max(stage.view.zoom, 0.6)
        halo = QPen(qt_painter.color(color, opacity), width)
        halo.setCapStyle(Qt.PenCapStyle.RoundCap)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        stage.painter.setPen(halo)
        stage.painter.drawPath(drawn.path)

    def _get(self, stage: Stage, id: str) -> Drawn:
        key = (stage.scale, stage.theme.name, stage.scene.jumps(id))
        drawn = self._drawn.get(id)
        if drawn is None or (drawn.key != key and not (stage.hasty and drawn.key[1:] == key[1:])):
            line = line_of(stage, id)
            drawn = Drawn(
                key,
                qt_painter.to_path(outline.shaft(line)),
                qt_painter.pen(line.stroke),
                qt_painter.to_path(outline.head(line)),
                line.points[-1],
            )
            self._drawn[id] = drawn
        return drawn


def with_finish(stage: Stage) -> bool:
    """Whether lines have corners, dashes and arrows at this zoom."""
    few = len(stage.scene.geometry.routes) <= FEW
    return stage.view.zoom >= (0.3 if few else 0.45)


def line_of(stage: Stage, id: str) -> Line:
    """The line of a flow in world pixels, its pieces on whole pixels of the device."""
    scene = stage.scene
    record, route = scene.document.flows[id], scene.geometry.routes[id]
    (line,) = flow.flow(
        record, route.points, stage.theme, source_layer=scene.source_layer(id), jumps=scene.jumps(id)
    )
    assert isinstance(line, Line)
    width = max(1, round(line.stroke.width * stage.scale))
    half = width % 2 == 1

    def snapped(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((stage.snap(x, half), stage.snap(y, half)) for x, y in points)

    stroke = Stroke(line.stroke.color, width / stage.scale, line.stroke.dash, line.stroke.opacity)
    return replace(line, points=snapped(line.points), stroke=stroke, jumps=snapped(line.jumps))


def draw_labels(stage: Stage, sprites: Sprites) -> None:
    """Paint the pills of the flows in the areas; from far away there are none."""
    if stage.view.zoom < 0.45 or not with_finish(stage):
        return
    painter, scene, scale = stage.painter, stage.scene, stage.scale
    dx, dy = stage.view.device_origin
    margin = math.ceil(LABEL_MARGIN * scale)
    painter.save()
    painter.setTransform(stage.to_device(), True)
    for id in stage.flows:
        record = scene.document.flows[id]
        words = flow.label_text(record)
        if not words:
            continue
        w, h = flow.label_size(record)
        h += 2 * LABEL_RISE
        route = scene.geometry.routes[id]
        x, y = route.label_at
        piece = flow.short_piece(record, route)
        room = (piece[0] - x, piece[1] - x) if piece else None
        key = ("label", words, room, scale, stage.theme.name)
        sprite = sprites.find(key)
        if sprite is None:
            centred = flow.label(record, _moved(route, w / 2 - x, h / 2 - y), stage.theme)
            sprite = sprites.make(key, centred, (w, h), scale, margin)
        painter.setOpacity(stage.opacity(id))
        left, top = round((x - w / 2) * scale) + dx - margin, round((y - h / 2) * scale) + dy - margin
        painter.drawPixmap(left, top, sprite)
    painter.restore()


def _moved(route: Route, dx: float, dy: float) -> Route:
    """A route in the coordinates of a sprite."""
    (x, y), points = route.label_at, tuple((px + dx, py + dy) for px, py in route.points)
    return Route(points, (x + dx, y + dy))  # type: ignore[arg-type]
