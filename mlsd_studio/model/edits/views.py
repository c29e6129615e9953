"""Views: adding them, saying what they show, and writing places into one instead of into the main layout.

`shows` is a list of words, or one word: the id of an element, `all`, `layer:ml`, `journey:search`,
`boundary:eu-west`, or `not:gate` for what is left out. A view that says nothing shows all.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from mlsd_studio.model.changes import Change, Edit
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.ids import slug
from mlsd_studio.model.places import to_plain_entry
from mlsd_studio.model.records import LAYOUT, MAIN_VIEW, SHARED_ID_TABLES, View

ELEMENTS = tuple(table for table in SHARED_ID_TABLES if table not in ("views", "journeys"))
"""Tables of what can be drawn."""

NOT = "not:"


def words_of(view: View) -> tuple[str, ...]:
    """What a view shows, word by word, without spaces; nothing said is `all`."""
    if view.shows is None:
        return ("all",)
    words = (view.shows,) if isinstance(view.shows, str) else view.shows
    return tuple("".join(word.split()) for word in words)


def listed(document: Document) -> list[View]:
    """The views beside the main one, in file order."""
    return [view for id, view in document.views.items() if id != MAIN_VIEW]


def add_view(document: Document, name: str, shows: tuple[str, ...] | str) -> tuple[Change, str]:
    """A new view, and its id, which is made of its name."""
    builder = ChangeBuilder(document)
    id = builder.ids.take(slug(f"{name} view"))
    builder.put("views", View(id=id, name=name, shows=shows))
    return builder.build(f"Add view {name}"), id


def show_in(document: Document, view: str, ids: Iterable[str]) -> Change:
    """Show more elements in a view."""
    builder = ChangeBuilder(document)
    words = list(words_of(document.views[view]))
    for id in ids:
        if NOT + id in words:
            words.remove(NOT + id)
        elif id not in words:
            words.append(id)
    builder.replace("views", view, shows=_said(words))
    return builder.build("Show in view")


def hide_in(document: Document, view: str, ids: Iterable[str]) -> Change:
    """Take elements out of a view; they stay in the design, and in every other view."""
    builder = ChangeBuilder(document)
    wanted = list(ids)
    record = document.views[view]
    words = [word for word in words_of(record) if word not in wanted]
    if any(word not in document.components and not word.startswith(NOT) for word in words):
        words += [NOT + id for id in wanted if NOT + id not in words]
    places = {id: place for id, place in (record.layout or {}).items() if id not in wanted}
    builder.replace("views", view, shows=_said(words), layout=places or None)
    return builder.build("Remove from view")


def put_back(document: Document, view: str) -> Change:
    """Show again all that was taken out of a view."""
    builder = ChangeBuilder(document)
    words = [word for word in words_of(document.views[view]) if not word.startswith(NOT)]
    builder.replace("views", view, shows=_said(words))
    return builder.build("Put back into view")


def _said(words: list[str]) -> tuple[str, ...] | str:
    return words[0] if len(words) == 1 and _is_query(words[0]) else tuple(words)


def _is_query(word: str) -> bool:
    return word == "all" or ":" in word


def into_view(document: Document, view: str, change: Change) -> Change:
    """The change with its places written into a view; the main layout loses only what is removed."""
    edits = [edit for edit in change.edits if edit.table != LAYOUT]
    places = [edit for edit in change.edits if edit.table == LAYOUT]
    removed = [edit.id for edit in edits if edit.after is None and edit.table in ELEMENTS]
    written = next((edit for edit in edits if (edit.table, edit.id) == ("views", view)), None)
    before = document.views.get(view)
    record = written.after if written is not None else before
    if not isinstance(record, View):
        return change
    layout = dict(record.layout or {})
    for edit in places:
        if edit.after is None or edit.id in removed:
            layout.pop(edit.id, None)
        else:
            layout[edit.id] = to_plain_entry(edit.after)  # type: ignore[arg-type]
    after = msgspec.structs.replace(record, layout=layout or None)
    order = {id: place for place, id in enumerate(document.layout)}
    cleared = sorted((id for id in removed if id in order), key=order.__getitem__, reverse=True)
    edits = [edit for edit in edits if edit is not written]
    if after != before or written is not None:
        edits.append(Edit("views", view, before, after, *((written.index, written.was) if written else ())))
    gone = [Edit(LAYOUT, id, document.layout[id], None, order[id]) for id in cleared]
    return Change(change.label, (*gone, *edits))
