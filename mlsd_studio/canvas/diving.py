"""Zooming into a boundary and back: each step in is remembered until the view is moved otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.boundaries import all_ancestors
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.places import Place
    from mlsd_studio.canvas.travel import Stand
    from mlsd_studio.canvas.widget import Canvas


def boundary_of(document: Document, ids: tuple[str, ...]) -> str | None:
    """The boundary that is chosen, else the innermost one around all that is chosen; None where there is none."""
    return next((id for id in reversed(common_way(document, ids)) if id in document.boundaries), None)


def common_way(document: Document, ids: Iterable[str]) -> list[str]:
    """What is around all of some elements and flows, the outermost first; a single element stands at its end."""
    flows = document.flows
    pairs = ((flows[id].source, flows[id].target) if id in flows else (id,) for id in ids)
    ends = dict.fromkeys(end for pair in pairs for end in pair)
    common: list[str] | None = None
    for id, around in all_ancestors(document, ends).items():
        way = [*reversed(around), id]
        common = way if common is None else [a for a, b in zip(common, way, strict=False) if a == b]
        if not common:
            break
    return common or []


class Diving:
    """The boundaries that were zoomed into, one inside the other or one after the other."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._steps: list[tuple[str, Place, Stand]] = []
        """The boundary, where the view was before, and where it was put."""

    @property
    def at(self) -> str | None:
        """The boundary that fills the view, as long as the view is left there."""
        self._forget_if_moved()
        return self._steps[-1][0] if self._steps else None

    def into(self, id: str) -> bool:
        """Select a boundary and show it as large as fits; False where the open view does not draw it."""
        canvas = self._canvas
        area = canvas.scene.area([id])
        if area is None:
            return False
        self._forget_if_moved()
        before = canvas.places.now
        canvas.session.select([id])
        canvas.fit([id])
        self._steps.append((id, before, canvas.bound_for))
        record = canvas.session.document.boundaries.get(id)
        canvas.speaker.say(f"Zoomed to {(record.name or id) if record is not None else id}")
        return True

    def back(self) -> bool:
        """Go back to where the view was before the last step; False without one, or where the view was moved since."""
        if self.at is None:
            return False
        _, before, _ = self._steps.pop()
        self._canvas.glide_to(before)
        if self._steps:
            id, old, _ = self._steps[-1]
            self._steps[-1] = id, old, self._canvas.bound_for
        return True

    def toggle(self, id: str) -> None:
        """Into a boundary; back where it fills the view already."""
        if self.at != id or not self.back():
            self.into(id)

    def forget(self) -> None:
        """Another design or view is shown."""
        self._steps.clear()

    def _forget_if_moved(self) -> None:
        if self._steps and not _alike(self._canvas.bound_for, self._steps[-1][2]):
            self._steps.clear()


def _alike(one: Stand, other: Stand) -> bool:
    """The same but for the rounding of an animation."""
    return abs(one[0] / other[0] - 1) < 1e-6 and all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))


def diving_actions(canvas: Canvas) -> list[Action]:
    """Zoom to the boundary that is selected, or around what is selected."""

    def wanted() -> str | None:
        return boundary_of(canvas.session.viewing.shown, canvas.session.selection)

    def zoom() -> None:
        id = wanted()
        if id is not None:
            canvas.diving.toggle(id)

    return [
        Action("view.zoom_boundary", "Zoom to boundary", zoom, ("Shift+3",), "zoom-in", "view",
               lambda: wanted() is not None, why="Select a boundary, or something inside one")
    ]  # fmt: skip
