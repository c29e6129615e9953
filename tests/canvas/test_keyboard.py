"""The canvas by keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Placement

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _flows(session):
    return {(one.source, one.target) for one in session.document.flows.values()}


def test_tab_chooses_the_other_end_too(user, session):
    session.select(["api"])
    user.key(Qt.Key.Key_C)
    user.key(Qt.Key.Key_Tab)
    user.key(Qt.Key.Key_Enter)
    assert len(session.document.flows) == 3


def test_escape_gives_the_flow_by_keys_up(user, session):
    session.select(["web"])
    user.key(Qt.Key.Key_C)
    user.key(Qt.Key.Key_Right)
    user.key(Qt.Key.Key_Escape)
    assert session.tool == "select"
    assert not user.canvas._overlay
    user.key(Qt.Key.Key_Right)
    assert session.selection == ("api",)
    assert len(session.document.flows) == 2


def test_a_card_is_resized_by_keys_in_one_step_and_not_below_the_least(user, session):
    session.select(["api"])
    before = user.canvas.scene.rect("api")
    user.key(Qt.Key.Key_Right, CTRL_SHIFT)
    user.key(Qt.Key.Key_Down, CTRL_SHIFT)
    after = user.canvas.scene.rect("api")
    assert (after.x, after.y, after.w, after.h) == (before.x, before.y, before.w + 10, before.h + 10)
    for _ in range(20):
        user.key(Qt.Key.Key_Left, CTRL_SHIFT)
    assert user.canvas.scene.rect("api").w == 120
    session.undo()
    assert user.canvas.scene.rect("api") == before


def test_a_locked_card_keeps_its_size(user, session):
    session.apply(place(session.document, {"api": Placement(300, 0, locked=True)}))
    session.select(["api"])
    before = user.canvas.scene.rect("api")
    user.key(Qt.Key.Key_Right, CTRL_SHIFT)
    assert user.canvas.scene.rect("api") == before


def test_the_menu_key_opens_the_menu_of_the_selection(user, session, monkeypatch):
    places = []
    monkeypatch.setattr(QMenu, "popup", lambda _menu, place: places.append(place))
    session.select(["ranker"])
    nowhere = QPoint(3, 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, nowhere, user.canvas.mapToGlobal(nowhere))
    QApplication.sendEvent(user.canvas, event)
    menu = user.canvas.findChild(QMenu)
    assert session.selection == ("ranker",)
    assert "edit.delete" in [one.objectName() for one in menu.actions()]
    x, y = user.centre("ranker")
    assert (places[0] - user.canvas.mapToGlobal(user.at(x, y))).manhattanLength() <= 12


def test_the_focus_ring_shows_for_keys_and_not_for_the_mouse(user, canvas, qtbot):
    canvas.window().activateWindow()
    canvas.clearFocus()
    plain = user.picture()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.ringed
    assert user.picture().pixelColor(1, 300) != plain.pixelColor(1, 300)
    user.click(5000, 5000)
    user.press(*user.centre("api"))
    assert not canvas.ringed
