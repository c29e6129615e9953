"""Boxes, frames and routes: right at the start, and kept right by changes."""

from __future__ import annotations

from itertools import combinations, pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.drawing.arranging import CARD_H, CARD_W, auto_layout
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model import Change, Edit
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import Placement, Waypoints

from .designs import Boundary, Group, Note, component, design, every_record, flow, row, shop


def same(one: Geometry, other: Geometry) -> bool:
    boxes = one.boxes == other.boxes and one.notes == other.notes
    return boxes and one.frames.rects == other.frames.rects and one.routes.keys() == other.routes.keys()


def touches(rect: Rect, point: tuple[int, int]) -> bool:
    x, y = point
    on_side = x in (rect.x, rect.right) and rect.y <= y <= rect.bottom
    return on_side or (y in (rect.y, rect.bottom) and rect.x <= x <= rect.right)


def follow(document, geometry, change):
    document.apply(change)
    return geometry.update(change)


def test_a_placed_card_has_its_place_and_the_usual_size():
    geometry = Geometry(row())
    assert geometry.rect("b") == Rect(300, 0, CARD_W, CARD_H)
    assert Geometry(design(component("a"), a=(8, 4, 240, 100))).rect("a") == Rect(8, 4, 240, 100)
    assert geometry.rect("nobody") is None


def test_routes_start_and_end_at_their_cards():
    document = shop()
    geometry = Geometry(document)
    assert geometry.routes.keys() == document.flows.keys()
    for id, record in document.flows.items():
        points = geometry.routes[id].points
        assert touches(geometry.boxes[record.source], points[0])
        assert touches(geometry.boxes[record.target], points[-1])
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def test_a_frame_holds_its_members_with_a_margin_and_room_for_its_title():
    assert Geometry(row()).rect("zone") == Rect(-24, -44, 300 + CARD_W + 48, CARD_H + 68)


def test_a_stated_frame_keeps_its_box_and_grows_to_hold_its_members():
    zone = Boundary(id="zone", kind="zone", members=("a",))
    assert Geometry(design(component("a"), zone, a=(0, 0), zone=(-200, -200, 800, 600))).rect("zone") == Rect(
        -200, -200, 800, 600
    )
    assert Geometry(design(component("a"), zone, a=(0, 0), zone=(0, 0, 50, 50))).rect("zone") == Rect(
        -24, -44, CARD_W + 48, CARD_H + 68
    )


def test_frames_nest_and_come_outer_first():
    document = design(
        component("a"),
        Boundary(id="inner", kind="zone", members=("a",)),
        Boundary(id="outer", kind="region", members=("inner",)),
        Boundary(id="crew", kind="team", members=("a",)),
        Group(id="pair", members=("a",)),
        a=(0, 0),
    )
    rects = Geometry(document).frames.rects
    assert list(rects) == ["outer", "inner", "crew", "pair"]
    assert rects["outer"].contains(rects["inner"])
    assert Geometry(document).frames.cards("outer") == ["a"]


def test_an_empty_boundary_and_a_note_without_a_place_lie_beside_the_design():
    document = design(
        component("a"), Boundary(id="empty", kind="zone"), Note(id="n", text="Look here"), a=(0, 0)
    )
    geometry = Geometry(document)
    rects = [geometry.rect(id) for id in ("a", "empty", "n")]
    assert not any(one.overlaps(other) for one, other in combinations(rects, 2))
    assert geometry.bounds().contains(geometry.rect("n"))


def test_a_file_without_a_layout_opens_without_overlaps():
    document = shop()
    document.apply(place(document, dict.fromkeys(document.layout)))
    boxes = list(Geometry(document).boxes.values())
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_a_card_without_a_place_does_not_cover_those_that_have_one():
    document = design(component("a"), component("b"), flow("a", "b"), a=(0, 0))
    geometry = Geometry(document)
    assert not geometry.rect("a").overlaps(geometry.rect("b"))


def test_a_move_touches_the_card_its_frame_and_its_flows():
    document = row()
    geometry = Geometry(document)
    before = geometry.routes["b-c"]
    touched = follow(document, geometry, place(document, {"a": Placement(0, 100)}))
    assert touched == {"a", "zone", "a-b"}
    assert geometry.routes["b-c"] is before
    assert touches(geometry.boxes["a"], geometry.routes["a-b"].points[0])


def test_a_card_dropped_on_a_flow_sends_it_round():
    document = design(
        component("a"), component("b"), component("c"), flow("a", "c"), a=(0, 0), b=(300, 400), c=(600, 0)
    )
    geometry = Geometry(document)
    assert len(geometry.routes["a-c"].points) == 2
    touched = follow(document, geometry, place(document, {"b": Placement(300, 0)}))
    assert "a-c" in touched
    assert len(geometry.routes["a-c"].points) > 2


def test_waypoints_are_passed():
    document = row()
    geometry = Geometry(document)
    touched = follow(document, geometry, place(document, {"b-c": Waypoints(((550, 200),))}))
    assert touched == {"b-c"}
    points = geometry.routes["b-c"].points
    assert any(
        min(a[0], b[0]) <= 550 <= max(a[0], b[0]) and min(a[1], b[1]) <= 200 <= max(a[1], b[1])
        for a, b in pairwise(points)
    )


def test_removing_a_component_removes_its_flows_and_undo_brings_them_back():
    document = row()
    geometry = Geometry(document)
    change = remove(document, ["b"])
    touched = follow(document, geometry, change)
    assert {"b", "a-b", "b-c", "zone"} <= touched
    assert not geometry.routes
    follow(document, geometry, change.reversed())
    assert same(geometry, Geometry(document))


def test_a_changed_name_touches_only_its_card():
    document = row()
    geometry = Geometry(document)
    record = document.components["a"]
    change = Change("Rename", (Edit("components", "a", record, msgspec.structs.replace(record, name="New")),))
    assert follow(document, geometry, change) == {"a"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(-900, 900), st.integers(-900, 900)),
        min_size=1,
        max_size=6,
    )
)
def test_following_moves_ends_where_a_fresh_start_would(moves):
    document = row()
    geometry = Geometry(document)
    for id, x, y in moves:
        follow(document, geometry, place(document, {id: Placement(x, y)}))
    assert same(geometry, Geometry(document))
    for id, record in document.flows.items():
        assert touches(geometry.boxes[record.source], geometry.routes[id].points[0])


@pytest.mark.parametrize("make", [shop, every_record])
def test_automatic_layout_places_every_card_apart(make):
    document = make()
    entries = auto_layout(document)
    document.apply(place(document, entries))
    geometry = Geometry(document)
    assert {id for id, entry in entries.items() if isinstance(entry, Placement)} >= document.components.keys()
    assert not any(one.overlaps(other) for one, other in combinations(geometry.boxes.values(), 2))
    assert all(id in document.flows for id, entry in entries.items() if entry is None)


def test_members_of_a_group_are_laid_out_together():
    cards = [component(id) for id in "abcdef"]
    flows = [flow("a", one) for one in "bcdef"] + [flow("b", "f"), flow("c", "d")]
    document = design(*cards, *flows, Group(id="pair", members=("b", "e")))
    document.apply(place(document, auto_layout(document)))
    geometry = Geometry(document)
    frame = geometry.rect("pair")
    assert not any(frame.overlaps(box) for id, box in geometry.boxes.items() if id not in ("b", "e"))


def test_laying_out_a_selection_keeps_its_corner_and_leaves_the_rest():
    document = shop()
    entries = auto_layout(document, ["lake", "checks", "train"])
    placed = {id: entry for id, entry in entries.items() if isinstance(entry, Placement)}
    assert placed.keys() == {"lake", "checks", "train"}
    boxes = Geometry(document).boxes
    assert min(entry.x for entry in placed.values()) == min(boxes[id].x for id in placed)
    assert min(entry.y for entry in placed.values()) == min(boxes[id].y for id in placed)


def grid_of_cards(columns=10, rows=4):
    ids = [f"c{n}" for n in range(columns * rows)]
    places = {id: (n % columns * 280, n // columns * 160) for n, id in enumerate(ids)}
    flows = [flow(a, b) for a, b in pairwise(ids)] + [flow(ids[0], ids[-1], "data")]
    return design(*(component(id) for id in ids), *flows, **places), ids, places


def test_flows_among_many_cards_that_move_together_are_carried_along():
    document, _ids, places = grid_of_cards()
    geometry = Geometry(document)
    before = dict(geometry.routes)
    follow(
        document, geometry, place(document, {id: Placement(x + 12, y - 8) for id, (x, y) in places.items()})
    )
    for id, route in before.items():
        assert geometry.routes[id].points == tuple((x + 12, y - 8) for x, y in route.points)
    follow(document, geometry, place(document, {"c5": Placement(5 * 280, 900)}))
    for id, record in document.flows.items():
        assert touches(geometry.boxes[record.source], geometry.routes[id].points[0])
        assert touches(geometry.boxes[record.target], geometry.routes[id].points[-1])


def test_carried_flows_go_round_a_card_that_stayed():
    document, _ids, places = grid_of_cards()
    document.apply(place(document, {"c39": Placement(9 * 280, 3 * 160 + 1000)}))
    geometry = Geometry(document)
    moves = {id: Placement(x, y + 1000 - 40) for id, (x, y) in places.items() if id != "c39"}
    follow(document, geometry, place(document, moves))
    card = geometry.boxes["c39"]
    for id, record in document.flows.items():
        if "c39" not in (record.source, record.target):
            points = geometry.routes[id].points
            assert not any(
                Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]) or 1, abs(a[1] - b[1]) or 1).overlaps(
                    card
                )
                for a, b in pairwise(points)
            )


def test_undoing_the_first_placement_brings_a_card_back_to_where_it_was():
    document = design(component("a"), component("b"), component("c"), flow("a", "b"), flow("b", "c"))
    geometry = Geometry(document)
    before = dict(geometry.boxes)
    change = place(document, {"b": Placement(900, 900)})
    follow(document, geometry, change)
    follow(document, geometry, change.reversed())
    assert geometry.boxes == before


def test_a_card_may_lie_exactly_on_another():
    document = row()
    geometry = Geometry(document)
    follow(document, geometry, place(document, {"b": Placement(0, 0)}))
    assert geometry.routes.keys() == document.flows.keys()


def test_a_flow_may_end_at_a_group_or_a_boundary():
    document = design(
        component("a"),
        component("b"),
        Group(id="pair", members=("b",)),
        Boundary(id="zone", kind="zone", members=("b",)),
        flow("a", "pair"),
        flow("a", "zone", "telemetry"),
        a=(0, 0),
        b=(500, 0),
    )
    geometry = Geometry(document)
    assert touches(geometry.rect("pair"), geometry.routes["a-pair"].points[-1])
    assert touches(geometry.rect("zone"), geometry.routes["a-zone"].points[-1])
