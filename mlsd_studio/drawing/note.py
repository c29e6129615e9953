"""Notes: free text on a tinted sheet with a folded corner."""

from __future__ import annotations

from mlsd_studio.drawing import text
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
    lines = text.wrap(words, TEXT_SIZE, w - 2 * _PAD)
    return w, round(max(1, len(lines)) * LINE + 2 * _PAD)


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
    fitting = max(1, int((rect.h - 2 * _PAD) / LINE + 0.01))
    lines = text.wrap(words, TEXT_SIZE, rect.w - 2 * _PAD, max_lines=fitting)
    rows = [
        Text(rect.x + _PAD, rect.y + _PAD + LINE * (row + 0.72), line, TEXT_SIZE, theme["text"])
        for row, line in enumerate(lines)
    ]
    shadow = Box(rect.x, rect.y + 1.5, rect.w - 2, rect.h, 2, Fill(theme["shadow"], 0.05))
    paper = Path(outline, fill=Fill(sheet), stroke=Stroke(edge))
    return shadow, paper, Path(fold, fill=Fill(edge)), *rows
