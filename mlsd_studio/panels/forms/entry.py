"""Values that are typed as text: quantities, numbers, names, lists, long texts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from mlsd_studio.panels.forms.base import MIXED, SEVERAL, Editor, Hint, Parse, Spell

SUFFIX_GAP = 10


def repolish(widget: QWidget) -> None:
    """Make a changed property tell in the style sheet."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Line(QLineEdit):
    """A line edit with a faint word at its right end; `done` on Enter and focus out, `dropped` on Esc."""

    done = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suffix = ""

    @property
    def suffix(self) -> str:
        """The word at the right end."""
        return self._suffix

    def set_suffix(self, word: str) -> None:
        """Set the word at the right end."""
        self._suffix = word
        room = self.fontMetrics().horizontalAdvance(word) + SUFFIX_GAP if word else 0
        self.setTextMargins(0, 0, room, 0)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """The suffix may be covered rather than make the form wider."""
        return QSize(56, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits and keeps the cursor; Esc restores."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits; a menu over it does not count."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.done.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The suffix is painted where the text cannot reach it."""
        super().paintEvent(event)
        if self._suffix:
            painter = QPainter(self)
            painter.setPen(self.palette().placeholderText().color())
            area = self.rect().adjusted(0, 0, -9, 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, right, self._suffix)
            painter.end()


class TextEditor(Editor):
    """One line of text that `parse` turns into a value (ValueError: in plain words what is wrong)."""

    def __init__(self, parse: Parse, spell: Spell, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parse, self._spell, self._unit = parse, spell, unit
        self._shown, self._value = "", None
        self._tooltip = ""
        self.line = Line()
        self.setFocusProxy(self.line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.line)
        self.line.done.connect(self._commit)
        self.line.dropped.connect(self._restore)
        self.line.textEdited.connect(lambda _: self._mark(None))

    def show_value(self, value: Any, hint: Hint) -> None:
        """Text of the value; an edit under way keeps its text and its cursor."""
        self._value = value
        text = "" if value is None or value is MIXED else self._spell(value)
        self.line.setPlaceholderText(SEVERAL if value is MIXED else hint.text)
        self.line.set_suffix(hint.suffix or ("" if text else self._unit))
        self.line.setToolTip("\n".join(part for part in (self._tooltip, hint.tooltip) if part))
        if self.line.hasFocus() and self.line.isModified():
            self._shown = text
            return
        if text != self.line.text() or text != self._shown:
            cursor = self.line.cursorPosition()
            self.line.setText(text)
            self.line.setCursorPosition(cursor if self.line.hasFocus() else 0)
            self._mark(None)
        self._shown = text

    def name_it(self, name: str, tooltip: str) -> None:
        """The tooltip stands before what is said of the value."""
        super().name_it(name, tooltip)
        self._tooltip = tooltip
        self.line.setToolTip(tooltip)

    def take_focus(self) -> None:
        """Put the cursor here with all selected."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _commit(self) -> None:
        if not self.line.isModified():
            return
        text = self.line.text().strip()
        if text == self._shown and self._value is not MIXED:
            self._restore()
            return
        try:
            value = self._parse(text) if text else None
        except ValueError as error:
            self._mark(str(error))
            return
        self.line.setModified(False)
        self._mark(None)
        before, self._shown = self._shown, "" if value is None else self._spell(value)
        self.line.setText(self._shown)
        if value is None and not before and self._value is not MIXED:
            return
        self.committed.emit(value)

    def _restore(self) -> None:
        self.line.setText(self._shown)
        self.line.selectAll()
        self._mark(None)

    def _mark(self, trouble: str | None) -> None:
        wrong = "true" if trouble else "false"
        if (self.line.property("wrong") or "false") != wrong:
            self.line.setProperty("wrong", wrong)
            repolish(self.line)
        self.troubled.emit(trouble or "")


class LongTextEditor(Editor):
    """Several lines of text; leaving the field or Ctrl+Enter commits, Esc restores."""

    HEIGHT = 76

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.HEIGHT)
        self.setFocusProxy(self.text)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        self.text.installEventFilter(self)

    def show_value(self, value: Any, hint: Hint) -> None:
        """The text, unless one is being typed."""
        text = "" if value is None or value is MIXED else str(value)
        self.text.setPlaceholderText(SEVERAL if value is MIXED else hint.text)
        busy = self.text.hasFocus() and self.text.toPlainText() != self._shown
        self._shown = text
        if not busy and text != self.text.toPlainText():
            self.text.setPlainText(text)

    def take_focus(self) -> None:
        """Put the cursor here."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watches the text for leaving and for the keys that end an edit."""
        if event.type() == QEvent.Type.FocusOut:
            self._commit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Escape:
                self.text.setPlainText(self._shown)
                return True
            if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._commit()
                return True
        return super().eventFilter(watched, event)

    def _commit(self) -> None:
        text = self.text.toPlainText().strip()
        if text != self._shown:
            self._shown = text
            self.committed.emit(text or None)
