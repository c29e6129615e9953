"""The graph that goes into the arrangement, its options, and the arrangement that comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlsd_studio.layout.geometry import Point, Rect


@dataclass(frozen=True, slots=True)
class Node:
    """A card: its size in pixels, the boundary it is drawn in (or None), and the lane it belongs to."""

    id: str
    w: int = 196
    h: int = 72
    parent: str | None = None
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow. `label_w`, `label_h` are the label's pixels, zero without one.

    `weight` 0 means the flow does not decide the reading direction (telemetry, control); it still pulls its
    ends together weakly. Greater weights pull more and are less likely to run backwards.
    """

    id: str
    source: str
    target: str
    label_w: int = 0
    label_h: int = 0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Boundary:
    """A frame around cards and other frames; `title_h` pixels are kept free for its title line."""

    id: str
    parent: str | None = None
    title_h: int = 20


@dataclass(frozen=True, slots=True)
class Graph:
    """What to arrange. Ids are unique over nodes and boundaries; edges may end at either."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    boundaries: tuple[Boundary, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """How to arrange: reading direction, gaps and frame padding in pixels, wanted width over height.

    `thorough` compares several arrangements of a small design and takes about six times as long; `route`
    False leaves the flows out. `lanes` names the lanes of the cards in their order: each is a band along the
    reading direction, and an outermost boundary stands whole in the lane of most of its cards.
    """

    top_down: bool = False
    column_gap: int = 64
    row_gap: int = 36
    padding: int = 24
    aspect: float = 1.8
    route: bool = True
    thorough: bool = True
    lanes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Top-left corners of the cards (multiples of 4), frames, routes and label middles by id."""

    positions: dict[str, Point] = field(default_factory=dict)
    boundaries: dict[str, Rect] = field(default_factory=dict)
    routes: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    labels: dict[str, Point] = field(default_factory=dict)
