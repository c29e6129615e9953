"""Seeded designs of any size: layers, flows to near layers, some back, nested boundaries, labels on a third."""

from __future__ import annotations

import random

from mlsd_studio.layout.layered import Boundary, Edge, Graph, Node

FLOWS_PER_CARD = 1.45
LABELLED = 0.33
OUTSIDE = 0.15
"""Share of cards that no boundary holds."""
ZONE_LAYERS, ZONE_ROWS = 3, 3
OUTER_FROM = 100
"""Cards from which boundaries stand in outer ones."""


def design(count: int, seed: int, nested: bool) -> Graph:
    """A graph of `count` cards; `nested` puts most of them into boundaries of about nine."""
    rng = random.Random(f"{count} {seed}")
    depth = max(4, round(1.1 * count**0.5))
    layer = [min(depth - 1, n * depth // count) for n in range(count)]
    rows: list[list[int]] = [[] for _ in range(depth)]
    row = [0] * count
    for n in range(count):
        row[n] = len(rows[layer[n]])
        rows[layer[n]].append(n)
    pairs = _pairs(rng, count, layer, row, rows)
    homes: list[str | None] = [None] * count
    parents: dict[str, str | None] = {}
    for n in range(count if nested else 0):
        if rng.random() >= OUTSIDE:
            across, down = layer[n] // ZONE_LAYERS, row[n] // ZONE_ROWS
            homes[n] = zone = f"z{across}_{down}"
            parents[zone] = f"o{across // 2}_{down // 2}" if count >= OUTER_FROM else None
    outer = dict.fromkeys(up for up in parents.values() if up is not None)
    nodes = tuple(
        Node(f"n{n}", rng.choice((120, 140, 160, 180)), rng.choice((48, 56, 64)), homes[n])
        for n in range(count)
    )
    edges = []
    for number, (a, b) in enumerate(pairs):
        w = rng.choice((40, 60, 80)) if rng.random() < LABELLED else 0
        edges.append(Edge(f"e{number}", f"n{a}", f"n{b}", w, 14 if w else 0))
    frames = [*(Boundary(up) for up in outer), *(Boundary(zone, up) for zone, up in parents.items())]
    return Graph(nodes, tuple(edges), tuple(frames))


def _pairs(
    rng: random.Random, count: int, layer: list[int], row: list[int], rows: list[list[int]]
) -> list[tuple[int, int]]:
    """One flow into every card from the layer before, then others, mostly one layer ahead, about 5 % back."""
    found: dict[tuple[int, int], None] = {}

    def near(at: int, place: int) -> int:
        return rows[at][max(0, min(len(rows[at]) - 1, place))]

    def join(a: int, b: int) -> None:
        if a != b and (a, b) not in found and (b, a) not in found:
            found[(a, b)] = None

    for n in range(count):
        if layer[n]:
            join(near(layer[n] - 1, row[n] + rng.choice((-2, -1, 0, 0, 0, 1, 2))), n)
    for _ in range(50 * count):
        if len(found) >= round(FLOWS_PER_CARD * count):
            break
        a = rng.randrange(count)
        at = layer[a] + rng.choices((1, 2, 3, -1, -2), (70, 18, 7, 2.5, 2.5))[0]
        if 0 <= at < len(rows):
            join(a, near(at, row[a] + round(rng.gauss(0, 2))))
    return sorted(found)
