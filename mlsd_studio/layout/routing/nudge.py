"""Tracks: inner pieces of different flows that would lie on top of each other are moved apart.

Pieces of one orientation that overlap lengthwise and are closer than `GAP` form a cluster. Its members are
ordered so that few of their neighbours cross, dealt to tracks, and the tracks are centred where the cluster
was, inside the free corridor between the cards. First and last pieces hang on ports and stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.layout.geometry import Point, Rect, simplified
from mlsd_studio.layout.routing.grid import CLEARANCE, BoxGrid
from mlsd_studio.layout.routing.shapes import Path

GAP = 10
_REACH = 120
_STRETCH = 256


@dataclass(slots=True)
class Piece:
    """One straight piece of a flow: `at` across it, `low`..`high` along it.

    `turns` holds for both of its ends where along it the neighbour joins and whether that neighbour leads to
    smaller (-1) or greater (1) coordinates across; `index` is the piece's number in its path.
    """

    flow: str
    index: int
    at: int
    low: int
    high: int
    turns: tuple[tuple[int, int], ...]
    movable: bool


def separate(
    paths: dict[str, Path], ends: dict[str, tuple[str, str]], movable: set[str], grid: BoxGrid
) -> dict[str, Path]:
    """The same paths with overlapping inner pieces on tracks of their own; ports and waypoints stay."""
    points = {key: list(path) for key, path in paths.items()}
    for axis in (0, 1, 0):
        pieces = _pieces(points, movable, axis)
        for cluster in _clusters(pieces):
            _spread(cluster, points, ends, grid, axis)
    return {key: tuple(simplified(path)) for key, path in points.items()}


def _pieces(points: dict[str, list[Point]], movable: set[str], axis: int) -> list[Piece]:
    """All pieces across `axis`: 0 for upright pieces (they share an x), 1 for level ones."""
    along = 1 - axis
    found: list[Piece] = []
    for key in sorted(points):
        path = points[key]
        last = len(path) - 2
        for index in range(last + 1):
            a, b = path[index], path[index + 1]
            if a[axis] != b[axis] or a[along] == b[along]:
                continue
            turns = []
            if index > 0:
                turns.append((a[along], 1 if path[index - 1][axis] > a[axis] else -1))
            if index < last:
                turns.append((b[along], 1 if path[index + 2][axis] > b[axis] else -1))
            low, high = sorted((a[along], b[along]))
            inner = 0 < index < last and key in movable
            found.append(Piece(key, index, a[axis], low, high, tuple(turns), inner))
    return found


def _clusters(pieces: list[Piece]) -> list[list[Piece]]:
    """Groups of pieces that overlap lengthwise and lie closer than a track, found in one sweep."""
    pieces.sort(key=lambda piece: (piece.at, piece.low, piece.flow, piece.index))
    parent = list(range(len(pieces)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    # Earlier pieces by track and by stretch, so that a piece looks only at those near it.
    near: dict[tuple[int, int], list[int]] = {}
    for i, piece in enumerate(pieces):
        track = piece.at // GAP
        for stretch in range((piece.low - GAP) // _STRETCH, (piece.high + GAP) // _STRETCH + 1):
            for beside in (track - 1, track):
                for j in near.get((beside, stretch), ()):
                    other = pieces[j]
                    if (
                        other.at > piece.at - GAP
                        and other.low < piece.high + GAP
                        and piece.low < other.high + GAP
                        and other.flow != piece.flow
                    ):
                        parent[root(i)] = root(j)
            near.setdefault((track, stretch), []).append(i)
    groups: dict[int, list[Piece]] = {}
    for i, piece in enumerate(pieces):
        groups.setdefault(root(i), []).append(piece)
    return [group for group in groups.values() if len(group) > 1 and any(p.movable for p in group)]


def _spread(
    cluster: list[Piece],
    points: dict[str, list[Point]],
    ends: dict[str, tuple[str, str]],
    grid: BoxGrid,
    axis: int,
) -> None:
    """Deal the movable pieces of a cluster to tracks and write the new coordinates into the paths."""
    moving = _ordered([piece for piece in cluster if piece.movable])
    still = [piece for piece in cluster if not piece.movable]
    tracks: list[list[Piece]] = []
    for piece in moving:
        first = 0
        for number, track in enumerate(tracks):
            if any(_beside(piece, other) for other in track):
                first = number + 1
        if first == len(tracks):
            tracks.append([])
        tracks[first].append(piece)
    low, high = _corridor(moving, ends, grid, axis)
    centre = sum(piece.at for piece in moving) // len(moving)
    for piece, at in _positions(tracks, still, centre, low, high):
        _shift(points[piece.flow], piece, at, axis, ends[piece.flow], grid)


def _shift(path: list[Point], piece: Piece, at: int, axis: int, ends: tuple[str, str], grid: BoxGrid) -> None:
    """Move one piece sideways, unless it or a neighbour that grows with it would then run into a card."""
    i = piece.index
    before = path[i], path[i + 1]
    for index in (i, i + 1):
        path[index] = (at, path[index][1]) if axis == 0 else (path[index][0], at)
    if any(grid.blocked(path[k], path[k + 1], ends, 2) for k in (i - 1, i, i + 1)):
        path[i], path[i + 1] = before


def _beside(a: Piece, b: Piece) -> bool:
    return a.low < b.high + GAP and b.low < a.high + GAP


def _positions(
    tracks: list[list[Piece]], still: list[Piece], centre: int, low: int, high: int
) -> list[tuple[Piece, int]]:
    """A coordinate for each piece: tracks `GAP` apart around `centre`, away from pieces that cannot move."""
    count = len(tracks)
    gap = GAP
    if count > 1 and (count - 1) * GAP > high - low:
        gap = max(3, (high - low) // (count - 1))
    width = (count - 1) * gap
    best, chosen = None, centre - width // 2
    for shift in sorted(range(-4 * GAP, 4 * GAP + 1, 2), key=lambda s: (abs(s), s)):
        first = centre - width // 2 + shift
        if not low <= first <= max(low, high - width):
            continue
        clashes = sum(
            1
            for number, track in enumerate(tracks)
            for piece in track
            for other in still
            if abs(first + number * gap - other.at) < min(gap, GAP - 2) and _beside(piece, other)
        )
        if best is None or clashes < best:
            best, chosen = clashes, first
        if not clashes:
            break
    if best is None:
        chosen = max(low, min(chosen, high - width))
    return [(piece, chosen + number * gap) for number, track in enumerate(tracks) for piece in track]


def _ordered(pieces: list[Piece]) -> list[Piece]:
    """The pieces from low to high track, each pair in the order with fewer crossings of their neighbours."""
    score = [0] * len(pieces)
    for i, a in enumerate(pieces):
        for j in range(i):
            b = pieces[j]
            if not _beside(a, b):
                continue
            if (better := _crossings(b, a) - _crossings(a, b)) > 0:
                score[i] -= 1
                score[j] += 1
            elif better < 0:
                score[i] += 1
                score[j] -= 1
    order = sorted(range(len(pieces)), key=lambda i: (score[i], pieces[i].at, pieces[i].low, pieces[i].flow))
    return [pieces[i] for i in order]


def _crossings(first: Piece, second: Piece) -> int:
    """Crossings and overlaps of neighbours when `first` lies at the lower coordinate."""
    count = 0
    for where, way in first.turns:
        if way > 0 and second.low <= where <= second.high:
            count += 2
    for where, way in second.turns:
        if way < 0 and first.low <= where <= first.high:
            count += 2
    return count


def _corridor(
    pieces: list[Piece], ends: dict[str, tuple[str, str]], grid: BoxGrid, axis: int
) -> tuple[int, int]:
    """The free range across the cluster that all its pieces can move in without touching a card."""
    low = min(piece.at for piece in pieces) - _REACH
    high = max(piece.at for piece in pieces) + _REACH
    for piece in pieces:
        area = _area(piece, low, high, axis)
        for entry in grid.near(area):
            near, far = (entry[0], entry[2]) if axis == 0 else (entry[1], entry[3])
            own = entry[4] in ends[piece.flow]
            room = CLEARANCE + 4 if own else CLEARANCE + 1
            if far <= piece.at:
                low = max(low, far + room)
            elif near >= piece.at:
                high = min(high, near - room)
    return low, max(low, high)


def _area(piece: Piece, low: int, high: int, axis: int) -> Rect:
    start, size = piece.low - CLEARANCE, piece.high - piece.low + 2 * CLEARANCE
    if axis == 0:
        return Rect(low, start, high - low + 1, size)
    return Rect(start, low, size, high - low + 1)
