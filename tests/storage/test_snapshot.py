"""Documents and changes as bytes, there and back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from mlsd_studio.model.changes import Change, Edit
from mlsd_studio.model.edits.components import add_component, set_fields
from mlsd_studio.model.edits.placement import shift
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import ALL_TABLES
from mlsd_studio.paths import resource
from mlsd_studio.storage import load
from mlsd_studio.storage.snapshot import decode_change, decode_document, encode_change, encode_document

from .strategies import documents

CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@settings(max_examples=60, deadline=None, suppress_health_check=CHECKS)
@given(documents())
def test_any_document_and_every_record_of_it_come_back_equal(document):
    assert decode_document(encode_document(document)) == document
    edits = tuple(
        Edit(table, id, record, None, n)
        for table in ALL_TABLES
        for n, (id, record) in enumerate(document.table(table).items())
    )
    change = Change("all", edits)
    assert decode_change(encode_change(change)) == change
    assert decode_change(encode_change(change.reversed())) == change.reversed()


def test_changes_stay_small_on_one_line_and_apply_on_the_other_side():
    ours = load(resource("examples", "every-record.mlsd.yaml")).document
    theirs = decode_document(encode_document(ours))
    for make in (
        lambda: shift(ours, ["gate", "registry-scorer"], 20, 0),
        lambda: set_fields(ours, "journeys", "pay", name="Pay\nnow"),
        lambda: add_component(ours, "cache", "Cache", (0, 0), into="payments-net")[0],
        lambda: remove(ours, ["scorer", "payments-net"]),
    ):
        change = make()
        data = encode_change(change)
        assert b"\n" not in data
        ours.apply(change)
        theirs.apply(decode_change(data))
        assert theirs == ours
    assert len(encode_change(shift(ours, ["gate"], 20, 0))) < 280


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'["x",[["nowhere","a",{},null,null]]]', b'["x",[["layout","a",[1],null]]]']
)
def test_what_is_no_change_is_a_value_error(data):
    with pytest.raises(ValueError):
        decode_change(data)
