"""What the rows of the outline say: to the eye in a few words, to a screen reader in a sentence."""

from __future__ import annotations

from collections import Counter

from mlsd_studio.drawing.boundary import title_of
from mlsd_studio.drawing.card import names_of
from mlsd_studio.model.edits.views import words_of
from mlsd_studio.panels.naming import counted, name_of
from mlsd_studio.panels.outline.contents import HEADINGS, TABLE_OF, Contents, Item
from mlsd_studio.session import Session
from mlsd_studio.session.wording import details, spoken_name

FIRST_LINE = 80
"""Letters of a note that its row shows at most."""


def title(session: Session, item: Item) -> str:
    """What a row is called; of a flow, what stands at its other end. A range has its ends for a name: `between`."""
    document, (kind, id) = session.document, item
    if kind in ("heading", "range"):
        return HEADINGS.get(id, "")
    if kind == "member":
        return name_of(document, id)
    record = document.get(TABLE_OF[kind], id)
    if record is None:
        return ""
    if kind == "component":
        return names_of(record)[0]  # type: ignore[arg-type]
    if kind in ("out", "in"):
        return name_of(document, getattr(record, "target" if kind == "out" else "source"))
    if kind == "group":
        return title_of(record).lower()  # type: ignore[arg-type]
    if kind == "note":
        return " ".join(getattr(record, "text", "").split())[:FIRST_LINE] or "Empty note"
    return getattr(record, "name", None) or id


def between(session: Session, contents: Contents, item: Item) -> str:
    """The name of a range: "Cache 201 … Gateway 4"."""
    first, last, _ = contents.ends(item)
    return f"{title(session, first)} … {title(session, last)}"


def typed(session: Session, item: Item) -> str:
    """What is typed over to rename it: a name, the label of a flow, the text of a note."""
    record = session.document.get(TABLE_OF.get(item.kind, "design"), item.id)
    field = {"out": "label", "in": "label", "note": "text"}.get(item.kind, "name")
    return getattr(record, field, None) or ""


def note(session: Session, item: Item) -> str:
    """What stands behind the name: product or kind, kind and label of a flow, where a journey begins."""
    document, (kind, id) = session.document, item
    record = document.get(TABLE_OF.get(kind, "components"), id)
    if record is None:
        return ""
    if kind in ("component", "member"):
        return names_of(record)[1]  # type: ignore[arg-type]
    if kind == "boundary":
        return str(record.kind)  # type: ignore[union-attr]
    if kind in ("out", "in"):
        return " · ".join(filter(None, (record.kind, record.label)))  # type: ignore[union-attr]
    if kind == "group":
        return ", ".join(name_of(document, one) for one in record.members)  # type: ignore[union-attr]
    if kind == "journey":
        return f"from {name_of(document, record.entry)}"  # type: ignore[union-attr]
    return ", ".join(words_of(record)) if kind == "view" else ""  # type: ignore[arg-type]


def spoken(session: Session, contents: Contents, item: Item) -> str:
    """One line: "Ranker, online model endpoint, 2 errors, in boundary serving, 3 flows out, 1 in"."""
    kind, id = item
    if kind == "heading":
        return f"{HEADINGS[id]}, {len(contents.children(item))}"
    if kind == "range":
        return f"{between(session, contents, item)}, {contents.ends(item)[2]} elements"
    if kind in ("out", "in"):
        where = "out" if kind == "out" else "in"
        return ", ".join((f"flow {where}", spoken_name(session, id)))
    if kind in ("journey", "view"):
        return ", ".join(filter(None, (title(session, item), kind, note(session, item))))
    own = contents.item(id) if kind == "member" else item
    parts = [spoken_name(session, id)]
    above = contents.holder(own) if own is not None else None
    if above is not None and above.kind == "boundary":
        parts.append(f"in boundary {name_of(session.document, above.id)}")
    if not session.viewing.shows(id):
        parts.append("not in the open view")
    return ", ".join(filter(None, (*parts, _flows(session, id))))


def description(session: Session, item: Item) -> str:
    """The findings of an element in words, and what else its card says."""
    return "" if item.kind in ("heading", "range", "journey", "view") else details(session, item.id)


def hint(session: Session, item: Item) -> str:
    """The tool tip of a row: its whole name, what is behind it, and where it is hidden."""
    kind, id = item
    lines = [title(session, item), note(session, item)]
    if kind in ("out", "in"):
        lines[0] = name_of(session.document, id)
    elif kind == "note":
        found = session.document.notes.get(id)
        lines[0] = found.text if found else ""
    elif kind not in ("heading", "range", "journey", "view"):
        lines += [f"{one.severity}: {one.title}" for one in session.findings_of(id)[:4]]
        if not session.viewing.shows(id):
            lines.append(f"Not in “{session.viewing.name(session.viewing.current)}”")
    return "\n".join(line for line in lines if line)


def _flows(session: Session, id: str) -> str:
    document = session.document
    ends = [document.flows[one] for table, one in document.referrers(id) if table == "flows"]
    ways = Counter("out" if one.source == id else "in" for one in ends)
    if not ways:
        return ""
    said = [f"{counted(ways['out'], 'flows')} out"] if ways["out"] else []
    said += [f"{ways['in'] if said else counted(ways['in'], 'flows')} in"] if ways["in"] else []
    return ", ".join(said)
