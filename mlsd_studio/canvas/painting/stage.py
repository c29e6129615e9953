"""What a pass over the canvas knows: where it paints, at what scale and detail, in what theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

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
    Of cards, flows and notes only those `among` are painted, where it is given, and none of those `without`.
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
    without: frozenset[str] = frozenset()
    among: frozenset[str] | None = None
    grounds: dict[str, str] = field(default_factory=dict)
    """The colour of the ground inside each boundary painted so far."""
    _cards: list[str] | None = None
    _flows: list[str] | None = None
    _frames: list[str] | None = None

    @property
    def cards(self) -> list[str]:
        """Components to paint, looked up once."""
        if self._cards is None:
            self._cards = self._kept("boxes", self.scene.cards_in)
        return self._cards

    @property
    def notes(self) -> list[str]:
        """Notes to paint."""
        return self._kept("notes", self.scene.notes_in)

    @property
    def frames(self) -> list[str]:
        """Boundaries and groups to paint, looked up once."""
        if self._frames is None:
            self._frames = [] if self.among is not None else self.scene.frames_in(*self.areas)
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
            self._flows = self.flows_within(0.0)
        return self._flows

    def flows_within(self, room: float) -> list[str]:
        """Flows that lie in the areas grown by some world pixels."""
        areas = [area.grown(room) for area in self.areas] if room else self.areas
        return self._kept("routes", self.scene.flows_in, areas)

    def _kept(
        self,
        table: Literal["boxes", "notes", "routes"],
        find: Callable[..., list[str]],
        areas: list[Area] | None = None,
    ) -> list[str]:
        if self.among is not None:
            known = getattr(self.scene.geometry, table)
            return self.scene.in_order(id for id in self.among if id in known)
        found = find(*(self.areas if areas is None else areas))
        return [id for id in found if id not in self.without] if self.without else found

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

    def on_pixels(self, dx: int, dy: int) -> bool:
        """Whether a way in the world is one of whole pixels of the device."""
        return (dx * self.scale).is_integer() and (dy * self.scale).is_integer()

    def snap(self, value: float, half: bool = False) -> float:
        """A world coordinate moved onto the device's pixels, or onto their middles."""
        return (round(value * self.scale) + (0.5 if half else 0.0)) / self.scale
