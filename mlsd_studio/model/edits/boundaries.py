"""Boundaries: adding one around things, and moving things in and out of the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.ids import slug
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import TREE_BOUNDARIES, Boundary, BoundaryKind, Placement


def put_into(builder: ChangeBuilder, id: str, boundary: str | None) -> None:
    """Move an element of the tree into a boundary, or out of all of them with None."""
    for other in builder.document.boundaries.values():
        current = cast(Boundary, builder.get("boundaries", other.id) or other)
        if current.kind in TREE_BOUNDARIES and id in current.members and other.id != boundary:
            rest = tuple(member for member in current.members if member != id)
            builder.replace("boundaries", other.id, members=rest)
    record = builder.get("boundaries", id)
    if isinstance(record, Boundary) and record.within is not None:
        builder.replace("boundaries", id, within=None)
    if boundary is not None:
        target = cast(Boundary, builder.get("boundaries", boundary))
        if id not in target.members:
            builder.replace("boundaries", boundary, members=(*target.members, id))


def move_into(document: Document, ids: Iterable[str], boundary: str | None) -> Change:
    """Move elements into a tree boundary (None: out). A boundary is never put into itself."""
    builder = ChangeBuilder(document)
    for id in ids:
        if id != boundary and id not in ancestors(document, boundary):
            put_into(builder, id, boundary)
    return builder.build("Move into boundary" if boundary else "Move out of boundary")


def ancestors(document: Document, id: str | None) -> list[str]:
    """The tree boundaries around an element, innermost first."""
    return all_ancestors(document, () if id is None else (id,)).get(id or "", [])


def all_ancestors(document: Document, ids: Iterable[str]) -> dict[str, list[str]]:
    """The tree boundaries around each of some elements, innermost first; the tree is worked out once for all."""
    up = parents(document.boundaries.values())
    found: dict[str, list[str]] = {}
    for id in ids:
        around: list[str] = []
        at = up.get(id)
        while at is not None and at not in around:
            around.append(at)
            at = up.get(at)
        found[id] = around
    return found


def members_of(document: Document, id: str) -> list[str]:
    """Everything inside a boundary at any depth: components and inner boundaries, in file order."""
    down: dict[str, list[str]] = {}
    for member, holder in parents(document.boundaries.values()).items():
        down.setdefault(holder, []).append(member)
    record = document.boundaries.get(id)
    if record is not None and record.kind not in TREE_BOUNDARIES:
        down[id] = list(record.members)
    found: dict[str, None] = {}
    queue = list(down.get(id, ()))
    for member in queue:
        if member not in found:
            found[member] = None
            queue.extend(down.get(member, ()))
    return list(found)


def add_boundary(
    document: Document,
    kind: BoundaryKind,
    name: str,
    members: Iterable[str] = (),
    *,
    place: Placement | None = None,
    into: str | None = None,
) -> tuple[Change, str]:
    """A new boundary and its id, around `members` or empty at `place`, inside `into`.

    Members whose own boundary is among the members stay in it.
    """
    builder = ChangeBuilder(document)
    id = builder.ids.take(slug(name))
    builder.put("boundaries", Boundary(id=id, kind=kind, name=name))
    wanted = list(members)
    outer = [m for m in wanted if not set(ancestors(document, m)) & set(wanted)]
    if kind in TREE_BOUNDARIES:
        for member in outer:
            put_into(builder, member, id)
        if into is not None:
            put_into(builder, id, into)
    else:
        builder.replace("boundaries", id, members=tuple(outer))
    if place is not None:
        builder.place(id, place)
    return builder.build(f"Add {name}"), id
