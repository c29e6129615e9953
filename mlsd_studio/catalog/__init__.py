"""What the studio knows about ML systems: kinds of components, technologies, patterns, and their sources.

The one idea: kinds are data. Everything stands in the YAML files under `resources/catalog` and
`resources/patterns`; rules, drawing and numbers ask a kind for its groups, facets and defaults, never for its
name. A new kind or technology is a new entry in a file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlsd_studio.catalog.defaults import Default, Stated, Uptime, stated_from
from mlsd_studio.catalog.kinds import Catalog
from mlsd_studio.catalog.loading import load
from mlsd_studio.catalog.patterns import advisor, load_patterns, patterns
from mlsd_studio.catalog.reading import CatalogError
from mlsd_studio.catalog.records import Cost, Figure, Kind, Latency, Pattern, Quota, Sla, Technology
from mlsd_studio.paths import resource

if TYPE_CHECKING:
    from mlsd_studio.catalog.searching import Hit

__all__ = [
    "Catalog",
    "CatalogError",
    "Cost",
    "Default",
    "Figure",
    "Kind",
    "Latency",
    "Pattern",
    "Quota",
    "Sla",
    "Stated",
    "Technology",
    "Uptime",
    "advisor",
    "catalog",
    "load_catalog",
    "load_patterns",
    "patterns",
    "search",
    "stated_from",
]


def load_catalog(*folders: Path) -> Catalog:
    """A catalogue from all *.yaml files of the folders, one adding to the other. Raises CatalogError."""
    return Catalog(load(folders))


@cache
def catalog() -> Catalog:
    """The bundled catalogue, read on first use. Raises CatalogError if its files are damaged."""
    return load_catalog(resource("catalog"))


def search(text: str, limit: int = 12) -> list[Hit]:
    """Kinds and technologies of the bundled catalogue that a person may mean by `text`, the best first."""
    return catalog().search(text, limit)
