"""Where a key moves a row: up and down in the order of the file, into the boundary above it, out of its own."""

from __future__ import annotations

from mlsd_studio.model import Change, Document
from mlsd_studio.model.edits.rows import move_row
from mlsd_studio.panels.outline.contents import TABLE_OF, Contents, Item

OUTSIDE = Item("boundary", "")
"""No boundary at all."""


def neighbour_place(document: Document, contents: Contents, item: Item, by: int) -> Change | None:
    """The edit that brings a record past the next (1) or last (-1) row of its kind; None at the end of them.

    The order is that of the file, of every list, of Tab on the canvas, and of what is drawn over what.
    """
    table = TABLE_OF.get(item.kind)
    rows = [one.id for one in contents.siblings(item) if one.kind == item.kind]
    if table is None or item.id not in rows:
        return None
    at = rows.index(item.id) + by
    if not 0 <= at < len(rows):
        return None
    order = [id for id in document.table(table) if id != item.id]
    return move_row(document, table, item.id, order.index(rows[at]) + (1 if by > 0 else 0))


def steps(contents: Contents, item: Item, *, inwards: bool) -> Item | None:
    """The boundary that takes a row that goes inwards, into the nearest one above it, or outwards.

    OUTSIDE where it leaves the last; None where there is nowhere to go.
    """
    above = contents.holder(item)
    if item.kind not in ("component", "boundary") or (above is not None and above.kind != "boundary"):
        return None
    if not inwards:
        return (contents.holder(above) or OUTSIDE) if above is not None else None
    rows = contents.siblings(item)
    if item not in rows:
        return None
    before = [one for one in rows[: rows.index(item)] if one.kind == "boundary"]
    return before[-1] if before else None
