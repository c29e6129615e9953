"""Designs that several tests of drawing and exporting look at."""

from __future__ import annotations

from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Flow, Group, LayoutEntry, Note, Placement, Record
from mlsd_studio.paths import resource
from mlsd_studio.storage import load


def shop() -> Document:
    """The example that comes with the studio."""
    return load(resource("examples", "shop-ranking.mlsd.yaml")).document


def every_record() -> Document:
    """The example that uses every record."""
    return load(resource("examples", "every-record.mlsd.yaml")).document


def component(id: str, kind: str = "backend_service", **fields: object) -> Component:
    """A component, named after its id unless a name is given."""
    return Component(id=id, kind=kind, **{"name": id.capitalize(), **fields})


def flow(source: str, target: str, kind: str = "request", **fields: object) -> Flow:
    """A flow called `source-target`."""
    return Flow(id=f"{source}-{target}", source=source, target=target, kind=kind, **fields)


def design(*records: Record, **places: tuple[float, ...]) -> Document:
    """A document; `places` are x, y and, where chosen, w, h by id."""
    layout: dict[str, LayoutEntry] = {id: Placement(*place) for id, place in places.items()}
    return Document(records, layout)


def row() -> Document:
    """Three cards in a row, the first two in a boundary, a flow from each to the next."""
    return design(
        component("a"),
        component("b"),
        component("c"),
        Boundary(id="zone", kind="zone", members=("a", "b")),
        flow("a", "b", label="one"),
        flow("b", "c", "data"),
        a=(0, 0),
        b=(300, 0),
        c=(600, 0),
    )


__all__ = ["Boundary", "Group", "Note", "component", "design", "every_record", "flow", "row", "shop"]
