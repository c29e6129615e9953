"""Lanes: bands along the reading direction, one for each kind of card, in an order of their own.

A lane is an outermost frame whose place among its siblings is set; nothing else of the arrangement knows of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from mlsd_studio.layout.layered.records import Boundary, Graph

_PREFIX = "lane:"
# Farther than any height that the ordering deals, so that no barycentre passes a lane.
_FAR = 1e7


def framed(graph: Graph, lanes: tuple[str, ...]) -> Graph:
    """The graph with a frame for every lane around its cards and around whole outermost boundaries.

    A boundary goes to the lane of most of its cards (the first of equals); cards of no lane to the last.
    """
    parents = {boundary.id: boundary.parent for boundary in graph.boundaries}

    def outermost(frame: str) -> str:
        seen = {frame}
        while (up := parents[frame]) in parents and up is not None:
            if up in seen:
                raise ValueError(f"boundary {frame} lies inside itself")
            seen.add(up)
            frame = up
        return frame

    votes: dict[str, Counter[str]] = {}
    tops: dict[str, str] = {}
    for node in graph.nodes:
        if node.parent in parents and node.parent is not None:
            tops[node.id] = outermost(node.parent)
            votes.setdefault(tops[node.id], Counter())[node.lane if node.lane in lanes else lanes[-1]] += 1
    homes = {
        top: min(count, key=lambda lane: (-count[lane], lanes.index(lane))) for top, count in votes.items()
    }
    nodes = tuple(
        node
        if node.id in tops
        else replace(node, parent=_PREFIX + (node.lane if node.lane in lanes else lanes[-1]))
        for node in graph.nodes
    )
    inner = tuple(
        replace(boundary, parent=_PREFIX + homes[boundary.id]) if boundary.id in homes else boundary
        for boundary in graph.boundaries
    )
    return Graph(nodes, graph.edges, (*(Boundary(_PREFIX + lane, None, 0) for lane in lanes), *inner))


def ranks(lanes: tuple[str, ...]) -> dict[str, float]:
    """The keys of the lanes' frames, in the lanes' order."""
    return {_PREFIX + lane: _FAR * number for number, lane in enumerate(lanes)}
