"""Docks with a slim title of our own: they close, float and come back as Qt's do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session.icons import qicon


class DockTitle(QWidget):
    """The title line of a dock: a heading like a tab, and buttons to float and to close."""

    def __init__(self, dock: QDockWidget, title: str) -> None:
        super().__init__(dock)
        self.setObjectName("dockTitle")
        self._label = QLabel(title)
        self._label.setProperty("role", "strong")
        self._float = self._button(
            "Float or dock this panel", lambda: dock.setFloating(not dock.isFloating())
        )
        self._close = self._button("Close this panel (View menu brings it back)", dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 2)
        row.setSpacing(2)
        row.addWidget(self._label)
        row.addStretch(1)
        row.addWidget(self._float)
        row.addWidget(self._close)

    def _button(self, text: str, run: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIconSize(QSize(12, 12))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(run)
        return button

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._label.setText(title)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._float.setIcon(qicon("maximize", theme["faint"], 12))
        self._close.setIcon(qicon("x", theme["faint"], 12))


class Dock(QDockWidget):
    """A dock around one panel; `name` keeps its place in the saved window layout."""

    def __init__(self, name: str, title: str, panel: QWidget, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.heading = DockTitle(self, title)
        self.setTitleBarWidget(self.heading)
        self.setWidget(panel)
        self.panel = panel
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
