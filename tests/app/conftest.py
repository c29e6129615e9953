"""The real main window, with settings, recovery and answers of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mlsd_studio.app.settings import Settings
from mlsd_studio.app.window import MainWindow

WAIT = 20_000
LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class User:
    """Works the window with mouse and keyboard; positions on the canvas are world pixels."""

    def __init__(self, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = window
        self.qtbot = qtbot
        self.monkeypatch = monkeypatch

    # -- mouse -------------------------------------------------------------------------------------

    def click(self, widget: QWidget, point: QPoint | None = None) -> None:
        QTest.mouseClick(widget, LEFT, NO_KEYS, point or widget.rect().center())

    def on_canvas(self, x: float, y: float) -> QPoint:
        px, py = self.window.canvas.view.to_widget(x, y)
        return QPoint(round(px), round(py))

    def drag_on_canvas(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        canvas = self.window.canvas
        QTest.mouseMove(canvas, self.on_canvas(*start))
        QTest.mousePress(canvas, LEFT, NO_KEYS, self.on_canvas(*start))
        for share in (0.25, 0.5, 0.75, 1.0):
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            QTest.mouseMove(canvas, self.on_canvas(x, y))
        QTest.mouseRelease(canvas, LEFT, NO_KEYS, self.on_canvas(*end))

    def drag_from_palette(self, search: str, to: tuple[float, float]) -> None:
        """Search, then drag the first result onto the canvas."""
        palette = self.window.palette_panel
        self.key(self.window.canvas, Qt.Key.Key_Slash)
        assert palette.field.hasFocus()
        QTest.keyClicks(palette.field, search)
        canvas, target = self.window.canvas, self.on_canvas(*to)
        self.monkeypatch.setattr(QDrag, "exec", lambda drag, *_: deliver(canvas, drag.mimeData(), target))
        view = palette.view.viewport()
        item = palette.view.items[0]
        start = QPoint(item.x + 20, item.y + item.h // 2)
        QTest.mousePress(view, LEFT, NO_KEYS, start)
        QTest.mouseMove(view, start + QPoint(30, 10))
        QTest.mouseRelease(view, LEFT, NO_KEYS, start + QPoint(30, 10))
        palette.field.clear()

    # -- keyboard ----------------------------------------------------------------------------------

    def key(self, widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(widget, key, keys)

    def control(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.key(self.window, key, Qt.KeyboardModifier.ControlModifier | keys)

    # -- waiting -----------------------------------------------------------------------------------

    def codes(self) -> set[str]:
        return {f.key for f in self.window.session.findings if not f.decided}

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT)


def deliver(target: QWidget, data: QMimeData, point: QPoint) -> Qt.DropAction:
    """What the system does during a drag: enter, move, drop."""
    copy, at = Qt.DropAction.CopyAction, QPointF(point)
    for event in (
        QDragEnterEvent(point, copy, data, LEFT, NO_KEYS),
        QDragMoveEvent(point, copy, data, LEFT, NO_KEYS),
        QDropEvent(at, copy, data, LEFT, NO_KEYS, QEvent.Type.Drop),
    ):
        QApplication.sendEvent(target, event)
    return copy


@pytest.fixture
def make_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    def leave(window: MainWindow) -> None:
        window.session.history.mark_clean()

    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(Settings(tmp_path / "settings.ini"), "light", tmp_path / "recovery")
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.canvas.animation_ms = 0
        window.resize(1680, 1000)
        qtbot.addWidget(window, before_close_func=leave)
        window.show()
        qtbot.waitExposed(window)
        window.checker.start()
        made.append(window)
        return window

    yield make
    for window in [further for first in made for further in first.windows.all if further not in made]:
        leave(window)
        window.close()


@pytest.fixture
def user(make_window: Callable[[], MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> User:
    return User(make_window(), qtbot, monkeypatch)
