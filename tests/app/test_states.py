"""Every state that is worth a picture can be reached, in the real window, and shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox, QProxyStyle, QStyle

from mlsd_studio.app.window import MainWindow

from .states import STATES, dialogs, reach


def colours(image: QImage) -> int:
    """How many colours a picture has, by every seventh pixel: few where nothing was drawn."""
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_reached_and_shows(make_window: Callable[[], MainWindow], name: str) -> None:
    window = make_window()
    reach(window, name)
    pictures = [window.grab().toImage(), *(one.grab().toImage() for one in dialogs(window))]
    assert all(colours(image) > 20 for image in pictures)
    for dialog in dialogs(window):
        dialog.close()
    window.canvas.tool.cancel()


class Desktop(QProxyStyle):
    """The style of a desktop that wants pictures on buttons."""

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, option, widget, data)


def test_buttons_of_questions_carry_no_pictures_of_the_desktop(user) -> None:
    box = QMessageBox(user.window)
    box.setStandardButtons(QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel)
    inner = box.findChild(QDialogButtonBox)
    desktop = Desktop()
    desktop.setParent(box)
    inner.setStyle(desktop)
    inner.ensurePolished()
    hint = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
    assert inner.style().styleHint(hint, None, inner) == 0
    box.deleteLater()
