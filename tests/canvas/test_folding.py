"""Collapsing a boundary into one card and expanding it again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from mlsd_studio.canvas.hits import button_of
from mlsd_studio.canvas.menu import context_menu
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.build import picture
from mlsd_studio.drawing.card import Badge, card, face_of
from mlsd_studio.drawing.picture import Box, Text
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document
from mlsd_studio.model.edits.folding import collapsed, set_collapsed
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import Boundary, Component, Flow, Group, Placement
from mlsd_studio.paths import resource
from mlsd_studio.storage import dump, load, load_text

CTRL = Qt.KeyboardModifier.ControlModifier


def same_scene(scene: Scene, document: Document) -> None:
    """What follows changes is what a scene made anew shows."""
    fresh = Scene(document).geometry
    assert scene.geometry.boxes == fresh.boxes
    assert scene.geometry.frames.rects == fresh.frames.rects
    assert scene.geometry.hidden == fresh.hidden
    assert scene.geometry.routes.keys() == fresh.routes.keys()


def test_a_collapsed_boundary_is_one_card_and_its_outer_flows_end_there(user, session, canvas) -> None:
    frame = canvas.scene.rect("eu")
    session.select(["eu"])
    user.key(Qt.Key.Key_Period, CTRL)
    scene = canvas.scene
    assert collapsed(session.document) == ("eu",)
    assert (scene.rect("eu").x, scene.rect("eu").y) == (frame.x, frame.y)
    assert (scene.rect("eu").w, scene.rect("eu").h) == (196, 72)
    assert scene.rect("api") is None
    assert scene.look("eu").title == "eu-west"
    assert scene.look("eu").subtitle == "Region · 1 component"
    for flow in ("web-api", "api-ranker"):
        ends = (scene.geometry.routes[flow].points[0], scene.geometry.routes[flow].points[-1])
        box = scene.rect("eu").grown(1)
        assert any(box.x <= x <= box.right and box.y <= y <= box.bottom for x, y in ends)
    same_scene(scene, session.document)
    session.undo()
    assert canvas.scene.rect("eu") == frame
    assert not session.document.views
    same_scene(scene, session.document)
    session.redo()
    same_scene(scene, session.document)


def test_the_button_collapses_and_a_double_click_expands(user, session, canvas) -> None:
    place = button_of(canvas.scene, "eu")
    user.click(*place.centre)
    assert collapsed(session.document) == ("eu",)
    assert session.selection == ("eu",)
    user.double_click(*user.centre("eu"))
    assert collapsed(session.document) == ()
    assert canvas.editor is None
    user.click(*place.centre)
    user.click(*button_of(canvas.scene, "eu").centre)
    assert collapsed(session.document) == ()


def test_hovering_a_frame_shows_its_button(user, canvas) -> None:
    frame = canvas.scene.rect("eu")
    user.move(frame.x + 60, frame.y + 18)
    assert len(canvas._overlay) == 2


def test_a_collapsed_boundary_moves_with_what_is_inside(user, session, canvas) -> None:
    session.apply(set_collapsed(session.document, ["eu"], True))
    session.seal()
    before = canvas.scene.rect("eu")
    user.drag(user.centre("eu"), (before.centre[0], before.centre[1] + 200))
    moved = canvas.scene.rect("eu").y - before.y
    assert moved == pytest.approx(200, abs=24)
    assert session.document.layout["api"].y == moved
    same_scene(canvas.scene, session.document)
    session.undo()
    assert session.document.layout["api"] == Placement(300, 0)


def test_findings_inside_count_on_the_card(session, canvas) -> None:
    session.apply(set_collapsed(session.document, ["eu"], True))
    canvas.scene.set_badges({"api": Badge(2, "error"), "web": Badge(1, "warning")})
    look = canvas.scene.look("eu")
    assert (look.count, look.severity) == (2, "error")


def nested() -> Document:
    return Document(
        [
            *(Component(id=id, kind="backend_service", name=id) for id in ("a", "b", "c", "out")),
            Boundary(id="inner", kind="cluster", members=("a", "b")),
            Boundary(id="outer", kind="region", members=("inner", "c")),
            Group(id="both", members=("a", "b")),
            Flow(id="in", source="out", target="a", kind="request"),
            Flow(id="ab", source="a", target="b", kind="request"),
            Flow(id="bc", source="b", target="c", kind="request"),
            Flow(id="to-both", source="out", target="both", kind="request"),
            Flow(id="to-inner", source="out", target="inner", kind="control"),
            Flow(id="self", source="c", target="c", kind="request"),
        ],
        {"a": Placement(0, 0), "b": Placement(300, 0), "c": Placement(600, 0), "out": Placement(0, 400)},
    )


def test_nested_boundaries_collapse_into_the_outermost() -> None:
    document = nested()
    scene = Scene(document)
    for change in (
        set_collapsed(document, ["inner"], True),
        lambda: set_collapsed(document, ["outer"], True),
        lambda: set_collapsed(document, ["inner"], False),
        lambda: set_collapsed(document, ["outer"], False),
    ):
        made = change() if callable(change) else change
        document.apply(made)
        scene.update(made)
        same_scene(scene, document)
        drawn = set(scene.geometry.routes)
        if collapsed(document) == ("inner",):
            assert drawn == {"in", "bc", "to-both", "to-inner", "self"}
            assert set(scene.geometry.boxes) == {"inner", "c", "out"}
            assert set(scene.geometry.frames.rects) == {"outer"}
        elif "outer" in collapsed(document):
            assert drawn == {"in", "to-both", "to-inner"}
            assert set(scene.geometry.boxes) == {"outer", "out"}
    assert not document.views
    assert len(scene.geometry.routes) == 6


def test_removing_a_collapsed_boundary_brings_its_contents_back() -> None:
    document = nested()
    document.apply(set_collapsed(document, ["outer"], True))
    scene = Scene(document)
    change = remove(document, ["outer"])
    document.apply(change)
    scene.update(change)
    assert collapsed(document) == ()
    same_scene(scene, document)
    assert set(scene.geometry.boxes) == {"a", "b", "c", "out"}


def test_it_is_saved_and_drawn_so_in_pictures() -> None:
    document = nested()
    document.apply(set_collapsed(document, ["outer"], True))
    text = dump(document)
    assert load_text(text).document == document
    drawn = picture(document, theme("light"))
    words = {shape.text for shape in drawn.leaves() if isinstance(shape, Text)}
    assert "Region · 3 components" in words
    assert "a" not in words


def test_every_example_collapses_and_expands_whole(tmp_path) -> None:
    for name in ("shop-ranking.mlsd.yaml", "every-record.mlsd.yaml", "mlops-platform.mlsd.yaml"):
        document = load(resource("examples", name)).document
        scene = Scene(document)
        for closed in (True, False):
            change = set_collapsed(document, list(document.boundaries), closed)
            document.apply(change)
            scene.update(change)
            same_scene(scene, document)


def test_the_menu_offers_it(canvas, session) -> None:
    session.select(["eu"])
    menu = context_menu(canvas, canvas.pointer(QPointF(5, 5), Qt.KeyboardModifier.NoModifier))
    next(entry for entry in menu.actions() if entry.objectName() == "view.fold").trigger()
    assert collapsed(session.document) == ("eu",)
    menu.deleteLater()


def test_a_selected_collapsed_boundary_has_a_ring_around_its_sheets(mirror, session) -> None:
    session.apply(set_collapsed(session.document, ("eu",), True))
    session.select(["eu"])
    box = mirror.scene.rect("eu")
    x, y = mirror.view.to_widget(box.x + box.w / 2, box.bottom + 2.5)
    ratio = mirror.devicePixelRatioF()
    below = mirror.full().pixelColor(round(x * ratio), round(y * ratio))
    assert below == QColor(mirror.theme["accent"])
    session.select([])
    assert mirror.same()


@pytest.mark.parametrize("detail", ["full", "medium"])
def test_the_sheets_of_a_collapsed_boundary_lie_within_its_box(canvas, session, detail) -> None:
    session.apply(set_collapsed(session.document, ("eu",), True))
    look = canvas.scene.look("eu")
    sheets = [one for one in card(look, canvas.theme, detail) if isinstance(one, Box) and one.stroke]
    assert len(sheets) == 3
    assert max(one.y + one.h for one in sheets) <= look.h
    assert face_of(look).h < look.h
