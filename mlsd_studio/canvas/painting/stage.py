"""What a pass over the canvas knows: where it paints, at what scale and detail, in what theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QTransform

from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area, View
from mlsd_studio.drawing.card import Detail
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session.overlay import Tint

FADED = 0.25
"""Opacity of what is not part of a highlighted path."""


@dataclass(slots=True)
class Stage:
    """One pass: the painter works in device pixels, `rects` (of the widget) and `areas` (of the world) are
    to be painted. `lit` holds the ids that stay bright, None when all do; `tints` are an overlay's marks.
    While the zoom is moving the pass is `hasty`: what was made for another scale will do; `dots` asks for the grid.
    """

    painter: QPainter
    scene: Scene
    view: View
    theme: Theme
    detail: Detail
    rects: list[QRect]
    areas: list[Area]
    selection: frozenset[str]
    lit: frozenset[str] | None = None
    hasty: bool = False
    tints: Mapping[str, Tint] = field(default_factory=dict)
    dots: bool = True
    _cards: list[str] | None = None
    _flows: list[str] | None = None
    _frames: list[str] | None = None

    @property
    def cards(self) -> list[str]:
        """Components to paint, looked up once."""
        if self._cards is None:
            self._cards = self.scene.cards_in(*self.areas)
        return self._cards

    @property
    def frames(self) -> list[str]:
        """Boundaries and groups to paint, looked up once."""
        if self._frames is None:
            self._frames = self.scene.frames_in(*self.areas)
        return self._frames

    @property
    def whole(self) -> Area:
        """The box around all areas."""
        left, top = min(a.x for a in self.areas), min(a.y for a in self.areas)
        right, bottom = max(a.right for a in self.areas), max(a.bottom for a in self.areas)
        return Area(left, top, right - left, bottom - top)

    @property
    def flows(self) -> list[str]:
        """Flows to paint, looked up once."""
        if self._flows is None:
            self._flows = self.scene.flows_in(*self.areas)
        return self._flows

    @property
    def scale(self) -> float:
        """Device pixels per world pixel."""
        return self.view.scale

    def to_device(self) -> QTransform:
        """Device pixels with the origin at the widget's corner (the painter comes in logical pixels)."""
        return QTransform.fromScale(1 / self.view.dpr, 1 / self.view.dpr)

    def to_world(self) -> QTransform:
        """World pixels, the world's origin on a whole device pixel."""
        dx, dy = self.view.device_origin
        return QTransform(self.scale, 0, 0, self.scale, dx, dy) * self.to_device()

    def opacity(self, id: str) -> float:
        """How strongly an element is drawn."""
        return 1.0 if self.lit is None or id in self.lit else FADED

    def snap(self, value: float, half: bool = False) -> float:
        """A world coordinate moved onto the device's pixels, or onto their middles."""
        return (round(value * self.scale) + (0.5 if half else 0.0)) / self.scale
