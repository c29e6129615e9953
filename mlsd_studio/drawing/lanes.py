"""The routes of all flows, and which of them lie near a place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.index import ExtentIndex
from mlsd_studio.layout.index import Rect as Extent
from mlsd_studio.layout.routing import Route

ROOM = 8
"""Pixels around the pieces of a flow that its arrow, hops and selection may cover."""
LABEL_ROOM = 4


class Lanes:
    """Routes by flow id, with the extents of their pieces and labels in a grid.

    A route that is kept late is in `routes` like any other, but is put into the grid only when somebody looks.
    """

    def __init__(self) -> None:
        self._routes: dict[str, Route] = {}
        self._due = 0, 0
        self._index = ExtentIndex()
        self._labels: dict[str, tuple[int, int]] = {}
        self._late: dict[str, None] = {}
        self.changed: dict[str, tuple[Extent, ...]] = {}
        """Flow id -> what it covered before it was last touched; whoever reads it clears it."""

    @property
    def routes(self) -> dict[str, Route]:
        """The route of every flow."""
        if self._due != (0, 0):
            (dx, dy), self._due = self._due, (0, 0)
            for id, route in self._routes.items():
                self._routes[id] = moved(route, dx, dy)
        return self._routes

    def route(self, id: str) -> Route | None:
        """The route of one flow, without those of all others."""
        route = self._routes.get(id)
        return route if route is None or self._due == (0, 0) else moved(route, *self._due)

    def __len__(self) -> int:
        return len(self._routes)

    def shift(self, dx: int, dy: int) -> None:
        """Move all flows; the routes follow when somebody looks at them."""
        self._due = self._due[0] + dx, self._due[1] + dy
        self._index.shift(dx, dy)

    def keep(self, id: str, route: Route, label: tuple[int, int]) -> None:
        """Set the route of a flow and the size of its label (0, 0 without one)."""
        self.changed.setdefault(id, self.extents(id))
        self._late.pop(id, None)
        self.routes[id] = route
        self._labels[id] = label
        self._index.put(id, _extents(route, label))

    def keep_late(self, id: str, route: Route) -> None:
        """As `keep`, but put into the grid only when somebody looks there (a sketch, a drag of very much).

        The label keeps its size; a flow that was not known has none yet.
        """
        self.changed.setdefault(id, self.extents(id))
        self.routes[id] = route
        self._late[id] = None

    def keep_all_late(self, routes: Mapping[str, Route]) -> None:
        """As `keep_late` for many flows."""
        if self.routes:
            for id, route in routes.items():
                self.keep_late(id, route)
            return
        self.changed = {**dict.fromkeys(routes, ()), **self.changed}
        self._routes.update(routes)
        self._late.update(dict.fromkeys(routes))

    def drop(self, id: str) -> None:
        """Forget a flow; nothing happens when it is not there."""
        self.changed.setdefault(id, self.extents(id))
        self._late.pop(id, None)
        self._labels.pop(id, None)
        self.routes.pop(id, None)
        self._index.remove(id)

    def extents(self, id: str) -> tuple[Extent, ...]:
        """The rectangles that a flow covers, decoration included; none for anything else."""
        if id in self._late:
            return _extents(self.routes[id], self._labels.get(id, (0, 0)))
        return self._index.of(id)

    def near(self, area: Extent) -> list[str]:
        """Flows that cover a part of the area, in no order."""
        if self._late:
            self._index_late()
        return self._index.near(area)

    def _index_late(self) -> None:
        for id in self._late:
            self._index.put(id, _extents(self.routes[id], self._labels.get(id, (0, 0))))
        self._late.clear()

    def through(self, cards: Iterable[Rect], known: Collection[str] = ()) -> set[str]:
        """Flows, other than those known already, that run through the inside of a card."""
        boxes = list(cards)
        if not boxes or len(known) >= len(self.routes):
            return set()
        area = enclosing(boxes)
        late = not self._late.keys() <= set(known)  # where those are that are known does not matter
        near = (id for id in (self.near(area) if late else self._index.near(area)) if id not in known)
        return {id for id in near if any(runs_through(self.routes[id].points, box) for box in boxes)}


def moved(route: Route, dx: int, dy: int) -> Route:
    """A route at another place."""
    x, y = route.label_at
    return Route(tuple([(px + dx, py + dy) for px, py in route.points]), (x + dx, y + dy))


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
