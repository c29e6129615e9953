"""Renaming in place: a small field over the title of a card, frame, note or flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mlsd_studio.drawing import card, qt_painter
from mlsd_studio.drawing.boundary import TITLE_SIZE
from mlsd_studio.drawing.flow import LABEL_SIZE
from mlsd_studio.drawing.note import TEXT_SIZE
from mlsd_studio.model.edits.components import rename

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

SMALLEST = 11.0
"""Pixels of the widget that the letters of a field are high at least."""


def text_of(canvas: Canvas, table: str, id: str) -> str:
    """What is edited: a name, a flow's label, a note's text."""
    record = canvas.session.document.get(table, id)
    if table == "components":
        return record.name or ""
    if table == "flows":
        return record.label or ""
    return record.text if table == "notes" else record.name or ""


def place_of(canvas: Canvas, table: str, id: str) -> tuple[QRect, float, str] | None:
    """Where the field goes in the widget, the size of its letters in pixels at 100 %, and their weight."""
    view, scene = canvas.view, canvas.scene
    if table == "flows":
        route = scene.geometry.route(id)
        if route is None:
            return None
        x, y = view.to_widget(*route.label_at)
        return QRect(round(x) - 70, round(y) - 13, 140, 26), LABEL_SIZE, "regular"
    rect = scene.rect(id)
    if rect is None:
        return None
    if table == "components" or id in scene.geometry.boxes:
        left, top, w, h = card.title_box(scene.look(id), card.detail_at(view.zoom))
        left, top, w = rect.x + left - 5, rect.y + top, w + 5
        size, weight = 12.5, "semibold"
    elif table == "notes":
        left, top, w, h = rect
        size, weight = TEXT_SIZE, "regular"
    else:
        left, top, w, h = rect.x + 11, rect.y + 10, min(rect.w - 22, 260), 22.0
        size, weight = TITLE_SIZE, "bold"
    x, y = view.to_widget(left, top)
    least = 60 if table == "notes" else 20
    width, height = max(90, round(w * view.zoom)), max(least, round(h * view.zoom))
    higher = 0.0 if table == "notes" else height - h * view.zoom
    return QRect(round(x), round(y - higher / 2), width, height), size, weight


class _Field:
    """What both fields share: they end once, and keys are theirs before they are shortcuts of the window."""

    _done: Callable[[str | None], None] | None = None

    _step: Callable[[int], None]
    """What Tab (1) and Shift+Tab (-1) do."""

    def content(self) -> str:
        """The text in the field."""
        raise NotImplementedError

    def end(self, keep: bool) -> None:
        """Close the field."""
        done, self._done = self._done, None
        if done is not None:
            done(self.content() if keep else None)

    def event(self, event: QEvent) -> bool:
        """Take every key before it is a shortcut; saving keeps the text and is the window's."""
        if event.type() == QEvent.Type.ShortcutOverride:
            if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Save):
                self.end(True)
                event.ignore()
                return False
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
        return super().event(event)  # type: ignore[misc]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Clicking elsewhere keeps the text."""
        super().focusOutEvent(event)  # type: ignore[misc]
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.end(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter (in a note with Ctrl) keeps the text, Escape does not."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if enter and (ctrl or isinstance(self, QLineEdit)):
            self.end(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.end(False)
        else:
            super().keyPressEvent(event)  # type: ignore[misc]


class NameField(_Field, QLineEdit):
    """One line."""

    def __init__(self, parent: QWidget, text: str, done: Callable[[str | None], None]) -> None:
        super().__init__(text, parent)
        self._done = done
        self.setAccessibleName("Name")
        self.selectAll()

    def content(self) -> str:
        """The text in the field."""
        return self.text()


class NoteField(_Field, QPlainTextEdit):
    """Several lines."""

    def __init__(self, parent: QWidget, text: str, done: Callable[[str | None], None]) -> None:
        super().__init__(text, parent)
        self._done = done
        self.setAccessibleName("Note")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectAll()

    def content(self) -> str:
        """The text in the field."""
        return self.toPlainText()


def _beside(canvas: Canvas, table: str, id: str, by: int) -> str | None:
    """The next (1) or previous (-1) element of a table that is drawn, in the order of the file."""
    scene = canvas.scene
    drawn = [one for one in canvas.session.document.table(table)
             if scene.rect(one) is not None or scene.geometry.route(one) is not None]  # fmt: skip
    at = drawn.index(id) + by if id in drawn else -1
    return drawn[at] if 0 <= at < len(drawn) else None


def open_editor(canvas: Canvas, id: str) -> NameField | NoteField | None:
    """Start renaming; None where there is nothing to rename."""
    found = canvas.session.document.find(id)
    if found is None or found[0] not in ("components", "boundaries", "flows", "notes"):
        return None
    table = found[0]
    place = place_of(canvas, table, id)
    if place is None:
        return None
    rect, size, weight = place

    def done(text: str | None) -> None:
        canvas.close_editor()
        now = canvas.session.document.get(table, id)
        if text is None or now is None or text.strip() == text_of(canvas, table, id):
            return
        if text.strip() or table == "flows":
            canvas.session.apply(rename(canvas.session.document, table, id, text))

    def step(by: int) -> None:
        other = _beside(canvas, table, id, by)
        field.end(True)
        if other is not None:
            canvas.session.select([other])
            canvas.rename(other)

    kind = NoteField if table == "notes" else NameField
    field = kind(canvas, text_of(canvas, table, id), done)
    field._step = step
    pixels = max(SMALLEST, size * canvas.view.zoom)
    font = qt_painter.font(pixels, weight)
    field.setFont(font)
    theme = canvas.theme
    field.setStyleSheet(
        f"font-family: '{font.family()}'; font-size: {pixels:.1f}px; font-weight: {int(font.weight())};"
        f"color: {theme['text']}; background: {theme['card']}; border: 1px solid {theme['accent']};"
        "border-radius: 4px; padding: 0px 4px; margin: 0px; min-height: 0px;"
    )
    field.setGeometry(rect)
    field.show()
    field.setFocus()
    return field
