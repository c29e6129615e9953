"""Text metrics: advances and kerning of the bundled fonts as a table, so that nothing needs fontTools at run
time.

Kerning is kept by classes: characters with the same kerning on their right share a first class, those with
the same kerning on their left a second class. Tabular figures are entries of their own behind the characters.
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.ttLib import TTFont

Lookup = list[
    tuple[set[str], dict[tuple[str, str], int] | None, dict[str, int], dict[str, int], list[list[int]]]
]


def build(folder: Path) -> None:
    """Writes metrics.json beside the fonts of `folder`."""
    fonts = {
        file.stem.removeprefix("Inter-").lower(): TTFont(file) for file in sorted(folder.glob("Inter-*.ttf"))
    }
    first = fonts["regular"]
    characters = sorted(first.getBestCmap())
    head = {
        "units_per_em": first["head"].unitsPerEm,
        "ascent": first["hhea"].ascent,
        "descent": -first["hhea"].descent,
        "line_gap": first["hhea"].lineGap,
        "characters": "".join(map(chr, characters)),
        "tabular": "".join(chr(code) for code in characters if first.getBestCmap()[code] in tabular(first)),
    }
    weights = {name: table(font, characters) for name, font in fonts.items()}
    lines = [
        f"{json.dumps(name)}:{json.dumps(data, separators=(',', ':'))}" for name, data in weights.items()
    ]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    text += ',"weights":{\n' + ",\n".join(lines) + "\n}}\n"
    (folder / "metrics.json").write_text(text, "utf-8")
    print(f"metrics.json: {len(text) / 1000:.0f} kB, {len(characters)} characters")


def table(font: TTFont, characters: list[int]) -> dict[str, object]:
    """Advances and kerning classes of one font, for the characters and then for the tabular figures."""
    cmap, replaced = font.getBestCmap(), tabular(font)
    glyphs = [cmap[code] for code in characters]
    glyphs += [replaced[glyph] for glyph in glyphs if glyph in replaced]
    lookups = kerning_lookups(font)
    rows = [tuple(kerning(lookups, left, right) for right in glyphs) for left in glyphs]
    first, row_of = classes(rows)
    columns = list(zip(*rows, strict=True))
    second, column_of = classes(columns)
    pairs = []
    for row in row_of:
        values = [rows[row][column] for column in column_of]
        pairs.append([number for place, value in enumerate(values) if value for number in (place, value)])
    return {
        "advances": [font["hmtx"][glyph][0] for glyph in glyphs],
        "first": first,
        "second": second,
        "kerning": pairs,
    }


def classes(vectors: list[tuple[int, ...]]) -> tuple[list[int], list[int]]:
    """The class of each vector, equal ones alike, and for each class the place of its first vector."""
    known: dict[tuple[int, ...], int] = {}
    places: list[int] = []
    numbers = []
    for place, vector in enumerate(vectors):
        if vector not in known:
            known[vector] = len(known)
            places.append(place)
        numbers.append(known[vector])
    return numbers, places


def tabular(font: TTFont) -> dict[str, str]:
    """Which glyph the feature `tnum` puts in place of another."""
    gsub = font["GSUB"].table
    replaced: dict[str, str] = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in gsub.LookupList.Lookup[index].SubTable:
                    replaced |= getattr(part, "ExtSubTable", part).mapping
    return replaced


def kerning_lookups(font: TTFont) -> list[Lookup]:
    """The pair tables of the feature `kern`, in the order in which they are applied."""
    gpos = font["GPOS"].table
    records = [
        one.Feature.LookupListIndex for one in gpos.FeatureList.FeatureRecord if one.FeatureTag == "kern"
    ]
    lookups = []
    for index in sorted({index for indices in records for index in indices}):
        parts: Lookup = []
        for raw in gpos.LookupList.Lookup[index].SubTable:
            part = getattr(raw, "ExtSubTable", raw)
            if part.ValueFormat1 & ~4 or part.ValueFormat2:
                raise ValueError("only horizontal advances are understood")
            parts.append(pair_table(part))
        lookups.append(parts)
    return lookups


def pair_table(part: object) -> tuple:
    """One pair table: the first glyphs, then either single pairs, or two class maps and a matrix."""
    covered = part.Coverage.glyphs
    if part.Format == 1:
        pairs = {
            (glyph, record.SecondGlyph): getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0
            for glyph, pair_set in zip(covered, part.PairSet, strict=True)
            for record in pair_set.PairValueRecord
        }
        return set(covered), pairs, {}, {}, []
    matrix = [
        [getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0 for record in row.Class2Record]
        for row in part.Class1Record
    ]
    return set(covered), None, part.ClassDef1.classDefs, part.ClassDef2.classDefs, matrix


def kerning(lookups: list[Lookup], left: str, right: str) -> int:
    """Kerning between two glyphs in font units: in each lookup the first table with the pair counts."""
    total = 0
    for parts in lookups:
        for covered, pairs, first, second, matrix in parts:
            if left not in covered:
                continue
            if pairs is None:
                total += matrix[first.get(left, 0)][second.get(right, 0)]
                break
            if (left, right) in pairs:
                total += pairs[left, right]
                break
    return total
