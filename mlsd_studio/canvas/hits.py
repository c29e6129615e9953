"""What lies under a point: handles and ports first, then cards, labels and lines, then frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.card import ports
from mlsd_studio.drawing.flow import label_size
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model.edits.placement import is_locked
from mlsd_studio.model.records import TREE_BOUNDARIES

Kind = Literal["card", "port", "edge", "note", "flow", "frame", "handle", "badge", "fold", "empty"]

REACH = 6.0
"""How far from a line or an edge a point still hits it, in pixels of the widget."""
TITLE_BAR = 34
"""Height of the strip of a frame that holds its title, in world pixels."""
BUTTON = 20
"""Side of the button that collapses a boundary, in world pixels."""
HANDLES_FROM = 0.4
"""Zoom below which handles would hide what they belong to."""
HANDLES = {
    "nw": (0.0, 0.0),
    "n": (0.5, 0.0),
    "ne": (1.0, 0.0),
    "e": (1.0, 0.5),
    "se": (1.0, 1.0),
    "s": (0.5, 1.0),
    "sw": (0.0, 1.0),
    "w": (0.0, 0.5),
}
"""Handles of a box by name, as shares of its width and height."""
CARD_HANDLES = ("sw", "se")
"""A card's upper corners belong to its badge and its icon."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was hit; `part` names the handle, the port's number, or the flow's part."""

    kind: Kind
    id: str = ""
    part: str = ""


EMPTY = Hit("empty")


def hit(scene: Scene, x: float, y: float, zoom: float, selection: tuple[str, ...] = ()) -> Hit:
    """The topmost thing at a point of the world."""
    reach = REACH / zoom
    near = Area(x, y, 0, 0).grown(reach)
    return (
        _handle(scene, x, y, reach, selection)
        or _card(scene, near, x, y, reach, zoom)
        or _note(scene, near, x, y)
        or _flow(scene, near, x, y, reach)
        or _frame(scene, near, x, y, reach)
        or EMPTY
    )


def handles_of(scene: Scene, id: str) -> dict[str, tuple[float, float]]:
    """Handles of a selected element: both ends and the waypoints of flows, the lower corners of cards and notes,
    all eight of boundaries.
    """
    route = scene.geometry.route(id)
    if route is not None:
        bends = scene.geometry.waypoints(scene.document.flows[id])
        ends = {"source": route.points[0], "target": route.points[-1]}
        return {**ends, **{f"via{number}": point for number, point in enumerate(bends)}}
    rect = scene.rect(id)
    if rect is None or is_locked(scene.document, id):
        return {}
    if id in scene.document.groups or id in scene.geometry.folding.inside:
        return {}
    names = tuple(HANDLES) if id in scene.document.boundaries else CARD_HANDLES
    return {n: (rect.x + rect.w * HANDLES[n][0], rect.y + rect.h * HANDLES[n][1]) for n in names}


def _handle(scene: Scene, x: float, y: float, reach: float, selection: tuple[str, ...]) -> Hit | None:
    if len(selection) != 1 or reach > REACH / HANDLES_FROM:
        return None
    for name, (hx, hy) in handles_of(scene, selection[0]).items():
        if abs(hx - x) <= reach and abs(hy - y) <= reach:
            return Hit("handle", selection[0], name)
    return None


def _card(scene: Scene, near: Area, x: float, y: float, reach: float, zoom: float) -> Hit | None:
    for id in reversed(scene.cards_in(near)):
        box = scene.geometry.boxes[id]
        look = scene.look(id)
        if look.count and look.severity and abs(box.right - 3 - x) <= 10 and abs(box.y + 2 - y) <= 10:
            return Hit("badge", id)
        if _on_button(scene, id, x, y):
            return Hit("fold", id)
        if zoom >= 0.3:
            for number, (px, py) in enumerate(ports(box.w, box.h)):
                if abs(box.x + px - x) <= reach * 1.3 and abs(box.y + py - y) <= reach * 1.3:
                    return Hit("port", id, str(number))
            if _on_edge(box, x, y, reach * 0.8):
                return Hit("edge", id)
        if _inside(box, x, y):
            return Hit("card", id)
    return None


def _note(scene: Scene, near: Area, x: float, y: float) -> Hit | None:
    for id in reversed(scene.notes_in(near)):
        if _inside(scene.geometry.notes[id], x, y):
            return Hit("note", id)
    return None


def _flow(scene: Scene, near: Area, x: float, y: float, reach: float) -> Hit | None:
    best: tuple[float, str] | None = None
    for id in reversed(scene.flows_in(near)):
        route = scene.geometry.routes[id]
        w, h = label_size(scene.document.flows[id])
        lx, ly = route.label_at
        if w and abs(lx - x) <= w / 2 and abs(ly - y) <= h / 2:
            return Hit("flow", id, "label")
        for (ax, ay), (bx, by) in zip(route.points, route.points[1:], strict=False):
            dx = max(min(ax, bx) - x, 0, x - max(ax, bx))
            dy = max(min(ay, by) - y, 0, y - max(ay, by))
            distance = max(dx, dy)
            if distance <= reach and (best is None or distance < best[0]):
                best = distance, id
    return Hit("flow", best[1], "line") if best else None


def _frame(scene: Scene, near: Area, x: float, y: float, reach: float) -> Hit | None:
    """A frame is hit on its edge and its title strip; its ground counts as empty."""
    for id in reversed(scene.frames_in(near)):
        rect = scene.geometry.frames.rects[id]
        if _on_button(scene, id, x, y):
            return Hit("fold", id)
        if _on_edge(rect, x, y, reach):
            return Hit("frame", id, "edge")
        if id in scene.document.boundaries and _inside(rect, x, y) and y <= rect.y + TITLE_BAR:
            return Hit("frame", id, "title")
    return None


def button_of(scene: Scene, id: str) -> Rect | None:
    """Where the button that collapses or expands a boundary of the tree is: the corner of its frame or card."""
    record = scene.document.boundaries.get(id)
    rect = scene.rect(id)
    if record is None or rect is None or record.kind not in TREE_BOUNDARIES or not record.members:
        return None
    top = rect.bottom - BUTTON - 8 if id in scene.geometry.folding.inside else rect.y + 9
    return Rect(rect.right - BUTTON - 10, top, BUTTON, BUTTON)


def _on_button(scene: Scene, id: str, x: float, y: float) -> bool:
    place = button_of(scene, id) if id in scene.document.boundaries else None
    return place is not None and _inside(place, x, y)


def boundary_at(scene: Scene, x: float, y: float, without: frozenset[str] = frozenset()) -> str | None:
    """The innermost boundary of the tree whose frame holds a point, leaving some out."""
    return innermost(scene, scene.geometry.frames.rects, x, y, without)


def innermost(
    scene: Scene, frames: dict[str, Rect], x: float, y: float, without: frozenset[str]
) -> str | None:
    """As `boundary_at`, for frames as they were at some time."""
    boundaries = scene.document.boundaries
    holding = [
        (rect.w * rect.h, -number, id)
        for number, (id, rect) in enumerate(frames.items())
        if id not in without
        and id in boundaries
        and boundaries[id].kind in TREE_BOUNDARIES
        and _inside(rect, x, y)
    ]
    return min(holding)[2] if holding else None


def _inside(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x <= rect.x + rect.w and rect.y <= y <= rect.y + rect.h


def _on_edge(rect: Rect, x: float, y: float, reach: float) -> bool:
    outer = rect.x - reach <= x <= rect.right + reach and rect.y - reach <= y <= rect.bottom + reach
    inner = rect.x + reach < x < rect.right - reach and rect.y + reach < y < rect.bottom - reach
    return outer and not inner
