"""Where a card dropped on a flow goes into it: which flow lies under a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from mlsd_studio.drawing.picture import Point
from mlsd_studio.layout.routing import Route
from mlsd_studio.model import Document

REACH = 14.0
"""Pixels of the widget around the middle of a card in which a flow takes it in."""


class Openings:
    """The flows as they were drawn when the drag began: while a card is dragged, they run around it."""

    def __init__(self, routes: Mapping[str, Route], ids: Iterable[str]) -> None:
        self._ways = {id: routes[id].points for id in ids if id in routes}

    def at(self, x: float, y: float, reach: float) -> str | None:
        """The flow that passes nearest to a place, within `reach` world pixels."""
        best: tuple[float, str] | None = None
        for id, points in self._ways.items():
            apart = _distance(points, x, y)
            if apart <= reach and (best is None or (apart, id) < best):
                best = apart, id
        return best[1] if best else None

    def way(self, id: str) -> tuple[Point, ...]:
        """The points of a flow as it was."""
        return self._ways[id]


def is_loose(document: Document, component: str) -> bool:
    """Whether a component has no flow yet: only such a one is taken in by a flow it is dropped on."""
    return component in document.components and not any(
        table == "flows" for table, _ in document.referrers(component)
    )


def _distance(points: tuple[Point, ...], x: float, y: float) -> float:
    """How far a place is from a right-angled line, the larger of across and down."""
    return min(
        max(min(ax, bx) - x, x - max(ax, bx), min(ay, by) - y, y - max(ay, by), 0.0)
        for (ax, ay), (bx, by) in pairwise(points)
    )
