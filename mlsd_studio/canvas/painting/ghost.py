"""What a fix would do: the elements that would differ, translucent, with a dashed accent outline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mlsd_studio.canvas.painting import frames
from mlsd_studio.canvas.painting.flows import line_of
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing import card, flow, qt_painter
from mlsd_studio.drawing.build import shift
from mlsd_studio.drawing.picture import Box, Shape, Stroke
from mlsd_studio.model import Document

OPACITY = 0.7


def differing(document: Document, ghost: Document) -> tuple[frozenset[str], frozenset[str]]:
    """Ids that a ghost has new or otherwise, and ids that it has no more."""
    changed: set[str] = set()
    gone: set[str] = set()
    for table in ("components", "flows", "boundaries", "notes", "layout"):
        now, then = document.table(table), ghost.table(table)
        changed |= {id for id, record in then.items() if now.get(id) != record}
        gone |= {id for id in now if id not in then and table != "layout"}
    return frozenset(changed), frozenset(gone)


def draw(stage: Stage, ghost: Scene, changed: frozenset[str], gone: frozenset[str]) -> None:
    """Paint the ghost over the scene."""
    there = replace(stage, scene=ghost, _cards=None, _flows=None, _frames=None)
    painter = stage.painter
    painter.save()
    painter.setTransform(stage.to_world(), True)
    painter.setOpacity(OPACITY)
    for id in sorted(changed):
        qt_painter.paint(painter, _element(there, id))
    painter.setOpacity(1.0)
    qt_painter.paint(painter, [box for id in sorted(gone) for box in _outline(stage, id, "bad")])
    painter.restore()


def _element(stage: Stage, id: str) -> Iterator[Shape]:
    geometry = stage.scene.geometry
    accent = stage.theme["accent"]
    if id in geometry.boxes:
        box = geometry.boxes[id]
        for shape in card.card(stage.scene.look(id), stage.theme):
            yield shift(shape, box.x, box.y)
    elif id in geometry.frames.rects:
        yield from frames.shapes(stage, id)
    elif id in geometry.routes:
        line = line_of(stage, id)
        yield replace(line, stroke=replace(line.stroke, color=accent, dash=line.stroke.dash or (6, 4)))
        yield from flow.label(stage.scene.document.flows[id], geometry.routes[id], stage.theme)
    yield from _outline(stage, id, "accent")


def _outline(stage: Stage, id: str, token: str) -> Iterator[Shape]:
    rect = stage.scene.rect(id)
    if rect is not None:
        stroke = Stroke(stage.theme[token], 2.0, (6, 4))
        yield Box(rect.x - 4, rect.y - 4, rect.w + 8, rect.h + 8, card.RADIUS + 4, None, stroke)
