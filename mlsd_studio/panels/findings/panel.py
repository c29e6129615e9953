"""The findings as a widget: filter and groups above, the list, or words where there is nothing to list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from mlsd_studio.analysis.decisions import decidable
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.grouping import grouped
from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.findings.desk import Desk
from mlsd_studio.panels.findings.detail import Detail
from mlsd_studio.panels.findings.filtering import Texts
from mlsd_studio.panels.findings.head import FindingsHead
from mlsd_studio.panels.findings.keeping import Keeper
from mlsd_studio.panels.findings.menu import findings_menu
from mlsd_studio.panels.findings.model import (
    DECIDED,
    FINDING_ROLE,
    KIND_ROLE,
    FindingsModel,
    Node,
    finding_node,
    heading_node,
)
from mlsd_studio.panels.findings.view import ONLY, FindingsView
from mlsd_studio.panels.memory import Words
from mlsd_studio.panels.placed import below_head, words_page
from mlsd_studio.panels.severity import rank
from mlsd_studio.session import Session

NOT_CHECKED = "Not checked yet."
NOTHING_DRAWN = "Nothing to check yet: drag a component onto the canvas, or press / to find one."
NONE_FIT = "Nothing matches the filter."


class FindingsPanel(QWidget):
    """`count_changed(n)`: how many open findings there are. `today` tells the day that decisions are made on."""

    count_changed = Signal(int)

    def __init__(
        self,
        session: Session,
        look: Theme | None = None,
        memory: Words | None = None,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look or theme("light")
        self._memory: Words = {} if memory is None else memory
        self.desk = Desk(session, self._look, self._memory, today, self)
        self.setProperty("role", "bar")
        self.setAccessibleName("Findings")
        self.head = FindingsHead(self._look, self._memory)
        self.model = FindingsModel(self)
        self.view = FindingsView(self.model, self._look)
        self.keeper = Keeper(self.view, self.model, lambda one: Detail(session, one, self.desk))
        self._texts, self._texts_of = Texts(session.document), session.report
        self._told = ""
        self.menu: QMenu | None = None
        self.empty = QLabel(NOT_CHECKED)
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.clear_filter = QPushButton("Clear the filter")
        self.clear_filter.setProperty("role", "link")
        self._lay_out()
        self._connect()
        self.set_theme(self._look)
        self.refresh()

    def _lay_out(self) -> None:
        self._nothing = words_page(self.empty, self.clear_filter)
        self._stack = below_head(self, self.head, self.view, self._nothing)

    def _connect(self) -> None:
        self.head.changed.connect(self.refresh)
        self.head.decide_requested.connect(lambda: self._do("decide"))
        self.head.field.moved.connect(self._into_list)
        self.head.field.chosen.connect(lambda: self._into_list(Qt.Key.Key_Down))
        self.clear_filter.clicked.connect(self.head.clear)
        self.view.shown.connect(self._session.show_finding)
        self.view.fix_hovered.connect(self.desk.preview)
        self.view.fix_chosen.connect(self.desk.apply)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.asked.connect(self._do)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._session.findings_changed.connect(self.refresh)
        self._session.replaced.connect(self._start_anew)

    def sizeHint(self) -> QSize:
        """Room for a handful of rows."""
        return QSize(600, 216)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.head.set_theme(look)
        self.view.rows.look = look
        self.desk.set_theme(look)
        self.keeper.redo()
        self.view.viewport().update()

    # -- what is shown -------------------------------------------------------------------------------

    def _start_anew(self) -> None:
        """Another design: nothing of the last one stays open or chosen."""
        self.keeper.forget()
        self.refresh()

    def refresh(self) -> None:
        """List what the last check found, as far as the filter lets it through."""
        session = self._session
        findings, changed = session.findings, session.progress.difference
        asked = self.head.asked(changed)
        if self._texts.stale or self._texts_of is not session.report:
            self._texts, self._texts_of = Texts(session.document), session.report
        listed = [one for one in findings if asked.lets_through(self._texts, one)]
        self.head.count(findings, len(listed), changed, session.progress.words())
        self.count_changed.emit(sum(not one.decided for one in findings))
        self.keeper.show(self._rows(listed), frozenset(changed.came), self.head.group_by)
        self._announce(session.progress.words())
        self._say_nothing(bool(findings))
        self._stack.setCurrentWidget(self.view if listed else self._nothing)
        self._enable()

    def _rows(self, listed: list[Finding]) -> list[Node]:
        """Open findings, under headings where they are grouped, then the decided ones under theirs."""
        ordered = sorted(listed, key=lambda one: rank(one.severity))
        open_ones = [one for one in ordered if not one.decided]
        decided = [one for one in ordered if one.decided]
        by = self.head.group_by
        if by:
            groups = grouped(self._session.document, open_ones, by)
            rows = [heading_node(f"{by}:{group.key}", group.title, members) for group, members in groups]
        else:
            rows = [finding_node(one) for one in open_ones]
        if decided:
            rows.append(heading_node(DECIDED, "Decided", decided))
        return rows

    def _announce(self, words: str) -> None:
        """Tell a screen reader, once, how the findings have changed."""
        if words != self._told and QAccessible.isActive():
            message = words or "The findings are as they were"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message))
        self._told = words

    def _say_nothing(self, filtered: bool) -> None:
        report = self._session.report
        self.clear_filter.setVisible(filtered)
        if not self._session.document.components:
            self.empty.setText(NOTHING_DRAWN)
        elif report is None:
            self.empty.setText(NOT_CHECKED)
        elif filtered:
            self.empty.setText(NONE_FIT)
        else:
            rules = len(report.rules_run)
            self.empty.setText(f"No findings: checked {rules} rule{'' if rules == 1 else 's'}.")

    def _enable(self) -> None:
        rows = self.view.selectedIndexes()
        can = any(one.data(KIND_ROLE) == "heading" or decidable(one.data(FINDING_ROLE)) for one in rows)
        self.head.decide.setEnabled(can)

    # -- what is done --------------------------------------------------------------------------------

    def _do(self, word: str) -> None:
        """What a key or the menu asks of the selected findings."""
        chosen, current = self.view.chosen(), self.view.current()
        if word == "decide":
            self.desk.decide(chosen)
        elif word == "withdraw":
            self.desk.withdraw(chosen)
        elif word == "copy":
            self.desk.copy(chosen)
        elif word == "help" and current is not None:
            self.desk.explain(current.code)

    def _open_menu(self, point: QPoint) -> None:
        chosen = self.view.chosen()
        if chosen:
            self.menu = findings_menu(self, chosen)
            self.menu.popup(point)

    def _into_list(self, key: int) -> None:
        """From the search field down to the first finding."""
        nodes = self.model.nodes()
        if key == Qt.Key.Key_Down and nodes:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.selectionModel().setCurrentIndex(self.model.index_at(nodes[0]), ONLY)
            if nodes[0].finding is not None:
                self._session.show_finding(nodes[0].finding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the light on the canvas out."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.show_finding(None)
        else:
            super().keyPressEvent(event)
