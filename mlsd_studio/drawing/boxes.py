"""The boxes of cards and notes. All of them can be moved at once: each follows when somebody looks."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mlsd_studio.drawing.arranging import box_of
from mlsd_studio.drawing.loose import Loose, note_boxes
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model import Document


class Boxes:
    """Boxes by id, in whole pixels at 100 %, y down."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.loose = Loose(document)
        self._boxes: dict[str, Rect] = {}
        self._hidden: dict[str, Rect] = {}
        self._notes: dict[str, Rect] = {}
        self._due = 0, 0

    @property
    def document(self) -> Document:
        """What is drawn; to be read."""
        return self._document

    @property
    def boxes(self) -> dict[str, Rect]:
        """The card of every component that is drawn, and of every collapsed boundary."""
        self._catch_up()
        return self._boxes

    @property
    def hidden(self) -> dict[str, Rect]:
        """Where the components inside collapsed boundaries would be drawn."""
        self._catch_up()
        return self._hidden

    @property
    def notes(self) -> dict[str, Rect]:
        """The box of every note."""
        self._catch_up()
        return self._notes

    def is_card(self, id: str) -> bool:
        """Whether an element is drawn as a card."""
        return id in self._boxes

    def box(self, id: str) -> Rect:
        """The card of one component or collapsed boundary, without those of all others. Raises KeyError."""
        box = self._boxes[id]
        return box if self._due == (0, 0) else box.moved(*self._due)

    def found(self, id: str) -> Rect | None:
        """The box of one card or note, without those of all others; None for anything else."""
        box = self._boxes.get(id) or self._notes.get(id)
        return box if box is None or self._due == (0, 0) else box.moved(*self._due)

    def _put_off(self, dx: int, dy: int) -> None:
        """Everything lies elsewhere."""
        self._due = self._due[0] + dx, self._due[1] + dy

    def _catch_up(self) -> None:
        if self._due == (0, 0):
            return
        (dx, dy), self._due = self._due, (0, 0)
        for table in (self._boxes, self._hidden, self._notes):
            for id, (x, y, w, h) in table.items():
                table[id] = Rect(x + dx, y + dy, w, h)

    def _place_all(self, hidden: Collection[str]) -> None:
        """Place every component, those named out of sight."""
        layout, fallback = self._document.layout, self.loose.places
        found = {id: box_of(layout.get(id), fallback.get(id, (0, 0))) for id in self._document.components}
        self._hidden = {id: found.pop(id) for id in hidden if id in found}
        self._boxes = found

    def _box(self, id: str) -> Rect:
        return box_of(self._document.layout.get(id), self.loose.places.get(id, (0, 0)))

    def _place_notes(self, ids: Iterable[str]) -> None:
        placed = [id for id in ids if id not in self.loose.notes]
        self.notes.update(note_boxes(self._document, placed, ()))

    def _place_loose_notes(self, frames: Iterable[Rect]) -> set[str]:
        """Put notes without a place under everything else, in the order of the file; answers those that moved."""
        if not self.loose.notes:
            return set()
        before = {id: self.notes.pop(id, None) for id in self.loose.notes}
        around = (*self.boxes.values(), *frames, *self.notes.values())
        found = note_boxes(self._document, (id for id in self._document.notes if id in before), around)
        self.notes.update(found)
        return {id for id, rect in found.items() if before[id] != rect}
