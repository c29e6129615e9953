"""Connected parts of a graph: laid out one by one, then packed; cards without any flow go to a tidy grid."""

from __future__ import annotations

from math import ceil, sqrt

from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.layered.records import Graph, Node


def frame_paths(graph: Graph) -> dict[str, tuple[str, ...]]:
    """For every boundary the boundaries from the outermost down to itself; raises ValueError on a loop."""
    parents = {boundary.id: boundary.parent for boundary in graph.boundaries}
    paths: dict[str, tuple[str, ...]] = {}
    for frame in parents:
        path: list[str] = []
        at: str | None = frame
        while at is not None and at in parents:
            if at in path:
                raise ValueError(f"boundary {frame} lies inside itself")
            path.append(at)
            at = parents[at]
        paths[frame] = tuple(reversed(path))
    return paths


def split(graph: Graph, paths: dict[str, tuple[str, ...]]) -> tuple[list[list[Node]], list[Node]]:
    """The connected parts, biggest first, and the cards outside all frames that no flow touches.

    Cards in one outermost frame belong together, flows or not.
    """
    leader = {node.id: node.id for node in graph.nodes}

    def root(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    homes: dict[str, str] = {}
    for node in graph.nodes:
        if node.parent in paths:
            home = homes.setdefault(paths[node.parent][0], node.id)
            leader[root(node.id)] = root(home)
    touched: set[str] = set()
    for edge in graph.edges:
        if edge.source in leader and edge.target in leader and edge.source != edge.target:
            leader[root(edge.source)] = root(edge.target)
            touched.update((edge.source, edge.target))
    groups: dict[str, list[Node]] = {}
    loose: list[Node] = []
    for node in graph.nodes:
        if node.id in touched or node.parent in paths:
            groups.setdefault(root(node.id), []).append(node)
        else:
            loose.append(node)
    return sorted(groups.values(), key=len, reverse=True), loose


def loose_pairs(cards: list[int], homes: list[str | None], edges: list[tuple[int, int]]) -> list[list[int]]:
    """Cards of one frame that no flow touches, in rows that make about a square, per frame."""
    tied = {v for pair in edges for v in pair}
    by_home: dict[str, list[int]] = {}
    for v in cards:
        home = homes[v]
        if home is not None and v not in tied:
            by_home.setdefault(home, []).append(v)
    rows: list[list[int]] = []
    for inside in by_home.values():
        size = max(1, ceil(sqrt(len(inside) * 0.7)))
        rows.extend(inside[i : i + size] for i in range(0, len(inside), size))
    return [row for row in rows if len(row) > 1]


def pack(boxes: list[Rect], aspect: float, gap: int) -> list[tuple[int, int]]:
    """Shelf packing: how far to move each box so that all stand in rows, about `aspect` wide over high."""
    if not boxes:
        return []
    area = sum((box.w + gap) * (box.h + gap) for box in boxes)
    limit = max(max(box.w for box in boxes), round(sqrt(area * aspect)))
    moves: list[tuple[int, int]] = []
    x = y = shelf = 0
    for box in boxes:
        if x and x + box.w > limit:
            x, y, shelf = 0, y + shelf + gap, 0
        moves.append((x - box.x, y - box.y))
        x += (box.w + gap + 3) // 4 * 4
        shelf = max(shelf, (box.h + 3) // 4 * 4)
    return moves


def grid(nodes: list[Node], aspect: float, gap_x: int, gap_y: int) -> list[Rect]:
    """A tidy grid for cards without flows, row by row."""
    if not nodes:
        return []
    width, height = max(n.w for n in nodes) + gap_x, max(n.h for n in nodes) + gap_y
    width, height = (width + 3) // 4 * 4, (height + 3) // 4 * 4
    columns = max(1, min(len(nodes), round(sqrt(len(nodes) * aspect * height / width)) or 1))
    columns = max(columns, min(len(nodes), 6))
    return [Rect(i % columns * width, i // columns * height, n.w, n.h) for i, n in enumerate(nodes)]
