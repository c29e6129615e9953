"""Cards from far away: plain rectangles of their layer's colour, all of one colour in one call."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mlsd_studio.canvas.painting.stage import FADED, Stage
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.theme import Theme


class FlatCards:
    """The rectangles of all cards as plain memory, by layer; made anew when a card has changed."""

    def __init__(self) -> None:
        self._made: tuple[Scene, int] | None = None
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
        return len(scene.geometry.boxes)

    def paint(self, painter: QPainter, scene: Scene, theme: Theme) -> None:
        """All cards of a scene, with a painter that works in world pixels and has no pen."""
        if self._made != (scene, scene.version):
            self._made = (scene, scene.version)
            self._rects = _by_layer(scene, scene.geometry.boxes)
        _paint(painter, self._rects, theme)


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
