"""Marks of an overlay: a translucent wash with an outline over an element, and a small pill with a word.

Everything is in pixels at 100 % with the element's top left corner at the origin, the frames of boundaries
apart, which stand where their rectangle says. `strength` runs from 0 to 1.
"""

from __future__ import annotations

from mlsd_studio.drawing import text
from mlsd_studio.drawing.card import RADIUS, Detail
from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.layout.geometry import Rect

PILL_HEIGHT = 18.0
PILL_SIZE = 10.5
PILL_WIDEST = 150.0
"""Longer words of a pill are elided."""
_PAD = 7.0


def wash_opacity(strength: float) -> float:
    """How much of an element its wash hides: texts under it stay readable."""
    return 0.06 + 0.16 * strength


def edge_opacity(strength: float) -> float:
    """How strong the outline and the line of a tinted flow are."""
    return 0.4 + 0.6 * strength


def card_edge(w: float, h: float, color: str, strength: float) -> tuple[Shape, ...]:
    """The outline of a card's tint, painted under the card so that its badge stays on top."""
    return (Box(-1, -1, w + 2, h + 2, RADIUS + 1, None, Stroke(color, 3.5, opacity=edge_opacity(strength))),)


def card_wash(w: float, h: float, color: str, strength: float, detail: Detail) -> tuple[Shape, ...]:
    """The wash over a card; small cards are blocks, so that their colour can be told from far away."""
    if detail in ("full", "medium"):
        return (Box(0.5, 0.5, w - 1, h - 1, RADIUS - 0.5, Fill(color, wash_opacity(strength))),)
    fill = Fill(color, 0.35 + 0.5 * strength)
    radius = RADIUS if detail == "block" else 6.0
    return (Box(1, 1, w - 2, h - 2, radius, fill, Stroke(color, 4, opacity=edge_opacity(strength))),)


def frame_tint(rect: Rect, color: str, strength: float, width: float = 2.0) -> Box:
    """The wash and outline of a boundary."""
    fill = Fill(color, 0.6 * wash_opacity(strength))
    return Box(
        rect.x, rect.y, rect.w, rect.h, 16.0, fill, Stroke(color, width, opacity=edge_opacity(strength))
    )


def pill_text(words: str, room: float = PILL_WIDEST) -> str:
    """The words of a pill as they fit."""
    return text.elide(words, PILL_SIZE, min(room, PILL_WIDEST) - 2 * _PAD, "medium")


def pill_width(shown: str) -> float:
    """How wide the pill of such words is."""
    return text.width(shown, PILL_SIZE, "medium") + 2 * _PAD


def pill(shown: str, color: str, theme: Theme) -> tuple[Shape, ...]:
    """A pill with words on the ground of a card, rimmed and tinted in a colour."""
    w = pill_width(shown)
    ground = Fill(mix(color, theme["card"], 0.12))
    box = Box(0.5, 0.5, w - 1, PILL_HEIGHT - 1, PILL_HEIGHT / 2, ground, Stroke(color, 1.0))
    return box, Text(w / 2, 12.8, shown, PILL_SIZE, theme["text"], "medium", "middle")


def swatch(size: float, color: str, theme: Theme) -> tuple[Shape, ...]:
    """The sample of a colour in a legend."""
    ground = Fill(mix(color, theme["card"], 0.3))
    return (Box(1, 1, size - 2, size - 2, 4, ground, Stroke(color, 2)),)
