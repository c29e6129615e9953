"""The checking process: keeps a copy of the open design and says, after each change, what the rules find
and what the numbers are.

`python -m mlsd_studio.analysis.worker` reads frames from standard input and writes frames to standard
output (`protocol`). It takes `open` (a snapshot
and the team's folders), `change` (a delta), `traffic` (a multiple of the rates),
`watch` (whether failure modes and cut sets are looked at, and which unit), `cancel` (bounds are close enough)
and `stop`. Changes that have come
together are checked once; findings come first, and where a check takes long those about the edited
components before the others, then the numbers, over the same facts, then the failures that are looked at, then
closer bounds of what could not be computed exactly (`progress`, and all numbers once more at the end).
After the first report only what differs is said. Another traffic asks only for what follows it, first without
the shares of latency (`quick`), then with them once the slider rests. Work that a
newer message makes stale is dropped between its steps. Bad input is answered with an `error` message,
numbers that fail with `numbers_failed`; the process ends when its input does. Positions play no part: they
are left out of the copy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.engine import check_steps
from mlsd_studio.analysis.protocol import FrameReader, encode, findings_message, numbers_message, pack
from mlsd_studio.analysis.rechecking import Memory, ids_of
from mlsd_studio.analysis.reports import Report
from mlsd_studio.analysis.team import load_team
from mlsd_studio.catalog import catalog
from mlsd_studio.model import Change, Document, Edit
from mlsd_studio.model.records import LAYOUT
from mlsd_studio.storage.snapshot import decode_change, decode_document

if TYPE_CHECKING:
    from mlsd_studio.analysis.numbers.engine import Steps

CHUNK = 1 << 16
SIGN_OF_LIFE = 0.25
"""Seconds of work on the numbers after which the worker says how far it is."""

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
    """The copy of the design, and the work that is under way: a check, then the numbers, then failures."""

    inbox: Inbox
    output: int
    document: Document | None = None
    generation: int = 0
    revision: int = 0
    traffic: float = 1.0
    running: bool = True
    _facts: Facts | None = field(default=None, repr=False)
    _memory: Memory = field(default_factory=Memory, repr=False)
    _touched: set[str] = field(default_factory=set, repr=False)
    _said: Report | None = field(default=None, repr=False)
    _check: Generator[Report | None, None, Report] | None = field(default=None, repr=False)
    _numbers: Steps | None = field(default=None, repr=False)
    _failures: Iterator[None] | None = field(default=None, repr=False)
    _bounds: Generator[str, None, bool] | None = field(default=None, repr=False)
    _whole: bool = False
    """Whether numbers that do not follow the traffic have become better since they were said."""

    watching: bool = False
    unit: str | None = None
    _listed: bool = False
    _told: float | None = None
    """The traffic of the last numbers that were said of this revision."""

    _quick: bool = False
    """Whether the numbers under way leave the shares of latency as they were."""

    _sign: float = 0.0

    @property
    def busy(self) -> bool:
        """Whether there is work to go on with."""
        return any(work is not None for work in (self._check, self._numbers, self._failures, self._bounds))

    def run(self) -> None:
        """Serve until `stop` or the end of the input."""
        while self.running:
            self.turn()

    def turn(self) -> None:
        """Take one message, else do one piece of work; wait for a message where there is none."""
        message = self._next(wait=not self.busy)
        if message is not None:
            self._take(message)
        elif self._check is not None and self.running:
            self._step(self._check)
        elif self._numbers is not None and self.running:
            self._count(self._numbers)
        elif self._failures is not None and self.running:
            self._fail(self._failures)
        elif self._bounds is not None and self.running:
            self._refine(self._bounds)

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
                self._check = self._numbers = self._failures = self._bounds = None
                self.document = self._said = None
                self._memory, self._touched = Memory(), set()
                self.document = decode_document(message["snapshot"])
                load_team(map(Path, message.get("team", ())), message.get("design", "")).install()
                self.traffic = float(message.get("traffic", 1.0))
                self._start(message)
            case "change":
                if self.document is None or message["generation"] != self.generation:
                    raise ValueError("there is no such design open")
                change = _for_copy(self.document, decode_change(message["change"]))
                self.document.apply(change)
                self._touched |= ids_of(change)
                self._start(message)
            case "traffic":
                self.traffic = float(message["value"])
                if self._told is not None:
                    self._start_numbers(quick=True)
            case "cancel":
                if self._bounds is not None:
                    self._end_refining()
            case "watch":
                self.watching, self.unit = bool(message["failures"]), message.get("unit")
                if self._told is not None:
                    self._failures = self._look()
            case other:
                raise ValueError(f"{other!r} is no known message")

    def _start(self, message: dict[str, Any]) -> None:
        """Begin with the state a message has led to; work under way is stale and dropped."""
        assert self.document is not None
        self.generation = int(message["generation"])
        self.revision = int(message.get("revision", self.revision + 1))
        self._facts = Facts(self.document)
        self._check = check_steps(
            self.document, today=date.today(), facts=self._facts, memory=self._memory, touched=self._touched
        )
        self._numbers = self._failures = self._bounds = self._told = None
        self._listed = self._whole = False

    def _start_numbers(self, *, quick: bool = False) -> None:
        assert self._facts is not None
        self._sign, self._quick = monotonic() + SIGN_OF_LIFE, quick
        self._numbers = _numbers(self._facts, self.traffic, quick=quick)

    def _step(self, check: Generator[Report | None, None, Report]) -> None:
        """Go on with the check; numbers follow, even where the check has failed."""
        try:
            early = next(check)
            if early is not None and self._said is not None:
                self._tell(early, provisional=True)
            return
        except StopIteration as end:
            self._touched = set()
            self._tell(end.value)
        except Exception as error:
            self._say({"type": "error", "message": f"the check stopped: {type(error).__name__}: {error}"})
        self._check = None
        self._start_numbers()

    def _tell(self, report: Report, *, provisional: bool = False) -> None:
        """Say what differs from the report that was said before."""
        about = self.generation, self.revision, self._said
        self._say(findings_message(report, *about, provisional=provisional))
        self._said = report

    def _count(self, numbers: Steps) -> None:
        """Go on with the numbers. What the traffic has come to meanwhile follows as a step, and what a quick
        step left out once nothing newer is asked.
        """
        try:
            done = next(numbers)
            if monotonic() > self._sign:
                self._sign = monotonic() + SIGN_OF_LIFE
                self._about("progress", done=done)
            return
        except StopIteration as end:
            step = self._told is not None and not self._whole
            if self._told is None:
                assert self._facts is not None
                self._failures, self._bounds = self._look(), self._facts.engine.refine()
            self._told, self._whole = end.value.traffic, False
            quick = self._quick
            self._say(numbers_message(end.value, self.generation, self.revision, step=step, quick=quick))
        except Exception as error:
            self._numbers = None
            self._about("numbers_failed", message=f"{type(error).__name__}: {error}")
            return
        self._numbers = None
        if self._told != self.traffic or quick:
            self._start_numbers(quick=self._told != self.traffic)

    def _fail(self, failures: Iterator[None]) -> None:
        try:
            next(failures)
            return
        except StopIteration:
            pass
        except Exception as error:
            self._about("numbers_failed", message=f"{type(error).__name__}: {error}")
        self._failures = None

    def _refine(self, bounds: Generator[str, None, bool]) -> None:
        """Go on with bounds of the availability; once they are close, all numbers are said again."""
        try:
            done = next(bounds)
        except StopIteration as end:
            self._bounds = None
            if end.value:
                self._end_refining()
            return
        except Exception as error:
            self._bounds = None
            self._about("numbers_failed", message=f"{type(error).__name__}: {error}")
            return
        if monotonic() > self._sign:
            self._sign = monotonic() + SIGN_OF_LIFE
            self._about("progress", done=done, cancel=True)

    def _end_refining(self) -> None:
        self._bounds, self._whole = None, True
        self._start_numbers()

    def _look(self) -> Iterator[None]:
        """Say what is looked at of the failures and has not been said of this revision."""
        from mlsd_studio.analysis.numbers.cuts import cut_sets

        assert self._facts is not None
        if self.unit is not None or (self.watching and not self._listed):
            yield from self._facts.failures.steps()
        if self.unit is not None:
            self._about("failure", unit=self.unit, mode=pack(self._facts.failures.mode(self.unit)))
            yield
        if self.watching and not self._listed:
            self._about("failures", units=pack(self._facts.failures.units))
            cuts = yield from cut_sets(self._facts)
            self._about("cuts", cuts=pack(cuts))
            self._listed = True

    def _about(self, type: str, **more: Any) -> None:
        self._say({"type": type, "generation": self.generation, "revision": self.revision, **more})

    def _say(self, message: dict[str, Any]) -> None:
        data = memoryview(encode(message))
        try:
            while data:
                data = data[os.write(self.output, data) :]
        except OSError:
            self.running = False


def _numbers(facts: Facts, traffic: float, *, quick: bool = False) -> Steps:
    """The numbers in steps; the engine is imported and made in the first."""
    return (yield from facts.engine.steps(traffic, quick=quick))


def _for_copy(document: Document, change: Change) -> Change:
    """The change without places, and for views as the copy has them: the sender leaves out what only draws."""
    edits = (
        Edit(edit.table, edit.id, document.get("views", edit.id), edit.after, edit.index, edit.was)
        if edit.table == "views"
        else edit
        for edit in change.edits
        if edit.table != LAYOUT
    )
    return Change(change.label, tuple(edit for edit in edits if edit.before != edit.after or edit.moves))


def main() -> int:
    """Serve standard input and output; 0 when the input ends."""
    inbox: Inbox = SimpleQueue()
    Thread(target=listen, args=(sys.stdin.fileno(), inbox), daemon=True).start()
    catalog()
    Worker(inbox, sys.stdout.fileno()).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
