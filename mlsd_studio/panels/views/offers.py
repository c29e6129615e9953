"""What a new view can show of the open design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from mlsd_studio.catalog.records import Layer
from mlsd_studio.drawing.card import layer_of
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.panels.naming import name_of
from mlsd_studio.session import Session

LAYER_NAMES = {"ml": "ML"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A view that could be added: under which heading of the menu, its name, what it shows."""

    heading: str
    name: str
    shows: tuple[str, ...] | str


def offers(session: Session) -> list[Offer]:
    """All of them: the whole, each layer, journey and boundary there is, and the selection."""
    document = session.document
    there = {layer_of(one) for one in document.components.values()}
    layers = [layer for layer in get_args(Layer) if layer in there]
    found = [Offer("", "Whole design, other places", "all")]
    found += [Offer("Layer", f"{layer_name(layer)} layer", f"layer:{layer}") for layer in layers]
    found += [
        Offer("Journey", journey.name or id, f"journey:{id}") for id, journey in document.journeys.items()
    ]
    found += [Offer("Boundary", name_of(document, id), f"boundary:{id}") for id in document.boundaries]
    chosen = tuple(id for id in session.selection if session.viewing.shows(id))
    if chosen:
        found.append(Offer("", f"From the selection ({len(chosen)})", chosen))
    return found


def new_view(session: Session, offer: Offer) -> str | None:
    """Add the view and open it; its id. One that is picked by hand brings its boundaries' contents."""
    name = offer.name
    shows = offer.shows
    if shows == "all":
        name = "Whole design"
    if isinstance(shows, tuple):
        name, shows = "Selection", _with_contents(session, shows)
    known = {session.viewing.name(id) for id in session.viewing.tabs}
    name = next(n for n in (name, *(f"{name} {k}" for k in range(2, 1000))) if n not in known)
    change, id = add_view(session.document, name, shows)
    if not session.apply(change):
        return None
    session.viewing.open(id)
    return id


def _with_contents(session: Session, ids: tuple[str, ...]) -> tuple[str, ...]:
    from mlsd_studio.model.edits.boundaries import members_of

    document = session.document
    inside = [m for id in ids if id in document.boundaries for m in members_of(document, id)]
    flows = [document.flows[id] for id in ids if id in document.flows]
    ends = [end for flow in flows for end in (flow.source, flow.target)]
    return tuple(id for id in dict.fromkeys((*ids, *inside, *ends)) if id not in document.flows)


def layer_name(layer: str) -> str:
    """What people call a layer."""
    return LAYER_NAMES.get(layer, layer.capitalize())
