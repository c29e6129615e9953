"""The palette over the window: a field, what fits below, and a line about its prefixes."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidgetItem, QVBoxLayout, QWidget

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.command_palette.listing import HEIGHT, ROW, Listing
from mlsd_studio.panels.command_palette.sources import KINDS, PREFIXES, Sources
from mlsd_studio.panels.memory import Words
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.session.lookup import Row, ranked

WIDTH, TOP, TALLEST = 640, 64, 12 * HEIGHT
EACH, MOST, KEPT = 6, 60, 12
"""Rows of a group while everything is searched, rows at most, and choices that are remembered."""
PAUSE_MS = 15
"""Milliseconds without a key before the search runs."""
RECENT = "Recent"
HINT = "Search, or run a command"
WAYS = ">  commands     @  components     !  findings     +  add     ?  help"
NOTHING = "Nothing is called “{text}”. Try a shorter word, or + to add a component of that kind."
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class CommandPalette(QFrame):
    """Type to search, arrows to move, Enter or a click to choose, Esc to leave; `memory` keeps recent choices."""

    def __init__(self, window: QWidget, sources: Sources, look: Theme, memory: Words) -> None:
        super().__init__(window)
        self._sources, self._memory = sources, memory
        self._rows: dict[str, list[Row]] = {}
        self._slices: Iterator[None] = iter(())
        self._back: QWidget | None = None
        self.setProperty("role", "popover")
        self.setAccessibleName("Command palette")
        self.field = SearchField(HINT, look)
        self.list = Listing(look)
        self.nothing, self.ways = QLabel(), QLabel(WAYS)
        for label in (self.nothing, self.ways):
            label.setProperty("role", "small")
            label.setWordWrap(label is self.nothing)
            label.setContentsMargins(12, 4, 12, 4)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 6)
        box.setSpacing(6)
        for part in (self.field, self.list, self.nothing, self.ways):
            box.addWidget(part)
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(self.search)
        self._ahead = QTimer(self, interval=0)
        self._ahead.timeout.connect(self._prepare)
        self.field.textChanged.connect(lambda _: self._later.start())
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._clicked)
        window.installEventFilter(self)
        self.hide()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self.list.look = look
        self.field.set_theme(look)
        self.list.viewport().update()

    # -- opening and leaving -------------------------------------------------------------------------

    def open(self, text: str = "") -> None:
        """Show it over the window, what was chosen lately first; a second call closes it."""
        if self.isVisible():
            self.leave()
            return
        self._back = self.window().focusWidget()
        self._rows, self._slices = self._sources.small(), self._sources.slices()
        self._ahead.start()
        self.field.setText(text)
        self.search()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close, and give the focus back."""
        back, self._back = self._back, None
        self._later.stop()
        self._ahead.stop()
        self.hide()
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    def _arrange(self) -> None:
        window = self.parentWidget()
        self.setFixedWidth(min(WIDTH, window.width() - 32))
        self.list.setFixedHeight(min(TALLEST, self.list.tall() + 4, max(HEIGHT, window.height() - 200)))
        self.layout().activate()
        self.adjustSize()
        self.move(QPoint((window.width() - self.width()) // 2, min(TOP, window.height() // 8)))

    def _prepare(self) -> None:
        """Make the rows of a large drawing ahead of the first key, a slice at a time."""
        if next(self._slices, self) is self:
            self._ahead.stop()
            self._rows = self._sources.rows()

    # -- searching -----------------------------------------------------------------------------------

    @property
    def recent(self) -> list[str]:
        """Keys of what was chosen lately, the newest first."""
        return [key for key in self._memory.get("recent", "").split("\n") if key]

    def search(self) -> None:
        """List what the field asks for now."""
        self._later.stop()
        typed = self.field.text().lstrip()
        groups = self._found(typed)
        self.list.show_groups(groups)
        self.list.setVisible(bool(groups))
        self.nothing.setText(NOTHING.format(text=typed.lstrip("".join(PREFIXES)).strip()))
        self.nothing.setVisible(not groups)
        self._arrange()

    def _found(self, typed: str) -> list[tuple[str, list[Row]]]:
        only = PREFIXES.get(typed[:1])
        text = typed[1:] if only else typed
        recent = self.recent
        if not text.strip() and only is None:
            lately = [row for key in recent if (row := self._sources.row(key)) is not None]
            shown = {row.key for row in lately}
            rest = [one for one in self._rows["Commands"] if not one.reason and one.key not in shown]
            groups = [(RECENT, lately[:EACH]), ("Commands", rest[:MOST])]
            return [(title, rows) for title, rows in groups if rows]
        if self._ahead.isActive():
            self._ahead.stop()
            self._rows = self._sources.rows()
        rows = [row for group, each in self._rows.items() if only is None or group in only for row in each]
        hits = ranked(text, rows, frozenset(recent))
        kinds = self._sources.kinds(text, MOST if only else EACH) if only is None or KINDS in only else []
        found: dict[str, list[Row]] = {}
        for row in hits:
            each = found.setdefault(row.group, [])
            if len(each) < (MOST if only else EACH):
                each.append(row)
        if kinds:
            found[KINDS] = kinds
        return list(found.items())

    # -- choosing ------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Do what the current row says; what cannot be done now stays where it is."""
        if self._later.isActive():
            self.search()
        row = self.list.chosen()
        if row is None or row.reason:
            return
        self._memory["recent"] = "\n".join([row.key, *(key for key in self.recent if key != row.key)][:KEPT])
        self.leave()
        # Not inside the key's own event: a command may change the style of the field that is handling it.
        QTimer.singleShot(0, self, lambda: self._sources.take(row))

    def _clicked(self, item: QListWidgetItem) -> None:
        if item.data(ROW) is not None:
            self.choose()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field work on the list; another place of the focus closes it; it follows the window's size."""
        if watched is not self.field:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._arrange()
            return False
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._back = None
            self.leave()
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape or (control and key == Qt.Key.Key_K):
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif key in MOVES:
            if self._later.isActive():
                self.search()
            self.list.step(MOVES[Qt.Key(key)])
        else:
            return False
        return True
