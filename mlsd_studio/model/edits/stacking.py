"""What is drawn over what: later records of a table cover earlier ones, so the file's order is the stack."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.rows import move_row

STACKED = ("components", "notes")
"""Tables whose elements may cover each other."""

Where = Literal["front", "back", "forward", "backward"]


def restack(document: Document, table: str, id: str, where: Where, touching: Collection[str] = ()) -> Change:
    """Move an element to the front or back of its table, or past the next of the elements that touch it.

    Without one that touches it in that direction nothing changes.
    """
    order = list(document.table(table))
    at = order.index(id)
    if where == "front":
        index = len(order) - 1
    elif where == "back":
        index = 0
    else:
        way = range(at + 1, len(order)) if where == "forward" else range(at - 1, -1, -1)
        index = next((n for n in way if order[n] in touching), at)
    change = move_row(document, table, id, index)
    labels = {"front": "Bring to front", "back": "Send to back",
              "forward": "Bring forward", "backward": "Send backward"}  # fmt: skip
    return Change(labels[where], change.edits)
