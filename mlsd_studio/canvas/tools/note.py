"""Note: click where a note should be, or on what it should be about."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt

from mlsd_studio.canvas.hits import Hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.tools.tool import Tool
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import Note, Placement

TEXT = "Note"
OFFSET = 24
"""World pixels between a card and the note about it."""


class NoteTool(Tool):
    """One note, then back to selecting; its text can be typed at once."""

    name: ClassVar[str] = "note"
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def click(self, pointer: Pointer, hit: Hit) -> None:
        """Put the note here; on an element, below it and linked to it."""
        session = self.canvas.session
        builder = ChangeBuilder(session.document)
        id = builder.ids.take("note")
        rect = self.canvas.scene.rect(hit.id) if hit.id else None
        about = (hit.id,) if hit.kind in ("card", "port", "edge", "badge", "frame") else None
        x, y = (rect.x, rect.bottom + OFFSET) if about and rect else pointer.at
        builder.put("notes", Note(id=id, text=TEXT, links=about))
        builder.place(id, Placement(round(x), round(y)))
        if session.apply(builder.build("Add note")):
            session.select([id])
            session.set_tool("select")
            self.canvas.rename(id)


TOOL = NoteTool
