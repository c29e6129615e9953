"""What a field that names another element can be set to."""

from __future__ import annotations

from collections.abc import Callable

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.build import flow_title
from mlsd_studio.drawing.card import names_of
from mlsd_studio.model import Document
from mlsd_studio.panels.forms.choice import Option


def components(document: Document) -> list[Option]:
    """Every component by name; those where journeys usually come in stand first."""
    known = catalog()
    entries = known.group("ENTRY")
    rows = [(one.id, names_of(one)[0], one.kind in entries) for one in document.components.values()]
    return [(id, name) for id, name, _ in sorted(rows, key=lambda row: not row[2])]


def journeys(document: Document) -> list[Option]:
    """The stated journeys; without any, the components they could enter at."""
    stated: list[Option] = [(one.id, one.name or one.id) for one in document.journeys.values()]
    return stated or components(document)


def elements(document: Document) -> list[Option]:
    """Everything that is drawn: components, boundaries, groups, flows."""
    rows: list[Option] = [(one.id, names_of(one)[0]) for one in document.components.values()]
    rows += [(one.id, one.name or one.id) for one in document.boundaries.values()]
    rows += [(one.id, one.id) for one in document.groups.values()]
    return rows + [(id, flow_title(document, id)) for id in document.flows]


OFFERS: dict[str, Callable[[Document], list[Option]]] = {
    "component": components,
    "journey": journeys,
    "elements": elements,
}
"""By the kind of reference of a field."""
