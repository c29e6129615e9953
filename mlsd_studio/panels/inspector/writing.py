"""Writes a field of one element, or of many, as one step of the history."""

from __future__ import annotations

from typing import Any

import msgspec

from mlsd_studio.model.edits.boundaries import move_into
from mlsd_studio.model.edits.flows import flip_flow, reconnect
from mlsd_studio.model.records import Record, Requirement
from mlsd_studio.model.targets import TargetError, normalised_target
from mlsd_studio.panels.forms.base import MIXED
from mlsd_studio.panels.inspector.fields import Field, nested_type
from mlsd_studio.session import Session


def value_of(record: Record, field: Field) -> Any:
    """The value of a field, or None where it is not stated."""
    value = getattr(record, field.head)
    return getattr(value, field.tail) if field.tail and value is not None else value


def common_value(records: list[Record], field: Field) -> Any:
    """The value that all records have, or MIXED."""
    values = [value_of(record, field) for record in records]
    return values[0] if all(one == values[0] for one in values[1:]) else MIXED


def write(session: Session, table: str, ids: tuple[str, ...], field: Field, value: Any) -> bool:
    """Set a field of all the elements; False where the document refuses, and then nothing is changed."""
    if table == "flows" and field.path in ("source", "target"):
        return session.apply(reconnect(session.document, ids[0], **{field.path: value}))
    if table == "boundaries" and field.path == "within":
        return session.apply(move_into(session.document, ids, value))
    token = object() if len(ids) > 1 else None
    for id in ids:
        record = session.document.get(table, id)
        if not isinstance(record, Record):
            continue
        if not session.set_fields(table, id, token, **_fields(table, record, field, value)):
            session.cancel(token)
            return False
    session.seal()
    return True


def flip(session: Session, id: str) -> bool:
    """Turn a flow round."""
    return session.apply(flip_flow(session.document, id))


def _fields(table: str, record: Record, field: Field, value: Any) -> dict[str, Any]:
    """The fields of the record to set: a typed value is stated, so what was measured before no longer counts."""
    after = value
    if field.tail:
        empty = nested_type(table, field)()
        after = msgspec.structs.replace(getattr(record, field.head) or empty, **{field.tail: value})
        after = None if after == empty else after
    changed: dict[str, Any] = {field.head: after}
    if isinstance(record, Requirement) and field.path == "metric":
        changed["target"] = _kept_target(record, value)
    origin = getattr(record, "origin", None)
    if origin and field.head in origin and field.head != "origin":
        changed["origin"] = {name: one for name, one in origin.items() if name != field.head} or None
    return changed


def _kept_target(requirement: Requirement, metric: str | None) -> str | None:
    """The target, where it is one for the new metric too."""
    try:
        return normalised_target(metric, requirement.target) if metric and requirement.target else None
    except TargetError:
        return None
