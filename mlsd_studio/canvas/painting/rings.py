"""What marks the selection: rings around cards, frames and notes, and handles to resize by."""

from __future__ import annotations

import math

from mlsd_studio.canvas.hits import HANDLES_FROM, handles_of
from mlsd_studio.canvas.painting.flat import FlatRings
from mlsd_studio.canvas.painting.sprites import Sprites
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing import card, qt_painter
from mlsd_studio.drawing.build import shift
from mlsd_studio.drawing.picture import Box, Circle, Fill, Shape, Stroke

RING_ROOM = 9
"""Pixels around a card that its ring takes."""
HANDLE = 8.0
"""Side of a handle in pixels of the widget."""


def draw_rings(stage: Stage, sprites: Sprites, flat: FlatRings) -> None:
    """Paint the rings of what is selected in the areas; cards with their badges come over them."""
    if stage.selection:
        near = [*stage.frames, *stage.notes]
        _paint(stage, [shape for id in near if id in stage.selection for shape in ring(stage, id)])
        if not flat.draw(stage):
            _draw_card_rings(stage, sprites, [id for id in stage.cards if id in stage.selection])


def _draw_card_rings(stage: Stage, sprites: Sprites, ids: list[str]) -> None:
    """Rings of cards: all cards of one size share a sprite."""
    scale, painter = stage.scale, stage.painter
    margin = math.ceil(RING_ROOM * max(scale, stage.view.dpr))
    dx, dy = (origin - margin for origin in stage.view.device_origin)
    painter.save()
    painter.setTransform(stage.to_device(), True)
    for id in ids:
        x, y, w, h = stage.scene.geometry.box(id)
        key = ("ring", w, h, scale, stage.theme.name)
        sprite = sprites.find(key)
        if sprite is None:
            shapes = [shift(shape, -x, -y) for shape in ring(stage, id)]
            sprite = sprites.make(key, shapes, (w, h), scale, margin)
        painter.drawPixmap(round(x * scale) + dx, round(y * scale) + dy, sprite)
    painter.restore()


def draw_handles(stage: Stage) -> None:
    """Paint the handles where a single element is selected, and a lock on what is selected and locked."""
    locked = stage.scene.locked & stage.selection
    if locked and stage.view.zoom >= HANDLES_FROM:
        _paint(stage, [shape for id in sorted(locked) for shape in _lock(stage, id)])
    if len(stage.selection) == 1 and stage.view.zoom >= HANDLES_FROM:
        _paint(stage, handles(stage, next(iter(stage.selection))))


def _paint(stage: Stage, shapes: list[Shape]) -> None:
    painter = stage.painter
    painter.save()
    painter.setTransform(stage.to_world(), True)
    qt_painter.paint(painter, shapes)
    painter.restore()


def ring(stage: Stage, id: str) -> list[Shape]:
    """The ring around an element; no thinner than the screen can show."""
    rect = stage.scene.rect(id)
    if rect is None:
        return []
    if stage.scene.geometry.is_card(id) and stage.view.zoom >= 0.6:
        return [shift(shape, rect.x, rect.y) for shape in card.ring(rect.w, rect.h, stage.theme)]
    radius = 16.0 if id in stage.scene.geometry.frames.rects else card.RADIUS
    width = 2 / min(1.0, stage.view.zoom)
    box = Area(*rect).grown(width / 2 if stage.scene.geometry.is_card(id) else 0.0)
    return [Box(*box, radius, None, Stroke(stage.theme["accent"], width))]


def _lock(stage: Stage, id: str) -> list[Shape]:
    """A small lock on the upper left corner."""
    rect = stage.scene.rect(id)
    if rect is None:
        return []
    accent, zoom = stage.theme["accent"], min(1.0, stage.view.zoom)
    disc = Circle(rect.x, rect.y, 10 / zoom, Fill(stage.theme["card"]), Stroke(accent, 1.5 / zoom))
    return [disc, *card.icon_shapes("lock", accent, rect.x, rect.y, 12 / zoom)]


def handles(stage: Stage, id: str) -> list[Shape]:
    """Small squares on the corners or sides of the one element that is selected."""
    side = HANDLE / stage.view.zoom
    fill, edge = Fill(stage.theme["card"]), Stroke(stage.theme["accent"], 1.5 / stage.view.zoom)
    return [
        Box(x - side / 2, y - side / 2, side, side, side / 4, fill, edge)
        for x, y in handles_of(stage.scene, id).values()
    ]
