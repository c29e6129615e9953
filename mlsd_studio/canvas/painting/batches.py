"""Many flows in few calls: straight pieces kept as plain memory, per part of the world and colour."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from mlsd_studio.canvas.painting.flat import move
from mlsd_studio.canvas.painting.stage import FADED, Stage
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.theme import mix
from mlsd_studio.layout.routing import Route

CELL = 1600
"""Side of the part of the world that shares a batch, in world pixels."""

Cell = tuple[int, int]


@dataclass(slots=True)
class _Batch:
    """The flows that start in one cell: their pieces (x1, y1, x2, y2) by colour token, and where they lie."""

    flows: dict[str, None] = field(default_factory=dict)
    lines: dict[str, array[float]] | None = None
    area: Area = field(default_factory=lambda: Area(0, 0, 0, 0))


class Batches:
    """Every flow of a scene, batched; a change makes only the batches it touches anew.

    With `only`, those flows alone, all in the colour of the selection.
    """

    def __init__(self, only: frozenset[str] | None = None) -> None:
        self._only = only
        self._batches: dict[Cell, _Batch] = {}
        self._home: dict[str, Cell] = {}
        self._stale: set[str] | None = None
        self._offset = self._seen = 0, 0

    @classmethod
    def of(
        cls, routes: Mapping[str, Route], tokens: Mapping[str, str], offset: tuple[int, int] = (0, 0)
    ) -> Batches:
        """The batches of all routes of a scene at its offset, ready to paint; may be made in a thread."""
        made = cls()
        made._offset = made._seen = offset
        for id, route in routes.items():
            made._put(id, route)
        for batch in made._batches.values():
            _fill(batch, routes, tokens.__getitem__)
        made._stale = set()
        return made

    def stale(self, ids: set[str]) -> None:
        """These flows changed."""
        if self._stale is not None:
            self._stale |= ids

    def draw(self, stage: Stage) -> None:
        """Paint the batches that show; the painter works in world pixels.

        Faded lines are mixed with the ground's colour: translucent ones take several times as long.
        """
        scene, theme = stage.scene, stage.theme
        self._refresh(scene)
        painter, (dx, dy) = stage.painter, self._behind(scene)
        areas = [area._replace(x=area.x - dx, y=area.y - dy) for area in stage.areas]
        painter.save()
        painter.translate(dx, dy)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        width = max(1, round(1.6 * stage.scale))
        for batch in self._batches.values():
            if batch.lines is None:
                token_of = scene.flow_token if self._only is None else _selected
                _fill(batch, scene.geometry.routes, token_of)
            if not any(area.meets(*batch.area) for area in areas):
                continue
            for token, lines in (batch.lines or {}).items():
                color = theme[token]
                if stage.lit is not None and self._only is None:
                    color = mix(color, theme["background"], FADED)
                pen = QPen(QColor(color), width)
                pen.setCosmetic(True)
                painter.setPen(pen)
                memory = shiboken6.wrapInstance(lines.buffer_info()[0], QLineF)
                painter.drawLines(memory, len(lines) // 4)

        painter.restore()

    def _behind(self, scene: Scene) -> tuple[int, int]:
        """How far the drawing has moved since the lines were made: they follow when it has come to rest."""
        return scene.offset[0] - self._offset[0], scene.offset[1] - self._offset[1]

    def _refresh(self, scene: Scene) -> None:
        if self._stale is None:
            self._batches, self._home = {}, {}
            self._offset = scene.offset
        moving, self._seen = self._seen != scene.offset, scene.offset
        if self._offset != scene.offset and (self._stale or not moving):
            for batch in self._batches.values():
                _move(batch, *self._behind(scene))
            self._offset = scene.offset
        ids = set(scene.geometry.routes) if self._stale is None else self._stale
        if self._only is not None:
            ids = ids & self._only
        for id in sorted(ids):
            self._drop(id)
            route = scene.geometry.routes.get(id)
            if route is not None:
                self._put(id, route)
        self._stale = set()

    def _drop(self, id: str) -> None:
        old = self._home.pop(id, None)
        if old is not None:
            self._batches[old].flows.pop(id, None)
            self._batches[old].lines = None

    def _put(self, id: str, route: Route) -> None:
        x, y = route.points[0]
        home = self._home[id] = (int(x // CELL), int(y // CELL))
        batch = self._batches.setdefault(home, _Batch())
        batch.flows[id] = None
        batch.lines = None


def _selected(_id: str) -> str:
    return "accent"


def _move(batch: _Batch, dx: int, dy: int) -> None:
    for lines in (batch.lines or {}).values():
        move(lines, dx, dy)
    batch.area = batch.area._replace(x=batch.area.x + dx, y=batch.area.y + dy)


def _fill(batch: _Batch, routes: Mapping[str, Route], token_of: Callable[[str], str]) -> None:
    batch.lines = {}
    left = top = float("inf")
    right = bottom = float("-inf")
    for id in batch.flows:
        lines = batch.lines.setdefault(token_of(id), array("d"))
        points = routes[id].points
        for (ax, ay), (bx, by) in pairwise(points):
            lines.extend((ax, ay, bx, by))
            left, right = min(left, ax, bx), max(right, ax, bx)
            top, bottom = min(top, ay, by), max(bottom, ay, by)
    if batch.flows:
        batch.area = Area(left - 4, top - 4, right - left + 8, bottom - top + 8)
