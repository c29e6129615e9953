"""Listed records as rows that open into a form: requirements, constraints, journeys, the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model.edits.rows import move_row, remove_row
from mlsd_studio.model.records import Record, Requirement, record_id
from mlsd_studio.panels.inspector.form import RecordForm
from mlsd_studio.panels.inspector.summaries import Summary, summary
from mlsd_studio.panels.naming import named
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon

HEAD = 46
LEFT = 32
EMPTY = Summary("circle", "muted", "", "")
ALT = Qt.KeyboardModifier.AltModifier


class RowHead(QAbstractButton):
    """The line of a record: state, title, what is known. Enter opens, Delete removes, Alt+arrows move."""

    removed = Signal()
    shifted = Signal(int)

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self._look = look
        self.summary = EMPTY
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(200, HEAD)

    def show_summary(self, shown: Summary) -> None:
        """Show another summary."""
        if shown == self.summary:
            return
        self.summary = shown
        self.setAccessibleName(f"{shown.title}. {shown.line}")
        self.setToolTip("\n".join(part for part in (shown.title, shown.line, shown.tip) if part))
        self.update()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a row."""
        shifts = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() in shifts and event.modifiers() & ALT:
            self.shifted.emit(shifts[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, two lines, and a chevron at the end."""
        look, shown, w = self._look, self.summary, self.width()
        shapes: list[Shape] = []
        lit = self.underMouse() or self.hasFocus()
        if lit or self.isChecked():
            ring = Stroke(look["accent"]) if self.hasFocus() else None
            shapes.append(Box(0.5, 0.5, w - 1, HEAD - 1, 8, Fill(look["hover"]), ring))
        room = w - LEFT - 24
        middle = 19.0 if shown.line else 27.5
        title = text.elide(shown.title, 12.5, room, "semibold")
        shapes.append(Text(LEFT, middle, title, 12.5, look["text"], "semibold"))
        if shown.line:
            shapes.append(Text(LEFT, 36, text.elide(shown.line, 11.5, room), 11.5, look["muted"]))
        painter = QPainter(self)
        paint(painter, shapes)
        top = 6 if shown.line else (HEAD - 16) // 2
        qicon(shown.icon, look[shown.token]).paint(painter, QRect(8, top, 16, 16))
        arrow = "chevron-down" if self.isChecked() else "chevron-right"
        qicon(arrow, look["muted"], 12).paint(painter, QRect(w - 20, (HEAD - 12) // 2, 12, 12))
        painter.end()


class RecordRow(QWidget):
    """One record: its head, and while it is open its form with what can be done to it."""

    def __init__(self, session: Session, table: str, id: str, look: Theme) -> None:
        super().__init__()
        self._session, self.table, self.id, self._look = session, table, id, look
        self.head = RowHead(look)
        self.form: RecordForm | None = None
        self._tools: list[tuple[QToolButton, str]] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._box.addWidget(self.head)
        self.head.toggled.connect(self._toggle)
        self.head.removed.connect(self.remove)
        self.head.shifted.connect(self.shift)

    @property
    def record(self) -> Any:
        """The record as it is now; None when it is gone."""
        return self._session.document.get(self.table, self.id)

    def set_open(self, opened: bool) -> None:
        """Open or fold the row."""
        self.head.setChecked(opened)

    def judge(self) -> None:
        """Show what the numbers say of the record now."""
        record = self.record
        if record is not None:
            self.head.show_summary(summary(self._session.document, self._session.numbers, record))

    def refresh(self) -> None:
        """Show the record, and what the numbers say of it, as they are now."""
        self.judge()
        record = self.record
        if record is None:
            return
        if self.form is not None and self.head.isChecked():
            self._show_fields(record)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.head.set_theme(look)
        if self.form is not None:
            self.form.set_theme(look)
        for button, icon in self._tools:
            button.setIcon(qicon(icon, look["muted"], 14))

    def focus_field(self, name: str) -> None:
        """Open the row with the cursor in a field; without a name, on the head."""
        self.set_open(True)
        if not name or self.form is None or not self.form.focus_field(name):
            self.head.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def remove(self) -> None:
        """Remove the record, as one step."""
        self._session.apply(remove_row(self._session.document, self.table, self.id))

    def shift(self, by: int) -> None:
        """Move the record up or down past the next one of its category."""
        document = self._session.document
        rows = list(document.table(self.table).values())
        category = getattr(self.record, "category", None)
        near = [record_id(one) for one in rows if getattr(one, "category", None) == category]
        place = near.index(self.id) + by
        if 0 <= place < len(near):
            index = document.index_of(self.table, near[place])
            self._session.apply(move_row(document, self.table, self.id, index))
            self.head.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle(self, opened: bool) -> None:
        if opened and self.form is None:
            self._build()
        if self.form is not None:
            self._body.setVisible(opened)
        self.refresh()

    def _build(self) -> None:
        self.form = RecordForm(self._session, self.table, self._look, {})
        self._body = QWidget()
        box = QVBoxLayout(self._body)
        box.setContentsMargins(8, 2, 4, 8)
        box.setSpacing(4)
        box.addWidget(self.form)
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addStretch(1)
        for icon, words, run in (
            ("chevron-up", "Move up (Alt+Up)", lambda: self.shift(-1)),
            ("chevron-down", "Move down (Alt+Down)", lambda: self.shift(1)),
            ("trash-2", "Remove (Delete on the heading)", self.remove),
        ):
            line.addWidget(self._tool(icon, words, run))
        box.addLayout(line)
        self._box.addWidget(self._body)
        self.form.show_records((self.id,))

    def _tool(self, icon: str, words: str, run: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setIcon(qicon(icon, self._look["muted"], 14))
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.clicked.connect(run)
        self._tools.append((button, icon))
        return button

    def _show_fields(self, record: Record) -> None:
        assert self.form is not None
        if isinstance(record, Requirement):
            self.form.hidden = _meaningless(record)
        self.form.refresh()


def _meaningless(wanted: Requirement) -> frozenset[str]:
    """Fields that say nothing with the metric of a requirement."""
    hidden = {
        "target": wanted.metric is None,
        "growth": wanted.metric != "throughput",
        "journey": wanted.metric in (None, "cost", "maintainability"),
    }
    return frozenset(path for path, away in hidden.items() if away and getattr(wanted, path) is None)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be added: what its button says, the name its id is made of, and its fields."""

    words: str
    name: str
    fields: dict[str, Any]
    field: str = ""


class RecordSection(QWidget):
    """The records of a table, or of one category of it, under a heading with a button to add one."""

    def __init__(
        self, session: Session, table: str, title: str, look: Theme, offers: Sequence[Offer],
        empty: str, category: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._session, self.table, self.category, self._look = session, table, category, look
        self.title = QLabel(title)
        self.title.setProperty("role", "strong")
        self.count = QLabel()
        self.count.setProperty("role", "small")
        self.add = QToolButton()
        self.add.setText("Add")
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setProperty("role", "link")
        self.add.setAccessibleName(f"Add to {title}")
        self.add.setToolTip(f"Add to {title}")
        self.empty = named("muted", empty)
        self.rows: dict[str, RecordRow] = {}
        self.adding: Callable[[Offer], None] = lambda _: None
        self._offer(offers)
        line = QHBoxLayout()
        line.setSpacing(6)
        for widget in (self.title, self.count):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.add)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 10)
        self._box.setSpacing(2)
        self._box.addLayout(line)
        self._box.addWidget(self.empty)
        self.set_theme(look)

    def _offer(self, offers: Sequence[Offer]) -> None:
        if len(offers) == 1:
            self.add.clicked.connect(lambda: self.adding(offers[0]))
            return
        menu = QMenu(self.add)
        for offer in offers:
            menu.addAction(offer.words).triggered.connect(lambda _=False, offer=offer: self.adding(offer))
        self.add.setMenu(menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def put_below(self, widget: QWidget) -> None:
        """Stand a widget under the heading."""
        self._box.insertWidget(1, widget)

    def refresh(self, touched: set[str] | None = None) -> None:
        """Show the records there are; of rows that stay, only the touched ones are shown anew (None: all)."""
        wanted = [
            record_id(one) for one in self._session.document.table(self.table).values()
            if not self.category or one.category == self.category
        ]  # fmt: skip
        if wanted != list(self.rows):
            self._arrange(wanted)
        for id, row in self.rows.items():
            if touched is None or id in touched:
                row.refresh()
        self.count.setText(str(len(wanted)) if wanted else "")
        self.empty.setVisible(not wanted)

    def _row(self, id: str) -> RecordRow:
        row = RecordRow(self._session, self.table, id, self._look)
        row.refresh()
        return row

    def _arrange(self, wanted: list[str]) -> None:
        for id in [id for id in self.rows if id not in wanted]:
            row = self.rows.pop(id)
            row.hide()
            row.deleteLater()
        first = self._box.indexOf(self.empty) + 1
        ordered: dict[str, RecordRow] = {}
        for place, id in enumerate(wanted):
            row = self.rows.get(id) or self._row(id)
            if self._box.indexOf(row) != first + place:
                self._box.insertWidget(first + place, row)
                row.show()
            ordered[id] = row
        self.rows = ordered

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.add.setIcon(qicon("plus", look["accent"], 14))
        for row in self.rows.values():
            row.set_theme(look)


def offer_buttons(offers: Sequence[Offer], add: Callable[[Offer], None]) -> QWidget:
    """Offers as a column of buttons, for a list that is still empty."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 4, 0, 4)
    box.setSpacing(6)
    for offer in offers:
        button = QPushButton(offer.words)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setToolTip(f"Adds it; then type the value. {offer.words}")
        button.clicked.connect(lambda _=False, offer=offer: add(offer))
        box.addWidget(button)
    return holder
