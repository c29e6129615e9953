"""The shared look of widgets: Fusion, a palette and one style sheet, all from the theme's tokens.

Widgets say what they are with the dynamic property `role` ("primary", "bar", "muted", …); only this file says how
that looks. The chevron and tick that a style sheet can only take from files are painted into a folder of this
process.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from mlsd_studio.drawing.card import icon_shapes
from mlsd_studio.drawing.qt_painter import load_fonts, paint
from mlsd_studio.drawing.theme import Theme, mix

__all__ = ["app_font", "apply_style", "load_fonts", "qpalette", "style_sheet"]

TEXT_SIZE = 13
RADIUS = 8

_ROLES = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "background",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "panel",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.ToolTipBase: "card",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "panel",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "faint",
    QPalette.ColorRole.Shadow: "shadow",
}
_FADED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def qpalette(theme: Theme) -> QPalette:
    """The theme as a Qt palette, for what the style sheet leaves to Fusion."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(theme[token]))
    for role in _FADED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme["faint"]))
    return palette


def app_font() -> QFont:
    """Inter at the size of running text, without hinting, as the drawings are set."""
    font = QFont(load_fonts()["regular"])
    font.setPixelSize(TEXT_SIZE)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def apply_style(app: QApplication, theme: Theme) -> None:
    """Give the whole application the look of a theme; nothing is done where it has it already."""
    if app.styleSheet() == style_sheet(theme):
        return
    fusion = QStyleFactory.create("Fusion")
    if fusion is not None and app.style().objectName() != "fusion":
        app.setStyle(fusion)
    app.setFont(app_font())
    app.setPalette(qpalette(theme))
    app.setStyleSheet(style_sheet(theme))


@cache
def style_sheet(theme: Theme) -> str:
    """The one style sheet, with the theme's colours put in."""
    words = {name: theme[name] for name in theme.tokens}
    words |= {
        "pressed": mix(theme["text"], theme["panel"], 0.12),
        "primary_hover": mix(theme["text"], theme["accent"], 0.12),
        "handle": mix(theme["text"], theme["panel"], 0.22),
        "handle_hover": mix(theme["text"], theme["panel"], 0.38),
        "field": theme["card"] if theme.is_dark else theme["panel"],
        "bad_tint": mix(theme["bad"], theme["panel"], 0.1),
        "tab_on": mix(theme["accent"], theme["panel"], 0.14),
        "radius": f"{RADIUS}px",
        "chevron": _mark("chevron-down", theme["muted"], 12),
        "right": _mark("chevron-right", theme["muted"], 12),
        "down": _mark("chevron-down", theme["muted"], 12),
        "tick": _mark("check", theme["on_accent"], 12),
        "dash": _mark("minus", theme["on_accent"], 12),
        "cross": _mark("x", theme["muted"], 12),
    }
    sheet = _SHEET
    for name in sorted(words, key=len, reverse=True):
        sheet = sheet.replace(f"@{name};", f"{words[name]};").replace(f"@{name} ", f"{words[name]} ")
    return sheet


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="mlsd-studio-", ignore_cleanup_errors=True)


@cache
def _mark(name: str, color: str, size: int) -> str:
    """The `url(…)` of an icon painted into a file, with a twin for sharp screens beside it."""
    file = Path(_folder().name) / f"{name}-{color[1:]}-{size}.png"
    for ratio, suffix in ((1, ""), (2, "@2x")):
        image = QImage(size * ratio, size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.scale(ratio, ratio)
        paint(painter, icon_shapes(name, color, size / 2, size / 2, size))
        painter.end()
        image.save(str(file.with_stem(file.stem + suffix)))
    return f"url({file.as_posix()})"


_SHEET = """
* { outline: 0; }
QMainWindow, QDialog { background: @panel; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QDockWidget { font-weight: 600; titlebar-close-icon: none; titlebar-normal-icon: none; }
QDockWidget::title { background: @panel; padding: 8px 12px; border-bottom: 1px solid @line; text-align: left; }
QToolTip { background: @card; color: @text; border: 1px solid @line; padding: 4px 8px; }
QFrame[role="bar"], QWidget[role="bar"] { background: @panel; }
QFrame[role="rule"] { background: @line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="stroke"] { background: @line; border: 0; max-width: 1px; min-width: 1px; }
QScrollArea, QAbstractScrollArea[role="plain"] { background: @panel; border: 0; }
QScrollArea:focus, QAbstractScrollArea[role="plain"]:focus { border: 1px solid @accent; }
QScrollArea > QWidget > QWidget[role="page"] { background: @panel; }
QScrollArea[role="ground"], QWidget[role="ground"] { background: @background; }

QLabel { background: transparent; }
QLabel[role="muted"] { color: @muted; font-size: 12px; }
QLabel[role="small"] { color: @muted; font-size: 11px; }
QLabel[role="label"] { color: @muted; }
QLabel[role="title"] { font-size: 16px; font-weight: 600; }
QLabel[role="heading"] { font-size: 15px; font-weight: 600; }
QLabel[role="section"] { color: @muted; font-size: 12px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="error"] { color: @bad; font-size: 12px; }
QLabel[role="warning"] { color: @warn; font-size: 12px; }
QLabel[role="key"] {
  background: @background; color: @muted; border: 1px solid @line; border-radius: 4px;
  padding: 1px 6px; font-size: 11px;
}
QLabel[role="mark"] { font-size: 20px; font-weight: 600; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox {
  background: @field; color: @text; border: 1px solid @line; border-radius: @radius;
  padding: 4px 8px; selection-background-color: @accent; selection-color: @on_accent;
}
QLineEdit, QPlainTextEdit { placeholder-text-color: @muted; }
QLineEdit, QComboBox { min-height: 20px; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: @faint; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QComboBox:on { border: 1px solid @accent; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 1px solid @bad; background: @bad_tint; }
QLineEdit:disabled, QComboBox:disabled { color: @faint; background: @background; }
QLineEdit:read-only { background: transparent; color: @muted; }
QLineEdit[role="name"] {
  border: 1px solid transparent; background: transparent; color: @text; font-size: 16px; font-weight: 600;
  padding: 0px 4px;
}
QLineEdit[role="name"]:hover { border-color: @line; }
QLineEdit[role="name"]:focus { border-color: @accent; background: @field; }
QLineEdit[role="search"] { background: @background; border-color: transparent; padding: 5px 8px 5px 4px; }
QLineEdit[role="search"]:hover { border-color: @line; }
QLineEdit[role="search"]:focus { border-color: @accent; background: @field; }
QComboBox { padding-right: 24px; }
QComboBox[unset="true"] { color: @muted; }
QComboBox::drop-down { border: 0; width: 24px; subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow { image: @chevron; width: 12px; height: 12px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus, QComboBox QLineEdit:hover {
  border: 0; padding: 0; background: transparent; min-height: 18px;
}
QComboBox QAbstractItemView, QListView[role="popup"] {
  background: @card; color: @text; border: 1px solid @line; border-radius: @radius; padding: 4px;
  selection-background-color: @hover; selection-color: @text;
}
QComboBox QAbstractItemView::item, QListView[role="popup"]::item {
  min-height: 24px; padding: 0 8px; border-radius: 6px;
}

QPushButton {
  background: @field; color: @text; border: 1px solid @line; border-radius: @radius; padding: 5px 12px;
  min-height: 20px; font-weight: 500;
}
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; }
QPushButton:default, QPushButton[role="primary"] {
  background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600;
}
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: @primary_hover; }
QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton::menu-indicator { width: 0; image: none; }
QPushButton[role="link"], QToolButton[role="link"] {
  background: transparent; color: @accent; border: 1px solid transparent; border-radius: 6px; padding: 2px 6px;
  font-weight: 600; min-height: 16px; text-align: left;
}
QPushButton[role="link"]:hover, QToolButton[role="link"]:hover { background: @tab_on; }
QPushButton[role="link"]:focus, QToolButton[role="link"]:focus { border-color: @accent; }

QToolButton {
  background: transparent; color: @text; border: 1px solid transparent; border-radius: @radius; padding: 5px;
}
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @pressed; }
QToolButton:checked { background: @tab_on; color: @accent; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @faint; }
QToolButton::menu-indicator { width: 0; image: none; }
QToolButton[role="fold"] { color: @text; font-weight: 600; text-align: left; padding: 4px 0; border-radius: 6px; }
QToolButton[role="small"] { color: @muted; padding: 2px 6px; font-size: 12px; border-radius: 6px; }
QToolButton[role="small"]:hover { color: @text; }
QToolButton[role="small"]:checked { color: @text; background: @hover; }
QToolButton[role="chip"] {
  background: @field; color: @muted; border: 1px solid @line; border-radius: 11px; padding: 2px 8px; font-size: 12px;
}
QToolButton[role="chip"]:hover { border-color: @faint; color: @text; }
QToolButton[role="chip"]:checked { background: @tab_on; color: @accent; border-color: @accent; font-weight: 600; }
QToolButton[role="chip"]:focus { border-color: @accent; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QMenu::indicator {
  width: 14px; height: 14px; border: 1px solid @faint; border-radius: 4px; background: @field;
}
QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked, QMenu::indicator:checked {
  background: @accent; border-color: @accent; image: @tick;
}
QCheckBox::indicator:indeterminate { background: @accent; border-color: @accent; image: @dash; }
QCheckBox::indicator:disabled { border-color: @line; background: @background; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QLabel:focus { border: 1px solid @accent; border-radius: 6px; }

QMenuBar { background: @panel; color: @text; border-bottom: 1px solid @line; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 6px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @card; color: @text; border: 1px solid @line; border-radius: @radius; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::indicator { margin-left: 8px; }
QMenu::right-arrow { image: @right; width: 12px; height: 12px; margin-right: 8px; }

QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: @handle_hover; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: @panel; }

QTabWidget::pane { border: 0; border-top: 1px solid @line; }
QTabBar { background: @panel; qproperty-drawBase: 0; }
QTabBar::tab {
  background: transparent; color: @muted; border: 0; border-bottom: 2px solid transparent;
  padding: 8px 4px 6px 4px; margin: 0 8px; font-weight: 500;
}
QTabBar::tab:selected { color: @text; font-weight: 600; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @accent; background: @tab_on; }
QFrame[role="popover"] { background: @card; border: 1px solid @line; border-radius: 10px; }
QWidget#viewTabs { background: @panel; border-bottom: 1px solid @line; }
QWidget#verdictStrip { background: @panel; border-bottom: 1px solid @line; }
QSlider { background: transparent; min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @track; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:horizontal {
  width: 12px; height: 12px; margin: -6px 0; border-radius: 8px; background: @card; border: 2px solid @accent;
}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: @tab_on; }
QSlider::handle:horizontal:disabled { border-color: @faint; }
QSlider::sub-page:horizontal:disabled { background: @track; }

QTabBar[role="tight"]::tab { padding: 9px 2px 7px 2px; margin: 0 7px; }
QTabBar[role="tight"] { qproperty-drawBase: 0; border-bottom: 1px solid @line; }
QTabBar[role="docks"] { background: @panel; }
QTabBar[role="docks"]::tab { padding: 8px 2px 6px 4px; margin: 0 4px 0 8px; }
QTabBar::close-button { image: @cross; width: 12px; height: 12px; margin: 2px; }

QTreeView, QListView, QTableView {
  background: @panel; color: @text; border: 1px solid @panel; alternate-background-color: @background;
}
QTreeView:focus, QListView:focus, QTableView:focus { border: 1px solid @accent; }
QTreeView::item, QListView::item, QTableView::item { min-height: 24px; }
QTreeView::item:hover, QListView::item:hover { background: @hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @selected; color: @text; }
QTreeView[role="rows"]::item:hover, QTreeView[role="rows"]::item:selected { background: transparent; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: @right; }
QTreeView::branch:has-children:open { image: @down; }
QHeaderView::section {
  background: @panel; color: @muted; border: 0; border-bottom: 1px solid @line; padding: 6px 8px; font-weight: 600;
}
QTableView { gridline-color: @line; }
QSplitter::handle { background: @line; }
QProgressBar { background: @track; border: 0; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QStatusBar { background: @panel; border-top: 1px solid @line; }
QStatusBar::item { border: 0; }
"""
