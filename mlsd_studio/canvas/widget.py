"""The canvas widget: what it shows, how it follows the session, and how the view moves."""

from __future__ import annotations

import os
from collections.abc import Iterable

from PySide6.QtCore import QEasingCurve, QPoint, QRect, QSize, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from mlsd_studio.canvas import findings
from mlsd_studio.canvas.adding import Adding
from mlsd_studio.canvas.editor import NameField, NoteField, open_editor
from mlsd_studio.canvas.finder import Finder
from mlsd_studio.canvas.input import Input
from mlsd_studio.canvas.legend import Legend
from mlsd_studio.canvas.lighting import Lighting
from mlsd_studio.canvas.minimap import Minimap
from mlsd_studio.canvas.overlay import areas_of
from mlsd_studio.canvas.painting.batches import Batches
from mlsd_studio.canvas.painting.painter import ScenePainter
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.painting.tints import with_pills
from mlsd_studio.canvas.places import Places
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.settling import PAUSE_MS, Settler
from mlsd_studio.canvas.speaking import Speaker
from mlsd_studio.canvas.tidying import Tidier
from mlsd_studio.canvas.tools import all_tools
from mlsd_studio.canvas.view import Area, View
from mlsd_studio.drawing import qt_painter
from mlsd_studio.drawing.card import detail_at
from mlsd_studio.drawing.picture import Shape
from mlsd_studio.drawing.theme import Theme, ThemeName, theme
from mlsd_studio.model import Change
from mlsd_studio.session import Session

ANIMATION_MS = 160
REST_MS = 90
"""Milliseconds without zooming after which everything is painted with care again."""
MANY_RECTS = 120
"""Dirty rectangles beyond which their common box is painted."""


class Canvas(Adding, Lighting, Input):
    """Shows one session's design and edits it.

    `animation_ms` is the length of view animations; 0 switches them off.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.theme: Theme = theme("light")
        self.view = View()
        self.painter = ScenePainter()
        self.animation_ms = 0 if os.environ.get("MLSD_REDUCED_MOTION") else ANIMATION_MS
        self.editor: NameField | NoteField | None = None
        self.scene = Scene(session.viewing.shown, findings.badges(session), quick=True)
        self._lit: frozenset[str] | None = None
        self._shown_selection: tuple[str, ...] = ()
        self._overlay: list[Shape] = []
        self._animation: QVariantAnimation | None = None
        self._framed = False
        self._hasty = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._at_rest)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Canvas")
        self.tools = {name: kind(self) for name, kind in all_tools().items()}
        self.tool = self.tools[session.tool]
        self.minimap, self.legend, self.finder = Minimap(self), Legend(self), Finder(self)
        self.settler, self.tidier, self.places = Settler(self), Tidier(self), Places(self)
        self.setup_input()
        self._listen()
        self.speaker = Speaker(self)
        self._describe()
        self.settler.begin()

    def _listen(self) -> None:
        session = self.session
        session.viewing.drawn.connect(self._on_change)
        session.replaced.connect(self._on_replaced)
        session.team_changed.connect(self._renew)
        session.selection_changed.connect(self._on_selection)
        session.findings_changed.connect(self._on_findings)
        session.numbers_changed.connect(self._on_numbers)
        session.highlight_changed.connect(self._on_light)
        session.overlay_changed.connect(self._on_overlay)
        session.ghost_changed.connect(self._on_ghost)
        session.focus_requested.connect(self.show_ids)
        session.tool_changed.connect(self._on_tool)

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(960, 640)

    # -- following the session -------------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        touched, dirty = self.scene.update(change)
        self.painter.flows.forget(touched)
        self.settler.begin(PAUSE_MS)
        if self._lit is not None:
            self._lit = self.lit_now()
        self.update_areas(with_pills(self.session.overlay, dirty))
        self.minimap.refresh()
        if not change.only_layout:
            self._describe()
        if self.scene.is_empty or not self.minimap.isVisible():
            self.update()

    def _on_replaced(self) -> None:
        self.tool.cancel()
        self.close_editor()
        self._lit, self._framed = None, False
        self._renew()
        self.painter.set_ghost(self.scene.document, None)
        self._frame_first()

    def change_view(self) -> None:
        """Another view is open: draw what it shows."""
        self.tool.cancel()
        self.close_editor()
        self._renew()
        self._on_light()
        self._on_ghost()

    def _renew(self) -> None:
        """Draw everything anew: another document, or kinds that look different now."""
        self.scene = Scene(self.session.viewing.shown, findings.badges(self.session), quick=True)
        self.painter.clear()
        self.minimap.renew()
        self._describe()
        self.refresh_overlay()
        self.settler.begin()
        self.update()

    def on_settled(self, batches: Batches) -> None:
        """The routes that stay are there: show them."""
        self.painter.flows.clear(batches)
        self.minimap.refresh()
        self.update()

    def _on_selection(self) -> None:
        changed = set(self.session.selection) ^ set(self._shown_selection)
        single = {*self.session.selection[:1], *self._shown_selection[:1]}
        self._shown_selection = self.session.selection
        self.update_areas(self.scene.extents(sorted(changed | single)))
        self.refresh_overlay()
        self._describe()

    def _on_findings(self) -> None:
        self.update_areas(self.scene.set_badges(findings.badges(self.session)))
        self.minimap.refresh()

    def _on_numbers(self) -> None:
        changed = self.scene.set_full(findings.full(self.session))
        self.painter.flows.forget(changed)
        busy = self.scene.set_badges(findings.badges(self.session))
        self.update_areas([*busy, *self.scene.extents(sorted(changed))])

    def _on_light(self) -> None:
        self.refresh_light()

    def refresh_light(self) -> None:
        """Paint with what is bright now."""
        self._lit = self.lit_now()
        self.update()

    def _on_overlay(self) -> None:
        self.legend.renew()
        self._on_light()

    def _on_ghost(self) -> None:
        ghost = self.session.ghost
        self.painter.set_ghost(self.scene.document, ghost and self.session.viewing.ghost(ghost))
        self.update()

    def _on_tool(self, name: str) -> None:
        self.tool.cancel()
        self.tool.leave()
        self.tool = self.tools[name]
        self.tool.take_up()
        self.refresh_overlay()
        self.setCursor(self.tool.cursor)

    def set_theme(self, name: ThemeName) -> None:
        """Take the colours of a theme."""
        self.theme = theme(name)
        self.painter.clear()
        self.minimap.renew()
        self.legend.renew()
        self.refresh_overlay()
        self.update()

    def _describe(self) -> None:
        document = self.session.document
        chosen = [
            self.scene.look(id).title for id in self.session.selection if id in self.scene.geometry.boxes
        ]
        words = f"{len(document.components)} components, {len(document.flows)} flows"
        self.setAccessibleDescription(f"{words}. Selected: {', '.join(chosen[:3])}" if chosen else words)

    # -- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the region, all its rectangles in one pass; Qt clips the painter to it."""
        self.view.dpr = self.devicePixelRatioF()
        rects: list[QRect] = list(event.region())  # type: ignore[call-overload]
        if len(rects) > MANY_RECTS:
            rects = [event.region().boundingRect()]
        painter = QPainter(self)
        self.render_areas(painter, rects)
        if self.ringed:
            painter.setPen(QPen(QColor(self.theme["accent"]), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def render_areas(self, painter: QPainter, rects: list[QRect]) -> None:
        """Paint rectangles of the widget; the painter is clipped to them."""
        world = [self.view.world_area(r.x(), r.y(), r.width(), r.height()) for r in rects]
        detail = detail_at(self.view.zoom)
        chosen = frozenset(self.session.selection)
        stage = Stage(
            painter, self.scene, self.view, self.theme, detail, rects, world, chosen, self._lit, self._hasty,
            self.session.overlay.tints if self.session.overlay else {}, self.dots,
        )  # fmt: skip
        self.painter.paint(stage)
        if self._overlay:
            painter.save()
            painter.setTransform(stage.to_world(), True)
            qt_painter.paint(painter, self._overlay)
            painter.restore()

    def update_areas(self, areas: Iterable[Area]) -> None:
        """Paint areas of the world again."""
        region = QRegion()
        screen = self.rect()
        for area in areas:
            rect = self.widget_rect(area) & screen
            if not rect.isEmpty():
                region += rect
        if not region.isEmpty():
            self.update(region)

    def widget_rect(self, area: Area) -> QRect:
        """The pixels of the widget that an area of the world touches."""
        left, top = self.view.to_widget(area.x, area.y)
        right, bottom = self.view.to_widget(area.right, area.bottom)
        return QRect(QPoint(int(left) - 2, int(top) - 2), QPoint(int(right) + 2, int(bottom) + 2))

    def refresh_overlay(self) -> None:
        """Take the tool's shapes of now, and paint where the last ones were and where these are."""
        shapes = [*self.tool.overlay(), *self.drop_shapes()]
        if shapes != self._overlay:
            self.update_areas([*areas_of(self._overlay), *areas_of(shapes)])
            self._overlay = shapes

    # -- moving the view ---------------------------------------------------------------------------------

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
            for part in (self.minimap, self.legend):
                if part.isVisible():
                    place = part.geometry()
                    self.update(QRegion(place) + place.translated(dx, dy))
        self.minimap.update()

    def zoom_to(self, zoom: float, x: float | None = None, y: float | None = None) -> None:
        """Set the zoom and keep the world under a position of the widget (its middle) where it is."""
        before = self.view.zoom
        self.stop_animation()
        self.close_editor()
        middle = self.rect().center()
        self.view.zoom_at(zoom, middle.x() if x is None else x, middle.y() if y is None else y)
        self._view_changed(before)

    def hurry(self) -> None:
        """The zoom is moving: paint in haste, and once with all care when it has come to rest."""
        self._hasty = True
        self._rest.start()

    def _at_rest(self) -> None:
        self._hasty = False
        self.update()

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
        self._animation = animation
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
        self.refresh_overlay()
        self.update()
        self.minimap.update()
        if before != self.view.zoom:
            self.zoom_changed.emit(self.view.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the top left corner; show a new document whole once there is room."""
        self.view.width, self.view.height = event.size().width(), event.size().height()
        self.view.dpr = self.devicePixelRatioF()
        self._frame_first()
        self.minimap.arrange()
        self.legend.arrange()

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
        else:
            self.view.zoom = 1.0
            self.view.centre_on(0, 0)
        self._view_changed(before)

    # -- what others ask -----------------------------------------------------------------------------------

    def status(self) -> dict[str, object]:
        """Zoom and counts for a status bar."""
        document = self.session.document
        return {
            "zoom": self.view.zoom,
            "components": len(document.components),
            "flows": len(document.flows),
            "boundaries": len(document.boundaries),
            "selected": len(self.session.selection),
        }

    def rename(self, id: str) -> None:
        """Edit a name in place."""
        self.close_editor()
        self.show_ids([id])
        self.stop_animation()
        self.editor = open_editor(self, id)

    def close_editor(self) -> None:
        """Take the field for a name away and keep its text; a popup goes too."""
        self.close_popup()
        editor, self.editor = self.editor, None
        if editor is not None:
            had_focus = editor.hasFocus()
            editor.end(keep=True)
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self.setFocus()

    def world_transform(self) -> QTransform:
        """World pixels to pixels of the widget."""
        view = self.view
        return QTransform(view.zoom, 0, 0, view.zoom, view.ox, view.oy)
