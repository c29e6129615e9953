"""Two small dialogs: the shortcuts of every command, and what this program is made of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio import __version__
from mlsd_studio.paths import resource

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow

GESTURES = (
    ("Ctrl + wheel", "Zoom to the pointer"),
    ("Wheel, Space + drag, middle drag", "Move the view"),
    ("Alt while dragging", "Move without snapping; a rubber band takes only what it holds"),
    ("Shift while dragging", "Move level or upright only"),
    ("Arrows, Shift + arrows", "Nudge by a pixel, by the grid"),
    ("Tab while renaming", "Rename the next; with Shift the one before"),
    ("Drag an end of a selected flow", "Connect it elsewhere"),
    ("Drop a component on a flow", "Insert it; with Ctrl on a card, replace that"),
    ("Drag from a port or a card's edge", "Connect"),
    ("Double-click", "Rename; on empty canvas, add"),
    ("F, D, Del, F1 in the findings", "Fix, decide, withdraw a decision, read about the rule"),
    ("Tab, Shift + Tab on the canvas", "The next and the last component"),
    ("Alt + arrows", "Walk along flows"),
    ("C, arrows or Tab, Enter", "Connect the selected component to another"),
    ("Ctrl + Shift + arrows", "Make wider, higher, narrower, lower"),
    ("Menu key, Shift + F10", "The menu of what is selected"),
    ("Esc", "Cancel what is under way"),
)


def show_shortcuts(window: MainWindow) -> None:
    """The shortcut sheet."""
    rows = [
        (
            ", ".join(QKeySequence(s).toString(QKeySequence.SequenceFormat.NativeText) for s in a.shortcuts),
            a.title,
        )
        for a in window.actions_by_id
        if a.shortcuts
    ]
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setHorizontalSpacing(24)
    for n, (keys, title) in enumerate((*rows, *GESTURES)):
        grid.addWidget(QLabel(keys), n, 0)
        grid.addWidget(QLabel(title), n, 1)
    _show(window, "Keyboard shortcuts", sheet, (480, 560))


def show_about(window: MainWindow) -> None:
    """Version, parts and their licences."""
    text = QPlainTextEdit()
    text.setReadOnly(True)
    text.setPlainText(
        f"MLSD Studio {__version__} — Apache-2.0\n"
        f"Python {sys.version.split()[0]}, Qt for Python {PySide6.__version__}\n\n{notices()}"
    )
    _show(window, "About MLSD Studio", text, (640, 520))


def notices() -> str:
    """The third-party notices that ship with the app."""
    return resource("licenses", "NOTICE.txt").read_text("utf-8")


def _show(window: MainWindow, title: str, content: QWidget, size: tuple[int, int]) -> None:
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(content)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(area)
    column.addWidget(buttons)
    dialog.resize(*size)
    dialog.open()
