"""How the view of the canvas moves: panning, zooming, and gliding to what is to be seen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtGui import QResizeEvent

from mlsd_studio.canvas.places import Place
from mlsd_studio.canvas.surface import Surface
from mlsd_studio.canvas.view import View

Stand = tuple[float, int, int]
"""A zoom, and where the world's origin lies in the widget: the same for as long as nobody moves the view."""


class Travel(Surface):
    """Moves the view; what stays visible is copied, not painted."""

    animation_ms: int
    _animation: QVariantAnimation | None = None
    _target: View | None = None
    _framed = False
    _whole: tuple[float, int, int] | None = None
    """Where the view was put to show all of a document; it stays so while it is only the window that changes."""

    def pan(self, dx: int, dy: int) -> None:
        """Move the picture by whole pixels; what stays visible is copied, not painted."""
        if not dx and not dy:
            return
        self.stop_animation()
        self.close_editor()
        self.view.pan(dx, dy)
        if self.view.dpr != int(self.view.dpr) or self.scene.is_empty or self.ringed:
            self.update()
        else:
            self.scroll(dx, dy, self.rect())
            for part in (self.minimap, self.legend, self.crumbs, self.finder):
                if part.isVisible():
                    place = part.geometry()
                    self.uncover(place | place.translated(dx, dy))
            self.ahead.stepped(dx, dy)
        self.minimap.update()
        self.crumbs.soon()

    def zoom_to(self, zoom: float, x: float | None = None, y: float | None = None) -> None:
        """Set the zoom and keep the world under a position of the widget (its middle) where it is."""
        before = self.view.zoom
        self.stop_animation()
        self.close_editor()
        middle = self.rect().center()
        self.view.zoom_at(zoom, middle.x() if x is None else x, middle.y() if y is None else y)
        self._view_changed(before)

    def zoom_step(self, up: bool) -> None:
        """The next of the usual zooms."""
        self.zoom_to(self.view.next_step(up))

    def centre_on(self, x: float, y: float) -> None:
        """Bring a place of the world to the middle."""
        view = self.view
        self.pan(
            round(view.width / 2 - x * view.zoom) - view.ox, round(view.height / 2 - y * view.zoom) - view.oy
        )

    def fit(self, ids: Iterable[str] | None = None) -> None:
        """Show everything, or the elements named, as large as fits (at most 100 %)."""
        area = self.scene.bounds if ids is None else self.scene.area(ids)
        if area is not None:
            target = self._view_like()
            target.fit(area)
            self._glide(target)

    def fit_at_once(self, ids: Iterable[str] | None = None) -> None:
        """As `fit`, or as `show_ids` for the elements named, without a move of the view."""
        if ids is None:
            self.fit()
        else:
            self.show_ids(ids)
        animation = self._animation
        if animation is not None:
            animation.setCurrentTime(animation.duration())
            self.stop_animation()

    def show_ids(self, ids: Iterable[str]) -> None:
        """Bring elements into view; nothing moves when they are."""
        area = self.scene.area(tuple(ids))
        if area is None:
            return
        shown = self.view.visible().grown(-24 / self.view.zoom)
        if shown.holds(area.x, area.y) and shown.holds(area.right, area.bottom):
            return
        target = self._view_like()
        if area.w > shown.w or area.h > shown.h:
            target.fit(area, most=self.view.zoom)
        else:
            target.centre_on(*area.centre)
        self._glide(target)

    def glide_to(self, place: Place) -> None:
        """Go to a place, in `animation_ms`."""
        target = self._view_like()
        target.zoom = place[0]
        target.centre_on(*place[1])
        self._glide(target)

    @property
    def bound_for(self) -> Stand:
        """Where the view is, or will be when its animation has ended."""
        view = self._target if self._animation is not None and self._target is not None else self.view
        return view.zoom, view.ox, view.oy

    def _view_like(self) -> View:
        copy = View()
        copy.__dict__.update(self.view.__dict__)
        return copy

    def _glide(self, target: View) -> None:
        """Go to another view, in `animation_ms`; the middle moves evenly, the zoom by ratio."""
        self.stop_animation()
        self.close_editor()
        if not self.animation_ms or not self.isVisible():
            self.go_to(target.zoom, target.visible().centre)
            return
        zoom, (x, y) = self.view.zoom, self.view.visible().centre
        ratio, (tx, ty) = target.zoom / zoom, target.visible().centre
        animation = QVariantAnimation(self, duration=self.animation_ms, startValue=0.0, endValue=1.0)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        if ratio != 1.0:
            animation.valueChanged.connect(self.hurry)
        animation.valueChanged.connect(
            lambda t: self.go_to(zoom * ratio**t, (x + (tx - x) * t, y + (ty - y) * t))
        )
        self._animation, self._target = animation, target
        animation.finished.connect(self.stop_animation)
        animation.start()

    def go_to(self, zoom: float, centre: tuple[float, float]) -> None:
        """Show a place of the world in the middle, at once."""
        before = self.view.zoom
        self.view.zoom = zoom
        self.view.centre_on(*centre)
        self._view_changed(before)

    def stop_animation(self) -> None:
        """The view stays where it is now."""
        if self._animation is not None:
            self._animation.stop()
            self._animation.deleteLater()
            self._animation = None

    def _view_changed(self, before: float) -> None:
        if before != self.view.zoom:
            self.lower()
        self.refresh_overlay()
        self.update()
        self.minimap.update()
        self.crumbs.soon()
        if before != self.view.zoom:
            self.zoom_changed.emit(self.view.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the top left corner; show a new document whole once there is room, and while nobody moved the view."""
        self.view.width, self.view.height = event.size().width(), event.size().height()
        self.view.dpr = self.devicePixelRatioF()
        if self._framed and self._whole == self._place():
            self.frame()
        self._frame_first()
        self.minimap.arrange()
        self.legend.arrange()
        if self.crumbs.isVisible():
            self.crumbs.arrange()

    def frame_anew(self) -> None:
        """Another document is here: show all of it, as soon as there is room."""
        self._framed = False
        self._frame_first()

    def _frame_first(self) -> None:
        """The first view of a document: all of it; of an empty one, 100 %."""
        if not self._framed and self.view.width >= 200:
            self._framed = True
            self.frame()

    def frame(self) -> None:
        """Show all at once, as it is seen first."""
        before = self.view.zoom
        bounds = self.scene.bounds
        if bounds is not None:
            self.view.fit(bounds)
            self._whole = self._place()
        else:
            self.view.zoom = 1.0
            self.view.centre_on(0, 0)
        self._view_changed(before)

    def _place(self) -> tuple[float, int, int]:
        return self.view.zoom, self.view.ox, self.view.oy
