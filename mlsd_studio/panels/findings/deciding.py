"""The dialog in which findings are decided about: what, why, who, until when; keys alone are enough."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.analysis.decisions import Terms
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.wording import REASONS, STATUSES
from mlsd_studio.model.quantities import Day, QuantityError
from mlsd_studio.model.records import Decision
from mlsd_studio.panels.forms.choice import Combo
from mlsd_studio.panels.naming import named

LISTED = 4
MNEMONICS = {"accepted": "&Accept", "mitigated": "&Mitigated elsewhere", "not_applicable": "&Not applicable",
             "deferred": "&Defer"}  # fmt: skip
USUAL_REASON = {"mitigated": "compensating_control", "not_applicable": "out_of_scope"}
"""What a status nearly always rests on, chosen with it where no reason was chosen."""

QUICK: tuple[tuple[str, int], ...] = (("1 month", 1), ("3 months", 3), ("6 months", 6), ("1 year", 12))


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last of the month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def common(decisions: Sequence[Decision], field: str) -> str:
    """The value that all decisions have in a field, as text; nothing where they differ."""
    values = {str(value) if (value := getattr(one, field)) is not None else "" for one in decisions}
    return values.pop() if len(values) == 1 else ""


class DecisionDialog(QDialog):
    """Asks for terms. `decided(terms)` when they are complete, `withdrawn` when the decisions are to go.

    `check` says what the terms lack (ValueError); then the dialog stays and says so.
    """

    decided = Signal(object)
    withdrawn = Signal()

    def __init__(
        self,
        findings: Sequence[Finding],
        by: str,
        today: date,
        check: Callable[[Terms], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.findings, self._today, self._check = tuple(findings), today, check
        known = [one.decision or one.former for one in findings]
        self._known = [one for one in known if one is not None]
        self.setWindowTitle("Decide" if len(findings) == 1 else f"Decide about {len(findings)} findings")
        self.statuses = QButtonGroup(self)
        self.reason_code, self.reason = Combo(), QPlainTextEdit()
        self.by, self.until, self.ticket = QLineEdit(), QLineEdit(), QLineEdit()
        self.quick = {words: self._quick(words, months) for words, months in QUICK}
        self.quick["no end"] = self._quick("no end", 0)
        self.says = named("small")
        self.trouble = named("error")
        self.save = QPushButton("Decide")
        self._lay_out()
        self._fill(by)

    # -- putting together ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(self._heading())
        column.addLayout(self._choices())
        column.addWidget(self.says)
        column.addLayout(self._fields())
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addLayout(self._buttons())

    def _fields(self) -> QGridLayout:
        self.reason.setFixedHeight(72)
        self.reason.setTabChangesFocus(True)
        self.reason.installEventFilter(self)
        self.reason.setPlaceholderText("What a reviewer should know in half a year")
        self.until.setPlaceholderText("no end")
        self.until.setToolTip("The last day on which it holds, such as 2027-03-31; empty: no end")
        self.until.setMinimumWidth(96)
        self.by.setPlaceholderText("Who decides")
        self.ticket.setPlaceholderText("Number or address")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget, QWidget], ...] = (
            ("&Because", self.reason_code, self.reason_code),
            ("&Reason", self.reason, self.reason),
            ("B&y", self.by, self.by),
            ("&Until", self.until, self._dates()),
            ("&Ticket", self.ticket, self.ticket),
        )
        for n, (words, editor, field) in enumerate(rows):
            label = QLabel(words)
            label.setProperty("role", "label")
            label.setMinimumHeight(30)
            label.setBuddy(editor)
            editor.setAccessibleName(words.replace("&", ""))
            grid.addWidget(label, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, n, 1)
        return grid

    def _dates(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.until, 1)
        for chip in self.quick.values():
            row.addWidget(chip)
        return holder

    def _heading(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(2)
        for finding in self.findings[:LISTED]:
            label = named("strong" if len(self.findings) == 1 else "", f"{finding.code}  {finding.title}")
            label.setTextFormat(Qt.TextFormat.PlainText)
            box.addWidget(label)
        if len(self.findings) > LISTED:
            box.addWidget(named("muted", f"and {len(self.findings) - LISTED} more"))
        reopened = [one.reopened for one in self.findings if one.reopened]
        if reopened:
            words = reopened[0] if len(self.findings) == 1 else f"{len(reopened)} of them reopened"
            box.addWidget(named("warning", f"{words[:1].upper()}{words[1:]}."))
        return box

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for status, (words, meaning) in STATUSES.items():
            button = QToolButton()
            button.setProperty("role", "chip")
            button.setProperty("status", status)
            button.setText(MNEMONICS[status])
            button.setCheckable(True)
            button.setToolTip(meaning)
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.statuses.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.statuses.buttonToggled.connect(lambda *_: self._on_status())
        self.reason_code.addItem("choose …", "")
        for code, words in REASONS.items():
            self.reason_code.addItem(words, code)
        return row

    def _quick(self, words: str, months: int) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("role", "chip")
        chip.setText(words)
        day = months_on(self._today, months).isoformat() if months else ""
        chip.setToolTip(f"Until {day}" if day else "It holds until its subject changes")
        chip.clicked.connect(lambda: self.until.setText(day))
        return chip

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if self._known:
            withdraw = QPushButton("&Withdraw decision" if len(self._known) == 1 else "&Withdraw decisions")
            withdraw.setAutoDefault(False)
            withdraw.setToolTip("Remove it; the finding is open again")
            withdraw.clicked.connect(self._withdraw)
            row.addWidget(withdraw)
        row.addStretch(1)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.save.setDefault(True)
        self.save.setToolTip("Ctrl+Enter")
        self.save.clicked.connect(self._decide)
        row.addWidget(cancel)
        row.addWidget(self.save)
        return row

    def sizeHint(self) -> QSize:
        """Wide enough for the date and its quick choices on one line."""
        return QSize(560, super().sizeHint().height())

    def _fill(self, by: str) -> None:
        """What is decided already; of several findings only what they share."""
        same = self._known if len(self._known) == len(self.findings) else []
        status = common(same, "status") if same else ""
        for button in self.statuses.buttons():
            button.setChecked(button.property("status") == status)
        if same:
            self.reason_code.setCurrentIndex(max(0, self.reason_code.findData(common(same, "reason_code"))))
            self.reason.setPlainText(common(same, "reason"))
            self.ticket.setText(common(same, "ticket"))
            until = common(same, "until")
            self.until.setText(until if until >= self._today.isoformat() else "")
        self.by.setText((common(same, "by") if same else "") or by)
        self._on_status()
        first = self.statuses.checkedButton() or self.statuses.buttons()[0]
        (self.reason if status else first).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is answered ----------------------------------------------------------------------------

    @property
    def status(self) -> str:
        """The status chosen, or nothing."""
        button = self.statuses.checkedButton()
        return str(button.property("status")) if button else ""

    def _on_status(self) -> None:
        status = self.status
        self.says.setText(
            STATUSES[status][1] if status else "Choose what is decided; Tab and the arrow keys lead on."
        )
        if status in USUAL_REASON and not self.reason_code.currentData():
            self.reason_code.setCurrentIndex(self.reason_code.findData(USUAL_REASON[status]))

    def terms(self) -> Terms:
        """What stands in the fields. Raises ValueError for a date that cannot be read."""
        until = self.until.text().strip()
        try:
            day = Day.parse(until) if until else None
        except QuantityError as error:
            raise ValueError(f"Until: {error}") from None
        return Terms(
            status=self.status,
            reason_code=str(self.reason_code.currentData() or ""),
            reason=self.reason.toPlainText().strip(),
            by=self.by.text().strip() or None,
            until=day,
            ticket=self.ticket.text().strip() or None,
        )

    def _decide(self) -> None:
        try:
            terms = self.terms()
            self._check(terms)
        except ValueError as error:
            self.trouble.setText(str(error))
            self.trouble.show()
            self._lead_to_gap()
            return
        self.decided.emit(terms)
        self.accept()

    def _lead_to_gap(self) -> None:
        """Put the cursor where something is missing."""
        missing: Iterable[tuple[bool, QWidget]] = (
            (not self.status, self.statuses.buttons()[0]),
            (not self.reason_code.currentData(), self.reason_code),
            (not self.reason.toPlainText().strip(), self.reason),
            (True, self.until),
        )
        next(widget for lacks, widget in missing if lacks).setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw(self) -> None:
        self.withdrawn.emit()
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter in the reason decides."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._decide()
                return True
        return super().eventFilter(watched, event)
