"""The routing of a whole design by itself, so that it can be done beside the drawing."""

from __future__ import annotations

from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.drawing.lanes import Lanes
from mlsd_studio.layout.routing import Router


class Settling:
    """The routing of a whole design, made from a copy of what it needs so that a thread can `run` it."""

    def __init__(self, geometry: Geometry) -> None:
        self.origin, self.revision = geometry, geometry.revision
        self.lanes = Lanes()
        self._boxes, self._frames = dict(geometry.boxes), dict(geometry.frames.rects)
        self._wires = geometry.wires()
        self.router = Router({}, {})

    def run(self) -> None:
        """Find all routes. Touches nothing of the geometry it was made from."""
        self.router = Router(self._boxes, self._frames)
        labels = {wire.id: (wire.label_w, wire.label_h) for wire in self._wires}
        for id, route in self.router.route_all(self._wires).items():
            self.lanes.keep(id, route, labels[id])
