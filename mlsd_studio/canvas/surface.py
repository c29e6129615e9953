"""What the canvas paints: regions of the widget, through the painter of scenes, and the tool's shapes over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QRegion, QTransform

from mlsd_studio.canvas.ahead import Ahead
from mlsd_studio.canvas.base import CanvasBase
from mlsd_studio.canvas.lifting import Lifted, around
from mlsd_studio.canvas.overlay import areas_of
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.painting.tints import with_pills
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing import qt_painter
from mlsd_studio.drawing.card import detail_at
from mlsd_studio.drawing.picture import Shape

REST_MS = 90
"""Milliseconds without zooming after which everything is painted with care again."""
FEW_RECTS = 6
"""Dirty rectangles up to which each is painted by itself: clipping to a rectangle is much quicker than to a region."""
TALL = 128, 8
"""The least height of a strip that is painted aside, and how often its width goes into it at least."""
SPARE = 2
"""Pixels that are painted around such a strip and not copied."""
MANY_RECTS = 120
"""Dirty rectangles beyond which their common box is painted."""


class Surface(CanvasBase):
    """Paints what of the scene lies in a region."""

    _lit: frozenset[str] | None = None
    _overlay: list[Shape]
    _hasty = False
    _chosen: tuple[tuple[str, ...], frozenset[str]] = ((), frozenset())
    _rest: QTimer
    _sheet: QImage
    ahead: Ahead

    def setup_surface(self) -> None:
        """All that is shown is painted here, ground included; nothing is in haste."""
        self._lifted: Lifted | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._overlay = []
        self.ahead = Ahead(self)
        self._sheet = QImage()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._at_rest)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the region, all its rectangles in one pass; Qt clips the painter to it."""
        self.session.enter()
        self.view.dpr = self.devicePixelRatioF()
        rects = merged(list(event.region()))  # type: ignore[call-overload]
        if len(rects) > MANY_RECTS:
            rects = [event.region().boundingRect()]
        painter = QPainter(self)
        if len(rects) <= FEW_RECTS:
            whole_pixels = self.view.dpr == int(self.view.dpr)
            for rect in rects:
                if whole_pixels and self._lifted is None and self.ahead.paint(painter, rect):
                    continue
                if whole_pixels and is_tall(rect):
                    self._paint_aside(painter, rect)
                else:
                    painter.setClipRect(rect)
                    self.render_areas(painter, [rect])
            painter.setClipping(False)
        else:
            self.render_areas(painter, rects)
        if self.ringed:
            painter.setPen(QPen(QColor(self.theme["accent"]), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_aside(self, painter: QPainter, rect: QRect) -> None:
        """Paint a tall strip on a sheet of its own and copy it.

        Each row of it on the screen is another page of memory: to go over them once is what costs. Thin lines
        that end at the edge of a clip get another last pixel, so the sheet is a little larger.
        """
        dpr, more = int(self.view.dpr), rect.adjusted(-SPARE, -SPARE, SPARE, SPARE)
        size = more.size() * dpr
        if self._sheet.size() != size or self._sheet.devicePixelRatio() != dpr:
            self._sheet = QImage(size, QImage.Format.Format_RGB32)
            self._sheet.setDevicePixelRatio(dpr)
        aside = QPainter(self._sheet)
        aside.translate(-more.topLeft())
        self.render_areas(aside, [more])
        aside.end()
        painter.setClipRect(rect)
        painter.drawImage(more.topLeft(), self._sheet)

    def hurry(self) -> None:
        """The zoom is moving: paint in haste, and once with all care when it has come to rest."""
        self._hasty = True
        self._rest.start()

    def _at_rest(self) -> None:
        self._hasty = False
        self.update()

    def render_areas(self, painter: QPainter, rects: list[QRect]) -> None:
        """Paint rectangles of the widget; the painter is clipped to them."""
        stage = self.stage(painter, rects)
        if self._lifted is not None:
            self._lifted.paint(painter, rects)
        else:
            self.painter.paint(stage)
        if self._overlay:
            painter.save()
            painter.setTransform(stage.to_world(), True)
            qt_painter.paint(painter, self._overlay)
            painter.restore()

    def stage(
        self,
        painter: QPainter,
        rects: list[QRect],
        without: frozenset[str] = frozenset(),
        among: frozenset[str] | None = None,
    ) -> Stage:
        """A pass over rectangles of the widget, leaving out some elements or with some alone."""
        world = [self.view.world_area(r.x(), r.y(), r.width(), r.height()) for r in rects]
        detail = detail_at(self.view.zoom)
        if self._chosen[0] is not self.session.selection:
            self._chosen = self.session.selection, frozenset(self.session.selection)
        return Stage(
            painter, self.scene, self.view, self.theme, detail, rects, world, self._chosen[1], self._lit, self._hasty,
            self.session.overlay.tints if self.session.overlay else {}, self.dots, without, among,
        )  # fmt: skip

    def lift(self, ids: Iterable[str]) -> None:
        """Paint elements, and the flows at them, over a picture of the rest while they are dragged."""
        self.lower()
        self._lifted = Lifted.of(self, ids)
        self._paint_lifted(set())

    def lower(self) -> None:
        """What was lifted lies in the drawing again."""
        lifted, self._lifted = self._lifted, None
        if lifted is not None:
            self.update_areas(lifted.lower())

    def _paint_lifted(self, touched: set[str]) -> None:
        """Paint what is lifted where it was and where it is after a change."""
        if self._lifted is not None:
            areas = self._lifted.follow(touched)
            self._update_over(with_pills(self.session.overlay, areas))

    def _update_over(self, areas: Iterable[Area]) -> None:
        """Paint areas again where only what lies over the drawing has changed."""
        self.ahead.forget()
        if self._lifted is None:
            super().update(self._region(areas))
        elif (area := around(areas)) is not None:
            super().update(self._lifted.whole(self.widget_rect(area) & self.rect()))

    def uncover(self, place: QRect) -> None:
        """Paint a rectangle again over which something lay that was not moved with the drawing."""
        super().update(place)

    def update(self, *place: Any) -> None:  # type: ignore[override]
        """Paint all again, or a rectangle or region, with what lies below what is lifted."""
        self.ahead.forget()
        if self._lifted is not None:
            self._lifted.wipe(QRegion(*place) if place else QRegion(self.rect()))
        super().update(*place)

    def update_areas(self, areas: Iterable[Area]) -> None:
        """Paint areas of the world again."""
        self.ahead.forget()
        region = self._region(areas)
        if not region.isEmpty():
            self.update(region)

    def _region(self, areas: Iterable[Area]) -> QRegion:
        region = QRegion()
        screen = self.rect()
        for area in areas:
            rect = self.widget_rect(area) & screen
            if not rect.isEmpty():
                region += rect
        return region

    def widget_rect(self, area: Area) -> QRect:
        """The pixels of the widget that an area of the world touches."""
        left, top = self.view.to_widget(area.x, area.y)
        right, bottom = self.view.to_widget(area.right, area.bottom)
        return QRect(QPoint(int(left) - 2, int(top) - 2), QPoint(int(right) + 2, int(bottom) + 2))

    def refresh_overlay(self) -> None:
        """Take the tool's shapes of now, and paint where the last ones were and where these are."""
        shapes = [*self.tool.overlay(), *self.drop_shapes()]
        if shapes != self._overlay:
            self._update_over([*areas_of(self._overlay), *areas_of(shapes)])
            self._overlay = shapes

    def world_transform(self) -> QTransform:
        """World pixels to pixels of the widget."""
        view = self.view
        return QTransform(view.zoom, 0, 0, view.zoom, view.ox, view.oy)


def merged(rects: list[QRect]) -> list[QRect]:
    """The rectangles of a region with those put together that lie on each other and are as wide."""
    columns: dict[tuple[int, int], QRect] = {}
    found: list[QRect] = []
    for rect in rects:
        key = rect.left(), rect.right()
        above = columns.get(key)
        if above is not None and above.bottom() + 1 == rect.top():
            above.setBottom(rect.bottom())
        else:
            columns[key] = rect
            found.append(rect)
    return found


def is_tall(rect: QRect) -> bool:
    """Whether a rectangle is a tall, narrow strip."""
    return rect.height() >= max(TALL[0], TALL[1] * rect.width())
