"""Where everything of a design is drawn: cards, frames, notes and routes, kept up to date by changes.

`Geometry` reads the document and never writes it. What has no place in the file gets one here, so that a
file without a layout opens well; `update` follows a change by doing only what it touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mlsd_studio.drawing.arranging import CARD_H, CARD_W, GAP
from mlsd_studio.drawing.boxes import Boxes
from mlsd_studio.drawing.extents import extents
from mlsd_studio.drawing.flow import label_size
from mlsd_studio.drawing.folding import Folding
from mlsd_studio.drawing.frames import Frames
from mlsd_studio.drawing.lanes import Lanes, runs_through
from mlsd_studio.drawing.loose import comes_or_goes
from mlsd_studio.drawing.wiring import Wiring
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.routing import Flow as Wire
from mlsd_studio.layout.routing import Route, Router, sketch
from mlsd_studio.model import Change, Document
from mlsd_studio.model.changes import Shift
from mlsd_studio.model.records import Flow, Waypoints

if TYPE_CHECKING:
    from mlsd_studio.drawing.settling import Settling

MANY = 24
"""From so many cards moved at once, flows among them are carried along instead of routed again."""

MANY_MOVED = 200
"""From so many cards moved at once, the flows among them are only found again when somebody looks for them."""

MOST = 0.6
"""From this share of all cards moved different ways, all flows are routed anew, as when the file is opened."""

AT_ONCE = 100
"""Designs with more flows are drawn with sketched ones at first, when asked to be quick."""


class Geometry(Boxes):
    """Boxes and routes of one document, in whole pixels at 100 %, y down.

    With `quick`, a big design has sketched routes until a `Settling` made from it has run and was taken;
    `revision` counts the changes that were followed.
    """

    def __init__(self, document: Document, *, quick: bool = False) -> None:
        super().__init__(document)
        self._all: frozenset[str] | None = None
        self.folding = Folding(document)
        self.afloat: set[str] = set()
        """Collapsed boundaries that hold nothing and have no place."""
        self._place_all(self.folding.owner)
        self.boxes.update(self._folded())
        self.frames = Frames(document, self.boxes, self.folding)
        self.lanes = Lanes()
        self._place_notes(document.notes)
        self._place_loose_notes(self.frames.rects.values())
        self.revision = 0
        self._carried: set[str] = set()
        self._quick = quick
        self.settled = not quick or len(document.flows) <= AT_ONCE
        self._made: Wiring | None = None
        if self.settled:
            self._route(list(document.flows), afresh=True)
        else:
            self._sketch(document.flows)

    @property
    def _router(self) -> Wiring:
        if self._made is None:
            self._made = Wiring(Router(self.boxes, self.frames.rects))
        return self._made

    @property
    def routes(self) -> dict[str, Route]:
        """The route of every flow that has both ends."""
        return self.lanes.routes

    def take(self, settling: Settling) -> bool:
        """Show the routes that a settling has found; False, and no change, when they are out of date."""
        if settling.origin is not self or settling.revision != self.revision:
            return False
        self._made, self.lanes = Wiring(settling.router), settling.lanes
        self._carried.clear()
        self.settled = True
        return True

    # -- reading ---------------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to draw."""
        return not (self._boxes or self.frames.rects or self._notes)

    def rect(self, id: str) -> Rect | None:
        """The box of a component, boundary, group or note; None for anything else."""
        return self.found(id) or self.frames.rects.get(id)

    def shown_as(self, id: str) -> str:
        """What an element is drawn as: itself, or the collapsed boundary around it."""
        return self.folding.shown(id)

    def route(self, flow_id: str) -> Route | None:
        """The route of a flow; None for anything else."""
        return self.lanes.route(flow_id)

    def bounds(self, ids: Iterable[str] | None = None) -> Rect:
        """The smallest box around everything, or around the elements named; empty at the origin if none.

        Half a label's width and height count around the middle of a flow's label.
        """
        rects = list(extents(self, ids))
        return enclosing(rects) if rects else Rect(0, 0, 0, 0)

    # -- following changes -----------------------------------------------------------------------

    def shifts(self, change: Change) -> Shift | None:
        """The way that a change moves the whole drawing by, where it does nothing else."""
        if change.edits or len(change.shifts) != 1:
            return None
        shift = change.shifts[0]
        return shift if shift.ids is self._all or self._holds_all(shift.ids) else None

    def _holds_all(self, ids: frozenset[str]) -> bool:
        """Whether these places are all that the drawing goes by."""
        document = self._document
        if not (document.components.keys() <= ids and document.notes.keys() <= ids):
            return False
        tables = (document.boundaries, document.groups, document.flows)
        if any(id in table for id in document.layout.keys() - ids for table in tables):
            return False
        self._all = ids
        return True

    def shift(self, dx: int, dy: int) -> None:
        """Follow a change that moved everything; boxes and routes follow when somebody looks at them."""
        self.revision += 1
        self._put_off(dx, dy)
        self.frames.shift(dx, dy)
        self.lanes.shift(dx, dy)
        if self._made is not None:
            self._made.shift(dx, dy)

    def update(self, change: Change) -> set[str]:
        """Follow one change that was applied to the document; answers the ids that look different now.

        Flows at what moved, and flows that a moved card now blocks, are routed again; others stay. Where
        many cards move together, the flows among them are carried along as they are.
        """
        self.revision += 1
        self._all = None
        before = {id: self.boxes[id] for id in change.touched("components", "layout") if id in self.boxes}
        touched = change.touched("components", "flows", "boundaries", "groups", "notes", "layout")
        refolded = self._refold(change)
        moved = self._follow_cards(change, refolded | self.loose.follow(change))
        moved |= self._follow_folds(change, refolded)
        framed = self._follow_frames(change, moved, bool(refolded), before)
        touched |= self._follow_notes(change)
        self._router.move({id: self.boxes[id] for id in moved if id in self.boxes})
        flows, gone = self._affected(change, moved | framed)
        if self._is_new(before, moved):
            return touched | moved | framed | refolded | gone | self.route_anew()
        carried = self._carry(flows - change.touched("flows", "layout"), before, moved)
        self._route(sorted(self._with_carried_neighbours(flows - carried)))
        return touched | moved | framed | flows | refolded | gone

    def route_anew(self) -> set[str]:
        """Route every flow as in a design just opened; answers the flows. Big designs get to it when they settle."""
        self.revision += 1
        self._carried.clear()
        flows = set(self._document.flows)
        if self._quick and len(flows) > AT_ONCE:
            self.settled = False
            for id in flows:
                self.lanes.drop(id)
            self._sketch(self._document.flows)
        else:
            self._route(list(self._document.flows), afresh=True)
        return flows

    def _is_new(self, before: Mapping[str, Rect], moved: set[str]) -> bool:
        """Whether a change arranges the design anew: most cards moved, and not all by the same way."""
        both = [id for id in before if id in moved and id in self.boxes]
        if len(both) < 3 or len(both) < MOST * len(self.boxes):
            return False
        return len({(self.boxes[id].x - before[id].x, self.boxes[id].y - before[id].y) for id in both}) > 1

    def _refold(self, change: Change) -> set[str]:
        """See which boundaries are collapsed now; answers what is drawn otherwise."""
        if not change.touched("views") and not (self.folding and change.touched("boundaries", "groups")):
            return set()
        before, self.folding = self.folding, Folding(self._document)
        return self.folding.differing(before)

    def _folded(self) -> dict[str, Rect]:
        """The card of each collapsed boundary, at the corner where its frame would be."""
        self.afloat = set()
        if not self.folding:
            return {}
        cards = {id: box for id, box in self.boxes.items() if id in self._document.components}
        whole = Frames(self._document, {**cards, **self.hidden})
        self.afloat = {id for id in self.folding.inside if id in whole.floating}
        corners = {id: whole.rects[id] for id in self.folding.inside}
        return {id: Rect(rect.x, rect.y, CARD_W, CARD_H) for id, rect in corners.items()}

    def _follow_folds(self, change: Change, refolded: set[str]) -> set[str]:
        """Follow the cards of collapsed boundaries; answers those that came, went or moved."""
        touched = change.touched("components", "layout", "boundaries")
        inside = self.folding.inside
        if not refolded and not self.afloat and not any(id in inside or id in self.hidden for id in touched):
            return set()
        moved: set[str] = set()
        after = self._folded()
        for id in sorted((refolded | after.keys()) - self._document.components.keys()):
            if id not in after:
                if self.boxes.pop(id, None) is not None:
                    self._router.remove([id])
                    moved.add(id)
            elif self.boxes.get(id) != after[id]:
                self.boxes[id] = after[id]
                moved.add(id)
        return moved

    def _follow_cards(self, change: Change, refolded: set[str]) -> set[str]:
        moved: set[str] = set()
        for id in sorted(change.touched("components", "layout") | refolded):
            if id in self.folding.inside:
                continue
            self.hidden.pop(id, None)
            if id in self._document.components and id in self.folding.owner:
                self.hidden[id] = self._box(id)
            if id not in self._document.components or id in self.folding.owner:
                if self.boxes.pop(id, None) is not None:
                    self._router.remove([id])
                    moved.add(id)
                continue
            rect = self._box(id)
            if self.boxes.get(id) != rect:
                self.boxes[id] = rect
                moved.add(id)
        return moved

    def _follow_frames(
        self, change: Change, moved: set[str], refolded: bool, boxes: Mapping[str, Rect]
    ) -> set[str]:
        rebuilt = (
            refolded
            or self.frames.floating
            or change.touched("boundaries", "groups")
            or any(comes_or_goes(edit, self._document) for edit in change.edits)
        )
        if rebuilt:
            before = self.frames.rects
            self.frames = Frames(self._document, self.boxes, self.folding)
            after = self.frames.rects
            framed = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
            self._router.remove(sorted(before.keys() - after.keys()))
        else:
            framed = self.frames.refresh(sorted(moved | change.touched("layout")), boxes)
        if framed:
            self._router.set_boundaries(self.frames.rects)
        return framed

    def _follow_notes(self, change: Change) -> set[str]:
        ids = change.touched("notes", "layout")
        for id in sorted(ids & self.notes.keys()):
            del self.notes[id]
        self._place_notes(sorted(ids & self._document.notes.keys()))
        return self._place_loose_notes(self.frames.rects.values())

    def flows_at(self, ids: Iterable[str]) -> set[str]:
        """The flows that are drawn from or to elements."""
        return self._named_flows(ids) & self.routes.keys()

    def _named_flows(self, ids: Iterable[str]) -> set[str]:
        ends = (end for id in ids for end in (id, *self.folding.inside.get(id, ())))
        return {id for end in ends for table, id in self._document.referrers(end) if table == "flows"}

    def _affected(self, change: Change, moved: set[str]) -> tuple[set[str], set[str]]:
        """Flows to route again, and those that are drawn no more, which are forgotten."""
        flows = self._document.flows
        wanted = {id for id in change.touched("flows", "layout") if id in flows or id in self.routes}
        wanted |= self._named_flows(moved)
        gone = {id for id in wanted if id not in flows or not self._has_ends(id)}
        self._router.remove(sorted(gone))
        for id in gone:
            self.lanes.drop(id)
        wanted.difference_update(gone)
        cards = [self.boxes[id] for id in sorted(moved & self.boxes.keys())]
        wanted.update(self.lanes.through(cards, wanted))
        return wanted, gone

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
        late = len(moved) > MANY_MOVED
        records, routes = self._document.flows, self.routes
        for id in sorted(flows & routes.keys()):
            flow, route = records[id], routes[id]
            points = tuple((x + dx, y + dy) for x, y in route.points)
            inside = flow.source in moved and flow.target in moved
            if inside and not any(runs_through(points, box) for box in resting):
                shifted = Route(points, (route.label_at[0] + dx, route.label_at[1] + dy))
                if late:
                    self.lanes.keep_late(id, shifted)
                else:
                    self._keep(id, shifted)
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

    # -- routing ---------------------------------------------------------------------------------

    def _route(self, ids: list[str], *, afresh: bool = False) -> None:
        wires = self.wires(ids)
        for id in ids:
            self.lanes.drop(id)
        if afresh:
            router = Router(self.boxes, self.frames.rects)
            routes, self._made = router.route_all(wires), Wiring(router)
        else:
            routes = self._router.route(wires)
        for id, route in routes.items():
            self._keep(id, route)

    def _keep(self, id: str, route: Route) -> None:
        self.lanes.keep(id, route, label_size(self._document.flows[id]))

    def _sketch(self, flows: Mapping[str, Flow]) -> None:
        places, owner = {**self.frames.rects, **self.boxes}, self.folding.owner
        found: dict[str, Route] = {}
        for id, flow in flows.items():
            source, target = flow.source, flow.target
            if owner:
                source, target = owner.get(source, source), owner.get(target, target)
                if source == target and not flow.source == flow.target == source:
                    continue  # inside a collapsed boundary
            a, b = places.get(source), places.get(target)
            if a is not None and b is not None:
                found[id] = sketch(a, b)
        self.lanes.keep_all_late(found)

    def wires(self, ids: Iterable[str] | None = None) -> list[Wire]:
        """The flows named (all when none are) that have both ends, as the router takes them."""
        flows = self._document.flows
        return [self._wire(flows[id]) for id in (flows if ids is None else ids) if self._has_ends(id)]

    def _has_ends(self, id: str) -> bool:
        flow = self._document.flows[id]
        ends = self.shown_as(flow.source), self.shown_as(flow.target)
        if ends[0] == ends[1] and ends != (flow.source, flow.target):
            return False  # inside a collapsed boundary
        return all(end in self.boxes or end in self.frames.rects for end in ends)

    def _wire(self, flow: Flow) -> Wire:
        source, target = self.shown_as(flow.source), self.shown_as(flow.target)
        return Wire(flow.id, source, target, *label_size(flow), self.waypoints(flow))

    def waypoints(self, flow: Flow) -> tuple[tuple[int, int], ...]:
        """The points that a flow is led through as it is drawn; none where it ends at a collapsed boundary."""
        entry = self._document.layout.get(flow.id)
        drawn = self.shown_as(flow.source), self.shown_as(flow.target)
        if not isinstance(entry, Waypoints) or drawn != (flow.source, flow.target):
            return ()
        return tuple((round(x), round(y)) for x, y in entry.points)
