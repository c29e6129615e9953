"""Into a boundary and out of it without dragging: drawn where it belongs, as one step."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu

from mlsd_studio.canvas.menu import MOVE, context_menu
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.taking import take_in
from mlsd_studio.model import Document
from mlsd_studio.model.edits.boundaries import add_boundary, ancestors
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.model.records import Boundary, Component, Placement


def overlapping(canvas) -> list[tuple[str, str]]:
    boxes = list(canvas.scene.geometry.boxes.items())
    return [(a, b) for n, (a, one) in enumerate(boxes) for b, other in boxes[:n] if one.overlaps(other)]


def inside(canvas, id: str, boundary: str) -> bool:
    return canvas.scene.rect(boundary).contains(canvas.scene.rect(id))


def test_a_card_comes_into_the_frame_beside_what_is_there(canvas, session) -> None:
    before = session.document.copy()
    assert take_in(canvas, ["ranker"], "eu")
    assert session.document.boundaries["eu"].members == ("api", "ranker")
    assert inside(canvas, "ranker", "eu")
    assert not inside(canvas, "web", "eu")
    assert not overlapping(canvas)
    session.undo()
    assert session.document == before


def test_what_leaves_stands_outside_the_frame(canvas, session) -> None:
    session.apply(add_component(session.document, "cache", "Cache", (320, 100), into="eu")[0])
    assert take_in(canvas, ["cache"], None)
    assert ancestors(session.document, "cache") == []
    assert not canvas.scene.rect("eu").overlaps(canvas.scene.rect("cache"))
    assert not overlapping(canvas)


def test_the_last_member_leaves_an_empty_frame_where_it_was(canvas, session) -> None:
    frame = canvas.scene.rect("eu")
    take_in(canvas, ["api"], None)
    assert canvas.scene.rect("eu") == frame
    assert not frame.overlaps(canvas.scene.rect("api"))


def test_a_boundary_moves_with_all_that_is_in_it(canvas, session) -> None:
    change, zone = add_boundary(session.document, "zone", "Zone", ["ranker"])
    session.apply(change)
    take_in(canvas, [zone, "ranker"], "eu")
    assert ancestors(session.document, "ranker") == [zone, "eu"]
    assert inside(canvas, "ranker", zone)
    assert inside(canvas, zone, "eu")
    take_in(canvas, ["eu"], zone)
    assert ancestors(session.document, "eu") == []


def test_several_find_places_of_their_own(canvas, session) -> None:
    for n in range(5):
        session.apply(add_component(session.document, "cache", f"Cache {n}", (900, 600 + 90 * n))[0])
    caches = [id for id in session.document.components if id.startswith("cache")]
    take_in(canvas, caches, "eu")
    assert all(inside(canvas, id, "eu") for id in caches)
    assert not overlapping(canvas)


def test_where_all_around_is_full_it_comes_below_and_covers_no_card(canvas, session) -> None:
    wall = [Component(id=f"w{n}", kind="cache") for n in range(10 * 20)]
    places = {one.id: Placement(n % 10 * 230 - 800, n // 10 * 100 - 800) for n, one in enumerate(wall)}
    middle = Boundary(id="full", kind="zone", members=("w75",))
    loose = Component(id="loose", kind="cache")
    session.replace(Document([*wall, loose, middle], {**places, "loose": Placement(4000, 0)}))
    for root in ("loose", "w3"):
        assert take_in(canvas, [root], "full")
    assert session.document.boundaries["full"].members == ("w75", "loose", "w3")
    assert not overlapping(canvas)


def test_a_team_takes_members_that_stay_where_they_are(canvas, session) -> None:
    change, team = add_boundary(session.document, "team", "Search", ["web"])
    session.apply(change)
    places = dict(session.document.layout)
    take_in(canvas, ["api"], team)
    assert session.document.boundaries[team].members == ("web", "api")
    assert ancestors(session.document, "api") == ["eu"]
    assert dict(session.document.layout) == places


@pytest.mark.parametrize(
    ("ids", "boundary"), [(["api"], "eu"), (["web"], None), (["eu"], "eu"), (["api"], "none")]
)
def test_nothing_is_done_where_it_is_there_already(canvas, session, ids, boundary) -> None:
    before = session.document.revision
    assert not take_in(canvas, ids, boundary)
    assert session.document.revision == before


def test_a_view_without_the_boundary_leaves_the_card_in_its_place(canvas, session) -> None:
    session.apply(add_view(session.document, "One", ("ranker",))[0])
    session.viewing.open("one-view")
    here = canvas.scene.rect("ranker")
    take_in(canvas, ["ranker"], "eu")
    assert ancestors(session.document, "ranker") == ["eu"]
    assert canvas.scene.rect("ranker") == here
    assert session.document.layout["ranker"] == Placement(700, 200)


def test_the_menu_offers_the_boundaries(canvas, session) -> None:
    session.select(["web"])
    menu = context_menu(canvas, Pointer(0, 0, 0, 0))
    below = menu.findChild(QMenu, MOVE)
    assert [entry.text() for entry in below.actions()] == ["eu-west  (region)"]
    below.actions()[0].trigger()
    assert session.document.boundaries["eu"].members == ("api", "web")
    session.select(["web"])
    below = context_menu(canvas, Pointer(0, 0, 0, 0)).findChild(QMenu, MOVE)
    below.actions()[-1].trigger()
    assert session.document.boundaries["eu"].members == ("api",)
