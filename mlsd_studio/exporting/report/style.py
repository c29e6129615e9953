"""Paper, fonts and colours of the report, and text that any script can be printed with."""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.exporting import pdf_text

MARGIN = 43.5
FOOTER = 38.0

_STYLES: dict[str, tuple[str, float, float, str]] = {
    "title": ("bold", 19.0, 24.0, "text"),
    "lead": ("regular", 8.6, 12.5, "muted"),
    "heading": ("semibold", 10.0, 14.0, "text"),
    "body": ("regular", 8.6, 12.4, "text"),
    "quiet": ("regular", 8.4, 12.2, "muted"),
    "strong": ("semibold", 8.6, 12.4, "text"),
    "column": ("semibold", 7.8, 11.0, "muted"),
    "small": ("regular", 7.6, 10.6, "muted"),
    "code": ("semibold", 7.6, 12.4, "muted"),
    "met": ("semibold", 8.6, 12.4, "ok"),
    "close": ("semibold", 8.6, 12.4, "warn"),
    "missed": ("semibold", 8.6, 12.4, "bad"),
    "unknown": ("regular", 8.6, 12.4, "muted"),
    "verdict": ("bold", 10.8, 14.6, "text"),
}
"""Name -> weight, size and leading in points, colour token."""


@cache
def paper() -> Theme:
    """The colours of the report: paper is light whatever the window is."""
    return theme("light")


@cache
def style(name: str) -> Any:
    """A paragraph style by its name. Words too long for a line are broken."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    weight, size, leading, token = _STYLES[name]
    font = pdf_text.register()[weight]  # type: ignore[index]
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=HexColor(paper()[token]),
        splitLongWords=1, allowWidows=0, allowOrphans=0,
    )  # fmt: skip


def hex_color(token: str) -> Any:
    """A token's colour for reportlab."""
    from reportlab.lib.colors import HexColor

    return HexColor(paper()[token])


def markup(words: str, weight: str = "regular") -> str:
    """Text as reportlab markup: escaped, and scripts that Inter lacks in a font that has them."""
    own = pdf_text.register()[weight]  # type: ignore[index]
    return "".join(
        escape(piece) if font == own else f'<font name="{font}">{escape(piece)}</font>'
        for font, piece in pdf_text.runs(words, weight)  # type: ignore[arg-type]
    )


def paragraph(words: str, name: str = "body") -> Any:
    """A paragraph of plain text; nothing in the text is read as markup."""
    from reportlab.platypus import Paragraph

    return Paragraph(markup(words, _STYLES[name][0]), style(name))


def labelled(label: str, words: str, name: str = "quiet") -> Any:
    """A paragraph that starts with a label in the colour of text."""
    from reportlab.platypus import Paragraph

    font = pdf_text.register()["medium"]
    head = f'<font name="{font}" color="{paper()["text"]}">{markup(label, "medium")}:</font>'
    return Paragraph(f"{head} {markup(words, _STYLES[name][0])}", style(name))
