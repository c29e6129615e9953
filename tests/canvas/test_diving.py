"""Into a boundary and back: double click, keys, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from mlsd_studio.canvas.diving import boundary_of
from mlsd_studio.canvas.hits import hit
from mlsd_studio.canvas.tips import tip
from mlsd_studio.model.edits.boundaries import add_boundary

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def nested(session, canvas):
    """The API in a zone of the region; the whole is fitted."""
    session.apply(add_boundary(session.document, "zone", "zone-a", ["api"], into="eu")[0])
    canvas.fit()
    return "zone-a"


def title_of(canvas, id: str) -> tuple[float, float]:
    rect = canvas.scene.rect(id)
    return rect.x + 30, rect.y + 18


def fills(canvas, id: str) -> bool:
    rect, shown = canvas.scene.rect(id), canvas.view.visible()
    return rect is not None and shown.holds(rect.x, rect.y) and abs(rect.centre[0] - shown.centre[0]) < 2


def test_a_double_click_on_the_title_zooms_in_and_another_back(user, canvas, session, nested) -> None:
    canvas.zoom_to(0.3)
    before = canvas.places.now
    user.double_click(*title_of(canvas, nested))
    assert canvas.diving.at == nested
    assert session.selection == (nested,)
    assert fills(canvas, nested)
    assert canvas.view.zoom > 0.3
    assert canvas.editor is None
    user.double_click(*title_of(canvas, nested))
    assert canvas.view.zoom == pytest.approx(before[0])
    assert canvas.places.now[1] == pytest.approx(before[1], abs=5)
    assert canvas.diving.at is None


def test_f2_and_enter_rename_a_boundary_as_before(user, canvas, session, nested) -> None:
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Return):
        session.select([nested])
        user.key(key)
        assert canvas.editor is not None
        canvas.close_editor()


def test_escape_goes_back_step_by_step_then_lets_go_of_the_selection(user, canvas, session, nested) -> None:
    canvas.zoom_to(0.2)
    canvas.diving.into("eu")
    canvas.diving.into(nested)
    user.key(Qt.Key.Key_Escape)
    assert canvas.diving.at == "eu"
    assert fills(canvas, "eu")
    user.key(Qt.Key.Key_Escape)
    assert canvas.view.zoom == pytest.approx(0.2)
    assert session.selection
    user.key(Qt.Key.Key_Escape)
    assert session.selection == ()


def test_a_view_that_was_moved_stays_where_it_is(user, canvas, session, nested) -> None:
    canvas.diving.into("eu")
    canvas.pan(40, 0)
    place = canvas.places.now
    user.key(Qt.Key.Key_Escape)
    assert canvas.places.now == place
    assert session.selection == ()


@pytest.mark.parametrize("way", ["key", "enter"])
def test_keys_zoom_to_the_boundary_around_what_is_selected(user, canvas, session, nested, way) -> None:
    session.select(["api"])
    user.key(Qt.Key.Key_3, Qt.KeyboardModifier.ShiftModifier) if way == "key" else user.key(
        Qt.Key.Key_Return, CTRL
    )
    assert canvas.diving.at == nested


def test_the_motion_ends_where_escape_knows_the_way(qtbot, user, canvas, nested) -> None:
    canvas.animation_ms = 160
    canvas.zoom_to(0.3)
    canvas.diving.into(nested)
    assert canvas.view.zoom == pytest.approx(0.3)
    qtbot.waitUntil(lambda: canvas._animation is None)
    assert fills(canvas, nested)
    assert canvas.diving.at == nested
    user.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: canvas._animation is None)
    assert canvas.view.zoom == pytest.approx(0.3)


def test_another_design_forgets_the_way(canvas, session, nested) -> None:
    canvas.diving.into(nested)
    session.replace(session.document.copy())
    assert canvas.diving.at is None


def test_the_boundary_around_a_selection(session, nested) -> None:
    document = session.document
    assert boundary_of(document, ("api",)) == nested
    assert boundary_of(document, (nested,)) == nested
    assert boundary_of(document, ("eu", "api")) == "eu"
    assert boundary_of(document, ("web",)) is None
    assert boundary_of(document, ("web-api",)) is None
    assert boundary_of(document, ()) is None


def test_the_tip_of_a_title_says_both_ways(canvas, session, nested) -> None:
    found = hit(canvas.scene, *title_of(canvas, nested), 1.0)
    said = tip(session, canvas.scene, found)
    assert "Double-click" in said
    assert "F2" in said
