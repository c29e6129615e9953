"""Fonts for PDF: Inter embedded and cut to what is used, and fonts of the viewer for scripts Inter lacks.

Chinese, Japanese and Korean are set in the standard fonts that PDF viewers bring along (named, not embedded:
a font for them would add megabytes to every copy). Texts in other scripts are drawn as the outlines that the
fonts of this system give, shaped and in their direction: right to look at, but not to be searched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from mlsd_studio.drawing.fonts import FONT_FILES, font_file
from mlsd_studio.drawing.picture import Weight
from mlsd_studio.exporting.webfont import kerning

KANA, HANGUL, HAN = "HeiseiKakuGo-W5", "HYGothic-Medium", "STSong-Light"
_BLANKS = {0x09: " ", 0x0A: " ", 0x0D: " "}


@cache
def register() -> dict[Weight, str]:
    """Make the fonts known to reportlab once; weight -> font name."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    names: dict[Weight, str] = {}
    for weight in FONT_FILES:
        names[weight] = f"Inter-{weight}"
        pdfmetrics.registerFont(TTFont(names[weight], str(font_file(weight))))
    for name in (KANA, HANGUL, HAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    for bold, italic, weight in ((0, 0, "regular"), (1, 0, "semibold"), (0, 1, "italic"), (1, 1, "semibold")):
        addMapping(names["regular"], bold, italic, f"Inter-{weight}")
    return names


def clean(words: str) -> str:
    """Text without control characters and half surrogates, which no PDF viewer shows."""
    spaced = words.translate(_BLANKS)
    return "".join(one for one in spaced if unicodedata.category(one) not in ("Cc", "Cs", "Co", "Cn"))


def runs(words: str, weight: Weight) -> Iterator[tuple[str, str]]:
    """(font name, text) pieces of a text: Inter where it has the characters, else a font of the viewer."""
    own, known = register()[weight], _characters(weight)
    shown = clean(words)
    japanese = any(_is_kana(one) or _is_only_japanese(one) for one in shown)

    def font_of(one: str) -> str:
        return own if ord(one) in known or not _is_wide(one) else _viewer_font(one, japanese)

    for name, piece in groupby(shown, key=font_of):
        yield name, "".join(piece)


def settable(words: str, weight: Weight) -> bool:
    """Whether Inter and the viewer's fonts have every character, in the order in which it is written."""
    known = _characters(weight)
    return all(ord(one) in known or _is_wide(one) for one in clean(words))


def show(canvas: Any, x: float, y: float, words: str, size: float, weight: Weight) -> None:
    """Write one line with its kerning at a point of a reportlab canvas, in the canvas's units."""
    from reportlab.pdfbase import pdfmetrics

    writer = canvas.beginText(x, y)
    for name, piece in runs(words, weight):
        writer.setFont(name, size)
        if name == register()[weight]:
            _kerned(canvas, writer, pdfmetrics.getFont(name), piece, size, weight)
        else:
            writer.textOut(piece)
    canvas.drawText(writer)


def _kerned(canvas: Any, writer: Any, font: Any, piece: str, size: float, weight: Weight) -> None:
    """One run as TJ operators: reportlab itself sets text without kerning.

    A cut font has several parts of 256 characters; each part is an array of its own.
    """
    gaps = [*(round(-1000 * kerning(a, b, weight)) for a, b in pairwise(piece)), 0]
    place = 0
    for subset, codes in font.splitString(piece, canvas._doc):
        name = font.getSubsetInternalName(subset, canvas._doc)
        parts: list[str] = []
        run = bytearray()
        for code in codes:
            run.append(code)
            if gaps[place]:
                parts.append(f"({canvas._escape(bytes(run))}) {gaps[place]}")
                run.clear()
            place += 1
        if run:
            parts.append(f"({canvas._escape(bytes(run))})")
        writer._code.append(f"{name} {size:.3f} Tf [{' '.join(parts)}] TJ")
    writer._curSubset = -1


@cache
def _characters(weight: Weight) -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    return frozenset(pdfmetrics.getFont(register()[weight]).face.charToGlyph)


def _is_wide(character: str) -> bool:
    """Whether the viewer's fonts for Chinese, Japanese and Korean have it."""
    return ord(character) <= 0xFFFF and unicodedata.east_asian_width(character) in ("W", "F", "H")


def _is_kana(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff"


def _is_only_japanese(character: str) -> bool:
    """Whether the Japanese font has a character that the Chinese one lacks: one font then sets the whole text."""
    return _is_wide(character) and not _encodes(character, "gb2312") and _encodes(character, "shift_jis")


@cache
def _viewer_font(character: str, japanese: bool) -> str:
    """The standard font that has a character; a text that looks Japanese takes that one where it can."""
    if _is_kana(character):
        return KANA
    if "\uac00" <= character <= "\ud7a3" or "\u1100" <= character <= "\u11ff":
        return HANGUL
    chinese, kanji = _encodes(character, "gb2312"), _encodes(character, "shift_jis")
    return KANA if kanji and (japanese or not chinese) else HAN


def _encodes(character: str, encoding: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False
