"""Static fonts cut from the variable Inter: five styles, some scripts, with kerning and tabular figures."""

from __future__ import annotations

import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Style name -> weight and whether it is italic. The optical size is that of text (14), not of headlines.
STYLES = {
    "Regular": (400, False),
    "Medium": (500, False),
    "SemiBold": (600, False),
    "Bold": (700, False),
    "Italic": (400, True),
}
OPTICAL_SIZE = 14
# `calt` is left out: its replacements would make widths depend on neighbours.
FEATURES = ["kern", "tnum", "mark", "mkmk", "ccmp"]

# Code points in hexadecimal: Latin, Greek, Cyrillic, punctuation, currency, arrows, mathematics, shapes.
CHARACTERS = """
    20-7E A0-24F 259 2BC 2C6-2C7 2C9 2D8-2DD 300-308 30A-30C 326-328 370-3FF 400-4FF 1E80-1E85 1E9E
    1EA0-1EF9 2002-200B 2010-2015 2018-201E 2020-2022 2026 202F-2030 2032-2033 2039-203A 2044 2070
    2074-2079 207A-207B 2080-2089 20A9-20BF 2113 2116 2122 2126 2190-2199 21A9-21AA 21D2 21D4 2202
    2206 220F 2211-2212 2215 2219-221A 221E 222B 2248 2260 2264-2265 2318 21E7 2325 25A0-25A1 25B2
    25B6 25BC 25C6-25C7 25CA-25CB 25CF 2605-2606 2713 2717 FFFD
"""


def build(source: Path, target: Path) -> None:
    """Cuts the fonts of `source` (the package of the variable fonts) into `target`, with their licence."""
    target.mkdir(exist_ok=True)
    for style, (weight, italic) in STYLES.items():
        name = "Inter-Italic[opsz,wght].ttf" if italic else "Inter[opsz,wght].ttf"
        font = TTFont(source / "files" / name, recalcTimestamp=False)
        font = instancer.instantiateVariableFont(font, {"wght": weight, "opsz": OPTICAL_SIZE}, inplace=True)
        subset(font)
        rename(font, style, weight, italic)
        font.save(target / f"Inter-{style}.ttf", reorderTables=True)
        print(f"Inter-{style}.ttf: {(target / f'Inter-{style}.ttf').stat().st_size / 1000:.0f} kB")
    shutil.copyfile(source / "LICENSE", target / "OFL.txt")


def subset(font: TTFont) -> None:
    """Keeps the code points of CHARACTERS and the features of FEATURES."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["STAT", "DSIG", "MVAR"]
    subsetter = Subsetter(options)
    codes: list[int] = []
    for part in CHARACTERS.split():
        first, _, last = part.partition("-")
        codes.extend(range(int(first, 16), int(last or first, 16) + 1))
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def rename(font: TTFont, style: str, weight: int, italic: bool) -> None:
    """Names the static font so that every system puts the five styles into one family."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 5, 7, 8, 9, 11, 12, 13, 14)]
    basic = style if style in ("Regular", "Bold", "Italic") else "Regular"
    names = {
        1: "Inter" if basic == style else f"Inter {style}",
        2: basic,
        3: f"Inter-{style}; static subset",
        4: f"Inter {style}",
        6: f"Inter-{style}",
    }
    if basic != style:
        names |= {16: "Inter", 17: style}
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    flags = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = flags | (0x01 if italic else 0x20 if style == "Bold" else 0x40)
    font["head"].macStyle = 0b10 if italic else 0b01 if style == "Bold" else 0
