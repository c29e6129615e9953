"""A grid over the world that finds what lies near a rectangle without looking at everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

CELL = 512
"""Side of a cell in world pixels: a few cards wide."""

Rect = tuple[float, float, float, float]


class SpatialGrid:
    """Rectangles by id; an id may have several (the pieces of a flow)."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], dict[str, None]] = {}
        self._where: dict[str, tuple[tuple[int, int], ...]] = {}

    def __contains__(self, id: str) -> bool:
        return id in self._where

    def put(self, id: str, rects: Iterable[Rect]) -> None:
        """Set where an id lies (x, y, w, h), in place of where it was."""
        cells = tuple(dict.fromkeys(cell for rect in rects for cell in _cells(rect)))
        if self._where.get(id) == cells:
            return
        self.remove(id)
        self._where[id] = cells
        for cell in cells:
            self._cells.setdefault(cell, {})[id] = None

    def remove(self, id: str) -> None:
        """Forget an id; nothing happens when it is not there."""
        for cell in self._where.pop(id, ()):
            here = self._cells[cell]
            here.pop(id, None)
            if not here:
                del self._cells[cell]

    def near(self, rect: Rect) -> list[str]:
        """Ids with a rectangle in a cell that `rect` touches: all that meet it, and some neighbours."""
        found: dict[str, None] = {}
        x, y, w, h = rect
        across, down = int(w // CELL) + 2, int(h // CELL) + 2
        if across * down > len(self._cells):
            right, bottom = (x + w) // CELL, (y + h) // CELL
            left, top = x // CELL, y // CELL
            for (cx, cy), here in self._cells.items():
                if left <= cx <= right and top <= cy <= bottom:
                    found.update(here)
            return list(found)
        for cell in _cells(rect):
            found.update(self._cells.get(cell, {}))
        return list(found)


def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
    x, y, w, h = rect
    for cx in range(int(x // CELL), int((x + w) // CELL) + 1):
        for cy in range(int(y // CELL), int((y + h) // CELL) + 1):
            yield cx, cy
