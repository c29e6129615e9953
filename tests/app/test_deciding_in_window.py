"""Weeks of work in the real window: decide with keys, save, open again, change the subject, mend what is left."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from mlsd_studio.app.window import MainWindow
from mlsd_studio.paths import resource
from mlsd_studio.storage.files import load
from tests.app.conftest import User

# The offscreen platform says so of every window, dialog and menu; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = "RES001@features"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copy(resource("examples", "shop-ranking.mlsd.yaml"), tmp_path / "shop.mlsd.yaml"))


def choose(window: MainWindow, key: str) -> None:
    """Make the row of a finding the current one, with the keys in the list."""
    panel = window.findings_panel
    window.activateWindow()
    panel.view.setFocus()
    panel.view.selectionModel().setCurrentIndex(
        panel.model.index_of(key), panel.view.selectionModel().SelectionFlag.ClearAndSelect
    )


def test_a_decision_lives_through_save_open_and_change(
    user: User, shop: Path, make_window: Callable[[], MainWindow]
) -> None:
    window, session = user.window, user.window.session
    window.files.open(shop)
    user.until(lambda: KEY in user.codes())
    choose(window, KEY)
    user.key(window.findings_panel.view, Qt.Key.Key_D)
    dialog = window.findings_panel.desk.dialog
    assert dialog is not None
    user.key(dialog.statuses.buttons()[3], Qt.Key.Key_Space)
    dialog.reason_code.setCurrentIndex(dialog.reason_code.findData("time"))
    user.qtbot.keyClicks(dialog.reason, "After the move to three zones")
    user.qtbot.keyClicks(dialog.by, "Ana")
    user.click(dialog.quick["3 months"])
    user.key(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    user.until(lambda: KEY not in user.codes())
    assert "−1 error since it was opened" in window.status.progress.text()
    user.control(Qt.Key.Key_S)
    user.until(lambda: not session.dirty)
    assert window.status.progress.text() == ""
    written = load(shop).document.decisions[KEY]
    assert (written.status, written.by, written.reason) == (
        "deferred",
        "Ana",
        "After the move to three zones",
    )
    assert written.until is not None

    window.checker.stop()
    again = User(make_window(), user.qtbot, user.monkeypatch)
    again.window.files.open(shop)
    again.until(lambda: again.window.session.report is not None)
    assert KEY not in again.codes()
    again.window.session.set_fields("components", "features", partitions=4)
    again.until(lambda: KEY in again.codes())
    finding = next(one for one in again.window.session.findings if one.key == KEY)
    assert finding.reopened == f"reopened: Feature store changed since the decision of {written.date}"
    assert "+1 error since it was opened" in again.window.status.progress.text()
    assert "by" in again.window.settings.words("findings")

    choose(again.window, KEY)
    again.key(again.window.findings_panel.view, Qt.Key.Key_F)
    again.until(lambda: f"DEC002@{KEY}" in again.codes())
    assert KEY not in again.codes()
    choose(again.window, f"DEC002@{KEY}")
    again.key(again.window.findings_panel.view, Qt.Key.Key_F)
    again.until(lambda: f"DEC002@{KEY}" not in again.codes())
    assert KEY not in again.window.session.document.decisions


def test_the_lists_keys_are_not_the_windows(user: User, shop: Path) -> None:
    """Delete withdraws and leaves the selected card; Ctrl+C copies words, not cards; F1 shows the page."""
    window, session = user.window, user.window.session
    window.files.open(shop)
    user.until(lambda: KEY in user.codes())
    choose(window, KEY)
    session.show_finding(window.findings_panel.view.current())
    assert session.selection == ("features",)
    user.key(window.findings_panel.view, Qt.Key.Key_Delete)
    assert "features" in session.document.components
    user.control(Qt.Key.Key_C)
    window.findings_panel.view.setFocus()
    user.key(window.findings_panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    from PySide6.QtGui import QGuiApplication

    assert "Feature store is a single point of failure" in QGuiApplication.clipboard().text()
    user.key(window.findings_panel.view, Qt.Key.Key_F1)
    page = window.helping.dialog
    assert page is not None
    assert page.code == "RES001"
    page.close()
