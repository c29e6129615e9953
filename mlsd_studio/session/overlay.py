"""Overlays: one question at a time, answered by colours over the drawing (heat, data classes, failures …).

An overlay is plain data about elements; the canvas paints it and knows nothing of the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tint:
    """How one element is marked: a colour token of the theme, its strength (0 to 1), and a short text."""

    token: str
    strength: float = 1.0
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """Marks by element id (components, flows, boundaries).

    `lit` holds the ids that stay bright while the rest fades; None fades nothing. `legend` lists (colour
    token, meaning) in order. `id` tells which overlay it is, such as `heat`, `data_class:pii`, `failure:a`.
    """

    id: str
    title: str
    tints: Mapping[str, Tint] = field(default_factory=dict)
    lit: frozenset[str] | None = None
    legend: tuple[tuple[str, str], ...] = ()

    @property
    def speaks(self) -> bool:
        """Whether any element is marked with words."""
        return any(tint.label for tint in self.tints.values())
