"""Finding by name: rows of anything that can be chosen, and the ranking of those that a text means.

Whole titles beat beginnings, beginnings beat middles, and where too little fits letter by letter, similar titles
come after. Rows are prepared once, so that ten thousand are searched between two keystrokes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

ENOUGH = 8
"""With so many exact hits no similar ones are looked for."""
MANY = 2000
"""More hits than these are not told apart: those that begin with the text come first."""
SIMILAR = 78.0
"""Percent of letters from which a title counts as similar."""
NEAR = 12_000
"""Similar titles are looked for among so many rows, the first."""
RECENT, OFF = 6.0, -4.0
"""What a row gains for having been chosen lately, and loses where it cannot be chosen now."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something to choose: `id` within its `group`; `reason` says why it cannot be chosen now.

    `color` is a token of the theme for its icon; `shortcut` is written as people know it.
    """

    group: str
    id: str
    title: str
    note: str = ""
    icon: str = ""
    color: str = "muted"
    shortcut: str = ""
    reason: str = ""
    bonus: float = 0.0
    plain: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", f"{self.title}\n{self.note}".lower())

    @property
    def key(self) -> str:
        """What it is remembered by."""
        return f"{self.group}:{self.id}"


def ranked(text: str, rows: Iterable[Row], recent: Container[str] = ()) -> list[Row]:
    """The rows that `text` may mean, the best first; all of them, as they stand, for an empty text."""
    query = " ".join(text.lower().split())
    rows = list(rows)
    if not query:
        return rows
    words = query.split()
    hits = rows
    for word in words:
        hits = [row for row in hits if word in row.plain]
    if len(hits) > MANY:
        hits = [*(row for row in hits if row.plain.startswith(query)), *hits][:MANY]
        hits = list(dict.fromkeys(hits))
    scored = [(_fit(query, words, row) + _extra(row, recent), row) for row in hits]
    if len(hits) < ENOUGH and len(query) > 2:
        known = {row.key for row in hits}
        near = (pair for pair in _similar(query, rows) if pair[1].key not in known)
        scored += [(score + _extra(row, recent), row) for score, row in near]
    scored.sort(key=lambda pair: -pair[0])
    return [row for _, row in scored]


def _fit(query: str, words: list[str], row: Row) -> float:
    title = row.plain.partition("\n")[0]
    length = min(len(title), 60) / 30
    if title == query:
        return 100.0
    if title.startswith(query):
        return 92.0 - length
    if f" {query}" in title:
        return 84.0 - length
    if query in title:
        return 74.0 - length
    return (66.0 if all(word in title for word in words) else 55.0) - length


def _similar(query: str, rows: list[Row]) -> Iterator[tuple[float, Row]]:
    from rapidfuzz import fuzz, process

    titles = [row.plain.partition("\n")[0] for row in rows[:NEAR]]
    for _, score, place in process.extract(
        query, titles, scorer=fuzz.partial_ratio, score_cutoff=SIMILAR, limit=ENOUGH
    ):
        if len(titles[place]) >= len(query) - 1:
            yield score / 2, rows[place]


def _extra(row: Row, recent: Container[str]) -> float:
    return row.bonus + (RECENT if row.key in recent else 0.0) + (OFF if row.reason else 0.0)
