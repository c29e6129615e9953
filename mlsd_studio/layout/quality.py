"""How good a drawing is: the figures that tests and benchmarks hold the layout to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlsd_studio.layout.geometry import Point, Rect, enclosing, length


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts over a whole drawing; `length` in pixels, `aspect` width over height of the cards' box.

    `through` counts pieces of flows inside a card, `overlaps` pairs of cards, `foreign` pairs of a card and
    a frame it touches without being a member, `shared` pairs of flows that run on top of each other.
    """

    crossings: int
    bends: int
    length: int
    overlaps: int
    through: int
    foreign: int
    shared: int
    aspect: float
    area: int


def measure(
    boxes: Mapping[str, Rect],
    routes: Mapping[str, Sequence[Point]],
    frames: Mapping[str, Rect] | None = None,
    members: Mapping[str, set[str]] | None = None,
) -> Quality:
    """All figures of one drawing; `members` names the cards in each frame, nested ones included."""
    paths = {key: list(points) for key, points in routes.items()}
    outline = enclosing(boxes.values()) if boxes else Rect(0, 0, 1, 1)
    crossing, shared = conflicts(paths)
    return Quality(
        crossings=crossing,
        bends=sum(max(0, len(points) - 2) for points in paths.values()),
        length=sum(length(points) for points in paths.values()),
        overlaps=len(overlapping(boxes)),
        through=len(through(boxes, paths)),
        foreign=len(foreign(boxes, frames or {}, members or {})),
        shared=shared,
        aspect=round(outline.w / max(1, outline.h), 2),
        area=outline.w * outline.h,
    )


def overlapping(boxes: Mapping[str, Rect]) -> list[tuple[str, str]]:
    """Pairs of cards whose insides meet."""
    items = sorted(boxes.items(), key=lambda item: (item[1].x, item[0]))
    found = []
    for i, (key, box) in enumerate(items):
        for other, rect in items[i + 1 :]:
            if rect.x >= box.right:
                break
            if box.overlaps(rect):
                found.append((key, other))
    return found


def through(boxes: Mapping[str, Rect], routes: Mapping[str, Sequence[Point]]) -> list[tuple[str, str]]:
    """(flow, card) for every piece of a flow that runs inside a card, its own ends included."""
    found = []
    for flow, points in routes.items():
        for a, b in pairwise(points):
            x0, x1 = sorted((a[0], b[0]))
            y0, y1 = sorted((a[1], b[1]))
            for card, box in boxes.items():
                if x0 < box.right and x1 > box.x and y0 < box.bottom and y1 > box.y:
                    found.append((flow, card))
    return found


def foreign(
    boxes: Mapping[str, Rect], frames: Mapping[str, Rect], members: Mapping[str, set[str]]
) -> list[tuple[str, str]]:
    """(frame, card) for every card that touches a frame without being its member, or leaves its own frame."""
    return [
        (frame, card)
        for frame, rect in frames.items()
        for card, box in boxes.items()
        if (not rect.contains(box) if card in members.get(frame, set()) else rect.overlaps(box))
    ]


def conflicts(routes: Mapping[str, Sequence[Point]]) -> tuple[int, int]:
    """Crossings of different flows, and pieces of different flows that lie on top of each other."""
    level: list[tuple[int, int, int, str]] = []
    upright: list[tuple[int, int, int, str]] = []
    for flow in sorted(routes):
        for a, b in pairwise(routes[flow]):
            if a[1] == b[1]:
                level.append((a[1], min(a[0], b[0]), max(a[0], b[0]), flow))
            else:
                upright.append((a[0], min(a[1], b[1]), max(a[1], b[1]), flow))
    level.sort()
    crossings = 0
    for y, x0, x1, flow in level:
        crossings += sum(
            1 for x, low, high, other in upright if x0 < x < x1 and low < y < high and other != flow
        )
    return crossings, _stacked(level) + _stacked(sorted(upright))


def _stacked(pieces: list[tuple[int, int, int, str]]) -> int:
    count = 0
    for i, (at, _, high, flow) in enumerate(pieces):
        for at2, low2, _, flow2 in pieces[i + 1 :]:
            if at2 != at or low2 >= high:
                break
            count += flow2 != flow
    return count
