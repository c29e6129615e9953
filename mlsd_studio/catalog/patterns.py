"""The patterns: one file each, with a reference design that can be opened as a template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from mlsd_studio.catalog.loading import plain_each
from mlsd_studio.catalog.reading import CatalogError, as_record
from mlsd_studio.catalog.records import Pattern
from mlsd_studio.catalog.remembering import plain_files
from mlsd_studio.paths import resource

_ADVISOR = "advisor.yaml"


def load_patterns(
    folder: Path, contents: Callable[[Sequence[Path]], list[Any]] = plain_each
) -> list[Pattern]:
    """The patterns of a folder by their `order`; `contents` reads its files.

    Raises CatalogError for a broken file or design.
    """
    found: dict[str, Pattern] = {}
    files = [file for file in sorted(folder.glob("*.yaml")) if file.name != _ADVISOR]
    for file, data in zip(files, contents(files), strict=True):
        pattern = as_record(file, data, Pattern)
        if pattern.id in found:
            raise CatalogError(file, f"the id {pattern.id} is used twice", field="id")
        _check_design(file, pattern)
        found[pattern.id] = pattern
    return sorted(found.values(), key=lambda pattern: (pattern.order, pattern.id))


@cache
def _bundled() -> tuple[Pattern, ...]:
    return tuple(load_patterns(resource("patterns"), lambda files: plain_files("patterns", files)))


def patterns() -> list[Pattern]:
    """The bundled patterns in their order: batch, online, stream and hybrid first. Read once."""
    return list(_bundled())


@cache
def advisor() -> dict[str, Any]:
    """The data behind ranking patterns (`advisor`) and comparing variants (`tradeoff`), as plain data."""
    file = resource("patterns", _ADVISOR)
    return as_record(file, plain_files("advisor", [file])[0], dict[str, Any])


def _check_design(file: Path, pattern: Pattern) -> None:
    design = pattern.reference_design
    if not {"components", "flows"} <= set(design):
        raise CatalogError(file, "needs components and flows", entry=pattern.id, field="reference_design")
    ids = {one.get("id") for one in design["components"]}
    for one in design["components"]:
        if not {"id", "kind", "name"} <= set(one):
            raise CatalogError(file, f"a component needs id, kind and name: {one}", entry=pattern.id)
    for flow in design["flows"]:
        if flow.get("from") not in ids or flow.get("to") not in ids:
            raise CatalogError(file, f"the flow {flow.get('id')} joins unknown components", entry=pattern.id)
