"""Boxes of boundaries and groups: drawn around what they hold, outer ones first.

A frame is its members' box plus a margin and room for its title. A stated box is kept and grows to hold
its members. Moving a card recomputes only the frames around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlsd_studio.layout.boundary import PADDING, TITLE
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model import Document
from mlsd_studio.model.records import TREE_BOUNDARIES, Boundary, Placement

if TYPE_CHECKING:
    from mlsd_studio.drawing.folding import Folding


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels that a frame keeps free around its members."""

    side: int
    top: int
    bottom: int


TREE = Margins(PADDING, PADDING + TITLE, PADDING)
OVERLAY = Margins(16, 16, 16 + TITLE)
GROUP = Margins(10, 10, 10 + TITLE)
EMPTY_SIZE = (240, 140)


class Frames:
    """The frames of a document over the boxes of its components; `rects` has them outer first.

    Boundaries that a `folding` draws as cards have a box there and no frame; those inside them have neither.
    """

    def __init__(self, document: Document, boxes: Mapping[str, Rect], folding: Folding | None = None) -> None:
        self._document = document
        self._boxes = boxes
        self._inside = folding.inside if folding else {}
        closed = {*folding.inside, *folding.owner} if folding else set()
        self._members = _members(document, boxes, closed)
        self._holders: dict[str, list[str]] = {}
        for id, members in self._members.items():
            for member in members:
                self._holders.setdefault(member, []).append(id)
        self.rects: dict[str, Rect] = {}
        self.floating: set[str] = set()
        """Boundaries that hold nothing and have no place: they are drawn below all others."""
        self._hulls: dict[str, Rect | None] = {}
        """The box around the members of each frame, without margins."""
        self._build()

    def refresh(self, moved: Iterable[str], before: Mapping[str, Rect] | None = None) -> set[str]:
        """Follow cards or frames that moved; answers the frames whose box changed.

        `before` tells where cards were: a frame whose members' box stays, or only grows, is then not worked
        out from all of them.
        """
        was = dict(before or {})
        own = set(moved) & self._members.keys()
        touched: dict[str, list[str]] = {id: [] for id in own}
        waiting = list(moved)
        while waiting:
            one = waiting.pop()
            for holder in self._holders.get(one, ()):
                if holder not in touched:
                    waiting.append(holder)
                touched.setdefault(holder, []).append(one)
        if not touched:
            return set()
        was |= {id: self.rects[id] for id in touched}
        done = {id: rect for id, rect in self.rects.items() if id not in touched}
        stale = {id: None if id in own else members for id, members in touched.items()}
        for id in touched:
            self.rects[id] = self._follow(id, done, frozenset(), stale, was)
        return {id for id in touched if self.rects[id] != was[id]}

    def _follow(
        self,
        id: str,
        done: dict[str, Rect],
        above: frozenset[str],
        stale: Mapping[str, list[str] | None],
        was: Mapping[str, Rect],
    ) -> Rect:
        """As `_rect`, from where the members that moved were and are, where that is enough to know."""
        hull, members = self._hulls.get(id), stale.get(id)
        if id in done or hull is None or members is None:
            return self._rect(id, done, above)
        for one in members:
            old = was.get(one)
            if old is None or one in above or one == id:
                return self._rect(id, done, above)
            new = self._boxes.get(one) or self._follow(one, done, above | {id}, stale, was)
            if _may_shrink(hull, old, new):
                return self._rect(id, done, above)
            hull = enclosing((hull, new))
        self._hulls[id] = hull
        rect = done[id] = enclosing(self._parts(id, hull))
        return rect

    def shift(self, dx: int, dy: int) -> None:
        """Follow everything, stated boxes included, by the same way."""
        self.rects = {id: rect.moved(dx, dy) for id, rect in self.rects.items()}
        self._hulls = {id: hull and hull.moved(dx, dy) for id, hull in self._hulls.items()}

    def holder(self, id: str) -> str | None:
        """The first frame that holds a frame or card, None outside of all."""
        return next(iter(self._holders.get(id, ())), None)

    def cards(self, id: str) -> list[str]:
        """Ids of all components and collapsed boundaries inside a frame, those of inner ones included, sorted."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [id]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            if one in self._boxes or one in self._document.components:
                found.add(one)
            waiting.extend(self._members.get(one, ()) or self._inside.get(one, ()))
        return sorted(found)

    def _build(self) -> None:
        done: dict[str, Rect] = {}
        for id in self._members:
            self._rect(id, done, frozenset())
        order = {id: place for place, id in enumerate(self._members)}
        ranks = {id: (_rank(self._document, id), self._depth(id), order[id]) for id in self._members}
        self.rects = {id: done[id] for id in sorted(self._members, key=ranks.__getitem__)}

    def _depth(self, id: str) -> int:
        depth, seen = 0, {id}
        waiting = [id]
        while waiting:
            holders = [one for at in waiting for one in self._holders.get(at, ()) if one not in seen]
            seen.update(holders)
            depth += bool(holders)
            waiting = holders
        return depth

    def _rect(self, id: str, done: dict[str, Rect], above: frozenset[str]) -> Rect:
        """The box of a frame; inner frames first. A frame that holds itself counts once."""
        if id in done:
            return done[id]
        inner = [
            self._boxes[one] if one in self._boxes else self._rect(one, done, above | {id})
            for one in self._members[id]
            if one not in above and one != id
        ]
        self._hulls[id] = enclosing(inner) if inner else None
        parts = self._parts(id, self._hulls[id])
        if parts:
            rect = enclosing(parts)
        else:
            self.floating.add(id)
            rect = Rect(0, 0, *EMPTY_SIZE)
            if done or self._boxes:
                hull = enclosing([*self._boxes.values(), *done.values()])
                rect = Rect(hull.x, hull.bottom + TREE.side, *EMPTY_SIZE)
        done[id] = rect
        return rect

    def _parts(self, id: str, hull: Rect | None) -> list[Rect]:
        """What a frame is drawn around: its members' box with margins, and the stated box."""
        margins, placed = _margins(self._document.boundaries.get(id)), self._document.layout.get(id)
        rects = []
        if hull is not None:
            width, height = hull.w + 2 * margins.side, hull.h + margins.top + margins.bottom
            rects.append(Rect(hull.x - margins.side, hull.y - margins.top, width, height))
        if isinstance(placed, Placement) and (
            hull is None or (placed.w is not None and placed.h is not None)
        ):
            w, h = placed.w or EMPTY_SIZE[0], placed.h or EMPTY_SIZE[1]
            rects.append(Rect(round(placed.x), round(placed.y), round(w), round(h)))
        return rects


def _members(document: Document, boxes: Mapping[str, Rect], closed: set[str]) -> dict[str, tuple[str, ...]]:
    """Frame id -> ids of the components and boundaries in it, `within` included; `closed` ones have no frame."""
    found: dict[str, dict[str, None]] = {id: {} for id in document.boundaries if id not in closed}
    for boundary in document.boundaries.values():
        for member in boundary.members if boundary.id in found else ():
            if member in boxes or member in found:
                found[boundary.id][member] = None
        if boundary.within in found and (boundary.id in found or boundary.id in boxes):
            found[boundary.within][boundary.id] = None
    for group in document.groups.values():
        present = [member for member in group.members if member in boxes]
        if present:
            found[group.id] = dict.fromkeys(present)
    return {id: tuple(members) for id, members in found.items()}


def _rank(document: Document, id: str) -> int:
    boundary = document.boundaries.get(id)
    if boundary is None:
        return 2
    return 0 if boundary.kind in TREE_BOUNDARIES else 1


def _margins(boundary: Boundary | None) -> Margins:
    if boundary is None:
        return GROUP
    return TREE if boundary.kind in TREE_BOUNDARIES else OVERLAY


def _may_shrink(hull: Rect, old: Rect, new: Rect) -> bool:
    """Whether the box around all members may be smaller after one of them went from `old` to `new`."""
    return (
        (old.x == hull.x and new.x > hull.x)
        or (old.y == hull.y and new.y > hull.y)
        or (old.right == hull.right and new.right < hull.right)
        or (old.bottom == hull.bottom and new.bottom < hull.bottom)
    )
