"""The status bar and the top bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from mlsd_studio.analysis.reports import Report
from mlsd_studio.drawing.theme import theme
from mlsd_studio.panels.status_bar import StatusBar
from mlsd_studio.panels.top_bar import TopBar
from mlsd_studio.session.actions import Action, Actions

# The offscreen platform says so of every window; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def status(qtbot, session):
    made = StatusBar(session)
    qtbot.addWidget(made)
    made.resize(1280, 28)
    made.show()
    return made


def test_counts_follow_the_design(session, status):
    assert status.counts.text() == "2 components · 2 flows · 1 boundary"
    session.select(["ranker"])
    session.remove_selected()
    assert status.counts.text() == "1 component · 0 flows · 1 boundary"


def test_how_the_last_check_went(session, status):
    assert status.checked.text() == ""
    status.set_busy(True)
    assert status.checked.text() == "checking …"
    session.set_report(Report((), 3.2, ("A", "B")))
    status.set_busy(False)
    assert status.checked.text() == "checked 2 rules in 3 ms"
    assert status.pattern.text() == "pattern: online"
    status.set_trouble("Checks have stopped")
    assert status.checked.text() == "Checks have stopped"
    status.set_busy(True)
    assert status.checked.text() == "checking …"


def test_messages_fade(qtbot, session, status):
    status._fading.setInterval(10)
    session.message.emit("Ctrl+Z takes it back")
    assert status.message.text() == "Ctrl+Z takes it back"
    qtbot.waitUntil(lambda: status.message.text() == "")


def test_zoom_is_shown_and_chosen(qtbot, status):
    status.set_zoom(0.756)
    assert status.zoom.text() == "76 %"
    asked = []
    status.zoom_requested.connect(asked.append)
    for entry in status.zoom.menu().actions():
        entry.trigger()
    assert asked == [0.5, 1.0, 2.0, "fit"]


@pytest.fixture
def done():
    return []


@pytest.fixture
def bar(qtbot, session, done):
    actions = Actions()
    actions.add(
        Action("edit.undo", "Undo", session.undo, ("Ctrl+Z",), "undo-2", enabled=lambda: session.dirty),
        Action("tool.select", "Select", lambda: session.set_tool("select"), ("V",), "mouse-pointer-2"),
        Action("tool.hand", "Hand", lambda: session.set_tool("hand"), ("H",), "hand"),
        Action("arrange.align_left", "Align left", lambda: done.append("left"), place="arrange"),
        Action("view.theme", "Light or dark", lambda: done.append("theme"), (), "moon"),
        Action("file.export", "Export diagram …", lambda: done.append("export"), ("Ctrl+Shift+E",)),
    )
    made = TopBar(session, actions)
    qtbot.addWidget(made)
    made.resize(1280, 48)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_buttons_mirror_their_actions(qtbot, session, bar, done):
    assert set(bar.buttons) == {"edit.undo", "tool.select", "tool.hand", "arrange.align", "view.theme"}
    assert bar.buttons["edit.undo"].toolTip() == "Undo (Ctrl+Z)"
    assert not bar.buttons["edit.undo"].isEnabled()
    session.set_fields("components", "api", replicas=9)
    qtbot.waitUntil(bar.buttons["edit.undo"].isEnabled)
    qtbot.mouseClick(bar.buttons["edit.undo"], Qt.MouseButton.LeftButton)
    assert session.document.components["api"].replicas == 4
    qtbot.mouseClick(bar.buttons["view.theme"], Qt.MouseButton.LeftButton)
    bar.export.menu().actions()[0].trigger()
    bar.buttons["arrange.align"].menu().actions()[0].trigger()
    assert done == ["theme", "export", "left"]


def test_the_tool_in_hand_is_lit(qtbot, session, bar):
    assert bar.buttons["tool.select"].isChecked()
    qtbot.mouseClick(bar.buttons["tool.hand"], Qt.MouseButton.LeftButton)
    assert session.tool == "hand"
    assert bar.buttons["tool.hand"].isChecked()
    assert not bar.buttons["tool.select"].isChecked()
    session.set_tool("select")
    assert bar.buttons["tool.select"].isChecked()


def test_name_and_saved_state(qtbot, session, bar):
    assert bar.name.title.text() == "Shop"
    assert bar.name.file.text() == "no file yet · new"
    qtbot.mouseDClick(bar.name.title, Qt.MouseButton.LeftButton)
    assert bar.name.edit.hasFocus()
    qtbot.keyClicks(bar.name.edit, "Shop ranking")
    qtbot.keyClick(bar.name.edit, Qt.Key.Key_Return)
    assert session.document.design.name == "Shop ranking"
    assert bar.name.title.text() == "Shop ranking"
    assert bar.name.file.text() == "no file yet · edited"
    qtbot.mouseDClick(bar.name.title, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(bar.name.edit, "Other")
    qtbot.keyClick(bar.name.edit, Qt.Key.Key_Escape)
    assert session.document.design.name == "Shop ranking"


def test_both_themes(bar):
    light = bar.grab().toImage()
    bar.set_theme(theme("dark"))
    assert bar.grab().toImage() != light


def test_bounds_that_come_closer_are_told_and_can_be_left_as_they_are(qtbot, session, status):
    assert not status.cancel.isVisible()
    status.set_refining("bounds of the availability of search, 20%")
    assert status.refining.isVisible()
    with qtbot.waitSignal(session.numbers_cancelled):
        qtbot.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
    session.set_numbers(None)
    assert not status.refining.isVisible()
    assert not status.cancel.isVisible()
