"""One window for all gestures; each gets a design of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mlsd_studio.app.settings import Settings
from mlsd_studio.app.window import MainWindow

from .desk import Desk


@pytest.fixture(scope="package")
def the_window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """The main window, whole; it is shown once for all tests of this folder."""
    folder: Path = tmp_path_factory.mktemp("gestures")
    window = MainWindow(Settings(folder / "settings.ini"), "light", folder / "recovery")
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.canvas.animation_ms = 0
    window.resize(1680, 1000)
    window.show()
    QTest.qWaitForWindowExposed(window)
    yield window
    window.session.history.mark_clean()
    window.close()
    window.deleteLater()


@pytest.fixture
def desk(the_window: MainWindow, qtbot: QtBot) -> Iterator[Desk]:
    """A user at the window."""
    desk = Desk(the_window, qtbot)
    yield desk
    the_window.session.message.disconnect(desk.told.append)
