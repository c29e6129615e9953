"""What a tool is told about the mouse: plain data, no Qt event."""

from __future__ import annotations

import math
from dataclasses import dataclass

DRAG_START = 4.0
"""Pixels of the widget that the mouse moves before a press becomes a drag."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A position in the world (`x`, `y`) and in the widget (`px`, `py`), with the keys held."""

    x: float
    y: float
    px: float
    py: float
    shift: bool = False
    ctrl: bool = False
    alt: bool = False

    @property
    def at(self) -> tuple[float, float]:
        """The position in the world."""
        return self.x, self.y

    def has_moved(self, start: Pointer) -> bool:
        """Whether it is far enough from where it was pressed to be a drag."""
        return math.hypot(self.px - start.px, self.py - start.py) >= DRAG_START
