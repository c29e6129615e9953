"""All rules in one process, the way there and back to the checking process, and frames while it works.

Two sorts of design: the layered one of the other parts, and services in long chains (`grown` of the tests),
where every search is as long as it can be.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, QPointF, QTimer
from PySide6.QtWidgets import QApplication

from bench_parts import canvas as frames
from bench_parts._tools import design, median_ms, row
from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.canvas import Canvas
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.session import Session
from mlsd_studio.session.checker import Checker
from tests.analysis.designs import grown

GOALS = {100: None, 1000: 100.0, 10_000: 1000.0}
EDIT_MS, ANSWER_MS = 2.0, 50.0
LATE = 1.5
"""What a frame may take while a check runs, against one with nothing running."""

EDITS, WAIT_MS = 5, 60_000
CARDS, FLOWS = 10_000, 15_000


def rows() -> Iterator[dict[str, object]]:
    """Milliseconds; see the names."""
    for size, goal in GOALS.items():
        yield row(f"all {len(RULES)} rules, {size} components",
                  median_ms(lambda d=design(size): check(d), 3), goal=goal)  # fmt: skip
    for size in (1000, 10_000):
        yield row(
            f"all rules, {size} components in long chains", median_ms(lambda d=grown(size): check(d), 3)
        )
    for size in (1000, 10_000):
        yield from _round_trip(size)
    yield from _dragging()


class _Watched(Checker):
    """A checker that tells how long each answer held the interface thread, and when it came."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.clock = QElapsedTimer()
        self.held: list[float] = []
        self.early: list[float] = []
        self.whole: list[float] = []
        self.done: Callable[[], None] = lambda: None

    def _take(self, message: dict[str, Any]) -> None:
        start = time.perf_counter()
        super()._take(message)
        if message["type"] != "findings":
            return
        self.held.append((time.perf_counter() - start) * 1e3)
        (self.early if message["provisional"] else self.whole).append(self.clock.nsecsElapsed() / 1e6)
        if not message["provisional"] and message["revision"] >= self._sent:
            self.done()


def _await(checker: _Watched) -> None:
    """Until the whole answer is there."""
    loop = QEventLoop()
    checker.done = loop.quit
    QTimer.singleShot(WAIT_MS, loop.quit)
    loop.exec()


def _round_trip(size: int) -> Iterator[dict[str, object]]:
    """An edit of a component that findings are about, made when the worker is at rest."""
    _app()
    session = Session(design(size))
    checker = _started(session)
    lone = [f.subjects[0].id for f in session.findings if f.key.startswith("RES001@c")]
    for times in (checker.held, checker.whole, checker.early):
        times.clear()
    handed, first = [], []
    for n in range(EDITS):
        change = set_fields(session.document, "components", lone[n % len(lone)], replicas=2 + n)
        session.apply(change)
        checker._send_later.stop()
        checker.clock.start()
        start = time.perf_counter()
        checker._send()
        handed.append((time.perf_counter() - start) * 1e3)
        before = len(checker.early)
        _await(checker)
        first.append(checker.early[before] if len(checker.early) > before else checker.whole[-1])
    checker.stop()
    yield row(f"edit handed to the checker, {size} components", statistics.median(handed), goal=EDIT_MS)
    yield row(f"first news of the edited component, {size} components", statistics.median(first))
    yield row(f"whole answer, {size} components", statistics.median(checker.whole))
    yield row(f"interface thread held by an answer, {size} components", statistics.median(checker.held),
              goal=ANSWER_MS)  # fmt: skip


def _app() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def _started(session: Session) -> _Watched:
    checker = _Watched(session)
    checker.clock.start()
    checker.start()
    _await(checker)
    return checker


def _dragging() -> Iterator[dict[str, object]]:
    """The median frame of a drag among many cards, at rest and while the whole design is checked again."""
    app = _app()
    session = Session(frames.document(CARDS, FLOWS))
    canvas = Canvas(session)
    canvas.animation_ms = 0
    canvas.resize(frames.WIDTH, frames.HEIGHT)
    canvas.show()
    app.processEvents()
    canvas.zoom_to(1.0)
    checker = _started(session)
    found = []
    for busy in (False, True):
        id = frames._dragged(session.document)
        canvas.centre_on(*canvas.scene.rect(id).centre)
        app.processEvents()
        if busy:
            session.apply(set_fields(session.document, "components", id, replicas=9))
            app.processEvents()
        before = len(checker.whole)
        x, y = canvas.view.to_widget(*canvas.scene.rect(id).centre)
        found.append(statistics.median(frames._drag(app, canvas, QPointF(x, y))))
        if busy and len(checker.whole) == before:
            _await(checker)
    checker.stop()
    canvas.close()
    yield row(f"drag frame while a check runs, {CARDS} cards; at rest", found[1], baseline=found[0],
              goal=LATE, by_ratio=True)  # fmt: skip
