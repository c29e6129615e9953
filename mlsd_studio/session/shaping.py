"""Reshaping what is drawn, where the catalogue knows what is usual: into a flow, another kind, a clone."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from mlsd_studio.catalog import catalog
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.boundaries import ancestors, put_into
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.flows import reconnect, split_flow
from mlsd_studio.model.ids import slug
from mlsd_studio.model.records import BoundaryKind, Component, Flow, FlowKind, Placement
from mlsd_studio.session.editing import default_name
from mlsd_studio.session.session import Session


def add_into_flow(
    session: Session,
    kind: str,
    technology: str | None,
    at: tuple[float, float],
    flow: str,
    into: str | None,
    make_room: Callable[[ChangeBuilder, str], None] | None = None,
) -> str | None:
    """Add a component with its top left corner at `at` in the middle of a flow, as one step; its id.

    `make_room` may move it, and what is in its way.
    """
    document = session.document
    builder = ChangeBuilder(document)
    name = default_name(kind, technology)
    id = builder.ids.take(slug(name))
    builder.put("components", Component(id=id, kind=kind, technology=technology, name=name))
    builder.place(id, Placement(*at))
    if make_room is not None:
        make_room(builder, id)
    if into is not None:
        put_into(builder, id, into)
    split_flow(builder, flow, id, _onward(document, kind, flow))
    if not session.apply(builder.build(f"Insert {name}")):
        return None
    session.select([id])
    return id


def lead_through(builder: ChangeBuilder, flow: str, component: str) -> None:
    """Lead a flow through a component that is there."""
    document = builder.document
    split_flow(builder, flow, component, _onward(document, document.components[component].kind, flow))


def _onward(document: Document, kind: str, flow: str) -> FlowKind:
    """The kind of the second half of a flow led through a component of a kind."""
    record = document.flows[flow]
    target = document.components.get(record.target)
    return catalog().usual_flow(kind, target.kind) if target is not None else record.kind


def replace_kind(session: Session, id: str, kind: str, technology: str | None = None) -> bool:
    """Make a component one of another kind; its flows and all that was stated of it stay.

    A name that only said the old kind follows the new one.
    """
    old = session.document.components[id]
    fields: dict[str, str | None] = {"kind": kind, "technology": technology}
    if old.name in (None, default_name(old.kind, old.technology), default_name(old.kind, None)):
        fields["name"] = default_name(kind, technology)
    change = set_fields(session.document, "components", id, "Replace", **fields)
    return session.apply(change)


def clone_connected(session: Session, id: str, at: tuple[float, float]) -> str | None:
    """Copy a component to `at` into the same boundary, with a flow from the old one; the new id."""
    document = session.document
    old = document.components[id]
    builder = ChangeBuilder(document)
    new = builder.ids.take(slug(old.name or id))
    builder.put("components", msgspec.structs.replace(old, id=new))
    entry = document.layout.get(id)
    size = (entry.w, entry.h) if isinstance(entry, Placement) else (None, None)
    builder.place(new, Placement(*at, *size))
    around = ancestors(document, id)
    if around:
        put_into(builder, new, around[0])
    flow = builder.ids.take(f"{id}-{new}")
    kind = catalog().usual_flow(old.kind, old.kind)
    builder.put("flows", Flow(id=flow, source=id, target=new, kind=kind))
    if not session.apply(builder.build("Clone and connect")):
        return None
    session.select([new])
    return new


def move_end(session: Session, flow: str, end: str, to: str) -> bool:
    """Let a flow begin (`source`) or end (`target`) at another element."""
    if getattr(session.document.flows[flow], end) == to:
        return False
    return session.apply(reconnect(session.document, flow, **{end: to}))


def drawn_around() -> list[tuple[str, BoundaryKind]]:
    """Names of products that can be drawn as a boundary around what runs on them, with its kind."""
    known = catalog()
    frames = {kind.id: kind.boundary for kind in known.kinds.values() if kind.boundary}
    found: list[tuple[str, BoundaryKind]] = []
    for kind, boundary in frames.items():
        found += [(one.name, boundary) for one in known.technologies_of(kind) if one.kind == kind]
    return found
