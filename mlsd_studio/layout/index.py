"""A grid over the world that finds what lies near a rectangle without looking at everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


class ExtentIndex:
    """What each id covers, and what lies at a place. All of it can be moved at once, at no cost.

    What was put is sorted into the grid when somebody first looks for what lies at a place.
    """

    def __init__(self) -> None:
        self._grid = SpatialGrid()
        self._late: dict[str, None] = {}
        self._extents: dict[str, tuple[Rect, ...]] = {}
        self._x = self._y = 0

    def __contains__(self, id: str) -> bool:
        return id in self._extents

    def put(self, id: str, extents: tuple[Rect, ...]) -> None:
        """Set the rectangles that an id covers."""
        if self._x or self._y:
            extents = _moved(extents, -self._x, -self._y)
        self._extents[id] = extents
        self._late[id] = None

    def put_all(self, extents: Mapping[str, tuple[Rect, ...]]) -> None:
        """As `put` for many ids."""
        if self._x or self._y:
            extents = {id: _moved(rects, -self._x, -self._y) for id, rects in extents.items()}
        self._extents.update(extents)
        self._late.update(dict.fromkeys(extents))

    def remove(self, id: str) -> None:
        """Forget an id; nothing happens when it is not there."""
        if self._extents.pop(id, None) is not None:
            self._late.pop(id, None)
            self._grid.remove(id)

    def of(self, id: str) -> tuple[Rect, ...]:
        """The rectangles that an id covers; none for what is not there."""
        extents = self._extents.get(id, ())
        return _moved(extents, self._x, self._y) if self._x or self._y else extents

    def near(self, area: Rect) -> list[str]:
        """Ids with a rectangle that meets the area, edges included, in no order."""
        for id in self._late:
            self._grid.put(id, self._extents[id])
        self._late.clear()
        left, top, w, h = area
        left, top = left - self._x, top - self._y
        right, bottom = left + w, top + h
        found, extents = [], self._extents
        for id in self._grid.near((left, top, w, h)):
            for x, y, wide, high in extents[id]:
                if x <= right and y <= bottom and x + wide >= left and y + high >= top:
                    found.append(id)
                    break
        return found

    def shift(self, dx: int, dy: int) -> None:
        """Everything lies `dx`, `dy` pixels from where it was, at no cost."""
        self._x, self._y = self._x + dx, self._y + dy


def _moved(extents: tuple[Rect, ...], dx: int, dy: int) -> tuple[Rect, ...]:
    return tuple((x + dx, y + dy, w, h) for x, y, w, h in extents)


def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
    x, y, w, h = rect
    for cx in range(int(x // CELL), int((x + w) // CELL) + 1):
        for cy in range(int(y // CELL), int((y + h) // CELL) + 1):
            yield cx, cy
