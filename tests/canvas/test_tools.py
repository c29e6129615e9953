"""Editing with the mouse, as a user does it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mlsd_studio.model.records import Placement

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def place(session, id) -> tuple[float, float]:
    entry = session.document.layout[id]
    return entry.x, entry.y


def test_click_selects_and_shift_click_toggles(user, session) -> None:
    user.click(*user.centre("web"))
    assert session.selection == ("web",)
    user.click(*user.centre("ranker"), SHIFT)
    assert session.selection == ("web", "ranker")
    user.click(*user.centre("web"), CTRL)
    assert session.selection == ("ranker",)
    user.click(-60, 400)
    assert session.selection == ()


def test_click_on_a_line_selects_the_flow(user, session) -> None:
    user.click(250, 36)
    assert session.selection == ("web-api",)


def test_rubber_band_takes_what_it_touches(user, session) -> None:
    user.drag((-40, -60), (120, 260))
    assert set(session.selection) == {"web", "note"}


def test_rubber_band_adds_with_shift_and_escape_restores(user, session) -> None:
    session.select(["ranker"])
    user.drag((-40, -60), (120, 100), SHIFT, release=False)
    assert set(session.selection) == {"ranker", "web"}
    user.key(Qt.Key.Key_Escape)
    assert session.selection == ("ranker",)
    user.release(120, 100)


def test_a_move_snaps_and_is_one_step(user, session) -> None:
    user.drag(user.centre("ranker"), (898, 337))
    x, y = place(session, "ranker")
    assert (x, y) != (700, 200)
    assert x % 20 == 0
    session.undo()
    assert place(session, "ranker") == (700, 200)
    session.redo()
    assert place(session, "ranker") == (x, y)


def test_alt_moves_freely(user, session, canvas) -> None:
    start = user.centre("ranker")
    user.press(*start)
    for dx, dy in ((9, 5), (13, 7)):
        at = user.at(start[0] + dx, start[1] + dy)
        QTest.mouseMove(canvas, at)
        canvas.tool.on_move(canvas.pointer(at.toPointF(), ALT))
    user.release(start[0] + 13, start[1] + 7)
    assert place(session, "ranker") == (713, 207)


def test_escape_rolls_a_move_back(user, session) -> None:
    user.drag(user.centre("ranker"), (1000, 420), release=False)
    assert place(session, "ranker") != (700, 200)
    user.key(Qt.Key.Key_Escape)
    assert place(session, "ranker") == (700, 200)
    user.release(1000, 420)
    assert place(session, "ranker") == (700, 200)
    assert session.history.undo_label is None


def test_returning_to_the_start_leaves_earlier_steps_alone(user, session) -> None:
    session.apply(_moved(session, "web", 0, -40))
    user.press(*user.centre("ranker"))
    x, y = user.centre("ranker")
    user.move(x + 60, y)
    user.move(x, y)
    user.move(x + 60, y)
    user.move(x, y)
    user.key(Qt.Key.Key_Escape)
    user.release(x, y)
    assert place(session, "ranker") == (700, 200)
    assert place(session, "web") == (0, -40)
    session.undo()
    assert place(session, "web") == (0, 0)


def _moved(session, id, x, y):
    from mlsd_studio.model.edits.placement import place as put

    return put(session.document, {id: Placement(x, y)})


def test_dropping_into_a_boundary_makes_a_member_and_out_of_it_ends_that(user, session) -> None:
    frame = user.canvas.scene.rect("eu")
    user.drag(user.centre("ranker"), (frame.x + frame.w / 2, frame.y + frame.h / 2 - 10))
    assert session.document.boundaries["eu"].members == ("api", "ranker")
    session.undo()
    assert session.document.boundaries["eu"].members == ("api",)
    assert place(session, "ranker") == (700, 200)


def test_the_last_member_leaves_its_boundary_where_it_was(user, session, canvas) -> None:
    frame = canvas.scene.rect("eu")
    user.drag(user.centre("api"), (398, 420))
    assert session.document.boundaries["eu"].members == ()
    assert canvas.scene.rect("eu") == frame


def test_the_boundary_that_would_take_a_card_is_outlined(user, canvas) -> None:
    frame = canvas.scene.rect("eu")
    user.drag(user.centre("ranker"), (frame.x + frame.w / 2, frame.y + frame.h / 2 - 10), release=False)
    assert canvas.tool.gesture._targets == {"eu"}
    assert canvas._overlay
    user.key(Qt.Key.Key_Escape)
    assert not canvas._overlay
    user.release(0, 0)


def test_a_boundary_moves_with_its_members(user, session, canvas) -> None:
    frame = canvas.scene.rect("eu")
    user.drag((frame.x + 60, frame.y + 18), (frame.x + 60, frame.y + 218))
    assert place(session, "api")[1] == pytest.approx(200, abs=20)
    assert session.document.boundaries["eu"].members == ("api",)


def test_a_boundary_is_resized_by_its_handle(user, session, canvas) -> None:
    session.select(["eu"])
    frame = canvas.scene.rect("eu")
    user.drag((frame.right, frame.bottom), (frame.right + 100, frame.bottom + 60))
    after = canvas.scene.rect("eu")
    assert after.w == pytest.approx(frame.w + 100, abs=10)
    assert after.h == pytest.approx(frame.h + 60, abs=10)
    session.undo()
    assert canvas.scene.rect("eu") == frame


def test_a_card_is_widened_by_its_handle(user, session, canvas) -> None:
    session.select(["ranker"])
    rect = canvas.scene.rect("ranker")
    user.drag((rect.right, rect.bottom), (rect.right + 80, rect.bottom))
    assert canvas.scene.rect("ranker").w == pytest.approx(276, abs=10)


def test_dragging_from_a_port_connects(user, session) -> None:
    user.drag((196, 36), user.centre("ranker"))
    assert "web-ranker" in session.document.flows
    assert session.selection == ("web-ranker",)
    session.undo()
    assert "web-ranker" not in session.document.flows


def test_the_connect_tool_connects_by_two_clicks(user, session) -> None:
    user.key(Qt.Key.Key_C)
    assert session.tool == "connect"
    user.click(*user.centre("ranker"))
    user.click(*user.centre("web"))
    assert "ranker-web" in session.document.flows


def test_dragging_to_empty_ground_offers_what_comes_next(user, session, canvas) -> None:
    user.drag((796, 272), (796, 460))
    popup = canvas.popup
    assert popup is not None
    assert popup.list.count() > 0
    first = popup.list.item(0).data(Qt.ItemDataRole.UserRole)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    (new,) = session.selected("components")
    assert session.document.components[new].kind == first.kind
    assert any(f.source == "ranker" and f.target == new for f in session.document.flows.values())
    session.undo()
    assert new not in session.document.components
    assert len(session.document.flows) == 2


def test_escape_leaves_the_popup_without_a_change(user, session, canvas) -> None:
    user.drag((796, 272), (796, 460))
    QTest.keyClick(canvas.popup.field, Qt.Key.Key_Escape)
    assert len(session.document.components) == 3
    assert session.history.undo_label is None


def test_double_click_on_empty_ground_searches_for_a_component(user, session, canvas) -> None:
    user.double_click(500, 420)
    QTest.keyClicks(canvas.popup.field, "kafka")
    QTest.keyClick(canvas.popup.field, Qt.Key.Key_Return)
    (new,) = session.selected("components")
    assert session.document.components[new].technology == "kafka"


def test_the_boundary_tool_takes_what_it_is_drawn_around(user, session, canvas) -> None:
    session.set_tool("boundary")
    user.drag((660, 160), (940, 320))
    (new,) = session.selected("boundaries")
    assert session.document.boundaries[new].members == ("ranker",)
    assert session.tool == "select"
    QTest.keyClicks(canvas.editor, "Serving")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert session.document.boundaries[new].name == "Serving"


def test_the_note_tool_links_a_note_to_what_it_is_put_on(user, session, canvas) -> None:
    session.set_tool("note")
    user.click(*user.centre("ranker"))
    (new,) = session.selected("notes")
    QTest.keyClicks(canvas.editor, "Needs a GPU")
    user.click(*user.centre("web"))
    assert session.document.notes[new].text == "Needs a GPU"
    assert session.document.notes[new].links == ("ranker",)


@pytest.mark.parametrize("way", ["double", "F2", "enter"])
def test_renaming_in_place(user, session, canvas, way) -> None:
    if way == "double":
        user.double_click(*user.centre("ranker"))
    else:
        session.select(["ranker"])
        user.key(Qt.Key.Key_F2 if way == "F2" else Qt.Key.Key_Return)
    assert canvas.editor.text() == "Ranker"
    QTest.keyClicks(canvas.editor, "Scorer")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert session.document.components["ranker"].name == "Scorer"
    assert canvas.editor is None


def test_escape_keeps_the_old_name(user, session, canvas) -> None:
    canvas.rename("ranker")
    QTest.keyClicks(canvas.editor, "Scorer")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)
    assert session.document.components["ranker"].name == "Ranker"


def test_a_flow_gets_a_label(user, session, canvas) -> None:
    canvas.rename("web-api")
    QTest.keyClicks(canvas.editor, "search")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert session.document.flows["web-api"].label == "search"


def test_hand_and_space_pan(user, session, canvas) -> None:
    before = (canvas.view.ox, canvas.view.oy)
    session.set_tool("hand")
    user.press(500, 420)
    QTest.mouseMove(canvas, user.at(500, 420) + user.at(30, 20) - user.at(0, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert (canvas.view.ox, canvas.view.oy) == (before[0] + 30, before[1] + 20)
    assert place(session, "web") == (0, 0)
    assert canvas.session.history.undo_label is None
