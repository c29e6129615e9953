"""What stands below what in the outline, worked out of one state of a design. No Qt.

A row is named by an `Item`: what it is, and the id of its element. A flow has two rows, `out` below its source and
`in` below its target; a `member` is another mention of an element that has its own row elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.views import listed
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import TREE_BOUNDARIES


class Item(NamedTuple):
    """A row: its kind (boundary, component, out, in, group, member, journey, note, view, heading, range) and its id.

    The id of a range is its number and, after a space, the boundary that it is of.
    """

    kind: str
    id: str


HEADINGS = {
    "across": "Teams and trust",
    "groups": "Groups (k of n)",
    "journeys": "Journeys",
    "notes": "Notes",
    "views": "Views",
}
"""Headings below the boundaries and components, by id."""
TABLE_OF = {
    "boundary": "boundaries",
    "component": "components",
    "out": "flows",
    "in": "flows",
    "group": "groups",
    "journey": "journeys",
    "note": "notes",
    "view": "views",
}
"""The table of a row's record; a member may be of several."""
KIND_OF = {"boundaries": "boundary", "components": "component", "flows": "out", "groups": "group",
           "journeys": "journey", "notes": "note", "views": "view"}  # fmt: skip
DRAWN = frozenset({"boundary", "component", "out", "in", "group", "member", "note"})
"""Kinds of rows that stand for something on the canvas."""


MANY, PART = 300, 200
"""More rows than MANY in one boundary stand in ranges of PART: to open, scroll and follow them stays quick."""


class Contents:
    """The rows of a document, or those that hold what was found and the rows above them.

    It reads the document as it is when it is asked; make another after a change.
    """

    def __init__(self, document: Document, found: Iterable[str] | None = None) -> None:
        self._document = document
        self.found: frozenset[str] | None = None if found is None else frozenset(found)

    # -- up ----------------------------------------------------------------------------------------

    @cached_property
    def _up(self) -> dict[str, str]:
        return parents(self._document.boundaries.values())

    def item(self, id: str) -> Item | None:
        """The row that is an element's own; a flow's is the one below its source."""
        found = self._document.find(id)
        return Item(KIND_OF[found[0]], id) if found else None

    def above(self, item: Item) -> Item | None:
        """The row that holds a row; None for those at the top. A member has none of its own."""
        kind, id = item
        if kind in ("out", "in"):
            flow = self._document.flows.get(id)
            return self.item(flow.source if kind == "out" else flow.target) if flow else None
        if kind == "range":
            holder = id.partition(" ")[2]
            return Item("boundary", holder) if holder else None
        if kind == "boundary" and self._document.boundaries[id].kind not in TREE_BOUNDARIES:
            return Item("heading", "across")
        if kind in ("component", "boundary"):
            holder = self._up.get(id, "")
            held = self._held.get(holder, ())
            if self.found is None and len(held) > MANY:
                return _range(self._places[holder][id] // PART, holder)
            return Item("boundary", holder) if holder else None
        return None if kind in ("heading", "member") else Item("heading", TABLE_OF[kind])

    def holder(self, item: Item) -> Item | None:
        """The boundary or heading that holds a row, where that is one of a range too."""
        above = self.above(item)
        return self.above(above) if above is not None and above.kind == "range" else above

    def way_to(self, item: Item) -> list[Item]:
        """The rows above a row, the outermost first."""
        way: list[Item] = []
        above = self.above(item)
        while above is not None and above not in way:
            way.insert(0, above)
            above = self.above(above)
        return way

    # -- down --------------------------------------------------------------------------------------

    @cached_property
    def _held(self) -> dict[str, list[str]]:
        """Boundaries of the tree, then components, by what holds them ("" for the design), in the order of the file."""
        up, held = self._up, dict[str, list[str]]()
        for id, one in self._document.boundaries.items():
            if one.kind in TREE_BOUNDARIES:
                held.setdefault(up.get(id, ""), []).append(id)
        for id in self._document.components:
            held.setdefault(up.get(id, ""), []).append(id)
        return held

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        """Where each is among those of its boundary, where these are so many that they stand in ranges."""
        return {
            holder: {id: n for n, id in enumerate(ids)}
            for holder, ids in self._held.items()
            if len(ids) > MANY
        }

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {id: n for n, id in enumerate(self._document.flows)}

    def children(self, item: Item | None) -> list[Item]:
        """The rows below a row, or at the top for None."""
        if self.found is None:
            return self._all_below(item)
        kind, id = item or Item("", "")
        below = self._all_below(item)
        own = kind != "heading" and id in self.found
        if own and kind == "component":
            return below
        kept = [one for one in below if self._stays(one)]
        return kept or (below if own else [])

    def has_children(self, item: Item) -> bool:
        """Whether anything stands below a row."""
        kind, id = item
        if kind not in ("component", "boundary", "group", "heading", "range"):
            return False
        whole = self.found is None or (kind == "component" and id in self.found)
        if not whole or kind == "heading":
            return bool(self.children(item))
        if kind != "component" and (
            kind != "boundary" or id in self._held or self._document.boundaries[id].members
        ):
            return True
        return any(table == "flows" for table, _ in self._document.referrers(id))

    def siblings(self, item: Item) -> list[Item]:
        """All rows that stand where a row stands, those of other ranges too."""
        holder = self.holder(item)
        if item.kind in ("component", "boundary") and (holder is None or holder.kind == "boundary"):
            return self._inside(holder.id if holder is not None else "")
        return self.children(self.above(item))

    def _all_below(self, item: Item | None) -> list[Item]:
        if item is None:
            headings = (Item("heading", id) for id in HEADINGS)
            return [*self._parted(""), *(one for one in headings if self._listed(one.id))]
        document, (kind, id) = self._document, item
        if kind == "heading":
            return self._listed(id)
        if kind == "component":
            return self._flows(id)
        if kind == "range":
            number, _, holder = id.partition(" ")
            return self._inside(holder, slice(int(number) * PART, (int(number) + 1) * PART))
        if kind == "group":
            members = (Item("member", one) for one in document.groups[id].members)
            return [*members, *self._flows(id)]
        if kind == "boundary":
            record = document.boundaries[id]
            mentioned = () if record.kind in TREE_BOUNDARIES else record.members
            return [*(Item("member", one) for one in mentioned), *self._parted(id), *self._flows(id)]
        return []

    def _parted(self, holder: str) -> list[Item]:
        """What a boundary holds, or the ranges of it where that is much."""
        many = len(self._held.get(holder, ()))
        if self.found is not None or many <= MANY:
            return self._inside(holder)
        return [_range(n, holder) for n in range(-(-many // PART))]

    def _inside(self, holder: str, part: slice = slice(None)) -> list[Item]:
        boundaries = self._document.boundaries
        ids = self._held.get(holder, [])[part]
        return [Item("boundary" if id in boundaries else "component", id) for id in ids]

    def ends(self, item: Item) -> tuple[Item, Item, int]:
        """The first and the last row of a range, and how many there are."""
        below = self.children(item)
        return below[0], below[-1], len(below)

    def _listed(self, heading: str) -> list[Item]:
        document = self._document
        if heading == "across":
            across = (id for id, one in document.boundaries.items() if one.kind not in TREE_BOUNDARIES)
            return [Item("boundary", id) for id in across]
        if heading == "views":
            return [Item("view", one.id) for one in listed(document)]
        return [Item(KIND_OF[heading], id) for id in document.table(heading)]

    def _flows(self, id: str) -> list[Item]:
        """The flows out of an element, then those into it, each in the order of the file."""
        flows = self._document.flows
        here = [one for table, one in self._document.referrers(id) if table == "flows"]
        if len(here) > 1:
            here.sort(key=self._rank.__getitem__)
        leaving = [Item("out", one) for one in here if flows[one].source == id]
        return [*leaving, *(Item("in", one) for one in here if flows[one].target == id)]

    # -- what was found ----------------------------------------------------------------------------

    @cached_property
    def kept(self) -> frozenset[Item]:
        """The rows of what was found, and those above them."""
        kept: set[Item] = set()
        for id in self.found or ():
            own = self.item(id)
            rows = [] if own is None else [own, Item("in", id)] if own.kind == "out" else [own]
            for row in rows:
                kept |= {row, *self.way_to(row)}
        return frozenset(kept)

    @cached_property
    def opened(self) -> list[Item]:
        """The rows above those that were found."""
        rows = [row for row in self.kept if row.kind != "member"]
        return list(dict.fromkeys(above for row in rows if (above := self.above(row)) is not None))

    def _stays(self, item: Item) -> bool:
        if item.kind == "member":
            return item.id in (self.found or ())
        return item in self.kept


def _range(number: int, holder: str) -> Item:
    return Item("range", f"{number} {holder}")
