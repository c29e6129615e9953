"""All windows of one run: one design each. What was open is open again at the next start.

The one idea: a design opens where nothing would be lost (the start page, an untouched new design), else in a
window of its own, and a file that is open already comes to the front.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from shiboken6 import isValid

from mlsd_studio.app import ask
from mlsd_studio.app.files import examples
from mlsd_studio.app.settings import OpenFile, Settings
from mlsd_studio.storage.journal import forget, recoverable

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow

FIRST_SIZE = 1440, 900
STEP = QPoint(28, 28)
"""How far a further window stands from the one it was opened from."""


class Windows(QObject):
    """The open windows, in the order in which they came."""

    def __init__(self, settings: Settings, recovery_folder: Path | None = None) -> None:
        super().__init__()
        self._settings, self._folder = settings, recovery_folder
        self.all: list[MainWindow] = []
        self._closing: list[MainWindow] = []
        self.leaving = False
        """True while everything is closed at once, so that closing one window asks and forgets nothing."""

    # -- coming and going --------------------------------------------------------------------------

    def add(self, window: MainWindow) -> None:
        """Take in a window that was made elsewhere, and do what its pages ask for."""
        self.all.append(window)
        self._list_recent()
        window.files.recent_changed.connect(self._list_recent)
        window.files.opened.connect(self.remember)
        page, welcome = window.start_page, window.welcome
        page.new_requested.connect(lambda: self.new(window))
        page.open_requested.connect(lambda: self.ask_and_open(window))
        page.import_requested.connect(lambda: self.import_into(window))
        page.recent_removed.connect(self._forget)
        page.pin_requested.connect(self._pin)
        window.session.numbers_changed.connect(lambda: self._note_outcome(window))
        page.asking.start_requested.connect(
            lambda id, answers: self.start(window, lambda one: one.files.new_from_answers(id, answers))
        )
        for asking in (page, welcome):
            asking.pattern_requested.connect(lambda id: self.new_from_pattern(id, window))
            asking.file_requested.connect(lambda path: self.open(path, window))

    def make(self, theme: str, near: MainWindow | None = None) -> MainWindow:
        """A further window, not shown yet: arranged as the last one, a step beside the one it comes from."""
        from mlsd_studio.app.window import MainWindow

        window = MainWindow(self._settings, theme, self._folder, self)
        window.resize(*FIRST_SIZE)
        window.restore_layout()
        if near is not None:
            place = beside(QRect(near.pos(), near.size()), near.screen().availableGeometry())
            window.resize(place.size())
            window.move(place.topLeft())
        return window

    def gone(self, window: MainWindow) -> None:
        """A window is closing. The last one stays remembered; of several, only those that stay open."""
        if window not in self.all:
            return
        if not self.leaving and len(self.all) == 1:
            self.remember()
        self.all.remove(window)
        if not self.leaving and self.all:
            self.remember()
        self._closing = [one for one in self._closing if isValid(one)]
        self._closing.append(window)  # Qt deletes it later, and Python must not do so before

    def quit(self) -> None:
        """Close every window, once each design with unsaved edits was asked about; remembered for the next start."""
        for window in self.all:
            if window.session.dirty:
                window.come_forward()
            if not window.files.may_go():
                return
        self.remember()
        self.leaving = True
        try:
            for window in list(self.all):
                window.close()
        finally:
            self.leaving = False

    # -- designs -----------------------------------------------------------------------------------

    def holding(self, path: Path | None) -> MainWindow | None:
        """The window that has this file open."""
        wanted = path.absolute() if path is not None else None
        found = (one for one in self.all if wanted and not one.on_start_page and one.session.path == wanted)
        return next(found, None)

    def new(self, near: MainWindow) -> bool:
        """Start an empty design."""
        return self.start(near, lambda window: window.files.new())

    def new_from_pattern(self, id: str, near: MainWindow) -> bool:
        """Start from the design of a pattern."""
        return self.start(near, lambda window: window.files.new_from_pattern(id))

    def import_into(self, near: MainWindow) -> None:
        """Ask for a diagram as text, and start a design with it."""
        from mlsd_studio.app.import_dialog import ImportDialog

        near.importing = dialog = ImportDialog(near, self._settings.folder)
        dialog.chosen.connect(
            lambda pasted, name: self.start(near, lambda one: one.files.new_from_import(pasted, name))
        )
        dialog.open()

    def open(self, path: Path, near: MainWindow) -> bool:
        """Open a file, or bring it to the front; an example as a copy.

        What is wrong with a file is told in the window one came from.
        """
        if path in examples():
            return self.start(near, lambda window: window.files.open_example(path))
        if (there := self.holding(path)) is not None:
            there.come_forward()
            return True
        loaded = near.files.load(path)
        if loaded is None:
            return False
        return self.start(near, lambda window: window.files.take(path, loaded))

    def ask_and_open(self, near: MainWindow) -> bool:
        """Ask which designs to open."""
        opened = [self.open(path, near) for path in ask.open_files(near, self._settings.folder)]
        return bool(opened) and all(opened)

    def start(self, near: MainWindow, work: Callable[[MainWindow], bool]) -> bool:
        """Do what fills a window: in this one where nothing is lost by it, else in a further one."""
        window = near if is_free(near) else self.make(near.theme_name, near)
        if not work(window):
            if window is not near:
                window.close()
            return False
        if window is not near:
            window.show()
            QTimer.singleShot(0, window, window.checker.start)
        window.come_forward()
        return True

    def offer_recovery(self) -> None:
        """After a crash: offer each design's unsaved edits, and open them where its file is open, or on their own."""
        if not self.all:
            return
        for recovery in recoverable(self._folder):
            near = self.holding(recovery.path) or self.all[0]
            answer = near.files.ask_recovery(recovery)
            if answer is ask.Answer.no:
                forget(recovery)
            elif answer is ask.Answer.yes and near is self.holding(recovery.path):
                near.files.recover(recovery)
            elif answer is ask.Answer.yes:
                self.start(near, lambda window, one=recovery: window.files.recover(one))  # type: ignore[misc]

    # -- what they share ---------------------------------------------------------------------------

    def set_theme(self, name: str) -> None:
        """Show a theme in every window."""
        for window in self.all:
            window.set_theme(name)

    def _forget(self, path: Path) -> None:
        self._settings.remove_recent(path)
        self._list_recent()

    def _pin(self, path: Path, on: bool) -> None:
        self._settings.pin(path, on)
        self._list_recent()

    def _note_outcome(self, window: MainWindow) -> None:
        """Keep the verdicts on a file as it is on the disk, for the list of recent files."""
        session = window.session
        if session.path is None or session.dirty or session.numbers is None or session.traffic != 1:
            return
        verdicts = [one.outcome for one in session.numbers.verdicts if one.growth is None]
        if dict(counts := Counter[str](verdicts)) != self._settings.outcomes.get(session.path):
            self._settings.note_outcome(session.path, dict(counts))
            self._list_recent()

    def _list_recent(self) -> None:
        settings = self._settings
        for window in self.all:
            window.start_page.set_recent(settings.recent, settings.outcomes, settings.pinned)

    # -- from one run to the next ------------------------------------------------------------------

    def remember(self) -> None:
        """Keep which files are open, where their windows stand and what they look at."""
        front = next((one for one in self.all if one.isActiveWindow()), None)
        rows = [(one.as_open_file(), one is front) for one in self.all]
        self._settings.open_files = [
            OpenFile(row.path, row.place, row.geometry, in_front) for row, in_front in rows if row is not None
        ]

    def restore(self, files: Iterable[OpenFile], theme: str) -> None:
        """Open files in a window each, not shown yet; without any, one window with the start page.

        A file that is not there any more is named; it stays among the recent ones, greyed.
        """
        missing = []
        for file in files:
            if not file.path.is_file():
                missing.append(file.path.name)
                continue
            window = self.make(theme)
            if file.geometry:
                window.restoreGeometry(file.geometry)
            if not window.files.open(file.path):
                window.close()
            elif file.place is not None:
                window.place_wanted = file.place
        if not self.all:
            self.make(theme)
        if missing:
            verb = "is" if len(missing) == 1 else "are"
            self.all[0].say(f"{', '.join(missing)} {verb} not there any more, so nothing was opened for it.")


def is_free(window: MainWindow) -> bool:
    """Whether another design can take a window's place: nothing is drawn in it, and no file is open."""
    if window.on_start_page:
        return True
    session, drawn = window.session, window.session.document
    return not (session.dirty or session.path or drawn.components or drawn.boundaries or drawn.notes)


def beside(near: QRect, free: QRect) -> QRect:
    """Where a window goes that comes from one `near`: a step aside, and no further than the screen is `free`.

    Where even the other does not fit, its size is what the user wants.
    """
    aside = near.translated(STEP)
    return aside & free if free.contains(near) else aside
