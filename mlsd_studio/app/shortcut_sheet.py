"""The sheet of shortcuts: every command that has a key, and what mouse and keys do on the canvas, to be searched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.drawing.theme import theme
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.app.window import MainWindow

COLUMNS = 3
SECTIONS = (
    ("Draw", ("tool", "flow", "around", "edit.add", "edit.clone", "edit.replace", "view.find")),
    ("Edit", ("edit",)),
    ("Arrange", ("arrange",)),
    ("Look", ("view.fit", "view.full", "view.zoom", "view.f", "view.overlay", "view.heat", "select")),
    ("Views and panels", ("views", "view")),
    ("File and help", ("file", "app", "help")),
)
"""Heading → how the ids of its commands begin; the longest beginning that fits counts."""

GESTURES = {
    "Mouse on the canvas": (
        ("Zoom to the pointer", "Ctrl+wheel"),
        ("Move the view", "Wheel|Space+drag|Middle drag"),
        ("Connect", "Drag from a port"),
        ("Connect a flow elsewhere", "Drag its end"),
        ("Insert a component into a flow", "Drop on the flow"),
        ("Replace a component", "Ctrl+drop on its card"),
        ("Move without snapping", "Alt+drag"),
        ("Rubber band: only what it holds", "Alt+drag"),
        ("Move level or upright only", "Shift+drag"),
        ("Rename; on empty canvas, add", "Double-click"),
        ("Zoom into a boundary, and back", "Double-click its title"),
    ),
    "Keys on the canvas": (
        ("Cancel what is under way", "Esc"),
        ("The next and the last component", "Tab|Shift+Tab"),
        ("Walk along flows", "Alt+arrows"),
        ("Nudge by a pixel, by the grid", "Arrows|Shift+arrows"),
        ("Wider, higher, narrower, lower", "Ctrl+Shift+arrows"),
        ("Connect the selected component", "C, Tab, Enter"),
        ("Rename what is selected", "Enter"),
        ("Zoom to its boundary, and back", "Ctrl+Enter|Esc"),
        ("Rename the next, the one before", "Tab|Shift+Tab"),
        ("The menu of what is selected", "Menu|Shift+F10"),
    ),
    "Keys in the outline": (
        ("Show it on the canvas", "Enter"),
        ("Find by the first letters", "Type"),
        ("Earlier, later in the order", "Alt+Up|Alt+Down"),
        ("Out of the boundary, into one above", "Alt+Left|Alt+Right"),
        ("Into another boundary", "Drag onto it"),
    ),
    "Keys in the findings": (
        ("Take the fix", "F"),
        ("Decide, withdraw the decision", "D|Del"),
        ("Read about the rule", "F1"),
    ),
}
"""Heading → what it does and the ways to do it (`|` between them), for what is no command."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is done, and the ways to do it."""

    title: str
    keys: tuple[str, ...]


def sections(actions: Iterable[Action]) -> dict[str, list[Line]]:
    """Heading → lines: the commands that have a shortcut, then the gestures."""
    found: dict[str, list[Line]] = {heading: [] for heading, _ in SECTIONS}
    for action in actions:
        if action.shortcuts:
            found[heading_of(action.id)].append(Line(action.title, tuple(map(_spelt, action.shortcuts))))
    for heading, rows in GESTURES.items():
        found[heading] = [Line(title, tuple(keys.split("|"))) for title, keys in rows]
    return {heading: lines for heading, lines in found.items() if lines}


def heading_of(id: str) -> str:
    """Under which heading a command stands: that of the longest beginning of its id."""
    fits = [(len(start), heading) for heading, starts in SECTIONS for start in starts if id.startswith(start)]
    return max(fits)[1] if fits else SECTIONS[-1][0]


def _spelt(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def in_columns(sizes: list[int], columns: int) -> list[list[int]]:
    """Sections, by their heights, in reading order over columns about as high as each other: indices per column."""
    high, placed, column = sum(sizes) / columns, 0.0, 0
    answer: list[list[int]] = [[] for _ in range(columns)]
    for index, size in enumerate(sizes):
        while column < columns - 1 and placed + size / 2 > high * (column + 1):
            column += 1
        answer[column].append(index)
        placed += size
    return answer


class ShortcutSheet(QDialog):
    """All shortcuts under their headings; what is typed leaves only the lines that hold it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        self._sections = sections(window.actions_by_id)
        self.field = SearchField("Search shortcuts", theme(window.theme_name))
        self.field.setFixedWidth(320)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.field)
        column.addWidget(self.area, 1)
        column.addWidget(buttons)
        self.field.textChanged.connect(self.show_only)
        self.field.moved.connect(self._scroll)
        self.field.setFocus()
        self.show_only("")
        self.resize(min(1180, window.width() - 40), min(760, window.height() - 40))

    def show_only(self, text: str) -> None:
        """Show the lines whose words or keys hold the text; all for an empty one."""
        wanted = text.casefold().split()
        kept = {
            heading: [one for one in lines if _holds(f"{heading} {one.title} {' '.join(one.keys)}", wanted)]
            for heading, lines in self._sections.items()
        }
        self.area.setWidget(_page({heading: lines for heading, lines in kept.items() if lines}))

    def _scroll(self, key: int) -> None:
        bar = self.area.verticalScrollBar()
        step = bar.pageStep() if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) else 40
        bar.setValue(bar.value() + (step if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -step))


def _holds(line: str, words: list[str]) -> bool:
    folded = line.casefold()
    return all(word in folded for word in words)


def _page(shown: dict[str, list[Line]]) -> QWidget:
    page = QWidget()
    page.setProperty("role", "page")
    if not shown:
        nothing = QLabel("No shortcut is called that. Ctrl+K finds commands that have none.")
        nothing.setProperty("role", "muted")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(page).addWidget(nothing)
        return page
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 12, 0)
    row.setSpacing(36)
    blocks = list(shown.items())
    for chosen in in_columns([len(lines) + 2 for _, lines in blocks], COLUMNS):
        column = QVBoxLayout()
        column.setSpacing(20)
        for index in chosen:
            column.addWidget(_block(*blocks[index]))
        column.addStretch(1)
        row.addLayout(column, 1)
    return page


def _block(heading: str, lines: list[Line]) -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    title = QLabel(heading)
    title.setProperty("role", "section")
    column.addWidget(title)
    for line in lines:
        column.addLayout(_row(line))
    return block


def _row(line: Line) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    words = QLabel(line.title)
    words.setWordWrap(True)
    words.setAccessibleDescription(" or ".join(line.keys))
    row.addWidget(words, 1)
    for key in line.keys:
        cap = QLabel(key)
        cap.setProperty("role", "key")
        row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
