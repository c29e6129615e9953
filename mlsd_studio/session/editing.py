"""What a user does with the design that needs the catalogue: adding, connecting, copying, pasting.

Everything here ends in `Session.apply`; the canvas, palette and menus share it.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.catalog import catalog
from mlsd_studio.model.edits.clipboard import duplicate, extract, paste
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.model.edits.flows import add_flow
from mlsd_studio.model.records import FlowKind, Placement
from mlsd_studio.session.session import Session

KIND_MIME = "application/x-mlsd-kind"
"""Drag data of the palette: UTF-8 text `kind` or `kind/technology`."""

ELEMENTS_MIME = "application/x-mlsd-elements"
"""Drag data of the outline: ids of components and boundaries, a line each."""

CARD_W, CARD_H = 196, 72


def kind_text(kind: str, technology: str | None) -> str:
    """What the palette puts under KIND_MIME."""
    return f"{kind}/{technology}" if technology else kind


def elements_text(ids: Iterable[str]) -> str:
    """What the outline puts under ELEMENTS_MIME."""
    return "\n".join(ids)


def parse_elements_text(text: str) -> list[str]:
    """The ids of the outline's drag data."""
    return [id for id in text.split("\n") if id]


def parse_kind_text(text: str) -> tuple[str, str | None]:
    """Kind and technology of palette drag data. Raises KeyError for what the catalogue does not know."""
    kind, _, technology = text.partition("/")
    known = catalog()
    return known.kinds[kind].id, known.technologies[technology].id if technology else None


def default_name(kind: str, technology: str | None) -> str:
    """The name a new component gets: its technology's unless that is generic, else its kind's."""
    known = catalog()
    product = known.technologies.get(technology or "")
    if product is not None and not product.generic:
        return product.name
    return known.kinds[kind].name if kind in known.kinds else kind.replace("_", " ").capitalize()


def add(
    session: Session,
    kind: str,
    technology: str | None,
    at: tuple[float, float],
    into: str | None = None,
) -> str | None:
    """Add a component with its top left corner at `at`, select it; its id, or None if refused."""
    name = default_name(kind, technology)
    change, id = add_component(session.document, kind, name, at, technology=technology, into=into)
    if not session.apply(change):
        return None
    session.select([id])
    return id


def flow_kind(session: Session, source: str, target: str) -> FlowKind:
    """The kind of flow that usually joins two elements; a request where nothing is known."""
    components = session.document.components
    a, b = components.get(source), components.get(target)
    if a is None or b is None:
        return "telemetry" if b is None else "control"
    return catalog().usual_flow(a.kind, b.kind)


def connect(session: Session, source: str, target: str, kind: FlowKind | None = None) -> str | None:
    """Add a flow of the given or the usual kind, select it; its id, or None if refused."""
    change, id = add_flow(session.document, source, target, kind or flow_kind(session, source, target))
    if not session.apply(change):
        return None
    session.select([id])
    return id


def add_connected(
    session: Session, source: str, kind: str, flow: FlowKind, at: tuple[float, float], into: str | None = None
) -> str | None:
    """Add a component at `at` and a flow to it from `source`, as one step; the new component's id."""
    token = object()
    change, id = add_component(session.document, kind, default_name(kind, None), at, into=into)
    if not session.apply(change, token):
        return None
    change, _ = add_flow(session.document, source, id, flow)
    if not session.apply(change, token):
        session.cancel(token)
        return None
    session.seal()
    session.select([id])
    return id


def copy(session: Session) -> None:
    """Keep a copy of the selection for pasting."""
    fragment = extract(session.viewing.placed, session.selection)
    if fragment:
        session.fragment = fragment


def paste_copied(session: Session, at: tuple[float, float] | None = None) -> None:
    """Paste the kept copy: with its top left corner at `at`, else a little beside where it was."""
    fragment = session.fragment
    if not fragment:
        return
    dx = dy = 40.0
    corners = [entry for entry in fragment.layout.values() if isinstance(entry, Placement)]
    if at is not None and corners:
        dx, dy = at[0] - min(p.x for p in corners), at[1] - min(p.y for p in corners)
    change, ids = paste(session.document, fragment, dx, dy)
    if session.apply(change):
        session.select(ids)


def duplicate_selected(session: Session) -> None:
    """Copy the selection beside itself."""
    change, ids = duplicate(session.viewing.placed, session.selection)
    if session.apply(change):
        session.select(ids)
