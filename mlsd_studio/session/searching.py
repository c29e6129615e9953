"""Which elements a text means: those that have all its words in what they are called and in what is stated of them."""

from __future__ import annotations

from mlsd_studio.catalog import catalog
from mlsd_studio.model.document import Document

Said = list[tuple[str, str]]
"""Ids with everything that may be searched for in them, in small letters."""


def matches(document: Document, text: str) -> list[str]:
    """Ids of what is drawn and has all the words in its name, id, kind, technology, owner, tags or text, in file
    order; none for a text without words.
    """
    return among(drawn(document), text)


def among(said: Said, text: str) -> list[str]:
    """Ids of those that have all the words of a text; none for a text without words."""
    words = text.casefold().split()
    if not words:
        return []
    return [id for id, spoken in said if all(word in spoken for word in words)]


def drawn(document: Document) -> Said:
    """Components, boundaries, notes and flows."""
    known = catalog()
    found: list[tuple[str, tuple[str | None, ...]]] = []
    for one in document.components.values():
        kind, product = known.kinds.get(one.kind), known.technologies.get(one.technology or "")
        names = (kind.name if kind else None, product.name if product else None)
        found.append((one.id, (one.name, one.id, *names, one.technology, one.owner, *(one.tags or ()))))
    found += [(b.id, (b.name, b.id, b.kind)) for b in document.boundaries.values()]
    found += [(note.id, (note.text,)) for note in document.notes.values()]
    found += [(f.id, (f.label, f.protocol, f.id)) for f in document.flows.values()]
    return [(id, _folded(texts)) for id, texts in found]


def listed(document: Document) -> Said:
    """Journeys, views and groups, which stand in lists."""
    found = [(one.id, (one.name, one.id)) for one in document.journeys.values()]
    found += [(one.id, (one.name, one.id)) for one in document.views.values()]
    return [(id, _folded(texts)) for id, texts in (*found, *((id, (id,)) for id in document.groups))]


def _folded(texts: tuple[str | None, ...]) -> str:
    return " ".join(one for one in texts if one).casefold()
