"""A spatial hash of the cards, so that "what does this piece of a flow hit" costs the same at any size."""

from __future__ import annotations

from collections.abc import Mapping

from mlsd_studio.layout.geometry import Point, Rect

CELL_W = 256
CELL_H = 128
# A flow keeps this far from cards that are not its ends; less than half of the narrowest gap a layout leaves.
CLEARANCE = 8

_STRIDE = 1 << 24
Entry = tuple[int, int, int, int, str]


class BoxGrid:
    """Cards by cell. Entries are (left, top, right, bottom, id) without clearance."""

    def __init__(self, boxes: Mapping[str, Rect]) -> None:
        self._cells: dict[int, list[Entry]] = {}
        self._entries: dict[str, Entry] = {}
        for key, rect in boxes.items():
            self.put(key, rect)

    def put(self, key: str, rect: Rect) -> None:
        """Add a card or move it."""
        self.drop(key)
        entry = (rect.x, rect.y, rect.x + rect.w, rect.y + rect.h, key)
        self._entries[key] = entry
        for cell in _cells(entry):
            self._cells.setdefault(cell, []).append(entry)

    def drop(self, key: str) -> None:
        """Forget a card; unknown ids are ignored."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            for cell in _cells(entry):
                self._cells[cell].remove(entry)

    def blocked(self, a: Point, b: Point, own: tuple[str, ...], clearance: int = CLEARANCE) -> bool:
        """Whether the straight piece from `a` to `b` touches a card.

        Cards in `own` (the flow's ends) block only with their inside, other cards already at `clearance`.
        """
        x0, x1 = (a[0], b[0]) if a[0] <= b[0] else (b[0], a[0])
        y0, y1 = (a[1], b[1]) if a[1] <= b[1] else (b[1], a[1])
        cells = self._cells
        row0, row1 = (y0 - clearance) // CELL_H, (y1 + clearance) // CELL_H
        for column in range((x0 - clearance) // CELL_W, (x1 + clearance) // CELL_W + 1):
            base = column * _STRIDE
            for row in range(row0, row1 + 1):
                found = cells.get(base + row)
                if not found:
                    continue
                for left, top, right, bottom, key in found:
                    if key in own:
                        if x0 < right and x1 > left and y0 < bottom and y1 > top:
                            return True
                    elif (
                        x0 < right + clearance
                        and x1 > left - clearance
                        and y0 < bottom + clearance
                        and y1 > top - clearance
                    ):
                        return True
        return False

    def near(self, area: Rect) -> list[Entry]:
        """All cards that overlap `area`, sorted by position, each once."""
        x1, y1 = area.x + area.w, area.y + area.h
        found: set[Entry] = set()
        for column in range(area.x // CELL_W, x1 // CELL_W + 1):
            for row in range(area.y // CELL_H, y1 // CELL_H + 1):
                found.update(self._cells.get(column * _STRIDE + row, ()))
        return sorted(e for e in found if e[0] < x1 and e[2] > area.x and e[1] < y1 and e[3] > area.y)


def _cells(entry: Entry) -> list[int]:
    left, top, right, bottom, _ = entry
    return [
        column * _STRIDE + row
        for column in range(left // CELL_W, right // CELL_W + 1)
        for row in range(top // CELL_H, bottom // CELL_H + 1)
    ]
