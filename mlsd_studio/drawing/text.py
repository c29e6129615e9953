"""Measures, shortens and breaks text with one table, so that it is as wide on the canvas as in every export.

The table holds the advances and the kerning of the bundled Inter; it is built with the fonts and agrees with
the painter (no hinting, kerning on) to half a pixel. All widths are pixels at 100 % for a font size in
pixels.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from operator import add
from typing import Literal

import msgspec

from mlsd_studio.paths import resource

Weight = Literal["regular", "medium", "semibold", "bold", "italic"]

ASCENT = 1984 / 2048
"""Height above the base line, as a share of the font size."""
DESCENT = 494 / 2048
"""Depth below the base line, as a share of the font size."""
LINE_HEIGHT = ASCENT + DESCENT
"""Distance of two base lines, as a share of the font size."""
ELLIPSIS = "…"

# Widths of characters that the font lacks, in em: another font will draw them.
_WIDE, _EMOJI, _OTHER = 1.0, 1.25, 0.6
_EMOJI_RANGES = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF))


class _Table(msgspec.Struct, frozen=True):
    """Of one weight. `kerning` has a row per first class: second class, value, second class, value, …"""

    advances: list[int]
    first: list[int]
    second: list[int]
    kerning: list[list[int]]


class _Metrics(msgspec.Struct, frozen=True):
    """The file metrics.json; `tabular` lists the characters with a tabular form, in entry order."""

    units_per_em: int
    ascent: int
    descent: int
    line_gap: int
    characters: str
    tabular: str
    weights: dict[str, msgspec.Raw]


class _Advances(dict[str, float]):
    """Advance in em by character; characters that the font lacks are estimated."""

    def __missing__(self, character: str) -> float:
        advance = _estimate(character)
        self[character] = advance
        return advance


class _Kerning(dict[str, float]):
    """Kerning in em by pair of characters, found on first use."""

    def __init__(self, table: _Table, entry_of: dict[str, int], units_per_em: int) -> None:
        super().__init__()
        self._table, self._entry_of, self._units = table, entry_of, units_per_em
        self._rows = [dict(zip(row[::2], row[1::2], strict=True)) for row in table.kerning]

    def __missing__(self, pair: str) -> float:
        left, right = self._entry_of.get(pair[0]), self._entry_of.get(pair[1])
        value = 0.0
        if left is not None and right is not None:
            row = self._rows[self._table.first[left]]
            value = row.get(self._table.second[right], 0) / self._units
        self[pair] = value
        return value


@cache
def _metrics() -> _Metrics:
    return msgspec.json.decode(resource("fonts", "metrics.json").read_bytes(), type=_Metrics)


@cache
def _font(weight: Weight, tabular: bool) -> tuple[_Advances, _Kerning]:
    metrics = _metrics()
    if weight not in metrics.weights:
        raise ValueError(f"no weight {weight}, only {', '.join(sorted(metrics.weights))}")
    table = msgspec.json.decode(metrics.weights[weight], type=_Table)
    entry_of = {character: place for place, character in enumerate(metrics.characters)}
    if tabular:
        start = len(metrics.characters)
        entry_of.update({character: start + place for place, character in enumerate(metrics.tabular)})
    units = metrics.units_per_em
    advances = _Advances({character: table.advances[place] / units for character, place in entry_of.items()})
    return advances, _Kerning(table, entry_of, units)


@lru_cache(maxsize=1 << 15)
def _em(text: str, weight: Weight, tabular: bool) -> float:
    advances, kerning = _font(weight, tabular)
    return sum(map(advances.__getitem__, text)) + sum(map(kerning.__getitem__, map(add, text, text[1:])))


def width(text: str, size: float, weight: Weight = "regular", *, tabular: bool = False) -> float:
    """Width in pixels of one line of text at `size` pixels; `tabular` with figures of equal width.

    Raises ValueError for an unknown weight.
    """
    return _em(text, weight, tabular) * size


def elide(
    text: str, size: float, max_width: float, weight: Weight = "regular", *, tabular: bool = False
) -> str:
    """The text, or what fits into `max_width` pixels of it with "…" behind it; "" if not even that fits."""
    if width(text, size, weight, tabular=tabular) <= max_width:
        return text
    if width(ELLIPSIS, size, weight) > max_width:
        return ""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(_cut(text, middle) + ELLIPSIS, size, weight, tabular=tabular) <= max_width:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low) + ELLIPSIS


def wrap(
    text: str, size: float, max_width: float, weight: Weight = "regular", max_lines: int | None = None
) -> list[str]:
    """Lines no wider than `max_width` pixels, broken between words, or inside a word too long for a line.

    Line breaks of the text are kept. With `max_lines`, the last line is elided when there is more; an empty
    text has no lines.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines.extend(_paragraph(paragraph, size, max_width, weight))
        if max_lines is not None and len(lines) > max_lines:
            break
    if max_lines is None or len(lines) <= max_lines:
        return lines
    if max_lines < 1:
        return []
    last = lines[max_lines - 1]
    while width(last + ELLIPSIS, size, weight) > max_width and last:
        last = _cut(last, len(last) - 1)
    return [*lines[: max_lines - 1], last.rstrip() + ELLIPSIS]


def _paragraph(text: str, size: float, max_width: float, weight: Weight) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, weight) <= max_width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, size, max_width, weight)
        lines.extend(full)
    return [*lines, line]


def _pieces(word: str, size: float, max_width: float, weight: Weight) -> list[str]:
    """A word in pieces that fit, at least one character each."""
    pieces = []
    while width(word, size, weight) > max_width and len(word) > 1:
        end = 1
        while end < len(word) and width(word[: end + 1], size, weight) <= max_width:
            end += 1
        while end < len(word) and unicodedata.combining(word[end]):
            end += 1
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word] if word else pieces


def _cut(text: str, length: int) -> str:
    """The first characters, without one that has lost its accents, and without spaces at the end."""
    while 0 < length < len(text) and unicodedata.combining(text[length]):
        length -= 1
    return text[:length].rstrip()


def _estimate(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc") or 0x1F3FB <= ord(character) <= 0x1F3FF:
        return 0.0
    if any(first <= ord(character) <= last for first, last in _EMOJI_RANGES):
        return _EMOJI
    return _WIDE if unicodedata.east_asian_width(character) in ("W", "F") else _OTHER
