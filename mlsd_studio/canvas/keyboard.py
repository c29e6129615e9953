"""The canvas without a mouse: add, resize, and open the menu where the selection is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QPoint

from mlsd_studio.canvas.gestures.resizing import LEAST
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.model.edits.placement import is_locked, place
from mlsd_studio.model.records import Placement
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

RESIZE_STEP = 10
"""World pixels by which one press makes a card, boundary or note wider or higher."""
BESIDE = 24
"""World pixels between the selected card and one that is added."""


def place_of_menu(canvas: Canvas) -> QPoint:
    """The pixel of the canvas where a menu of the selection opens: its middle, else that of the canvas."""
    area = canvas.scene.area(canvas.session.selection) if canvas.session.selection else None
    middle = canvas.rect().center()
    if area is None:
        return middle
    x, y = canvas.view.to_widget(*area.centre)
    at = QPoint(round(x), round(y))
    return at if canvas.rect().contains(at) else middle


def resize(canvas: Canvas, wider: int, higher: int) -> None:
    """Move the right and the lower edge of the only selected box; presses in a row are one step."""
    session = canvas.session
    rect = canvas.scene.rect(session.selection[0]) if len(session.selection) == 1 else None
    if rect is None:
        return
    id = session.selection[0]
    found = session.document.find(id)
    least = LEAST.get(found[0]) if found else None
    if least is None or is_locked(session.document, id):
        return
    w = max(least[0], rect.w + wider * RESIZE_STEP)
    h = max(least[1], rect.h + higher * RESIZE_STEP)
    entry = session.document.layout.get(id)
    if isinstance(entry, Placement):
        entry = replace(entry, x=rect.x, y=rect.y, w=w, h=h)
    else:
        entry = Placement(rect.x, rect.y, w, h)
    session.apply(place(session.document, {id: entry}, "Resize"), ("resize", id))


def keyboard_actions(canvas: Canvas) -> list[Action]:
    """Commands that the mouse has other ways for."""

    def add() -> None:
        session, view = canvas.session, canvas.view
        area = canvas.scene.area(session.selection) if session.selection else None
        x, y = view.visible().centre if area is None else (area.right + BESIDE, area.centre[1])
        px, py = view.to_widget(x, y)
        canvas.offer_any(Pointer(x, y, px, py))

    return [Action("edit.add", "Add a component …", add, ("Insert",), "circle-plus", "edit")]
