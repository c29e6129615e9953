"""Docks with a slim title of our own: they close, float and come back as Qt's do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QTabBar, QToolButton, QWidget

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session.icons import qicon


class DockTitle(QWidget):
    """The title line of a dock: a heading like a tab, and buttons to float and to close."""

    def __init__(self, dock: QDockWidget, title: str) -> None:
        super().__init__(dock)
        self.setObjectName("dockTitle")
        self._shown = True
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
        """Change the heading, and the tab where there is one."""
        self._label.setText(title)
        dock = self.parentWidget()
        if isinstance(dock, QDockWidget):
            dock.setWindowTitle(title)

    def set_shown(self, shown: bool) -> None:
        """Take no room where a tab says the title."""
        self._shown = shown
        for part in (self._label, self._float, self._close):
            part.setVisible(shown)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """No height where a tab says the title."""
        return super().sizeHint() if self._shown else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """No height where a tab says the title."""
        return super().minimumSizeHint() if self._shown else QSize(0, 0)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._float.setIcon(qicon("maximize", theme["faint"], 12))
        self._close.setIcon(qicon("x", theme["faint"], 12))


class Tabs(QObject):
    """Docks of one place as tabs: the tab bar is their title, its crosses close, a double click floats.

    A dock that stands alone, or floats, has its own title line again. `looked_at` tells of each dock by its
    name whether it is in front.
    """

    looked_at = Signal(str, bool)

    def __init__(self, window: QMainWindow, docks: Sequence[Dock], name: str) -> None:
        super().__init__(window)
        self._window, self._docks, self._name = window, list(docks), name
        self._front: dict[str, bool] = {}
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.settle)
        for dock in docks:
            dock.visibilityChanged.connect(lambda on, dock=dock: self._turn(dock, on))
            dock.topLevelChanged.connect(lambda _: self._later.start())
            dock.dockLocationChanged.connect(lambda _: self._later.start())

    def _turn(self, dock: Dock, on: bool) -> None:
        self._later.start()
        if self._front.get(dock.objectName()) != on:
            self._front[dock.objectName()] = on
            self.looked_at.emit(dock.objectName(), on)

    def settle(self) -> None:
        """Title lines for docks that have no tab; crosses on the tabs of the others."""
        for dock in self._docks:
            mates = [one for one in self._window.tabifiedDockWidgets(dock) if not one.isHidden()]
            dock.heading.set_shown(dock.isFloating() or not mates)
        titles = {dock.windowTitle(): dock for dock in self._docks}
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            words = [bar.tabText(place) for place in range(bar.count())]
            if not any(word in titles for word in words):
                continue
            bar.setVisible(bar.count() > 1)
            if bar.property("role") == "docks":
                continue
            bar.setProperty("role", "docks")
            bar.setTabsClosable(True)
            bar.setExpanding(False)
            bar.setDrawBase(False)
            bar.setUsesScrollButtons(True)
            bar.setAccessibleName(self._name)
            bar.setToolTip("Double click floats a panel; the View menu brings back what was closed")
            bar.tabCloseRequested.connect(lambda place, bar=bar: self._at(bar, place, QDockWidget.close))
            bar.tabBarDoubleClicked.connect(
                lambda place, bar=bar: self._at(bar, place, lambda dock: dock.setFloating(True))
            )
            bar.style().unpolish(bar)
            bar.style().polish(bar)

    def _at(self, bar: QTabBar, place: int, run: Callable[[Dock], object]) -> None:
        dock = next((one for one in self._docks if one.windowTitle() == bar.tabText(place)), None)
        if dock is not None:
            run(dock)


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
