"""Collapsing boundaries: an entry in the view `main`; nothing of what is inside changes."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import MAIN_VIEW, View


def collapsed(document: Document) -> tuple[str, ...]:
    """Ids of the boundaries that the view `main` draws closed."""
    view = document.views.get(MAIN_VIEW)
    return (view.collapsed or ()) if view is not None else ()


def set_collapsed(document: Document, ids: Iterable[str], closed: bool) -> Change:
    """Draw boundaries closed, or open again. A view `main` that says nothing any more is removed."""
    chosen = list(dict.fromkeys(ids))
    kept = tuple(id for id in collapsed(document) if id not in chosen)
    after = (*kept, *chosen) if closed else kept
    builder = ChangeBuilder(document)
    view = document.views.get(MAIN_VIEW)
    if view is None:
        if after:
            builder.put("views", View(id=MAIN_VIEW, collapsed=after), 0)
    elif not after and view in (View(id=MAIN_VIEW), View(id=MAIN_VIEW, collapsed=view.collapsed)):
        builder.remove("views", MAIN_VIEW)
    else:
        builder.replace("views", MAIN_VIEW, collapsed=after or None)
    return builder.build("Collapse" if closed else "Expand")
