"""SVG: text stays text in an embedded cut of Inter, every element is a group with its id and its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from mlsd_studio.drawing import outline
from mlsd_studio.drawing.picture import (
    Box,
    Circle,
    Command,
    Fill,
    Group,
    Line,
    Path,
    Picture,
    Shape,
    Stroke,
    Text,
    Weight,
)
from mlsd_studio.exporting.records import Format, Options, drawn
from mlsd_studio.model import Document

FAMILY = "Inter, 'Helvetica Neue', Arial, sans-serif"
WEIGHTS = {"regular": 400, "medium": 500, "semibold": 600, "bold": 700, "italic": 400}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def write(document: Document, options: Options) -> bytes:
    """The design as SVG. With `outlines` texts become shapes, for viewers that ignore embedded fonts."""
    return svg(drawn(document, options), outlines=options.outlines).encode("utf-8")


def svg(picture: Picture, *, outlines: bool = False) -> str:
    """A Picture as a complete SVG document."""
    x, y, w, h = picture.bounds
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(w)}" height="{num(h)}" '
        f'viewBox="{num(x)} {num(y)} {num(w)} {num(h)}" role="img" font-family="{FAMILY}">',
        f"<title>{escape(picture.title)}</title>",
    ]
    if not outlines:
        out.extend(_style(picture))
    if picture.background:
        out.append(
            f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}"'
            f' fill="{picture.background}"/>'
        )
    writer = _Writer(out, outlines)
    writer.shapes(picture.shapes)
    out.append("</svg>\n")
    return "\n".join(out)


def escape(words: str) -> str:
    """Text for XML; characters that XML forbids become U+FFFD."""
    return _ILLEGAL.sub("\ufffd", words).translate(_ENTITIES)


def num(value: float) -> str:
    """A number with at most two digits behind the point."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


def path_data(commands: Iterable[Command]) -> str:
    """Path commands as the `d` of a path."""
    return "".join(str(name) + " ".join(num(float(value)) for value in values) for name, *values in commands)


class _Writer:
    """Appends one line for each shape; ids are made unique and legal."""

    def __init__(self, out: list[str], outlines: bool) -> None:
        self._out = out
        self._outlines = outlines
        self._ids: set[str] = set()
        self._write: dict[type, Callable[[Any], None]] = {
            Group: self._group, Box: self._box, Circle: self._circle, Line: self._line,
            Path: self._path, Text: self._text,
        }  # fmt: skip

    def shapes(self, shapes: Iterable[Shape]) -> None:
        """Write shapes in their order, later ones on top."""
        for shape in shapes:
            self._write[type(shape)](shape)

    def _group(self, group: Group) -> None:
        self._out.append(f'<g id="{self._unique(group.id)}" class="{group.role}">')
        if group.title:
            self._out.append(f"<title>{escape(group.title)}</title>")
        self.shapes(group.shapes)
        self._out.append("</g>")

    def _unique(self, id: str) -> str:
        legal = re.sub(r"[^\w.\-]", "_", id, flags=re.ASCII)
        legal = legal if re.match(r"[A-Za-z_]", legal) else f"_{legal}"
        name, number = legal, 2
        while name in self._ids:
            name, number = f"{legal}-{number}", number + 1
        self._ids.add(name)
        return name

    def _box(self, box: Box) -> None:
        radius = f' rx="{num(min(box.radius, box.w / 2, box.h / 2))}"' if box.radius else ""
        self._out.append(
            f'<rect x="{num(box.x)}" y="{num(box.y)}" width="{num(box.w)}" height="{num(box.h)}"{radius}'
            f"{_fill(box.fill)}{_stroke(box.stroke)}/>"
        )

    def _circle(self, circle: Circle) -> None:
        self._out.append(
            f'<circle cx="{num(circle.x)}" cy="{num(circle.y)}" r="{num(circle.r)}"'
            f"{_fill(circle.fill)}{_stroke(circle.stroke)}/>"
        )

    def _line(self, line: Line) -> None:
        self._out.append(f'<path d="{path_data(outline.shaft(line))}" fill="none"{_stroke(line.stroke)}/>')
        tip = outline.head(line)
        if tip:
            fill = _fill(Fill(line.stroke.color, line.stroke.opacity))
            self._out.append(f'<path d="{path_data(tip)}"{fill}/>')

    def _path(self, path: Path) -> None:
        data = path_data(outline.moved(path.commands, path.x, path.y, path.scale))
        stroke = path.stroke
        if stroke is not None and path.scale != 1:
            dash = tuple(length * path.scale for length in stroke.dash)
            stroke = Stroke(stroke.color, stroke.width * path.scale, dash, stroke.opacity)
        self._out.append(f'<path d="{data}"{_fill(path.fill)}{_stroke(stroke)}/>')

    def _text(self, shape: Text) -> None:
        if self._outlines:
            from mlsd_studio.drawing.qt_painter import text_outline

            data = path_data(text_outline(shape))
            self._out.append(f'<path d="{data}"{_fill(Fill(shape.color, shape.opacity))}/>')
            return
        weight = WEIGHTS[shape.weight]
        style = ' font-style="italic"' if shape.weight == "italic" else ""
        bold = f' font-weight="{weight}"' if weight != 400 else ""
        anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
        self._out.append(
            f'<text x="{num(shape.x)}" y="{num(shape.y)}" font-size="{num(shape.size)}"{bold}{style}{anchor}'
            f"{_fill(Fill(shape.color, shape.opacity))}>{escape(shape.text)}</text>"
        )


def _fill(fill: Fill | None) -> str:
    if fill is None:
        return ' fill="none"'
    return f' fill="{fill.color}"' + (f' fill-opacity="{num3(fill.opacity)}"' if fill.opacity < 1 else "")


def _stroke(stroke: Stroke | None) -> str:
    if stroke is None:
        return ""
    parts = [f' stroke="{stroke.color}"']
    if stroke.width != 1:
        parts.append(f' stroke-width="{num(stroke.width)}"')
    if stroke.opacity < 1:
        parts.append(f' stroke-opacity="{num3(stroke.opacity)}"')
    if stroke.dash:
        parts.append(f' stroke-dasharray="{" ".join(num(length) for length in stroke.dash)}"')
    else:
        parts.append(' stroke-linecap="round"')
    return "".join(parts) + ' stroke-linejoin="round"'


def num3(value: float) -> str:
    """An opacity: three digits behind the point at most."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _style(picture: Picture) -> list[str]:
    """One font face for each weight that the picture uses, cut to its characters."""
    from mlsd_studio.exporting.webfont import font_face

    used: dict[Weight, list[str]] = {}
    for shape in picture.leaves():
        if isinstance(shape, Text):
            used.setdefault(shape.weight, []).append(shape.text)
    if not used:
        return []
    faces = [font_face(weight, WEIGHTS[weight], used[weight]) for weight in sorted(used)]
    return ["<style>", *faces, "</style>"]


FORMAT = Format("svg", ".svg", "SVG drawing", write)
