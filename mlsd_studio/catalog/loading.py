"""Joins the files of catalogue folders into one set of records and checks what they say of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from mlsd_studio.catalog.reading import CatalogError, as_record, entry_error, plain
from mlsd_studio.catalog.records import (
    DataClass,
    Extra,
    Figure,
    Hop,
    Kind,
    KindGroup,
    Layer,
    Provider,
    Section,
    Technology,
)

_CONSTANTS = (
    "currency",
    "month_hours",
    "palette",
    "hop",
    "max_utilisation",
    "self_run_replica_availability",
    "managed_availability",
    "layers",
)
_MAPS = (
    "reading",
    "facets",
    "sources",
    "kind_groups",
    "component_extras",
    "flow_extras",
    "data_classes",
    "providers",
)
_SCHEMA = "mlsd-catalog/2"

R = TypeVar("R", Kind, Technology)


@dataclass(frozen=True, slots=True)
class Constants:
    """What all kinds share. `month_hours` in hours, `hop` in milliseconds, other figures are fractions."""

    currency: str
    month_hours: float
    palette: tuple[str, ...]
    hop: Hop
    max_utilisation: Figure
    self_run_replica_availability: Figure
    managed_availability: Figure
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the files of a catalogue say, in the order of the files.

    `stated` holds the sources whose numbers the team states itself.
    """

    constants: Constants
    kinds: dict[str, Kind]
    technologies: dict[str, Technology]
    reading: dict[str, str] = field(default_factory=dict)
    facets: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    kind_groups: dict[str, KindGroup] = field(default_factory=dict)
    component_extras: dict[str, Extra] = field(default_factory=dict)
    flow_extras: dict[str, Extra] = field(default_factory=dict)
    data_classes: dict[str, DataClass] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()


def plain_each(files: Sequence[Path]) -> list[Any]:
    """The plain content of each file. Raises CatalogError."""
    return [plain(file) for file in files]


def load(folders: Iterable[Path], contents: Callable[[Sequence[Path]], list[Any]] = plain_each) -> Content:
    """Joins every *.yaml file of the folders, each folder in the order of its paths; `contents` reads them.

    Raises CatalogError for a file that cannot be read, an unknown field, an id given twice, or a reference to
    a kind, facet, group or source that no file defines.
    """
    files = [file for folder in folders for file in _files(folder)]
    sections = [
        (file, as_record(file, data, Section)) for file, data in zip(files, contents(files), strict=True)
    ]
    for file, section in sections:
        if section.schema not in (None, _SCHEMA):
            raise CatalogError(
                file, f"the schema is {section.schema}, this program reads {_SCHEMA}", field="schema"
            )
    maps: dict[str, Any] = {name: _merged(sections, name) for name in _MAPS}
    content = Content(
        constants=Constants(**{name: _single(sections, name) for name in _CONSTANTS}),
        kinds=_joined([(file, section.kinds) for file, section in sections], "kinds"),
        technologies=_joined([(file, section.technologies) for file, section in sections], "technologies"),
        **maps,
    )
    for file, section in sections:
        _check(file, section, content)
    return content


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise CatalogError(folder, "there is no such catalogue folder")
    return sorted(folder.rglob("*.yaml"))


def _single(sections: list[tuple[Path, Section]], name: str) -> Any:
    """A constant: later files override, so that a folder of one's own can change it."""
    values = [value for _, section in sections if (value := getattr(section, name)) is not None]
    if not values:
        raise CatalogError(
            sections[0][0] if sections else Path("catalog"), f"no file says {name}", field=name
        )
    return values[-1]


def _joined(lists: list[tuple[Path, tuple[R, ...]]], section: str) -> dict[str, R]:
    found: dict[str, R] = {}
    for file, records in lists:
        for record in records:
            if record.id in found:
                raise entry_error(file, section, record.id, f"the id {record.id} is used twice", "id")
            found[record.id] = record
    return found


def _merged(sections: list[tuple[Path, Section]], name: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for file, section in sections:
        for key, value in getattr(section, name).items():
            if key in merged:
                raise entry_error(file, name, key, f"{key} is defined twice")
            merged[key] = value
    return merged


def _check(file: Path, section: Section, content: Content) -> None:
    for kind in section.kinds:
        for field_name, value, known in kind_references(kind, content):
            if value not in known:
                raise entry_error(file, "kinds", kind.id, f"{value} is not known", field_name)
    for technology in section.technologies:
        for field_name, value, known in technology_references(technology, content):
            if value not in known:
                raise entry_error(file, "technologies", technology.id, f"{value} is not known", field_name)
    for id, provider in section.providers.items():
        for value in provider.technologies:
            if value not in content.technologies:
                raise entry_error(file, "providers", id, f"{value} is not known", "technologies")


Reference = tuple[str, str, "dict[str, Any] | tuple[str, ...] | set[str]"]


def kind_references(kind: Kind, content: Content) -> Iterator[Reference]:
    """(field, value, what is known) of everything a kind refers to."""
    yield "palette", kind.palette, content.constants.palette
    for group in kind.groups:
        yield "groups", group, content.kind_groups
    for name in ("latency", "capacity_rps", "availability", "cost"):
        figure = getattr(kind.defaults, name)
        if figure is not None:
            yield f"defaults.{name}.basis", figure.basis, content.sources


def technology_references(technology: Technology, content: Content) -> Iterator[Reference]:
    """(field, value, what is known) of everything a technology refers to."""
    yield "kind", technology.kind, content.kinds
    for kind in technology.fits:
        yield "fits", kind, content.kinds
    for facet in technology.provides:
        yield "provides", facet, content.kinds if facet in content.kinds else content.facets
    for name in ("latency", "capacity_rps", "cost", "quota"):
        basis = getattr(getattr(technology, name), "basis", None)
        if basis is not None:
            yield f"{name}.basis", basis, content.sources
    yield "sla.source", technology.sla.source, content.sources
    if technology.sla.otherwise_basis is not None:
        yield "sla.otherwise_basis", technology.sla.otherwise_basis, content.sources
    for promise in technology.sla.better:
        yield "sla.better.source", promise.source, content.sources
