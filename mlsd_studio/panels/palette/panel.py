"""The palette as a widget: search field above, groups or results below, a hint where nothing fits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.memory import Memory
from mlsd_studio.panels.palette.entries import found, grouped
from mlsd_studio.panels.palette.view import EntryView
from mlsd_studio.panels.placed import below_head
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.session import Session

NOTHING = "Nothing is called “{text}”.\nTry what it does (queue, drift, A/B) or the name of a product."


class Palette(QWidget):
    """`activated(kind, technology or None)` asks to put a component on the canvas."""

    activated = Signal(str, object)

    def __init__(
        self,
        session: Session,
        look: Theme | None = None,
        memory: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._memory: Memory = {} if memory is None else memory
        look = look or theme("light")
        self.setProperty("role", "bar")
        self.setAccessibleName("Palette")
        self._known = catalog()
        self.field = SearchField(f"Search {len(self._known.kinds)} components", look, "/")
        self.field.setToolTip("Search kinds and products, such as kafka, drift or A/B (press /)")
        self.view = EntryView(look)
        self.nothing = QLabel()
        self.nothing.setProperty("role", "muted")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(16, 24, 16, 16)
        self._lay_out()
        self.field.textChanged.connect(self.refresh)
        for signal in (session.replaced, session.team_changed):
            signal.connect(self._follow_team)
        self.field.moved.connect(self._into_list)
        self.field.chosen.connect(lambda: self.view.take(self.view.current))
        self.view.activated.connect(self.activated)
        self.view.fold_toggled.connect(self._toggle)
        self.view.left_upwards.connect(self.focus_search)
        self.refresh()

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.addWidget(self.field)
        self._stack = below_head(self, top, self.view, self.nothing)
        self.setMinimumWidth(200)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self.field.set_theme(look)
        self.view.set_theme(look)

    def _follow_team(self) -> None:
        """A team's own kinds come and go with the design."""
        if self._known is not catalog():
            self._known = catalog()
            self.field.setPlaceholderText(f"Search {len(self._known.kinds)} components")
            self.refresh()

    def focus_search(self) -> None:
        """Put the cursor into the search field (key /)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def refresh(self) -> None:
        """List what the search field asks for."""
        words = self.field.text().strip()
        results = found(words) if words else []
        if words:
            self.view.show_entries(results, flat=True)
        else:
            self.view.show_entries(grouped(self._folded()), flat=False)
        self.nothing.setText(NOTHING.format(text=words))
        self._stack.setCurrentWidget(self.view if results or not words else self.nothing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc anywhere in the palette ends the search."""
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.focus_search()
        else:
            super().keyPressEvent(event)

    def _folded(self) -> set[str]:
        return {group for group, _ in catalog().palette() if self._memory.get(group, False)}

    def _toggle(self, group: str) -> None:
        self._memory[group] = not self._memory.get(group, False)
        self.refresh()

    def _into_list(self, key: int) -> None:
        """Down from the field enters the list; while searching, keys move in it and the cursor stays."""
        if self.field.text().strip():
            self.view.move(key)
        elif key == Qt.Key.Key_Down:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.move(key)
