"""The way a flow would take, while it is still being drawn: around cards, as it will run when it is there."""

from __future__ import annotations

from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.picture import Point
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.routing import Flow, Router, sketch

REACH = 200
"""World pixels around both ends in which cards are gone around."""
MOST = 200
"""Cards beyond which the plainest line is drawn: so many are only seen from far off."""


class Trial:
    """Finds the way once for each pair of ends, not at every step of the mouse."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._known: tuple[tuple[str, str, Rect, Rect], tuple[Point, ...]] | None = None

    def to(self, source: str, target: str) -> tuple[Point, ...]:
        """The way from one element to another; empty where one of them is not drawn."""
        a, b = self._scene.rect(source), self._scene.rect(target)
        if a is None or b is None:
            return ()
        key = source, target, a, b
        if self._known is None or self._known[0] != key:
            self._known = key, self._found(source, target, a, b)
        return self._known[1]

    def towards(self, source: str, at: Point) -> tuple[Point, ...]:
        """The way from an element to the mouse; empty while the mouse is on it."""
        rect = self._scene.rect(source)
        x, y = round(at[0]), round(at[1])
        if rect is None or rect.contains(Rect(x, y, 0, 0)):
            return ()
        return sketch(rect, Rect(x, y, 0, 0)).points

    def _found(self, source: str, target: str, a: Rect, b: Rect) -> tuple[Point, ...]:
        geometry = self._scene.geometry
        near = Area(*enclosing((a, b)).grown(REACH))
        cards = {*self._scene.cards_in(near), *(id for id in (source, target) if geometry.is_card(id))}
        if len(cards) > MOST:
            return sketch(a, b).points
        frames = geometry.frames.rects
        router = Router(
            {id: geometry.box(id) for id in sorted(cards)},
            {id: frames[id] for id in {source, target} & frames.keys()},
        )
        return router.route([Flow("trial", source, target)])["trial"].points
