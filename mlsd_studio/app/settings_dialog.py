"""The settings (Ctrl+,): how the studio looks, moves, starts, asks and draws; kept for this user."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.app.appearance import THEMES, Appearance
from mlsd_studio.app.settings import SIZES, Settings
from mlsd_studio.model.records import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

MOTION = ((None, "As the system says"), (True, "Reduced: nothing glides"), (False, "Full"))
SWITCHES = (
    ("Canvas", "grid", "Show the grid of dots", ""),
    ("", "snap", "Snap to cards and grid while dragging", "Alt turns it round for one drag"),
    (
        "At the start",
        "restore",
        "Open what was open last time",
        "Each file in its window, where it was",
    ),
    ("", "recover", "Offer unsaved edits after a crash", "Edits are kept as they are made, until you save"),
    ("Ask before", "ask_comments", "A save that cannot keep comments of the file", ""),
)
"""Heading, name in the settings, words, tool tip."""


class SettingsDialog(QDialog):
    """Shows the settings as they are; OK takes them over at once, Cancel leaves everything."""

    def __init__(self, settings: Settings, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Settings")
        self._settings, self._appearance = settings, appearance
        self.theme = _choice("Theme", ((name, title) for name, title in THEMES), settings.theme)
        self.motion = _choice("Motion", MOTION, settings.reduce_motion)
        self.scale = _choice(
            "Size of the interface", ((one, f"{one} %") for one in SIZES), settings.interface_size
        )
        self.stage = _choice(
            "Stage of new designs",
            ((None, "Not stated"), *((one, one.capitalize()) for one in get_args(Stage))),
            settings.stage,
        )
        self.switches: dict[str, QCheckBox] = {}
        self._lay_out()
        self.accepted.connect(self._take_over)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("Theme", self.theme)
        form.addRow("Motion", self.motion)
        form.addRow("Size of the interface", self.scale)
        hint = QLabel("Text, icons and the canvas together; from the next start on.")
        hint.setProperty("role", "muted")
        form.addRow("", hint)
        form.addRow("Stage of new designs", self.stage)
        for heading, name, words, tip in SWITCHES:
            box = self.switches[name] = QCheckBox(words)
            box.setChecked(self._settings.switch(name))
            box.setToolTip(tip)
            form.addRow(heading, box)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(buttons)

    def _take_over(self) -> None:
        settings = self._settings
        settings.interface_size = self.scale.currentData()
        settings.stage = self.stage.currentData()
        for name, box in self.switches.items():
            settings.set_switch(name, box.isChecked())
        self._appearance.choose_motion(self.motion.currentData())
        if self.theme.currentData() != settings.theme:
            self._appearance.choose(self.theme.currentData())
        settings.sync()


def _choice(name: str, entries: Iterable[tuple[object, str]], now: object) -> QComboBox:
    """A box of choices that stands at what is set now."""
    box = QComboBox()
    box.setAccessibleName(name)
    values = []
    for value, words in entries:
        box.addItem(words, value)
        values.append(value)
    box.setCurrentIndex(values.index(now) if now in values else 0)
    return box
