"""The clipboard between the studio and other programs: what was copied last is what is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QCursor, QGuiApplication

from mlsd_studio.canvas.taking import free_place
from mlsd_studio.drawing.card import names_of
from mlsd_studio.importing.pasting import PasteError, read_text
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model.edits.clipboard import Fragment, paste
from mlsd_studio.model.records import Placement
from mlsd_studio.session import Session, editing
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

FRAME_ROOM = 60
"""World pixels that boundaries in a text need around their cards."""
OWN_MIME = "application/x-mlsd-fragment"
"""Marks what the studio put on the clipboard itself; the part copied is kept by the session."""


def copy_selection(session: Session) -> None:
    """Keep a copy of the selection, and give other programs its names as text."""
    editing.copy(session)
    components = session.fragment.components
    if not session.selection or not components:
        return
    data = QMimeData()
    data.setData(OWN_MIME, b"1")
    data.setText("\n".join(names_of(one)[0] for one in components))
    QGuiApplication.clipboard().setMimeData(data)


def can_paste(session: Session) -> bool:
    """Whether there is a copy, or a text that may be one."""
    return bool(session.fragment) or _offered().hasText()


def _offered() -> QMimeData:
    """What is on the clipboard; empty where a platform has nothing to say before the first copy."""
    return QGuiApplication.clipboard().mimeData() or QMimeData()


def paste_any(canvas: Canvas, at: tuple[float, float] | None) -> None:
    """Paste what was copied last: the session's own copy, else a text as components.

    The top left corner comes to `at`; without it a copy lies beside the original, and a text where it covers
    nothing, as near to the middle of the view as there is room.
    """
    session = canvas.session
    data = _offered()
    if session.fragment and (data.hasFormat(OWN_MIME) or not data.hasText() or not data.text().strip()):
        editing.paste_copied(session, at)
        return
    try:
        pasted = read_text(data.text())
    except PasteError as error:
        session.message.emit(str(error))
        return
    x, y = at or _free_place(canvas, pasted.fragment)
    change, ids = paste(session.document, pasted.fragment, round(x), round(y), label="Paste text")
    if session.apply(change):
        session.select(ids)
        if pasted.unread:
            number, line = pasted.unread[0]
            more = f" and {len(pasted.unread) - 1} more" if len(pasted.unread) > 1 else ""
            session.message.emit(f"Not understood: line {number}, “{line[:60]}”{more}")


def _free_place(canvas: Canvas, fragment: Fragment) -> tuple[int, int]:
    """How far a part arranged from (0, 0) is moved to cover no card and lie in no boundary."""
    cards = [
        Rect(round(entry.x), round(entry.y), editing.CARD_W, editing.CARD_H)
        for entry in fragment.layout.values()
        if isinstance(entry, Placement)
    ]
    if not cards:
        return 0, 0
    hull = enclosing(cards).grown(FRAME_ROOM if fragment.boundaries else 0)
    x, y = canvas.view.visible().centre
    there = free_place(canvas.scene, Rect(round(x) - hull.w // 2, round(y) - hull.h // 2, hull.w, hull.h))
    return there[0] - hull.x, there[1] - hull.y


def clipboard_actions(canvas: Canvas) -> list[Action]:
    """Cut, copy, paste beside the original, paste at the mouse."""
    session = canvas.session

    def chosen() -> bool:
        return bool(session.selection)

    def cut() -> None:
        copy_selection(session)
        session.remove_selected()

    def put(at: tuple[float, float] | None) -> None:
        paste_any(canvas, at)
        canvas.show_ids(session.selection)

    return [
        Action("edit.cut", "Cut", cut, ("Ctrl+X",), "scissors", enabled=chosen),
        Action("edit.copy", "Copy", lambda: copy_selection(session), ("Ctrl+C",), "copy", enabled=chosen),
        Action("edit.paste", "Paste", lambda: put(None), ("Ctrl+V",), "clipboard-paste",
               enabled=lambda: can_paste(session)),
        Action("edit.paste_at", "Paste at the pointer", lambda: put(pointer_of(canvas)), ("Ctrl+Shift+V",),
               enabled=lambda: can_paste(session)),
    ]  # fmt: skip


def pointer_of(canvas: Canvas) -> tuple[float, float]:
    """Where the mouse is in the world; the middle of the view while it is elsewhere."""
    at: QPoint = canvas.mapFromGlobal(QCursor.pos())
    if not canvas.rect().contains(at):
        return canvas.view.visible().centre
    return canvas.view.to_world(at.x(), at.y())
