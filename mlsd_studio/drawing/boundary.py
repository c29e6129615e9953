"""Boundaries and groups: a tinted frame with a small title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model.records import TREE_BOUNDARIES, Boundary, Group

RADIUS = 16.0
TITLE_SIZE = 10.0
_INSET = 16.0
OVERLAYS: dict[str, tuple[str, tuple[float, ...]]] = {
    "team": ("muted", (2, 4)),
    "trust": ("accent", (10, 4, 2, 4)),
}
"""Colour and dash of the frames that may cross the tree of the others."""


def main_layer(layers: Iterable[str]) -> str:
    """The layer of more than half of the components inside, else platform."""
    counts = Counter(layers)
    if counts:
        layer, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if most * 2 > counts.total():
            return layer
    return "platform"


def title_of(record: Boundary | Group) -> str:
    """The words on a frame, such as "REGION · eu-west"; for a group how many must work."""
    if isinstance(record, Group):
        return f"{record.needs or 1} OF {len(record.members)}"
    return f"{record.kind.upper()} · {record.name or record.id}"


def boundary(record: Boundary, rect: Rect, theme: Theme, layer: str) -> tuple[Shape, ...]:
    """The frame of a boundary; `layer` gives its tint. Team and trust are outlines without one."""
    title = title_of(record)
    if record.kind not in TREE_BOUNDARIES:
        token, dash = OVERLAYS[record.kind]
        box = _box(rect, RADIUS, None, Stroke(theme[token], 1.4, dash, theme.opacity(0.8)))
        return box, _title(title, rect, theme[token], rect.bottom - 12.0)
    edge = Stroke(theme.layer(layer), 1.2, (6, 5), theme.opacity(0.42))
    box = _box(rect, RADIUS, tint(theme, layer), edge)
    return box, _title(title, rect, theme["text"], rect.y + 25.0)


def tint(theme: Theme, layer: str) -> Fill:
    """What lies over the ground inside a boundary of the tree."""
    color = theme.layer(layer)
    return Fill(color, 0.055 if color != theme["platform"] else 0.035)


def group(record: Group, rect: Rect, theme: Theme) -> tuple[Shape, ...]:
    """The frame of components that stand in for each other."""
    box = _box(rect, 14.0, Fill(theme["muted"], 0.05), Stroke(theme["muted"], 1.0, (), theme.opacity(0.45)))
    return box, _title(title_of(record), rect, theme["muted"], rect.bottom - 9.0)


def _box(rect: Rect, radius: float, fill: Fill | None, stroke: Stroke) -> Box:
    return Box(rect.x, rect.y, rect.w, rect.h, radius, fill, stroke)


def _title(words: str, rect: Rect, color: str, y: float) -> Text:
    room = rect.w - 2 * _INSET
    return Text(rect.x + _INSET, y, text.elide(words, TITLE_SIZE, room, "bold"), TITLE_SIZE, color, "bold")
