"""A whole design, or a selection of it, as one Picture for every output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from mlsd_studio.drawing import boundary, card, flow, note
from mlsd_studio.drawing.card import Badge, Detail
from mlsd_studio.drawing.folded import look_of_folded
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.drawing.picture import Box, Circle, Fill, Group, Line, Picture, Point, Shape, Stroke, Text
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.model import Document

GRID_STEP = 20
TITLE_SIZE = 18.0
EMPTY_AREA = (480, 240)
EMPTY_TEXT = "This design is still empty"


def picture(
    document: Document,
    theme: Theme,
    *,
    geometry: Geometry | None = None,
    ids: Iterable[str] | None = None,
    badges: Mapping[str, Badge] | None = None,
    bad_flows: Iterable[str] = (),
    margin: int = 32,
    background: bool = True,
    grid: bool = False,
    title: str | None = None,
    detail: Detail = "full",
) -> Picture:
    """Draw a document, or only the elements named in `ids` with the flows among them.

    `badges` are by component id; `margin` is in pixels; without `background` the picture is transparent.
    Frames are under flows, flows under cards, names of flows over all lines.
    """
    geometry = geometry or Geometry(document)
    shown = _shown(document, geometry, ids)
    scene = _Scene(document, theme, geometry, badges or {}, frozenset(bad_flows), detail)
    shapes: list[Shape] = list(scene.shapes(shown))
    area = geometry.bounds(shown).grown(margin)
    if not shapes:
        area = Rect(0, 0, *EMPTY_AREA)
        shapes = [_empty(area, theme)]
    if title:
        shapes.append(_heading(title, area, theme))
        area = enclosing([area, Rect(area.x, area.y - 40, area.w, 40)])
    ground = list(_dots(area, theme)) if grid else []
    paper = theme["background"] if background else None
    return Picture(area, (*ground, *shapes), paper, document.design.name or "Untitled design")


class _Scene:
    """What all elements of one picture share."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        geometry: Geometry,
        badges: Mapping[str, Badge],
        bad_flows: frozenset[str],
        detail: Detail,
    ) -> None:
        self.document, self.theme, self.geometry = document, theme, geometry
        self.badges, self.bad_flows, self.detail = badges, bad_flows, detail

    def shapes(self, shown: set[str]) -> Iterator[Shape]:
        """Groups of shapes from the ground up."""
        for id, rect in self.geometry.frames.rects.items():
            if id in shown:
                yield self._frame(id, rect)
        flows = [id for id in self.document.flows if id in shown and id in self.geometry.routes]
        points = {id: self.geometry.routes[id].points for id in flows}
        jumps = flow.crossings(points)
        for id in flows:
            yield self._line(id, points[id], jumps.get(id, ()))
        for id, words in self.document.notes.items():
            if id in shown:
                yield self._note(id, words.text, words.links or ())
        boxes = self.geometry.boxes
        for id in (*self.document.components, *self.geometry.folding.inside):
            if id in shown and id in boxes:
                yield self._card(id, boxes[id])
        for id in flows:
            pill = flow.label(
                self.document.flows[id], self.geometry.routes[id], self.theme, bad=id in self.bad_flows
            )
            if pill and self.detail == "full":
                yield Group(f"{id}-label", flow_title(self.document, id), "part", pill)

    def _frame(self, id: str, rect: Rect) -> Group:
        record = self.document.boundaries.get(id)
        if record is None:
            group = self.document.groups[id]
            return Group(id, boundary.title_of(group), "boundary", boundary.group(group, rect, self.theme))
        layer = frame_layer(self.document, self.geometry, id)
        shapes = boundary.boundary(record, rect, self.theme, layer)
        return Group(id, record.name or id, "boundary", shapes)

    def _line(self, id: str, points: Sequence[Point], jumps: Sequence[Point]) -> Group:
        record = self.document.flows[id]
        source = self.document.components.get(record.source)
        layer = card.layer_of(source) if source else "platform"
        shapes = flow.flow(
            record, points, self.theme, source_layer=layer, jumps=jumps, bad=id in self.bad_flows
        )
        return Group(id, flow_title(self.document, id), "flow", shapes)

    def _card(self, id: str, rect: Rect) -> Group:
        component = self.document.components.get(id)
        if component is None:
            look = look_of_folded(self.document, self.geometry, id, self.badges)
        else:
            look = card.look_of(component, self.badges.get(id), w=rect.w, h=rect.h)
        shapes = card.card(look, self.theme, self.detail)
        role: Literal["component", "boundary"] = "component" if component is not None else "boundary"
        return Group(id, look.title, role, tuple(shift(shape, rect.x, rect.y) for shape in shapes))

    def _note(self, id: str, words: str, links: Iterable[str]) -> Group:
        rect = self.geometry.notes[id]
        ties = [other for link in links if (other := self.geometry.rect(link)) is not None]
        stroke = Stroke(self.theme["faint"], 1.0, (2, 3))
        lines = [Line((rect.centre, _edge_towards(other, rect.centre)), stroke) for other in ties]
        return Group(id, "Note", "note", (*lines, *note.note(words, rect, self.theme)))


def frame_layer(document: Document, geometry: Geometry, id: str) -> str:
    """The layer that tints a boundary: that of most components in it."""
    components = document.components
    cards = (one for one in geometry.frames.cards(id) if one in components)
    return boundary.main_layer(card.layer_of(components[one]) for one in cards)


def flow_title(document: Document, id: str) -> str:
    """A flow in words, such as "Search API → Ranker endpoint (request)"."""
    record = document.flows[id]
    return f"{_name(document, record.source)} → {_name(document, record.target)} ({record.kind})"


def shift(shape: Shape, dx: float, dy: float) -> Shape:
    """The shape moved by (dx, dy)."""
    if isinstance(shape, Box):
        return Box(shape.x + dx, shape.y + dy, shape.w, shape.h, shape.radius, shape.fill, shape.stroke)
    if isinstance(shape, Circle):
        return Circle(shape.x + dx, shape.y + dy, shape.r, shape.fill, shape.stroke)
    if isinstance(shape, Group):
        return Group(shape.id, shape.title, shape.role, tuple(shift(one, dx, dy) for one in shape.shapes))
    if isinstance(shape, Line):
        points, jumps = (tuple((x + dx, y + dy) for x, y in way) for way in (shape.points, shape.jumps))
        return Line(points, shape.stroke, shape.radius, shape.arrow, jumps)
    from dataclasses import replace

    return replace(shape, x=shape.x + dx, y=shape.y + dy)


def _name(document: Document, id: str) -> str:
    component = document.components.get(id)
    if component is not None:
        return card.names_of(component)[0]
    frame = document.boundaries.get(id)
    return (frame.name if frame else None) or id


def _shown(document: Document, geometry: Geometry, ids: Iterable[str] | None) -> set[str]:
    """All ids, or those wanted with the cards inside wanted frames and the flows between what is shown."""
    everything = {*geometry.boxes, *geometry.frames.rects, *geometry.notes, *geometry.routes}
    if ids is None:
        return everything
    shown = {geometry.shown_as(id) for id in ids} & everything
    for id in sorted(shown & geometry.frames.rects.keys()):
        shown.update(geometry.frames.cards(id))
    ends = geometry.shown_as
    for id in sorted(shown & geometry.routes.keys()):
        shown.update({ends(document.flows[id].source), ends(document.flows[id].target)})
    for record in document.flows.values():
        if ends(record.source) in shown and ends(record.target) in shown and record.id in geometry.routes:
            shown.add(record.id)
    return shown


def _edge_towards(rect: Rect, point: tuple[int, int]) -> tuple[int, int]:
    """The point of a box nearest to another point."""
    return min(max(point[0], rect.x), rect.right), min(max(point[1], rect.y), rect.bottom)


def _dots(area: Rect, theme: Theme) -> Iterator[Shape]:
    fill = Fill(theme["grid"])
    first_x, first_y = -(-area.x // GRID_STEP) * GRID_STEP, -(-area.y // GRID_STEP) * GRID_STEP
    dots = tuple(
        Circle(x, y, 1.0, fill)
        for y in range(first_y, area.bottom, GRID_STEP)
        for x in range(first_x, area.right, GRID_STEP)
    )
    yield Group("grid", "", "part", dots)


def _heading(title: str, area: Rect, theme: Theme) -> Shape:
    return Text(area.x + 32, area.y + 8, title, TITLE_SIZE, theme["text"], "bold")


def _empty(area: Rect, theme: Theme) -> Shape:
    x, y = area.centre
    return Text(x, y, EMPTY_TEXT, 13, theme["muted"], "regular", "middle")
