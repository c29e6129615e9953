"""Flows: paths with round corners, hops and arrows near by; batches of straight pieces from far away."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace

import shiboken6
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from mlsd_studio.canvas.painting import tints
from mlsd_studio.canvas.painting.batches import Batches
from mlsd_studio.canvas.painting.flat import MANY
from mlsd_studio.canvas.painting.sprites import Sprites
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.painting.strokes import Box, Curve, Strokes, showing, strokes
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
    strokes: Strokes
    pen: QPen
    head: QPainterPath
    tip: Point
    offset: tuple[int, int]

    def moved(self, dx: int, dy: int, offset: tuple[int, int]) -> Drawn:
        """The same at another offset of the scene."""
        scale, theme, jumps = self.key
        return Drawn(
            (scale, theme, tuple((x + dx, y + dy) for x, y in jumps)),
            self.path.translated(dx, dy),
            self.strokes.moved(dx, dy),
            self.pen,
            self.head.translated(dx, dy),
            (self.tip[0] + dx, self.tip[1] + dy),
            offset,
        )


class FlowPainter:
    """Paints flows; keeps what it made of them until they change."""

    def __init__(self) -> None:
        self._drawn: dict[str, Drawn] = {}
        self._batches = Batches()
        self._selected: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()
        self._plain: Batches | None = None

    def forget(self, ids: set[str]) -> None:
        """Flows that changed are made anew."""
        self._batches.stale(ids)
        if self._plain is not None:
            self._plain.stale(ids)
        for id in ids:
            self._drawn.pop(id, None)

    def clear(self, batches: Batches | None = None) -> None:
        """Another document, theme or set of routes; `batches` where they are ready."""
        self._drawn.clear()
        self._batches = batches or Batches()
        self._plain = None

    def draw_lines(self, stage: Stage) -> None:
        """Paint the lines of the flows in the areas."""
        painter = stage.painter
        painter.save()
        painter.setTransform(stage.to_world(), True)
        if with_finish(stage):
            self._draw_each(stage, stage.flows)
        else:
            chosen = self._selected_flows(stage)
            plain = self._plain_selection(stage, chosen)
            if len(chosen) < len(stage.scene.geometry.lanes) or plain is None:
                self._batches.draw(stage)
            if plain is not None:
                plain.draw(stage)
            if stage.tints:
                tints.draw_plain_flows(stage)
            fine = ((stage.lit or frozenset()) - stage.tints.keys()) | (chosen if plain is None else set())
            if fine:
                self._draw_each(stage, [id for id in stage.flows if id in fine])
        painter.restore()

    def _selected_flows(self, stage: Stage) -> frozenset[str]:
        """The flows that are selected; found once for a selection, which may be of everything."""
        if self._selected[0] is not stage.selection:
            flows = stage.scene.document.flows
            self._selected = stage.selection, frozenset(id for id in stage.selection if id in flows)
            self._plain = None
        return self._selected[1]

    def _plain_selection(self, stage: Stage, chosen: frozenset[str]) -> Batches | None:
        """Batches of very many selected flows, which have no halo from far away."""
        if len(chosen) < MANY or stage.lit is not None:
            return None
        if self._plain is None:
            self._plain = Batches(chosen)
        return self._plain

    def _draw_each(self, stage: Stage, ids: list[str]) -> None:
        painter = stage.painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        drawn = [(id, one, self._color(stage, id, one)) for id in ids for one in (self._get(stage, id),)]
        shows = showing(stage)
        self._draw_bars(stage, drawn, shows)
        tips = stage.whole.grown(flow.ARROW + 2)
        for id, one, color in drawn:
            curves = [curve for curve in one.strokes.curves if shows(curve.box)]
            shows_tip = tips.holds(*one.tip)
            if not curves and not shows_tip:
                continue
            painter.setOpacity(stage.opacity(id))
            self._draw_curves(painter, one, color, curves)
            if shows_tip:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawPath(one.head)
                painter.setBrush(Qt.BrushStyle.NoBrush)

    def _color(self, stage: Stage, id: str, drawn: Drawn) -> QColor:
        """The colour of a line now; what is selected or marked gets its halo painted."""
        color = drawn.pen.color()
        if id in stage.scene.full:
            color = QColor(stage.theme["bad"])
        mark = stage.tints.get(id)
        if mark is not None:
            stage.painter.setOpacity(stage.opacity(id))
            color = qt_painter.color(stage.theme[mark.token], tint.edge_opacity(mark.strength))
            self._draw_halo(stage, drawn, stage.theme[mark.token], 0.1 + tint.wash_opacity(mark.strength))
        if id in stage.selection:
            stage.painter.setOpacity(stage.opacity(id))
            color = QColor(stage.theme["accent"])
            self._draw_halo(stage, drawn, stage.theme["accent"], 0.22)
        return color

    @staticmethod
    def _draw_bars(
        stage: Stage, drawn: list[tuple[str, Drawn, QColor]], shows: Callable[[Box], bool]
    ) -> None:
        """The level and upright pieces that show: one call for all of one pen."""
        painter, whole = stage.painter, stage.whole
        pens: dict[tuple[int, float, float], array[float]] = {}
        for id, one, color in drawn:
            for bar in one.strokes.bars:
                if shows(bar.box):
                    key = color.rgba(), one.pen.widthF(), stage.opacity(id)
                    pens.setdefault(key, array("d")).extend(bar.seen(whole))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for (rgba, width, opacity), lines in pens.items():
            pen = QPen(QColor.fromRgba(rgba), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.setOpacity(opacity)
            painter.drawLines(shiboken6.wrapInstance(lines.buffer_info()[0], QLineF), len(lines) // 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    @staticmethod
    def _draw_curves(painter: QPainter, drawn: Drawn, color: QColor, curves: list[Curve]) -> None:
        pen = QPen(drawn.pen)
        pen.setColor(color)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        dashed = pen.style() == Qt.PenStyle.CustomDashLine
        painter.setPen(pen)
        for curve in curves:
            if dashed:
                pen.setDashOffset(curve.along / pen.widthF())
                painter.setPen(pen)
            painter.drawPath(curve.path)

    def _draw_halo(self, stage: Stage, drawn: Drawn, color: str, opacity: float) -> None:
        """A soft band under a line."""
        width = drawn.pen.widthF() + 6 / max(stage.view.zoom, 0.6)
        halo = QPen(qt_painter.color(color, opacity), width)
        halo.setCapStyle(Qt.PenCapStyle.RoundCap)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        stage.painter.setPen(halo)
        stage.painter.drawPath(drawn.path)

    def _carried(self, stage: Stage, id: str, drawn: Drawn) -> Drawn | None:
        """A flow that was moved with everything: on whole pixels, or in haste, it goes along as it is."""
        offset = stage.scene.offset
        dx, dy = offset[0] - drawn.offset[0], offset[1] - drawn.offset[1]
        exact = stage.on_pixels(dx, dy)
        if not exact and not stage.hasty:
            return None
        found = drawn.moved(dx, dy, offset)
        if not exact:
            found = replace(found, key=(0.0, *found.key[1:]))  # for no scale: at rest it is made anew
        self._drawn[id] = found
        return found

    def _get(self, stage: Stage, id: str) -> Drawn:
        key = (stage.scale, stage.theme.name, stage.scene.jumps(id))
        drawn = self._drawn.get(id)
        if drawn is not None and drawn.offset != stage.scene.offset:
            drawn = self._carried(stage, id, drawn)
        if drawn is None or (drawn.key != key and not (stage.hasty and drawn.key[1:] == key[1:])):
            line = line_of(stage, id)
            drawn = Drawn(
                key,
                qt_painter.to_path(outline.shaft(line)),
                strokes(outline.shaft(line), line.stroke.dash, 1 / stage.scale),
                qt_painter.pen(line.stroke),
                qt_painter.to_path(outline.head(line)),
                line.points[-1],
                stage.scene.offset,
            )
            self._drawn[id] = drawn
        return drawn


def with_finish(stage: Stage) -> bool:
    """Whether lines have corners, dashes and arrows at this zoom."""
    return with_finish_at(stage.view.zoom, len(stage.scene.geometry.lanes))


def with_finish_at(zoom: float, flows: int) -> bool:
    """Whether lines have corners, dashes and arrows at a zoom, in a design of so many flows."""
    return zoom >= (0.3 if flows <= FEW else 0.45)


def line_of(stage: Stage, id: str) -> Line:
    """The line of a flow in world pixels, its pieces on whole pixels of the device."""
    scene = stage.scene
    record, route = scene.document.flows[id], scene.geometry.route(id)
    assert route is not None
    (line,) = flow.flow(
        record, route.points, stage.theme, source_layer=scene.source_layer(id), jumps=scene.jumps(id)
    )
    assert isinstance(line, Line)
    width = max(1, round(line.stroke.width * stage.scale))
    half = width % 2 == 1

    def snapped(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((stage.snap(x, half), stage.snap(y, half)) for x, y in points)

    dash = whole_pixels(line.stroke.dash, stage.scale)
    stroke = Stroke(line.stroke.color, width / stage.scale, dash, line.stroke.opacity)
    return replace(line, points=snapped(line.points), stroke=stroke, jumps=snapped(line.jumps))


def whole_pixels(dash: tuple[float, ...], scale: float) -> tuple[float, ...]:
    """A dash pattern in world pixels whose strokes and gaps are whole pixels of the device, one at least.

    A shorter stroke may lie between the middles of all pixels: a dotted line would vanish in part.
    """
    return tuple(max(1, round(length * scale)) / scale for length in dash)


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
        route = scene.geometry.route(id)
        if route is None:
            continue
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
