"""What is behind a verdict: computed and target, margin, contributor, missing inputs, and what would meet it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.analysis.findings import Fix
from mlsd_studio.analysis.numbers.results import Verdict
from mlsd_studio.analysis.numbers.ways import ways
from mlsd_studio.analysis.numbers.wording import (
    contribution,
    field_words,
    margin_words,
    metric_title,
    missing_field,
    reading,
    target_words,
)
from mlsd_studio.drawing.outcome import OUTCOMES
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.forms.choice import FlowLayout
from mlsd_studio.panels.naming import name_of, named
from mlsd_studio.panels.verdicts.bars import Waterfall
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon

WIDTH, MOST_WIDTH = 400, 520
"""As wide as this, and wider only for the words of an offer."""
MARGIN = 8
"""What stays free between it and the edges of the window."""
MOST_MISSING, MOST_ROWS = 6, 10


class Popover(QFrame):
    """A frame under a card, over the canvas; Esc or its cross closes it. `closed` tells whether it had the focus."""

    closed = Signal(bool)

    def __init__(self, session: Session, look: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self._fixes: dict[QObject, Fix] = {}
        self.waterfall: Waterfall | None = None
        self.offers: list[QPushButton] = []
        self.missing: list[QPushButton] = []
        self.setObjectName("verdictPopover")
        self.setProperty("role", "popover")
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 12, 12, 14)
        self._box.setSpacing(8)
        self._page: QWidget | None = None
        self._at, self._end = QPoint(), MOST_WIDTH

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours the next time it opens."""
        self._look = look
        self.close_it()

    def show_verdict(self, verdict: Verdict, at: QPoint, end: int) -> None:
        """Show a verdict with the top left corner at a point of the parent, and nothing of it beyond `end`."""
        self._at, self._end = at, end
        self._fill(verdict)
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def refresh(self, verdict: Verdict) -> None:
        """The numbers have changed; what is being clicked stays until it is left."""
        if not any(one.underMouse() or one.hasFocus() for one in (*self.offers, *self.missing)):
            self._fill(verdict)
            self._place()

    def _place(self) -> None:
        """As wide as its offers and as tall as its words; further in where it would end outside the window."""
        offer = max((one.sizeHint().width() for one in self.offers), default=0)
        wide = min(max(WIDTH, offer + self._box.contentsMargins().left() * 2), MOST_WIDTH)
        self.setFixedWidth(min(wide, self._end - 2 * MARGIN))
        self.adjustSize()
        left = max(MARGIN, min(self._at.x(), self._end - self.width() - MARGIN))
        lowest = self.parentWidget().height() - self.height() - MARGIN
        self.move(left, max(MARGIN, min(self._at.y(), lowest)))

    def close_it(self) -> None:
        """Close, and say so."""
        if not self.isHidden():
            self._session.clear_ghost()
            inside = self.hasFocus() or self.isAncestorOf(self.window().focusWidget() or self.window())
            self.hide()
            self.closed.emit(inside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            super().keyPressEvent(event)

    # -- what is in it -------------------------------------------------------------------------------

    def _fill(self, verdict: Verdict) -> None:
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        self._fixes.clear()
        self.offers, self.missing, self.waterfall = [], [], None
        self._page = QWidget(self)
        box = QVBoxLayout(self._page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._head(verdict))
        box.addLayout(self._facts(verdict))
        for part in (self._times(verdict), self._gaps(verdict), self._ways(verdict)):
            if part is not None:
                box.addWidget(part)
        self._box.addWidget(self._page)
        self._page.show()

    def _head(self, verdict: Verdict) -> QHBoxLayout:
        state = OUTCOMES[verdict.outcome]
        icon = QLabel()
        icon.setPixmap(qicon(state.icon, self._look[state.token]).pixmap(QSize(16, 16)))
        journey = f" · {name_of(self._session.document, verdict.journey)}" if verdict.journey else ""
        title = QLabel(f"{metric_title(verdict.metric)}{journey}: {state.word}")
        title.setProperty("role", "strong")
        about = self._tool("circle-help", "How this number is computed")
        about.clicked.connect(lambda: self._session.help_requested.emit(verdict.metric))
        edit, cross = self._tool("pencil", "Edit the requirement"), self._tool("x", "Close (Esc)")
        edit.clicked.connect(lambda: self._edit(verdict.requirement, "target"))
        cross.clicked.connect(self.close_it)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(icon)
        line.addWidget(title, 1)
        line.addWidget(about)
        line.addWidget(edit)
        line.addWidget(cross)
        return line

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(qicon(icon, self._look["muted"], 14))
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        return button

    def _facts(self, verdict: Verdict) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnStretch(1, 1)
        origin = "" if verdict.value.value is None else f" ({verdict.value.origin})"
        rows = [
            ("Computed", reading(verdict.metric, verdict.value, verdict.target) + origin),
            ("Target", target_words(verdict.metric, verdict.target)),
            ("Margin", margin_words(verdict)),
            ("Growth", self._growth(verdict)),
            ("Note", verdict.note or ""),
        ]
        for words, value in rows:
            if value:
                self._fact(grid, words, named("", value))
        if verdict.contributor is not None and self._session.numbers is not None:
            self._fact(grid, "Most from", self._contributor(verdict))
        return grid

    def _later(self, verdict: Verdict) -> Verdict | None:
        """The second line of a throughput that is to grow."""
        numbers = self._session.numbers
        key = (verdict.requirement, verdict.journey)
        return next(
            (one for one in (numbers.verdicts if numbers else ())
             if one.growth is not None and (one.requirement, one.journey) == key), None,
        )  # fmt: skip

    def _growth(self, verdict: Verdict) -> str:
        later = self._later(verdict)
        if later is None or later.growth is None:
            return ""
        state = OUTCOMES[later.outcome].word
        return f"{later.growth:g}×, {target_words(later.metric, later.target)}: {state}"

    def _fact(self, grid: QGridLayout, words: str, widget: QWidget) -> None:
        label = QLabel(words)
        label.setProperty("role", "label")
        row = grid.rowCount()
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(widget, row, 1)

    def _contributor(self, verdict: Verdict) -> QWidget:
        id = verdict.contributor or ""
        share = contribution(self._session.numbers, verdict) if self._session.numbers else ""
        name = name_of(self._session.document, id)
        if id not in self._session.document.components:
            return named("", f"{name}{f', {share}' if share else ''}")
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        link = QPushButton(name.replace("&", "&&"))
        link.setProperty("role", "link")
        link.setToolTip(f"Select {name}")
        link.clicked.connect(lambda: self._session.select([id]))
        line.addWidget(link)
        line.addWidget(named("muted", share), 1)
        return holder

    def _times(self, verdict: Verdict) -> QWidget | None:
        """The waterfall of a latency."""
        numbers = self._session.numbers
        journey = numbers.journeys.get(verdict.journey or "") if numbers else None
        if journey is None or not verdict.metric.startswith("latency") or not journey.latency.waterfall:
            return None
        slices = journey.latency.waterfall
        if len(slices) > MOST_ROWS:
            longest = sorted(slices, key=lambda one: -one.length)[:MOST_ROWS]
            slices = tuple(one for one in slices if one in longest)
        self.waterfall = Waterfall(self._session, self._look, slices)
        return self.waterfall

    def _gaps(self, verdict: Verdict) -> QWidget | None:
        """Links to the fields that are missing."""
        names = verdict.value.missing
        if not names:
            return None
        holder, flow = self._group("Missing, so that it is not exact" if verdict.value.value else "Missing")
        document = self._session.document
        for name in names[:MOST_MISSING]:
            found = missing_field(document, name)
            if found is None:
                flow.addWidget(named("muted", name))
                continue
            id, field = found
            link = QPushButton(f"{name_of(document, id)}: {field_words(field)}".replace("&", "&&"))
            link.setProperty("role", "link")
            link.setToolTip("State it in the inspector")
            link.clicked.connect(lambda _=False, id=id, field=field: self._edit(id, field))
            self.missing.append(link)
            flow.addWidget(link)
        if len(names) > MOST_MISSING:
            flow.addWidget(named("muted", f"and {len(names) - MOST_MISSING} more"))
        return holder

    def _ways(self, verdict: Verdict) -> QWidget | None:
        """Buttons for what would meet the target."""
        numbers = self._session.numbers
        later = self._later(verdict)
        judged = [one for one in (verdict, later) if one is not None]
        fixes = (
            [fix for one in judged for fix in ways(self._session.document, numbers, one)] if numbers else []
        )
        if not fixes:
            return None
        holder, flow = self._group("What would meet it")
        for fix in fixes:
            button = QPushButton(fix.label.replace("&", "&&"))
            button.setToolTip("One step; Ctrl+Z takes it back")
            button.clicked.connect(lambda _=False, fix=fix: self._apply(fix))
            button.installEventFilter(self)
            self._fixes[button] = fix
            self.offers.append(button)
            flow.addWidget(button)
        return holder

    def _group(self, words: str) -> tuple[QWidget, FlowLayout]:
        holder, inner = QWidget(), QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 2, 0, 0)
        box.setSpacing(4)
        head = QLabel(words)
        head.setProperty("role", "section")
        box.addWidget(head)
        box.addWidget(inner)
        return holder, FlowLayout(inner, 6)

    def _apply(self, fix: Fix) -> None:
        self._session.apply_fix(fix)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, id: str, field: str) -> None:
        self.close_it()
        self._session.edit_field(id, field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An offer under the mouse or with the focus is shown as a ghost."""
        fix = self._fixes.get(watched)
        if fix is not None and event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._session.preview_fix(fix)
        elif fix is not None and event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self._session.clear_ghost()
        return super().eventFilter(watched, event)
