"""Many flows in few calls: straight pieces kept as plain memory, per part of the world and colour."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from mlsd_studio.canvas.painting.stage import FADED, Stage
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.flow import stroke_color
from mlsd_studio.drawing.theme import mix

CELL = 1600
"""Side of the part of the world that shares a batch, in world pixels."""

Cell = tuple[int, int]


@dataclass(slots=True)
class _Batch:
    """The flows that start in one cell: their pieces (x1, y1, x2, y2) by colour, and where they lie."""

    flows: dict[str, None] = field(default_factory=dict)
    lines: dict[str, array[float]] | None = None
    area: Area = field(default_factory=lambda: Area(0, 0, 0, 0))


class Batches:
    """Every flow of a scene, batched; a change makes only the batches it touches anew."""

    def __init__(self) -> None:
        self._batches: dict[Cell, _Batch] = {}
        self._home: dict[str, Cell] = {}
        self._stale: set[str] | None = None
        self._theme = ""

    def stale(self, ids: set[str]) -> None:
        """These flows changed."""
        if self._stale is not None:
            self._stale |= ids

    def draw(self, stage: Stage) -> None:
        """Paint the batches that show; the painter works in world pixels.

        Faded lines are mixed with the ground's colour: translucent ones take several times as long.
        """
        self._refresh(stage)
        painter, ground = stage.painter, stage.theme["background"]
        width = max(1, round(1.6 * stage.scale))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for batch in self._batches.values():
            if batch.lines is None:
                self._fill(stage, batch)
            if not any(area.meets(*batch.area) for area in stage.areas):
                continue
            for color, lines in (batch.lines or {}).items():
                pen = QPen(QColor(color if stage.lit is None else mix(color, ground, FADED)), width)
                pen.setCosmetic(True)
                painter.setPen(pen)
                memory = shiboken6.wrapInstance(lines.buffer_info()[0], QLineF)
                painter.drawLines(memory, len(lines) // 4)

    def _refresh(self, stage: Stage) -> None:
        scene = stage.scene
        if self._stale is None or self._theme != stage.theme.name:
            self._batches, self._home = {}, {}
            self._theme = stage.theme.name
            ids = set(scene.geometry.routes)
        else:
            ids = self._stale
        for id in sorted(ids):
            self._move(scene, id)
        self._stale = set()

    def _move(self, scene: Scene, id: str) -> None:
        old = self._home.pop(id, None)
        if old is not None:
            self._batches[old].flows.pop(id, None)
            self._batches[old].lines = None
        route = scene.geometry.routes.get(id)
        if route is not None:
            x, y = route.points[0]
            home = self._home[id] = (int(x // CELL), int(y // CELL))
            batch = self._batches.setdefault(home, _Batch())
            batch.flows[id] = None
            batch.lines = None

    def _fill(self, stage: Stage, batch: _Batch) -> None:
        scene = stage.scene
        batch.lines = {}
        left = top = float("inf")
        right = bottom = float("-inf")
        for id in batch.flows:
            color = (
                stage.theme["bad"]
                if id in scene.full
                else stroke_color(scene.document.flows[id].kind, stage.theme, scene.source_layer(id))
            )
            lines = batch.lines.setdefault(color, array("d"))
            points = scene.geometry.routes[id].points
            for (ax, ay), (bx, by) in pairwise(points):
                lines.extend((ax, ay, bx, by))
            xs, ys = [x for x, _ in points], [y for _, y in points]
            left, right = min(left, *xs), max(right, *xs)
            top, bottom = min(top, *ys), max(bottom, *ys)
        if batch.flows:
            batch.area = Area(left - 4, top - 4, right - left + 8, bottom - top + 8)
