"""Bending a flow by hand: a piece of it dragged sideways, a waypoint dragged, a bend added with Alt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.step import Step
from mlsd_studio.drawing.picture import Shape
from mlsd_studio.layout.routing.bending import Points, added, piece_at, shifted
from mlsd_studio.model import Document
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Waypoints

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

VIA = "via"
"""Name of the handle of a waypoint, before its number."""
CATCH = 8
"""Pixels of the widget within which a waypoint lines up with its neighbours."""
GRID = 4


def waypoints(document: Document, flow: str) -> Points:
    """The waypoints of a flow, in order."""
    entry = document.layout.get(flow)
    return tuple((round(x), round(y)) for x, y in entry.points) if isinstance(entry, Waypoints) else ()


class Bending(Gesture):
    """Leads a flow through where the mouse is. `handle` names the waypoint that is dragged, if any."""

    def __init__(self, canvas: Canvas, start: Pointer, flow: str, handle: str = "") -> None:
        super().__init__(canvas, start)
        self._step = Step(canvas.session)
        self._flow = flow
        self._path = canvas.scene.geometry.routes[flow].points
        self._via = waypoints(canvas.session.viewing.placed, flow)
        self._index = piece_at(self._path, start.x, start.y)
        self._dragged = int(handle.removeprefix(VIA)) if handle else None

    def move(self, pointer: Pointer) -> None:
        """Lead the flow through where the mouse is."""
        points = self._points(pointer)
        self._step.become(place(self._step.start, {self._flow: Waypoints(points)}, "Bend flow"))

    def _points(self, pointer: Pointer) -> Points:
        at = round(pointer.x), round(pointer.y)
        if self._dragged is not None:
            others = (*self._via[: self._dragged], *self._via[self._dragged + 1 :])
            return (*self._via[: self._dragged], self._caught(at, others), *self._via[self._dragged + 1 :])
        if pointer.alt:
            return added(self._path, self._via, self._index, self._caught(at, self._via))
        a, b = self._path[self._index], self._path[self._index + 1]
        axis = 0 if a[0] == b[0] else 1
        by = at[axis] - round((self.start.x, self.start.y)[axis])
        return shifted(self._path, self._via, self._index, round((a[axis] + by) / GRID) * GRID)

    def _caught(self, at: tuple[int, int], others: Points) -> tuple[int, int]:
        """A place in line with an end of the flow or another waypoint, where one is near; else on the grid."""
        reach = self.pixels(CATCH)
        lines = (self._path[0], self._path[-1], *others)
        found = []
        for axis in (0, 1):
            near = min((point[axis] for point in lines), key=lambda line: abs(line - at[axis]))
            found.append(near if abs(near - at[axis]) <= reach else round(at[axis] / GRID) * GRID)
        return found[0], found[1]

    def release(self, _pointer: Pointer) -> None:
        """Keep it."""
        self._step.finish()

    def cancel(self) -> None:
        """The flow is as it was."""
        self._step.cancel()

    def overlay(self) -> list[Shape]:
        """Nothing: the flow itself shows it."""
        return []


def straighten_at(canvas: Canvas, flow: str, handle: str) -> None:
    """Take one waypoint away."""
    document = canvas.session.viewing.placed
    number = int(handle.removeprefix(VIA))
    points = waypoints(document, flow)
    left = (*points[:number], *points[number + 1 :])
    entry = Waypoints(left) if left else None
    canvas.session.apply(place(document, {flow: entry}, "Remove bend"))
