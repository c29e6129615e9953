"""Collapsing boundaries: an entry in the view that is open; nothing of what is inside changes."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import MAIN_VIEW, View


def collapsed(document: Document, view: str = MAIN_VIEW) -> tuple[str, ...]:
    """Ids of the boundaries that a view draws closed."""
    record = document.views.get(view)
    return (record.collapsed or ()) if record is not None else ()


def set_collapsed(document: Document, ids: Iterable[str], closed: bool, view: str = MAIN_VIEW) -> Change:
    """Draw boundaries closed in a view, or open again. A view `main` that says nothing any more is removed."""
    chosen = list(dict.fromkeys(ids))
    kept = tuple(id for id in collapsed(document, view) if id not in chosen)
    after = (*kept, *chosen) if closed else kept
    builder = ChangeBuilder(document)
    record = document.views.get(view)
    if record is None:
        if after:
            builder.put("views", View(id=view, collapsed=after), 0)
    elif (
        view == MAIN_VIEW
        and not after
        and record in (View(id=MAIN_VIEW), View(id=MAIN_VIEW, collapsed=record.collapsed))
    ):
        builder.remove("views", view)
    else:
        builder.replace("views", view, collapsed=after or None)
    return builder.build("Collapse" if closed else "Expand")
