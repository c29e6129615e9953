"""Start-up: one Qt application, its look, the windows it was asked for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mlsd_studio.app.guard import startup_problem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mlsd_studio.app.arguments import Arguments
    from mlsd_studio.app.settings import Settings


def run(arguments: Arguments) -> int:
    """Run the app, or draw one screenshot; returns the exit code."""
    if arguments.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    problem = startup_problem()
    if problem:
        print(problem, file=sys.stderr)
        return 2
    if arguments.screenshot is not None:
        from mlsd_studio.app.screenshot import take

        return take(arguments)
    return _run_windows(arguments)


def make_application(argv: list[str]) -> QApplication:
    """The Qt application with our style and fonts; names are set before any path is asked for."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from mlsd_studio.session.icons import qicon
    from mlsd_studio.session.style import app_font

    QCoreApplication.setOrganizationName("MLSD Studio")
    QCoreApplication.setApplicationName("MLSD Studio")
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(argv)
    QGuiApplication.setDesktopFileName("mlsd-studio")
    app.setStyle("Fusion")
    app.setFont(app_font())
    app.setWindowIcon(qicon("app-logo", "#2F6FED", 64))
    return app


def _run_windows(arguments: Arguments) -> int:
    from mlsd_studio.app.appearance import system_theme
    from mlsd_studio.app.settings import Settings
    from mlsd_studio.app.window import MainWindow

    settings = Settings()
    if settings.interface_size != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(settings.interface_size / 100))
    app = make_application(sys.argv[:1])
    name = arguments.theme or settings.theme or system_theme(app)
    windows = []
    for file in files_to_open(arguments, settings):
        window = MainWindow(settings, name)
        window.resize(1440, 900)
        window.restore_layout()
        if file is not None:
            window.files.open(file)
        window.show()
        windows.append(window)
    first = windows[0]
    if not arguments.files:
        _after_first_paint(first.restore_place)
    _after_first_paint(first.checker.start, *(w.checker.start for w in windows[1:]))
    if not arguments.files and settings.switch("recover"):
        _after_first_paint(first.files.offer_recovery)
    gc.collect()
    gc.freeze()
    return app.exec()


def files_to_open(arguments: Arguments, settings: Settings) -> tuple[Path | None, ...]:
    """What each window opens: the files asked for, else the design of last time where that is wished; None: nothing."""
    return arguments.files or (settings.last_design if settings.switch("restore") else None,)


def _after_first_paint(*work: Callable[[], object]) -> None:
    from PySide6.QtCore import QTimer

    for piece in work:
        QTimer.singleShot(0, piece)
