"""A card that goes into a flow covers neither of its ends: what lies beyond moves on, in the same step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.room import Room, room_between
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.edits.placement import moved
from mlsd_studio.model.records import LayoutEntry, Placement, Waypoints

if TYPE_CHECKING:
    from mlsd_studio.canvas.scene import Scene


def make_room(builder: ChangeBuilder, scene: Scene, flow: str, card: str, box: Rect) -> None:
    """Place a card, whose box was to be `box`, between the ends of a flow, and move on what is in its way."""
    record = builder.document.flows[flow]
    source, target = (scene.rect(scene.drawn_end(end)) for end in (record.source, record.target))
    room = room_between(source, target, box) if source and target else None
    if room is None:
        return
    builder.place(card, Placement(*room.corner))
    if room.by:
        for id, entry in _moved(scene, room, card):
            builder.place(id, entry)


def _moved(scene: Scene, room: Room, card: str) -> Iterator[tuple[str, LayoutEntry]]:
    """Where all that lies beyond the cut is drawn now; what is locked stays."""
    geometry, document = scene.geometry, scene.document
    dx, dy = room.way
    drawn = {**geometry.boxes, **geometry.notes}
    inside = geometry.folding.inside
    beyond = {id for id, box in drawn.items() if id != card and room.moves(box.x, box.y)}
    beyond |= {member for id in beyond for member in inside.get(id, ())}
    for id in sorted(beyond - scene.locked):
        rect = drawn.get(id) or geometry.hidden.get(id)
        if rect is not None and (id in document.components or id in document.notes):
            entry = document.layout.get(id)
            place = entry if isinstance(entry, Placement) else Placement(rect.x, rect.y)
            yield id, moved(place, dx, dy)
    for id, entry in sorted(document.layout.items()):
        if isinstance(entry, Waypoints):
            yield (
                id,
                Waypoints(tuple((x + dx, y + dy) if room.moves(x, y) else (x, y) for x, y in entry.points)),
            )
        elif id in document.boundaries and id not in scene.locked:
            yield id, _frame(entry, room)


def _frame(place: Placement, room: Room) -> LayoutEntry:
    """A boundary of a size of its own: moved on, or wider where the cut goes through it."""
    dx, dy = room.way
    if room.moves(place.x, place.y):
        return moved(place, dx, dy)
    if place.w and place.h and room.moves(place.x + place.w, place.y + place.h):
        return Placement(place.x, place.y, place.w + dx, place.h + dy, place.locked)
    return place
