"""The checking process, spoken to over its pipes; and the frames it speaks in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.protocol import HEAD, MARKER, FrameReader, decode_report, encode
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import add_component, set_fields
from mlsd_studio.model.edits.placement import shift
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.storage.snapshot import encode_change, encode_document
from tests.analysis.designs import design, grown

TEXT = "components:\n  - {id: a, kind: cache, name: A}\nlayout:\n  a: [0, 0]\n"


class Peer:
    """A worker process and what has come from it."""

    def __init__(self) -> None:
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mlsd_studio.analysis.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root,
        )  # fmt: skip
        self.reader = FrameReader()
        self.queue: list[dict[str, Any]] = []

    def send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        while not self.queue:
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            assert data, "the worker has gone"
            self.queue += self.reader.feed(data)
        return self.queue.pop(0)

    def hear_revision(self, revision: int) -> dict[str, Any]:
        while True:
            message = self.hear()
            assert message["type"] == "findings", message
            if message["revision"] == revision:
                return message

    def open(self, document: Document, generation: int = 1) -> None:
        message = {"type": "open", "generation": generation, "revision": document.revision,
                   "snapshot": encode_document(document)}  # fmt: skip
        self.send(encode(message))

    def end(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
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
    assert decode_report(message).findings == check(document).findings
    change, _ = add_component(document, "model_endpoint", "Model", (240, 0))
    peer.send(change_message(document, change))
    report = decode_report(peer.hear_revision(1))
    assert report.findings == check(document).findings
    assert report.pattern == "online"
    assert peer.end() == 0


def test_a_move_that_was_not_sent_does_no_harm(peer: Peer) -> None:
    document = design(TEXT)
    peer.open(document)
    peer.hear()
    document.apply(shift(document, ["a"], 40, 40))
    peer.send(change_message(document, remove(document, ["a"])))
    assert peer.hear_revision(2)["findings"] == []


def test_many_changes_end_in_the_last_state(peer: Peer) -> None:
    document = grown(200)
    peer.open(document)
    for n in range(20):
        peer.send(change_message(document, set_fields(document, "components", "api0", replicas=2 + n)))
    assert decode_report(peer.hear_revision(20)).findings == check(document).findings


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


def test_it_starts_fast() -> None:
    started = perf_counter()
    one = Peer()
    one.open(design(TEXT))
    one.hear()
    took = perf_counter() - started
    one.end()
    assert took < 3.0, f"first answer after {took:.2f} s"


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
