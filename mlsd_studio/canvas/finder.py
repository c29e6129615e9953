"""Search on the canvas: a small bar above the drawing; matches stay bright, Enter goes from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton

from mlsd_studio.drawing.build import flow_title
from mlsd_studio.model import Change
from mlsd_studio.session.actions import Action
from mlsd_studio.session.icons import qicon
from mlsd_studio.session.searching import matches

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

WIDTH = 360
BUTTONS = (("chevron-up", "Previous match (Shift+Enter)", -1), ("chevron-down", "Next match (Enter)", 1))


class Finder(QFrame):
    """Open with Ctrl+F; Escape closes it and leaves the last match selected."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._found: list[str] = []
        self._at = -1
        self.setObjectName("canvasFinder")
        self.setAccessibleName("Search on the canvas")
        self.field = QLineEdit(placeholderText="Search on the canvas")
        self.field.setAccessibleName("Search on the canvas")
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setMinimumWidth(64)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 6, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        self._buttons: list[tuple[QToolButton, str]] = []
        for icon, words, by in BUTTONS:
            row.addWidget(self._button(icon, words, lambda by=by: self.step(by)))
        row.addWidget(self._button("x", "Close (Esc)", self.leave))
        self.setFixedWidth(WIDTH)
        self.field.textChanged.connect(self.search)
        self.field.installEventFilter(self)
        canvas.session.changed.connect(self._on_change)
        canvas.session.replaced.connect(self.leave)
        self.hide()

    def _button(self, icon: str, words: str, run) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(14, 14))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(run)
        self._buttons.append((button, icon))
        return button

    def renew(self) -> None:
        """Take the colours of the canvas's theme."""
        theme = self._canvas.theme
        self.setStyleSheet(
            f"#canvasFinder {{ background: {theme['panel']}; border: 1px solid {theme['line']};"
            " border-radius: 10px; }"
        )
        for button, icon in self._buttons:
            button.setIcon(qicon(icon, theme["muted"], 14))

    def open(self) -> None:
        """Show the bar with its text selected."""
        self.renew()
        self.adjustSize()
        self.move(max(8, (self._canvas.width() - self.width()) // 2), 12)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.search(self.field.text())

    def leave(self) -> None:
        """Close the bar; everything is bright again."""
        if self.isHidden():
            return
        self.hide()
        self._canvas.sought = None
        self._canvas.refresh_light()
        self._canvas.setFocus()

    def search(self, text: str) -> None:
        """Light what matches; nothing is selected before Enter."""
        self._found = matches(self._canvas.scene.document, text)
        self._at = -1
        self._canvas.sought = frozenset(self._found) if text.strip() else None
        self._canvas.refresh_light()
        self._tell(text)

    def step(self, by: int) -> None:
        """Select the next match (1) or the one before (-1) and bring it into view, round and round."""
        if not self._found:
            return
        start = 0 if by > 0 else len(self._found) - 1
        self._at = start if self._at < 0 else (self._at + by) % len(self._found)
        self._canvas.session.select([self._found[self._at]])
        self._canvas.show_ids([self._found[self._at]])
        self._tell(self.field.text())

    def _tell(self, text: str) -> None:
        many = len(self._found)
        words = f"{self._at + 1} of {many}" if self._at >= 0 else f"{many} found" if many else "none"
        self.count.setText(words if text.strip() else "")
        here = self._found[self._at] if 0 <= self._at < many else ""
        document = self._canvas.session.document
        self.count.setToolTip(flow_title(document, here) if here in document.flows else "")

    def _on_change(self, change: Change) -> None:
        if self.isVisible() and not change.only_layout:
            self.search(self.field.text())

    def eventFilter(self, watched, event: QEvent) -> bool:
        """Enter, Shift+Enter and Escape in the field; its keys are no shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)


def finder_actions(canvas: Canvas) -> list[Action]:
    """Open the search."""
    return [
        Action("edit.find", "Find on the canvas", lambda: canvas.finder.open(), ("Ctrl+F",), "scan-search",
               enabled=lambda: not canvas.scene.is_empty),
    ]  # fmt: skip
