"""Locking in place, and what is drawn over what: the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.model.edits.placement import is_locked, lock
from mlsd_studio.model.edits.stacking import STACKED, Where, restack
from mlsd_studio.model.records import Placement
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

ORDERS: tuple[tuple[Where, str, str], ...] = (
    ("front", "Bring to front", "Ctrl+Shift+]"),
    ("forward", "Bring forward", "Ctrl+]"),
    ("backward", "Send backward", "Ctrl+["),
    ("back", "Send to back", "Ctrl+Shift+["),
)


def stacking_actions(canvas: Canvas) -> list[Action]:
    """Lock or unlock; to the front, forward, backward, to the back."""
    session = canvas.session

    def lockable() -> list[str]:
        return [id for id in session.selection if canvas.scene.rect(id) and id not in session.document.groups]

    def switch() -> None:
        ids = lockable()
        closing = not all(is_locked(session.viewing.placed, id) for id in ids)
        places = {id: Placement(*rect) for id in ids if (rect := canvas.scene.rect(id))}
        session.apply(lock(session.viewing.placed, places, closing))
        canvas.update_areas(canvas.scene.extents(ids))

    def stacked() -> list[tuple[str, str]]:
        return [(table, id) for table in STACKED for id in session.selected(table)]

    def order(where: Where) -> None:
        token = object()
        chosen = stacked()
        for table, id in chosen if where in ("front", "backward") else reversed(chosen):
            session.apply(restack(session.document, table, id, where, _touching(canvas, table, id)), token)
        session.seal()

    orders = [
        Action(f"arrange.to_{where}", title, lambda where=where: order(where), (keys,), place="arrange",
               enabled=lambda: bool(stacked()))
        for where, title, keys in ORDERS
    ]  # fmt: skip
    locking = Action("arrange.lock", "Lock or unlock", switch, ("Ctrl+L",), "lock", "arrange",
                     lambda: bool(lockable()))  # fmt: skip
    return [locking, *orders]


def _touching(canvas: Canvas, table: str, id: str) -> set[str]:
    """The elements of one table that an element overlaps."""
    rect = canvas.scene.rect(id)
    others = ((other, canvas.scene.rect(other)) for other in canvas.session.document.table(table))
    return {other for other, box in others if box and rect and other != id and box.overlaps(rect)}
