"""Documents and changes as compact JSON bytes, for the checking process and the journal.

A record is written as its stated fields, a place as in the file. What is read back equals what was
written, because quantities keep to their spelling in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import msgspec

from mlsd_studio.model.changes import Change, Edit, Shift
from mlsd_studio.model.document import Document
from mlsd_studio.model.places import from_plain_entry, to_plain_entry
from mlsd_studio.model.records import ALL_TABLES, LAYOUT, TABLES, AnyRecord, Placement, Waypoints
from mlsd_studio.storage.shapes import from_plain, to_plain

_encoder = msgspec.json.Encoder(enc_hook=to_plain)
_tables_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
_places_decoder = msgspec.json.Decoder(dict[str, Any])
_place_decoder = msgspec.json.Decoder()
_record_decoders: dict[str, Any] = {
    name: msgspec.json.Decoder(kind, dec_hook=from_plain) for name, kind in TABLES.items()
}
_rows_decoders: dict[str, Any] = {
    name: msgspec.json.Decoder(list[kind], dec_hook=from_plain)  # type: ignore[valid-type]
    for name, kind in TABLES.items()
}


class _WireEdit(msgspec.Struct, array_like=True):
    table: str
    id: str
    before: msgspec.Raw
    after: msgspec.Raw
    index: int | None = None
    was: int | None = None


class _WireShift(msgspec.Struct, array_like=True):
    ids: list[str]
    dx: int
    dy: int


class _WireChange(msgspec.Struct, array_like=True):
    label: str
    edits: list[_WireEdit]
    shifts: list[_WireShift] = []


_change_decoder = msgspec.json.Decoder(_WireChange)


def encode_document(document: Document) -> bytes:
    """All records and places of a document."""
    tables: dict[str, Any] = {
        name: list(document.table(name).values()) for name in ALL_TABLES if name != LAYOUT
    }
    places = {id: to_plain_entry(entry) for id, entry in document.layout.items()}
    return _encoder.encode({**{name: rows for name, rows in tables.items() if rows}, LAYOUT: places})


def decode_document(data: bytes) -> Document:
    """The document that `encode_document` was given. Raises msgspec.DecodeError or ValueError."""
    raw: Mapping[str, msgspec.Raw] = _tables_decoder.decode(data)
    tables = {name: _rows_decoders[name].decode(rows) for name, rows in raw.items() if name != LAYOUT}
    places = _places_decoder.decode(raw[LAYOUT])
    return Document(tables=tables, layout={id: from_plain_entry(value) for id, value in places.items()})


def encode_change(change: Change) -> bytes:
    """One change, on one line."""
    edits = [
        (edit.table, edit.id, _plain(edit.before), _plain(edit.after), edit.index, edit.was)
        for edit in change.edits
    ]
    shifts = [(_ids(shift.ids), shift.dx, shift.dy) for shift in change.shifts]
    return _encoder.encode((change.label, edits, shifts) if shifts else (change.label, edits))


@lru_cache(maxsize=4)
def _ids(ids: frozenset[str]) -> msgspec.Raw:
    """Ids as they are written: a row of nudges writes the same ones again and again."""
    return msgspec.Raw(_encoder.encode(sorted(ids)))


def decode_change(data: bytes) -> Change:
    """The change that `encode_change` was given. Raises msgspec.DecodeError or ValueError."""
    wire = _change_decoder.decode(data)
    return Change(
        wire.label,
        tuple(
            Edit(edit.table, edit.id, _record(edit.table, edit.before), _record(edit.table, edit.after),
                 edit.index, edit.was)
            for edit in wire.edits
        ),
        tuple(Shift(frozenset(shift.ids), shift.dx, shift.dy) for shift in wire.shifts),
    )  # fmt: skip


def _plain(record: AnyRecord | None) -> Any:
    if isinstance(record, (Placement, Waypoints)):
        return to_plain_entry(record)
    return record


def _record(table: str, raw: msgspec.Raw) -> AnyRecord | None:
    if bytes(raw) == b"null":
        return None
    if table == LAYOUT:
        return from_plain_entry(_place_decoder.decode(raw))
    if table not in _record_decoders:
        raise ValueError(f"there is no table {table!r}")
    return cast(AnyRecord, _record_decoders[table].decode(raw))
