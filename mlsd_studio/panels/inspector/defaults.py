"""What an empty field means: the catalogue's default with its basis, or what the studio assumes."""

from __future__ import annotations

from typing import Any

from mlsd_studio.analysis.numbers.wording import SIGNS
from mlsd_studio.catalog import catalog, stated_from
from mlsd_studio.model.quantities import Fraction, format_number
from mlsd_studio.model.records import Component, Record, Requirement
from mlsd_studio.model.targets import METRICS
from mlsd_studio.panels.forms.base import Hint
from mlsd_studio.panels.inspector.fields import Field

ASSUMED = {
    "needs": "1",
    "scope": "in",
    "environment": "production",
    "calls": "1",
    "step": "1",
    "stage": "sketch",
    "currency": "USD",
}
BY_TEAM = "stated by the team"
COSTS = {"cost.replica": "replica_month", "cost.calls": "per_million_calls", "cost.gb": "per_gb_month"}
COST_UNITS = {"cost.replica": "month", "cost.calls": "million calls", "cost.gb": "GB-month"}


def hint_for(record: Record, field: Field, value: Any) -> Hint:
    """What the editor of a field says beside its value, for one element."""
    if value is not None:
        return _stated(record, field)
    if isinstance(record, Requirement):
        return _wanted(record, field)
    found = catalogue_value(record, field) if isinstance(record, Component) else None
    if found is not None:
        text, basis = found
        word = "team" if basis.startswith(BY_TEAM) else "default"
        return Hint(text, word, f"Not stated here; {basis} counts until you type a value.")
    if field.path in ASSUMED:
        text = ASSUMED[field.path]
        return Hint(text, "default", f"Not stated; {text} is taken.")
    return Hint(tooltip="Not stated.")


def _wanted(requirement: Requirement, field: Field) -> Hint:
    """What an empty field of a requirement means, or how it is written."""
    if field.path == "target" and requirement.metric is not None:
        info = METRICS[requirement.metric]
        example = info.quantity.example.split(",")[0].split(" or ")[0]
        return Hint(f"{SIGNS[info.direction]} {example}", tooltip="Not stated: nothing can be judged.")
    if field.path == "journey":
        return Hint("every journey", "default", "Not stated; it holds for every journey.")
    return Hint(tooltip="Not stated.")


def _stated(record: Record, field: Field) -> Hint:
    origin = (getattr(record, "origin", None) or {}).get(field.head, "")
    if not origin:
        return Hint()
    day = origin.removeprefix("measured").strip()
    return Hint(suffix=day or origin, tooltip=origin[:1].upper() + origin[1:])


def catalogue_value(component: Component, field: Field) -> tuple[str, str] | None:
    """The default as text and where it comes from; None where there is none."""
    known, kind, technology = catalog(), component.kind, component.technology
    if field.head == "latency":
        latency = known.latency(kind, technology).value
        if latency is None:
            return None
        amount = latency.p50_ms if field.tail == "p50" else latency.p95_ms
        return f"{format_number(amount)} ms", _basis(latency.basis)
    if field.path == "capacity":
        figure = known.capacity(kind, technology).value
        return (f"{format_number(figure.value)} rps", _basis(figure.basis, figure.note)) if figure else None
    if field.path in COSTS:
        cost = known.cost(kind, technology).value
        part = COSTS[field.path]
        price = getattr(cost, part) if cost else None
        if cost is None or price is None:
            return None
        per = f"{cost.currency or known.constants.currency}/{COST_UNITS[field.path]}"
        return f"{format_number(price)} {per}", _basis(cost.basis_of(part))
    if field.path == "availability":
        return _availability(component)
    if field.path == "max_utilisation":
        figure = known.constants.max_utilisation
        return str(Fraction(figure.value, "%")), _basis(figure.basis)
    if field.path == "managed":
        run = known.managed(kind, technology)
        return ("yes" if run is True else "no"), _basis(None)
    return None


def _availability(component: Component) -> tuple[str, str] | None:
    known = catalog()
    usual = known.managed(component.kind, component.technology) is True
    if component.managed or (component.managed is None and usual):
        facts = {"replicas": component.replicas, "zones": component.zones, **(component.attributes or {})}
        uptime = known.managed_availability(component.technology, stated_from(facts))
        return str(Fraction(uptime.value, "%")), _basis(uptime.basis, uptime.condition)
    found = known.availability(component.kind, component.technology)
    return None if found.value is None else (str(Fraction(found.value, "%")), _basis(found.basis))


def _basis(basis: str | None, note: str | None = None) -> str:
    """Where a default comes from, in words."""
    known = {"assume": "an assumption (catalogue)", None: "the catalogue"}
    words = known.get(basis) or catalog().sources.get(str(basis), str(basis))
    if catalog().stated(basis) and not words.startswith(BY_TEAM):
        words = f"{BY_TEAM}: {words}"
    return f"{words}, {note}," if note else words
