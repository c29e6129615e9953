"""Moving elements into a boundary, or out of all of them, without dragging: they are drawn where they now belong.

What is moved comes to the nearest free place inside the frame that takes it, or outside the frames that it left;
in a view that does not show the boundary it stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from mlsd_studio.canvas.gestures.moving import Load, in_tree
from mlsd_studio.canvas.hits import boundary_at
from mlsd_studio.canvas.view import Area
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.snapping import GRID
from mlsd_studio.model.edits.boundaries import all_ancestors, ancestors, members_of
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import TREE_BOUNDARIES, Placement
from mlsd_studio.session.editing import CARD_W

if TYPE_CHECKING:
    from mlsd_studio.canvas.scene import Scene
    from mlsd_studio.canvas.widget import Canvas

GAP = 24
"""World pixels kept free around what is moved."""
STEP, RINGS = 2 * GRID, 20
"""World pixels between places that are tried, and how many rings of them."""


def take_in(canvas: Canvas, ids: Iterable[str], boundary: str | None) -> bool:
    """Move elements into a boundary (None: out of all) as one step; into a team or trust boundary as members too.

    What already stands there, or holds the boundary, stays as it is; then False, and the user is told.
    """
    session = canvas.session
    document = session.viewing.placed
    record = document.boundaries.get(boundary or "")
    if boundary is not None and record is None:
        return False
    name = (record.name or record.id) if record is not None else ""
    builder = ChangeBuilder(document)
    if record is not None and record.kind not in TREE_BOUNDARIES:
        fitting = [id for id in ids if id in document.components or id in document.boundaries]
        new = [id for id in fitting if id not in record.members and id != boundary]
        builder.replace("boundaries", record.id, members=(*record.members, *new))
        change = builder.build(f"Add to {name}")
    else:
        _move(canvas.scene, builder, _roots(canvas, ids, boundary), boundary)
        change = builder.build(f"Move into {name}" if name else "Move out of boundary")
    if not change:
        session.message.emit(f"Already in {name}" if name else "Already in no boundary")
        return False
    return session.apply(change)


def bring(canvas: Canvas, ids: list[str], corner: tuple[float, float]) -> None:
    """Show elements that were dropped from a list: in a view that lacks them from now on, with their corner here.

    Those that are shown already are only selected and brought into view.
    """
    session = canvas.session
    hidden, token = session.viewing.hidden(ids), object()
    if hidden and session.viewing.show(hidden, token):
        document = session.viewing.placed
        cards = [id for id in hidden if id in document.components]
        places = {id: Placement(corner[0] + n * (CARD_W + GAP), corner[1]) for n, id in enumerate(cards)}
        session.apply(place(document, dict(places), "Show in view"), token)
        session.seal()
    session.select(ids)
    canvas.show_ids(ids)


def _roots(canvas: Canvas, ids: Iterable[str], boundary: str | None) -> list[str]:
    """What has to move: not the boundary itself, nor those around it, nor what moves with another or is there."""
    document = canvas.session.document
    wanted = dict.fromkeys(ids)
    above_each = all_ancestors(document, wanted)
    around = {boundary, *ancestors(document, boundary)}
    found = []
    for id in wanted:
        above = above_each[id]
        inside = not wanted.keys().isdisjoint(above)
        if (
            in_tree(document, id)
            and id not in around
            and not inside
            and above[:1] != [boundary][: bool(boundary)]
        ):
            found.append(id)
    return found


def _move(scene: Scene, builder: ChangeBuilder, roots: list[str], boundary: str | None) -> None:
    """Put elements into a boundary and bring each to a free place there."""
    moving = Load(scene, tuple(roots)).everything
    room = _Room(scene, boundary, moving)
    for root in roots:
        load = Load(scene, (root,))
        load.settle(builder, root, boundary)
        rect = load.hull
        if rect is None or not room.shown:
            continue
        x, y = room.place(rect)
        load.shift(builder, x - rect.x, y - rect.y)


def free_place(scene: Scene, box: Rect) -> tuple[int, int]:
    """The corner nearest to a box where it meets no card and no boundary: its own where it meets none there."""
    return _Room(scene, None, frozenset()).place(box)


class _Room:
    """Free places in a boundary, or outside all of them."""

    def __init__(self, scene: Scene, boundary: str | None, moving: frozenset[str]) -> None:
        document, self._scene = scene.document, scene
        self._boundary, self._moving = boundary, moving
        self._frame = scene.rect(boundary) if boundary is not None else None
        self.shown = boundary is None or self._frame is not None
        self._taken: list[Rect] = []
        """Where others that move have found their place."""
        self._full: set[tuple[int, int]] = set()
        """Sizes of boxes that find no room near."""
        self._inside = frozenset(members_of(document, boundary)) if boundary is not None else frozenset()
        around = {boundary, *ancestors(document, boundary)}
        frames = scene.geometry.frames.rects
        self._frames = {id: one for id, one in frames.items()
                        if id not in around and id not in moving and _is_tree(scene, id)}  # fmt: skip

    def place(self, rect: Rect) -> tuple[int, int]:
        """The corner that a box gets: its own where it fits, else the nearest to the middle of the frame."""
        here = boundary_at(self._scene, *rect.centre, without=self._moving) == self._boundary
        spot = rect if here and self._is_free(rect) else self._found(rect)
        self._taken.append(spot)
        return spot.x, spot.y

    def _found(self, rect: Rect) -> Rect:
        x, y = (self._frame or rect).centre
        x0, y0 = round((x - rect.w / 2) / GRID) * GRID, round((y - rect.h / 2) / GRID) * GRID
        reach = Rect(x0, y0, rect.w, rect.h).grown(RINGS * STEP + GAP)
        near = {id: one for id, one in self._frames.items() if reach.overlaps(one)}
        size = rect.w, rect.h
        for dx, dy in () if size in self._full else around_a_place():
            spot = Rect(x0 + dx, y0 + dy, *size)
            if self._is_free(spot, near):
                return spot
        self._full.add(size)
        return self._below_all(rect)

    def _below_all(self, rect: Rect) -> Rect:
        """Where no room is near: below the frame, as far down as it takes to meet no card."""
        bounds = self._scene.bounds or Area(0, 0, 0, 0)
        start = self._frame or rect
        for y in range(start.bottom + GAP, round(bounds.bottom), STEP):
            spot = Rect(start.x, y, rect.w, rect.h)
            if not self._meets_card(spot.grown(GAP)):
                return spot
        lowest = max([round(bounds.bottom), *(one.bottom for one in self._taken)])
        return Rect(start.x, lowest + GAP, rect.w, rect.h)

    def _is_free(self, spot: Rect, frames: dict[str, Rect] | None = None) -> bool:
        """Whether a box there meets no card or frame, and draws the frame around nothing that is not inside it."""
        frames = self._frames if frames is None else frames
        near = spot.grown(GAP)
        if self._meets_card(near) or any(near.overlaps(one) for one in frames.values()):
            return False
        frame = self._frame
        if frame is None or frame.contains(near):
            return True
        wider = enclosing([frame, near])
        foreign = (self._scene.geometry.boxes[id] for id in self._cards(wider) if id not in self._inside)
        others = (one for id, one in frames.items() if id not in self._inside)
        return not any(wider.overlaps(one) for one in (*foreign, *others))

    def _meets_card(self, near: Rect) -> bool:
        boxes = self._scene.geometry.boxes
        return any(near.overlaps(one) for one in self._taken) or any(
            near.overlaps(boxes[id]) for id in self._cards(near)
        )

    def _cards(self, rect: Rect) -> list[str]:
        return [id for id in self._scene.cards_in(Area(*rect)) if id not in self._moving]


@cache
def around_a_place() -> tuple[tuple[int, int], ...]:
    """Steps away from a place, the nearest first."""
    ways = [(i, j) for i in range(-RINGS, RINGS + 1) for j in range(-RINGS, RINGS + 1)]
    ways.sort(key=lambda way: (way[0] ** 2 + way[1] ** 2, way))
    return tuple((i * STEP, j * STEP) for i, j in ways)


def _is_tree(scene: Scene, id: str) -> bool:
    record = scene.document.boundaries.get(id)
    return record is not None and record.kind in TREE_BOUNDARIES
