"""The words that the window and the checking process exchange: frames of MessagePack over a pipe.

A frame is four marker bytes, four bytes of length (big endian) and the message. The marker lets a reader
find the next frame after garbage, so a bad frame costs that frame and nothing more.
"""

from __future__ import annotations

import struct
from bisect import insort
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.reports import Report, order
from mlsd_studio.model.quantities import Backup, Quantity

if TYPE_CHECKING:
    from mlsd_studio.analysis.numbers.cuts import Cuts
    from mlsd_studio.analysis.numbers.failures import FailureMode, FailureUnit
    from mlsd_studio.analysis.numbers.results import Numbers

MARKER = b"\xf1MLS"
HEAD = struct.Struct(">4sI")
MAX_FRAME = 256 * 1024 * 1024
"""Bytes; a longer length is taken for garbage."""


def _plain(value: Any) -> Any:
    if isinstance(value, (Quantity, Backup)):
        return value.plain()
    raise TypeError(f"a message cannot carry {type(value).__name__}")


def _read(kind: type, value: Any) -> Any:
    if issubclass(kind, (Quantity, Backup)):
        return kind.parse(value)
    raise TypeError(f"a message cannot carry {kind.__name__}")


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
_decoder = msgspec.msgpack.Decoder(dict[str, Any])


def encode(message: dict[str, Any]) -> bytes:
    """A message as one frame. Findings, quantities and plain data may be in it."""
    payload = _encoder.encode(message)
    return HEAD.pack(MARKER, len(payload)) + payload


def pack(value: object) -> bytes:
    """Results as MessagePack inside a message: the reader decodes them straight to their own type."""
    return _encoder.encode(value)


class FrameReader:
    """Cuts what comes through a pipe into messages, whatever the pieces it comes in.

    A frame whose content cannot be read comes out as `{"type": "error", "message": …}`; bytes between
    frames are skipped and come out as one such message.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        """Messages that are complete now that `data` has come. Consume the iterator before feeding again."""
        self._buffer += data
        while True:
            skipped = self._to_marker()
            if skipped:
                yield {"type": "error", "message": f"skipped {skipped} bytes that are no frame"}
            if len(self._buffer) < HEAD.size:
                return
            _, length = HEAD.unpack_from(self._buffer)
            if length > MAX_FRAME:
                del self._buffer[: len(MARKER)]
                yield {"type": "error", "message": f"skipped a frame said to be {length} bytes long"}
                continue
            if len(self._buffer) < HEAD.size + length:
                return
            payload = bytes(self._buffer[HEAD.size : HEAD.size + length])
            del self._buffer[: HEAD.size + length]
            yield _message(payload)

    def _to_marker(self) -> int:
        """Drop what stands before the next marker; how many bytes that were."""
        at = self._buffer.find(MARKER)
        if at < 0:
            keep = next((n for n in (3, 2, 1) if self._buffer.endswith(MARKER[:n])), 0)
            at = len(self._buffer) - keep
        del self._buffer[:at]
        return at


def _message(payload: bytes) -> dict[str, Any]:
    try:
        message = _decoder.decode(payload)
    except msgspec.DecodeError as error:
        return {"type": "error", "message": f"a frame could not be read: {error}"}
    return (
        message
        if isinstance(message.get("type"), str)
        else {"type": "error", "message": "a frame has no type"}
    )


def findings_message(
    report: Report, generation: int, revision: int, before: Report | None = None, *, provisional: bool = False
) -> dict[str, Any]:
    """The message that carries a report for a state of a document: what differs from the report `before`,
    which the reader has. A `provisional` one is followed by the whole.
    """
    known = {finding.key: finding for finding in before.findings} if before is not None else {}
    changed = [finding for finding in report.findings if known.get(finding.key) != finding]
    kept = {finding.key for finding in report.findings}
    return {
        "type": "findings",
        "generation": generation,
        "revision": revision,
        "provisional": provisional,
        "whole": before is None,
        "findings": pack(changed),
        "removed": [key for key in known if key not in kept],
        "duration_ms": report.duration_ms,
        "rules": report.rules_run,
        "pattern": report.pattern,
        "switched_off": pack(report.switched_off),
    }


def decode_report(message: dict[str, Any], before: Report | None = None) -> Report:
    """The report in a `findings` message, laid over the one `before` unless it is whole.

    Raises msgspec.ValidationError or KeyError for another message, ValueError where the one before is missing.
    """
    changed = _findings_decoder().decode(message["findings"])
    if not message["whole"]:
        if before is None:
            raise ValueError("findings have come that build on others which never came")
        gone = {*message["removed"], *(finding.key for finding in changed)}
        listed = [finding for finding in before.findings if finding.key not in gone]
        for finding in changed:
            insort(listed, finding, key=order)
        changed = tuple(listed)
    off = _findings_decoder().decode(message["switched_off"])
    return Report(changed, message["duration_ms"], tuple(message["rules"]), message["pattern"], off)


@cache
def _findings_decoder() -> msgspec.msgpack.Decoder[tuple[Finding, ...]]:
    return msgspec.msgpack.Decoder(tuple[Finding, ...], dec_hook=_read)


def numbers_message(
    numbers: Numbers, generation: int, revision: int, *, step: bool = False, quick: bool = False
) -> dict[str, Any]:
    """The message that carries the numbers of a state; a `step` holds what follows the traffic alone. A
    `quick` one is followed by another with the shares of latency at this traffic.
    """
    from mlsd_studio.analysis.numbers.results import step_of

    return {
        "type": "numbers",
        "generation": generation,
        "revision": revision,
        "traffic": numbers.traffic,
        "quick": quick,
        "step" if step else "numbers": pack(step_of(numbers) if step else numbers),
    }


def decode_numbers(message: dict[str, Any], before: Numbers | None) -> Numbers | None:
    """The numbers in a `numbers` message; a step is laid over those `before`, of the same revision.

    None where a step comes without them. Raises msgspec.ValidationError or KeyError for another message.
    """
    from mlsd_studio.analysis.numbers import results

    if "step" not in message:
        return results.decode(message["numbers"])
    return None if before is None else results.stepped(before, results.decode_step(message["step"]))


def decode_failures(message: dict[str, Any]) -> tuple[FailureUnit, ...]:
    """The units in a `failures` message. Raises msgspec.ValidationError or KeyError for another message."""
    from mlsd_studio.analysis.numbers.failures import FailureUnit

    return msgspec.msgpack.decode(message["units"], type=tuple[FailureUnit, ...])


def decode_cuts(message: dict[str, Any]) -> dict[str, Cuts]:
    """Cut sets by journey in a `cuts` message. Raises msgspec.ValidationError or KeyError for another message."""
    from mlsd_studio.analysis.numbers.cuts import Cuts

    return msgspec.msgpack.decode(message["cuts"], type=dict[str, Cuts])


def decode_failure(message: dict[str, Any]) -> FailureMode | None:
    """The failure mode in a `failure` message; None where the unit is no longer there."""
    from mlsd_studio.analysis.numbers.failures import FailureMode

    return msgspec.msgpack.decode(message["mode"], type=FailureMode | None)
