"""Graphs for the layout tests: random nested designs, and the reference designs of the pattern library."""

from __future__ import annotations

import json
import random
from pathlib import Path

from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.layered import Arrangement, Boundary, Edge, Graph, Node

FILES = Path(__file__).parent.parent / "files"
WEIGHTS = {"request": 2.0, "data": 1.0, "async": 1.0, "artifact": 1.0}


def patterns() -> dict[str, Graph]:
    """The reference designs by pattern id."""
    entries = json.loads((FILES / "pattern_graphs.json").read_text(encoding="utf-8"))
    return {
        entry["id"]: Graph(
            tuple(Node(component) for component in entry["components"]),
            tuple(Edge(key, a, b, weight=WEIGHTS.get(kind, 0.0)) for key, a, b, kind in entry["flows"]),
        )
        for entry in entries
    }


def random_graph(seed: int, count: int, frames: int = 0, sizes: bool = False) -> Graph:
    """A random design: chains, shortcuts, loops, self-loops, light flows, nested frames, cards alone."""
    rng = random.Random(seed)
    boundaries = [
        Boundary(f"b{i}", f"b{rng.randrange(i)}" if i and rng.random() < 0.5 else None) for i in range(frames)
    ]
    nodes = []
    for i in range(count):
        parent = f"b{rng.randrange(frames)}" if frames and rng.random() < 0.75 else None
        w, h = (rng.choice((120, 196, 260)), rng.choice((48, 72, 90))) if sizes else (196, 72)
        nodes.append(Node(f"n{i}", w, h, parent))
    edges = []
    for i in range(round(count * 1.4)):
        a = rng.randrange(count)
        b = min(count - 1, a + rng.choice((1, 1, 2, 5))) if rng.random() < 0.8 else rng.randrange(count)
        label = rng.choice((0, 0, 60))
        edges.append(Edge(f"e{i}", f"n{a}", f"n{b}", label, 18 if label else 0, rng.choice((0.0, 1.0, 2.0))))
    return Graph(tuple(nodes), tuple(edges), tuple(boundaries))


def boxes_of(graph: Graph, result: Arrangement) -> dict[str, Rect]:
    """The cards where the arrangement puts them."""
    return {node.id: Rect(*result.positions[node.id], node.w, node.h) for node in graph.nodes}


def members_of(graph: Graph) -> dict[str, set[str]]:
    """For every boundary the cards in it, nested ones included."""
    parents = {boundary.id: boundary.parent for boundary in graph.boundaries}
    found: dict[str, set[str]] = {frame: set() for frame in parents}
    for node in graph.nodes:
        at = node.parent
        while at is not None:
            found[at].add(node.id)
            at = parents[at]
    return found
