"""`--screenshot`: the real main window, drawn without a display, once it has settled."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from mlsd_studio.app.settings import Settings
from mlsd_studio.app.start import make_application
from mlsd_studio.app.window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mlsd_studio.app.arguments import Arguments

CHECK_TIMEOUT_MS = 10_000
SETTLE_MS = 250


def _quieten(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Pass Qt's messages on, but for the one that the windowless platform repeats."""
    if "propagateSizeHints" not in text and kind is not QtMsgType.QtDebugMsg:
        print(text, file=sys.stderr)


def take(arguments: Arguments) -> int:
    """Draw the window with the first file (else the start page) into the PNG; returns the exit code."""
    qInstallMessageHandler(_quieten)
    app = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.memory("hints")["closed"] = True
        window = MainWindow(settings, arguments.theme or "light", Path(folder))
        window.resize(*arguments.size)
        opened = not arguments.files or _open(window, arguments)
        code = _shoot(window, arguments) if opened else 2
        window.session.history.mark_clean()
        window.close()
        app.processEvents()
    return code


def _open(window: MainWindow, arguments: Arguments) -> bool:
    from mlsd_studio.storage.files import load
    from mlsd_studio.storage.problems import FileError

    path = arguments.files[0]
    try:
        loaded = load(path)
    except FileError as error:
        print(f"mlsd-studio: {path}: {error}", file=sys.stderr)
        return False
    window.session.replace(loaded.document, path.absolute(), loaded.source)
    window.files.opened.emit()
    return True


def _shoot(window: MainWindow, arguments: Arguments) -> int:
    target = _target(window, arguments.panel)
    if target is None:
        print(
            f"mlsd-studio: there is no panel {arguments.panel!r}: {', '.join(window.docks)}", file=sys.stderr
        )
        return 2
    window.show()
    if arguments.files:
        _wait_for_check(window)
    if arguments.select:
        window.session.select(arguments.select)
    _spin(SETTLE_MS)
    while window.on_start_page and window.start_page.is_drawing:
        _spin(SETTLE_MS)
    if arguments.screenshot is None or not target.grab().save(str(arguments.screenshot), "PNG"):
        print(f"mlsd-studio: {arguments.screenshot} could not be written", file=sys.stderr)
        return 2
    return 0


def _target(window: MainWindow, panel: str | None) -> QWidget | None:
    if panel is None:
        return window
    if panel == "canvas":
        return window.canvas
    dock = window.docks.get(panel)
    if dock is None:
        return None
    dock.raise_()
    return dock.panel


def _wait_for_check(window: MainWindow) -> None:
    """Until the findings and then the numbers are there, or it has taken too long."""
    loop, session = QEventLoop(), window.session

    def look() -> None:
        told = session.numbers is not None or session.numbers_trouble is not None
        if told and session.report is not None:
            loop.quit()

    session.findings_changed.connect(look)
    session.numbers_changed.connect(look)
    window.checker.failed.connect(loop.quit)
    QTimer.singleShot(CHECK_TIMEOUT_MS, loop.quit)
    window.checker.start()
    loop.exec()


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
