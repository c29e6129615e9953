"""Cards from far away: plain rectangles of their layer's colour, all of one colour in one call."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any

import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mlsd_studio.canvas.painting.stage import FADED, Stage
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.theme import Theme

MANY = 200
"""From so many selected elements on, small cards have plain rings."""
RING = 2
"""Width of a ring in pixels of the widget."""


class FlatCards:
    """The rectangles of all cards as plain memory, by layer; made anew when a card has changed."""

    def __init__(self) -> None:
        self._made: tuple[Scene, int] | None = None
        self._offset = 0, 0
        self._rects: dict[str, array[float]] = {}

    def draw(self, stage: Stage) -> int:
        """Paint the cards; how many. Those that an overlay or a path lights are painted once more."""
        scene, painter = stage.scene, stage.painter
        painter.save()
        painter.setTransform(stage.to_world(), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(1.0 if stage.lit is None else FADED)
        self.paint(painter, scene, stage.theme)
        if stage.lit is not None:
            painter.setOpacity(1.0)
            lit = _by_layer(scene, [id for id in scene.geometry.boxes if id in stage.lit])
            _paint(painter, lit, stage.theme)
        painter.restore()
        return sum(len(numbers) for numbers in self._rects.values()) // 4

    def paint(self, painter: QPainter, scene: Scene, theme: Theme) -> None:
        """All cards of a scene, with a painter that works in world pixels and has no pen."""
        if self._made != (scene, scene.version):
            self._made = (scene, scene.version)
            self._rects = _by_layer(scene, scene.geometry.boxes)
        elif self._offset != scene.offset:
            for numbers in self._rects.values():
                move(numbers, scene.offset[0] - self._offset[0], scene.offset[1] - self._offset[1], 4)
        self._offset = scene.offset
        _paint(painter, self._rects, theme)


@cache
def numpy() -> Any:
    """numpy, loaded when first needed: a start must not pay for it, nor a frame for asking again."""
    import numpy

    return numpy


def move(numbers: array[float], dx: int, dy: int, step: int = 2) -> None:
    """Move plain memory of x, y, …: every `step` numbers begin with a place."""
    memory = numpy().frombuffer(numbers)
    memory[0::step] += dx
    memory[1::step] += dy


class FlatRings:
    """The rings of very many cards as plain memory; made anew when a card or the selection has changed."""

    def __init__(self) -> None:
        self._made: tuple[Scene, int, frozenset[str]] | None = None
        self._offset = 0, 0
        self._rects = array("d")

    def draw(self, stage: Stage) -> bool:
        """Paint a ring around each selected card; False, and nothing, where finer rings do as well."""
        scene = stage.scene
        small = stage.detail in ("block", "color")
        if len(stage.selection) < MANY or not small or stage.lit is not None:
            return False
        made = self._made
        if made is None or made[:2] != (scene, scene.version) or made[2] is not stage.selection:
            self._made = scene, scene.version, stage.selection
            boxes = (box for id, box in scene.geometry.boxes.items() if id in stage.selection)
            self._rects = array("d", chain.from_iterable(boxes))
        elif self._offset != scene.offset:
            move(self._rects, scene.offset[0] - self._offset[0], scene.offset[1] - self._offset[1], 4)
        self._offset = scene.offset
        self._paint(stage)
        return True

    def _paint(self, stage: Stage) -> None:
        """Every ring on whole pixels of the device; the card over it covers the middle."""
        np = numpy()
        painter, width = stage.painter, round(RING * stage.view.dpr)
        rects = np.rint(np.frombuffer(self._rects).reshape(-1, 4) * stage.scale)
        rects[:, :2] += np.array(stage.view.device_origin) - width
        rects[:, 2:] += 2 * width
        painter.save()
        painter.setTransform(stage.to_device(), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(stage.theme["accent"]))
        painter.drawRects(shiboken6.wrapInstance(rects.ctypes.data, QRectF), len(rects))
        painter.restore()


def _paint(painter: QPainter, rects: dict[str, array[float]], theme: Theme) -> None:
    for layer, numbers in rects.items():
        painter.setBrush(QColor(theme.layer(layer)))
        memory = shiboken6.wrapInstance(numbers.buffer_info()[0], QRectF)
        painter.drawRects(memory, len(numbers) // 4)


def _by_layer(scene: Scene, ids: Iterable[str]) -> dict[str, array[float]]:
    found: dict[str, array[float]] = {}
    boxes, layer_of = scene.geometry.boxes, scene.card_layer
    for id in ids:
        found.setdefault(layer_of(id), array("d")).extend(boxes[id])
    return found
