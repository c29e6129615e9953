"""Arranging a design, or part of it, anew: what moves, what stays, which way it reads.

A `Tidying` is made from a copy of what it needs, so that a thread can `run` it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from mlsd_studio.drawing.arranging import graph_of
from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model import Document
from mlsd_studio.model.edits.boundaries import members_of
from mlsd_studio.model.edits.placement import is_locked
from mlsd_studio.model.records import LayoutEntry, Placement, Waypoints

if TYPE_CHECKING:
    from mlsd_studio.layout.layered import Graph, Options

LANES = ("actor", "application", "ml", "data", "platform", "security", "observability")
"""The lanes of a design in the order in which they are drawn: its layers, from those who ask to those who watch."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to arrange: only `ids` (None: everything), `keep` those that have a place, top-down, in lanes."""

    ids: frozenset[str] | None = None
    keep: bool = False
    top_down: bool = False
    lanes: bool = False


class Tidying:
    """One arrangement of a document, made from its geometry as it is now."""

    def __init__(self, document: Document, geometry: Geometry, wish: Wish) -> None:
        self._document = document.copy()
        self._boxes = {**geometry.hidden, **geometry.boxes}
        self._frames = dict(geometry.frames.rects)
        self._wish = wish
        self.moving = _moving(self._document, self._boxes, wish)

    def run(self, pause: Callable[[], object] | None = None) -> dict[str, LayoutEntry | None]:
        """Layout entries for what moves, and None for waypoints that lead nowhere any more.

        `pause` is called now and then; what it raises ends the work.
        """
        from mlsd_studio.layout.layered import Options, arrange

        if not self.moving:
            return {}
        options = Options(
            top_down=self._wish.top_down, route=False, lanes=self._lanes(),
            aspect=0.7 if self._wish.top_down else Options().aspect,
        )  # fmt: skip
        stays = self._document.components.keys() - self.moving
        frames: dict[str, Rect] = {}
        if self._wish.ids is not None and not self._wish.keep:
            places = self._block(options, pause)
        elif stays:
            places = self._settled(self._graph(self._document.components), options, pause)
        else:
            arranged = arrange(self._graph(self.moving), options, pause)
            places, frames = arranged.positions, arranged.boundaries
        return self._entries(places, frames)

    def _lanes(self) -> tuple[str, ...]:
        present = {layer_of(component) for component in self._document.components.values()}
        return tuple(lane for lane in LANES if lane in present) if self._wish.lanes else ()

    def _graph(self, ids: Iterable[str]) -> Graph:
        graph = graph_of(self._document, set(ids))
        if not self._wish.lanes:
            return graph
        components = self._document.components
        return replace(
            graph, nodes=tuple(replace(node, lane=layer_of(components[node.id])) for node in graph.nodes)
        )

    def _settled(
        self, graph: Graph, options: Options, pause: Callable[[], object] | None
    ) -> dict[str, tuple[int, int]]:
        from mlsd_studio.layout.layered import settle

        return settle(graph, self._staying(), self._frames, options, pause)

    def _staying(self) -> dict[str, Rect]:
        return {id: self._boxes[id] for id in self._document.components if id not in self.moving}

    def _block(self, options: Options, pause: Callable[[], object] | None) -> dict[str, tuple[int, int]]:
        """The chosen cards arranged in one piece where they were, or one by one where there is no room for it."""
        from mlsd_studio.layout.layered import arrange, shift_block

        part = self._graph(self.moving)
        positions = arrange(part, options, pause).positions
        old = enclosing(self._boxes[id] for id in positions)
        dx = old.x - min(x for x, _ in positions.values())
        dy = old.y - min(y for _, y in positions.values())
        block = {
            node.id: Rect(positions[node.id][0] + dx, positions[node.id][1] + dy, node.w, node.h)
            for node in part.nodes
        }
        whole = self._graph(self._document.components)
        way = shift_block(whole, block, self._staying(), self._still_frames(), options)
        if way is None:
            return self._settled(whole, options, pause)
        return {id: (rect.x + way[0], rect.y + way[1]) for id, rect in block.items()}

    def _still_frames(self) -> dict[str, Rect]:
        """The frames that the user has sized, which stay as they are at least."""
        layout = self._document.layout
        return {id: rect for id, rect in self._frames.items() if isinstance(layout.get(id), Placement)}

    def _entries(
        self, places: dict[str, tuple[int, int]], frames: dict[str, Rect]
    ) -> dict[str, LayoutEntry | None]:
        layout = self._document.layout
        entries: dict[str, LayoutEntry | None] = {}
        for id, (x, y) in places.items():
            old = layout.get(id)
            entries[id] = structs.replace(old, x=x, y=y) if isinstance(old, Placement) else Placement(x, y)
        for id, rect in frames.items():
            if isinstance(layout.get(id), Placement):
                entries[id] = Placement(*rect)
        moved = {id for id, entry in entries.items() if layout.get(id) != entry}
        for flow in self._document.flows.values():
            if isinstance(layout.get(flow.id), Waypoints) and {flow.source, flow.target} & moved:
                entries[flow.id] = None
        return entries


def straightened(document: Document, ids: Iterable[str] | None = None) -> dict[str, LayoutEntry | None]:
    """Entries that drop the waypoints of the flows named, or of all."""
    wanted = document.flows if ids is None else ids
    return {id: None for id in wanted if isinstance(document.layout.get(id), Waypoints)}


def _moving(document: Document, boxes: dict[str, Rect], wish: Wish) -> set[str]:
    """The components that get another place."""
    layout = document.layout
    chosen = set(document.components)
    if wish.ids is not None:
        inside = {m for id in wish.ids if id in document.boundaries for m in members_of(document, id)}
        chosen &= wish.ids | inside
    chosen = {id for id in chosen if not is_locked(document, id)}
    if wish.keep and wish.ids is None:
        unplaced = {id for id in chosen if not isinstance(layout.get(id), Placement)}
        return unplaced or chosen & _in_the_way(document, boxes)
    return chosen


def _in_the_way(document: Document, boxes: dict[str, Rect]) -> set[str]:
    """The later one of every two cards that overlap."""
    from mlsd_studio.layout.quality import overlapping

    order = {id: number for number, id in enumerate(document.components)}
    cards = {id: boxes[id] for id in order}
    return {max(pair, key=order.__getitem__) for pair in overlapping(cards)}
