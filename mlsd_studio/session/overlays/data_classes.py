"""Where a class of data travels: what states it, what inherits it, and where a filter ends it."""

from __future__ import annotations

from functools import partial

from mlsd_studio.catalog import catalog
from mlsd_studio.model import Document
from mlsd_studio.session.actions import Action
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.live import LiveOverlay
from mlsd_studio.session.session import Session

MENU = "Show where data travels"
ORIGIN, CARRIES, ENDS = Tint("accent", 0.9, "stated"), Tint("data", 0.5), Tint("ok", 0.8, "ends here")


def overlay_id(cls: str) -> str:
    """The id of the overlay of a class."""
    return f"data_class:{cls}"


def occurs(document: Document, cls: str) -> bool:
    """Whether some component or flow states the class."""
    return any(cls in (one.data_classes or ()) for one in document.components.values()) or any(
        cls in (one.data_classes or ()) for one in document.flows.values()
    )


def travels(cls: str, document: Document) -> Overlay | None:
    """The overlay of a class; None where nothing in the design states it."""
    from mlsd_studio.analysis.context import Facts

    classes = Facts(document).classes
    spread = classes.spread(cls)
    if not spread.components and not spread.flows:
        return None
    tints = {id: ORIGIN if came is None else CARRIES for id, came in spread.components.items()}
    tints |= {id: ORIGIN if came is None else CARRIES for id, came in spread.flows.items()}
    filters = [id for id in spread.components if not classes.passes_on(id, cls)]
    tints.update(dict.fromkeys(filters, ENDS))
    legend = [(ORIGIN.token, f"States {cls}"), (CARRIES.token, "Inherits it along the flows")]
    if filters:
        legend.append((ENDS.token, "Filters it: it ends here"))
    return Overlay(overlay_id(cls), f"Where {cls} travels", tints, frozenset(tints), tuple(legend))


def data_class_actions(session: Session, live: LiveOverlay) -> list[Action]:
    """A command for each class of the catalogue; enabled while the design states the class."""
    return [
        Action(
            f"view.travels_{cls}",
            f"{MENU}: {cls}",
            partial(live.toggle, overlay_id(cls), partial(travels, cls)),
            icon="route",
            place=f"view/{MENU}",
            enabled=partial(_occurs_in, session, cls),
        )
        for cls in catalog().data_classes
    ]


def _occurs_in(session: Session, cls: str) -> bool:
    return occurs(session.document, cls)
