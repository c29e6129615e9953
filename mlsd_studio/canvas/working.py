"""A note at the top of the canvas that says what is under way and how to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

TOP = 16
BAR = 96, 4


class Working(QFrame):
    """Shows itself at once; gone after `end`."""

    def __init__(self, canvas: Canvas, words: str, cancel: Callable[[], object]) -> None:
        super().__init__(canvas)
        theme = canvas.theme
        self.setObjectName("working")
        self.setAccessibleName(f"{words}; Escape cancels")
        self.setStyleSheet(
            f"#working {{ background: {theme['card']}; border: 1px solid {theme['line']}; border-radius: 10px; }}"
            f"#working QProgressBar {{ background: {theme['line']}; border: none; border-radius: 2px; }}"
            f"#working QProgressBar::chunk {{ background: {theme['accent']}; border-radius: 2px; }}"
        )
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedSize(*BAR)
        self.button = QPushButton("Cancel")
        self.button.setToolTip("Leave everything as it is (Esc)")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        for part in (QLabel(f"{words} …"), bar, self.button):
            row.addWidget(part)
        self.adjustSize()
        self.move((canvas.width() - self.width()) // 2, TOP)
        self.show()
        self.raise_()

    def end(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()
