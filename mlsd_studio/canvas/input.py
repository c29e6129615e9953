"""Mouse, wheel, touch and keys: Qt events become plain pointer records for the tool in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip

from mlsd_studio.canvas import walking
from mlsd_studio.canvas.arrange import nudge
from mlsd_studio.canvas.base import CanvasBase
from mlsd_studio.canvas.diving import diving_actions
from mlsd_studio.canvas.hits import hit
from mlsd_studio.canvas.keyboard import place_of_menu, resize
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.tips import tip
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.tools.tool import Tool
    from mlsd_studio.canvas.widget import Canvas

WHEEL_STEP = 60
"""Pixels that one notch of the wheel pans."""
ZOOM_PER_UNIT = 1.0015
"""Zoom for one unit of the wheel's angle (a notch has 120)."""
GRID_STEP = 20
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""Reasons for the focus to be here that call for a ring."""
ARROWS = {
    Qt.Key.Key_Left: ("left", -1, 0),
    Qt.Key.Key_Right: ("right", 1, 0),
    Qt.Key.Key_Up: ("up", 0, -1),
    Qt.Key.Key_Down: ("down", 0, 1),
}


class Input(CanvasBase):
    """The event handlers of the canvas."""

    def setup_input(self) -> None:
        """Ask for gestures; nothing is held."""
        self._space = False
        self._rest_of_wheel = 0.0, 0.0
        self._held: Tool | None = None
        self._actions: dict[str, Action] | None = None
        self.grabGesture(Qt.GestureType.PinchGesture)

    def pointer(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        """A position of the widget as a tool is told it."""
        x, y = self.view.to_world(position.x(), position.y())
        held = [
            bool(modifiers & key)
            for key in (
                Qt.KeyboardModifier.ShiftModifier,
                Qt.KeyboardModifier.ControlModifier,
                Qt.KeyboardModifier.AltModifier,
            )
        ]
        return Pointer(x, y, position.x(), position.y(), *held)

    # -- mouse -------------------------------------------------------------------------------------------

    @property
    def hand(self) -> Tool:
        """The tool in hand: the chosen one, or the one that Space or the middle button holds."""
        return self._held or self.tool

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left: the tool; middle, or left with Space: pan."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._show_ring(False)
        self.close_editor()
        self.stop_animation()
        middle = event.button() == Qt.MouseButton.MiddleButton
        if event.button() != Qt.MouseButton.LeftButton and not middle:
            return
        if self.hand.busy:
            return
        if middle or self._space:
            self._held = self.tools["hand"]
        self.hand.on_press(self.pointer(event.position(), event.modifiers()))
        self._after_pointer()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or look what is under the mouse."""
        pointer = self.pointer(event.position(), event.modifiers())
        self.hand.on_move(pointer)
        self._after_pointer()
        self.pointer_moved.emit(pointer.x, pointer.y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag or click."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self.hand.on_release(self.pointer(event.position(), event.modifiers()))
            self._held = None
            self._after_pointer()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename, or add on empty ground."""
        if event.button() == Qt.MouseButton.LeftButton:
            pointer = self.pointer(event.position(), event.modifiers())
            self.tool.double_click(pointer, self.tool.hit(pointer))
            self._after_pointer()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the focus is when a key brought it; tell a screen reader."""
        super().focusInEvent(event)
        self._show_ring(event.reason() in BY_KEY)
        cast("Canvas", self).speaker.tell_place()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self._show_ring(False)

    def _show_ring(self, shown: bool) -> None:
        if shown != self.ringed:
            self.ringed = shown
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the mouse."""
        self.tool.leave()
        cast("Canvas", self).look_at(None)
        self.refresh_overlay()

    def _after_pointer(self) -> None:
        self.refresh_overlay()
        hover = self.hand.hover
        cast("Canvas", self).look_at(hover.id if hover.kind == "flow" and not self.hand.busy else None)
        shape = self.hand.cursor_over(self.hand.hover)
        if shape != self.cursor().shape():
            self.setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is under the mouse, which gets selected."""
        from mlsd_studio.canvas.menu import context_menu

        if self.tool.cancel():
            self.refresh_overlay()
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = place_of_menu(cast("Canvas", self)) if by_key else event.pos()
        at = self.pointer(QPointF(place), event.modifiers())
        found = hit(self.scene, at.x, at.y, self.view.zoom)
        if by_key:
            pass  # it is the menu of what is selected
        elif found.id and found.id not in self.session.selection:
            self.session.select([found.id])
        elif not found.id:
            self.session.select([])
        menu = context_menu(cast("Canvas", self), at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(place))

    # -- wheel and touch -----------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pan; with Ctrl zoom to the pointer; with Shift pan sideways."""
        if self.hand.busy:
            return
        angle, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.phase() is Qt.ScrollPhase.ScrollMomentum:
                event.accept()  # the fingers left the pad before Ctrl was pressed: this was a pan
                return
            turned = angle.y() or angle.x()
            at = event.position()
            self.hurry()
            self.zoom_to(self.view.zoom * ZOOM_PER_UNIT**turned, at.x(), at.y())
        elif not pixels.isNull():
            self.pan(pixels.x(), pixels.y())
        else:
            dx, dy = (a * WHEEL_STEP / 120 for a in (angle.x(), angle.y()))
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not dx:
                dx, dy = dy, 0.0
            x, y = self._rest_of_wheel
            whole = round(x + dx), round(y + dy)
            self._rest_of_wheel = x + dx - whole[0], y + dy - whole[1]
            self.pan(*whole)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinches, tool tips, and Tab before the focus moves on."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                at = event.position()
                self.hurry()
                self.zoom_to(self.view.zoom * (1 + event.value()), at.x(), at.y())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = self.mapFromGlobal(pinch.centerPoint())
                self.hurry()
                if pinch.state() is not Qt.GestureState.GestureStarted:
                    way = pinch.centerPoint() - pinch.lastCenterPoint()
                    self.pan(round(way.x()), round(way.y()))
                self.zoom_to(self.view.zoom * pinch.scaleFactor(), centre.x(), centre.y())
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            tabs = {Qt.Key.Key_Tab: True, Qt.Key.Key_Backtab: False}
            if event.key() in tabs and self._cycle(tabs[Qt.Key(event.key())]):
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pointer = self.pointer(QPointF(event.pos()), Qt.KeyboardModifier.NoModifier)
            found = hit(self.scene, pointer.x, pointer.y, self.view.zoom)
            QToolTip.showText(event.globalPos(), tip(self.session, self.scene, found), self)
            return True
        return super().event(event)

    # -- keys ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Space, arrows, Enter; then whatever command has this shortcut."""
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif event.key() == Qt.Key.Key_Space:
            self._space = True
            if not self.hand.busy:
                self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self.tool.on_key(Qt.Key(event.key())):
            self.refresh_overlay()
        elif event.key() in ARROWS:
            self._arrow(event)
        elif event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            diving_actions(cast("Canvas", self))[0].run()
        elif event.key() in ENTER and len(self.session.selection) == 1:
            self.rename(self.session.selection[0])
        elif not self._run_shortcut(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space is up: the chosen tool is back."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            if not self.hand.busy:
                self.setCursor(self.tool.cursor)
        else:
            super().keyReleaseEvent(event)

    def escape(self) -> None:
        """Cancel what is under way, step by step: the gesture, the highlight, the tool, the overlay, the zoom into
        a boundary, the selection.
        """
        session = self.session
        if cast("Canvas", self).tidier.cancel():
            return
        if self.hand.cancel():
            self._held = None
        elif session.ghost is not None or session.highlight is not None:
            session.show_finding(None)
        elif session.tool != "select":
            session.set_tool("select")
        elif session.overlay is not None:
            session.set_overlay(None)
        elif cast("Canvas", self).diving.back():
            pass
        else:
            session.select([])
        self._after_pointer()

    def _arrow(self, event: QKeyEvent) -> None:
        name, dx, dy = ARROWS[Qt.Key(event.key())]
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        boxes = self.scene.geometry.boxes if alt else {}  # to move everything needs no look at each
        chosen = [id for id in self.session.selection if id in boxes] if alt else []
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and alt:
            if len(chosen) == 1:
                cast("Canvas", self).clone_towards(chosen[0], dx, dy)
        elif shift and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            resize(cast("Canvas", self), dx, dy)
        elif alt:
            other = walking.neighbour(self.scene, chosen[0], name) if chosen else None
            if other is not None:
                self.session.select([other])
                self.show_ids([other])
        elif self.session.selection:
            step = GRID_STEP if shift else 1
            nudge(self.session, self.scene, dx * step, dy * step)
        else:
            self.pan(-dx * WHEEL_STEP, -dy * WHEEL_STEP)

    def _run_shortcut(self, event: QKeyEvent) -> bool:
        """Run the command of a key, for where no window has bound it."""
        from mlsd_studio.canvas.actions import canvas_actions

        if self._actions is None:
            self._actions = {
                QKeySequence(keys).toString(): action
                for action in canvas_actions(cast("Canvas", self))
                for keys in action.shortcuts
            }
        action = self._actions.get(QKeySequence(event.keyCombination()).toString())
        if action is None or not action.enabled():
            return False
        action.run()
        return True

    def _cycle(self, forward: bool) -> bool:
        """Tab goes through the components; False past the last, when the next widget has its turn."""
        other = walking.cycled(self.scene, self.session.selection, forward)
        if other is None:
            return False
        self.session.select([other])
        self.show_ids([other])
        return True
