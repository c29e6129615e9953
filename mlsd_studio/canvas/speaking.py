"""Tells a screen reader what happens on the canvas: where the focus is, what was done, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from mlsd_studio.canvas import accessible
from mlsd_studio.model import Change

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

QUIET_MS = 300
"""Milliseconds without another change after which an edit is told: a drag is told once, when it rests."""


class Speaker(QObject):
    """Listens to the session on behalf of screen readers; does nothing while none listens."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        accessible.install()
        self._canvas = canvas
        self._label = ""
        self._rest = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._rest.timeout.connect(self._tell_edit)
        session = canvas.session
        session.selection_changed.connect(self.tell_place)
        session.changed.connect(self._on_change)
        session.message.connect(self.say)
        session.tool_changed.connect(lambda name: self.say(f"{name.capitalize()} tool"))

    def tell_place(self) -> None:
        """The focus is at the only selected element, else at the canvas."""
        chosen = self._canvas.session.selection
        if QAccessible.isActive() and self._canvas.hasFocus():
            accessible.tell_focus(self._canvas, chosen[0] if len(chosen) == 1 else None)
            if len(chosen) > 1:
                self.say(f"{len(chosen)} selected")

    def say(self, words: str) -> None:
        """Announce something at once; an edit that waits to be told is what it is about, so it is not told."""
        self._rest.stop()
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, words))

    def _on_change(self, change: Change) -> None:
        if QAccessible.isActive():
            self._label = change.label
            self._rest.start()

    def _tell_edit(self) -> None:
        self.say(self._label)
