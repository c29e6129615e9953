"""The box that says what an overlay's colours mean, in a corner of the canvas, with a button to end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mlsd_studio.drawing import tint
from mlsd_studio.session.icons import pixmap, qicon

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

MARGIN = 12
SWATCH = 14
TITLE_WIDEST = 280
"""A longer title is elided and shown whole as a tooltip."""


class Legend(QFrame):
    """Title, close button, and one line for each colour; hidden while no overlay is shown."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("overlayLegend")
        self.title = QLabel()
        self.title.setProperty("role", "strong")
        self.close_button = QToolButton()
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.setToolTip("Stop showing this (Esc)")
        self.close_button.setAccessibleName("Stop showing this overlay")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self._end)
        self.rows = QWidget()
        self._lines = QGridLayout(self.rows)
        self._lines.setContentsMargins(0, 0, 6, 2)
        self._lines.setHorizontalSpacing(8)
        self._lines.setVerticalSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 6, 8)
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addWidget(self.rows)
        self._filled: tuple[object, str] | None = None
        self.hide()

    def renew(self) -> None:
        """Another overlay or theme: say what is shown now."""
        overlay, theme = self._canvas.session.overlay, self._canvas.theme
        if overlay is None:
            if self.isAncestorOf(self._canvas.window().focusWidget() or self._canvas):
                self._canvas.setFocus()
            self.hide()
            return
        self.setStyleSheet(
            f"#overlayLegend {{ background: {theme['card']}; border: 1px solid {theme['line']};"
            " border-radius: 10px; }"
        )
        self.close_button.setIcon(qicon("x", theme["muted"], 12))
        words = self.fontMetrics().elidedText(overlay.title, Qt.TextElideMode.ElideRight, TITLE_WIDEST)
        self.title.setText(words)
        self.title.setToolTip(overlay.title if words != overlay.title else "")
        self.setAccessibleName(overlay.title)
        self.setAccessibleDescription("; ".join(meaning for _, meaning in overlay.legend))
        if (overlay.legend, theme.name) != self._filled:
            self._filled = (overlay.legend, theme.name)
            self._fill(overlay.legend)
        self.show()
        self.arrange()

    def arrange(self) -> None:
        """Take the lower left corner of the canvas; where there is no room for the lines, only the title."""
        if self._canvas.session.overlay is None:
            return
        room = self._canvas.height() - 2 * MARGIN
        self.rows.setVisible(bool(self._canvas.session.overlay.legend))
        self._lines.activate()
        self.layout().activate()
        self.adjustSize()
        if self.height() > room:
            self.rows.hide()
            self.adjustSize()
        self.move(MARGIN, self._canvas.height() - self.height() - MARGIN)
        self.raise_()

    def _fill(self, legend: tuple[tuple[str, str], ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        theme, ratio = self._canvas.theme, self.devicePixelRatioF()
        for row, (token, meaning) in enumerate(legend):
            sample, words = QLabel(), QLabel(meaning)
            sample.setPixmap(pixmap(tint.swatch(SWATCH, theme[token], theme), SWATCH, SWATCH, ratio))
            words.setProperty("role", "small")
            words.setFont(QFont(self.font()))
            self._lines.addWidget(sample, row, 0)
            self._lines.addWidget(words, row, 1)
            for part in (sample, words):
                part.show()
        self._lines.setColumnStretch(1, 1)

    def _end(self) -> None:
        self._canvas.session.set_overlay(None)
