"""Rectangles of the world that elements of a drawing cover, or leave to be painted again."""

from __future__ import annotations

from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.index import Rect as Extent


def holds(outer: Area, inner: Area) -> bool:
    """Whether one area lies within another, edges included."""
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and outer.right >= inner.right
        and outer.bottom >= inner.bottom
    )


def grown(rect: Extent, by: float) -> Extent:
    """Every edge moved outwards by `by`."""
    x, y, w, h = rect
    return x - by, y - by, w + 2 * by, h + 2 * by


def note_extents(geometry: Geometry, id: str) -> tuple[Extent, ...]:
    """What a note covers, with the lines to what it is about."""
    rect = geometry.notes[id]
    ties = [geometry.rect(link) for link in geometry.document.notes[id].links or ()]
    x, y = rect.centre
    found = [grown(rect, 12)]
    for other in ties:
        if other is not None:
            left, top = min(x, other.x), min(y, other.y)
            right, bottom = max(x, other.right), max(y, other.bottom)
            found.append(grown((left, top, right - left, bottom - top), 2))
    return tuple(found)


def strips(rect: Rect) -> tuple[Extent, ...]:
    """Where the edge, the handles and the title of a frame lie."""
    x, y, w, h = rect
    return (
        (x - 12, y - 12, w + 24, 56),
        (x - 12, y + h - 48, w + 24, 60),
        (x - 12, y - 12, 32, h + 24),
        (x + w - 20, y - 12, 32, h + 24),
    )


def between(old: Rect | None, new: Rect | None, whole: bool) -> list[Area]:
    """The ground that is tinted by only one of two frames; all of it where the tint itself may differ."""
    if old is None or new is None or whole:
        return [Area(*rect) for rect in (old, new) if rect is not None]
    left, right = min(old.x, new.x), max(old.right, new.right)
    top, bottom = min(old.y, new.y), max(old.bottom, new.bottom)
    across = [(old.x, new.x), (old.right, new.right)]
    down = [(old.y, new.y), (old.bottom, new.bottom)]
    upright = [Area(min(a, b), top, abs(a - b), bottom - top) for a, b in across if a != b]
    level = [Area(left, min(a, b), right - left, abs(a - b)) for a, b in down if a != b]
    return upright + level
