"""Notes: text with a little Markdown on a tinted sheet with a folded corner."""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.drawing import markdown
from mlsd_studio.drawing.picture import Box, Fill, Path, Shape, Stroke, Text
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.layout.geometry import Rect

WIDTH = 196
TEXT_SIZE = 11.0
LINE = 16.0
_PAD = 12.0
_FOLD = 12.0


def size(words: str, width: float | None = None) -> tuple[int, int]:
    """Width and height in pixels of a note with this text, at a chosen or the usual width."""
    w = round(width or WIDTH)
    rows = markdown.rows(words, TEXT_SIZE, w - 2 * _PAD)
    return w, round(max(LINE, sum(_height(row) for row in rows)) + 2 * _PAD)


def _height(row: markdown.Row) -> float:
    """The height of a line; a heading needs a little more."""
    return LINE + max(0.0, row.size - TEXT_SIZE) * 1.4


def note(words: str, rect: Rect, theme: Theme) -> tuple[Shape, ...]:
    """The sheet with its text; lines that do not fit a chosen height are left out after an ellipsis."""
    sheet, edge = mix(theme["warn"], theme["card"], 0.1), mix(theme["warn"], theme["card"], 0.35)
    right, bottom = rect.x + rect.w, rect.y + rect.h
    outline: tuple[tuple[str | float, ...], ...] = (
        ("M", rect.x, rect.y),
        ("L", right, rect.y),
        ("L", right, bottom - _FOLD),
        ("L", right - _FOLD, bottom),
        ("L", rect.x, bottom),
        ("Z",),
    )
    fold: tuple[tuple[str | float, ...], ...] = (
        ("M", right, bottom - _FOLD),
        ("L", right - _FOLD, bottom - _FOLD),
        ("L", right - _FOLD, bottom),
        ("Z",),
    )
    rows = list(_rows(words, rect, theme))
    shadow = Box(rect.x, rect.y + 1.5, rect.w - 2, rect.h, 2, Fill(theme["shadow"], 0.05))
    paper = Path(outline, fill=Fill(sheet), stroke=Stroke(edge))
    return shadow, paper, Path(fold, fill=Fill(edge)), *rows


def _rows(words: str, rect: Rect, theme: Theme) -> Iterator[Text]:
    """The text of a note, as many lines as fit."""
    width, room = rect.w - 2 * _PAD, rect.h - 2 * _PAD + 0.2
    heights = [_height(row) for row in markdown.rows(words, TEXT_SIZE, width)]
    fitting = sum(1 for n in range(len(heights)) if sum(heights[: n + 1]) <= room)
    y = rect.y + _PAD
    for row in markdown.rows(words, TEXT_SIZE, width, max(1, fitting)):
        base = y + _height(row) * 0.72
        for run in row.runs:
            color = theme["accent"] if run.link else theme["text"]
            yield Text(rect.x + _PAD + run.x, base, run.text, row.size, color, run.weight)
        y += _height(row)
