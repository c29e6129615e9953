"""Building blocks of the report: drawings, tables with hairlines, the verdict box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table, TableStyle

from mlsd_studio.drawing.card import icon_shapes
from mlsd_studio.drawing.outcome import OUTCOMES
from mlsd_studio.drawing.picture import Picture
from mlsd_studio.drawing.theme import mix
from mlsd_studio.exporting.pdf_shapes import POINTS, draw
from mlsd_studio.exporting.pdf_text import register
from mlsd_studio.exporting.report.style import hex_color, paper, paragraph

ICONS = {
    "error": "circle-x",
    "warning": "triangle-alert",
    "info": "info",
    "ok": "circle-check",
    "none": "info",
    "linked": "link",
    **{name: one.icon for name, one in OUTCOMES.items()},
}
TOKENS = {
    "error": "bad",
    "warning": "warn",
    "info": "muted",
    "ok": "ok",
    "none": "muted",
    "linked": "ok",
    **{name: one.token for name, one in OUTCOMES.items()},
}


PRINT_DENSITY = 1.5
"""Paper shows finer detail than a screen: cards keep their names down to smaller sizes."""


class Drawing(Flowable):  # type: ignore[misc]
    """A Picture fitted into the width and the height left on a page, in a rounded frame, never enlarged.

    `source` makes the picture for a zoom (1.0 = 100 %): small drawings show less, so that it can be read. The
    height is between `least` and `most` points; with `fill` the frame takes all of `most`.
    """

    _PAD = 10.0

    def __init__(
        self, source: Callable[[float], Picture], most: float, least: float = 0.0, *, fill: bool = False
    ) -> None:
        super().__init__()
        self._source, self._most, self._least, self._fill = source, most, least, fill

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width and as much height as the picture needs at that width."""
        _, _, w, h = self._source(1.0).bounds
        room = max(min(self._most, height - 1), self._least)
        self._scale = min((width - 2 * self._PAD) / w, (room - 2 * self._PAD) / h, POINTS)
        self.width, self.height = width, room if self._fill else h * self._scale + 2 * self._PAD
        return self.width, self.height

    def draw(self) -> None:
        """Frame, then picture in the middle."""
        self.canv.setFillColor(hex_color("background"))
        self.canv.setStrokeColor(hex_color("line"))
        self.canv.setLineWidth(0.75)
        self.canv.roundRect(0, 0, self.width, self.height, 6, stroke=1, fill=1)
        picture = self._source(self._scale / POINTS * PRINT_DENSITY)
        _, _, w, h = picture.bounds
        x, y = (self.width - w * self._scale) / 2, (self.height - h * self._scale) / 2
        draw(self.canv, picture, x, y, self._scale)


class Mark(Flowable):  # type: ignore[misc]
    """The icon of a severity or an outcome, `size` points wide."""

    def __init__(self, severity: str, size: float = 10.5) -> None:
        super().__init__()
        self.width = self.height = size
        self._severity = severity

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size, whatever room there is."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw at the origin."""
        shapes = icon_shapes(ICONS[self._severity], paper()[TOKENS[self._severity]], 10, 10, 20)
        draw(self.canv, Picture((0, 0, 20, 20), shapes), 0, 0, self.width / 20)


class Verdict(Flowable):  # type: ignore[misc]
    """The box that says first whether the design is ready: a bar, an icon, one line and the reasons."""

    _PAD, _ICON = 15.0, 19.0

    def __init__(self, state: str, title: str, reasons: str) -> None:
        super().__init__()
        self._state = state
        self._rows = [paragraph(title, "verdict"), *([paragraph(reasons, "quiet")] if reasons else [])]

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """As high as its lines."""
        room = width - 2 * self._PAD - self._ICON - 12
        self._heights = [row.wrap(room, 1000)[1] for row in self._rows]
        self.width, self.height = width, sum(self._heights) + 20
        return self.width, self.height

    def draw(self) -> None:
        """Tinted ground, bar, icon, text."""
        from reportlab.lib.colors import HexColor

        color = paper()[TOKENS[self._state]]
        self.canv.setFillColor(HexColor(mix(color, "#FFFFFF", 0.055)))
        self.canv.roundRect(0, 0, self.width, self.height, 6, stroke=0, fill=1)
        self.canv.rect(0, 0, 8, self.height, stroke=0, fill=1)
        self.canv.setFillColor(HexColor(color))
        self.canv.rect(0, 0, 3, self.height, stroke=0, fill=1)
        icon = icon_shapes(ICONS[self._state], color, 10, 10, 20)
        middle = (self.height - self._ICON) / 2
        draw(self.canv, Picture((0, 0, 20, 20), icon), self._PAD, middle, self._ICON / 20)
        top = self.height - 10
        for row, height in zip(self._rows, self._heights, strict=True):
            top -= height
            row.drawOn(self.canv, self._PAD + self._ICON + 12, top)


def heading(words: str) -> list[Any]:
    """A section heading with its space; it stays with what follows."""
    title = paragraph(words, "heading")
    title.keepWithNext = 1
    space = Spacer(1, 14)
    space.keepWithNext = 1
    gap = Spacer(1, 2)
    gap.keepWithNext = 1
    return [space, title, gap]


def flowing_heading(words: str) -> list[Any]:
    """A heading over a long table that starts on this page if a few of its rows have room."""
    return [CondPageBreak(130), Spacer(1, 14), paragraph(words, "heading"), Spacer(1, 2)]


def ruled(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    head: Sequence[str] | None = None,
    pad: float = 5.2,
    spans: Sequence[tuple[int, int, int]] = (),
) -> Table:
    """A table with hairlines between its rows; the head repeats on every page, tall rows may be split.

    `spans` joins cells: (row without the head, first column, last column).
    """
    cells: list[Sequence[Any]] = [list(row) for row in rows]
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTNAME", (0, 0), (-1, -1), register()["regular"]),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad + 0.6),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, hex_color("line")),
    ]
    if head is not None:
        cells.insert(0, [paragraph(words, "column") for words in head])
        style.append(("LINEBELOW", (0, 0), (-1, 0), 0.8, hex_color("text")))
        style.append(("TOPPADDING", (0, 0), (-1, 0), 3))
    repeat = 1 if head is not None else 0
    style += [("SPAN", (first, row + repeat), (last, row + repeat)) for row, first, last in spans]
    return Table(cells, list(widths), repeatRows=repeat, style=TableStyle(style), splitInRow=1, hAlign="LEFT")


def stack(*rows: Paragraph | None) -> list[Paragraph]:
    """What stands in one cell, one below the other; None is left out."""
    return [row for row in rows if row is not None]
