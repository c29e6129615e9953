"""Rows and columns of the failure units, and of the pairs that stop a journey together."""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.analysis.numbers.cuts import Cuts
from mlsd_studio.analysis.numbers.failures import FailureUnit
from mlsd_studio.analysis.numbers.importance import MINUTES_PER_YEAR, UnitImportance
from mlsd_studio.analysis.numbers.results import Numbers
from mlsd_studio.analysis.numbers.wording import grouped, percent, time_words
from mlsd_studio.model import Document
from mlsd_studio.panels.naming import name_of
from mlsd_studio.panels.tables.columns import NOTHING, Column

KINDS = {
    "component": "component", "replica": "one replica", "zone": "zone", "region": "region",
    "boundary": "boundary", "provider": "provider",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A failure unit; `saved` minutes a year if it never failed and `share` of downtime, worst journey."""

    id: str
    unit: FailureUnit
    stops: str
    degrades: str
    saved: float | None = None
    share: float | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.unit.name


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two units that stop a journey only together; `minutes` a year at the same time.

    `elements` lie on the ways to both, `subjects` are the components that fail.
    """

    id: str
    name: str
    journey: str
    minutes: float | None
    elements: tuple[str, ...]
    subjects: tuple[str, ...]


def unit_rows(document: Document, units: tuple[FailureUnit, ...], numbers: Numbers | None) -> list[UnitRow]:
    """The units in their order: those that stop most first, then by the minutes a year they cost."""
    weights = _importance(numbers)
    rows = []
    for unit in units:
        own = weights.get(_weight_key(unit), [])
        rows.append(UnitRow(
            unit.key, unit, _names(document, unit.stops), _names(document, unit.degrades),
            max((one.minutes for one in own), default=None), max((one.share for one in own), default=None),
        ))  # fmt: skip
    return sorted(rows, key=lambda row: (-len(row.unit.stops), -len(row.unit.degrades), -(row.saved or 0.0)))


def _importance(numbers: Numbers | None) -> dict[tuple[str, str], list[UnitImportance]]:
    found: dict[tuple[str, str], list[UnitImportance]] = {}
    for journey in numbers.journeys.values() if numbers else ():
        for one in journey.units:
            found.setdefault((one.kind, one.subject), []).append(one)
    return found


def _weight_key(unit: FailureUnit) -> tuple[str, str]:
    return ("boundary" if unit.kind == "region" else unit.kind), unit.subject


def pair_rows(document: Document, cuts: dict[str, Cuts]) -> list[PairRow]:
    """The pairs of all journeys, the likeliest first."""
    rows = []
    for journey, found in cuts.items():
        for pair in found.double:
            names = _pair_name(document, pair.units)
            minutes = None if pair.probability is None else pair.probability * MINUTES_PER_YEAR
            subjects = tuple(dict.fromkeys(one for _, one in pair.units if one in document.components))
            elements = tuple(dict.fromkeys(id for path in pair.paths for id in path))
            rows.append(
                PairRow(f"{journey}:{names}", names, name_of(document, journey), minutes, elements, subjects)
            )
    return sorted(rows, key=lambda row: (row.minutes is None, -(row.minutes or 0.0), row.name))


def _pair_name(document: Document, units: tuple[tuple[str, str], ...]) -> str:
    first, *rest = (_unit_name(document, kind, subject) for kind, subject in units)
    if rest == [first]:
        return first.replace("one replica of", "two replicas of")
    return " + ".join([first, *rest])


def _unit_name(document: Document, kind: str, subject: str) -> str:
    name = name_of(document, subject)
    return {"replica": f"one replica of {name}", "component": name}.get(
        kind, f"{KINDS.get(kind, kind)} {name}"
    )


def _names(document: Document, ids: tuple[str, ...]) -> str:
    return ", ".join(name_of(document, id) for id in ids)


def _minutes(minutes: float | None) -> str:
    if minutes is None:
        return NOTHING
    return "under a second" if 0.0 < minutes < 1 / 60 else time_words(minutes * 60.0)


def unit_columns() -> list[Column]:
    """The columns of the units."""
    return [
        Column("Unit", "What fails as one", 0, lambda row: row.name, lambda row: row.name.lower(), strong=True),
        Column("Kind", "A replica, a component with all its replicas, a zone, a region, a provider", 96,
               lambda row: KINDS[row.unit.kind], lambda row: row.unit.kind, room=560),
        Column("Stops", "Journeys that stop when it fails", 150, lambda row: row.stops or NOTHING,
               lambda row: len(row.unit.stops) or None, token=lambda row: "bad" if row.stops else "muted"),
        Column("Degrades", "Journeys that go on with less", 150, lambda row: row.degrades or NOTHING,
               lambda row: len(row.unit.degrades) or None, room=720,
               token=lambda row: "warn" if row.degrades else "muted"),
        Column("Down a year", "How long it is expected to be down in a year", 112,
               lambda row: _minutes(row.unit.minutes), lambda row: row.unit.minutes, right=True,
               hint=_down_hint),
        Column("Costs a year", "Downtime of its journey that a year would save if it never failed", 112,
               lambda row: _minutes(row.saved), lambda row: row.saved, right=True, room=640),
        Column("Share", "Share of the journey's downtime in which it is down; shares overlap", 72,
               lambda row: NOTHING if row.share is None else percent(min(1.0, row.share)),
               lambda row: row.share, right=True, room=820),
    ]  # fmt: skip


def _down_hint(row: UnitRow) -> str:
    if row.unit.minutes is None:
        return f"Unknown until stated: {row.unit.note}" if row.unit.note else "Unknown"
    return (
        f"Expected {grouped(row.unit.minutes)} minutes a year{f'; {row.unit.note}' if row.unit.note else ''}"
    )


def pair_columns() -> list[Column]:
    """The columns of the pairs."""
    return [
        Column("Together", "Two units that stop the journey only when both are down", 0,
               lambda row: row.name, lambda row: row.name.lower(), strong=True),
        Column("Stops", "The journey", 180, lambda row: row.journey, lambda row: row.journey.lower(),
               token=lambda _: "bad"),
        Column("Both down a year", "Expected time in a year in which both are down", 150,
               lambda row: _minutes(row.minutes), lambda row: row.minutes, right=True),
    ]  # fmt: skip
