"""Where the name of a flow sits: on a long level piece of it, clear of cards and of other names."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from mlsd_studio.layout.geometry import Point, Rect
from mlsd_studio.layout.routing.grid import BoxGrid
from mlsd_studio.layout.routing.records import Flow
from mlsd_studio.layout.routing.shapes import Path

# Where along a piece a label may sit: steps of half a label from the middle, in order of preference.
_STEPS = (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6)
# The strip of a frame that its title takes.
_TITLE_W, _TITLE_H = 180, 28


def titles(frames: Iterable[Rect]) -> list[Rect]:
    """Where the titles of frames are, which labels avoid."""
    return [Rect(frame.x, frame.y, min(frame.w, _TITLE_W), _TITLE_H) for frame in frames]


def quick(path: Path, flow: Flow, grid: BoxGrid, taken: list[Rect]) -> Point:
    """The label position of one flow alone: the middle of its best piece, off what is `taken`."""
    return _best(path, flow, grid, taken)


def place(paths: dict[str, Path], flows: list[Flow], grid: BoxGrid, taken: list[Rect]) -> dict[str, Point]:
    """Label positions of a whole diagram; each label also avoids those placed before it, and what is `taken`."""
    shelves: dict[int, list[Rect]] = {}
    for rect in taken:
        for band in range(rect.y // 256, (rect.y + rect.h) // 256 + 1):
            shelves.setdefault(band, []).append(rect)
    out: dict[str, Point] = {}
    for flow in flows:
        path = paths[flow.id]
        if not flow.label_w:
            out[flow.id] = _middle(path)
            continue
        top, bottom = min(y for _, y in path), max(y for _, y in path)
        bands = range((top - flow.label_h) // 256, (bottom + flow.label_h) // 256 + 1)
        others = [rect for band in bands for rect in shelves.get(band, ())]
        x, y = _best(path, flow, grid, others)
        out[flow.id] = (x, y)
        shelves.setdefault(y // 256, []).append(_box(x, y, flow))
    return out


def _box(x: int, y: int, flow: Flow) -> Rect:
    return Rect(x - flow.label_w // 2, y - flow.label_h // 2, flow.label_w, flow.label_h)


def _middle(path: Path) -> Point:
    if len(path) < 2:  # one card lies exactly on the other
        return path[0]
    a, b = max(pairwise(path), key=_rank)
    return (a[0] + b[0]) // 2, (a[1] + b[1]) // 2


def _rank(piece: tuple[Point, Point]) -> tuple[bool, int]:
    (ax, ay), (bx, by) = piece
    size = abs(bx - ax) + abs(by - ay)
    return ay == by and size >= 32, size


def _best(path: Path, flow: Flow, grid: BoxGrid, others: list[Rect]) -> Point:
    """The first spot with the lowest penalty: covering a card, then a label, then overhanging the piece."""
    if not flow.label_w:
        return _middle(path)
    best: tuple[int, int] | None = None
    spot = _middle(path)
    pieces = sorted(pairwise(path), key=_rank, reverse=True)
    for order, ((ax, ay), (bx, by)) in enumerate(pieces):
        room = abs(bx - ax) + abs(by - ay)
        need = flow.label_w if ay == by else flow.label_h
        for rank, step in enumerate(_STEPS):
            offset = step * (need + 8) // 2
            if step and abs(offset) + need // 2 > room // 2:
                continue
            x, y = (ax + bx) // 2, (ay + by) // 2
            x, y = (x + offset, y) if ay == by else (x, y + offset)
            box = _box(x, y, flow)
            penalty = 1000 * len(grid.near(box))
            penalty += 400 * sum(1 for other in others if box.overlaps(other))
            penalty += 20 * order + (max(0, need + 16 - room) if order else 0) + rank
            if best is None or (penalty, order) < best:
                best, spot = (penalty, order), (x, y)
        if best is not None and best[0] < 20 * (order + 1):
            break
    return spot
