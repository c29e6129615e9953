"""Numbers of a component before the design says otherwise: which record they come from, and on what basis.

The one idea is the precedence of the catalogue: the technology, else the technology's own kind (also where it
stands for another kind), else the kind of the component.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from mlsd_studio.catalog.records import Needed, Sla

T = TypeVar("T")
Origin = Literal["technology", "kind", "standard", "none"]


@dataclass(frozen=True, slots=True)
class Default(Generic[T]):
    """A default: the `value` (None = unknown or withdrawn), its `basis` (a key of the sources, None without a
    value).

    `origin` says what kind of record gave it and `entry` which one: the id of a technology or kind, or the
    name of a constant of the catalogue for `standard`.
    """

    value: T | None
    basis: str | None
    origin: Origin
    entry: str | None


@dataclass(frozen=True, slots=True)
class Uptime:
    """Availability of a managed service as a fraction, with the figure that counts and why."""

    value: float
    basis: str
    origin: Origin
    entry: str
    of: Literal["service", "replica"] = "service"
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a design states about a managed component, as far as published figures ask for it.

    `confirmed` holds the texts of the conditions that the user has confirmed.
    """

    replicas: int | None = None
    zones: int | None = None
    tier: str | None = None
    confirmed: Collection[str] = ()


def published(
    sla: Sla, stated: Stated
) -> tuple[float, str, Literal["service", "replica"], str | None] | None:
    """The best published figure whose facts are stated: (value, source, of, condition), None where none
    holds.

    A figure with a condition in words counts only once that is confirmed; otherwise `otherwise` counts.
    """
    if sla.value is None:
        return None
    figures: list[tuple[float, str, Literal["service", "replica"], str | None]] = []
    if holds(sla.requires, sla.condition, stated):
        figures.append((sla.value, sla.source, sla.of, sla.condition))
    elif sla.otherwise is not None:
        figures.append((sla.otherwise, sla.otherwise_basis or sla.source, sla.of, None))
    for promise in sla.better:
        if holds(promise.requires, promise.condition, stated):
            figures.append((promise.value, promise.source, promise.of, promise.condition))
    return max(figures, key=lambda figure: figure[0], default=None)


def holds(requires: Needed | None, condition: str | None, stated: Stated) -> bool:
    """Whether a design states all that a figure asks for: replicas, zones, tier and condition."""
    if condition is not None and condition not in stated.confirmed:
        return False
    if requires is None:
        return True
    enough = [
        needed is None or (given is not None and given >= needed)
        for needed, given in ((requires.replicas, stated.replicas), (requires.zones, stated.zones))
    ]
    return all(enough) and (not requires.tier or stated.tier in requires.tier)


def stated_from(facts: Mapping[str, object]) -> Stated:
    """A `Stated` from the fields of a component: `replicas` (int), `zones` (list or int), `tier` (text)."""
    zones = facts.get("zones")
    count = zones if isinstance(zones, int) else len(zones) if isinstance(zones, (list, tuple)) else None
    replicas, tier = facts.get("replicas"), facts.get("tier")
    confirmed = facts.get("confirmed")
    return Stated(
        replicas=replicas if isinstance(replicas, int) else None,
        zones=count,
        tier=tier if isinstance(tier, str) else None,
        confirmed=tuple(map(str, confirmed)) if isinstance(confirmed, (list, tuple)) else (),
    )
