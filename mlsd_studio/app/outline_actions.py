"""The outline in the window: its commands, and what its rows ask of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction

from mlsd_studio.canvas.menu import context_menu
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.taking import take_in
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow


def connect_outline(window: MainWindow) -> None:
    """Let the canvas do what the outline asks for."""
    outline, canvas = window.outline, window.canvas
    outline.taken.connect(lambda ids, boundary: take_in(canvas, ids, boundary))
    outline.menu_wanted.connect(lambda point: _open_menu(window, point))
    outline.typing_wanted.connect(lambda id: _type_on_canvas(window, id))
    outline.add_requested.connect(lambda: window.actions_by_id["view.find"].run())
    window.nothing_shown.add_requested.connect(lambda: window.actions_by_id["edit.add"].run())
    window.nothing_shown.choose_requested.connect(lambda: _choose(window))
    outline.left.connect(lambda: canvas.setFocus(Qt.FocusReason.ShortcutFocusReason))


def outline_actions(window: MainWindow) -> list[Action]:
    """Going to the outline; its row of the View menu that shows and hides it is that of every panel."""

    def go() -> None:
        dock = window.docks["outline"]
        dock.show()
        dock.raise_()
        QTimer.singleShot(0, window.outline, window.outline.focus_tree)

    return [
        Action("view.find_in_outline", "Go to the outline", go, ("Ctrl+Shift+O",), "list-tree", "view",
               lambda: not window.on_start_page)
    ]  # fmt: skip


def _choose(window: MainWindow) -> None:
    window.actions_by_id["view.find_in_outline"].run()
    window.session.message.emit("Choose what to show; the menu of a row has “Show in this view”")


def _type_on_canvas(window: MainWindow, id: str) -> None:
    window.session.viewing.reveal([id])
    window.canvas.rename(id)


def _open_menu(window: MainWindow, point: QPoint) -> None:
    """The menu of the canvas for what is selected; a name is typed in the tree."""
    canvas = window.canvas
    if not window.session.selection:
        return
    place = canvas.mapFromGlobal(point)
    x, y = canvas.view.to_world(place.x(), place.y())
    menu = context_menu(canvas, Pointer(x, y, place.x(), place.y()), {"edit.rename": window.outline.rename})
    show = window.actions_by_id["edit.show_here"]
    if show.enabled():
        entry = QAction(show.title, menu)
        entry.triggered.connect(lambda _=False: show.run())
        menu.insertAction(menu.actions()[0], entry)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(point)
