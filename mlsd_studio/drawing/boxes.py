"""The boxes of cards and notes. All of them can be moved at once: each follows when somebody looks."""

from __future__ import annotations

from mlsd_studio.drawing.arranging import GAP, box_of, unplaced
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model import Document
from mlsd_studio.model.records import Placement


class Boxes:
    """Boxes by id, in whole pixels at 100 %, y down."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._fallback = unplaced(document)
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

    def box(self, id: str) -> Rect:
        """The card of one component or collapsed boundary, without those of all others. Raises KeyError."""
        box = self._boxes[id]
        return box if self._due == (0, 0) else box.moved(*self._due)

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

    def _box(self, id: str) -> Rect:
        entry = self._document.layout.get(id)
        if not isinstance(entry, Placement) and id not in self._fallback:
            hull = enclosing(self.boxes.values()) if self.boxes else Rect(0, 0, 0, -GAP)
            self._fallback[id] = (hull.x, hull.bottom + GAP)
        return box_of(entry, self._fallback.get(id, (0, 0)))
