"""What has other colours after a change, though it lies where it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.model import Change
from mlsd_studio.model.records import Component


def of_another_layer(change: Change) -> list[str]:
    """Components that a change puts into another layer: their flows and the frames around them change colour."""
    found = []
    for edit in change.edits:
        before, after = edit.before, edit.after
        if (
            isinstance(before, Component)
            and isinstance(after, Component)
            and layer_of(before) != layer_of(after)
        ):
            found.append(edit.id)
    return found


def retinted_frames(geometry: Geometry, before: Mapping[str, str], layer: Callable[[str], str]) -> list[Area]:
    """The frames that have the tint of another layer than before."""
    rects = geometry.frames.rects
    return [Area(*rects[id]) for id, was in before.items() if id in rects and layer(id) != was]
