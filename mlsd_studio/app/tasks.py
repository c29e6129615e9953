"""Work that would hold up the window, done beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


class Task(QObject):
    """One piece of work in the thread pool; `done` brings its result, `failed` its error text."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work

    def start(self) -> None:
        """Put the work into the pool."""
        QThreadPool.globalInstance().start(_Runnable(self))

    def run(self) -> None:
        """Do the work (called in the pool's thread)."""
        try:
            result = self._work()
        except Exception as error:
            self.failed.emit(str(error) or type(error).__name__)
        else:
            self.done.emit(result)


class _Runnable(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()
