"""What several tables look for, and designs that some gestures need."""

from __future__ import annotations

from itertools import pairwise

from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model import Document
from mlsd_studio.model.edits.folding import set_collapsed
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.model.records import Placement, Waypoints

from .desk import Desk, Place, design


def lies(desk: Desk, id: str, x: float, y: float) -> None:
    """In the file and on the canvas."""
    entry = desk.document.layout[id]
    assert (entry.x, entry.y) == (x, y)
    assert (desk.rect(id).x, desk.rect(id).y) == (x, y)


def joins(desk: Desk, flow: str, source: str, target: str) -> None:
    """In the design, and its line on the canvas begins and ends at their cards."""
    record = desk.document.flows[flow]
    assert (record.source, record.target) == (source, target)
    for (x, y), id in ((desk.way(flow)[0], source), (desk.way(flow)[-1], target)):
        box = desk.rect(id)
        assert enclosing((box, Rect(x, y, 0, 0))) == box
        assert x in (box.x, box.right) or y in (box.y, box.bottom)


def passes(desk: Desk, flow: str, x: float, y: float) -> bool:
    return any(
        min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(a[1], b[1]) <= y <= max(a[1], b[1])
        for a, b in pairwise(desk.way(flow))
    )


def led() -> Document:
    """The flow from web to api leads through a waypoint."""
    made = design()
    made.apply(place(made, {"web-api": Waypoints(((248, 160),))}))
    return made


def closed() -> Document:
    """The region is collapsed."""
    made = design()
    made.apply(set_collapsed(made, ["eu"], True))
    return made


def press(*keys):
    """A key, with what is held."""
    return lambda desk: desk.key(*keys)


def heaped() -> Document:
    """Three cards over each other, in the order api, ranker, cache."""
    made = design()
    made.apply(place(made, {"ranker": Placement(310, 10), "cache": Placement(320, 20)}))
    return made


def viewed() -> Document:
    made = design()
    made.apply(add_view(made, "Search", ("web", "api"))[0])
    return made


def into_eu(desk: Desk) -> Place:
    x, y = desk.rect("eu").centre
    return x, y + 60
