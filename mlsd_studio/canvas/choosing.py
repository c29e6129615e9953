"""Selecting by what things are: same kind, same layer, flows of what is chosen, contents of a boundary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mlsd_studio.drawing.card import layer_of
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.boundaries import members_of
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

SELECT = "Select"
Chooser = Callable[[Document, tuple[str, ...]], list[str]]


def same_kind(document: Document, chosen: tuple[str, ...]) -> list[str]:
    """Components, flows and boundaries of the kinds that are chosen."""
    found: list[str] = []
    for table in ("components", "flows", "boundaries"):
        rows = document.table(table)
        kinds = {rows[id].kind for id in chosen if id in rows}
        found += [id for id, record in rows.items() if record.kind in kinds]
    return found


def same_layer(document: Document, chosen: tuple[str, ...]) -> list[str]:
    """Components of the layers of the chosen ones."""
    components = document.components
    layers = {layer_of(components[id]) for id in chosen if id in components}
    return [id for id, one in components.items() if layer_of(one) in layers]


def flows_of(document: Document, chosen: tuple[str, ...]) -> list[str]:
    """Every flow that begins or ends at a chosen element."""
    ends = set(chosen)
    return [f.id for f in document.flows.values() if f.source in ends or f.target in ends]


def neighbours(document: Document, chosen: tuple[str, ...]) -> list[str]:
    """The chosen elements with those that a flow joins to them."""
    ends = [end for id in flows_of(document, chosen)
            for end in (document.flows[id].source, document.flows[id].target)]  # fmt: skip
    return [*chosen, *ends]


def contents(document: Document, chosen: tuple[str, ...]) -> list[str]:
    """All that is inside the chosen boundaries."""
    return [one for id in chosen if id in document.boundaries for one in members_of(document, id)]


def others(document: Document, chosen: tuple[str, ...]) -> list[str]:
    """The components that are not chosen."""
    taken = set(chosen)
    return [id for id in document.components if id not in taken]


CHOOSERS: dict[str, tuple[str, Chooser]] = {
    "select.kind": ("same kind", same_kind),
    "select.layer": ("same layer", same_layer),
    "select.flows": ("flows of the selection", flows_of),
    "select.neighbours": ("neighbours too", neighbours),
    "select.contents": ("contents of the boundary", contents),
    "select.others": ("the other components", others),
}


def choosing_actions(canvas: Canvas) -> list[Action]:
    """One command a way of choosing; it can run where it would find something."""
    session = canvas.session

    def choose(chooser: Chooser) -> None:
        session.select(chooser(session.viewing.shown, session.selection))

    def finds(chooser: Chooser) -> bool:
        return bool(session.selection) and bool(chooser(session.viewing.shown, session.selection))

    return [
        Action(id, f"{SELECT}: {title}", lambda chooser=chooser: choose(chooser), place=f"edit/{SELECT}",
               enabled=lambda chooser=chooser: finds(chooser))
        for id, (title, chooser) in CHOOSERS.items()
    ]  # fmt: skip
