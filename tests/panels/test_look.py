"""The shared look: palette, style sheet, icons, what is remembered."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QIcon, QPalette

from mlsd_studio.drawing.theme import THEME_NAMES, theme
from mlsd_studio.panels.memory import SettingsMemory
from mlsd_studio.session.icons import qicon, tile
from mlsd_studio.session.style import app_font, qpalette, style_sheet


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_style_sheet_names_only_colours_made_of_tokens(name):
    sheet = style_sheet(theme(name))
    assert not re.search(r"@\w+[; ]", sheet)
    for token in ("panel", "line", "accent", "text", "muted"):
        assert theme(name)[token] in sheet
    assert all((file := match) and file.endswith(".png") for match in re.findall(r"url\((.*?)\)", sheet))


def test_palette_follows_the_theme():
    dark = qpalette(theme("dark"))
    assert dark.color(QPalette.ColorRole.Window).name().upper() == theme("dark")["panel"]
    assert dark.color(QPalette.ColorRole.Text).name().upper() == theme("dark")["text"]


def test_icons_are_sharp_cached_and_greyed():
    icon = qicon("search", "#1B2330", 16)
    assert qicon("search", "#1B2330", 16) is icon
    assert icon.pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)
    normal = icon.pixmap(QSize(16, 16), 1.0).toImage()
    assert icon.pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled).toImage() != normal
    assert not qicon("no-such-icon", "#1B2330").isNull()
    assert tile("search", "#1B2330", "#FFFFFF", 28, 2.0).width() == 56


def test_the_font_is_inter():
    assert app_font().family() == "Inter"


def test_what_is_folded_is_kept_in_the_settings(tmp_path):
    file = str(tmp_path / "settings.ini")
    memory = SettingsMemory(QSettings(file, QSettings.Format.IniFormat), "palette")
    memory["Data"] = True
    memory["ML"] = False
    again = SettingsMemory(QSettings(file, QSettings.Format.IniFormat), "palette")
    memory_of = dict(again)
    assert memory_of == {"Data": True, "ML": False}
    assert again.get("Application", False) is False
