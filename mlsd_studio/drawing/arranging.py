"""Places for cards that have none, and for all of them when the design is arranged anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mlsd_studio.drawing.flow import label_size
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model import Document
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import LayoutEntry, Placement

if TYPE_CHECKING:
    from mlsd_studio.layout.layered import Arrangement, Graph

CARD_W, CARD_H = 196, 72
GAP = 48
"""Pixels between placed cards and those that the file gives no place."""

FLOW_WEIGHTS = {"telemetry": 0.0, "control": 0.0, "replicate": 0.0, "feedback": 0.4}
"""How much a kind of flow decides the reading direction; all others count 1."""


def auto_layout(document: Document, ids: Iterable[str] | None = None) -> dict[str, LayoutEntry | None]:
    """Layout entries that arrange the design, or only the components named, as `edits.placement.place` takes.

    Sizes that were chosen are kept; boundaries with a stated box get their new one; waypoints of flows
    between arranged cards are dropped (None). Named components keep their common top left corner.
    """
    chosen = set(document.components) if ids is None else set(ids) & set(document.components)
    if not chosen:
        return {}
    arranged = _arrange(document, chosen)
    dx = dy = 0
    if ids is not None:
        known = boxes_of(document)
        dx = min(known[id].x for id in chosen) - min(x for x, _ in arranged.positions.values())
        dy = min(known[id].y for id in chosen) - min(y for _, y in arranged.positions.values())
    entries: dict[str, LayoutEntry | None] = {}
    for id, (x, y) in arranged.positions.items():
        old = document.layout.get(id)
        if isinstance(old, Placement) and old.locked:
            continue
        size = (old.w, old.h) if isinstance(old, Placement) else (None, None)
        entries[id] = Placement(x + dx, y + dy, *size)
    for id, rect in arranged.boundaries.items():
        if ids is None and isinstance(document.layout.get(id), Placement):
            entries[id] = Placement(*rect)
    for flow in document.flows.values():
        if flow.id in document.layout and {flow.source, flow.target} & chosen:
            entries[flow.id] = None
    return entries


def unplaced(document: Document) -> dict[str, tuple[int, int]]:
    """Places for components without one: arranged, to the lower left of those that have one."""
    placed = {id: entry for id, entry in document.layout.items() if isinstance(entry, Placement)}
    missing = {id for id in document.components if id not in placed}
    if not missing:
        return {}
    positions = _arrange(document, missing).positions
    dx = dy = 0
    cards = [entry for id, entry in placed.items() if id in document.components]
    if cards:
        dx = round(min(entry.x for entry in cards)) - min(x for x, _ in positions.values())
        bottom = max(entry.y + (entry.h or CARD_H) for entry in cards)
        dy = round(bottom) + GAP - min(y for _, y in positions.values())
    return {id: (x + dx, y + dy) for id, (x, y) in positions.items()}


def _arrange(document: Document, ids: set[str]) -> Arrangement:
    from mlsd_studio.layout.layered import Options, arrange

    return arrange(graph_of(document, ids), Options(route=False))


def graph_of(document: Document, ids: set[str]) -> Graph:
    """The components named with their tree of boundaries, their groups, and the flows among them."""
    from mlsd_studio.layout.layered import Boundary, Edge, Graph, Node

    up = parents(document.boundaries.values())
    tree = {id for id in document.boundaries if id in up or id in set(up.values())}
    together = _grouped(document, ids, up)
    nodes = []
    for id in document.components:
        if id in ids:
            entry = document.layout.get(id)
            sized = entry if isinstance(entry, Placement) else Placement(0, 0)
            home = together.get(id, up.get(id))
            nodes.append(Node(id, round(sized.w or CARD_W), round(sized.h or CARD_H), home))
    frames = [Boundary(id, up.get(id)) for id in document.boundaries if id in tree]
    for group in sorted(set(together.values())):
        frames.append(Boundary(group, up.get(next(id for id, home in together.items() if home == group))))
    known = ids | tree
    edges = []
    for flow in document.flows.values():
        w, h = label_size(flow)
        weight = FLOW_WEIGHTS.get(flow.kind, 1.0)
        pairs = [(a, b) for a in _ends(document, flow.source) for b in _ends(document, flow.target)]
        for number, (a, b) in enumerate(pairs):
            if a in known and b in known and a != b:
                edges.append(Edge(f"{flow.id}/{number}", a, b, w, h, weight))
    return Graph(tuple(nodes), tuple(edges), tuple(frames))


def _grouped(document: Document, ids: set[str], up: Mapping[str, str]) -> dict[str, str]:
    """Component id -> group, for groups whose members share a boundary and no other group."""
    taken: dict[str, str] = {}
    for group in document.groups.values():
        members = [id for id in group.members if id in ids]
        if len({up.get(id) for id in members}) == 1 and not taken.keys() & set(members):
            taken.update(dict.fromkeys(members, group.id))
    return taken


def _ends(document: Document, id: str) -> tuple[str, ...]:
    """A flow to a group pulls each of its members."""
    group = document.groups.get(id)
    return group.members if group else (id,)


def boxes_of(document: Document) -> dict[str, Rect]:
    """The box of every component: where its file entry or the arrangement puts it."""
    fallback = unplaced(document)
    return {id: box_of(document.layout.get(id), fallback.get(id, (0, 0))) for id in document.components}


def box_of(entry: LayoutEntry | None, fallback: tuple[int, int]) -> Rect:
    """The box that a layout entry says, else a card of the usual size at the fallback."""
    if isinstance(entry, Placement):
        return Rect(round(entry.x), round(entry.y), round(entry.w or CARD_W), round(entry.h or CARD_H))
    return Rect(*fallback, CARD_W, CARD_H)
