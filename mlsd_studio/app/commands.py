"""The window's commands: files, history, view, help; and the menus and shortcuts made of all commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMenu

from mlsd_studio.app.about import show_about
from mlsd_studio.app.shortcut_sheet import ShortcutSheet
from mlsd_studio.drawing.theme import theme
from mlsd_studio.panels.command_palette import CommandPalette, Doors, Sources
from mlsd_studio.session.actions import Action, Actions

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow

PLACES = ("file", "edit", "view", "arrange", "tools", "help")


def window_actions(window: MainWindow) -> list[Action]:
    """Commands that need the window."""
    return [*_file_actions(window), *_edit_actions(window), *_view_actions(window), *_help_actions(window)]


def _file_actions(window: MainWindow) -> list[Action]:
    files, take = window.files, window.take_away

    def drawn() -> bool:
        return not window.on_start_page

    return [
        Action(
            "file.new", "New design", lambda: window.windows.new(window), ("Ctrl+N",), "file-plus", "file"
        ),
        Action(
            "file.open",
            "Open …",
            lambda: window.windows.ask_and_open(window),
            ("Ctrl+O",),
            "folder-open",
            "file",
        ),
        Action(
            "file.import",
            "Import a diagram …",
            lambda: window.windows.import_into(window),
            (),
            "import",
            "file",
        ),
        Action("file.start", "Start page", window.show_start_page, (), "layout-grid", "file", drawn),
        Action("file.save", "Save", files.save, ("Ctrl+S",), "save", "file", drawn),
        Action("file.save_as", "Save as …", files.save_as, ("Ctrl+Shift+S",), "", "file", drawn),
        Action("file.export", "Export diagram …", take.export, ("Ctrl+Shift+E",), "share", "file", drawn),
        Action("file.export_png", "PNG picture …", lambda: take.export("png"), (), "", "export", drawn),
        Action("file.export_svg", "SVG drawing …", lambda: take.export("svg"), (), "", "export", drawn),
        Action("file.export_pdf", "PDF page …", lambda: take.export("pdf"), (), "", "export", drawn),
        Action("file.report", "Design review as PDF …", take.report, ("Ctrl+Shift+R",), "", "file", drawn),
        Action("file.close", "Close window", window.close, ("Ctrl+Shift+W",), "", "file"),
        Action("file.quit", "Quit", lambda: window.windows.quit(), ("Ctrl+Q",), "", "file"),
    ]


def _edit_actions(window: MainWindow) -> list[Action]:
    session = window.session
    return [
        Action(
            "edit.undo",
            "Undo",
            session.undo,
            ("Ctrl+Z",),
            "undo-2",
            "edit",
            lambda: session.history.undo_label is not None,
            why="Nothing was done yet",
        ),
        Action(
            "edit.redo",
            "Redo",
            session.redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            "redo-2",
            "edit",
            lambda: session.history.redo_label is not None,
            why="Nothing was undone",
        ),
    ]


def _view_actions(window: MainWindow) -> list[Action]:
    def find() -> None:
        window.docks["palette"].show()
        window.docks["palette"].raise_()
        window.palette_panel.focus_search()

    def back() -> None:
        for dock in window.docks.values():
            dock.show()
        window.arrange_docks()

    def drawn() -> bool:
        return not window.on_start_page

    shown = [
        Action(
            f"view.{name}",
            f"{dock.windowTitle()} panel",
            partial(_toggle, dock),
            (),
            "",
            "view",
            drawn,
        )
        for name, dock in window.docks.items()
    ]
    return [
        Action("view.find", "Find a component to add", find, ("/",), "search", "view", drawn),
        *shown,
        Action("view.reset", "Panels as at first", back, (), "", "view", drawn),
        Action("view.theme", "Light or dark", window.toggle_theme, ("Ctrl+Shift+T",), "moon", "view"),
        *window.appearance.actions(),
        Action(
            "view.next_region", "Next part of the window", lambda: window.regions.go(1), ("F6",), "", "view"
        ),
        Action(
            "view.last_region",
            "Part of the window before",
            lambda: window.regions.go(-1),
            ("Shift+F6",),
            "",
            "view",
        ),
        Action("app.settings", "Settings …", window.show_settings, ("Ctrl+,",), "", "file"),
    ]


def command_palette(window: MainWindow) -> CommandPalette:
    """The palette of all that can be found, and its command."""
    settings = window.settings
    doors = Doors(
        lambda kind, technology: window.canvas.add_at_centre(kind, technology),
        lambda path: window.windows.open(path, window),
        lambda id: window.windows.new_from_pattern(id, window),
        lambda: settings.recent,
        lambda: not window.on_start_page,
    )
    sources = Sources(window.session, window.actions_by_id, doors)
    palette = CommandPalette(window, sources, theme("light"), settings.words("commands"))
    window.actions_by_id.add(
        Action("view.commands", "Search or run a command", palette.open, ("Ctrl+K",), "search", "view")
    )
    return palette


def _toggle(dock: QDockWidget) -> None:
    """Bring it back, or to the front where another tab covers it; away where it is in front."""
    if dock.isHidden() or dock.visibleRegion().isEmpty():
        dock.show()
        dock.raise_()
    else:
        dock.hide()


def _help_actions(window: MainWindow) -> list[Action]:
    return [
        Action(
            "help.topics",
            "Rules and numbers explained",
            window.helping.show_topics,
            ("F1",),
            "circle-help",
            "help",
        ),
        Action(
            "help.shortcuts",
            "Keyboard shortcuts",
            lambda: ShortcutSheet(window).open(),
            ("?",),
            "keyboard",
            "help",
        ),
        Action("help.about", "About MLSD Studio", lambda: show_about(window), (), "info", "help"),
    ]


def install(window: MainWindow, actions: Actions) -> QMenu:
    """Give the window every shortcut, and return the menu of all commands by place.

    A place such as `view/Heading` is a menu of its own inside *View*, which lists only what can be done now.
    """
    menu = QMenu("Menu", window)
    menus = {place: menu.addMenu(place.capitalize()) for place in PLACES}
    for action in actions:
        entry = QAction(action.title, window)
        entry.setObjectName(action.id)
        entry.setShortcuts([QKeySequence(shortcut) for shortcut in action.shortcuts])
        entry.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        entry.triggered.connect(lambda _checked=False, action=action: run(action))
        entry.setCheckable(action.checked is not None)
        window.addAction(entry)
        place, _, heading = action.place.partition("/")
        if place in menus and heading:
            entry.setText(action.title.removeprefix(f"{heading}: "))
            _add_below(menus, place, heading, entry, action)
        elif place in menus:
            menus[place].addAction(entry)
            owner = menus[place]
            owner.aboutToShow.connect(lambda entry=entry, action=action: _mirror(entry, action))
            owner.aboutToHide.connect(lambda entry=entry: entry.setEnabled(True))
    return menu


def _mirror(entry: QAction, action: Action) -> None:
    """Show whether a command can run, and whether what it switches is on."""
    entry.setEnabled(action.enabled())
    if action.checked is not None:
        entry.setChecked(action.checked())


def _add_below(menus: dict[str, QMenu], place: str, heading: str, entry: QAction, action: Action) -> None:
    """Put a command into the menu of a heading; the heading can be opened while one of its commands can run."""
    owner, key = menus[place], f"{place}/{heading}"
    if key not in menus:
        inner = menus[key] = owner.addMenu(heading)
        owner.aboutToShow.connect(lambda: inner.menuAction().setEnabled(False))
    inner = menus[key]
    inner.addAction(entry)

    def look() -> None:
        entry.setVisible(action.enabled())
        if action.checked is not None:
            entry.setChecked(action.checked())
        if entry.isVisible():
            inner.menuAction().setEnabled(True)

    owner.aboutToShow.connect(look)
    owner.aboutToHide.connect(lambda: entry.setVisible(True))


def run(action: Action) -> None:
    """Run a command if it makes sense now."""
    if action.enabled():
        action.run()
