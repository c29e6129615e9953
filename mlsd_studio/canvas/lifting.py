"""What a drag moves is lifted off the drawing and painted over a picture of all the rest.

The picture below is made once and mended where something else changes; a step of the mouse then costs what
is lifted, not what lies around it. Lifted flows hop over nothing until they lie in the drawing again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap, QRegion

from mlsd_studio.canvas.painting import rings
from mlsd_studio.canvas.painting.flows import with_finish_at
from mlsd_studio.canvas.view import Area

if TYPE_CHECKING:
    from mlsd_studio.canvas.surface import Surface

MOST = 60
"""Cards, notes and flows beyond which lifting them would cost more than it spares."""

FEW = 6
"""Rectangles up to which each is painted by itself: clipping to a rectangle is much quicker than to a region."""


class Lifted:
    """The ids that are lifted off a canvas's drawing, and the picture of what lies below."""

    def __init__(self, canvas: Surface, ids: frozenset[str]) -> None:
        self._canvas = canvas
        self._scene = canvas.scene
        self._below = QPixmap()
        self._stale = QRegion()
        self._shown: tuple[object, ...] = ()
        self._area: Area | None = None
        self._asked = QRect()
        self._scene.lift(ids)

    @staticmethod
    def of(canvas: Surface, ids: Iterable[str]) -> Lifted | None:
        """Lift cards and notes with the flows at them; None where it would not pay."""
        geometry, wanted = canvas.scene.geometry, set(ids)
        if not with_finish_at(canvas.view.zoom, len(geometry.lanes)) or len(wanted) > MOST:
            return None
        if any(id in geometry.frames.rects for id in wanted):
            return None
        wanted |= geometry.flows_at(wanted)
        return Lifted(canvas, frozenset(wanted)) if len(wanted) <= MOST else None

    @property
    def ids(self) -> frozenset[str]:
        """What is lifted now."""
        return self._scene.lifted

    def follow(self, touched: set[str]) -> list[Area]:
        """The drawing has changed: lift the other flows that make way, too; where to paint again."""
        ways = {id for id in touched - self.ids if id in self._scene.geometry.routes}
        if ways and len(self.ids) + len(ways) <= MOST:
            self._scene.lift(self.ids | ways)
        before, self._area = self._area, around(self._scene.extents(sorted(self.ids)))
        return [area for area in (before, self._area) if area is not None]

    def lower(self) -> list[Area]:
        """Put everything back into the drawing; where to paint again."""
        return self._scene.lift(frozenset())

    def wipe(self, region: QRegion) -> None:
        """Something else than what is lifted looks different in this region of the widget."""
        self._stale += region

    def whole(self, rect: QRect) -> QRect:
        """The rectangle around all that changed over the drawing since the last painting.

        One rectangle of a picture is copied as it is; a region of many takes several times as long.
        """
        self._asked = self._asked.united(rect)
        return self._asked

    def paint(self, painter: QPainter, rects: list[QRect]) -> None:
        """Paint what lies below, then what is lifted."""
        self._asked = QRect()
        self._mend()
        painter.drawPixmap(0, 0, self._below)
        canvas, box = self._canvas, _box(rects)
        stage = canvas.stage(painter, [box], among=self.ids)
        if self._area is None or canvas.widget_rect(self._area).intersects(box) or stage.tints:
            canvas.painter.paint_lifted(stage)
        rings.draw_handles(stage)

    def _mend(self) -> None:
        """Bring the picture below up to date."""
        canvas, view = self._canvas, self._canvas.view
        shown = (view.ox, view.oy, view.zoom, view.dpr, canvas.size(), canvas.theme.name)
        if shown != self._shown:
            self._shown = shown
            self._below = QPixmap(canvas.size() * view.dpr)
            self._below.setDevicePixelRatio(view.dpr)
            self._stale = QRegion(canvas.rect())
        if self._stale.isEmpty():
            return
        rects: list[QRect] = list(self._stale)  # type: ignore[call-overload]
        painter = QPainter(self._below)
        painter.setClipRegion(self._stale)
        for some in [[rect] for rect in rects] if len(rects) <= FEW else [rects]:
            if len(some) == 1:
                painter.setClipRect(some[0])
            canvas.painter.paint(canvas.stage(painter, some, without=self.ids))
        painter.end()
        self._stale = QRegion()


def _box(rects: list[QRect]) -> QRect:
    whole = rects[0]
    for rect in rects[1:]:
        whole = whole.united(rect)
    return whole


def around(areas: Iterable[Area]) -> Area | None:
    """The rectangle around areas; None around nothing."""
    known = list(areas)
    if not known:
        return None
    left, top = min(area.x for area in known), min(area.y for area in known)
    right, bottom = max(area.right for area in known), max(area.bottom for area in known)
    return Area(left, top, right - left, bottom - top)
