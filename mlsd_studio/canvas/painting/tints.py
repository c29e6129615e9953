"""What an overlay says of each element: washes and outlines in its colours, and pills with a word."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen

from mlsd_studio.canvas.painting.sprites import Sprites
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing import flow, qt_painter, tint
from mlsd_studio.drawing.picture import Shape
from mlsd_studio.session.overlay import Overlay

EDGE_ROOM = 5
"""World pixels around a card that the outline of its tint takes."""
PILLS_FROM = 0.45
"""The zoom from which pills are shown."""
FLOW_ROOM = round(tint.PILL_WIDEST / 2) + 8.0
"""World pixels around the middle of a flow that its pill may cover."""


def with_pills(overlay: Overlay | None, areas: list[Area]) -> list[Area]:
    """Areas to paint again, grown where an overlay's words may stick out of them."""
    speaks = overlay is not None and overlay.speaks
    return [area.grown(FLOW_ROOM) for area in areas] if speaks else areas


def draw_card_edges(stage: Stage, sprites: Sprites) -> None:
    """Paint the outlines of the tinted cards in the areas; the cards come over them."""
    if stage.detail not in ("full", "medium"):
        return
    with _device(stage):
        for id, color, strength in _tinted(stage, stage.cards):
            x, y, w, h = stage.scene.geometry.boxes[id]
            key = ("tint edge", color, strength, w, h, stage.scale)
            shapes = tint.card_edge(w, h, color, strength)
            _stamp(stage, sprites, key, shapes, (x, y, w, h), EDGE_ROOM, stage.opacity(id))


def draw_card_washes(stage: Stage, sprites: Sprites) -> None:
    """Paint the washes over the tinted cards in the areas."""
    with _device(stage):
        for id, color, strength in _tinted(stage, stage.cards):
            x, y, w, h = stage.scene.geometry.boxes[id]
            key = ("tint wash", stage.detail, color, strength, w, h, stage.scale)
            shapes = tint.card_wash(w, h, color, strength, stage.detail)
            _stamp(stage, sprites, key, shapes, (x, y, w, h), EDGE_ROOM, stage.opacity(id))


def frame_shape(stage: Stage, id: str) -> tuple[Shape, ...]:
    """The wash and outline of a boundary's tint; nothing without one."""
    mark = stage.tints.get(id)
    if mark is None:
        return ()
    rect = stage.scene.geometry.frames.rects[id]
    width = max(2.0, 1.5 / stage.scale)
    return (tint.frame_tint(rect, stage.theme[mark.token], mark.strength, width),)


def draw_pills(stage: Stage, sprites: Sprites) -> None:
    """Paint the words of the overlay: on the lower edge of cards, the upper of boundaries, beside flows."""
    if stage.view.zoom < PILLS_FROM or not any(mark.label for mark in stage.tints.values()):
        return
    geometry, half = stage.scene.geometry, tint.PILL_HEIGHT / 2
    with _device(stage):
        for id in stage.frames:
            rect = geometry.frames.rects[id]
            _pill(stage, sprites, id, rect.right - 16, rect.y - half, rect.w - 32, 1.0)
        for id in stage.cards:
            box = geometry.boxes[id]
            _pill(stage, sprites, id, box.x + 12, box.bottom - half + 3, box.w - 24, 0.0)
        for id in stage.flows_within(FLOW_ROOM):
            x, y = geometry.routes[id].label_at
            named = flow.label_text(stage.scene.document.flows[id])
            _pill(stage, sprites, id, x, y + (flow.LABEL_HEIGHT / 2 + 2 if named else -half), 999.0, 0.5)


def draw_plain_flows(stage: Stage) -> None:
    """Paint tinted flows as straight lines, all of one colour at once; the painter works in world pixels."""
    lines: dict[str, array[float]] = {}
    for id in stage.flows:
        if id not in stage.tints or stage.opacity(id) < 1.0:
            continue
        pieces = lines.setdefault(stage.theme[stage.tints[id].token], array("d"))
        for (ax, ay), (bx, by) in pairwise(stage.scene.geometry.routes[id].points):
            pieces.extend((ax, ay, bx, by))
    painter = stage.painter
    painter.setOpacity(1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for color, pieces in lines.items():
        pen = QPen(qt_painter.color(color), max(2, round(2.6 * stage.scale)))
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLines(shiboken6.wrapInstance(pieces.buffer_info()[0], QLineF), len(pieces) // 4)


@contextmanager
def _device(stage: Stage) -> Iterator[None]:
    """The painter works in device pixels, as sprites are copied."""
    stage.painter.save()
    stage.painter.setTransform(stage.to_device(), True)
    yield
    stage.painter.restore()


def _tinted(stage: Stage, ids: Iterable[str]) -> list[tuple[str, str, float]]:
    """Id, colour and strength (in steps, so that sprites are shared) of the elements with a tint."""
    tints, theme = stage.tints, stage.theme
    return [(id, theme[tints[id].token], round(tints[id].strength, 1)) for id in ids if id in tints]


def _pill(stage: Stage, sprites: Sprites, id: str, x: float, y: float, room: float, anchor: float) -> None:
    """A pill whose left edge, middle or right edge (`anchor` 0, 0.5, 1) is at x, its upper edge at y."""
    mark = stage.tints.get(id)
    if mark is None or not mark.label:
        return
    shown = tint.pill_text(mark.label, room)
    color, w = stage.theme[mark.token], tint.pill_width(shown)
    key = ("tint pill", shown, color, stage.scale, stage.theme.name)
    place = (x - w * anchor, y, w, tint.PILL_HEIGHT)
    _stamp(stage, sprites, key, tint.pill(shown, color, stage.theme), place, 1, stage.opacity(id))


def _stamp(
    stage: Stage,
    sprites: Sprites,
    key: tuple[object, ...],
    shapes: tuple[Shape, ...],
    place: tuple[float, float, float, float],
    room: float,
    opacity: float,
) -> None:
    """Copy a sprite to a place of the world, with room around it for what sticks out."""
    x, y, w, h = place
    scale, margin = stage.scale, math.ceil(room * stage.scale)
    sprite = sprites.find(key)
    if sprite is None:
        sprite = sprites.make(key, shapes, (w, h), scale, margin)
    dx, dy = stage.view.device_origin
    stage.painter.setOpacity(opacity)
    stage.painter.drawPixmap(round(x * scale) + dx - margin, round(y * scale) + dy - margin, sprite)
