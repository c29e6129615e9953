"""Themes, motion and the settings dialog, as a user meets them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from mlsd_studio.app import appearance
from mlsd_studio.app.settings import Settings
from mlsd_studio.drawing.theme import theme


def _open_settings(user):
    user.window.files.new()
    user.control(Qt.Key.Key_Comma)
    dialog = user.window.settings_dialog
    user.until(dialog.isVisible)
    return dialog


def _pick(box, value):
    box.setCurrentIndex(box.findData(value))


def test_high_contrast_is_taken_everywhere_and_remembered(user):
    window = user.window
    window.files.new()
    window.actions_by_id["view.theme_contrast"].run()
    assert window.canvas.theme.name == "contrast"
    assert theme("contrast")["accent"] in QApplication.instance().styleSheet()
    assert window.settings.theme == "contrast"
    assert window.take_away.theme == "light"
    entries = {one.objectName(): one for one in window.actions()}
    view = next(one.menu() for one in window.menu.actions() if one.text() == "View")
    view.aboutToShow.emit()
    assert entries["view.theme_contrast"].isChecked()
    assert not entries["view.theme_dark"].isChecked()


def test_the_system_is_followed_until_a_theme_is_chosen(user, monkeypatch):
    window = user.window
    monkeypatch.setattr(appearance, "system_theme", lambda _app: "contrast")
    window.actions_by_id["view.theme_system"].run()
    assert window.theme_name == "contrast"
    assert window.settings.theme is None
    monkeypatch.setattr(appearance, "system_theme", lambda _app: "dark")
    window.appearance._follow()
    assert window.theme_name == "dark"
    window.actions_by_id["view.theme_light"].run()
    window.appearance._follow()
    assert window.theme_name == "light"


def test_motion_is_reduced_and_comes_back(user):
    window = user.window
    window.actions_by_id["view.reduce_motion"].run()
    first = window.canvas.animation_ms
    window.actions_by_id["view.reduce_motion"].run()
    assert {first, window.canvas.animation_ms} == {0, 160}
    window.appearance.choose_motion(True)
    assert window.canvas.animation_ms == 0
    assert not window.isAnimated()
    assert window.actions_by_id["view.reduce_motion"].checked()


def test_a_system_tool_that_is_missing_or_fails_asks_for_nothing():
    assert appearance._said(("no-such-tool-of-any-system",)) == ""
    assert appearance._said(("false",)) == ""


def test_the_settings_are_taken_over_and_remembered(user, tmp_path):
    dialog = _open_settings(user)
    _pick(dialog.theme, "contrast")
    _pick(dialog.motion, True)
    _pick(dialog.scale, 125)
    _pick(dialog.stage, "production")
    for name in ("grid", "snap", "restore", "recover", "ask_comments"):
        dialog.switches[name].click()
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    window = user.window
    assert window.theme_name == "contrast"
    assert (window.canvas.dots, window.canvas.snaps, window.canvas.animation_ms) == (False, False, 0)
    window.files.new()
    assert window.session.document.design.stage == "production"
    again = Settings(tmp_path / "settings.ini")
    assert (again.theme, again.reduce_motion, again.interface_size) == ("contrast", True, 125)
    assert [again.switch(n) for n in ("grid", "snap", "restore", "recover")] == [False, False, False, False]


def test_cancel_leaves_the_settings(user):
    dialog = _open_settings(user)
    _pick(dialog.theme, "dark")
    dialog.switches["grid"].click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert user.window.theme_name == "light"
    assert user.window.canvas.dots
    assert user.window.settings.switch("grid")
