"""Collapsing boundaries into one card and expanding them: the commands, and the button on the frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlsd_studio.canvas.hits import button_of
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke
from mlsd_studio.model.edits.folding import collapsed, set_collapsed
from mlsd_studio.model.records import TREE_BOUNDARIES
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


def toggle(canvas: Canvas, ids: Iterable[str]) -> None:
    """Collapse boundaries, or expand them where all of them are collapsed; they stay selected."""
    session = canvas.session
    wanted = list(ids)
    view = session.viewing.id
    closed = set(collapsed(session.document, view))
    if wanted and session.apply(set_collapsed(session.document, wanted, not closed.issuperset(wanted), view)):
        session.select(wanted)


def folding_actions(canvas: Canvas) -> list[Action]:
    """Collapse or expand what is selected, or every boundary."""
    session = canvas.session

    def trees() -> list[str]:
        return [id for id, one in session.viewing.shown.boundaries.items() if one.kind in TREE_BOUNDARIES]

    def now() -> tuple[str, ...]:
        return collapsed(session.document, session.viewing.id)

    def chosen() -> list[str]:
        return [id for id in session.selected("boundaries") if id in trees()]

    def all_of(closed: bool) -> None:
        session.apply(
            set_collapsed(session.document, trees() if closed else now(), closed, session.viewing.id)
        )

    return [
        Action("view.fold", "Collapse or expand", lambda: toggle(canvas, chosen()), ("Ctrl+.",), "boxes", "view",
               lambda: bool(chosen())),
        Action("view.fold_all", "Collapse all boundaries", lambda: all_of(True), place="view",
               enabled=lambda: bool(set(trees()).difference(now()))),
        Action("view.unfold_all", "Expand all boundaries", lambda: all_of(False), place="view",
               enabled=lambda: bool(now())),
    ]  # fmt: skip


def button(canvas: Canvas, id: str, *, lit: bool) -> list[Shape]:
    """The button of a boundary: minus to collapse, plus to expand; `lit` while the mouse is on it."""
    place = button_of(canvas.scene, id)
    if place is None or canvas.view.zoom < 0.3:
        return []
    theme = canvas.theme
    edge = Stroke(theme["accent"] if lit else theme["line"], 1.0)
    sign = Stroke(theme["accent"] if lit else theme["muted"], 1.6)
    x, y = place.x + place.w / 2, place.y + place.h / 2
    signs: list[Shape] = [Line(((x - 4, y), (x + 4, y)), sign)]
    if id in canvas.scene.geometry.folding.inside:
        signs.append(Line(((x, y - 4), (x, y + 4)), sign))
    return [Box(*place, 6.0, Fill(theme["panel"]), edge), *signs]
