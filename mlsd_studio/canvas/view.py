"""The transform between the design (world pixels at 100 %) and the widget, in zoom and whole-pixel pan.

The world's origin lies on a whole pixel of the widget, so that scrolling can move what is painted.
"""

from __future__ import annotations

from typing import NamedTuple

ZOOM_MIN, ZOOM_MAX = 0.05, 4.0
STEPS = (0.05, 0.08, 0.12, 0.18, 0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0)


class Area(NamedTuple):
    """A rectangle of the world in pixels at 100 %; fractions allowed."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.h

    @property
    def centre(self) -> tuple[float, float]:
        """The middle."""
        return self.x + self.w / 2, self.y + self.h / 2

    def grown(self, by: float) -> Area:
        """Every edge moved outwards by `by`."""
        return Area(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def meets(self, x: float, y: float, w: float, h: float) -> bool:
        """Whether it shares a point with another rectangle, edges included."""
        return self.x <= x + w and x <= self.right and self.y <= y + h and y <= self.bottom

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside, edges included."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


def area_of(a: tuple[float, float], b: tuple[float, float]) -> Area:
    """The rectangle between two corners in any order."""
    return Area(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))


class View:
    """Zoom, pan and size of a widget. Positions of the widget are logical pixels."""

    def __init__(self) -> None:
        self.zoom = 1.0
        self.dpr = 1.0
        self.ox = self.oy = 0
        self.width = self.height = 1

    @property
    def scale(self) -> float:
        """Device pixels per world pixel."""
        return self.zoom * self.dpr

    @property
    def device_origin(self) -> tuple[int, int]:
        """The world's origin in whole device pixels."""
        return round(self.ox * self.dpr), round(self.oy * self.dpr)

    def to_world(self, x: float, y: float) -> tuple[float, float]:
        """A position in the widget, in the world."""
        return (x - self.ox) / self.zoom, (y - self.oy) / self.zoom

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """A position in the world, in the widget."""
        return x * self.zoom + self.ox, y * self.zoom + self.oy

    def visible(self) -> Area:
        """What of the world the widget shows."""
        return self.world_area(0, 0, self.width, self.height)

    def world_area(self, x: float, y: float, w: float, h: float) -> Area:
        """The part of the world under a rectangle of the widget."""
        left, top = self.to_world(x, y)
        return Area(left, top, w / self.zoom, h / self.zoom)

    def pan(self, dx: int, dy: int) -> None:
        """Move the picture by whole pixels."""
        self.ox += dx
        self.oy += dy

    def zoom_at(self, zoom: float, x: float, y: float) -> None:
        """Set the zoom, within its limits, and keep the world point under a position of the widget."""
        wx, wy = self.to_world(x, y)
        self.zoom = min(ZOOM_MAX, max(ZOOM_MIN, zoom))
        self.ox, self.oy = round(x - wx * self.zoom), round(y - wy * self.zoom)

    def centre_on(self, x: float, y: float) -> None:
        """Bring a point of the world to the middle."""
        self.ox = round(self.width / 2 - x * self.zoom)
        self.oy = round(self.height / 2 - y * self.zoom)

    def fit(self, area: Area, margin: int = 40, most: float = 1.0) -> None:
        """Show a rectangle of the world whole, no larger than at `most`."""
        wide, high = max(1, self.width - 2 * margin), max(1, self.height - 2 * margin)
        zoom = min(most, wide / max(area.w, 1), high / max(area.h, 1))
        self.zoom = min(ZOOM_MAX, max(ZOOM_MIN, zoom))
        self.centre_on(*area.centre)

    def next_step(self, up: bool) -> float:
        """The next zoom of the usual steps."""
        if up:
            return next((step for step in STEPS if step > self.zoom * 1.001), ZOOM_MAX)
        return next((step for step in reversed(STEPS) if step < self.zoom * 0.999), ZOOM_MIN)
