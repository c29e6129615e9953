"""The Picture: plain shapes in pixels at 100 %, x to the right, y down; colours are `#RRGGBB`.

Shapes are painted in order. A `Group` says which element of the design its shapes belong to, so that
writers can name it (SVG id and title, PPTX alt text) and the canvas can find it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Weight = Literal["regular", "medium", "semibold", "bold", "italic"]
Anchor = Literal["start", "middle", "end"]
Command = tuple[str | float, ...]
"""A path command in absolute coordinates: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",)."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """How an outline is drawn: colour, width, dash lengths in pixels, opacity 0..1."""

    color: str
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled: colour and opacity 0..1."""

    color: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with rounded corners."""

    x: float
    y: float
    w: float
    h: float
    radius: float = 0.0
    fill: Fill | None = None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle by centre and radius."""

    x: float
    y: float
    r: float
    fill: Fill | None = None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline with corners rounded by `radius`; `arrow` is the length of a filled head at its end.

    At each of `jumps`, points on level pieces, the line hops over another one. `outline.shaft` and
    `outline.head` turn a line into path commands, the same for every output.
    """

    points: tuple[Point, ...]
    stroke: Stroke
    radius: float = 0.0
    arrow: float = 0.0
    jumps: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Commands drawn at (x, y), scaled; used for icons. Stroke width is scaled too."""

    commands: tuple[Command, ...]
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    fill: Fill | None = None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; (x, y) is its baseline at the anchor."""

    x: float
    y: float
    text: str
    size: float
    color: str
    weight: Weight = "regular"
    anchor: Anchor = "start"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """The shapes of one element: its id, what it is called, and what role it has."""

    id: str
    title: str
    role: Literal["component", "flow", "boundary", "note", "part"]
    shapes: tuple[Shape, ...]


Shape = Box | Circle | Line | Path | Text | Group


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes with the rectangle (x, y, w, h) that shows them all, and a background or none."""

    bounds: tuple[float, float, float, float]
    shapes: tuple[Shape, ...]
    background: str | None = None
    title: str = ""

    def leaves(self) -> Iterator[Box | Circle | Line | Path | Text]:
        """Every shape that paints, in painting order, out of its groups."""
        stack: list[Shape] = list(reversed(self.shapes))
        while stack:
            shape = stack.pop()
            if isinstance(shape, Group):
                stack.extend(reversed(shape.shapes))
            else:
                yield shape
