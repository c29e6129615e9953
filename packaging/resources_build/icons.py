"""Icons: glyphs of Lucide and brand marks of Simple Icons, as path data in one file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import yaml

# Only marks under this licence, or without one of their own (then that of the package, which is the same).
ALLOWED = {"CC0-1.0", "Apache-2.0"}

INTERFACE = """
    activity align-center-horizontal align-center-vertical align-end-horizontal align-end-vertical
    align-horizontal-distribute-center align-left align-start-horizontal align-start-vertical
    align-vertical-distribute-center arrow-down arrow-left arrow-right arrow-up arrow-up-right
    book-open box calendar check chevron-down chevron-left chevron-right chevron-up circle
    circle-alert circle-check circle-dot circle-question-mark circle-x clipboard-paste clock coins
    command contrast copy crosshair download ellipsis external-link eye eye-off file-chart-column
    file-down file-image file-input file-plus file-text flag folder-open funnel gauge git-compare
    grid-2x2 group hand history image info keyboard layout-dashboard layout-grid layout-template
    lightbulb link list-checks list-filter list-tree loader-circle lock lock-open map maximize
    message-square milestone minimize minus monitor moon mouse-pointer-2 move-up-right octagon-alert
    palette panel-bottom panel-left panel-right pencil pin plus presentation printer redo-2
    refresh-cw rocket rotate-ccw save scan scissors search settings share shield-alert
    sliders-horizontal spline square-dashed star sticky-note sun sun-moon tag timer trash-2
    trending-up triangle-alert undo-2 ungroup unlink upload users wand-sparkles x zoom-in zoom-out
"""

# Names that people look for under an older name.
ALIASES = {"circle-help": "circle-question-mark", "filter": "funnel"}

# The studio's own mark: two cards, one linked to the other.
APP_LOGO = [
    "M5.5 3h3a2.5 2.5 0 0 1 2.5 2.5v3a2.5 2.5 0 0 1 -2.5 2.5h-3a2.5 2.5 0 0 1 -2.5 -2.5v-3a2.5 2.5 0 0 1 "
    "2.5 -2.5z",
    "M15.5 13h3a2.5 2.5 0 0 1 2.5 2.5v3a2.5 2.5 0 0 1 -2.5 2.5h-3a2.5 2.5 0 0 1 -2.5 -2.5v-3a2.5 2.5 0 0 1 "
    "2.5 -2.5z",
    "M7 11V14.5A2.5 2.5 0 0 0 9.5 17H13",
]


def build(lucide: Path, simple_icons: Path, resources: Path) -> None:
    """Writes icons/icons.json: the glyphs and marks that the catalogue and the interface use."""
    glyphs, marks = used(resources / "catalog")
    icons = {name: stroked(glyph_paths(lucide, name)) for name in sorted({*glyphs, *INTERFACE.split()})}
    for alias, name in ALIASES.items():
        icons[alias] = icons[name]
    icons["app-logo"] = stroked(APP_LOGO)
    for name, data in brand_marks(simple_icons, marks).items():
        icons[f"brand-{name}"] = {"view": 24, "stroke": False, "paths": [data]}
    lines = [
        f"{json.dumps(name)}:{json.dumps(icon, separators=(',', ':'))}"
        for name, icon in sorted(icons.items())
    ]
    (resources / "icons").mkdir(exist_ok=True)
    (resources / "icons" / "icons.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(f"icons: {len(icons)}, of them {sum(name.startswith('brand-') for name in icons)} brand marks")


def used(catalog: Path) -> tuple[set[str], set[str]]:
    """The glyphs and the brand marks that the catalogue names."""
    glyphs: set[str] = set()
    marks: set[str] = set()
    for file in sorted(catalog.rglob("*.yaml")):
        data = yaml.safe_load(file.read_text("utf-8"))
        glyphs |= {kind["glyph"] for kind in data.get("kinds", [])}
        for one in data.get("technologies", []):
            glyphs.add(one["icon"]["glyph"])
            marks |= {one["icon"]["simple_icons"]} - {None}
    return glyphs, marks


def brand_marks(package: Path, names: set[str]) -> dict[str, str]:
    """Path data by name, without the marks whose licence field names another licence."""
    listed = {
        one["slug"]: one for one in json.loads((package / "data" / "simple-icons.json").read_text("utf-8"))
    }
    marks = {}
    for name in sorted(names):
        licence = listed[name].get("license", {}).get("type", "CC0-1.0")
        if licence not in ALLOWED:
            print(f"left out: {name} ({licence}); the glyph of its kind stands in")
            continue
        paths = re.findall(r'<path d="([^"]+)"', (package / "icons" / f"{name}.svg").read_text("utf-8"))
        if len(paths) != 1:
            raise ValueError(f"{name} has {len(paths)} paths, expected one")
        marks[name] = paths[0]
    return marks


def glyph_paths(package: Path, name: str) -> list[str]:
    """Every shape of a Lucide glyph as path data of its own (joined, relative moves would go astray)."""
    root = ElementTree.parse(package / "icons" / f"{name}.svg").getroot()
    return [shape_path(shape.tag.rpartition("}")[2], dict(shape.attrib)) for shape in root]


def stroked(paths: list[str]) -> dict[str, object]:
    """An icon drawn with a line 2 wide and round ends."""
    return {"view": 24, "stroke": True, "paths": paths}


def shape_path(tag: str, attributes: dict[str, str]) -> str:
    """A shape of Lucide as path data. Raises ValueError for a shape that is not known."""
    if tag == "path":
        return attributes["d"]
    if tag in ("polyline", "polygon"):
        return "M" + " ".join(attributes["points"].split()) + ("Z" if tag == "polygon" else "")
    number = {key: float(value) for key, value in attributes.items() if re.fullmatch(r"-?[\d.]+", value)}
    if tag == "line":
        return f"M{number['x1']:g} {number['y1']:g}L{number['x2']:g} {number['y2']:g}"
    if tag in ("circle", "ellipse"):
        rx, ry = number.get("rx", number.get("r", 0)), number.get("ry", number.get("r", 0))
        left, right, y = number["cx"] - rx, number["cx"] + rx, number["cy"]
        arc = f"A{rx:g} {ry:g} 0 0 1"
        return f"M{left:g} {y:g}{arc} {right:g} {y:g}{arc} {left:g} {y:g}Z"
    if tag == "rect":
        return rectangle(number)
    raise ValueError(f"unknown shape {tag}")


def rectangle(number: dict[str, float]) -> str:
    """A rectangle with rounded corners as path data."""
    x, y, width, height = (number.get(key, 0) for key in ("x", "y", "width", "height"))
    rx = number.get("rx", number.get("ry", 0))
    ry = number.get("ry", rx)
    if not rx:
        return f"M{x:g} {y:g}H{x + width:g}V{y + height:g}H{x:g}Z"
    arc = f"A{rx:g} {ry:g} 0 0 1"
    return (
        f"M{x + rx:g} {y:g}H{x + width - rx:g}{arc} {x + width:g} {y + ry:g}V{y + height - ry:g}"
        f"{arc} {x + width - rx:g} {y + height:g}H{x + rx:g}{arc} {x:g} {y + height - ry:g}V{y + ry:g}"
        f"{arc} {x + rx:g} {y:g}Z"
    )
