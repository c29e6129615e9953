"""The routes of a big design are found in a thread, so that it can be seen and moved in at once.

The thread works on a copy. An edit meanwhile makes its answer stale: it is thrown away, and the search
starts again once the edits have paused.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mlsd_studio.drawing.geometry import Settling

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

PAUSE_MS = 150
TURN = 0.0005
"""Seconds after which the thread lets the window go on; Python's own 5 ms would be seen."""


class Settler(QObject):
    """Settles the scene of a canvas; `settled` comes when it shows the routes that stay."""

    settled = Signal()
    _found = Signal(object)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._thread: Thread | None = None
        self._turn = sys.getswitchinterval()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._start)
        self._found.connect(self._take)

    def begin(self, pause: int = 0) -> None:
        """Settle soon if there is something to settle; again after a pause when edits go on."""
        if not self._canvas.scene.geometry.settled:
            self._later.start(pause)

    def _start(self) -> None:
        if self._thread is not None:
            return
        settling = Settling(self._canvas.scene.geometry)
        sys.setswitchinterval(TURN)

        def work() -> None:
            settling.run()
            with suppress(RuntimeError):  # the canvas is gone
                self._found.emit(settling)

        self._thread = Thread(target=work, name="settling", daemon=True)
        self._thread.start()

    def _take(self, settling: Settling) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        sys.setswitchinterval(self._turn)
        if self._canvas.scene.settle(settling):
            self._canvas.on_settled()
            self.settled.emit()
        else:
            self.begin(PAUSE_MS)
