"""Moving what is selected: with snapping, into and out of boundaries."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.gesture import Gesture
from mlsd_studio.canvas.gestures.inserting import REACH, Openings, is_loose
from mlsd_studio.canvas.hits import innermost
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.room import make_room
from mlsd_studio.canvas.snapping import Snapper
from mlsd_studio.canvas.step import Step
from mlsd_studio.drawing.picture import Point, Shape
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.spacing import Gap
from mlsd_studio.model import Change, Document
from mlsd_studio.model.edits.boundaries import ancestors, members_of, put_into
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.edits.placement import is_locked
from mlsd_studio.model.places import moved
from mlsd_studio.model.records import TREE_BOUNDARIES, Boundary, Placement, Waypoints
from mlsd_studio.session.shaping import lead_through

if TYPE_CHECKING:
    from mlsd_studio.canvas.scene import Scene
    from mlsd_studio.canvas.widget import Canvas


class Moving(Gesture):
    """Moves the selection with all that is inside it; its own frames say where each part lands."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self._step = Step(canvas.session)
        self._load = Load(canvas.scene, canvas.session.selection)
        self._snapper = Snapper(canvas.scene, self._load.everything, canvas.view.visible())
        self._lines: list[tuple[Point, Point]] = []
        self._gaps: list[Gap] = []
        self._targets: set[str] = set()
        self._openings = self._find_openings()
        self._through: str | None = None
        self._way = 0, 0
        canvas.lift(self._load.everything)

    def _find_openings(self) -> Openings | None:
        """The flows that may take in what is dragged: a single card that has no flow yet."""
        canvas = self.canvas
        if len(self._load.roots) != 1 or not is_loose(canvas.session.document, self._load.roots[0]):
            return None
        return Openings(canvas.scene.geometry.routes, canvas.scene.flows_in(canvas.view.visible()))

    def move(self, pointer: Pointer) -> None:
        """Bring the document to where the mouse is."""
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        if pointer.shift:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        self._lines, self._gaps = [], []
        if self._load.hull is not None and self.canvas.snaps != pointer.alt:
            reach = self.pixels(6)
            snapped = self._snapper.snap(self._load.hull, dx, dy, reach)
            dx, dy, self._lines, self._gaps = snapped.dx, snapped.dy, snapped.lines, snapped.gaps
        self._way = round(dx), round(dy)
        change, self._targets = self._load.change(self._step.start, *self._way)
        self._through = self._under(*self._way)
        self._step.become(change)

    def _under(self, dx: int, dy: int) -> str | None:
        """The flow that would take in what is dragged."""
        hull = self._load.hull
        if self._openings is None or hull is None:
            return None
        x, y = hull.moved(dx, dy).centre
        return self._openings.at(x, y, self.pixels(REACH))

    def release(self, _pointer: Pointer) -> None:
        """Keep it; on a flow, the flow leads through it from now on."""
        if self._through is not None:
            change, _ = self._load.change(self._step.start, *self._way, through=self._through)
            self._step.become(change)
        self._step.finish()
        self.canvas.lower()

    def cancel(self) -> None:
        """Everything is where it was."""
        self._step.cancel()
        self.canvas.lower()

    def overlay(self) -> list[Shape]:
        """Guides, and the boundaries that would take what is moved."""
        shapes = [
            *self.guides(self._lines),
            *self.measures(self._gaps),
            *(s for id in sorted(self._targets) for s in self.outline(id)),
        ]
        if self._through is not None and self._openings is not None:
            shapes += self.taking(self._openings.way(self._through))
        return shapes


TOGETHER = 100
"""From so many places on, they are moved by one shift instead of an edit for each."""


class Load:
    """What moves together: the chosen elements, all inside them, and the waypoints between them."""

    def __init__(self, scene: Scene, selection: tuple[str, ...]) -> None:
        self._scene = scene
        self._known: tuple[Document, frozenset[str], list[str]] | None = None
        document = scene.document
        inside = {m for id in selection if id in document.boundaries for m in members_of(document, id)}
        self.roots = [
            id
            for id in selection
            if scene.rect(id) is not None and id not in inside and not is_locked(document, id)
        ]
        inside = {m for id in self.roots if id in document.boundaries for m in members_of(document, id)}
        self.everything = frozenset({*self.roots, *inside})
        hidden = scene.geometry.hidden
        self._rects = {
            id: rect for id in sorted(self.everything) if (rect := scene.rect(id) or hidden.get(id))
        }
        self._frames = dict(scene.geometry.frames.rects)
        self._ways = [
            id
            for id, entry in document.layout.items()
            if isinstance(entry, Waypoints)
            and (flow := document.flows.get(id))
            and {flow.source, flow.target} <= self.everything
        ]

    @cached_property
    def _home(self) -> dict[str, str | None]:
        """The boundary that each root lay on at the start."""
        return {id: self._under(self._rects[id], 0, 0) for id in self.roots}

    @property
    def hull(self) -> Rect | None:
        """The box around all that moves."""
        return enclosing(self._rects[id] for id in self.roots) if self.roots else None

    def change(
        self, start: Document, dx: float, dy: float, through: str | None = None
    ) -> tuple[Change, set[str]]:
        """The change that moves it by a distance, and the boundaries that take something in by it.

        The flow `through` then leads through the one component that is moved.
        """
        builder = ChangeBuilder(start)
        self.shift(builder, dx, dy)
        targets: set[str] = set()
        for id in self.roots:
            under = self._under(self._rects[id], dx, dy)
            if under != self._home[id] and in_tree(start, id):
                self.settle(builder, id, under)
                targets |= {under} if under else set()
        if through is not None:
            lead_through(builder, through, self.roots[0])
            box = self._rects[self.roots[0]].moved(round(dx), round(dy))
            make_room(builder, self._scene, through, self.roots[0], box)
        return builder.build("Move"), targets

    def shifted(self, document: Document, dx: float, dy: float, label: str = "Move") -> Change:
        """The change that moves it by a distance and leaves every element in its boundary."""
        builder = ChangeBuilder(document)
        self.shift(builder, dx, dy)
        return builder.build(label)

    def shift(self, builder: ChangeBuilder, dx: float, dy: float) -> None:
        """Move all of it by a distance, as part of an edit."""
        document = builder.document
        placed, free = self._split(document)
        if len(placed) >= TOGETHER:
            builder.shift(placed, dx, dy)
        else:
            for id in sorted(placed):
                builder.place(id, moved(document.layout[id], dx, dy))
        for id in free:
            rect = self._rects[id]
            builder.place(id, Placement(rect.x + dx, rect.y + dy))

    def _split(self, document: Document) -> tuple[frozenset[str], list[str]]:
        """What has a place of its own in a document, and the cards and notes that have none."""
        known = self._known
        if known is None or known[0] is not document:
            layout = document.layout
            placed = [id for id in self._rects if isinstance(layout.get(id), Placement)]
            movable = (document.components, document.notes)
            free = self._rects.keys() - placed
            known = self._known = (
                document,
                frozenset((*placed, *self._ways)),
                sorted(id for id in free if any(id in table for table in movable)),
            )
        return known[1], known[2]

    def _under(self, rect: Rect, dx: float, dy: float) -> str | None:
        x, y = rect.x + rect.w / 2 + dx, rect.y + rect.h / 2 + dy
        return innermost(self._scene, self._frames, x, y, self.everything)

    def settle(self, builder: ChangeBuilder, id: str, boundary: str | None) -> None:
        """Move into a boundary; one that loses its last member stays where it is."""
        around = ancestors(builder.document, id)
        put_into(builder, id, boundary)
        for holder in around[:1]:
            record = builder.get("boundaries", holder)
            if isinstance(record, Boundary) and not record.members and holder in self._frames:
                builder.place(holder, Placement(*self._frames[holder]))


def in_tree(document: Document, id: str) -> bool:
    """Whether an element can stand in a boundary of the tree."""
    record = document.boundaries.get(id)
    return id in document.components or (record is not None and record.kind in TREE_BOUNDARIES)
