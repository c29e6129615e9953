"""The routes of all flows, and which of them lie near a place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.index import Rect as Extent
from mlsd_studio.layout.index import SpatialGrid
from mlsd_studio.layout.routing import Route

ROOM = 8
"""Pixels around the pieces of a flow that its arrow, hops and selection may cover."""
LABEL_ROOM = 4


class Lanes:
    """Routes by flow id, with the extents of their pieces and labels in a grid.

    A route that is kept late is in `routes` like any other, but is put into the grid only when somebody looks.
    """

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self._grid = SpatialGrid()
        self._extents: dict[str, tuple[Extent, ...]] = {}
        self._labels: dict[str, tuple[int, int]] = {}
        self._late: dict[str, None] = {}
        self.changed: dict[str, tuple[Extent, ...]] = {}
        """Flow id -> what it covered before it was last touched; whoever reads it clears it."""

    def keep(self, id: str, route: Route, label: tuple[int, int]) -> None:
        """Set the route of a flow and the size of its label (0, 0 without one)."""
        self.changed.setdefault(id, self.extents(id))
        self._late.pop(id, None)
        self.routes[id] = route
        self._labels[id] = label
        self._extents[id] = extents = _extents(route, label)
        self._grid.put(id, extents)

    def keep_late(self, id: str, route: Route) -> None:
        """As `keep`, but put into the grid only when somebody looks there (a sketch, a drag of very much).

        The label keeps its size; a flow that was not known has none yet.
        """
        self.changed.setdefault(id, self.extents(id))
        self.routes[id] = route
        self._late[id] = None

    def drop(self, id: str) -> None:
        """Forget a flow; nothing happens when it is not there."""
        self.changed.setdefault(id, self.extents(id))
        self._late.pop(id, None)
        self._labels.pop(id, None)
        self.routes.pop(id, None)
        if self._extents.pop(id, None) is not None:
            self._grid.remove(id)

    def extents(self, id: str) -> tuple[Extent, ...]:
        """The rectangles that a flow covers, decoration included; none for anything else."""
        if id in self._late:
            return _extents(self.routes[id], self._labels.get(id, (0, 0)))
        return self._extents.get(id, ())

    def near(self, area: Extent) -> list[str]:
        """Flows that cover a part of the area, in no order."""
        if self._late:
            self._index_late()
        left, top, w, h = area
        right, bottom = left + w, top + h
        found = []
        for id in self._grid.near(area):
            for x, y, wide, high in self._extents[id]:
                if x <= right and y <= bottom and x + wide >= left and y + high >= top:
                    found.append(id)
                    break
        return found

    def _index_late(self) -> None:
        for id in self._late:
            self._extents[id] = extents = _extents(self.routes[id], self._labels.get(id, (0, 0)))
            self._grid.put(id, extents)
        self._late.clear()

    def through(self, cards: Iterable[Rect], known: Collection[str] = ()) -> set[str]:
        """Flows, other than those known already, that run through the inside of a card."""
        boxes = list(cards)
        if not boxes or len(known) >= len(self.routes):
            return set()
        near = (id for id in self.near(enclosing(boxes)) if id not in known)
        return {id for id in near if any(runs_through(self.routes[id].points, box) for box in boxes)}


def _extents(route: Route, label: tuple[int, int]) -> tuple[Extent, ...]:
    pieces = [
        (min(ax, bx) - ROOM, min(ay, by) - ROOM, abs(bx - ax) + 2 * ROOM, abs(by - ay) + 2 * ROOM)
        for (ax, ay), (bx, by) in pairwise(route.points)
    ]
    w, h = label
    if w:
        x, y = route.label_at
        room = 2 * LABEL_ROOM
        pieces.append((x - w / 2 - LABEL_ROOM, y - h / 2 - LABEL_ROOM, w + room, h + room))  # type: ignore[arg-type]
    return tuple(pieces)


def runs_through(points: tuple[tuple[int, int], ...], rect: Rect) -> bool:
    """Whether a line has a piece inside a box; its edge does not count."""
    left, top, right, bottom = rect.x, rect.y, rect.x + rect.w, rect.y + rect.h
    for (ax, ay), (bx, by) in pairwise(points):
        if (
            (ax < right or bx < right)
            and (ax > left or bx > left)
            and (ay < bottom or by < bottom)
            and (ay > top or by > top)
        ):
            return True
    return False
