"""The checking process, spoken to over its pipes; and the frames it speaks in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.protocol import (
    HEAD,
    MARKER,
    FrameReader,
    decode_numbers,
    decode_report,
    encode,
)
from mlsd_studio.analysis.reports import Report
from mlsd_studio.analysis.worker import Worker
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import add_component, set_fields
from mlsd_studio.model.edits.placement import shift
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.paths import resource
from mlsd_studio.storage import load
from mlsd_studio.storage.snapshot import encode_change, encode_document
from tests.analysis.designs import design, grown
from tests.analysis.numbers.test_bounds import web_of_fallbacks

EXAMPLE = resource("examples", "shop-ranking.mlsd.yaml")
TEXT = "components:\n  - {id: a, kind: cache, name: A}\nlayout:\n  a: [0, 0]\n"


class Peer:
    """A worker process and what has come from it; `report` is what its findings have come to."""

    def __init__(self, *program: str) -> None:
        root = Path(__file__).resolve().parents[2]
        self.report: Report | None = None
        self.process = subprocess.Popen(
            [sys.executable, *(program or ("-m", "mlsd_studio.analysis.worker"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root,
        )  # fmt: skip
        self.reader = FrameReader()
        self.queue: list[dict[str, Any]] = []

    def send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def hear(self, *kinds: str) -> dict[str, Any]:
        """The next message of the kinds (findings and errors unless given)."""
        assert self.process.stdout is not None
        while True:
            while not self.queue:
                data = os.read(self.process.stdout.fileno(), 1 << 16)
                assert data, "the worker has gone"
                self.queue += self.reader.feed(data)
            message = self.queue.pop(0)
            if message["type"] == "findings":
                self.report = decode_report(message, self.report)
            if message["type"] in (kinds or ("findings", "error")):
                return message

    def hear_revision(self, revision: int, kind: str = "findings") -> dict[str, Any]:
        while True:
            message = self.hear(kind, "error", "numbers_failed")
            assert message["type"] == kind, message
            if message["revision"] == revision and not message.get("provisional"):
                return message

    @property
    def findings(self) -> tuple[Finding, ...]:
        assert self.report is not None
        return self.report.findings

    def open(self, document: Document, generation: int = 1) -> None:
        message = {"type": "open", "generation": generation, "revision": document.revision,
                   "snapshot": encode_document(document)}  # fmt: skip
        self.send(encode(message))

    def end(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.read()  # what is still under way must not keep it waiting for a reader
        code = self.process.wait(10)
        self.process.stdout.close()
        return code


@pytest.fixture
def peer() -> Iterator[Peer]:
    one = Peer()
    yield one
    if one.process.poll() is None:
        one.end()


def change_message(document: Document, change: Any, generation: int = 1) -> bytes:
    document.apply(change)
    return encode({"type": "change", "generation": generation, "revision": document.revision,
                   "change": encode_change(change)})  # fmt: skip


def test_open_change_and_the_end(peer: Peer) -> None:
    document = design(TEXT)
    peer.open(document)
    message = peer.hear()
    assert (message["type"], message["generation"], message["revision"]) == ("findings", 1, 0)
    assert peer.findings == check(document).findings
    change, _ = add_component(document, "model_endpoint", "Model", (240, 0))
    peer.send(change_message(document, change))
    peer.hear_revision(1)
    assert peer.findings == check(document).findings
    assert peer.report is not None
    assert peer.report.pattern == "online"
    assert peer.end() == 0


def test_a_move_that_was_not_sent_does_no_harm(peer: Peer) -> None:
    document = design(TEXT)
    peer.open(document)
    peer.hear()
    document.apply(shift(document, ["a"], 40, 40))
    peer.send(change_message(document, remove(document, ["a"])))
    peer.hear_revision(2)
    assert peer.findings == ()


def test_many_changes_end_in_the_last_state(peer: Peer) -> None:
    document = grown(200)
    peer.open(document)
    for n in range(20):
        peer.send(change_message(document, set_fields(document, "components", "api0", replicas=2 + n)))
    peer.hear_revision(20)
    assert peer.findings == check(document).findings


def test_after_the_first_report_only_what_differs_is_said(peer: Peer) -> None:
    document = grown(200)
    peer.open(document)
    whole = peer.hear()
    peer.send(change_message(document, set_fields(document, "components", "api0", replicas=9)))
    differs = peer.hear_revision(1)
    assert peer.findings == check(document).findings
    assert len(differs["findings"]) < len(whole["findings"]) / 4
    with pytest.raises(ValueError, match="never came"):
        decode_report(differs)


BROKEN_RULE = """
from dataclasses import replace
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.analysis.worker import main
def broken(facts):
    raise ZeroDivisionError("no way")
    yield
RULES["RES008"] = replace(RULES["RES008"], check=broken)
main()
"""


def test_a_rule_that_crashes_in_the_process_is_a_finding_and_the_others_run() -> None:
    one = Peer("-c", BROKEN_RULE)
    document = load(EXAMPLE).document
    one.open(document)
    assert one.hear()["type"] == "findings"
    crash = next(finding for finding in one.findings if finding.code == "RUN001")
    assert crash.key == "RUN001@RES008"
    assert "ZeroDivisionError: no way" in crash.message
    others = [finding for finding in one.findings if finding is not crash]
    assert others == list(check(document, today=date.today()).findings)
    assert one.end() == 0


def test_numbers_follow_the_findings(peer: Peer) -> None:
    document = load(EXAMPLE).document
    peer.open(document)
    assert [peer.hear("findings", "numbers", "error")["type"] for _ in range(2)] == ["findings", "numbers"]
    peer.send(change_message(document, set_fields(document, "components", "features", replicas=2)))
    message = peer.hear_revision(document.revision, "numbers")
    found = decode_numbers(message, None)
    assert found == Engine(document).numbers()
    assert found.journeys["search"].availability.value > 0.999  # type: ignore[operator]


def test_another_traffic_is_a_step(peer: Peer) -> None:
    document = load(EXAMPLE).document
    peer.open(document)
    whole = peer.hear("numbers")
    before = decode_numbers(whole, None)
    for value in (2.0, 7.5):
        peer.send(encode({"type": "traffic", "value": value}))
        message = peer.hear("numbers", "findings", "error")
        assert (message["type"], message["traffic"]) == ("numbers", value)
        assert "numbers" not in message
        assert len(message["step"]) < len(whole["numbers"])
        assert decode_numbers(message, None) is None
        quick, exact = decode_numbers(message, before), Engine(document).numbers(value)
        assert message["quick"]
        assert quick is not None
        assert quick.components == exact.components
        assert quick.journeys["search"].latency.p99 == exact.journeys["search"].latency.p99
        rested = peer.hear("numbers")
        assert (rested["traffic"], rested["quick"]) == (value, False)
        assert decode_numbers(rested, before) == exact


def test_bounds_come_closer_in_the_background_until_they_are_cancelled(peer: Peer) -> None:
    document = web_of_fallbacks(60, 0.6)
    peer.open(document)
    first = decode_numbers(peer.hear("numbers"), None)
    assert first is not None
    peer.send(encode({"type": "cancel"}))
    later = peer.hear("numbers")
    assert "step" not in later
    second = decode_numbers(later, None)
    assert second is not None
    before, after = (one.journeys["web"].availability for one in (first, second))
    assert before.low is not None
    assert after.low is not None
    assert before.high is not None
    assert after.high is not None
    assert before.low <= after.low < after.high <= before.high


def test_an_edit_keeps_the_traffic_and_a_new_document_sets_it(peer: Peer) -> None:
    document = load(EXAMPLE).document
    peer.open(document)
    peer.send(encode({"type": "traffic", "value": 4.0}))
    peer.send(change_message(document, set_fields(document, "components", "features", replicas=2)))
    numbers = decode_numbers(peer.hear_revision(document.revision, "numbers"), None)
    assert numbers == Engine(document).numbers(4.0)
    peer.open(document, generation=2)
    while (message := peer.hear("numbers"))["generation"] != 2:
        pass
    assert message["traffic"] == 1.0


def test_numbers_that_fail_are_said_and_the_worker_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[dict[str, Any]] = []
    worker = Worker(SimpleQueue(), -1)
    monkeypatch.setattr(worker, "_say", said.append)
    monkeypatch.setattr(Engine, "steps", lambda self, traffic, **more: 1 / 0)
    document = design(TEXT)
    worker.inbox.put({"type": "open", "generation": 1, "snapshot": encode_document(document)})
    while worker.busy or not said:
        worker.turn()
    assert [message["type"] for message in said] == ["findings", "numbers_failed"]
    assert "ZeroDivisionError" in said[1]["message"]
    worker.inbox.put({"type": "traffic", "value": "much"})
    worker.turn()
    assert said[2]["type"] == "error"


def test_garbage_is_answered_and_survived(peer: Peer) -> None:
    document = design(TEXT)
    bad = b"\x93not msgpack"
    peer.send(b"garbage" + HEAD.pack(MARKER, len(bad)) + bad)
    assert [peer.hear()["type"] for _ in range(2)] == ["error", "error"]
    for message in ({"type": "dance"}, {"type": "open"}, {"type": "change", "generation": 9, "change": b"x"}):
        peer.send(encode(message))
        assert peer.hear()["type"] == "error"
    peer.open(document)
    assert peer.hear()["type"] == "findings"
    peer.send(encode({"type": "change", "generation": 1, "revision": 1, "change": b"{"}))
    assert peer.hear()["type"] == "error"
    peer.send(change_message(document, set_fields(document, "components", "a", replicas=2)))
    assert peer.hear_revision(1)["type"] == "findings"


def test_stop_ends_it() -> None:
    one = Peer()
    one.send(encode({"type": "stop"}))
    assert one.process.wait(10) == 0
    one.end()


def test_heavy_libraries_stay_out() -> None:
    code = "import sys, mlsd_studio.analysis.worker; print(sorted(set(sys.modules) & {'numpy', 'networkx', 'PySide6'}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         cwd=Path(__file__).resolve().parents[2])  # fmt: skip
    assert out.stdout.strip() == "[]"


def test_frames_in_any_pieces() -> None:
    messages = [{"type": "a", "n": n, "data": b"x" * n} for n in range(5)]
    stream = b"".join(encode(message) for message in messages)
    for size in (1, 3, 7, len(stream)):
        reader = FrameReader()
        found = [m for at in range(0, len(stream), size) for m in reader.feed(stream[at : at + size])]
        assert found == messages


def test_an_absurd_length_is_skipped() -> None:
    reader = FrameReader()
    found = list(reader.feed(HEAD.pack(MARKER, 0xFFFFFFFF) + encode({"type": "a"})))
    assert [m["type"] for m in found] == ["error", "error", "a"]
