"""Copies of parts of a design: a fragment that can be pasted into any document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.boundaries import members_of, put_into
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.ids import slug
from mlsd_studio.model.places import moved
from mlsd_studio.model.records import Boundary, Component, Flow, LayoutEntry, Note


@dataclass(frozen=True, slots=True)
class Fragment:
    """Elements that were copied together, with the flows among them and their places."""

    components: tuple[Component, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    flows: tuple[Flow, ...] = ()
    notes: tuple[Note, ...] = ()
    layout: Mapping[str, LayoutEntry] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.components or self.boundaries or self.notes)


def extract(document: Document, ids: Iterable[str]) -> Fragment:
    """Copy elements: boundaries bring their contents, flows come when both ends do."""
    wanted = set(ids)
    for id in tuple(wanted):
        if id in document.boundaries:
            wanted.update(members_of(document, id))
    flows = tuple(f for f in document.flows.values() if f.source in wanted and f.target in wanted)
    kept = (wanted - document.flows.keys()) | {flow.id for flow in flows}
    return Fragment(
        tuple(c for c in document.components.values() if c.id in wanted),
        tuple(b for b in document.boundaries.values() if b.id in wanted),
        flows,
        tuple(n for n in document.notes.values() if n.id in wanted),
        {id: entry for id, entry in document.layout.items() if id in kept},
    )


def paste(
    document: Document,
    fragment: Fragment,
    dx: float = 0,
    dy: float = 0,
    *,
    into: str | None = None,
    label: str = "Paste",
) -> tuple[Change, list[str]]:
    """Add a copy of a fragment, shifted, with fresh ids; the change and the ids of the new elements."""
    builder = ChangeBuilder(document)
    new = {c.id: builder.ids.take(slug(c.name or c.id)) for c in fragment.components}
    new |= {b.id: builder.ids.take(slug(b.name or b.id)) for b in fragment.boundaries}
    new |= {n.id: builder.ids.take(n.id) for n in fragment.notes}
    new |= {f.id: builder.ids.take(f"{new[f.source]}-{new[f.target]}") for f in fragment.flows}
    for component in fragment.components:
        builder.put("components", msgspec.structs.replace(component, id=new[component.id]))
    for boundary in fragment.boundaries:
        members = tuple(new[m] for m in boundary.members if m in new)
        within = new.get(boundary.within or "")
        builder.put(
            "boundaries",
            msgspec.structs.replace(boundary, id=new[boundary.id], members=members, within=within),
        )
    for flow in fragment.flows:
        builder.put("flows", _renamed_flow(flow, new))
    for note in fragment.notes:
        links = tuple(new.get(link, link) for link in note.links or ()) or None
        builder.put("notes", msgspec.structs.replace(note, id=new[note.id], links=links))
    for id, entry in fragment.layout.items():
        builder.place(new[id], moved(entry, dx, dy))
    if into is not None:
        held = {m for b in fragment.boundaries for m in b.members}
        for id in (*(c.id for c in fragment.components), *(b.id for b in fragment.boundaries)):
            if id not in held:
                put_into(builder, new[id], into)
    flows = {flow.id for flow in fragment.flows}
    elements = [new_id for id, new_id in new.items() if id not in flows]
    return builder.build(label), elements


def _renamed_flow(flow: Flow, new: Mapping[str, str]) -> Flow:
    return msgspec.structs.replace(
        flow,
        id=new[flow.id],
        source=new[flow.source],
        target=new[flow.target],
        fallback_of=new.get(flow.fallback_of or ""),
    )


def duplicate(document: Document, ids: Iterable[str], offset: float = 40) -> tuple[Change, list[str]]:
    """The change that copies elements `offset` pixels right and down, and the ids of the copies."""
    return paste(document, extract(document, ids), offset, offset, label="Duplicate")
