"""One row for each component that carries load, and the columns that show it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from mlsd_studio.analysis.numbers.results import ComponentNumbers, Numbers
from mlsd_studio.analysis.numbers.wording import grouped, percent, time_words
from mlsd_studio.drawing.outcome import utilisation_token
from mlsd_studio.drawing.picture import Box, Fill, Shape, Text
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model import Document
from mlsd_studio.panels.naming import name_of
from mlsd_studio.panels.tables.columns import NOTHING, Column

WORDS = ("first to saturate", "next to saturate")


@dataclass(frozen=True, slots=True)
class Row:
    """A component with its load; `multiple` and `rate` say when it saturates, `rank` 0 is the first to."""

    id: str
    name: str
    numbers: ComponentNumbers
    multiple: float | None = None
    rate: float | None = None
    rank: int | None = None
    waited: bool = True
    scale: int | None = None

    @property
    def used(self) -> float | None:
        """Load over capacity."""
        return self.numbers.utilisation


def rows_of(document: Document, numbers: Numbers, multiple: str) -> list[Row]:
    """The components by utilisation, the busiest first, those whose load is unknown last.

    `multiple` (1, 3 or 10) is what `scale` is for: replicas beyond those there are, None where they suffice.
    """
    ends: dict[str, tuple[float, float, bool]] = {}
    for journey in numbers.journeys.values():
        for one in journey.bottlenecks:
            times = one.multiple if one.multiple is not None else float("inf")
            known = ends.get(one.component)
            if known is None or times < known[0]:
                ends[one.component] = (times, one.rate, one.waited)
    order = sorted((id for id in ends if ends[id][2]), key=lambda id: ends[id][0])
    ranks = {id: place for place, id in enumerate(order)}
    rows = []
    for id, load in numbers.components.items():
        if id not in document.components:
            continue
        end = ends.get(id)
        factor = None if end is None or end[0] == float("inf") else end[0]
        rate, waited = (None, True) if end is None else end[1:]
        wanted = load.needed.get(multiple)
        short = wanted is not None and load.replicas is not None and wanted > load.replicas
        rows.append(Row(
            id, name_of(document, id), load, factor, rate, ranks.get(id),
            waited, wanted if short else None,
        ))  # fmt: skip
    return sorted(rows, key=lambda row: (row.used is None, -(row.used or 0.0), row.name))


def columns() -> list[Column]:
    """The columns of the panel."""
    return [
        Column("Component", "Components that a journey loads", 0, lambda row: row.name,
               lambda row: row.name.lower(), strong=True),
        Column("Load", "Calls a second that reach it at this traffic", 96, _load,
               lambda row: row.numbers.load, right=True),
        Column("Capacity", "Calls a second that all its replicas can serve", 96, _capacity, _bears,
               right=True, room=620),
        Column("Utilisation", "Load over capacity: fine below 70 %, full at 100 %", 138, _used,
               lambda row: row.used, right=True, draw=_bar, hint=_waits),
        Column("Headroom", "Calls a second until it is full", 96, _headroom,
               lambda row: row.numbers.headroom, right=True, room=760),
        Column("Replicas", "How many run now", 72, lambda row: _count(row.numbers.replicas),
               lambda row: row.numbers.replicas, right=True),
        Column("Needed 1×/3×/10×", "Replicas that keep it at its highest utilisation at so many times "
               "this load", 138, _needed, lambda row: row.numbers.needed.get("10"), right=True, room=680),
        Column("Saturates at", "The traffic at which it is full, the other journeys unchanged", 196, _ends,
               lambda row: row.multiple, token=_end_token, room=880, hint=_end_hint),
        Column("", "What would help", 112, lambda row: f"Scale to {row.scale}" if row.scale else "",
               lambda row: row.scale, right=True, action=True),
    ]  # fmt: skip


def _load(row: Row) -> str:
    return NOTHING if row.numbers.load is None else f"{grouped(row.numbers.load)} rps"


def _bears(row: Row) -> float | None:
    one = row.numbers
    return None if one.load is None or not one.utilisation else one.load / one.utilisation


def _capacity(row: Row) -> str:
    whole = _bears(row)
    return "no limit known" if whole is None and row.numbers.load else (
        NOTHING if whole is None else f"{grouped(whole)} rps"
    )  # fmt: skip


def _used(row: Row) -> str:
    return NOTHING if row.used is None else percent(row.used)


def _headroom(row: Row) -> str:
    return NOTHING if row.numbers.headroom is None else f"{grouped(row.numbers.headroom)} rps"


def _count(number: int | None) -> str:
    return NOTHING if number is None else str(number)


def _needed(row: Row) -> str:
    found = [row.numbers.needed.get(name) for name in ("1", "3", "10")]
    return NOTHING if not any(found) else " / ".join(_count(one) for one in found)


def _ends(row: Row) -> str:
    if row.rate is None:
        return NOTHING
    factor = "" if row.multiple is None else f"{grouped(row.multiple)}× · "
    behind = "" if row.waited else " · not waited for"
    mark = {0: " · first", 1: " · next"}.get(-1 if row.rank is None else row.rank, "")
    return f"{factor}{grouped(row.rate)} rps{mark}{behind}"


def _end_token(row: Row) -> str:
    return "text" if row.rank in (0, 1) else "muted"


def _end_hint(row: Row) -> str:
    if row.rank in (0, 1):
        return f"The {WORDS[row.rank]}: {_ends(row)}"
    return _ends(row)


def _waits(row: Row) -> str:
    one = row.numbers
    if one.missing:
        return f"Unknown until stated: {', '.join(one.missing[:4])}"
    parts = [f"Utilisation {_used(row)}"]
    if one.wait:
        parts.append(
            f"a call waits {time_words(one.wait)} on average" if one.wait < 1e6 else "calls wait for ever"
        )
    if one.retry_storm:
        parts.append("repeated calls alone keep it overloaded")
    if one.loop:
        parts.append(f"called around the loop {one.loop}")
    return "; ".join(parts)


def _bar(look: Theme, rect: QRect, row: Row) -> list[Shape]:
    """A bar and the figure; colour and figure say the same."""
    right, base = rect.right() - 8.0, rect.y() + 18.0
    words = _used(row)
    if row.used is None:
        return [Text(right, base, words, 12.0, look["muted"], "regular", "end")]
    x, y, w = rect.x() + 12.0, rect.y() + 11.0, rect.width() - 72.0
    token = utilisation_token(row.used)
    return [
        Box(x, y, w, 6, 3, Fill(look["track"])),
        Box(x, y, max(6.0, w * min(1.0, row.used)), 6, 3, Fill(look[token])),
        Text(right, base, words, 12.0, look["text" if token == "ok" else token], "semibold", "end"),
    ]
