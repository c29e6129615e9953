"""Search over kinds and technologies: what a person types in the palette, with spelling mistakes forgiven.

Names beat search words, whole words beat beginnings, and exact letters beat similar ones. Searching a product
offers the product's kind with the product set; a technology under a working name never stands before its
kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from mlsd_studio.catalog.records import Kind, Technology

_SPLIT = re.compile(r"[^0-9a-z+#]+")
_SMALL = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"})
_SIMILAR = 74  # percent of letters below which two words are taken for different ones


@dataclass(frozen=True, slots=True)
class Hit:
    """A kind, or a technology with its kind; `label` is the name to show, `score` (0 to 100) its fit."""

    kind: str
    technology: str | None
    score: float
    label: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    technology: str | None
    label: str
    id: str
    name: str
    name_words: tuple[str, ...]
    search: tuple[str, ...]
    search_words: tuple[str, ...]
    handicap: float


class SearchIndex:
    """The searchable texts of a catalogue, prepared once."""

    def __init__(self, kinds: Iterable[Kind], technologies: Iterable[Technology]) -> None:
        """Kinds and technologies in the order in which equal hits are to stand."""
        by_id = {kind.id: kind for kind in kinds}
        self._entries = [
            _entry(kind.id, None, kind.name, kind.id, kind.search, 0.0) for kind in by_id.values()
        ]
        for one in technologies:
            if one.generic and _plain(one.name) == _plain(by_id[one.kind].name):
                continue
            handicap = (6.0 if one.generic else 0.0) + (0.0 if one.rank == "core" else 1.0)
            self._entries.append(_entry(one.kind, one.id, one.name, one.id, (), handicap))
        self._words = sorted({word for one in self._entries for word in (*one.name_words, *one.search_words)})

    def search(self, text: str, limit: int) -> list[Hit]:
        """At most `limit` hits for `text`, the best first; none for an empty text."""
        query = _plain(text)
        words = tuple(word for word in query.split() if word not in _SMALL) or tuple(query.split())
        if not words:
            return []
        similar = {word: self._similar(word) for word in words}
        scored = [
            (_score(entry, query, words, similar), place, entry) for place, entry in enumerate(self._entries)
        ]
        best = sorted((-score, place, entry) for score, place, entry in scored if score > 0)[:limit]
        return [Hit(entry.kind, entry.technology, round(-score, 1), entry.label) for score, _, entry in best]

    def _similar(self, word: str) -> dict[str, float]:
        if len(word) < 4:
            return {}
        found = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=12)
        return {other: score for other, score, _ in found if other != word}


def _entry(
    kind: str, technology: str | None, name: str, id_: str, search: tuple[str, ...], handicap: float
) -> _Entry:
    plain, plain_id = _plain(name), _plain(id_)
    words = tuple(dict.fromkeys((*plain.split(), *plain_id.split())))
    phrases = tuple(_plain(phrase) for phrase in search)
    loose = tuple(dict.fromkeys(word for phrase in phrases for word in phrase.split()))
    return _Entry(kind, technology, name, plain_id, plain, words, phrases, loose, handicap)


def _plain(text: str) -> str:
    return " ".join(_SPLIT.split(text.lower().replace("c++", "cpp"))).strip()


def _score(entry: _Entry, query: str, words: tuple[str, ...], similar: dict[str, dict[str, float]]) -> float:
    per_word = [_word_score(entry, word, similar[word]) for word in words]
    if min(per_word) <= 0:
        return 0.0
    score = sum(per_word) / len(per_word) + _whole_bonus(entry, query) - entry.handicap
    if not entry.name.startswith(query):
        score -= 0.1 * len(entry.name_words)
    return max(0.1, min(100.0, score))


def _whole_bonus(entry: _Entry, query: str) -> float:
    """What speaks for an entry beyond single words: the query is or begins its name, or is a search word."""
    if query in (entry.name, entry.id):
        return 9.0
    bonus = 0.0
    if entry.name.startswith(query):
        bonus += 3.0 if entry.technology else 4.0
    if query in entry.search:
        # The first search words of a kind are the ones it is known by.
        bonus += 4.8 - min(4.0, 0.8 * entry.search.index(query))
    return bonus


def _word_score(entry: _Entry, word: str, similar: dict[str, float]) -> float:
    if word in entry.name_words:
        return 90.0
    if word in entry.search_words:
        return 82.0
    if any(own.startswith(word) for own in entry.name_words):
        return 84.0
    if any(own.startswith(word) for own in entry.search_words):
        return 70.0
    if len(word) >= 3 and any(word in own for own in entry.name_words):
        return 60.0
    names = [similar[own] for own in entry.name_words if own in similar]
    loose = [similar[own] for own in entry.search_words if own in similar]
    return max([0.6 * score for score in names] + [0.5 * score for score in loose], default=0.0)
