"""The router of a drawing that may be moved as a whole: it goes on in the places that it knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mlsd_studio.drawing.lanes import moved
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.routing import Flow, Route, Router


class Wiring:
    """As `Router`, of which it holds one; `shift` moves all boxes and resting flows at no cost."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._x = self._y = 0

    def shift(self, dx: int, dy: int) -> None:
        """All boxes and resting flows lie `dx`, `dy` pixels from where they were."""
        self._x, self._y = self._x + dx, self._y + dy

    def move(self, rects: Mapping[str, Rect]) -> None:
        """Put cards or boundaries somewhere else; an unknown id is added as a card."""
        self._router.move(self._known(rects))

    def remove(self, keys: Iterable[str]) -> None:
        """Forget cards, boundaries or flows; unknown ids are ignored."""
        self._router.remove(keys)

    def set_boundaries(self, boundaries: Mapping[str, Rect]) -> None:
        """Replace all boundary frames."""
        self._router.set_boundaries(self._known(boundaries))

    def route(self, flows: Iterable[Flow]) -> dict[str, Route]:
        """Routes of these flows for the boxes as they are now; raises KeyError for an unknown end."""
        x, y = self._x, self._y
        if not x and not y:
            return self._router.route(flows)
        known = [
            replace(flow, waypoints=tuple((px - x, py - y) for px, py in flow.waypoints)) for flow in flows
        ]
        return {id: moved(route, x, y) for id, route in self._router.route(known).items()}

    def _known(self, rects: Mapping[str, Rect]) -> Mapping[str, Rect]:
        x, y = self._x, self._y
        return {id: rect.moved(-x, -y) for id, rect in rects.items()} if x or y else rects
