"""A document as a Picture: what is in it, in which order, and for a part of the design."""

from __future__ import annotations

import pytest

from mlsd_studio.drawing.boundary import main_layer
from mlsd_studio.drawing.build import EMPTY_TEXT, picture
from mlsd_studio.drawing.card import Badge
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.drawing.picture import Box, Circle, Group, Line, Text
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document

from .designs import Note, component, design, every_record, row, shop

LIGHT = theme("light")
GOLDEN = """\
boundary zone: zone
  box -24 -44 544 140
  text "ZONE · zone"
flow a-b: A → B (request)
  line 196,36 300,36
flow b-c: B → C (data)
  line 496,36 600,36
component a: A
  text "A"
  text "Backend service (RES…"
component b: B
  text "B"
  text "Backend service (RES…"
component c: C
  text "C"
  text "Backend service (RES…"
part a-b-label: A → B (request)
  box 230 26 35 19
  text "one"
"""


def readable(shapes) -> str:
    lines = []
    for group in shapes:
        lines.append(f"{group.role} {group.id}: {group.title}")
        for shape in group.shapes:
            if isinstance(shape, Text):
                lines.append(f'  text "{shape.text}"')
            elif isinstance(shape, Line):
                lines.append("  line " + " ".join(f"{x},{y}" for x, y in shape.points))
            elif isinstance(shape, Box) and group.role in ("boundary", "part"):
                lines.append(f"  box {shape.x:.0f} {shape.y:.0f} {shape.w:.0f} {shape.h:.0f}")
    return "\n".join(lines) + "\n"


def ids(drawn, role):
    return {shape.id for shape in drawn.shapes if isinstance(shape, Group) and shape.role == role}


def test_a_small_design_drawn_in_order():
    assert readable(picture(row(), LIGHT).shapes) == GOLDEN


def test_everything_of_the_example_is_there():
    document = every_record()
    drawn = picture(document, LIGHT)
    assert ids(drawn, "component") == document.components.keys()
    assert ids(drawn, "flow") == document.flows.keys()
    assert ids(drawn, "boundary") == document.boundaries.keys() | document.groups.keys()
    assert ids(drawn, "note") == document.notes.keys()
    assert drawn.title == document.design.name


def test_nothing_leaves_the_bounds():
    drawn = picture(shop(), LIGHT, badges={"features": Badge(3, "error")})
    x, y, w, h = drawn.bounds
    for shape in drawn.leaves():
        if isinstance(shape, Box):
            assert x <= shape.x
            assert shape.x + shape.w <= x + w
            assert y <= shape.y
            assert shape.y + shape.h <= y + h
        if isinstance(shape, Line):
            assert all(x <= px <= x + w and y <= py <= y + h for px, py in shape.points)


def test_a_selection_brings_the_flows_between():
    drawn = picture(shop(), LIGHT, ids=["api", "ranker", "lake"])
    assert ids(drawn, "component") == {"api", "ranker", "lake"}
    assert ids(drawn, "flow") == {"api-ranker"}
    assert drawn.bounds[2] < picture(shop(), LIGHT).bounds[2]


def test_a_selected_boundary_brings_its_cards_and_a_flow_its_ends():
    assert ids(picture(row(), LIGHT, ids=["zone"]), "component") == {"a", "b"}
    assert ids(picture(row(), LIGHT, ids=["b-c"]), "component") == {"b", "c"}


@pytest.mark.parametrize("document", [Document(), row()])
def test_an_empty_design_or_selection_says_so(document):
    drawn = picture(document, LIGHT, ids=[])
    assert [shape.text for shape in drawn.leaves() if isinstance(shape, Text)] == [EMPTY_TEXT]


def test_background_grid_and_title_are_optional():
    plain = picture(row(), LIGHT, background=False)
    assert plain.background is None
    rich = picture(row(), LIGHT, grid=True, title="Three cards")
    assert rich.background == LIGHT["background"]
    assert rich.bounds[1] < plain.bounds[1]
    assert any(isinstance(shape, Circle) for shape in rich.leaves())
    assert any(isinstance(shape, Text) and shape.text == "Three cards" for shape in rich.leaves())


def test_saturated_flows_and_badges_show():
    drawn = picture(row(), LIGHT, bad_flows=["a-b"], badges={"a": Badge(7, "error")})
    assert any(isinstance(shape, Line) and shape.stroke.color == LIGHT["bad"] for shape in drawn.leaves())
    assert any(isinstance(shape, Text) and shape.text == "7" for shape in drawn.leaves())


def test_the_canvas_and_an_export_share_one_geometry():
    document = row()
    assert picture(document, LIGHT, geometry=Geometry(document)) == picture(document, LIGHT)


def test_a_note_is_tied_to_what_it_is_about():
    document = design(
        component("a"), Note(id="n", text="why\n\nbecause", links=("a", "gone")), a=(0, 0), n=(300, 0)
    )
    [note] = [shape for shape in picture(document, LIGHT).shapes if shape.role == "note"]
    assert [shape.text for shape in note.shapes if isinstance(shape, Text)] == ["why", "", "because"]
    assert sum(isinstance(shape, Line) for shape in note.shapes) == 1


def test_the_tint_of_a_frame_needs_a_majority():
    assert main_layer(["data", "data", "ml"]) == "data"
    assert main_layer(["data", "ml"]) == "platform"
    assert main_layer([]) == "platform"


def test_less_detail_leaves_out_labels():
    drawn = picture(shop(), LIGHT, detail="color")
    assert ids(drawn, "part") == set()
    assert all(len(shape.shapes) == 1 for shape in drawn.shapes if shape.role == "component")
