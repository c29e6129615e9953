"""What the studio knows about ML systems: kinds of components, technologies, patterns, and their sources.

The one idea: kinds are data. Everything stands in the YAML files under `resources/catalog` and
`resources/patterns`; rules, drawing and numbers ask a kind for its groups, facets and defaults, never for its
name. A new kind or technology is a new entry in a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlsd_studio.catalog.defaults import Default, Stated, Uptime, stated_from
from mlsd_studio.catalog.kinds import Catalog
from mlsd_studio.catalog.loading import load
from mlsd_studio.catalog.patterns import advisor, load_patterns, patterns
from mlsd_studio.catalog.reading import CatalogError
from mlsd_studio.catalog.records import Cost, Figure, Kind, Latency, Pattern, Quota, Sla, Technology
from mlsd_studio.catalog.remembering import plain_files
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
    "bundled",
    "catalog",
    "load_catalog",
    "load_patterns",
    "patterns",
    "search",
    "stated_from",
    "use",
    "with_team",
]


def load_catalog(*folders: Path) -> Catalog:
    """A catalogue from all *.yaml files of the folders, one adding to the other. Raises CatalogError."""
    return Catalog(load(folders))


@cache
def bundled() -> Catalog:
    """The catalogue that comes with the studio, read on first use. Raises CatalogError if it is damaged."""
    return Catalog(load([resource("catalog")], lambda files: plain_files("catalogue", files)))


_in_use: list[Catalog] = []


def catalog() -> Catalog:
    """The catalogue in use: the bundled one, with what the open design's team adds (`use`)."""
    return _in_use[0] if _in_use else bundled()


def with_team(folders: Iterable[Path]) -> tuple[Catalog, tuple[CatalogError, ...]]:
    """The bundled catalogue with what a team's folders add, and the mistakes that were left out."""
    from mlsd_studio.catalog.overlay import has_catalog, overlay

    own = [folder for folder in folders if has_catalog(folder)]
    if not own:
        return bundled(), ()
    content, problems = overlay(bundled().content, own)
    return Catalog(content), problems


def use(chosen: Catalog | None = None) -> None:
    """Make `catalog()` answer with this catalogue in this process; None: with the bundled one."""
    _in_use[:] = [] if chosen is None else [chosen]


def search(text: str, limit: int = 12) -> list[Hit]:
    """Kinds and technologies of the catalogue in use that a person may mean by `text`, the best first."""
    return catalog().search(text, limit)
