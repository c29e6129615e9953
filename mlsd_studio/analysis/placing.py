"""Where a component that a fix adds is put: a free spot near another one, on the grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlsd_studio.model import Document
from mlsd_studio.model.records import Placement

CARD = (196.0, 72.0)
GRID = 20.0
GAP = 40.0
"""Least distance to another card, so that flows still find a way between them."""

Box = tuple[float, float, float, float]


def boxes(document: Document, ids: Iterable[str]) -> list[Box]:
    """The boxes (x, y, w, h) of the placed elements among `ids`."""
    found: list[Box] = []
    for id in ids:
        entry = document.layout.get(id)
        if isinstance(entry, Placement):
            found.append((entry.x, entry.y, entry.w or CARD[0], entry.h or CARD[1]))
    return found


def free_spot(document: Document, near: str, taken: Iterable[Box] = ()) -> tuple[float, float] | None:
    """The top left corner of a free place for a card near an element; None when that is not placed.

    To the right is tried first, then below, above and left, ever further out, always on the grid.
    """
    around = boxes(document, [near])
    if not around:
        return None
    blocked = [*boxes(document, [*document.components, *document.notes]), *taken]
    return next((x, y) for x, y in _spots(around[0]) if _is_free(x, y, blocked))


def _spots(box: Box) -> Iterator[tuple[float, float]]:
    x, y, w, h = box
    step_x, step_y = CARD[0] + GAP, CARD[1] + GAP
    ring = 1
    while True:
        for side in range(ring + 1):
            for sign in (1, -1):
                yield _snap(x + w - CARD[0] + ring * step_x), _snap(y + sign * side * step_y)
        for side in range(ring):
            yield _snap(x + side * step_x), _snap(y + h - CARD[1] + ring * step_y)
            yield _snap(x + side * step_x), _snap(y - ring * step_y)
            yield _snap(x - ring * step_x), _snap(y + side * step_y)
        ring += 1


def _snap(value: float) -> float:
    return round(value / GRID) * GRID


def _is_free(x: float, y: float, blocked: list[Box]) -> bool:
    w, h = CARD
    room = GRID
    return all(
        x + w + room <= bx or bx + bw + room <= x or y + h + room <= by or by + bh + room <= y
        for bx, by, bw, bh in blocked
    )
