"""Cards glide from where they were to where an arrangement put them.

The design has changed already; only a picture moves. It lies over the canvas: the new drawing fades in while
each card, cut out of it, travels to its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

MOST = 600
"""Cards on the screen beyond which only the fading is shown."""
EDGE = 2
"""Pixels around a card that belong to its picture."""

Places = dict[str, QRectF]


class Gliding(QWidget):
    """The moving picture over a canvas. It ends by itself, or with any press, wheel or key."""

    def __init__(self, canvas: Canvas, moves: dict[str, tuple[QRectF, QRectF]], after: QPixmap) -> None:
        super().__init__(canvas)
        self._moves, self._after = moves, after
        self._share, self._over = 0.0, False
        self._ground = QColor(canvas.theme["background"])
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(canvas.rect())
        self._animation = QVariantAnimation(self, duration=canvas.animation_ms, startValue=0.0, endValue=1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._at)
        self._animation.finished.connect(self.end)
        canvas.installEventFilter(self)
        self.show()
        self._animation.start()

    @staticmethod
    def places(canvas: Canvas) -> Places:
        """Where each card is on the widget now."""
        view, found = canvas.view, Places()
        for id, box in canvas.scene.geometry.boxes.items():
            left, top = view.to_widget(box.x, box.y)
            found[id] = QRectF(left, top, box.w * view.zoom, box.h * view.zoom)
        return found

    @classmethod
    def start(cls, canvas: Canvas, before: Places) -> Gliding | None:
        """Show how the cards came from where they were; None where nothing is to be seen moving."""
        if not canvas.animation_ms or not canvas.isVisible():
            return None
        screen = QRectF(canvas.rect())
        moves = {
            id: (before[id], there)
            for id, there in cls.places(canvas).items()
            if id in before and (screen.intersects(there) or screen.intersects(before[id]))
        }
        if not moves:
            return None
        return cls(canvas, moves if len(moves) <= MOST else {}, canvas.grab())

    def end(self) -> None:
        """Show the canvas itself."""
        if self._over:
            return
        self._over = True
        self._animation.stop()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the user does next is done to the canvas itself."""
        if event.type() in (
            QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.KeyPress, QEvent.Type.Resize,
        ):  # fmt: skip
            self.end()
        return super().eventFilter(watched, event)

    def _at(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, the new drawing as far as it has faded in, and the cards on their way."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._ground)
        painter.setOpacity(self._share**3)
        painter.drawPixmap(0, 0, self._after)
        painter.setOpacity(1.0)
        ratio = self._after.devicePixelRatio()
        for old, new in self._moves.values():
            cut = new.adjusted(-EDGE, -EDGE, EDGE, EDGE)
            source = QRectF(cut.x() * ratio, cut.y() * ratio, cut.width() * ratio, cut.height() * ratio)
            painter.drawPixmap(_between(old, new, self._share), self._after, source)
        painter.end()


def _between(old: QRectF, new: QRectF, share: float) -> QRectF:
    def mix(a: float, b: float) -> float:
        return a + (b - a) * share

    return QRectF(
        mix(old.x(), new.x()),
        mix(old.y(), new.y()),
        mix(old.width(), new.width()),
        mix(old.height(), new.height()),
    ).adjusted(-EDGE, -EDGE, EDGE, EDGE)
