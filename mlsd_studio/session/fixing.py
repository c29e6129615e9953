"""What a finding's fix comes to in the open design: the change it makes, or the field that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.model import Change, Document, EditError
from mlsd_studio.model.records import PLAN_TABLES

if TYPE_CHECKING:
    from mlsd_studio.analysis.findings import Fix

LISTED = ("journeys", "requirements", "constraints", *PLAN_TABLES)
"""Tables whose records stand in lists beside the canvas."""


class NotPossibleError(ValueError):
    """The fix does not fit the design as it is now; the text says so to the user."""


def is_drawn(document: Document, id: str) -> bool:
    """Whether an id is of something on the canvas."""
    found = document.find(id)
    return found is not None and found[0] not in ("journeys", "views")


def change_of(document: Document, fix: Fix) -> Change:
    """The edit that a fix makes. Raises NotPossibleError."""
    from mlsd_studio.analysis.fixes import build

    try:
        return build(document, fix)
    except (KeyError, ValueError) as error:
        raise NotPossibleError(f"{fix.label} is not possible here: {error}") from error


def ghost_of(document: Document, fix: Fix) -> Document | None:
    """A copy of the design as the fix would leave it; None for one that its own change does not fit.

    Raises NotPossibleError.
    """
    change, ghost = change_of(document, fix), document.copy()
    try:
        ghost.apply(change)
    except EditError:
        return None
    return ghost


def field_asked(document: Document, fix: Fix) -> tuple[list[str], str] | None:
    """Ids of what a fix without an edit is about, drawn ones first, and the field it wants a value in."""
    for operation in fix.operations:
        wanted = getattr(operation, "ids", ())
        field = getattr(operation, "field", None) or ""
        drawn = [id for id in wanted if is_drawn(document, id)]
        listed = [id for id in wanted if any(id in document.table(table) for table in LISTED)]
        if drawn or listed:
            return drawn or listed[:1], field
    return None
