"""Where everything of a design is drawn: cards, frames, notes and routes, kept up to date by changes.

`Geometry` reads the document and never writes it. What has no place in the file gets one here, so that a
file without a layout opens well; `update` follows a change by doing only what it touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from mlsd_studio.drawing import note
from mlsd_studio.drawing.flow import label_size
from mlsd_studio.drawing.frames import Frames
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.routing import Flow as Wire
from mlsd_studio.layout.routing import Route, Router
from mlsd_studio.model import Change, Document
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import Flow, LayoutEntry, Placement, Waypoints

if TYPE_CHECKING:
    from mlsd_studio.layout.layered import Arrangement, Graph

CARD_W, CARD_H = 196, 72
GAP = 48
"""Pixels between placed cards and those that the file gives no place."""

MANY = 24
"""From so many cards moved at once, flows among them are carried along instead of routed again."""

FLOW_WEIGHTS = {"telemetry": 0.0, "control": 0.0, "replicate": 0.0, "feedback": 0.4}
"""How much a kind of flow decides the reading direction; all others count 1."""


class Geometry:
    """Boxes and routes of one document, in whole pixels at 100 %, y down."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._fallback = _unplaced(document)
        self.boxes: dict[str, Rect] = {id: self._box(id) for id in document.components}
        self.frames = Frames(document, self.boxes)
        self.notes: dict[str, Rect] = {}
        self.routes: dict[str, Route] = {}
        self._place_notes(document.notes)
        self._router = Router(self.boxes, self.frames.rects)
        self._spans: dict[str, tuple[int, int, int, int]] = {}
        self._carried: set[str] = set()
        self._route(list(document.flows), afresh=True)

    # -- reading ---------------------------------------------------------------------------------

    def rect(self, id: str) -> Rect | None:
        """The box of a component, boundary, group or note; None for anything else."""
        return self.boxes.get(id) or self.frames.rects.get(id) or self.notes.get(id)

    def route(self, flow_id: str) -> Route | None:
        """The route of a flow; None for anything else."""
        return self.routes.get(flow_id)

    def bounds(self, ids: Iterable[str] | None = None) -> Rect:
        """The smallest box around everything, or around the elements named; empty at the origin if none.

        Half a label's width and height count around the middle of a flow's label.
        """
        rects = list(self._extents(ids))
        return enclosing(rects) if rects else Rect(0, 0, 0, 0)

    # -- following changes -----------------------------------------------------------------------

    def update(self, change: Change) -> set[str]:
        """Follow one change that was applied to the document; answers the ids that look different now.

        Flows at what moved, and flows that a moved card now blocks, are routed again; others stay. Where
        many cards move together, the flows among them are carried along as they are.
        """
        before = {id: self.boxes[id] for id in change.touched("components", "layout") if id in self.boxes}
        touched = change.touched("components", "flows", "boundaries", "groups", "notes", "layout")
        moved = self._follow_cards(change)
        framed = self._follow_frames(change, moved)
        self._follow_notes(change)
        self._router.move({id: self.boxes[id] for id in moved if id in self.boxes})
        flows = self._affected(change, moved | framed)
        carried = self._carry(flows - change.touched("flows", "layout"), before, moved)
        self._route(sorted(self._with_carried_neighbours(flows - carried)))
        return touched | moved | framed | flows

    def _follow_cards(self, change: Change) -> set[str]:
        moved: set[str] = set()
        for id in sorted(change.touched("components", "layout")):
            if id not in self._document.components:
                if self.boxes.pop(id, None) is not None:
                    self._router.remove([id])
                    moved.add(id)
                continue
            rect = self._box(id)
            if self.boxes.get(id) != rect:
                self.boxes[id] = rect
                moved.add(id)
        return moved

    def _follow_frames(self, change: Change, moved: set[str]) -> set[str]:
        rebuilt = change.touched("boundaries", "groups") or any(
            edit.table == "components" and (edit.before is None or edit.after is None)
            for edit in change.edits
        )
        if rebuilt:
            before = self.frames.rects
            self.frames = Frames(self._document, self.boxes)
            after = self.frames.rects
            framed = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
            self._router.remove(sorted(before.keys() - after.keys()))
        else:
            framed = self.frames.refresh(sorted(moved | change.touched("layout")))
        if framed:
            self._router.set_boundaries(self.frames.rects)
        return framed

    def _follow_notes(self, change: Change) -> None:
        ids = change.touched("notes", "layout")
        for id in sorted(ids & self.notes.keys()):
            del self.notes[id]
        self._place_notes(sorted(ids & self._document.notes.keys()))

    def _affected(self, change: Change, moved: set[str]) -> set[str]:
        """Flows to route again, after forgetting those that are gone."""
        flows = self._document.flows
        wanted = change.touched("flows", "layout") & (flows.keys() | self.routes.keys())
        for id in moved:
            wanted.update(other for table, other in self._document.referrers(id) if table == "flows")
        gone = sorted(wanted - flows.keys())
        self._router.remove(gone)
        for id in gone:
            self.routes.pop(id, None)
            self._spans.pop(id, None)
        wanted.difference_update(gone)
        cards = [self.boxes[id] for id in sorted(moved & self.boxes.keys())]
        wanted.update(self._blocked_by(cards, wanted))
        return wanted

    def _blocked_by(self, cards: list[Rect], known: set[str]) -> list[str]:
        """Flows, other than those known already, that run through one of the cards."""
        if not cards:
            return []
        x, y, w, h = enclosing(cards)
        near = [
            key
            for key, (x0, y0, x1, y1) in self._spans.items()
            if x0 < x + w and x1 > x and y0 < y + h and y1 > y and key not in known
        ]
        return [key for key in near if any(_runs_through(self.routes[key].points, card) for card in cards)]

    def _carry(self, flows: set[str], before: Mapping[str, Rect], moved: set[str]) -> set[str]:
        """Shift the flows among cards that all moved by the same way, where nothing is in their way there."""
        if len(moved) < MANY or not moved <= before.keys() & self.boxes.keys():
            return set()
        ways = {(self.boxes[id].x - before[id].x, self.boxes[id].y - before[id].y) for id in moved}
        if len(ways) != 1 or any(self.boxes[id][2:] != before[id][2:] for id in moved):
            return set()
        [(dx, dy)] = ways
        hull = enclosing(self.boxes[id] for id in moved).grown(GAP)
        resting = [box for id, box in self.boxes.items() if id not in moved and box.overlaps(hull)]
        carried = set()
        for id in sorted(flows & self.routes.keys()):
            flow, route = self._document.flows[id], self.routes[id]
            points = tuple((x + dx, y + dy) for x, y in route.points)
            inside = flow.source in moved and flow.target in moved
            if inside and not any(_runs_through(points, box) for box in resting):
                self._keep(id, Route(points, (route.label_at[0] + dx, route.label_at[1] + dy)))
                carried.add(id)
        self._carried |= carried
        return carried

    def _with_carried_neighbours(self, flows: set[str]) -> set[str]:
        """The flows with those carried ones that share an end: the router must see where they are now."""
        if not self._carried or not flows:
            return flows
        records = self._document.flows
        ends = {end for id in flows for end in (records[id].source, records[id].target)}
        near = {
            id for id in self._carried & records.keys() if {records[id].source, records[id].target} & ends
        }
        self._carried -= near | flows
        return flows | near

    # -- placing ---------------------------------------------------------------------------------

    def _box(self, id: str) -> Rect:
        entry = self._document.layout.get(id)
        if isinstance(entry, Placement):
            w, h = round(entry.w or CARD_W), round(entry.h or CARD_H)
            return Rect(round(entry.x), round(entry.y), w, h)
        if id not in self._fallback:
            hull = enclosing(self.boxes.values()) if self.boxes else Rect(0, 0, 0, -GAP)
            self._fallback[id] = (hull.x, hull.bottom + GAP)
        return Rect(*self._fallback[id], CARD_W, CARD_H)

    def _place_notes(self, ids: Iterable[str]) -> None:
        for id in ids:
            entry = self._document.layout.get(id)
            placed = entry if isinstance(entry, Placement) else None
            w, h = note.size(self._document.notes[id].text, placed.w if placed else None)
            h = max(h, round(placed.h or 0)) if placed else h
            if placed:
                x, y = round(placed.x), round(placed.y)
            else:
                hull = self.bounds()
                x, y = hull.x, hull.bottom + GAP // 2
            self.notes[id] = Rect(x, y, w, h)

    def _extents(self, ids: Iterable[str] | None) -> Iterator[Rect]:
        wanted = None if ids is None else set(ids)
        for table in (self.boxes, self.frames.rects, self.notes):
            yield from (rect for id, rect in table.items() if wanted is None or id in wanted)
        for id, route in self.routes.items():
            if wanted is not None and id not in wanted:
                continue
            xs, ys = [x for x, _ in route.points], [y for _, y in route.points]
            yield Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
            w, h = label_size(self._document.flows[id])
            if w:
                x, y = route.label_at
                yield Rect(x - w // 2, y - h // 2, w, h)

    # -- routing ---------------------------------------------------------------------------------

    def _route(self, ids: list[str], *, afresh: bool = False) -> None:
        wires = [self._wire(self._document.flows[id]) for id in ids if self._has_ends(id)]
        for id in ids:
            self.routes.pop(id, None)
            self._spans.pop(id, None)
        routes = self._router.route_all(wires) if afresh else self._router.route(wires)
        for id, route in routes.items():
            self._keep(id, route)

    def _keep(self, id: str, route: Route) -> None:
        xs, ys = [x for x, _ in route.points], [y for _, y in route.points]
        self.routes[id] = route
        self._spans[id] = (min(xs), min(ys), max(xs), max(ys))

    def _has_ends(self, id: str) -> bool:
        flow = self._document.flows[id]
        return all(end in self.boxes or end in self.frames.rects for end in (flow.source, flow.target))

    def _wire(self, flow: Flow) -> Wire:
        entry = self._document.layout.get(flow.id)
        points = entry.points if isinstance(entry, Waypoints) else ()
        way = tuple((round(x), round(y)) for x, y in points)
        return Wire(flow.id, flow.source, flow.target, *label_size(flow), way)


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
        known = Geometry(document).boxes
        dx = min(known[id].x for id in chosen) - min(x for x, _ in arranged.positions.values())
        dy = min(known[id].y for id in chosen) - min(y for _, y in arranged.positions.values())
    entries: dict[str, LayoutEntry | None] = {}
    for id, (x, y) in arranged.positions.items():
        old = document.layout.get(id)
        size = (old.w, old.h) if isinstance(old, Placement) else (None, None)
        entries[id] = Placement(x + dx, y + dy, *size)
    for id, rect in arranged.boundaries.items():
        if ids is None and isinstance(document.layout.get(id), Placement):
            entries[id] = Placement(*rect)
    for flow in document.flows.values():
        if flow.id in document.layout and {flow.source, flow.target} & chosen:
            entries[flow.id] = None
    return entries


def _unplaced(document: Document) -> dict[str, tuple[int, int]]:
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

    return arrange(_graph(document, ids), Options(route=False))


def _graph(document: Document, ids: set[str]) -> Graph:
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


def _runs_through(points: tuple[tuple[int, int], ...], rect: Rect) -> bool:
    return any(
        min(ax, bx) < rect.right
        and max(ax, bx) > rect.x
        and min(ay, by) < rect.bottom
        and max(ay, by) > rect.y
        for (ax, ay), (bx, by) in pairwise(points)
    )
