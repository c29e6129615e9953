"""Arranging some cards while the others stay to the pixel.

A full arrangement says how everything would stand. Each piece that may move (a whole boundary of such cards, or
one card) then goes as near as it can to where that arrangement has it, seen from its neighbours that are placed
already: on ground where it overlaps no card and stretches no frame over a card or frame that is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mlsd_studio.layout.boundary import fit_all
from mlsd_studio.layout.geometry import Point, Rect, enclosing
from mlsd_studio.layout.layered.arrange import arrange
from mlsd_studio.layout.layered.parts import frame_paths
from mlsd_studio.layout.layered.records import Graph, Options
from mlsd_studio.layout.routing.grid import BoxGrid

_STEP = 20
# Rings around the wanted place that are looked at; 120 rings reach 2 400 pixels.
_RINGS = 120
_CARD_GAP = 28
_FRAME_GAP = 16


@dataclass(frozen=True, slots=True)
class _Piece:
    """Cards that move together, with the frames around any of them as far as these cards need them."""

    boxes: dict[str, Rect]
    frames: dict[str, Rect]


def settle(
    graph: Graph,
    fixed: Mapping[str, Rect],
    frames: Mapping[str, Rect] | None = None,
    options: Options | None = None,
    pause: Callable[[], object] | None = None,
) -> dict[str, Point]:
    """Places for the nodes that are not in `fixed`, around those that are; ids of nodes only.

    `frames` are the boundaries as they are drawn now. `pause` is called between pieces; what it raises ends the
    work. Raises ValueError as `arrange` does.
    """
    options = options or Options()
    ideal = arrange(graph, _unrouted(options), pause)
    boxes = {node.id: Rect(*ideal.positions[node.id], node.w, node.h) for node in graph.nodes}
    ground = _Ground(graph, fixed, frames or {}, options)
    waiting = _pieces(graph, boxes, fixed, ground, options)
    neighbours = _neighbours(graph)
    while waiting:
        if pause is not None:
            pause()
        piece = max(waiting, key=lambda one: _ties(one, neighbours, ground.boxes))
        waiting.remove(piece)
        ground.put(piece, *_wish(piece, boxes, neighbours, ground))
    return {node.id: (ground.boxes[node.id].x, ground.boxes[node.id].y) for node in graph.nodes
            if node.id not in fixed}  # fmt: skip


def shift_block(
    graph: Graph,
    block: Mapping[str, Rect],
    fixed: Mapping[str, Rect],
    frames: Mapping[str, Rect] | None = None,
    options: Options | None = None,
) -> Point | None:
    """The shortest way to move cards in one piece to where they disturb nothing in `fixed`; None if there is none."""
    options = options or Options()
    ground = _Ground(graph, fixed, frames or {}, options)
    return ground.spot(_piece(dict(block), ground, options), 0, 0)


class _Ground:
    """What is placed so far, and the frames around it."""

    def __init__(
        self, graph: Graph, fixed: Mapping[str, Rect], frames: Mapping[str, Rect], options: Options
    ) -> None:
        paths = frame_paths(graph)
        self.paths = {node.id: paths.get(node.parent or "", ()) for node in graph.nodes}
        self.boundaries = {boundary.id: boundary for boundary in graph.boundaries}
        self.boxes = dict(fixed)
        self.grid = BoxGrid(self.boxes)
        self.inside: dict[str, set[str]] = {}
        for id in self.boxes:
            for frame in self.paths.get(id, ()):
                self.inside.setdefault(frame, set()).add(id)
        self.frames = self.frames_of(self.boxes, options)
        for id, rect in frames.items():
            if id in self.frames:
                self.frames[id] = enclosing((self.frames[id], rect))

    def frames_of(self, boxes: Mapping[str, Rect], options: Options) -> dict[str, Rect]:
        """The frames that some cards need."""
        homes = {id: self.paths[id][-1] for id in boxes if self.paths.get(id)}
        return fit_all(
            boxes,
            homes,
            {id: boundary.parent for id, boundary in self.boundaries.items()},
            {id: boundary.title_h for id, boundary in self.boundaries.items()},
            options.padding,
        )

    def put(self, piece: _Piece, dx: int, dy: int) -> None:
        """Place a piece as near as can be to its own place moved by (dx, dy)."""
        dx, dy = self.spot(piece, dx, dy) or self._aside(piece)
        for id, rect in piece.boxes.items():
            self.boxes[id] = rect.moved(dx, dy)
            self.grid.put(id, self.boxes[id])
            for frame in self.paths[id]:
                self.inside.setdefault(frame, set()).add(id)
        for frame, rect in piece.frames.items():
            self.frames[frame] = self._stretched(frame, rect.moved(dx, dy))

    def spot(self, piece: _Piece, dx: int, dy: int) -> Point | None:
        """The first free way to move a piece, looked for in rings around (dx, dy)."""
        for ring in range(_RINGS):
            for right, down in _ring(ring):
                x, y = dx + right * _STEP, dy + down * _STEP
                if self._is_free(piece, x, y):
                    return x, y
        return None

    def _aside(self, piece: _Piece) -> Point:
        """Below everything: free of cards at least, where no place is free of all."""
        hull = enclosing(piece.boxes.values())
        all_placed = enclosing(self.boxes.values())
        return all_placed.x - hull.x, all_placed.bottom + 4 * _CARD_GAP - hull.y

    def _is_free(self, piece: _Piece, dx: int, dy: int) -> bool:
        for rect in piece.boxes.values():
            if self.grid.near(rect.moved(dx, dy).grown(_CARD_GAP)):
                return False
        for frame, there in self.frames.items():
            if frame not in piece.frames:
                clear = there.grown(_FRAME_GAP)
                if any(clear.overlaps(rect.moved(dx, dy)) for rect in piece.boxes.values()):
                    return False
        return all(self._may_reach(frame, rect.moved(dx, dy)) for frame, rect in piece.frames.items())

    def _may_reach(self, frame: str, rect: Rect) -> bool:
        """Whether a frame may stretch over a place: no foreign card or frame is there."""
        area = self._stretched(frame, rect)
        if area == self.frames.get(frame):
            return True
        clear = area.grown(_FRAME_GAP)
        members = self.inside.get(frame, set())
        if any(entry[4] not in members for entry in self.grid.near(clear)):
            return False
        return not any(
            there.overlaps(clear)
            for other, there in self.frames.items()
            if other != frame and not self._nested(frame, other)
        )

    def _stretched(self, frame: str, rect: Rect) -> Rect:
        known = self.frames.get(frame)
        return rect if known is None else enclosing((known, rect))

    def _nested(self, one: str, other: str) -> bool:
        return one in self._around(other) or other in self._around(one)

    def _around(self, frame: str) -> list[str]:
        found: list[str] = []
        up = self.boundaries[frame].parent
        while up in self.boundaries and up is not None:
            found.append(up)
            up = self.boundaries[up].parent
        return found


def _unrouted(options: Options) -> Options:
    return Options(options.top_down, options.column_gap, options.row_gap, options.padding, options.aspect,
                   False, options.thorough, options.lanes)  # fmt: skip


def _pieces(
    graph: Graph, boxes: dict[str, Rect], fixed: Mapping[str, Rect], ground: _Ground, options: Options
) -> list[_Piece]:
    """Every outermost boundary without a fixed card, whole, and the other cards one by one."""
    groups: dict[str, dict[str, Rect]] = {}
    for node in graph.nodes:
        if node.id not in fixed:
            own = next((frame for frame in ground.paths[node.id] if frame not in ground.inside), node.id)
            groups.setdefault(own, {})[node.id] = boxes[node.id]
    return [_piece(group, ground, options) for group in groups.values()]


def _piece(boxes: dict[str, Rect], ground: _Ground, options: Options) -> _Piece:
    return _Piece(boxes, ground.frames_of(boxes, options))


def _neighbours(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        if edge.source in found and edge.target in found and edge.source != edge.target:
            found[edge.source].append(edge.target)
            found[edge.target].append(edge.source)
    return found


def _ties(piece: _Piece, neighbours: dict[str, list[str]], placed: Mapping[str, Rect]) -> int:
    return sum(other in placed for id in piece.boxes for other in neighbours[id])


def _wish(
    piece: _Piece, ideal: dict[str, Rect], neighbours: dict[str, list[str]], ground: _Ground
) -> tuple[int, int]:
    """How far from its ideal place a piece belongs: as far as its placed neighbours, else as its frames, are."""
    near = [other for id in piece.boxes for other in neighbours[id] if other in ground.boxes]
    if not near:
        around = [frame for id in piece.boxes for frame in reversed(ground.paths[id])]
        frame = next((frame for frame in around if ground.inside.get(frame)), None)
        near = sorted(ground.inside[frame]) if frame else [id for id in ideal if id in ground.boxes]
    if not near:
        return 0, 0
    dx = sum(ground.boxes[id].x - ideal[id].x for id in near) / len(near)
    dy = sum(ground.boxes[id].y - ideal[id].y for id in near) / len(near)
    return round(dx / 4) * 4, round(dy / 4) * 4


def _ring(ring: int) -> Iterator[Point]:
    """The points of a square ring, the nearest to its middle first."""
    if not ring:
        yield 0, 0
        return
    for off in range(ring + 1):
        for side in (off, -off) if off else (0,):
            yield ring, side
            yield -ring, side
            if off < ring:
                yield side, ring
                yield side, -ring
