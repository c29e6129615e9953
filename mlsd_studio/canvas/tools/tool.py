"""The base of the tools: idle, pressed, or in a gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.hits import EMPTY, Hit, hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.drawing.picture import Shape

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


class Tool:
    """Turns presses, moves and releases into gestures. Subclasses say what a drag and a click do."""

    name: ClassVar[str] = ""
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.gesture: Gesture | None = None
        self.hover: Hit = EMPTY
        self._pressed: tuple[Pointer, Hit] | None = None
        self._chosen: tuple[str, ...] = ()
        """What was selected when the button went down."""

    # -- what subclasses say ---------------------------------------------------------------------------

    def begin(self, _pointer: Pointer, _hit: Hit) -> Gesture | None:
        """The gesture that a drag from here is; None when a drag does nothing."""
        return None

    def take_up(self) -> None:
        """The tool has just been chosen."""

    def on_key(self, _key: Qt.Key) -> bool:
        """A key that the tool has a use for; False leaves it to the canvas."""
        return False

    def press(self, pointer: Pointer, hit: Hit) -> None:
        """The button went down."""

    def click(self, pointer: Pointer, hit: Hit) -> None:
        """The button came up without a drag."""

    def double_click(self, pointer: Pointer, hit: Hit) -> None:
        """Two clicks in short time."""

    def cursor_over(self, _hit: Hit) -> Qt.CursorShape:
        """The mouse cursor over something."""
        return self.cursor

    def marks(self) -> list[Shape]:
        """What to show while no gesture runs."""
        return []

    # -- the state machine -----------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a button is down."""
        return self._pressed is not None or self.gesture is not None

    def on_press(self, pointer: Pointer) -> None:
        """Idle -> pressed."""
        found = self.hit(pointer)
        self._pressed = (pointer, found)
        self._chosen = self.canvas.session.selection
        self.press(pointer, found)

    def on_move(self, pointer: Pointer) -> None:
        """Pressed -> gesture after a few pixels; a gesture follows; idle looks what is under the mouse."""
        if self.gesture is None and self._pressed is not None:
            start, found = self._pressed
            if not pointer.has_moved(start):
                return
            self.gesture = self.begin(start, found)
            if self.gesture is None:
                return
        if self.gesture is not None:
            self.gesture.move(pointer)
        else:
            self.hover = self.hit(pointer)

    def on_release(self, pointer: Pointer) -> None:
        """Back to idle, through a gesture's end or a click."""
        pressed, self._pressed = self._pressed, None
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.release(pointer)
        elif pressed is not None and not pointer.has_moved(pressed[0]):
            self.click(pointer, pressed[1])

    def cancel(self) -> bool:
        """Escape: take the running gesture back, and what its press selected; False when there was none."""
        gesture, self.gesture = self.gesture, None
        was_pressed, self._pressed = self._pressed is not None, None
        if gesture is not None:
            gesture.cancel()
        if was_pressed:
            self.canvas.session.select(self._chosen)
        return gesture is not None or was_pressed

    def leave(self) -> None:
        """The mouse is gone."""
        self.hover = EMPTY

    def overlay(self) -> list[Shape]:
        """What to show over the scene, in world pixels."""
        return self.gesture.overlay() if self.gesture is not None else self.marks()

    def hit(self, pointer: Pointer) -> Hit:
        """What is under the mouse."""
        canvas = self.canvas
        return hit(canvas.scene, pointer.x, pointer.y, canvas.view.zoom, canvas.session.selection)
