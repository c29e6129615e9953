"""A team's price file: what a kind or a technology costs, with a date and a source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlsd_studio.catalog.reading import CatalogError, located, untrusted
from mlsd_studio.model.money import Money, PricePerGigabyte, PricePerMillion
from mlsd_studio.model.quantities import QuantityError

PRICE_FILE = "prices.yaml"
_PARTS: dict[str, tuple[str, type[Money]]] = {
    "replica": ("replica_month", Money),
    "calls": ("per_million_calls", PricePerMillion),
    "gb": ("per_gb_month", PricePerGigabyte),
}
_ABOUT = ("date", "source")
_SECTIONS = ("kinds", "technologies")

Priced = tuple[str, str, dict[str, Any], dict[str, str]]
"""Section, id, fields of a `Cost`, and the sources these name."""


def priced(file: Path, currency: str, problems: list[CatalogError]) -> Iterator[Priced]:
    """The entries of a price file; prices without a currency are in `currency`.

    Raises CatalogError where the file cannot be used at all; other mistakes are added to `problems`.
    """
    data = untrusted(file)
    if not isinstance(data, dict):
        raise CatalogError(file, "write `kinds:` or `technologies:` with a price for each id")
    for name in data:
        if name not in (*_ABOUT, *_SECTIONS):
            message = f"there is no field {name!r} here; known are date, source, kinds and technologies"
            problems.append(located(file, [name], message))
    about = {name: data[name] for name in _ABOUT if name in data}
    for section in _SECTIONS:
        entries = data.get(section) or {}
        if not isinstance(entries, dict):
            problems.append(
                located(file, [section], f"{section} is a map: write `id: {{replica: 90}}` lines")
            )
            continue
        for id, given in entries.items():
            try:
                yield (section, str(id), *_entry(file, section, str(id), given, about, currency))
            except CatalogError as error:
                problems.append(error)


def _entry(
    file: Path, section: str, id: str, given: Any, about: dict[str, Any], currency: str
) -> tuple[dict[str, Any], dict[str, str]]:
    if not isinstance(given, dict) or not any(name in given for name in _PARTS):
        raise located(file, [section, id], "give `replica`, `calls` or `gb` a price", entry=id)
    told = {**about, **{name: given[name] for name in _ABOUT if name in given}}
    for name in _ABOUT:
        if told.get(name) in (None, ""):
            raise located(
                file, [section, id], f"say its {name}, here or at the top of the file", entry=id, field=name
            )
    when = told["date"] if isinstance(told["date"], datetime.date) else None
    if when is None:
        raise located(file, [section, id], "write the date as 2026-11-24", entry=id, field="date")
    basis = f"team: {told['source']} ({when.isoformat()})"
    cost: dict[str, Any] = {"stated": {}}
    currencies: set[str] = set()
    for name, value in given.items():
        if name in _ABOUT:
            continue
        if name not in _PARTS:
            message = f"there is no price {name!r}; known are replica, calls and gb"
            raise located(file, [section, id, name], message, entry=id, field=name)
        part, money = _PARTS[name]
        amount, unit = _amount(file, [section, id, name], value, money, currency)
        currencies.add(unit)
        cost[part] = amount
        cost["stated"][part] = basis
    if len(currencies) > 1:
        raise located(file, [section, id], "give all its prices in one currency", entry=id)
    cost |= {"duty_h_month": None} if "replica" in given else {}
    unit = currencies.pop()
    if unit != currency:
        cost = {"replica_month": None, "per_million_calls": None, "per_gb_month": None} | cost
    cost["currency"] = None if unit == currency else unit
    return cost, {basis: f"stated by the team: {told['source']}, {when.isoformat()}"}


def _amount(
    file: Path, steps: list[str | int], value: Any, money: type[Money], currency: str
) -> tuple[float, str]:
    """Amount and currency of a price: a number, or text as in a design."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = f"{value} {currency}"
        price = money.parse(value)
    except QuantityError as error:
        message = f"{error}; write it like {money.example}"
        raise located(file, steps, message, entry=str(steps[1]), field=str(steps[2])) from None
    return price.base, price.currency
