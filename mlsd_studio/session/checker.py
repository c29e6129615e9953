"""Checks and numbers beside a moving canvas: one worker process that is fed a snapshot and then small deltas.

A change of positions alone is never sent. An answer for an older revision is shown only until the
newer one is there; a worker that dies is started again and fed the document anew. While the traffic slider
moves, one question at most is under way, and the next asks for where the slider is by then.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from mlsd_studio.analysis.protocol import (
    FrameReader,
    decode_cuts,
    decode_failure,
    decode_failures,
    decode_numbers,
    decode_report,
    encode,
)
from mlsd_studio.analysis.reports import Report
from mlsd_studio.model import Change
from mlsd_studio.session.session import Session
from mlsd_studio.storage.snapshot import encode_change, encode_document

RESTARTS = 3
"""Deaths in a row after which the checker gives up and says so."""


PATIENCE_MS = 20_000
"""How long an answer may take; a worker that takes longer is ended and started again."""


class Checker(QObject):
    """Keeps `session.report` and `session.numbers` current.

    `busy_changed` says whether findings are awaited; `progress` names the part of the numbers that is done
    while they take long, `refining` how far bounds are that `session.cancel_numbers` leaves as they are.
    """

    busy_changed = Signal(bool)
    progress = Signal(str)
    refining = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = FrameReader()
        self._deaths = self._troubles = 0
        self._sent = -1
        self._asked: float | None = None
        self._closing = False
        self._report: Report | None = None
        self._process: QProcess | None = None
        self._pending: list[Change] = []
        self._send_later = QTimer(self, singleShot=True, interval=0)
        self._send_later.timeout.connect(self._send)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)
        session.changed.connect(self._on_change)
        session.replaced.connect(self.restart_document)
        session.team_changed.connect(self.restart_document)
        session.traffic_changed.connect(self._ask_traffic)
        session.watch_changed.connect(self._watch)
        session.numbers_cancelled.connect(self._cancel)

    # -- life of the worker --------------------------------------------------------------------------

    def start(self) -> None:
        """Start the worker and hand it the document; not after `stop`."""
        if self._closing:
            return
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(_worker_arguments())
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUTF8", "1")
        if not getattr(sys, "frozen", False):
            root = str(Path(__file__).resolve().parents[2])
            known = environment.value("PYTHONPATH")
            environment.insert("PYTHONPATH", f"{root}:{known}" if known else root)
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process
        self._reader = FrameReader()
        process.start()
        self.restart_document()

    def stop(self) -> None:
        """End the worker."""
        self._closing = True
        self._patience.stop()
        if self._process is not None:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(1000):
                self._process.kill()
                self._process.waitForFinished(1000)
            self._process = None

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and not self._closing:
            self._give_up()

    def _on_finished(self, *_: Any) -> None:
        if self._closing:
            return
        self._deaths += 1
        if self._deaths > RESTARTS:
            self._give_up()
        else:
            self.start()

    def _lose_patience(self) -> None:
        """A rule that never ends must not leave the window waiting for ever."""
        if self._process is not None:
            self._process.kill()

    def _give_up(self) -> None:
        self._process = None
        self._patience.stop()
        self.busy_changed.emit(False)
        self.failed.emit("Checks have stopped: the checker does not answer. Save and restart the studio.")

    # -- feeding it ----------------------------------------------------------------------------------

    def restart_document(self) -> None:
        """Hand the worker the whole document."""
        self._pending.clear()
        if self._process is None:
            return
        document = self._session.document
        self._write(
            {
                "type": "open",
                "generation": self._session.generation,
                "revision": document.revision,
                "traffic": self._session.traffic,
                "team": [str(folder) for folder in self._session.team.folders],
                "design": self._session.team.design,
                "snapshot": encode_document(document),
            }
        )
        self._asked = None
        if self._session.watching_failures or self._session.failure_key is not None:
            self._watch()

    def _watch(self) -> None:
        """Say which failures are looked at."""
        if self._process is not None:
            session = self._session
            message = {"type": "watch", "failures": session.watching_failures, "unit": session.failure_key}
            self._process.write(encode(message))

    def _cancel(self) -> None:
        if self._process is not None:
            self._process.write(encode({"type": "cancel"}))

    def _on_change(self, change: Change) -> None:
        if self._process is None or change.only_layout:
            return
        self._pending.append(change)
        self._send_later.start()

    def _send(self) -> None:
        for change in self._pending:
            self._write(
                {
                    "type": "change",
                    "generation": self._session.generation,
                    "revision": self._session.document.revision,
                    "change": encode_change(change),
                }
            )
        self._pending.clear()

    def _write(self, message: dict[str, Any]) -> None:
        if self._process is None:
            return
        self._process.write(encode(message))
        self._sent = message["revision"]
        self._patience.start()
        self.busy_changed.emit(True)

    def _ask_traffic(self) -> None:
        """Ask for the numbers at the present traffic, unless an answer is still awaited."""
        if self._process is not None and self._asked is None:
            self._asked = self._session.traffic
            self._process.write(encode({"type": "traffic", "value": self._asked}))
            self._patience.start()

    # -- hearing from it -----------------------------------------------------------------------------

    def _read(self) -> None:
        if self._process is None:
            return
        data = bytes(self._process.readAllStandardOutput().data())
        for message in self._reader.feed(data):
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "error":
            self._on_trouble(str(message["message"]))
        elif message["generation"] == self._session.generation:
            self._take_answer(message)

    def _take_answer(self, message: dict[str, Any]) -> None:
        newest = message["revision"] >= self._sent
        if self._patience.isActive():
            self._patience.start()
        if message["type"] == "findings":
            self._report = decode_report(message, self._report)
            known = message["revision"] - bool(message["provisional"])  # old news of some rules is in it
            self._session.set_report(self._report, known)
            if newest and not message["provisional"]:
                self.busy_changed.emit(False)
        elif message["type"] == "progress":
            self.progress.emit(str(message["done"]))
            if message.get("cancel"):
                self.refining.emit(str(message["done"]))
        elif message["type"] in ("numbers", "numbers_failed"):
            self._take_numbers(message)
            if newest and self._asked is None:
                self._patience.stop()
        elif message["type"] == "failures":
            self._session.set_failures(units=decode_failures(message))
        elif message["type"] == "cuts":
            self._session.set_failures(cuts=decode_cuts(message))
        elif message["type"] == "failure" and message["unit"] == self._session.failure_key:
            self._session.set_failure(decode_failure(message))

    def _take_numbers(self, message: dict[str, Any]) -> None:
        self._deaths = self._troubles = 0
        if message["type"] == "numbers_failed":
            self._asked = None
            self._session.set_numbers(None, f"The numbers could not be computed: {message['message']}")
            return
        numbers = decode_numbers(message, self._session.numbers)
        if self._asked == message["traffic"]:
            self._asked = None
        if numbers is not None:
            self._session.set_numbers(numbers)
        if message["traffic"] != self._session.traffic:
            self._ask_traffic()

    def _on_trouble(self, text: str) -> None:
        """The worker could not follow: hand it the document anew; if that does not help, say so."""
        self._troubles += 1
        if self._troubles <= RESTARTS:
            self.restart_document()
        else:
            self.busy_changed.emit(False)
            self.failed.emit(f"Checks have stopped: {text}")


def _worker_arguments() -> list[str]:
    if getattr(sys, "frozen", False):
        return ["--worker"]
    return ["-m", "mlsd_studio.analysis.worker"]
