"""The findings as a widget: filter and severities above, the list, or words where there is nothing to list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from mlsd_studio.analysis.findings import SEVERITIES, Finding, Fix, Severity
from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.findings.detail import Detail
from mlsd_studio.panels.findings.model import FINDING_ROLE, FindingsModel, matches
from mlsd_studio.panels.findings.view import FindingsView
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.panels.severity import SEVERITY_ICONS, SEVERITY_WORDS
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon

NOT_CHECKED = "Not checked yet."
NONE = "No findings. The checks found nothing to say of this design."
NONE_FIT = "No finding fits the filter."
HEADING_KEY = "decided"


class FindingsPanel(QWidget):
    """`count_changed(n)`: how many open findings there are."""

    count_changed = Signal(int)

    def __init__(self, session: Session, look: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look or theme("light")
        self._found: tuple[Finding, ...] | None = None
        self.setProperty("role", "bar")
        self.setAccessibleName("Findings")
        self.model = FindingsModel(self)
        self.view = FindingsView(self.model, self._look)
        self.field = SearchField("Filter findings", self._look)
        self.toggles = {severity: self._toggle(severity) for severity in SEVERITIES}
        self.empty = QLabel(NOT_CHECKED)
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.set_theme(self._look)
        self.refresh()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 12, 4)
        top.setSpacing(4)
        self.field.setMaximumWidth(280)
        top.addWidget(self.field, 1)
        top.addSpacing(8)
        for toggle in self.toggles.values():
            top.addWidget(toggle)
        top.addStretch(1)
        self._stack = QStackedLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(self._stack, 1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)

    def _connect(self) -> None:
        self.field.textChanged.connect(self.refresh)
        self.field.moved.connect(self._into_list)
        self.field.chosen.connect(lambda: self._into_list(Qt.Key.Key_Down))
        self.view.shown.connect(self._session.show_finding)
        self.view.fix_hovered.connect(self._preview)
        self.view.fix_chosen.connect(self._apply)
        self.view.detail_wanted.connect(self._open_detail)
        self._session.findings_changed.connect(self.refresh)
        self._session.replaced.connect(self.refresh)

    def _toggle(self, severity: Severity) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "small")
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"Show or hide {SEVERITY_WORDS[severity]}")
        button.toggled.connect(self.refresh)
        return button

    def sizeHint(self) -> QSize:
        """Room for a handful of rows."""
        return QSize(600, 216)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.field.set_theme(look)
        self.view.rows.look = look
        for severity, toggle in self.toggles.items():
            toggle.setIcon(qicon(SEVERITY_ICONS[severity], look.severity(severity), 14))
        self.view.viewport().update()

    # -- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """List what the last check found, as far as the filter lets it through."""
        findings = self._session.findings
        words = self.field.text()
        on = {severity for severity, toggle in self.toggles.items() if toggle.isChecked()}
        listed = tuple(one for one in findings if one.severity in on and matches(one, words))
        self._count(findings)
        if listed != self._found:
            self._fill(listed)
        if self._session.report is None:
            self.empty.setText(NOT_CHECKED)
        else:
            self.empty.setText(NONE_FIT if findings else NONE)
        self._stack.setCurrentWidget(self.view if listed else self.empty)

    def _count(self, findings: tuple[Finding, ...]) -> None:
        still_open = [one for one in findings if not one.decided]
        for severity, toggle in self.toggles.items():
            number = sum(one.severity == severity for one in still_open)
            toggle.setText(str(number))
            toggle.setAccessibleName(f"{number} {SEVERITY_WORDS[severity]}")
        self.count_changed.emit(len(still_open))

    def _fill(self, listed: tuple[Finding, ...]) -> None:
        """Show other rows; what was open or current and is still there stays so."""
        self._found = listed
        view = self.view
        opened, current, place = self._open_keys(), self._current_key(), view.verticalScrollBar().value()
        self.model.fill(listed)
        for key in opened:
            index = self._heading() if key == HEADING_KEY else self.model.index_of(key)
            if index.isValid():
                view.setExpanded(index, True)
        index = self.model.index_of(current) if current else QModelIndex()
        if index.isValid():
            view.setCurrentIndex(index)
        view.verticalScrollBar().setValue(place)

    def _open_keys(self) -> list[str]:
        keys = []
        for node in self.model.top:
            index = self.model.createIndex(node.row, 0, node)
            if not self.view.isExpanded(index):
                continue
            keys.append(node.finding.key if node.finding else HEADING_KEY)
            for child in node.children if node.kind == "heading" else ():
                if child.finding and self.view.isExpanded(self.model.createIndex(child.row, 0, child)):
                    keys.append(child.finding.key)
        return keys

    def _current_key(self) -> str:
        finding = self.view.currentIndex().data(FINDING_ROLE) if self.view.currentIndex().isValid() else None
        return finding.key if finding else ""

    def _heading(self) -> QModelIndex:
        last = self.model.top[-1] if self.model.top else None
        return self.model.createIndex(last.row, 0, last) if last and last.kind == "heading" else QModelIndex()

    def _open_detail(self, index: QModelIndex) -> None:
        detail = Detail(self._session, index.data(FINDING_ROLE), self._apply)
        self.view.setIndexWidget(self.model.index(0, 0, index), detail)
        self.view.scheduleDelayedItemsLayout()

    # -- what is done --------------------------------------------------------------------------------

    def _preview(self, fix: Fix | None) -> None:
        if fix is not None and fix.edits:
            self._session.preview_fix(fix)
        else:
            self._session.clear_ghost()

    def _apply(self, fix: Fix) -> None:
        self._session.apply_fix(fix)

    def _into_list(self, key: int) -> None:
        if key == Qt.Key.Key_Down and self.model.top:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.setCurrentIndex(self.model.index(0, 0))
            finding = self.model.top[0].finding
            if finding is not None:
                self._session.show_finding(finding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the light on the canvas out."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.show_finding(None)
        else:
            super().keyPressEvent(event)
