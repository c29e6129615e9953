"""A cut of the bundled Inter for a web page or an SVG: only the glyphs used, with their kerning, as WOFF.

reportlab cuts the outlines; its cut has neither a Unicode table nor kerning, so both are added here from the
characters and from the same widths that the drawing measures with.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

from mlsd_studio.drawing import text
from mlsd_studio.drawing.fonts import font_file
from mlsd_studio.drawing.picture import Weight

_DROPPED = ("cmap", "GPOS", "GSUB", "GDEF")
_MOST_PAIRS = 10_000
"""The table counts its bytes in 16 bits."""


def font_face(weight: Weight, css_weight: int, texts: Iterable[str]) -> str:
    """A CSS font face with the characters of these texts embedded."""
    data = base64.b64encode(woff(weight, texts)).decode("ascii")
    style = "italic" if weight == "italic" else "normal"
    return (
        f'@font-face{{font-family:"Inter";font-weight:{css_weight};font-style:{style};'
        f'src:url("data:font/woff;base64,{data}") format("woff")}}'
    )


def woff(weight: Weight, texts: Iterable[str]) -> bytes:
    """The cut font of one weight as a WOFF 1.0 file; the same bytes for the same texts."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    lines = sorted(set(texts))
    source = TTFontFile(str(font_file(weight)))
    codes = sorted({ord(one) for line in lines for one in line} & set(source.charToGlyph) | {32})
    tables = _tables(source.makeSubset(codes))
    # The cut maps position in `codes` to glyph by a table in format 6; its glyphs start at byte 22.
    glyphs = struct.unpack(f">{len(codes)}H", tables["cmap"][22 : 22 + 2 * len(codes)])
    glyph_of = dict(zip(codes, glyphs, strict=True))
    kept = {tag: data for tag, data in tables.items() if tag not in _DROPPED}
    kept["cmap"] = _cmap(glyph_of)
    kept["kern"] = _kern(weight, lines, glyph_of, source.unitsPerEm)
    return _woff(kept)


def _tables(font: bytes) -> dict[str, bytes]:
    """The tables of a TrueType file by tag."""
    (count,) = struct.unpack(">H", font[4:6])
    found = {}
    for place in range(12, 12 + 16 * count, 16):
        tag, _, offset, size = struct.unpack(">4sLLL", font[place : place + 16])
        found[tag.decode("latin-1")] = font[offset : offset + size]
    return found


def _cmap(glyph_of: dict[int, int]) -> bytes:
    """A Unicode character map in format 4 with one segment for each character."""
    codes = [code for code in sorted(glyph_of) if code < 0xFFFF]
    count = len(codes) + 1
    power = 1 << (count.bit_length() - 1)
    ends = [*codes, 0xFFFF]
    deltas = [*((glyph_of[code] - code) & 0xFFFF for code in codes), 1]
    head = struct.pack(
        ">HHHHHHH", 4, 16 + 8 * count, 0, 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power)
    )
    columns = [*ends, 0, *ends, *deltas, *([0] * count)]
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + head + struct.pack(f">{len(columns)}H", *columns)


def _kern(weight: Weight, lines: Sequence[str], glyph_of: dict[int, int], units: float) -> bytes:
    """A kerning table of the pairs that occur, from the widths the drawing measures with."""
    pairs = {pair for line in lines for pair in pairwise(line)}
    rows = []
    for left, right in pairs:
        value = round(kerning(left, right, weight) * units)
        if value and ord(left) in glyph_of and ord(right) in glyph_of:
            rows.append((glyph_of[ord(left)], glyph_of[ord(right)], value))
    rows = sorted(rows)[:_MOST_PAIRS]
    count = len(rows)
    power = 1 << max(0, count.bit_length() - 1)
    head = struct.pack(
        ">HHHHHHHHH",
        0,
        1,
        0,
        14 + 6 * count,
        1,
        count,
        6 * power,
        power.bit_length() - 1,
        6 * max(0, count - power),
    )
    return head + b"".join(struct.pack(">HHh", *row) for row in rows)


def kerning(left: str, right: str, weight: Weight) -> float:
    """How much closer (negative) or wider two characters stand than their advances say, in em."""
    return text.width(left + right, 1, weight) - text.width(left, 1, weight) - text.width(right, 1, weight)


def _woff(tables: dict[str, bytes]) -> bytes:
    """Tables in a WOFF 1.0 container, each deflated where that helps."""
    entries, bodies = [], []
    offset = 44 + 20 * len(tables)
    plain = 12 + 16 * len(tables)
    for tag in sorted(tables):
        data = tables[tag]
        packed = zlib.compress(data, 9)
        body = packed if len(packed) < len(data) else data
        entries.append(
            struct.pack(">4sLLLL", tag.encode("latin-1"), offset, len(body), len(data), _checksum(data))
        )
        body += b"\0" * (-len(body) % 4)
        bodies.append(body)
        offset += len(body)
        plain += len(data) + (-len(data) % 4)
    head = struct.pack(
        ">4sLLHHLHHLLLLL", b"wOFF", 0x00010000, offset, len(tables), 0, plain, 1, 0, 0, 0, 0, 0, 0
    )
    return head + b"".join(entries) + b"".join(bodies)


def _checksum(data: bytes) -> int:
    data += b"\0" * (-len(data) % 4)
    return sum(int(word) for word in struct.unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF
