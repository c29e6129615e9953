"""Edits on a copy: each takes a document and returns another one, so that mutations can be put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from mlsd_studio.analysis.fixes import values_of
from mlsd_studio.model import Change, Document
from mlsd_studio.model.edits.boundaries import add_boundary
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import (
    TABLES,
    BoundaryKind,
    Component,
    Constraint,
    Flow,
    FlowKind,
    Record,
    Requirement,
)

PASSED_ON = ("data", "artifact", "request", "async", "feedback")
"""Flow kinds that lead on past a component that is taken out of the way."""


def after(document: Document, change: Change) -> Document:
    """A copy of the document with a change made to it."""
    copy = document.copy()
    copy.apply(change)
    return copy


def without(document: Document, ids: Iterable[str]) -> Document:
    """Components or flows removed, with what cannot be without them."""
    return after(document, remove(document, sorted(ids)))


def bypassed(document: Document, ids: Iterable[str]) -> Document:
    """Components taken out of the way: what led through them now leads past them.

    Flows out of a component start where those of the same kind into it started; a stand-in for a call to it
    stands in for the call past it.
    """
    for id in sorted(ids):
        document = _past(document, id)
    return document


def _past(document: Document, id: str) -> Document:
    builder = ChangeBuilder(document)
    flows = list(document.flows.values())
    heads = [flow for flow in flows if flow.target == id and flow.source != id and flow.kind in PASSED_ON]
    tails = [flow for flow in flows if flow.source == id and flow.target != id and flow.kind in PASSED_ON]
    for tail in tails:
        sources = dict.fromkeys(head.source for head in heads if _leads_on(head, tail))
        for place, source in enumerate(sources):
            if source == tail.target:
                continue
            if place == 0:
                builder.replace("flows", tail.id, source=source)
            else:
                copy = msgspec.structs.replace(
                    tail, id=builder.ids.take(f"{source}-{tail.target}"), source=source
                )
                builder.put("flows", copy)
    for head in heads:
        past = next((tail for tail in tails if tail.kind == head.kind and tail.fallback_of is None), None)
        for flow in flows:
            if past is not None and flow.fallback_of == head.id:
                builder.replace("flows", flow.id, fallback_of=past.id)
    builder.remove("components", id)
    return after(document, builder.build("Past"))


def _leads_on(head: Flow, tail: Flow) -> bool:
    calls = ("request", "async")
    return head.kind == tail.kind or (head.kind in calls and tail.kind in calls)


def stating(document: Document, table: str, id: str, **fields: Any) -> Document:
    """Fields of a record as they stand in a file; None is no longer stated."""
    given = {name: value for name, value in fields.items() if value is not None}
    unset = {name: None for name, value in fields.items() if value is None}
    values = {**values_of(TABLES[table], given), **unset}
    return after(document, set_fields(document, table, id, **values))


def each(document: Document, table: str, ids: Iterable[str], **fields: Any) -> Document:
    """The same fields stated on many records."""
    for id in sorted(ids):
        document = stating(document, table, id, **fields)
    return document


def marked(document: Document, table: str, id: str, **entries: Any) -> Document:
    """Entries under `attributes:`; None takes one away."""
    known = dict(document.table(table)[id].attributes or {})
    known.update(entries)
    kept = {name: value for name, value in known.items() if value is not None}
    return after(document, set_fields(document, table, id, attributes=kept or None))


def adding(document: Document, record: type[Record], table: str, **fields: Any) -> Document:
    """One more record of a table."""
    builder = ChangeBuilder(document)
    builder.put(table, record(**values_of(record, fields)))
    return after(document, builder.build("Add"))


def component(document: Document, id: str, kind: str, **fields: Any) -> Document:
    """One more component."""
    return adding(document, Component, "components", id=id, kind=kind, **fields)


def flow(document: Document, source: str, target: str, kind: FlowKind, **fields: Any) -> Document:
    """One more flow; its id is free to take."""
    id = ChangeBuilder(document).ids.take(f"{source}-{target}")
    return adding(document, Flow, "flows", id=id, source=source, target=target, kind=kind, **fields)


def boundary(document: Document, kind: BoundaryKind, name: str, members: Iterable[str]) -> Document:
    """One more boundary around components."""
    change, _ = add_boundary(document, kind, name, sorted(members))
    return after(document, change)


def requirement(document: Document, id: str, **fields: Any) -> Document:
    """One more requirement of the system."""
    return adding(document, Requirement, "requirements", **{"id": id, "category": "system", **fields})


def constraint(document: Document, id: str, **fields: Any) -> Document:
    """One more constraint."""
    return adding(document, Constraint, "constraints", id=id, **fields)
