"""What goes into the router and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.layout.geometry import Point


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow to route: ids of its two ends (cards or boundaries), the size of its label, fixed waypoints.

    `label_w` and `label_h` are pixels, zero without a label. The route passes `waypoints` in their order.
    """

    id: str
    source: str
    target: str
    label_w: int = 0
    label_h: int = 0
    waypoints: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """An orthogonal path from the source's edge to the target's edge, and the middle of its label."""

    points: tuple[Point, ...]
    label_at: Point
