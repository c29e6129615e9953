"""What stands under an open row: why, where, the facts and their origin, what was decided, and every fix."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.analysis.decisions import decidable
from mlsd_studio.analysis.findings import Finding, Fix
from mlsd_studio.analysis.wording import decision_parts, evidence_origin, evidence_value
from mlsd_studio.model import Document
from mlsd_studio.panels.findings.desk import Desk
from mlsd_studio.panels.findings.explaining import help_of
from mlsd_studio.panels.forms.choice import FlowLayout
from mlsd_studio.panels.help.html import open_link, source_html
from mlsd_studio.panels.naming import name_of, named
from mlsd_studio.session import Session

LEFT, LABEL = 60, 84
TWO_COLUMNS = 820
"""From this width on the facts stand beside the words."""
MOST_ROWS = 60


class Detail(QWidget):
    """The details of one finding; hovering over a fix shows it as a ghost, a click applies it.

    `height_changed` when the row is to be measured again.
    """

    height_changed = Signal()

    def __init__(self, session: Session, finding: Finding, desk: Desk) -> None:
        super().__init__()
        self._session, self.finding, self._desk = session, finding, desk
        self._fixes: dict[QObject, Fix] = {}
        self.setAutoFillBackground(False)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(LEFT, 4, 16, 12)
        self._columns.setSpacing(28)
        self._left, self._right = self._column(5), self._column(4)
        self._say_what()
        self._say_facts()
        for box in (self._left, self._right):
            box.addStretch(1)

    def _column(self, stretch: int) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(6)
        self._columns.addLayout(box, stretch)
        return box

    # -- size ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Little: a tree view makes a row no lower than this, and the row is as high as the text at its width."""
        return QSize(200, 24)

    def hasHeightForWidth(self) -> bool:
        """The height depends on where lines break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at a width; wide details stand in two columns."""
        wide = width >= TWO_COLUMNS
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)
            self._columns.setSpacing(28 if wide else 6)
        return self._columns.heightForWidth(width)

    def event(self, event: QEvent) -> bool:
        """Once fonts and widths are settled the height may be another: the row is told."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.heightForWidth(self.width()) != self.height():
            self.height_changed.emit()
        return done

    # -- what is said --------------------------------------------------------------------------------

    def _say_what(self) -> None:
        finding, document = self.finding, self._session.document
        page = help_of(finding.code)
        if finding.reopened:
            self._left.addWidget(named("warning", f"{finding.reopened[:1].upper()}{finding.reopened[1:]}."))
        self._left.addWidget(_selectable(named("", finding.message)))
        if finding.override:
            self._left.addWidget(_selectable(named("muted", _sentence(finding.override))))
        self._add_buttons()
        self._add(self._left, "Rule", page.get("What it finds", ""))
        self._add(self._left, "Why", page.get("Why it matters", ""))
        self._add(self._left, "Path", _links(document, _stations(document, finding), " → "), linked=True)
        roles = [(one.id, one.role) for one in finding.subjects]
        self._add(self._left, "About", _about(document, roles), linked=True)
        folded = [f"{one.code} {one.title}" for one in finding.folded[:MOST_ROWS]]
        self._add(self._left, "Ends with it", "\n".join(folded))

    def _say_facts(self) -> None:
        from mlsd_studio.exporting.report.wording import requirement_words

        finding, document = self.finding, self._session.document
        page = help_of(finding.code)
        if finding.evidence:
            self._right.addLayout(_row("Facts", self._facts()))
        self._add(self._right, "Requirement", requirement_words(document, finding.requirement))
        self._add(self._right, "Journeys", _links(document, list(finding.journeys), ", "), linked=True)
        if finding.decision:
            self._add(self._right, "Decided", " · ".join(decision_parts(finding.decision)))
        if finding.former:
            self._add(self._right, "Before", " · ".join(decision_parts(finding.former)))
        self._add(self._right, "Ignore it if", page.get("When to ignore", ""))
        sources = source_html(page.get("Source", ""))
        self._add(self._right, "Source", sources, linked=True)

    def _facts(self) -> QWidget:
        table = QWidget()
        table.setAccessibleName("Facts and where they come from")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        rows = self.finding.evidence[:MOST_ROWS]
        for n, one in enumerate(rows):
            name = named("muted", one.name.replace("_", " "))
            origin = named("small", evidence_origin(one))
            origin.setToolTip("Where the value comes from")
            value = _selectable(named("", evidence_value(one, self.finding.evidence)))
            for column, label in enumerate((name, value, origin)):
                label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                grid.addWidget(label, n, column, Qt.AlignmentFlag.AlignTop)
        for column, stretch in enumerate((5, 4, 3)):
            grid.setColumnStretch(column, stretch)
        return table

    def _add(self, box: QVBoxLayout, label: str, words: str, *, linked: bool = False) -> None:
        """A labelled text; `linked` text is HTML whose links lead to elements or to the web."""
        if not words:
            return
        body = named("muted", words)
        if linked:
            body.setTextFormat(Qt.TextFormat.RichText)
            body.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse
                                         | Qt.TextInteractionFlag.LinksAccessibleByKeyboard)  # fmt: skip
            body.linkActivated.connect(self._follow)
            body.linkHovered.connect(body.setToolTip)
        else:
            body.setTextFormat(Qt.TextFormat.PlainText)
            _selectable(body)
        body.setAccessibleName(label)
        box.addLayout(_row(label, body))

    def _follow(self, link: str) -> None:
        """An element is shown on the canvas, a page of the web in the browser."""
        if link.startswith("https:"):
            open_link(link)
            return
        journey = self._session.document.journeys.get(link)
        id = journey.entry if journey else link
        if self._session.document.find(id):
            self._session.select([id])
            self._session.focus_requested.emit([id])

    # -- what can be done ----------------------------------------------------------------------------

    def _add_buttons(self) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for fix in self.finding.fixes:
            button = QPushButton(fix.label)
            button.setToolTip(f"{fix.label}: one step, Ctrl+Z takes it back" if fix.edits else fix.label)
            button.clicked.connect(lambda _=False, fix=fix: self._desk.apply(fix))
            button.installEventFilter(self)
            self._fixes[button] = fix
            flow.addWidget(button)
        if decidable(self.finding):
            words = "Edit decision …" if self.finding.decision else "Decide …"
            flow.addWidget(
                _link(words, "Accept, defer or set aside (D)", lambda: self._desk.decide([self.finding]))
            )
        if self.finding.decision or self.finding.former:
            tip = "Remove the decision; the finding is open again (Delete)"
            flow.addWidget(_link("Withdraw decision", tip, lambda: self._desk.withdraw([self.finding])))
        help_button = _link("?", "The rule's whole page (F1)", lambda: self._desk.explain(self.finding.code))
        help_button.setAccessibleName(f"Help page of {self.finding.code}")
        flow.addWidget(help_button)
        self._left.addWidget(holder)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A fix under the mouse or with the focus is shown as a ghost."""
        fix = self._fixes.get(watched)
        if fix is not None and event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._desk.preview(fix)
        elif fix is not None and event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self._desk.preview(None)
        return super().eventFilter(watched, event)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _row(label: str, body: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    head = QLabel(label)
    head.setProperty("role", "section")
    head.setFixedWidth(LABEL)
    row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(body, 1)
    return row


def _selectable(label: QLabel) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _link(words: str, tip: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    button.clicked.connect(lambda: run())
    return button


def _stations(document: Document, finding: Finding) -> list[str]:
    """The components of a path; flows only where the path has nothing else."""
    cards = [id for id in finding.path if id in document.components]
    return cards or [id for id in finding.path if document.find(id)]


def _links(document: Document, ids: list[str], between: str) -> str:
    """Links to elements; of very many the first and the last."""
    half = MOST_ROWS // 2
    shown = ids if len(ids) <= MOST_ROWS else [*ids[:half], "…", *ids[-half:]]
    return between.join(_element(document, id) for id in shown)


def _element(document: Document, id: str) -> str:
    name = html.escape(name_of(document, id))
    known = document.find(id) is not None
    return f'<a href="{html.escape(id)}" style="text-decoration: none">{name}</a>' if known else name


def _about(document: Document, roles: list[tuple[str, str]]) -> str:
    parts = [f"{_element(document, id)} ({html.escape(role)})" for id, role in roles[:MOST_ROWS]]
    rest = len(roles) - MOST_ROWS
    return ", ".join([*parts, *([f"{rest} more"] if rest > 0 else [])])
