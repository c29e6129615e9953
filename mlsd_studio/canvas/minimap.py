"""The whole design in a corner; dragging in it moves the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing import qt_painter
from mlsd_studio.drawing.flow import stroke_color

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

SIZE = QSize(168, 96)
MARGIN = 12
INSET = 6
SMALLEST = QSize(520, 360)
"""A canvas smaller than this has no room for a map."""
PAUSE_MS = 120
NOWHERE = Area(0, 0, 1, 1)
FLOW_LIMIT = 2000
"""Designs with more flows are shown without them: at this size they are a blot."""


class Minimap(QWidget):
    """Paints the design again only after edits have paused; the view's frame follows at once."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._picture: QPixmap | None = None
        self._bounds = canvas.scene.bounds or NOWHERE
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(self._renew)
        self._rest = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._rest.timeout.connect(self.dodge)
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Overview of the design")
        self.hide()

    def refresh(self) -> None:
        """The design changed: paint it again soon."""
        self._later.start()

    def renew(self) -> None:
        """Another design or theme: paint it again now."""
        self._later.stop()
        self._renew()

    def arrange(self) -> None:
        """Take the corner of the canvas, or hide where there is no room or nothing to show."""
        room = self._canvas.width() >= SMALLEST.width() and self._canvas.height() >= SMALLEST.height()
        self.setVisible(room and not self._canvas.scene.is_empty)
        self.move(self._corner())

    def dodge(self) -> None:
        """Go to the corner that hides the fewest cards, unless the mouse is in the map."""
        if self.isVisible() and not self.underMouse():
            self.move(self._corner())

    def _corner(self) -> QPoint:
        """The lower right one where it hides no more cards than another; corners in use are left out."""
        canvas = self._canvas
        right, bottom = canvas.width() - SIZE.width() - MARGIN, canvas.height() - SIZE.height() - MARGIN
        corners = [
            QPoint(right, bottom),
            QPoint(MARGIN, bottom),
            QPoint(right, MARGIN),
            QPoint(MARGIN, MARGIN),
        ]
        taken = [
            part.geometry() for part in (canvas.legend, canvas.finder, canvas.crumbs) if part.isVisible()
        ]
        free = [at for at in corners if not any(QRect(at, SIZE).intersects(place) for place in taken)]
        return min(free or corners[:1], key=self._hidden_at)

    def _hidden_at(self, corner: QPoint) -> int:
        area = self._canvas.view.world_area(corner.x(), corner.y(), SIZE.width(), SIZE.height())
        boxes = self._canvas.scene.geometry.boxes
        return sum(area.meets(*boxes[id]) for id in self._canvas.scene.cards_in(area))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card, the design, the frame of the view."""
        if self._picture is None:
            self._picture = self._painted()
        self._rest.start()
        theme = self._canvas.theme
        card = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, ox, oy = self._fit()
        shown = self._canvas.view.visible()
        frame = QRectF(ox + shown.x * scale, oy + shown.y * scale, shown.w * scale, shown.h * scale)
        frame = frame.intersected(card.adjusted(2, 2, -2, -2))
        painter.setPen(QPen(QColor(theme["accent"]), 1.5))
        painter.setBrush(qt_painter.color(theme["accent"], 0.06))
        painter.drawRoundedRect(frame, 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the place to the middle of the view."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The view follows the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        scale, ox, oy = self._fit()
        at = event.position()
        self._canvas.centre_on((at.x() - ox) / scale, (at.y() - oy) / scale)

    def _renew(self) -> None:
        self._picture = None
        self._bounds = self._canvas.scene.bounds or NOWHERE
        self.arrange()
        self.update()

    def _fit(self) -> tuple[float, float, float]:
        """Pixels per world pixel, and where the world's origin lies."""
        bounds = self._bounds
        wide, high = SIZE.width() - 2 * INSET, SIZE.height() - 2 * INSET
        scale = min(wide / max(1, bounds.w), high / max(1, bounds.h), 0.25)
        x, y = bounds.centre
        return scale, SIZE.width() / 2 - x * scale, SIZE.height() / 2 - y * scale

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(SIZE * ratio)
        picture.setDevicePixelRatio(ratio)
        theme = self._canvas.theme
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QPen(QColor(theme["line"]), 1))
        painter.setBrush(QColor(theme["card"]))
        painter.drawPath(path)
        painter.setClipPath(path)
        scale, ox, oy = self._fit()
        painter.translate(ox, oy)
        painter.scale(scale, scale)
        self._paint_design(painter)
        painter.end()
        return picture

    def _paint_design(self, painter: QPainter) -> None:
        scene, theme = self._canvas.scene, self._canvas.theme
        painter.setPen(Qt.PenStyle.NoPen)
        for id, rect in scene.geometry.frames.rects.items():
            painter.setBrush(qt_painter.color(theme.layer(scene.layer(id)), 0.14))
            painter.drawRoundedRect(QRectF(*rect), 16, 16)
        if len(scene.geometry.lanes) <= FLOW_LIMIT:
            for id, route in scene.geometry.routes.items():
                color = stroke_color(scene.document.flows[id].kind, theme, scene.source_layer(id))
                pen = QPen(qt_painter.color(color, 0.6), 0.8)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawPolyline([QPoint(*point) for point in route.points])
        painter.setPen(Qt.PenStyle.NoPen)
        self._canvas.painter.flat.paint(painter, scene, theme)
        for id, badge in scene.badges.items():
            if id in scene.geometry.boxes:
                painter.setBrush(QColor(theme["bad" if badge.severity == "error" else "warn"]))
                painter.drawRect(QRectF(*scene.geometry.boxes[id]))
