"""F6 goes round the regions of the window; each takes the focus back where it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow


LEFT = ("palette", "outline")


class Regions(QObject):
    """Top bar, palette or outline, verdicts, breadcrumbs, canvas, the front panel below, inspector: those shown, in
    this order.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._left_at: dict[str, QWidget] = {}
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._remember)

    def shown(self) -> dict[str, QWidget]:
        """The regions by name that can take the focus now."""
        window = self._window
        parts: dict[str, QWidget] = {"top bar": window.top_bar, **{name: window.docks[name] for name in LEFT}}
        parts |= {"verdicts": window.verdicts, "breadcrumbs": window.canvas.crumbs}
        parts |= {"canvas": window.canvas, "start page": window.start_page}
        parts |= {name: window.docks[name] for name in window.docks if name not in (*LEFT, "inspector")}
        parts |= {"inspector": window.docks["inspector"]}
        return {name: part for name, part in parts.items() if _seen(part) and _first(part) is not None}

    def go(self, step: int) -> None:
        """To the next region (1), or to the one before (-1)."""
        shown = self.shown()
        if not shown:
            return
        names, now = list(shown), self.current()
        at = names.index(now) + step if now in names else 0 if step > 0 else -1
        name = names[at % len(names)]
        left = self._left_at.get(name)
        back = left is not None and isValid(left) and _takes(left) and shown[name].isAncestorOf(left)
        target = shown[name] if name == "canvas" else left if back else _first(shown[name])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def current(self) -> str | None:
        """The region that has the focus."""
        return self._of(QApplication.focusWidget())

    def _of(self, widget: QWidget | None) -> str | None:
        for name, part in self.shown().items():
            if widget is not None and (part is widget or part.isAncestorOf(widget)):
                return name
        return None

    def _remember(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and isValid(self._window) and new.window() is self._window:
            name = self._of(new)
            if name is not None:
                self._left_at[name] = new


def _seen(part: QWidget) -> bool:
    """Shown, and in front where it is one of several tabs."""
    return part.isVisible() and not part.visibleRegion().isEmpty()


def _takes(widget: QWidget) -> bool:
    wanted = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wanted and widget.isEnabled() and widget.isVisible()


def _first(part: QWidget) -> QWidget | None:
    """The first widget of a region, in the order of Tab, that takes the focus; the panel before its title line."""
    if _takes(part):
        return part
    inner = part.widget() if isinstance(part, QDockWidget) else part
    found = [one for one in _chain(part) if _takes(one) and not isinstance(one, QTabBar)]
    return next((one for one in found if inner.isAncestorOf(one)), found[0] if found else None)


def _chain(part: QWidget) -> list[QWidget]:
    """The widgets inside a region as they were made, which is the order of Tab.

    `nextInFocusChain` would say it outright, but PySide ties each widget to the one before it, and takes both for
    gone when a part inside a field, which only Qt holds, is let go of.
    """
    return part.findChildren(QWidget)
