"""What is dragged is lifted off the drawing: at every step the screen shows what a painting made anew shows."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QRegion

from mlsd_studio.canvas.painting.painter import ScenePainter
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.flows import add_flow
from mlsd_studio.model.edits.placement import lock
from mlsd_studio.model.records import Component, Flow, Placement
from mlsd_studio.session.overlay import Overlay, Tint

from .conftest import Mirror, User
from .test_painting import many


def as_made_anew(canvas: Mirror) -> bool:
    """Whether the screen shows what a painter that has kept nothing paints."""
    if canvas._hasty:
        canvas._at_rest()
    if not canvas.same():
        return False
    kept, canvas.painter = canvas.painter, ScenePainter()
    canvas.scene._jumps.clear()
    if canvas._lifted is not None:
        canvas._lifted.wipe(QRegion(canvas.rect()))
    same = canvas.same()
    canvas.painter = kept
    return same


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("zoom", [1.0, 0.6, 1.33])
def test_a_drag_shows_at_every_step_what_painting_anew_shows(mirror, session, theme, zoom) -> None:
    session.apply(add_flow(session.document, "web", "ranker", "data")[0])
    mirror.set_theme(theme)
    mirror.zoom_to(zoom)
    mirror.centre_on(448, 200)
    user, dice = User(mirror), random.Random(zoom)
    for id in ("api", "ranker", "note", "web"):
        x, y = user.centre(id)
        user.press(x, y)
        for _ in range(5):
            x, y = x + dice.randrange(-300, 300), y + dice.randrange(-200, 200)
            user.move(x, y)
            assert mirror._lifted is not None
            assert as_made_anew(mirror), (id, x, y)
        user.key(Qt.Key.Key_Escape) if dice.random() < 0.4 else None
        user.release(x, y)
        assert mirror._lifted is None
        assert not mirror.scene.lifted
        assert as_made_anew(mirror), id


def test_what_changes_during_a_drag_is_seen_below_it(mirror, session) -> None:
    user = User(mirror)
    user.drag(user.centre("ranker"), (500, 300), release=False)
    session.apply(set_fields(session.document, "components", "web", name="Another shop"))
    assert as_made_anew(mirror)
    session.set_overlay(
        Overlay("t", "Test", tints={"web": Tint("bad", 1.0, "42 %"), "ranker": Tint("ok", 1.0, "7 %")})
    )
    assert as_made_anew(mirror)
    user.move(420, 320)
    assert as_made_anew(mirror)
    mirror.pan(40, -30)
    assert as_made_anew(mirror)
    mirror.set_theme("dark")
    assert as_made_anew(mirror)
    mirror.zoom_to(0.2)
    assert mirror._lifted is None
    assert as_made_anew(mirror)
    user.release(500, 300)
    assert as_made_anew(mirror)


def test_a_flow_that_makes_way_for_the_card_is_lifted_too(mirror, session) -> None:
    session.apply(add_flow(session.document, "web", "ranker", "data")[0])
    user = User(mirror)
    middle = mirror.scene.geometry.route("web-ranker").points
    x, y = (middle[1][0] + middle[2][0]) / 2, (middle[1][1] + middle[2][1]) / 2
    note = user.centre("api")
    user.press(*note)
    user.move(x, y)
    assert mirror.scene.lifted >= {"api", "web-api", "api-ranker"}
    assert as_made_anew(mirror)
    user.move(x, y + 260)
    assert as_made_anew(mirror)
    user.release(x, y + 260)
    assert as_made_anew(mirror)


def test_what_is_removed_during_a_drag_is_gone(mirror, session) -> None:
    user = User(mirror)
    user.drag(user.centre("ranker"), (500, 300), release=False)
    session.remove_selected()
    assert as_made_anew(mirror)
    user.release(500, 300)
    assert as_made_anew(mirror)


def test_very_much_and_what_is_far_away_is_not_lifted(qtbot, session) -> None:
    session.replace(many(200))
    canvas = Mirror(session)
    canvas.animation_ms = 0
    qtbot.addWidget(canvas)
    canvas.resize(1200, 800)
    canvas.show()
    user = User(canvas)
    session.select([f"c{n}" for n in range(100)])
    canvas.zoom_to(1.0)
    canvas.centre_on(0, 0)
    user.drag(user.centre("c0"), (400, 300), release=False)
    assert canvas._lifted is None
    assert canvas.same()
    user.release(400, 300)
    session.select([])
    canvas.zoom_to(0.2)
    user.drag(user.centre("c0"), (500, 300), release=False)
    assert canvas._lifted is None
    assert canvas.same()
    user.release(500, 300)


def test_hops_go_and_come_with_what_is_dragged(mirror, session) -> None:
    places = {"left": (0, 200), "right": (800, 200), "top": (300, 0), "bottom": (300, 400), "far": (550, 420)}
    session.replace(
        Document(
            [
                *(Component(id=id, kind="backend_service", name=id) for id in places),
                Flow(id="level", source="left", target="right", kind="request"),
                Flow(id="upright", source="top", target="bottom", kind="request"),
            ],
            {id: Placement(*place) for id, place in places.items()},
        )
    )
    mirror.zoom_to(1.0)
    mirror.centre_on(448, 200)
    user = User(mirror)
    assert mirror.scene.jumps("level")
    assert as_made_anew(mirror)
    x, y = user.centre("top")
    user.press(x, y)
    user.move(x + 60, y)
    assert not mirror.scene.jumps("level")
    assert as_made_anew(mirror)
    user.move(x + 100, y)
    assert as_made_anew(mirror)
    user.release(x + 100, y)
    assert mirror.scene.jumps("level")
    assert as_made_anew(mirror)
    x, y = user.centre("left")
    user.press(x, y)
    user.move(x, y + 20)
    assert as_made_anew(mirror)
    user.key(Qt.Key.Key_Escape)
    user.release(x, y)
    assert mirror.scene.jumps("level")
    assert as_made_anew(mirror)


def test_locks_of_what_is_selected_stay_shown_during_a_drag(mirror, session) -> None:
    session.apply(lock(session.document, {"web": Placement(0, 0)}, True))
    session.select(["web", "ranker"])
    assert as_made_anew(mirror)
    user = User(mirror)
    for dx, dy in ((-60, 20), (-420, -180), (40, 60)):
        x, y = user.centre("ranker")
        user.drag((x, y), (x + dx, y + dy), release=False)
        assert mirror._lifted is not None
        assert as_made_anew(mirror)
        session.set_fields("boundaries", "eu", name=f"eu-{dx}")
        assert as_made_anew(mirror)
        user.release(x + dx, y + dy)
        assert as_made_anew(mirror)
