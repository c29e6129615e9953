"""Long work on plain data in a thread, asked after from the window's own: no Qt call is made in the thread.

While it runs, Python's cycle collector rests: it could run in the thread and take widgets apart there.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import QObject, QTimer

TURN = 0.0005
"""Seconds after which the thread lets the window go on; Python's own 5 ms would be seen."""
ASK_MS = 8


class Background(QObject):
    """One piece of work at a time; `done` is called in the window's thread when it has ended.

    Work that raises ends without `done`; the error is kept in `error`.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: Thread | None = None
        self._done: Callable[[], object] | None = None
        self.error: Exception | None = None
        self._ask = QTimer(self, interval=ASK_MS)
        self._ask.timeout.connect(self._look)
        running = self._running = list[Thread]()
        self.destroyed.connect(lambda: _end(running))

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._thread is not None

    def start(self, work: Callable[[], object], done: Callable[[], object]) -> None:
        """Begin; nothing happens while other work is under way."""
        if self._thread is not None:
            return
        self.error, self._done = None, done

        def run() -> None:
            try:
                work()
            except Exception as error:
                self.error = error

        _rest(1)
        self._thread = Thread(target=run, name="background", daemon=True)
        self._running.append(self._thread)
        self._thread.start()
        self._ask.start()

    def _look(self) -> None:
        thread = self._thread
        if thread is None or thread.is_alive():
            return
        self._thread = None
        self._ask.stop()
        _end(self._running)
        if self.error is None and self._done is not None:
            self._done()


def _end(running: list[Thread]) -> None:
    """Wait for the threads and let the collector work again."""
    while running:
        running.pop().join()
        _rest(-1)


_before: list[float] = []


def _rest(change: int) -> None:
    """Turn the collector off for the first work that begins, and on again after the last that ended."""
    if change > 0:
        _before.append(sys.getswitchinterval())
        sys.setswitchinterval(TURN)
        gc.disable()
    elif _before:
        before = _before.pop()
        if not _before:
            sys.setswitchinterval(before)
            gc.enable()
