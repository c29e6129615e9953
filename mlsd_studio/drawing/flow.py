"""Flows: a line whose dash and colour tell its kind, an arrow at its end, its name on a pill."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Line, Point, Shape, Stroke, Text
from mlsd_studio.drawing.theme import LAYER_TOKENS, Theme
from mlsd_studio.layout.routing import Route
from mlsd_studio.model.records import Flow

CORNER = 8.0
ARROW = 9.0
LABEL_SIZE = 10.5
LABEL_HEIGHT = 19
LABEL_WIDEST = 132.0
_PADDING = 8.0
_JUMP_ROOM = 14.0
_BAND = 256


@dataclass(frozen=True, slots=True)
class FlowStyle:
    """How a kind of flow is drawn; `token` is empty where the source's layer gives the colour."""

    token: str
    dash: tuple[float, ...] = ()
    width: float = 1.6


STYLES: dict[str, FlowStyle] = {
    "request": FlowStyle("text"),
    "async": FlowStyle("data", (9, 4)),
    "data": FlowStyle("muted", (3, 4)),
    "artifact": FlowStyle("muted", (9, 4, 2, 4)),
    "control": FlowStyle("muted", (5, 3, 1.5, 3), 1.3),
    "feedback": FlowStyle("", (16, 5)),
    "replicate": FlowStyle("", (16, 5), 2.2),
    "telemetry": FlowStyle("observability", (1.8, 3.4), 1.8),
}


def flow(
    record: Flow,
    points: Sequence[Point],
    theme: Theme,
    *,
    source_layer: str = "platform",
    jumps: Sequence[Point] = (),
    bad: bool = False,
) -> tuple[Shape, ...]:
    """The line of a flow along its route; `bad` is for one that fails or is saturated."""
    style = STYLES[record.kind]
    color = theme["bad"] if bad else stroke_color(record.kind, theme, source_layer)
    stroke = Stroke(color, style.width + (0.6 if bad else 0.0), style.dash)
    return (Line(tuple(points), stroke, CORNER, ARROW, tuple(jumps)),)


def stroke_color(kind: str, theme: Theme, source_layer: str) -> str:
    """The colour of a kind of flow whose source lies in this layer."""
    return theme[stroke_token(kind, source_layer)]


def stroke_token(kind: str, source_layer: str) -> str:
    """The colour token of a kind of flow whose source lies in this layer."""
    return STYLES[kind].token or LAYER_TOKENS.get(source_layer, "platform")


def label_text(record: Flow) -> str:
    """What the pill says: the label, else the protocol, else how late the data are; cut to fit."""
    words = record.label or record.protocol or ""
    if not words and record.interval is not None:
        words = f"every {record.interval}"
    elif not words and record.delay is not None:
        words = str(record.delay)
    return text.elide(" ".join(words.split()), LABEL_SIZE, LABEL_WIDEST, "regular") if words.strip() else ""


def label_size(record: Flow) -> tuple[int, int]:
    """Width and height of a flow's pill in whole pixels; zero without one."""
    words = label_text(record)
    if not words:
        return 0, 0
    return round(text.width(words, LABEL_SIZE, "regular") + 2 * _PADDING), LABEL_HEIGHT


def label(record: Flow, route: Route, theme: Theme, *, bad: bool = False) -> tuple[Shape, ...]:
    """The pill of a flow with its middle where the route says; nothing for a flow without a name.

    Where the line is too short for a pill and its arrow, the bare words stand above the line.
    """
    words = label_text(record)
    if not words:
        return ()
    (w, h), (x, y) = label_size(record), route.label_at
    color = theme["bad" if bad else "muted"]
    piece = short_piece(record, route)
    if piece:
        short = text.elide(words, LABEL_SIZE, piece[1] - piece[0] - 4)
        return (Text(sum(piece) / 2, y - 6, short, LABEL_SIZE, color, "regular", "middle"),) if short else ()
    edge = Stroke(theme["bad" if bad else "line"], 1.0)
    pill = Box(x - w / 2, y - h / 2, w, h, h / 2, Fill(theme["background"]), edge)
    return pill, Text(x, y + 3.8, words, LABEL_SIZE, color, "regular", "middle")


def short_piece(record: Flow, route: Route) -> tuple[int, int] | None:
    """The level piece under a flow's label where it is too short for a pill and an arrow; else None."""
    piece = level_piece(route)
    return piece if piece and piece[1] - piece[0] < label_size(record)[0] + 2 * ARROW + 8 else None


def level_piece(route: Route) -> tuple[int, int] | None:
    """Left and right end of the level piece that carries the label; None on an upright piece."""
    x, y = route.label_at
    for (ax, ay), (bx, by) in pairwise(route.points):
        if ay == by == y and min(ax, bx) <= x <= max(ax, bx):
            return min(ax, bx), max(ax, bx)
    return None


def crossings(
    routes: Mapping[str, Sequence[Point]], only: Collection[str] | None = None
) -> dict[str, tuple[Point, ...]]:
    """Where level pieces cross upright pieces of other flows, by the flow that hops (`only` these, else all).

    Crossings near a corner or an end are left out: there is no room for a hop beside the round corner.
    """
    bands: dict[int, list[tuple[float, float, float, str]]] = {}
    for id, points in routes.items():
        for (ax, ay), (bx, by) in pairwise(points):
            if ax == bx and ay != by:
                bands.setdefault(int(ax // _BAND), []).append((ax, min(ay, by), max(ay, by), id))
    found: dict[str, tuple[Point, ...]] = {}
    for id, points in routes.items():
        if only is not None and id not in only:
            continue
        hops = {hop for a, b in pairwise(points) for hop in _hops(id, a, b, bands)}
        if hops:
            found[id] = tuple(sorted(hops))
    return found


def _hops(
    id: str, a: Point, b: Point, bands: Mapping[int, list[tuple[float, float, float, str]]]
) -> list[Point]:
    if a[1] != b[1]:
        return []
    y, low, high = a[1], min(a[0], b[0]) + _JUMP_ROOM, max(a[0], b[0]) - _JUMP_ROOM
    return [
        (x, y)
        for band in range(int(low // _BAND), int(high // _BAND) + 1)
        for x, top, bottom, other in bands.get(band, ())
        if other != id and low <= x <= high and top + 4 < y < bottom - 4
    ]
