"""What a drawing is worth: the same figures for every engine, with straight lines of any slope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot

from mlsd_studio.layout.layered import Graph

Box = tuple[float, float, float, float]
Spot = tuple[float, float]
INSIDE = 2.0
"""Pixels a line must be inside a card to run through it."""
TOUCH = 1.0
"""Pixels two boxes may overlap without being counted."""
CELL = 160.0


@dataclass(slots=True)
class Drawing:
    """Cards, labels and frames as (x, y, w, h), lines as points; empty labels where an engine places none."""

    cards: dict[str, Box]
    lines: dict[str, list[Spot]]
    labels: dict[str, Box] = field(default_factory=dict)
    frames: dict[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a drawing; length in thousands of pixels, area in millions."""

    crossings: int
    length: float
    bends: int
    area: float
    overlaps: int
    through: int
    labels: int
    foreign: int

    @property
    def faults(self) -> int:
        """What must not be at all."""
        return self.overlaps + self.through + self.labels + self.foreign


def judge(graph: Graph, drawing: Drawing) -> Figures:
    """All figures of one drawing of a graph."""
    boxes = drawing.cards.values()
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    labels = _pairs_of(drawing.labels) + sum(
        _overlap(card, label) for label in drawing.labels.values() for card in boxes
    )
    return Figures(
        crossings=_crossings(drawing.lines),
        length=sum(
            hypot(b[0] - a[0], b[1] - a[1]) for line in drawing.lines.values() for a, b in pairwise(line)
        )
        / 1e3,
        bends=sum(_bends(line) for line in drawing.lines.values()),
        area=(right - left) * (bottom - top) / 1e6,
        overlaps=_pairs_of(drawing.cards),
        through=_through(graph, drawing),
        labels=labels,
        foreign=_foreign(graph, drawing),
    )


def _overlap(a: Box, b: Box) -> bool:
    return (
        a[0] + TOUCH < b[0] + b[2]
        and b[0] + TOUCH < a[0] + a[2]
        and a[1] + TOUCH < b[1] + b[3]
        and b[1] + TOUCH < a[1] + a[3]
    )


def _pairs_of(boxes: dict[str, Box]) -> int:
    order = sorted(boxes.values())
    count = 0
    for index, box in enumerate(order):
        for other in order[index + 1 :]:
            if other[0] >= box[0] + box[2]:
                break
            count += _overlap(box, other)
    return count


def _pieces(lines: dict[str, list[Spot]]) -> Iterator[tuple[str, Spot, Spot]]:
    for key, line in lines.items():
        for a, b in pairwise(line):
            if a != b:
                yield key, a, b


def _cells(a: Spot, b: Spot) -> Iterator[tuple[int, int]]:
    x0, x1 = sorted((a[0], b[0]))
    y0, y1 = sorted((a[1], b[1]))
    for cx in range(int(x0 // CELL), int(x1 // CELL) + 1):
        for cy in range(int(y0 // CELL), int(y1 // CELL) + 1):
            yield cx, cy


def _crossings(lines: dict[str, list[Spot]]) -> int:
    """Pairs of pieces of different flows that cross properly, each once."""
    grid: dict[tuple[int, int], list[int]] = {}
    pieces = list(_pieces(lines))
    for number, (_, a, b) in enumerate(pieces):
        for cell in _cells(a, b):
            grid.setdefault(cell, []).append(number)
    seen: set[tuple[int, int]] = set()
    for inside in grid.values():
        for i, one in enumerate(inside):
            for two in inside[i + 1 :]:
                if pieces[one][0] != pieces[two][0] and _cross(pieces[one][1:], pieces[two][1:]):
                    seen.add((one, two))
    return len(seen)


def _cross(p: tuple[Spot, Spot], q: tuple[Spot, Spot]) -> bool:
    def side(a: Spot, b: Spot, c: Spot) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(*p, q[0]) * side(*p, q[1]) < -1e-9 and side(*q, p[0]) * side(*q, p[1]) < -1e-9


def _bends(line: list[Spot]) -> int:
    plain = [line[0]]
    for x, y in line[1:]:
        if abs(x - plain[-1][0]) + abs(y - plain[-1][1]) > 0.01:
            plain.append((x, y))
    return sum(
        abs((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) > 0.5
        for a, b, c in zip(plain, plain[1:], plain[2:], strict=False)
    )


def _through(graph: Graph, drawing: Drawing) -> int:
    """Pieces of flows inside cards that are not their ends."""
    ends = {edge.id: (edge.source, edge.target) for edge in graph.edges}
    grid: dict[tuple[int, int], list[str]] = {}
    for id, (x, y, w, h) in drawing.cards.items():
        for cell in _cells((x, y), (x + w, y + h)):
            grid.setdefault(cell, []).append(id)
    count = 0
    for key, a, b in _pieces(drawing.lines):
        near = {id for cell in _cells(a, b) for id in grid.get(cell, ())}
        count += sum(_runs_inside(a, b, drawing.cards[id]) for id in near if id not in ends[key])
    return count


def _runs_inside(a: Spot, b: Spot, box: Box) -> bool:
    low, high = 0.0, 1.0
    for axis in (0, 1):
        near, far = box[axis] + INSIDE, box[axis] + box[axis + 2] - INSIDE
        step = b[axis] - a[axis]
        if step == 0:
            if not near < a[axis] < far:
                return False
            continue
        enter, leave = sorted(((near - a[axis]) / step, (far - a[axis]) / step))
        low, high = max(low, enter), min(high, leave)
    return low < high


def _foreign(graph: Graph, drawing: Drawing) -> int:
    """Pairs of a card and a frame it touches without being a member."""
    parents = {frame.id: frame.parent for frame in graph.boundaries}
    members: dict[str, set[str]] = {frame: set() for frame in parents}
    for node in graph.nodes:
        up = node.parent
        while up is not None:
            members[up].add(node.id)
            up = parents[up]
    return sum(
        _overlap(frame, card)
        for id, frame in drawing.frames.items()
        for card_id, card in drawing.cards.items()
        if card_id not in members[id]
    )
