"""Designs to start from, with a place for everything."""

from __future__ import annotations

from mlsd_studio.catalog import patterns
from mlsd_studio.catalog.templates import document_from_pattern
from mlsd_studio.drawing.arranging import auto_layout
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import set_design
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Design, Stage


def empty_design(name: str | None = None, stage: Stage | None = None) -> Document:
    """A design without components."""
    return Document([Design(name=name, stage=stage)])


def laid_out(document: Document) -> Document:
    """The document with every component placed by the layout engine."""
    document.apply(place(document, auto_layout(document), "Tidy layout"))
    return document


def template(pattern_id: str, name: str | None = None) -> Document:
    """The reference design of a pattern, arranged. Raises KeyError for an unknown pattern."""
    by_id = {pattern.id: pattern for pattern in patterns()}
    document = laid_out(document_from_pattern(by_id[pattern_id]))
    if name:
        document.apply(set_design(document, name=name))
    return document.copy()
