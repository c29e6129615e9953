"""Icons as plain drawing commands, and which icon stands for a kind or a technology.

Icons are kept as SVG path data in one file. Here they become absolute moves, lines, curves and closings,
which every output can draw without knowing anything about SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.svg_path import Command, commands
from mlsd_studio.paths import resource

FALLBACK = "box"
"""The icon of a kind that the catalogue does not know."""


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon on a square of `size` units. With `stroke` it is a line 2 units wide with round ends, else an
    area.

    `commands` are ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) and ("Z",), all absolute, y down; an
    area is filled by the non-zero rule.
    """

    stroke: bool
    size: int
    commands: tuple[Command, ...]


class _Stored(msgspec.Struct, frozen=True):
    view: int
    stroke: bool
    paths: list[str]


@cache
def _stored() -> dict[str, msgspec.Raw]:
    return msgspec.json.decode(resource("icons", "icons.json").read_bytes(), type=dict[str, msgspec.Raw])


def icon_names() -> list[str]:
    """The names of all bundled icons in order; brand marks begin with `brand-`."""
    return sorted(_stored())


@cache
def icon(name: str) -> Icon:
    """The icon of that name. Raises KeyError for one that is not bundled."""
    stored = msgspec.json.decode(_stored()[name], type=_Stored)
    drawn = tuple(command for path in stored.paths for command in commands(path))
    return Icon(stored.stroke, stored.view, drawn)


def kind_icon(kind: str, technology: str | None = None) -> str:
    """The name of the icon of a component: the brand mark where one is bundled, else the glyph of the kind.

    An unknown kind has the icon "box".
    """
    known = catalog().technologies.get(technology or "")
    if known is not None and known.icon.simple_icons is not None:
        brand = f"brand-{known.icon.simple_icons}"
        if brand in _stored():
            return brand
    own = catalog().kinds.get(kind)
    return own.glyph if own is not None and own.glyph in _stored() else FALLBACK
