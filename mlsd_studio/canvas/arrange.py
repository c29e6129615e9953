"""Arranging what is selected: nudge, align, distribute, put into a boundary."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mlsd_studio.canvas.gestures.moving import Load
from mlsd_studio.canvas.scene import Scene, Together
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model import Change
from mlsd_studio.model.changes import Shift, merge
from mlsd_studio.model.edits.boundaries import add_boundary, ancestors
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import BoundaryKind, Placement
from mlsd_studio.session import Session

ALIGNMENTS: dict[str, Callable[[Rect, Rect], tuple[int, int]]] = {
    "left": lambda hull, box: (hull.x - box.x, 0),
    "right": lambda hull, box: (hull.right - box.right, 0),
    "top": lambda hull, box: (0, hull.y - box.y),
    "bottom": lambda hull, box: (0, hull.bottom - box.bottom),
    "centre": lambda hull, box: (hull.centre[0] - box.centre[0], 0),
    "middle": lambda hull, box: (0, hull.centre[1] - box.centre[1]),
}
"""How far a box moves to line up with the others, by name."""


def nudge(session: Session, scene: Scene, dx: int, dy: int) -> None:
    """Move the selection by a few pixels; presses in a row are one step."""
    selection, known = session.selection, scene.together
    if known is not None and known.selection is selection and known.revision == session.document.revision:
        change = Change("Move", (), (Shift(known.ids, dx, dy),))
    else:
        load = Load(scene, selection)
        change = load.shifted(session.viewing.placed, dx, dy) if load.roots else Change("Move")
    scene.together = None
    if session.apply(change, ("nudge", selection)) and not change.edits and len(change.shifts) == 1:
        scene.together = Together(selection, session.document.revision, change.shifts[0].ids)


def align(session: Session, scene: Scene, how: str) -> None:
    """Line the selected elements up on one side of their common box."""
    rects = {id: rect for id in session.selection if (rect := scene.rect(id))}
    if len(rects) < 2:
        return
    hull = enclosing(rects.values())
    _shift_each(session, scene, {id: ALIGNMENTS[how](hull, rect) for id, rect in rects.items()}, "Align")


def distribute(session: Session, scene: Scene, horizontal: bool) -> None:
    """Make the gaps between the selected elements equal."""
    rects = {id: rect for id in session.selection if (rect := scene.rect(id))}
    if len(rects) < 3:
        return
    axis = 0 if horizontal else 1
    order = sorted(rects, key=lambda id: (rects[id][axis], id))
    first, last = rects[order[0]], rects[order[-1]]
    span = last[axis] + last[axis + 2] - first[axis]
    gap = (span - sum(rects[id][axis + 2] for id in order)) / (len(order) - 1)
    at = float(first[axis])
    moves: dict[str, tuple[int, int]] = {}
    for id in order:
        by = round(at) - rects[id][axis]
        moves[id] = (by, 0) if horizontal else (0, by)
        at += rects[id][axis + 2] + gap
    _shift_each(session, scene, moves, "Distribute")


def _shift_each(session: Session, scene: Scene, moves: dict[str, tuple[int, int]], label: str) -> None:
    change = place(session.viewing.placed, {}, label)
    for id, (dx, dy) in moves.items():
        change = merge(change, Load(scene, (id,)).shifted(session.viewing.placed, dx, dy, label))
    session.apply(change)


def put_in_boundary(
    session: Session,
    members: Iterable[str],
    box: Placement | None = None,
    into: str | None = None,
    *,
    kind: BoundaryKind = "cluster",
    name: str = "Boundary",
) -> str | None:
    """A new boundary around elements (or empty at `box`), inside the one that holds them all; its id."""
    inside = list(members)
    if inside:
        around = [ancestors(session.document, member) for member in inside]
        common = (b for b in around[0] if b not in inside and all(b in up for up in around))
        into = next(common, None)
    change, id = add_boundary(session.document, kind, name, inside, place=box, into=into)
    if not session.apply(change):
        return None
    session.select([id])
    return id
