"""How the studio looks and moves: the theme and the motion the user chose, or else the system's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from mlsd_studio.app.settings import Settings
from mlsd_studio.canvas.widget import ANIMATION_MS
from mlsd_studio.drawing.theme import ThemeName
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow

THEMES: tuple[tuple[ThemeName | None, str], ...] = (
    (None, "System"),
    ("light", "Light"),
    ("dark", "Dark"),
    ("contrast", "High contrast"),
)
"""What can be chosen, None for what the system says, with its name for people."""
GNOME = ("gsettings", "get", "org.gnome.desktop.interface", "enable-animations")
MAC = ("defaults", "read", "com.apple.universalaccess", "reduceMotion")
SPI_GETCLIENTAREAANIMATION = 0x1042
PATIENCE = 0.5
"""Seconds a system tool may take to say whether motion is wanted."""


def system_theme(app: QApplication) -> ThemeName:
    """High contrast where the system asks for it, else its light or dark."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"


@cache
def system_reduces_motion() -> bool:
    """True when the system asks programs not to animate, or `MLSD_REDUCED_MOTION` is set; asked once."""
    if os.environ.get("MLSD_REDUCED_MOTION"):
        return True
    if sys.platform == "win32":
        import ctypes

        wanted = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(wanted), 0)
        return not wanted.value
    if sys.platform == "darwin":
        return _said(MAC) == "1"
    return _said(GNOME) == "false"


def _said(command: tuple[str, ...]) -> str:
    """What a system tool answers; nothing where there is none, or where it fails or hangs."""
    if shutil.which(command[0]) is None:
        return ""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


class Appearance(QObject):
    """Gives the window the theme and the motion of the settings, and follows the system where they leave it to it.

    What is chosen in one window holds in all of them at once.
    """

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        app = QApplication.instance()
        if isinstance(app, QApplication):
            hints = app.styleHints()
            hints.colorSchemeChanged.connect(lambda _: self._follow())
            hints.accessibility().contrastPreferenceChanged.connect(lambda _: self._follow())

    def actions(self) -> list[Action]:
        """The themes and the switch for motion as commands."""
        themes = [
            Action(
                f"view.theme_{name or 'system'}",
                f"Theme: {title}",
                lambda name=name: self.choose(name),
                place="view/Theme",
                checked=lambda name=name: self._settings.theme == name,
            )
            for name, title in THEMES
        ]
        motion = Action(
            "view.reduce_motion",
            "Reduce motion",
            lambda: self.choose_motion(not self.reduced),
            place="view",
            checked=lambda: self.reduced,
        )
        return [*themes, motion]

    def choose(self, name: ThemeName | None) -> None:
        """Take a theme and remember it; None follows the system from now on."""
        self._settings.theme = name
        app = QApplication.instance()
        if name is None and isinstance(app, QApplication):
            name = system_theme(app)
        self._window.windows.set_theme(name or "light")

    @property
    def reduced(self) -> bool:
        """True when nothing is to be animated."""
        chosen = self._settings.reduce_motion
        return system_reduces_motion() if chosen is None else chosen

    def choose_motion(self, reduced: bool | None) -> None:
        """Animate or not, and remember it; None follows the system."""
        self._settings.reduce_motion = reduced
        for window in self._window.windows.all:
            window.appearance.apply()

    def apply(self) -> None:
        """Give the canvas and Qt's own widgets the motion, the grid and the snapping of the settings."""
        canvas, moving = self._window.canvas, not self.reduced
        canvas.animation_ms = ANIMATION_MS if moving else 0
        for effect in (
            Qt.UIEffect.UI_AnimateMenu,
            Qt.UIEffect.UI_FadeMenu,
            Qt.UIEffect.UI_AnimateCombo,
            Qt.UIEffect.UI_AnimateTooltip,
            Qt.UIEffect.UI_FadeTooltip,
        ):
            if not moving:
                QApplication.setEffectEnabled(effect, False)
        self._window.setAnimated(moving)
        canvas.dots = self._settings.switch("grid")
        canvas.snaps = self._settings.switch("snap")
        canvas.update()

    def _follow(self) -> None:
        app = QApplication.instance()
        if self._settings.theme is None and isinstance(app, QApplication):
            self._window.set_theme(system_theme(app))
