"""Start-up: one Qt application, its look, the windows it was asked for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from mlsd_studio.app.guard import startup_problem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mlsd_studio.app.arguments import Arguments
    from mlsd_studio.app.settings import OpenFile, Settings
    from mlsd_studio.app.windows import Windows


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
    from mlsd_studio.app.windows import Windows

    settings = Settings()
    if settings.interface_size != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(settings.interface_size / 100))
    app = make_application(sys.argv[:1])
    windows = Windows(settings)
    windows.restore(
        files_to_open(arguments, settings), arguments.theme or settings.theme or system_theme(app)
    )
    show(windows)
    app.commitDataRequest.connect(lambda _: windows.remember())
    if not arguments.files and settings.switch("recover"):
        _after_first_paint(windows.offer_recovery)
    gc.collect()
    gc.freeze()
    return app.exec()


def show(windows: Windows) -> None:
    """Show all windows; once they are painted, each looks where it did last time and its checks begin."""
    for window in windows.all:
        window.show()
        _after_first_paint(window.restore_place, window.checker.start)


def files_to_open(arguments: Arguments, settings: Settings) -> list[OpenFile]:
    """What to open, a window each: the files asked for, else what was open last time, that in front as the last."""
    from mlsd_studio.app.settings import OpenFile

    if arguments.files:
        return [OpenFile(file) for file in arguments.files]
    if not (arguments.restore and settings.switch("restore")):
        return []
    return sorted(settings.open_files, key=lambda file: file.in_front)


def _after_first_paint(*work: Callable[[], object]) -> None:
    from PySide6.QtCore import QTimer

    for piece in work:
        QTimer.singleShot(0, piece)
