"""The checking process: keeps a copy of the open design and says what the rules find after each change.

`python -m mlsd_studio.analysis.worker` reads frames from standard input and writes frames to standard
output (`protocol`). It takes `open` (a snapshot), `change` (a delta) and `stop`. Changes that have come
together are checked once, and a check that a newer change makes stale is dropped between its steps. Bad
input is answered with an `error` message; the process ends when its input does. Positions play no part:
they are left out of the copy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from mlsd_studio.analysis.engine import Report, check_steps
from mlsd_studio.analysis.protocol import FrameReader, encode, findings_message
from mlsd_studio.catalog import catalog
from mlsd_studio.model import Change, Document
from mlsd_studio.model.records import LAYOUT
from mlsd_studio.storage.snapshot import decode_change, decode_document

CHUNK = 1 << 16
Inbox = SimpleQueue[dict[str, Any] | None]


def listen(descriptor: int, inbox: Inbox) -> None:
    """Put messages from a pipe into the inbox until the pipe ends, then None. Runs in a thread of its own."""
    reader = FrameReader()
    try:
        while data := os.read(descriptor, CHUNK):
            for message in reader.feed(data):
                inbox.put(message)
    except OSError:
        pass
    inbox.put(None)


@dataclass
class Worker:
    """The copy of the design, and the check that is under way."""

    inbox: Inbox
    output: int
    document: Document | None = None
    generation: int = 0
    revision: int = 0
    running: bool = True
    _check: Generator[None, None, Report] | None = field(default=None, repr=False)

    def run(self) -> None:
        """Serve until `stop` or the end of the input."""
        while self.running:
            message = self._next(wait=self._check is None)
            if message is not None:
                self._take(message)
            elif self._check is not None and self.running:
                self._step()

    def _next(self, *, wait: bool) -> dict[str, Any] | None:
        """The next message; None when there is none yet, or no more will come (then `running` is False)."""
        try:
            message = self.inbox.get(block=wait)
        except Empty:
            return None
        if message is None:
            self.running = False
        return message

    def _take(self, message: dict[str, Any]) -> None:
        try:
            self._obey(message)
        except Exception as error:
            self._say({"type": "error", "message": f"{message.get('type')}: {type(error).__name__}: {error}"})

    def _obey(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "stop":
                self.running = False
            case "error":
                self._say(message)
            case "open":
                self._check = None
                self.document = None
                self.document = decode_document(message["snapshot"])
                self._start(message)
            case "change":
                if self.document is None or message["generation"] != self.generation:
                    raise ValueError("there is no such design open")
                self.document.apply(_without_layout(decode_change(message["change"])))
                self._start(message)
            case other:
                raise ValueError(f"{other!r} is no known message")

    def _start(self, message: dict[str, Any]) -> None:
        """Begin a check of the state a message has led to; one under way is stale and dropped."""
        assert self.document is not None
        self.generation = int(message["generation"])
        self.revision = int(message.get("revision", self.revision + 1))
        self._check = check_steps(self.document, today=date.today())

    def _step(self) -> None:
        assert self._check is not None
        try:
            next(self._check)
        except StopIteration as end:
            self._check = None
            self._say(findings_message(end.value, self.generation, self.revision))
        except Exception as error:
            self._check = None
            self._say({"type": "error", "message": f"the check stopped: {type(error).__name__}: {error}"})

    def _say(self, message: dict[str, Any]) -> None:
        data = memoryview(encode(message))
        try:
            while data:
                data = data[os.write(self.output, data) :]
        except OSError:
            self.running = False


def _without_layout(change: Change) -> Change:
    """The change without positions: the sender leaves out changes of positions alone, so the copy has
    none.
    """
    return Change(change.label, tuple(edit for edit in change.edits if edit.table != LAYOUT))


def main() -> int:
    """Serve standard input and output; 0 when the input ends."""
    inbox: Inbox = SimpleQueue()
    Thread(target=listen, args=(sys.stdin.fileno(), inbox), daemon=True).start()
    catalog()
    Worker(inbox, sys.stdout.fileno()).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
