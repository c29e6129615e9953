"""Where the name of a flow sits: on a long level piece of it, clear of cards, of other names and other flows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from mlsd_studio.layout.geometry import Point, Rect
from mlsd_studio.layout.routing.grid import BoxGrid
from mlsd_studio.layout.routing.records import Flow
from mlsd_studio.layout.routing.shapes import Path
from mlsd_studio.layout.routing.traffic import Traffic

# What a spot costs: on a card, on another label or a title, on another flow, one piece down the list, beside
# the line instead of on it, and for every step from the middle of the piece.
_CARD, _LABEL, _LINE, _PIECE, _OFF, _STEP = 1000, 400, 25, 20, 60, 1
# How far labels stay from each other and from cards, and from the middle of a piece in one step.
_AIR, _STRIDE = 2, 12
# The strip of a frame that its title takes.
_TITLE_W, _TITLE_H = 180, 28
_BAND = 256


def titles(frames: Iterable[Rect]) -> list[Rect]:
    """Where the titles of frames are, which labels avoid."""
    return [Rect(frame.x, frame.y, min(frame.w, _TITLE_W), _TITLE_H) for frame in frames]


class Shelves:
    """Boxes in bands of the plane, so that those near a place are found without a look at all."""

    def __init__(self, boxes: Iterable[Rect]) -> None:
        self._bands: dict[int, list[Rect]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Rect) -> None:
        """Put one more box."""
        for band in range(box.y // _BAND, (box.y + box.h) // _BAND + 1):
            self._bands.setdefault(band, []).append(box)

    def remove(self, box: Rect) -> None:
        """Take one box away."""
        for band in range(box.y // _BAND, (box.y + box.h) // _BAND + 1):
            self._bands[band].remove(box)

    def hits(self, box: Rect) -> int:
        """How many boxes overlap one, each counted in every band that both are in."""
        found = 0
        for band in range(box.y // _BAND, (box.y + box.h) // _BAND + 1):
            found += sum(1 for other in self._bands.get(band, ()) if box.overlaps(other))
        return found


def quick(path: Path, flow: Flow, grid: BoxGrid, taken: Shelves) -> Point:
    """The label position of one flow alone: the middle of its best piece, off what is `taken`."""
    return _best(path, flow, grid, taken, None)[1]


def place(
    paths: Mapping[str, Path],
    flows: Iterable[Flow],
    grid: BoxGrid,
    taken: Iterable[Rect],
    traffic: Traffic | None = None,
) -> dict[str, Point]:
    """Label positions of a whole diagram; each label also avoids those placed before it, and what is `taken`.

    Labels with the least room choose first; those that still lie on another choose once more at the end, and
    so do the others then. With `traffic` they keep off other flows too.
    """
    flows = list(flows)
    shelves = Shelves(taken)
    spots: dict[str, tuple[int, Point]] = {}
    named = sorted(
        (flow for flow in flows if flow.label_w), key=lambda flow: (_room(paths[flow.id], flow), flow.id)
    )
    for flow in named:
        spots[flow.id] = _best(paths[flow.id], flow, grid, shelves, traffic)
        shelves.add(_box(spots[flow.id][1], flow))
    for _ in range(2):
        if all(price < _LABEL for price, _ in spots.values()):
            break
        for flow in named:
            shelves.remove(_box(spots[flow.id][1], flow))
            spots[flow.id] = _best(paths[flow.id], flow, grid, shelves, traffic)
            shelves.add(_box(spots[flow.id][1], flow))
    return {flow.id: spots[flow.id][1] if flow.label_w else _middle(paths[flow.id]) for flow in flows}


def _box(at: Point, flow: Flow) -> Rect:
    return Rect(at[0] - flow.label_w // 2, at[1] - flow.label_h // 2, flow.label_w, flow.label_h)


def _room(path: Path, flow: Flow) -> int:
    """How much of the flow is left beside its label on the piece that has most room for it."""
    return max(
        (abs(bx - ax) - flow.label_w if ay == by else abs(by - ay) - flow.label_h)
        for (ax, ay), (bx, by) in pairwise((*path, path[-1]))
    )


def _middle(path: Path) -> Point:
    if len(path) < 2:  # one card lies exactly on the other
        return path[0]
    a, b = max(pairwise(path), key=_rank)
    return (a[0] + b[0]) // 2, (a[1] + b[1]) // 2


def _rank(piece: tuple[Point, Point]) -> tuple[bool, int]:
    (ax, ay), (bx, by) = piece
    size = abs(bx - ax) + abs(by - ay)
    return ay == by and size >= 32, size


def _best(
    path: Path, flow: Flow, grid: BoxGrid, others: Shelves, traffic: Traffic | None
) -> tuple[int, Point]:
    """The cheapest spot and its price."""
    best, chosen = 1 << 30, _middle(path)
    if not flow.label_w:
        return 0, chosen
    for price, at in _spots(path, flow):
        if price >= best:
            continue
        box = _box(at, flow)
        wide = box.grown(_AIR)
        price += _CARD * len(grid.near(wide)) + _LABEL * others.hits(wide)
        if traffic is not None and price < best:
            price += _LINE * max(0, traffic.lines(box) - 1)
        if price < best:
            best, chosen = price, at
            if price <= _STEP:
                break
    return best, chosen


def _spots(path: Path, flow: Flow) -> Iterator[tuple[int, Point]]:
    """Places for a label with what they cost by themselves: along every piece, then beside the pieces."""
    pieces = sorted(pairwise(path), key=_rank, reverse=True)
    for beside in (0, 1, -1, 2, -2):
        for order, ((ax, ay), (bx, by)) in enumerate(pieces):
            level = ay == by
            room = abs(bx - ax) + abs(by - ay)
            need = flow.label_w if level else flow.label_h
            away = beside * ((flow.label_h if level else flow.label_w) // 2 + 4)
            price = _PIECE * order + (max(0, need + 16 - room) if order else 0) + _OFF * abs(beside)
            for step in range(max(0, room - need) // _STRIDE + 1):
                along = (step + 1) // 2 * (-_STRIDE if step % 2 else _STRIDE)
                x, y = (ax + bx) // 2, (ay + by) // 2
                yield price + _STEP * step, (x + along, y + away) if level else (x + away, y + along)
