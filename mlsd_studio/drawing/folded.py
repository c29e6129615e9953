"""What the card of a collapsed boundary shows: its name, its kind, how much is inside, and their findings."""

from __future__ import annotations

from collections.abc import Mapping

from mlsd_studio.drawing.boundary import main_layer
from mlsd_studio.drawing.card import Badge, CardLook, layer_of
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.model import Document

ICON = "boxes"


def look_of_folded(document: Document, geometry: Geometry, id: str, badges: Mapping[str, Badge]) -> CardLook:
    """The look of a collapsed boundary. Its badge counts the findings of all that is inside."""
    record = document.boundaries[id]
    inside = geometry.folding.inside[id]
    cards = [document.components[one] for one in inside if one in document.components]
    marks = [badges[one] for one in (id, *inside) if one in badges]
    count = sum(mark.count for mark in marks)
    worst = "error" if any(mark.count and mark.severity == "error" for mark in marks) else "warning"
    many = f"{len(cards)} component" if len(cards) == 1 else f"{len(cards)} components"
    box = geometry.boxes[id]
    return CardLook(
        title=record.name or record.id,
        subtitle=f"{record.kind.capitalize()} · {many}",
        metric="",
        replicas="",
        icon=ICON,
        layer=main_layer(layer_of(card) for card in cards),
        count=count,
        severity=worst if count else "",
        stacked=True,
        w=float(box.w),
        h=float(box.h),
    )
