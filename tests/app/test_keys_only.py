"""The whole window without a mouse."""

from __future__ import annotations

import gc

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from mlsd_studio.app import ask
from mlsd_studio.paths import resource
from mlsd_studio.storage import load

NO_KEYS, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def _press(user, key, keys=NO_KEYS):
    QTest.keyClick(QApplication.focusWidget() or user.window, key, keys)


def _start(user):
    user.window.files.new()
    user.window.activateWindow()
    user.qtbot.waitUntil(user.window.isActiveWindow)
    user.window.canvas.setFocus()


def test_f6_goes_round_the_regions_and_back(user):
    _start(user)
    regions, seen = user.window.regions, []
    for _ in range(len(regions.shown())):
        _press(user, Qt.Key.Key_F6)
        seen.append(regions.current())
    assert seen == ["findings", "inspector", "top bar", "palette", "verdicts", "canvas"]
    for name in reversed(seen[:-1]):
        _press(user, Qt.Key.Key_F6, SHIFT)
        assert regions.current() == name


def test_a_region_gives_the_focus_back_where_it_was_left(user):
    _start(user)
    field = user.window.findings_panel.head.field
    field.setFocus()
    _press(user, Qt.Key.Key_F6)
    assert user.window.regions.current() == "inspector"
    _press(user, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is field


def test_tab_leaves_every_widget_and_each_shows_that_it_has_the_focus(user):
    _start(user)
    _press(user, Qt.Key.Key_F6)
    seen, plain = [], []
    for _ in range(70):
        now = QApplication.focusWidget()
        if now not in seen and now is not user.window.canvas:
            seen.append(now)
            lit = now.grab().toImage()
            now.clearFocus()
            if now.grab().toImage() == lit:
                plain.append((type(now).__name__, now.accessibleName()))
            now.setFocus(Qt.FocusReason.TabFocusReason)
        _press(user, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not now
    assert len(seen) > 20
    assert not plain


def test_a_small_design_is_built_and_saved_with_keys_only(user, tmp_path):
    _start(user)
    window, session = user.window, user.window.session
    for words in ("web client", "api gateway"):
        _press(user, Qt.Key.Key_Slash)
        QTest.keyClicks(QApplication.focusWidget(), words)
        _press(user, Qt.Key.Key_Return)
        while window.regions.current() != "canvas":
            _press(user, Qt.Key.Key_F6)
    assert len(session.document.components) == 2
    first, second = session.document.components
    session.select([])
    _press(user, Qt.Key.Key_Tab)
    assert session.selection == (first,)
    _press(user, Qt.Key.Key_C)
    _press(user, Qt.Key.Key_Tab)
    _press(user, Qt.Key.Key_Return)
    assert [(f.source, f.target) for f in session.document.flows.values()] == [(first, second)]
    session.select([first])
    _press(user, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "Shop")
    _press(user, Qt.Key.Key_Return)
    assert session.document.components[first].name == "Shop"
    file = tmp_path / "shop.mlsd.yaml"
    user.monkeypatch.setattr(ask, "save_file", lambda *_: file)
    _press(user, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not session.dirty
    assert load(file).document == session.document
    assert window.regions.current() == "canvas"


def test_the_walk_through_the_regions_leaves_what_others_hold_alone(user):
    user.window.files.new()
    field = user.window.palette_panel.field
    held = field.actions()
    for _ in range(8):
        user.window.regions.go(1)
        user.qtbot.wait(5)
        gc.collect()
    assert all(isValid(action) for action in held)


def test_saving_in_the_middle_of_a_name_keeps_and_saves_it(user, tmp_path) -> None:
    file = tmp_path / "shop.mlsd.yaml"
    file.write_bytes(resource("examples", "shop-ranking.mlsd.yaml").read_bytes())
    window = user.window
    assert window.files.open(file)
    id = next(iter(window.session.document.components))
    window.canvas.rename(id)
    QTest.keyClicks(window.canvas.editor, "Half a name")
    user.key(window.canvas.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.canvas.editor is None
    assert window.session.document.components[id].name == "Half a name"
    user.until(lambda: "Half a name" in file.read_text())
