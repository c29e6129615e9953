"""The overlays' key: a small list of the questions at the canvas, taken by digit, arrows or mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from mlsd_studio.session.actions import Action
from mlsd_studio.session.icons import qicon
from mlsd_studio.session.overlays.questions import Switch, questions

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow


def overlay_actions(window: MainWindow, switch: Switch) -> list[Action]:
    """The commands of the overlays, and the one that offers them all."""
    picker = OverlayPicker(window, switch)
    pick = Action(
        "view.overlays", "Choose an overlay", picker.open, ("O",), "eye", "view",
        lambda: bool(window.session.document.components) and not window.on_start_page,
    )  # fmt: skip
    return [pick, *switch.actions()]


class OverlayPicker:
    """O opens the list; a digit takes one of it, 0 and the last line take what is shown away."""

    def __init__(self, window: MainWindow, switch: Switch) -> None:
        self._window, self._switch = window, switch
        self.menu: QMenu | None = None

    def open(self) -> None:
        """Show the list in the corner where the legend will be; what is shown now is ticked."""
        menu, window = QMenu(self._window), self._window
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Overlays")
        shown = self._switch.shown
        for place, one in enumerate(questions(), 1):
            key = "\t" + one.shortcuts[0] if one.shortcuts else ""
            entry = menu.addAction(f"&{place}  {one.title}{key}")
            entry.setCheckable(one is shown)
            entry.setChecked(one is shown)
            if one is not shown:
                entry.setIcon(qicon(one.icon, window.canvas.theme["muted"]))
            entry.triggered.connect(lambda _=False, one=one: self._switch.toggle(one))
        menu.addSeparator()
        off = menu.addAction("&0  None\tShift+O", self._switch.off)
        off.setEnabled(window.session.overlay is not None)
        corner = window.canvas.mapToGlobal(QPoint(12, window.canvas.height() - menu.sizeHint().height() - 12))
        self.menu = menu
        menu.aboutToHide.connect(self._gone)
        menu.popup(corner)
        menu.setActiveAction(menu.actions()[0])

    def _gone(self) -> None:
        self.menu = None
