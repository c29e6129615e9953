"""How far a drawing reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from mlsd_studio.drawing.flow import label_size
from mlsd_studio.layout.geometry import Rect

if TYPE_CHECKING:
    from mlsd_studio.drawing.geometry import Geometry

MANY_FLOWS = 2000
"""Designs with more flows are measured by their cards and frames alone."""


def extents(geometry: Geometry, ids: Iterable[str] | None) -> Iterator[Rect]:
    """The boxes of elements, or of everything, and of the flows and their labels."""
    tables = geometry.boxes, geometry.frames.rects, geometry.notes
    if ids is None and len(geometry.lanes) > MANY_FLOWS:
        yield from (hull for hull in map(_hull, tables) if hull is not None)
    elif ids is None:
        yield from (rect for table in tables for rect in table.values())
        for id in geometry.routes:
            yield from _of_flow(geometry, id)
    else:
        for id in {geometry.shown_as(id) for id in ids}:
            yield from (table[id] for table in tables if id in table)
            yield from _of_flow(geometry, id)


def _of_flow(geometry: Geometry, id: str) -> Iterator[Rect]:
    route = geometry.route(id)
    if route is None:
        return
    xs, ys = [x for x, _ in route.points], [y for _, y in route.points]
    yield Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    w, h = label_size(geometry.document.flows[id])
    if w:
        x, y = route.label_at
        yield Rect(x - w // 2, y - h // 2, w, h)


def _hull(rects: Mapping[str, Rect]) -> Rect | None:
    if not rects:
        return None
    x0, y0 = min(r[0] for r in rects.values()), min(r[1] for r in rects.values())
    x1, y1 = max(r[0] + r[2] for r in rects.values()), max(r[1] + r[3] for r in rects.values())
    return Rect(x0, y0, x1 - x0, y1 - y0)
