"""The line over the findings: search, severities, decided, new since the last save, what they are grouped by."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from mlsd_studio.analysis.comparing import Difference
from mlsd_studio.analysis.findings import SEVERITIES, Finding
from mlsd_studio.analysis.grouping import GROUPINGS
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.findings.filtering import Filter
from mlsd_studio.panels.forms.choice import Combo
from mlsd_studio.panels.memory import Words
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.panels.severity import SEVERITY_ICONS, SEVERITY_WORDS
from mlsd_studio.session.icons import qicon

GROUP_BY = "group_by"
NARROW = 800
"""Below this width the chips have their numbers only."""


class Fading(QLabel):
    """A muted line that never asks for room: in full where there is some, else short, else not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.short = ""
        self.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """It may vanish."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The longest of the two that there is room for."""
        del event
        wide = self.fontMetrics().horizontalAdvance
        words = next((one for one in (self.text(), self.short) if wide(one) <= self.width()), "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


class FindingsHead(QWidget):
    """`changed` when other findings are asked for, `decide_requested` for those that are selected."""

    changed = Signal()
    decide_requested = Signal()

    def __init__(self, look: Theme, memory: Words) -> None:
        super().__init__()
        self._memory = memory
        self.field = SearchField("Filter findings", look)
        self.toggles = {one: self._toggle(True, f"Show or hide {SEVERITY_WORDS[one]}") for one in SEVERITIES}
        self.decided = self._toggle(True, "Show or hide what has been decided")
        self.new = self._toggle(False, "Only what is new")
        self.since = Fading()
        self.decide = QToolButton()
        self.decide.setToolTip("Decide about the selected findings: accept, defer or set aside (D)")
        self.decide.setAccessibleName("Decide about the selected findings")
        self.decide.clicked.connect(self.decide_requested)
        self.group = Combo()
        self._lay_out()
        self.set_theme(look)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        self.field.setMinimumWidth(96)
        self.field.setMaximumWidth(280)
        row.addWidget(self.field, 6)
        row.addSpacing(4)
        for toggle in (*self.toggles.values(), self.decided, self.new):
            row.addWidget(toggle)
        row.addSpacing(4)
        row.addWidget(self.since, 4)
        row.addWidget(self.decide)
        row.addWidget(self.group)
        self.field.textChanged.connect(lambda _: self.changed.emit())
        self.group.addItem("No groups", "")
        for key, (words, _) in GROUPINGS.items():
            self.group.addItem(words, key)
        self.group.setCurrentIndex(max(0, self.group.findData(self._memory.get(GROUP_BY, ""))))
        self.group.setMinimumWidth(84)
        self.group.setMaximumWidth(132)
        self.group.setToolTip("Group the findings")
        self.group.setAccessibleName("Group the findings by")
        self.group.currentIndexChanged.connect(self._regroup)

    def _toggle(self, on: bool, tip: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "small")
        button.setCheckable(True)
        button.setChecked(on)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(tip)
        button.toggled.connect(lambda _: self.changed.emit())
        return button

    def _regroup(self) -> None:
        self._memory[GROUP_BY] = self.group_by
        self.changed.emit()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self.field.set_theme(look)
        for severity, toggle in self.toggles.items():
            toggle.setIcon(qicon(SEVERITY_ICONS[severity], look.severity(severity), 14))
        self.decided.setIcon(qicon("gavel", look["muted"], 14))
        self.new.setIcon(qicon("sparkles", look["accent"], 14))
        self.decide.setIcon(qicon("gavel", look["text"], 16))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the chips have their numbers only."""
        super().resizeEvent(event)
        self._label()

    # -- what is asked for ---------------------------------------------------------------------------

    @property
    def group_by(self) -> str:
        """A key of GROUPINGS, or nothing."""
        return str(self.group.currentData() or "")

    def asked(self, difference: Difference) -> Filter:
        """What is to be listed."""
        on = frozenset(one for one, toggle in self.toggles.items() if toggle.isChecked())
        new = frozenset(difference.came) if self.new.isChecked() else None
        return Filter(self.field.text(), on, self.decided.isChecked(), new)

    def clear(self) -> None:
        """Let everything through."""
        self.blockSignals(True)
        for toggle in (*self.toggles.values(), self.decided):
            toggle.setChecked(True)
        self.new.setChecked(False)
        self.field.clear()
        self.blockSignals(False)
        self.changed.emit()

    # -- what is shown -------------------------------------------------------------------------------

    def count(self, findings: tuple[Finding, ...], listed: int, difference: Difference, since: str) -> None:
        """Show how many there are of everything, how many the filter lets through, and what has changed."""
        still_open = [one for one in findings if not one.decided]
        for severity, toggle in self.toggles.items():
            number = sum(one.severity == severity for one in still_open)
            toggle.setText(str(number))
            toggle.setAccessibleName(f"{number} {SEVERITY_WORDS[severity]}")
        self._numbers = (len(findings) - len(still_open), len(difference.came))
        self._label()
        part = f"{listed} of {len(findings)} listed" if listed < len(findings) else ""
        self.since.short = part or difference.words()
        self.since.setText(" · ".join(words for words in (part, since) if words))
        self.since.setToolTip(self.since.text())
        self.new.setToolTip(
            f"Only what is new: {since}" if since else "Only what is new; nothing has changed"
        )

    _numbers = (0, 0)

    def _label(self) -> None:
        decided, new = self._numbers
        short = self.width() < NARROW
        self.decided.setText(str(decided) if short else f"{decided} decided")
        self.new.setText(str(new) if short else f"{new} new")
        self.decided.setAccessibleName(f"{decided} decided")
        self.new.setAccessibleName(f"{new} new since the last save")
