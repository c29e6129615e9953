"""What this program is made of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from mlsd_studio import __version__
from mlsd_studio.paths import resource

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow


def show_about(window: MainWindow) -> None:
    """Version, parts and their licences."""
    text = QPlainTextEdit()
    text.setReadOnly(True)
    text.setPlainText(
        f"MLSD Studio {__version__} — Apache-2.0\n"
        f"Python {sys.version.split()[0]}, Qt for Python {PySide6.__version__}\n\n{notices()}"
    )
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("About MLSD Studio")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.resize(640, 520)
    dialog.open()


def notices() -> str:
    """The third-party notices that ship with the app."""
    return resource("licenses", "NOTICE.txt").read_text("utf-8")
