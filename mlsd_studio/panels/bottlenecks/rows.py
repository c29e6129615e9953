"""One row for each component that carries load, and the columns that show it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from mlsd_studio.analysis.numbers.busy import Busy, busiest, needed_words
from mlsd_studio.analysis.numbers.results import ComponentNumbers, Numbers
from mlsd_studio.analysis.numbers.wording import grouped, time_words, used_words
from mlsd_studio.drawing.outcome import utilisation_token
from mlsd_studio.drawing.picture import Box, Fill, Shape, Text
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model import Document
from mlsd_studio.panels.naming import name_of
from mlsd_studio.panels.tables.columns import NOTHING, Column

WORDS = ("first to saturate", "next to saturate")


@dataclass(frozen=True, slots=True)
class Row:
    """A component with its load, and the replicas it needs beyond those it has."""

    id: str
    name: str
    busy: Busy
    scale: int | None = None

    @property
    def numbers(self) -> ComponentNumbers:
        """Its numbers under the present traffic."""
        return self.busy.numbers

    @property
    def used(self) -> float | None:
        """Load over capacity."""
        return self.numbers.utilisation


def rows_of(document: Document, numbers: Numbers, multiple: str) -> list[Row]:
    """The components by utilisation, the busiest first, those whose load is unknown last.

    `multiple` (now, or 1, 3 or 10 times the stated traffic) is what `scale` is for: replicas beyond those there
    are, None where they suffice.
    """
    rows = []
    components = document.components
    for one in busiest(numbers):
        if one.id in components:
            wanted, there = one.numbers.needed.get(multiple), one.numbers.replicas
            short = wanted is not None and there is not None and wanted > there
            rows.append(Row(one.id, name_of(document, one.id), one, wanted if short else None))
    return rows


def columns() -> list[Column]:
    """The columns of the panel."""
    return [
        Column("Component", "Components that a journey loads", 0, lambda row: row.name,
               lambda row: row.name.lower(), strong=True),
        Column("Load", "Calls a second that reach it at this traffic", 96, _load,
               lambda row: row.numbers.load, right=True),
        Column("Capacity", "Calls a second that all its replicas can serve", 96, _capacity, lambda row: row.busy.whole,
               right=True, room=800),
        Column("Utilisation", "Load over capacity: fine below 70 %, full at 100 %", 138, _used,
               lambda row: row.used, right=True, draw=_bar, hint=_waits),
        Column("Headroom", "Calls a second until it is full", 96, _headroom,
               lambda row: row.numbers.headroom, right=True, room=900),
        Column("Replicas", "How many run now", 72, lambda row: _count(row.numbers.replicas),
               lambda row: row.numbers.replicas, right=True),
        Column("Needed 1×/3×/10×", "Replicas that keep it at its highest utilisation at so many times "
               "the stated traffic, wherever the slider stands", 138, _needed,
               lambda row: row.numbers.needed.get("10"), right=True, room=640),
        Column("Saturates at", "The traffic at which it is full, the other journeys unchanged", 196, _ends,
               lambda row: row.busy.multiple, token=_end_token, room=1000, hint=_end_hint),
        Column("", "What would help", 112, lambda row: f"Scale to {row.scale}" if row.scale else "",
               lambda row: row.scale, right=True, action=True),
    ]  # fmt: skip


def _load(row: Row) -> str:
    return NOTHING if row.numbers.load is None else f"{grouped(row.numbers.load)} rps"


def _capacity(row: Row) -> str:
    whole = row.busy.whole
    return "no limit known" if whole is None and row.numbers.load else (
        NOTHING if whole is None else f"{grouped(whole)} rps"
    )  # fmt: skip


def _used(row: Row) -> str:
    return NOTHING if row.used is None else used_words(row.used)


def _headroom(row: Row) -> str:
    return NOTHING if row.numbers.headroom is None else f"{grouped(row.numbers.headroom)} rps"


def _count(number: int | None) -> str:
    return NOTHING if number is None else str(number)


def _needed(row: Row) -> str:
    return needed_words(row.numbers) or NOTHING


def _ends(row: Row) -> str:
    return row.busy.end or NOTHING


def _end_token(row: Row) -> str:
    return "text" if row.busy.rank in (0, 1) else "muted"


def _end_hint(row: Row) -> str:
    if row.busy.rank in (0, 1):
        return f"The {WORDS[row.busy.rank]}: {_ends(row)}"
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
