"""What lies where: the geometry of a document, indexed, with what each card shows. No Qt.

`update` follows a change and answers which areas of the world look different, so that only they are
painted again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from mlsd_studio.canvas.extents import between, grown, holds, note_extents, strips
from mlsd_studio.canvas.recolouring import of_another_layer, retinted_frames
from mlsd_studio.canvas.view import Area
from mlsd_studio.collector import without_collector
from mlsd_studio.drawing.build import frame_layer
from mlsd_studio.drawing.card import Badge, CardLook, layer_of, look_of
from mlsd_studio.drawing.flow import crossings, stroke_token
from mlsd_studio.drawing.folded import look_of_folded
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.drawing.lanes import ROOM as FLOW_ROOM
from mlsd_studio.drawing.settling import Settling
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.index import ExtentIndex
from mlsd_studio.layout.index import Rect as Extent
from mlsd_studio.model import Change, Document
from mlsd_studio.model.edits.placement import is_locked
from mlsd_studio.model.records import LAYOUT

MANY = 400
"""From so many elements touched at once the whole scene is painted again, not each place."""
CARD_ROOM = 28
"""World pixels around a card that its shadow, badge, ports and selection may cover."""


@dataclass(frozen=True, slots=True)
class Together:
    """What was last moved as one: the places that a selection stands for, in one revision of the design."""

    selection: tuple[str, ...]
    revision: int
    ids: frozenset[str]


EVERYWHERE = Area(-1e7, -1e7, 2e7, 2e7)


class Scene:
    """Boxes, frames, notes and routes of one document, found by place.

    With `quick`, the flows of a big design are sketched at first: `settle` takes their real routes.
    """

    def __init__(
        self, document: Document, badges: dict[str, Badge] | None = None, *, quick: bool = False
    ) -> None:
        self.document = document
        with without_collector():
            self.geometry = Geometry(document, quick=quick)
        self.badges: dict[str, Badge] = badges or {}
        self.full: frozenset[str] = frozenset()
        """Flows into a component that gets more than it can do."""
        self._cards, self._notes = ExtentIndex(), ExtentIndex()
        self._looks: dict[str, CardLook] = {}
        self.smalls: dict[str, Hashable] = {}
        self._all_cards: list[str] | None = None
        self.version = 0
        self.together: Together | None = None
        self.offset = 0, 0
        """How far the whole drawing was moved, in pixels; what was made before need only be moved as far."""
        self._jumps: dict[str, tuple[tuple[float, float], ...]] = {}
        self._layers: dict[str, str] = {}
        self._rank: dict[str, int] = {}
        self._bounds: Area | None = None
        self._locked: frozenset[str] | None = None
        self._frames: dict[str, Rect] = {}
        self.lifted: frozenset[str] = frozenset()
        """What is painted over the drawing while it is dragged."""
        self._cards.put_all({id: (grown(box, CARD_ROOM),) for id, box in self.geometry.boxes.items()})
        for id in (*document.notes, *self.geometry.frames.rects):
            self._index(id)
        self._rank_all()

    def _rank_all(self) -> None:
        """The order of painting is that of the file."""
        document, frames = self.document, self.geometry.frames.rects
        folded = self.geometry.folding.inside
        everything = (*document.components, *folded, *document.notes, *document.flows, *frames)
        self._rank = dict(zip(everything, range(len(everything)), strict=True))

    def settle(self, settling: Settling) -> bool:
        """Take the routes that were found meanwhile; False when the design has changed since."""
        if not self.geometry.take(settling):
            return False
        self._jumps.clear()
        self._bounds = None
        return True

    def route_anew(self) -> None:
        """Find all routes as in a design just opened."""
        self.geometry.route_anew()
        self._jumps.clear()
        self._bounds = None
        self.version += 1

    def lift(self, ids: frozenset[str]) -> list[Area]:
        """Take elements off the drawing, instead of those before; the areas that look different.

        No flow hops over a lifted one, and none of these hops over others.
        """
        ways = sorted(self.lifted ^ ids)
        self.lifted = ids
        areas = self.extents(ways)
        for id in ways:
            self._jumps.pop(id, None)
        self._drop_jumps(areas)
        return areas

    # -- finding -----------------------------------------------------------------------------------

    def cards_in(self, *areas: Area) -> list[str]:
        """Components whose card may show in one of the areas, in painting order."""
        bounds = self._bounds  # not worked out for this: while a card is dragged it changes all the time
        if bounds is not None and any(holds(area, bounds) for area in areas):
            if self._all_cards is None:
                self._all_cards = sorted(self.geometry.boxes, key=self._rank.__getitem__)
            return self._all_cards
        return self._found(self._cards, areas)

    def flows_in(self, *areas: Area) -> list[str]:
        """Flows that may show in one of the areas, in painting order."""
        lanes = self.geometry.lanes
        found = dict.fromkeys(id for area in areas for id in lanes.near(area))
        return self.in_order(found)

    def notes_in(self, *areas: Area) -> list[str]:
        """Notes, with the lines to what they are about, that may show in one of the areas."""
        return self._found(self._notes, areas)

    def frames_in(self, *areas: Area) -> list[str]:
        """Boundaries and groups that may show in one of the areas, outer ones first."""
        found = []
        for id, (x, y, w, h) in self.geometry.frames.rects.items():
            for left, top, wide, high in areas:
                if (
                    x - 12 <= left + wide
                    and x + w + 12 >= left
                    and y - 12 <= top + high
                    and y + h + 12 >= top
                ):
                    found.append(id)
                    break
        return found

    def edges(self, frame: str) -> tuple[Extent, ...]:
        """The strips that a frame's edge and title are drawn in; the rest of it is plain ground."""
        x, y, w, h = self.geometry.frames.rects[frame]
        return (
            (x - 2, y - 2, w + 4, 34),
            (x - 2, y + h - 30, w + 4, 32),
            (x - 2, y - 2, 4, h + 4),
            (x + w - 2, y - 2, 4, h + 4),
        )

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """Elements in painting order."""
        return sorted(ids, key=self._rank.__getitem__)

    def _found(self, index: ExtentIndex, areas: Iterable[Area]) -> list[str]:
        found = dict.fromkeys(id for area in areas for id in index.near(area))
        return self.in_order(found)

    def rect(self, id: str) -> Rect | None:
        """The box of a component, boundary, group or note."""
        return self.geometry.rect(id)

    def drawn_end(self, id: str) -> str:
        """What an end of a flow is drawn at."""
        return self.geometry.shown_as(id)

    def area(self, ids: Iterable[str]) -> Area | None:
        """The rectangle around elements and flows; None when there is nothing."""
        box = self.geometry.bounds(ids)
        return Area(*box) if box.w or box.h else None

    @property
    def bounds(self) -> Area | None:
        """The rectangle around everything; None for an empty design."""
        if self._bounds is None:
            self._bounds = Area(*self.geometry.bounds())
        return self._bounds if self._bounds.w or self._bounds.h else None

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to draw."""
        return self.geometry.is_empty

    # -- what is shown -------------------------------------------------------------------------------

    def look(self, id: str) -> CardLook:
        """What the card of a component shows."""
        look, box = self._looks.get(id), self.geometry.box(id)
        if look is None or look.w != box.w or look.h != box.h:
            component = self.document.components.get(id)
            if component is None:
                look = look_of_folded(self.document, self.geometry, id, self.badges)
            else:
                look = look_of(component, self.badges.get(id), w=box.w, h=box.h)
            self._looks[id] = look
        return look

    def small(self, id: str) -> Hashable:
        """What of a card's look can be seen from afar; equal ones share a sprite. Kept in `smalls`."""
        look = self.look(id)
        found = self.smalls[id] = (look.icon, look.layer, look.severity, look.w, look.h)
        return found

    def card_layer(self, id: str) -> str:
        """The layer of a card."""
        component = self.document.components.get(id)
        return layer_of(component) if component else self.look(id).layer

    def jumps(self, id: str) -> tuple[tuple[float, float], ...]:
        """Where a flow hops over others."""
        known = self._jumps.get(id)
        if known is None:
            lanes = self.geometry.lanes
            areas = [Area(*extent) for extent in lanes.extents(id) if extent[3] <= 2 * FLOW_ROOM]
            found = () if id in self.lifted else self.flows_in(*areas)
            routes = ((other, lanes.route(other)) for other in found if other not in self.lifted)
            near = {other: route.points for other, route in routes if route is not None}
            known = self._jumps[id] = crossings(near, (id,)).get(id, ()) if len(near) > 1 else ()
        return known

    @property
    def locked(self) -> frozenset[str]:
        """What is locked where it is."""
        if self._locked is None:
            self._locked = frozenset(id for id in self.document.layout if is_locked(self.document, id))
        return self._locked

    def _follow_locks(self, change: Change) -> None:
        """A place may lock what it places, or let it go; to be shifted does neither."""
        if self._locked is not None:
            for edit in change.edits:
                if edit.table == LAYOUT and is_locked(self.document, edit.id) != (edit.id in self._locked):
                    self._locked ^= {edit.id}

    def layer(self, frame: str) -> str:
        """The layer that tints a boundary."""
        layer = self._layers.get(frame)
        if layer is None:
            layer = self._layers[frame] = frame_layer(self.document, self.geometry, frame)
        return layer

    def holder(self, frame: str) -> str | None:
        """The boundary that a boundary is drawn in."""
        return self.geometry.frames.holder(frame)

    def source_layer(self, flow: str) -> str:
        """The layer of the component a flow comes from."""
        source = self.document.components.get(self.document.flows[flow].source)
        return layer_of(source) if source else "platform"

    def flow_token(self, flow: str) -> str:
        """The colour token of a flow's line."""
        if flow in self.full:
            return "bad"
        return stroke_token(self.document.flows[flow].kind, self.source_layer(flow))

    # -- following -----------------------------------------------------------------------------------

    def update(self, change: Change) -> tuple[set[str], list[Area]]:
        """Follow an applied change: the ids that look different, and the areas to paint again.

        The areas are of the drawing, without what is lifted off it.
        """
        lanes = self.geometry.lanes
        lanes.changed.clear()
        shift = self.geometry.shifts(change)
        if shift is not None:
            self._shift(shift.dx, shift.dy)
            return set(), [EVERYWHERE]
        touched = self.geometry.update(change)
        touched |= {self.drawn_end(id) for id in touched}
        self._bounds = self._all_cards = None
        self.version += 1
        self._follow_locks(change)
        if any(edit.index is not None and edit.after is not None for edit in change.edits):
            self._rank_all()
        for id in sorted(touched):
            self.smalls.pop(id, None)
            if id in self.geometry.boxes or id in self.geometry.frames.rects:
                touched |= {note for table, note in self.document.referrers(id) if table == "notes"}
        retinted = bool(change.touched("components", "boundaries", "groups", "views"))
        tints, self._layers = self._layers, {} if retinted else self._layers
        touched |= self.geometry.flows_at(of_another_layer(change))
        if len(touched) > MANY or change.touched("views"):
            return touched, self._follow_many(touched, retinted)
        dirty = retinted_frames(self.geometry, tints, self.layer) if retinted else list[Area]()
        for id in sorted(touched):
            before, was = self._covered(id) or lanes.changed.get(id, ()), self._frames.get(id)
            if retinted:
                self._looks.pop(id, None)
            self._rank.setdefault(id, len(self._rank))
            after = self._index(id)
            if id in self.lifted:
                continue
            if id in lanes.changed:
                self._jumps.pop(id, None)
                self._drop_jumps((*before, *after))
            dirty += [Area(*extent) for extent in dict.fromkeys((*before, *after))]
            dirty += between(was, self._frames.get(id), retinted)
        return touched, dirty

    def _shift(self, dx: int, dy: int) -> None:
        """Follow a change that moved everything."""
        self.geometry.shift(dx, dy)
        self.offset = self.offset[0] + dx, self.offset[1] + dy
        self._cards.shift(dx, dy)
        self._notes.shift(dx, dy)
        self._frames = {id: rect.moved(dx, dy) for id, rect in self._frames.items()}
        self._jumps = {id: tuple((x + dx, y + dy) for x, y in at) for id, at in self._jumps.items()}
        if self._bounds is not None:
            self._bounds = self._bounds._replace(x=self._bounds.x + dx, y=self._bounds.y + dy)

    def _follow_many(self, touched: set[str], retinted: bool) -> list[Area]:
        """As `update` for a change of very much: everything is painted again."""
        self._jumps.clear()
        routes = self.geometry.routes
        for id in touched:
            if id in routes:
                self._rank.setdefault(id, len(self._rank))
                continue
            if retinted:
                self._looks.pop(id, None)
            self._rank.setdefault(id, len(self._rank))
            self._index(id)
        return [EVERYWHERE]

    def set_badges(self, badges: dict[str, Badge]) -> list[Area]:
        """Show other findings on the cards; the areas to paint again."""
        stale = {id for id in badges.keys() | self.badges.keys() if badges.get(id) != self.badges.get(id)}
        self.badges = badges
        for id in stale:
            for shown in (id, self.drawn_end(id)):
                self._looks.pop(shown, None)
                self.smalls.pop(shown, None)
        return self.extents(sorted({self.drawn_end(id) for id in stale}))

    def set_full(self, flows: frozenset[str]) -> set[str]:
        """Draw other flows as overloaded; the ids that look different."""
        changed = set(self.full ^ flows)
        self.full = flows
        return changed

    def extents(self, ids: Iterable[str]) -> list[Area]:
        """The areas that elements cover, decoration included."""
        lanes = self.geometry.lanes
        return [Area(*extent) for id in ids for extent in self._covered(id) or lanes.extents(id)]

    def _covered(self, id: str) -> tuple[Extent, ...]:
        """What anything but a flow covers."""
        frame = self._frames.get(id)
        return strips(frame) if frame is not None else self._cards.of(id) or self._notes.of(id)

    def _drop_jumps(self, extents: Iterable[Extent]) -> None:
        """A flow came or went here: what hopped over it, or has to now, is worked out anew."""
        if not self._jumps:
            return
        lanes = self.geometry.lanes
        for piece in (Area(*extent) for extent in extents if extent[2] <= 2 * FLOW_ROOM):
            for other in lanes.near(piece):
                level = (extent for extent in lanes.extents(other) if extent[3] <= 2 * FLOW_ROOM)
                if other in self._jumps and any(piece.meets(*extent) for extent in level):
                    del self._jumps[other]

    def _index(self, id: str) -> tuple[Extent, ...]:
        """Note where an element lies now; answers its extents."""
        extents: tuple[Extent, ...] = ()
        index: ExtentIndex | None = None
        if id in self.geometry.routes:
            return self.geometry.lanes.extents(id)
        if id in self.geometry.boxes:
            index, extents = self._cards, (grown(self.geometry.boxes[id], CARD_ROOM),)
            self._frames.pop(id, None)
        elif id in self.geometry.notes:
            index, extents = self._notes, note_extents(self.geometry, id)
        elif id in self.geometry.frames.rects:
            frame = self._frames[id] = self.geometry.frames.rects[id]
            extents = strips(frame)
        else:
            self._frames.pop(id, None)
        for other in (self._cards, self._notes):
            if other is not index:
                other.remove(id)
        if index is not None:
            index.put(id, extents)
        return extents
