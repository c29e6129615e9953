"""Removing elements: what cannot stand without them goes too, the contents of a boundary stay."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.boundaries import ancestors, put_into
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import TREE_BOUNDARIES


def remove(document: Document, ids: Iterable[str]) -> Change:
    """Remove elements by id. Flows of a removed component go with it; members move one boundary up."""
    builder = ChangeBuilder(document)
    wanted = list(dict.fromkeys(ids))
    for id in wanted:
        boundary = document.boundaries.get(id)
        if boundary is None or boundary.kind not in TREE_BOUNDARIES:
            continue
        above = next((b for b in ancestors(document, id) if b not in wanted), None)
        for member in boundary.members:
            if member not in wanted:
                put_into(builder, member, above)
    for id in wanted:
        found = document.find(id)
        if found is not None:
            builder.remove(found[0], id)
    count = len(wanted)
    return builder.build("Delete" if count == 1 else f"Delete {count} elements")
