"""Component cards: each look is painted once per scale and then copied."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import lru_cache

from PySide6.QtGui import QPixmap

from mlsd_studio.canvas.painting.sprites import Sprites
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.drawing.card import CardLook, Detail, card

MARGINS: dict[str, int] = {"full": 14, "medium": 20, "block": 26, "color": 1}
"""World pixels that shadow and badge need around a card."""


def draw(stage: Stage, sprites: Sprites) -> int:
    """Paint the cards in the areas; how many."""
    if stage.detail == "block" and not stage.hasty:
        return _draw_small(stage, sprites)
    ids = stage.cards
    painter, scale, box_of = stage.painter, stage.scale, stage.scene.geometry.box
    dx, dy = stage.view.device_origin
    margin = margin_of(stage.detail, scale)
    dx, dy = dx - margin, dy - margin
    painter.save()
    painter.setTransform(stage.to_device(), True)
    look_of, lit = stage.scene.look, stage.lit
    for id in ids:
        box = box_of(id)
        if lit is not None:
            painter.setOpacity(stage.opacity(id))
        look = look_of(id)
        x, y = round(box.x * scale) + dx, round(box.y * scale) + dy
        if stage.hasty and (sprite := _stand_in(sprites, look, stage)) is not None:
            size = math.ceil(box.w * scale) + 2 * margin, math.ceil(box.h * scale) + 2 * margin
            painter.drawPixmap(x, y, *size, sprite)
        else:
            painter.drawPixmap(x, y, sprite_of(sprites, look, stage, margin))
    painter.restore()
    return len(ids)


def _draw_small(stage: Stage, sprites: Sprites) -> int:
    """Cards whose words cannot be read: few sprites serve many cards."""
    ids = stage.cards
    painter, scene, scale, lit = stage.painter, stage.scene, stage.scale, stage.lit
    boxes, smalls, small = scene.geometry.boxes, scene.smalls, scene.small
    dx, dy = stage.view.device_origin
    margin = margin_of(stage.detail, scale)
    dx, dy = dx - margin, dy - margin
    painter.save()
    painter.setTransform(stage.to_device(), True)
    kept: dict[Hashable, QPixmap] = {}
    paint = painter.drawPixmap
    for id in ids:
        what = smalls.get(id) or small(id)
        sprite = kept.get(what)
        if sprite is None:
            sprite = kept[what] = sprite_of(sprites, scene.look(id), stage, margin)
        if lit is not None:
            painter.setOpacity(stage.opacity(id))
        box = boxes[id]
        paint(round(box[0] * scale) + dx, round(box[1] * scale) + dy, sprite)
    painter.restore()
    return len(ids)


def margin_of(detail: Detail, scale: float) -> int:
    """The margin of a card's sprite in device pixels."""
    return math.ceil(MARGINS[detail] * scale)


def sprite_of(sprites: Sprites, look: CardLook, stage: Stage, margin: int) -> QPixmap:
    """The sprite of a look at this scale and detail."""
    what = _shown(look, stage.detail)
    key = (what, stage.scale, stage.theme.name)
    sprite = sprites.find(key)
    if sprite is None:
        sprites.remember(what, key)
        shapes = card(look, stage.theme, stage.detail)
        sprite = sprites.make(key, shapes, (look.w, look.h), stage.scale, margin)
    return sprite


def _stand_in(sprites: Sprites, look: CardLook, stage: Stage) -> QPixmap | None:
    """A sprite made for another scale, where there is none for this one."""
    what = _shown(look, stage.detail)
    if sprites.find((what, stage.scale, stage.theme.name)) is not None:
        return None
    return sprites.stand_in(what)


@lru_cache(maxsize=1 << 14)
def _shown(look: CardLook, detail: Detail) -> Hashable:
    """What of a look shows at a detail: small cards share sprites."""
    if detail == "full":
        return detail, look
    if detail == "medium":
        return (
            detail,
            look.title,
            look.icon,
            look.layer,
            look.count,
            look.severity,
            look.external,
            look.stacked,
            look.w,
            look.h,
        )
    if detail == "block":
        return detail, look.icon, look.layer, look.severity, look.w, look.h
    return detail, look.layer, look.w, look.h
