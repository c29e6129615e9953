"""The transform, the grid, and what lies under a point."""

from __future__ import annotations

import random

import pytest

from mlsd_studio.canvas import Canvas
from mlsd_studio.canvas.hits import boundary_at, hit
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area, View
from mlsd_studio.layout.index import SpatialGrid
from mlsd_studio.session import Session

from .conftest import small


@pytest.mark.parametrize("zoom", [0.05, 0.33, 1.0, 2.5, 4.0])
def test_zooming_keeps_the_point_under_the_pointer(zoom) -> None:
    view = View()
    view.width, view.height = 1200, 800
    view.pan(133, -57)
    before = view.to_world(700, 300)
    view.zoom_at(zoom, 700, 300)
    after = view.to_world(700, 300)
    assert abs(after[0] - before[0]) * zoom <= 0.501
    assert abs(after[1] - before[1]) * zoom <= 0.501


def test_zoom_stays_within_its_limits() -> None:
    view = View()
    view.zoom_at(99, 0, 0)
    assert view.zoom == 4.0
    view.zoom_at(0.0001, 0, 0)
    assert view.zoom == 0.05
    assert view.next_step(False) == 0.05


def test_fit_shows_the_whole_area() -> None:
    view = View()
    view.width, view.height = 1000, 600
    area = Area(-500, 200, 4000, 900)
    view.fit(area)
    shown = view.visible()
    assert shown.x <= area.x
    assert shown.right >= area.right
    assert shown.y <= area.y
    assert shown.bottom >= area.bottom


def test_the_grid_finds_what_a_plain_search_finds() -> None:
    dice = random.Random(3)
    rects = {f"r{n}": (dice.uniform(-4000, 4000), dice.uniform(-4000, 4000), 196, 72) for n in range(400)}
    grid = SpatialGrid()
    for id, rect in rects.items():
        grid.put(id, [rect])
    for _ in range(60):
        asked = Area(dice.uniform(-4000, 4000), dice.uniform(-4000, 4000), dice.uniform(1, 3000), 500)
        wanted = {id for id, rect in rects.items() if asked.meets(*rect)}
        assert wanted <= set(grid.near(asked))
    grid.remove("r0")
    assert "r0" not in grid.near(Area(-9000, -9000, 18000, 18000))


def test_what_lies_under_a_point(qapp) -> None:
    scene = Scene(small())
    assert hit(scene, 100, 36, 1.0).kind == "card"
    assert hit(scene, 196, 36, 1.0).kind == "port"
    assert hit(scene, 150, 0, 1.0).kind == "edge"
    assert hit(scene, 100, 220, 1.0).kind == "note"
    assert hit(scene, 250, 36, 1.0).id == "web-api"
    frame = scene.rect("eu")
    assert hit(scene, frame.x + 60, frame.y + 20, 1.0).part == "title"
    assert hit(scene, -300, -300, 1.0).kind == "empty"
    assert boundary_at(scene, 400, 20) == "eu"
    assert boundary_at(scene, 400, 20, frozenset({"eu"})) is None


def test_a_new_document_is_shown_whole_in_a_window_that_grows_until_somebody_moves_the_view(qtbot) -> None:
    canvas = Canvas(Session(small()))
    qtbot.addWidget(canvas)
    canvas.resize(500, 300)
    canvas.show()
    qtbot.waitExposed(canvas)
    before = canvas.view.zoom
    canvas.resize(1000, 700)
    qtbot.waitUntil(lambda: canvas.view.width == 1000)
    assert canvas.view.zoom > before
    assert canvas.view.visible().centre == pytest.approx(canvas.scene.bounds.centre, abs=2)
    canvas.zoom_to(0.5)
    canvas.resize(600, 400)
    qtbot.waitUntil(lambda: canvas.view.width == 600)
    assert canvas.view.zoom == 0.5
