"""What stands under an open row: why, the path by names, the evidence, when to ignore it, and every fix."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mlsd_studio.analysis.findings import Evidence, Finding, Fix
from mlsd_studio.panels.forms.choice import FlowLayout
from mlsd_studio.panels.naming import name_of, named
from mlsd_studio.session import Session

LEFT = 60
HELP = ("Why it matters", "When to ignore", "Source")


class Detail(QWidget):
    """The details of one finding; hovering over a fix shows it as a ghost, a click applies it."""

    def __init__(self, session: Session, finding: Finding, apply: Callable[[Fix], None]) -> None:
        super().__init__()
        self._session, self._finding, self._apply = session, finding, apply
        self._fixes: dict[QObject, Fix] = {}
        self.setAutoFillBackground(False)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(LEFT, 2, 16, 10)
        self._box.setSpacing(4)
        self._add("", finding.message)
        if finding.path:
            self._add("Path", " → ".join(name_of(session.document, id) for id in _stations(session, finding)))
        if finding.evidence:
            self._add("Evidence", " · ".join(evidence_words(one) for one in finding.evidence))
        if finding.requirement:
            self._add("Requirement", finding.requirement)
        if finding.decision:
            decision = finding.decision
            parts = [decision.status.replace("_", " "), decision.reason, decision.by or ""]
            until = f"until {decision.until}" if decision.until else ""
            self._add("Decided", " · ".join(part for part in (*parts, until) if part))
        if finding.folded:
            self._add("Ends with it", " · ".join(f"{one.code} {one.title}" for one in finding.folded))
        self._add_fixes(finding.fixes)
        page = help_of(finding.code)
        for heading in HELP:
            self._add(heading, page.get(heading, ""))

    def _add(self, label: str, words: str) -> None:
        if not words:
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        if label:
            head = QLabel(label)
            head.setProperty("role", "section")
            head.setFixedWidth(96)
            row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        body = named("muted" if label else "", words)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(body, 1)
        self._box.addLayout(row)

    def _add_fixes(self, fixes: tuple[Fix, ...]) -> None:
        if not fixes:
            return
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for fix in fixes:
            button = QPushButton(fix.label)
            button.setToolTip(f"{fix.label}: one step, Ctrl+Z takes it back" if fix.edits else fix.label)
            button.clicked.connect(lambda _=False, fix=fix: self._apply(fix))
            button.installEventFilter(self)
            self._fixes[button] = fix
            flow.addWidget(button)
        self._box.addWidget(holder)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A fix under the mouse or with the focus is shown as a ghost."""
        fix = self._fixes.get(watched)
        if fix is not None and event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            if fix.edits:
                self._session.preview_fix(fix)
        elif fix is not None and event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self._session.clear_ghost()
        return super().eventFilter(watched, event)


def evidence_words(evidence: Evidence) -> str:
    """A fact with its unit and where it comes from: `replicas 1 (stated)`."""
    unit = f" {evidence.unit}" if evidence.unit else ""
    value = "unknown" if evidence.value is None else f"{evidence.value}{unit}"
    origin = "" if evidence.origin in ("structure", "") else f" ({evidence.origin})"
    return f"{evidence.name.replace('_', ' ')} {value}{origin}"


def help_of(code: str) -> dict[str, str]:
    """The sections of a rule's help page as running text; empty for a finding that no rule made."""
    from mlsd_studio.analysis.rules import RULES

    rule = RULES.get(code)
    if rule is None:
        return {}
    return {name: " ".join(words.split()) for name, words in rule.sections().items()}


def _stations(session: Session, finding: Finding) -> list[str]:
    """The components of a path; flows only where the path has nothing else."""
    cards = [id for id in finding.path if id in session.document.components]
    return cards or [id for id in finding.path if session.document.find(id)]
