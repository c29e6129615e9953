"""What a team adds to the catalogue: folders of its own whose entries come before the bundled ones.

The one idea: a mistake costs the entry it stands in and nothing else. An entry with a known id changes only
the fields it gives; a new one may take the rest from another (`like`). A number without a basis, and every
price, is *stated by the team*.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import msgspec

from mlsd_studio.catalog.loading import Constants, Content, kind_references, technology_references
from mlsd_studio.catalog.prices import PRICE_FILE, priced
from mlsd_studio.catalog.ranges import wrong_numbers
from mlsd_studio.catalog.reading import CatalogError, located, untrusted
from mlsd_studio.catalog.records import Extra, Figure, Hop, Kind, KindGroup, Provider, Technology

CATALOG_FOLDER = "catalog"
MAX_FILES = 200
TEAM = "team"
"""The basis of a number that the team states without naming a source."""

_RECORDS: dict[str, type] = {"kinds": Kind, "technologies": Technology}
_MAPS: dict[str, Any] = {
    "facets": str, "sources": str, "kind_groups": KindGroup, "component_extras": Extra, "flow_extras": Extra,
    "providers": Provider,
}  # fmt: skip
_CONSTANTS: dict[str, Any] = {
    "max_utilisation": Figure,
    "self_run_replica_availability": Figure,
    "managed_availability": Figure,
    "hop": Hop,
}
_LISTS = ("palette",)
SECTIONS = (*_RECORDS, *_MAPS, *_CONSTANTS, *_LISTS)
_NUMBERS = ("latency", "capacity_rps", "availability", "cost", "quota")
COST_PARTS = ("replica_month", "per_million_calls", "per_gb_month")
_WHOLE = frozenset({"sla", "quota"})
"""Fields that are replaced as a whole: parts of two published figures must not mix."""


def overlay(base: Content, folders: Iterable[Path]) -> tuple[Content, tuple[CatalogError, ...]]:
    """The catalogue with what the folders add, the later over the earlier, and the mistakes in them.

    Of each folder `catalog/*.yaml` is read and then `prices.yaml`. Nothing raises: what is wrong is left out.
    """
    work = _Overlay(base)
    for folder in folders:
        work.add_files(_files(folder / CATALOG_FOLDER, work.problems))
        prices = folder / PRICE_FILE
        if prices.is_file():
            work.add_prices(prices)
    return work.content(), tuple(work.problems)


def has_catalog(folder: Path) -> bool:
    """Whether a team's folder changes the catalogue at all."""
    return (folder / CATALOG_FOLDER).is_dir() or (folder / PRICE_FILE).is_file()


def _files(folder: Path, problems: list[CatalogError]) -> list[Path]:
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix in (".yaml", ".yml"))
    except OSError:
        return []
    if len(files) > MAX_FILES:
        problems.append(CatalogError(folder, f"more than {MAX_FILES} files; the rest are not read"))
    return [file for file in files[:MAX_FILES] if file.is_file()]


class _Overlay:
    def __init__(self, base: Content) -> None:
        self.base = base
        self.problems: list[CatalogError] = []
        self.records: dict[str, dict[str, Any]] = {
            "kinds": dict(base.kinds),
            "technologies": dict(base.technologies),
        }
        self.maps: dict[str, dict[str, Any]] = {name: dict(getattr(base, name)) for name in _MAPS}
        self.maps["sources"].setdefault(TEAM, "stated by the team")
        self.stated = {*base.stated, TEAM}
        self.constants = {field.name: getattr(base.constants, field.name) for field in fields(Constants)}

    def content(self) -> Content:
        """The catalogue as it is now."""
        return replace(
            self.base,
            constants=Constants(**self.constants),
            stated=frozenset(self.stated),
            **self.records,
            **self.maps,
        )

    # -- files -----------------------------------------------------------------------------------------

    def add_files(self, files: Iterable[Path]) -> None:
        """Words and constants of all files first, so that entries may use them wherever they stand.

        A CatalogError is kept in `problems` and costs the file or the entry it is about.
        """
        read: list[tuple[Path, dict[str, Any]]] = []
        for file in files:
            with self._noted():
                data = untrusted(file)
                if not isinstance(data, dict):
                    raise CatalogError(file, f"write sections, such as `kinds:`; known are {_some(SECTIONS)}")
                read.append((file, data))
        for file, data in read:
            for name in data:
                if name not in SECTIONS and name not in ("schema", "generated"):
                    message = f"there is no section {name!r}{nearest(str(name), SECTIONS)}"
                    self.problems.append(located(file, [name], message))
            self._add_words(file, data)
        for section in _RECORDS:
            for file, data in read:
                for place, entry in enumerate(self._list(file, data, section)):
                    with self._noted():
                        self._add_record(file, section, place, entry)

    def add_prices(self, file: Path) -> None:
        """Prices over everything that has been read so far."""
        with self._noted():
            for section, id, cost, sources in priced(file, self.base.constants.currency, self.problems):
                known = self.records[section].get(id)
                if known is None:
                    message = f"there is no entry {id!r} to price{nearest(id, self.records[section])}"
                    self.problems.append(located(file, [section, id], message, entry=id))
                    continue
                self.maps["sources"].update(sources)
                self.stated.update(sources)
                self._price(section, known, cost)

    def _price(self, section: str, known: Any, cost: dict[str, Any]) -> None:
        if section == "kinds":
            plain = _merged(_plain(known), {"defaults": {"cost": cost}})
        else:
            own = known.cost
            if own is msgspec.UNSET:
                own = self.records["kinds"][known.kind].defaults.cost
            plain = {**_plain(known), "cost": _merged(_plain(own), cost)}
        self.records[section][known.id] = msgspec.convert(plain, type(known))

    # -- sections --------------------------------------------------------------------------------------

    def _list(self, file: Path, data: Mapping[str, Any], name: str) -> list[Any]:
        value = data.get(name)
        if value is None or isinstance(value, list):
            return value or []
        self.problems.append(located(file, [name], f"{name} is a list: begin each entry with `- id:`"))
        return []

    def _add_words(self, file: Path, data: Mapping[str, Any]) -> None:
        for name, type_ in _MAPS.items():
            entries = data.get(name)
            if entries is not None and not isinstance(entries, dict):
                self.problems.append(located(file, [name], f"{name} is a map: write `name: meaning` lines"))
                continue
            for key, value in (entries or {}).items():
                with self._noted():
                    self.maps[name][key] = _converted(file, [name, key], value, type_, str(key))
                    if name == "sources":
                        self.stated.add(key)
        for name, type_ in _CONSTANTS.items():
            if name in data:
                with self._noted():
                    self.constants[name] = _converted(file, [name], _figure(data[name]), type_, None)
        palette = [one for one in self._list(file, data, "palette") if isinstance(one, str)]
        self.constants["palette"] = tuple(dict.fromkeys((*self.constants["palette"], *palette)))

    def _add_record(self, file: Path, section: str, place: int, given: Any) -> None:
        steps: list[str | int] = [section, place]
        if not isinstance(given, dict) or not isinstance(given.get("id"), str) or not given["id"]:
            raise located(file, steps, "the entry needs an `id`, a short name in lower case")
        id, known = given["id"], self.records[section]
        fields_given = _with_team_basis({name: value for name, value in given.items() if name != "like"})
        start = known.get(str(given.get("like", id)))
        if start is None and "like" in given:
            message = f"there is no {given['like']!r} to be like{nearest(str(given['like']), known)}"
            raise located(file, [*steps, "like"], message, entry=id, field="like")
        record = _converted(file, steps, _merged(_plain(start) or {}, fields_given), _RECORDS[section], id)
        content = self.content()
        references: Iterator[Any] = (
            kind_references(record, content) if section == "kinds" else technology_references(record, content)
        )
        for field, value, names in references:
            if value not in names:
                known_names = {*names, *content.kinds} if field == "provides" else names
                message = f"{value} is not known{nearest(value, known_names)}"
                raise located(file, [*steps, *field.split(".")], message, entry=id, field=field)
        known[id] = record

    def _noted(self) -> _Noted:
        return _Noted(self.problems)


class _Noted:
    """Keeps a CatalogError instead of letting it out."""

    def __init__(self, problems: list[CatalogError]) -> None:
        self._problems = problems

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if isinstance(error, CatalogError):
            self._problems.append(error)
            return True
        return False


# -- values ----------------------------------------------------------------------------------------------


def _plain(record: Any) -> Any:
    """A record as it stands in a file; None stays None."""
    return msgspec.to_builtins(record) if record is not None else None


def _merged(start: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` over `start`, map by map; published figures are replaced as a whole."""
    out = dict(start) if isinstance(start, dict) else {}
    for name, value in given.items():
        deep = isinstance(value, dict) and isinstance(out.get(name), dict) and name not in _WHOLE
        out[name] = _merged(out[name], value) if deep else value
    return out


def _with_team_basis(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry, its numbers stated by the team where they name no basis."""
    out = {name: _figure(value, name) if name in _NUMBERS else value for name, value in given.items()}
    if isinstance(out.get("defaults"), dict):
        out["defaults"] = {name: _figure(value, name) for name, value in out["defaults"].items()}
    return out


def _figure(value: Any, name: str = "") -> Any:
    """A number with the team as its basis, where it has none; of a cost, each part that is given."""
    if not isinstance(value, dict):
        return value
    if name == "cost":
        parts = [part for part in COST_PARTS if part in value]
        whole = {} if len(parts) < len(COST_PARTS) else {"basis": TEAM}
        return {**whole, **value, "stated": {part: value.get("basis", TEAM) for part in parts}}
    if "basis" in value:
        return value
    if all(isinstance(part, dict) for part in value.values()):
        return {part: _figure(inner) for part, inner in value.items()}
    return {**value, "basis": TEAM}


def _converted(file: Path, steps: list[str | int], value: Any, type_: Any, entry: str | None) -> Any:
    try:
        record = msgspec.convert(value, type_, strict=True)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        if "missing required field" in message and type_ in _RECORDS.values():
            message += "; give it, or write `like:` with the id of an entry to take the rest from"
        raise located(file, steps, message, path=path, entry=entry) from None
    for field, message in wrong_numbers(record):
        raise located(file, [*steps, *field.split(".")], message, entry=entry, field=field)
    return record


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` for a misspelt word, or nothing."""
    found = difflib.get_close_matches(word, list(known), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def _some(names: Iterable[str]) -> str:
    return ", ".join(names)
