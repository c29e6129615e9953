"""The small part of Markdown that a note is written in: headings, lists, bold, italic, code and links.

A text becomes rows of words with their places, measured as all text is; what is no mark is shown as typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Weight

HEADINGS = {1: 14.0, 2: 12.5}
"""Size of a heading by its level; deeper ones are bold at the size of the text."""
INDENT = 12.0
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,3})[.)])\s+(.*)")
_SPAN = re.compile(
    r"\*\*(?P<bold>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|(?<!\w)__(?P<strong>[^_\s](?:[^_]*[^_\s])?)__(?!\w)"
    r"|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|(?<!\w)_(?P<slanted>[^_\s](?:[^_]*[^_\s])?)_(?!\w)"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<link>[^\]\[]+)\]\([^()\s]*\)"
)
_WEIGHTS: dict[str, Weight] = {
    "bold": "semibold", "strong": "semibold", "italic": "italic", "slanted": "italic", "code": "medium",
    "link": "regular",
}  # fmt: skip

Span = tuple[str, Weight, bool]
"""Words, their weight, and whether they are a link."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look, `x` pixels from the left; a link is drawn in the accent colour."""

    x: float
    text: str
    weight: Weight = "regular"
    link: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its runs and their size."""

    runs: tuple[Run, ...]
    size: float


def rows(words: str, size: float, width: float, most: int | None = None) -> list[Row]:
    """The lines of a text at a size, no wider than `width` pixels; beyond `most` an ellipsis ends the last."""
    found: list[Row] = []
    for line in words.splitlines():
        found += _block(line, size, width)
        if most is not None and len(found) > most:
            return [*found[: most - 1], _ended(found[most - 1], width)] if most > 0 else []
    return found


def _block(line: str, size: float, width: float) -> list[Row]:
    heading, item = _HEADING.match(line), _ITEM.match(line)
    if heading:
        strong: list[Span] = [(words, "bold" if weight == "regular" else weight, link)
                 for words, weight, link in _spans(heading[2])]  # fmt: skip
        return _fill(strong, HEADINGS.get(len(heading[1]), size), width, 0.0)
    if item:
        depth = min(3, len(item[1].expandtabs(4)) // 2)
        mark = f"{item[2]}." if item[2] else "•"
        left = INDENT * depth + max(INDENT, text.width(mark, size) + 4)
        first, *rest = _fill(_spans(item[3]), size, width, left) or [Row((), size)]
        return [replace(first, runs=(Run(INDENT * depth, mark), *first.runs)), *rest]
    spans = _spans(line)
    if all(weight == "regular" and not link for _, weight, link in spans):
        plain = "".join(words for words, _, _ in spans)
        return [Row((Run(0.0, one),), size) for one in text.wrap(plain, size, width) or [""]]
    return _fill(spans, size, width, 0.0)


def _spans(line: str) -> list[Span]:
    """The pieces of a line: words, weight, whether they are a link."""
    found: list[Span] = []
    at = 0
    for mark in _SPAN.finditer(line):
        if mark.start() > at:
            found.append((line[at : mark.start()], "regular", False))
        name = mark.lastgroup or ""
        found.append((mark[name], _WEIGHTS[name], name == "link"))
        at = mark.end()
    if at < len(line):
        found.append((line[at:], "regular", False))
    return found


def _fill(spans: list[Span], size: float, width: float, left: float) -> list[Row]:
    """Rows filled with words of several looks, begun at `left`; words of one look that meet are one run."""
    lines: list[list[Run]] = [[]]
    at, spaced = left, False
    for words, weight, link in spans:
        for piece in re.findall(r"\s+|\S+", words):
            if piece.isspace():
                spaced = bool(lines[-1])
                continue
            for part in _parts(piece, size, width - left, weight):
                gap = text.width(" ", size, weight) if spaced else 0.0
                wide = text.width(part, size, weight)
                if lines[-1] and at + gap + wide > width:
                    lines.append([])
                    at, gap, spaced = left, 0.0, False
                last = lines[-1][-1] if lines[-1] else None
                if last is not None and (last.weight, last.link) == (weight, link):
                    joined = last.text + (" " if spaced else "") + part
                    lines[-1][-1] = replace(last, text=joined)
                    at = last.x + text.width(joined, size, weight)
                else:
                    lines[-1].append(Run(at + gap, part, weight, link))
                    at += gap + wide
                spaced = False
    return [Row(tuple(line), size) for line in lines]


def _parts(word: str, size: float, width: float, weight: Weight) -> list[str]:
    """A word, broken where it alone is too long for a line."""
    return [word] if text.width(word, size, weight) <= width else text.wrap(word, size, width, weight)


def _ended(row: Row, width: float) -> Row:
    """The row with an ellipsis at its end."""
    if not row.runs:
        return Row((Run(0.0, text.ELLIPSIS),), row.size)
    last = row.runs[-1]
    words = last.text
    while words and last.x + text.width(words + text.ELLIPSIS, row.size, last.weight) > width:
        words = words[:-1]
    return replace(row, runs=(*row.runs[:-1], replace(last, text=words.rstrip() + text.ELLIPSIS)))
