"""The routes of a big design are found in the background, so that it can be seen and moved in at once.

The search works on a copy. An edit meanwhile makes its answer stale: it is thrown away, and the search
starts again once the edits have paused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mlsd_studio.canvas.background import Background
from mlsd_studio.canvas.painting.batches import Batches
from mlsd_studio.drawing.settling import Settling

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

PAUSE_MS = 150


class Settler(QObject):
    """Settles the scene of a canvas; `settled` comes when it shows the routes that stay."""

    settled = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._background = Background(self)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._start)

    def begin(self, pause: int = 0) -> None:
        """Settle soon if there is something to settle; again after a pause when edits go on."""
        if not self._canvas.scene.geometry.settled:
            self._later.start(pause)

    def _start(self) -> None:
        if self._background.busy:
            return
        scene = self._canvas.scene
        settling = Settling(scene.geometry)
        tokens = {id: scene.flow_token(id) for id in scene.geometry.routes}
        made: list[Batches] = []

        def work() -> None:
            settling.run()
            made.append(Batches.of(settling.lanes.routes, tokens, scene.offset))

        self._background.start(work, lambda: self._take(settling, made[0]))

    def _take(self, settling: Settling, batches: Batches) -> None:
        if self._canvas.scene.settle(settling):
            self._canvas.on_settled(batches)
            self.settled.emit()
        else:
            self.begin(PAUSE_MS)
