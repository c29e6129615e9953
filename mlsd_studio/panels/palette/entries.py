"""What the palette lists, and where: headings, kinds in two columns, or search results in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass

from mlsd_studio.catalog import Kind, catalog
from mlsd_studio.drawing.icons import kind_icon

HEADING_HEIGHT, TILE_ROW, RESULT_ROW = 28, 38, 44
MARGIN, GROUP_GAP = 8, 8
TITLES = {"Data": "Data layer", "ML": "ML layer", "Application": "Application layer"}
USUAL = 4
"""How many technologies a tooltip names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading (no kind) or something that can be put on the canvas; `layer` gives its colour."""

    title: str
    layer: str
    kind: str = ""
    technology: str | None = None
    note: str = ""
    icon: str = ""
    group: str = ""
    folded: bool = False

    @property
    def is_heading(self) -> bool:
        """True for the line above a group."""
        return not self.kind


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and its rectangle in pixels from the top left of the list."""

    entry: Entry
    x: int
    y: int
    w: int
    h: int

    def holds(self, x: float, y: float) -> bool:
        """True when the point lies in the rectangle."""
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h


def grouped(folded: Container[str]) -> list[Entry]:
    """Headings with their counts, each followed by its kinds unless the group is folded."""
    entries = []
    for group, kinds in catalog().palette():
        layer = Counter(kind.layer for kind in kinds).most_common(1)[0][0]
        shut = group in folded
        title = TITLES.get(group, group)
        entries.append(Entry(title, layer, note=str(len(kinds)), group=group, folded=shut))
        if not shut:
            entries += [_kind_entry(kind, group) for kind in kinds]
    return entries


def found(text: str, limit: int = 30) -> list[Entry]:
    """Kinds and technologies that fit the text, the best first."""
    known = catalog()
    entries = []
    for hit in known.search(text, limit):
        kind = known.kinds[hit.kind]
        note = kind.name if hit.technology else TITLES.get(kind.palette, kind.palette)
        icon = kind_icon(hit.kind, hit.technology)
        entries.append(Entry(hit.label, kind.layer, hit.kind, hit.technology, note, icon))
    return entries


def _kind_entry(kind: Kind, group: str) -> Entry:
    return Entry(kind.name, kind.layer, kind.id, None, "", kind_icon(kind.id), group)


def describe(entry: Entry) -> str:
    """A tooltip: the whole name, where it belongs, and the usual technologies."""
    known = catalog()
    if entry.is_heading:
        return f"{entry.title}: {entry.note} kinds. Click to {'show' if entry.folded else 'fold'} them."
    kind = known.kinds[entry.kind]
    layer = TITLES.get(kind.palette, kind.palette)
    lines = [f"{entry.title} — {kind.name}" if entry.technology else entry.title, layer]
    if entry.technology:
        note = known.technologies[entry.technology].note
        return "\n".join([*lines, note] if note else lines)
    usual = [one.name for one in known.technologies_of(entry.kind) if not one.generic][:USUAL]
    if usual:
        lines.append(f"Usually {', '.join(usual)}")
    return "\n".join(lines)


def placed(entries: Iterable[Entry], width: int, *, flat: bool) -> list[Placed]:
    """Rectangles for a list `width` pixels wide: results one below the other, kinds in two columns."""
    out: list[Placed] = []
    column = (width - 2 * MARGIN) // 2
    y, left = 0, True
    for entry in entries:
        if flat:
            out.append(Placed(entry, MARGIN, y, width - 2 * MARGIN, RESULT_ROW))
            y += RESULT_ROW
        elif entry.is_heading:
            y += (0 if left else TILE_ROW) + (GROUP_GAP if out else 0)
            out.append(Placed(entry, MARGIN, y, width - 2 * MARGIN, HEADING_HEIGHT))
            y, left = y + HEADING_HEIGHT, True
        else:
            out.append(Placed(entry, MARGIN if left else MARGIN + column, y, column, TILE_ROW))
            y, left = (y, False) if left else (y + TILE_ROW, True)
    return out


def height(items: list[Placed]) -> int:
    """Height of the whole list."""
    return items[-1].y + items[-1].h + MARGIN if items else 0


def neighbour(items: list[Placed], at: int, dx: int, dy: int) -> int:
    """The index reached by an arrow key: the nearest entry in that direction, else the same one."""
    here = items[at]
    if dx:
        row = [n for n, one in enumerate(items) if one.y == here.y and (one.x - here.x) * dx > 0]
        return row[0] if row else at
    lines = sorted({one.y for one in items if (one.y - here.y) * dy > 0}, reverse=dy < 0)
    if not lines:
        return at
    line = [n for n, one in enumerate(items) if one.y == lines[0]]
    return min(line, key=lambda n: abs(items[n].x - here.x))
