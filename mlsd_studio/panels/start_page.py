"""What opens without a file: new, open, recent files, examples, and the patterns as pictured templates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mlsd_studio.catalog import Pattern
from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.start.asking import Asking
from mlsd_studio.panels.start.cards import CardGrid, PatternCard
from mlsd_studio.panels.start.files import Entry, FileRow, example_entry, recent_entry
from mlsd_studio.session.icons import qicon

LEFT_WIDTH = 328
SHOWN = 8


class StartPage(QWidget):
    """Signals say what was chosen; files as `Path`, patterns by id."""

    new_requested = Signal()
    open_requested = Signal()
    import_requested = Signal()
    file_requested = Signal(object)
    recent_removed = Signal(object)
    pin_requested = Signal(object, bool)
    pattern_requested = Signal(str)

    def __init__(
        self,
        recent: Sequence[tuple[Path, datetime]] = (),
        examples: Sequence[Path] = (),
        patterns: Sequence[Pattern] = (),
        look: Theme | None = None,
        today: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look or theme("light")
        self._today = today
        self._recent, self._examples = tuple(recent), tuple(examples)
        self._outcomes: Mapping[Path, Mapping[str, int]] = {}
        self._pinned: frozenset[Path] = frozenset()
        self.rows: list[FileRow] = []
        self.cards = [PatternCard(one, self._look) for one in patterns]
        self._waiting = list(self.cards)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._draw_next)
        self.setAccessibleName("Start page")
        self._lay_out()
        self.set_theme(self._look)

    # -- putting together ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        left, ground = self._scroller("page", self._left()), self._scroller("ground", self._right())
        left.setFixedWidth(LEFT_WIDTH)
        stroke = QFrame()
        stroke.setProperty("role", "stroke")
        whole.addWidget(left)
        whole.addWidget(stroke)
        whole.addWidget(ground, 1)

    def _scroller(self, role: str, page: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setProperty("role", role)
        page.setProperty("role", role)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area

    def _left(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(24, 28, 24, 24)
        box.setSpacing(12)
        self._mark = QLabel()
        self._mark.setFixedSize(26, 26)
        name = QLabel("MLSD Studio")
        name.setProperty("role", "mark")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._mark)
        head.addWidget(name, 1)
        box.addLayout(head)
        box.addSpacing(8)
        self.new_button = _wide_button("New design", "Ctrl+N", "primary")
        self.open_button = _wide_button("Open …", "Ctrl+O", "")
        self.new_button.clicked.connect(self.new_requested)
        self.open_button.clicked.connect(self.open_requested)
        box.addWidget(self.new_button)
        self.import_button = _wide_button("Import a diagram …", "", "")
        self.import_button.setToolTip("A Mermaid flowchart or a list of names becomes a design")
        self.import_button.clicked.connect(self.import_requested)
        box.addWidget(self.open_button)
        box.addWidget(self.import_button)
        box.addSpacing(8)
        self._files = QVBoxLayout()
        self._files.setSpacing(0)
        box.addLayout(self._files)
        box.addStretch(1)
        return page

    def _right(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(44, 32, 44, 32)
        box.setSpacing(4)
        self.notice = QLabel()
        self.notice.setProperty("role", "notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        box.addWidget(self.notice)
        self.asking = Asking(self._look)
        box.addWidget(self.asking)
        box.addSpacing(24)
        title = QLabel("Patterns")
        title.setProperty("role", "heading")
        note = QLabel("Complete reference designs: they pass the checks, change what is yours.")
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        self.grid = CardGrid(self.cards)
        self.grid.chosen.connect(self.pattern_requested)
        box.addWidget(title)
        box.addWidget(note)
        box.addSpacing(12)
        box.addWidget(self.grid)
        box.addStretch(1)
        return page

    # -- what is shown -------------------------------------------------------------------------------

    def set_recent(
        self,
        recent: Sequence[tuple[Path, datetime]],
        outcomes: Mapping[Path, Mapping[str, int]] | None = None,
        pinned: Collection[Path] = (),
    ) -> None:
        """Show other recent files, the pinned ones first, with how their requirements came out."""
        self._recent = tuple(sorted(recent, key=lambda row: row[0] not in pinned))
        self._outcomes, self._pinned = outcomes or {}, frozenset(pinned)
        focused = next((row.entry.path for row in self.rows if row.hasFocus()), None)
        self._show_files()
        for row in self.rows:
            if row.entry.recent and row.entry.path == focused:
                row.setFocus()

    def say(self, words: str) -> None:
        """Tell something above everything else; no words take it away."""
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self._mark.setPixmap(qicon("app-logo", look["accent"], 26).pixmap(QSize(26, 26)))
        self.new_button.show_icon("plus", look["on_accent"])
        self.open_button.show_icon("folder-open", look["text"])
        self.import_button.show_icon("import", look["text"])
        self.asking.set_theme(look)
        for card in self.cards:
            card.set_theme(look)
        self._show_files()

    def _show_files(self) -> None:
        while (item := self._files.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.rows = []
        today = self._today or date.today()
        self._list(
            "Recent",
            [
                recent_entry(path, when, today, self._outcomes.get(path), path in self._pinned)
                for path, when in self._recent[:SHOWN]
            ],
        )
        self._list("Examples", [example_entry(path) for path in self._examples])

    def _list(self, title: str, entries: list[Entry]) -> None:
        if not entries:
            return
        head = QLabel(title)
        head.setProperty("role", "section")
        head.setContentsMargins(0, 12, 0, 8)
        self._files.addWidget(head)
        for entry in entries:
            row = FileRow(entry, self._look)
            row.clicked.connect(lambda _=False, entry=entry: self._open(entry))
            row.removed.connect(self.recent_removed)
            row.pinned.connect(self.pin_requested)
            self.rows.append(row)
            self._files.addWidget(row)

    def _open(self, entry: Entry) -> None:
        if not entry.missing:
            self.file_requested.emit(entry.path)

    # -- drawings, one after the other ---------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The page is on the screen first; then its drawings are made."""
        super().showEvent(event)
        if self._waiting:
            self._timer.start()

    @property
    def is_drawing(self) -> bool:
        """True until the thumbnails of all patterns are drawn."""
        return bool(self._waiting)

    def _draw_next(self) -> None:
        if self._waiting and self.isVisible():
            self._waiting.pop(0).draw()
        if not self._waiting or not self.isVisible():
            self._timer.stop()


class WideButton(QPushButton):
    """A button over the whole width: icon and words at the left, the key at the right."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__()
        self.setMinimumHeight(40)
        self.setToolTip(f"{words} ({key})" if key else words)
        self.setAccessibleName(words)
        self._icon = QLabel()
        self._words, self._key = QLabel(words), QLabel(key)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(10)
        for label in (self._icon, self._words, self._key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        line.addWidget(self._key)

    def show_icon(self, name: str, color: str) -> None:
        """Icon and words in a colour."""
        self._icon.setPixmap(qicon(name, color, 16).pixmap(QSize(16, 16)))
        self._words.setStyleSheet(f"color: {color}; font-weight: 600;")
        self._key.setStyleSheet(f"color: {color}; font-size: 11px;")


def _wide_button(words: str, key: str, role: str) -> WideButton:
    button = WideButton(words, key)
    if role:
        button.setProperty("role", role)
    return button
