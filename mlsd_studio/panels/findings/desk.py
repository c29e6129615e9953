"""What is done with findings, from a row, its menu, its details or a key: fix, decide, withdraw, explain, copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mlsd_studio.analysis.decisions import Terms, check_terms, make, with_repetitions
from mlsd_studio.analysis.findings import Finding, Fix
from mlsd_studio.analysis.wording import decision_parts
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model.edits.decisions import decide, withdraw
from mlsd_studio.panels.findings.deciding import DecisionDialog
from mlsd_studio.panels.memory import Words
from mlsd_studio.session import Session

BY = "by"


class Desk(QObject):
    """Acts on the session's design; every edit is one step of its history. `today` is the day of decisions."""

    def __init__(
        self, session: Session, look: Theme, memory: Words, today: Callable[[], date], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._look, self._memory, self._today = session, look, memory, today
        self._window = parent
        self.dialog: DecisionDialog | None = None

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look

    # -- fixes ---------------------------------------------------------------------------------------

    def preview(self, fix: Fix | None) -> None:
        """Show what a fix would do; None puts the ghost away."""
        if fix is not None and fix.edits:
            self._session.preview_fix(fix)
        else:
            self._session.clear_ghost()

    def apply(self, fix: Fix) -> None:
        """Do what a fix says."""
        self._session.apply_fix(fix)

    # -- decisions -----------------------------------------------------------------------------------

    def decide(self, findings: Sequence[Finding]) -> None:
        """Ask what is decided about findings; those that cannot be decided about are left out."""
        about = with_repetitions(findings)
        if not about:
            if findings:
                self._session.message.emit(f"{findings[0].code} is put right, not decided about")
            return
        today = self._today()
        dialog = DecisionDialog(
            about, self._memory.get(BY, ""), today, lambda terms: check_terms(terms, today), self._window
        )
        dialog.decided.connect(lambda terms: self._write(about, terms))
        dialog.withdrawn.connect(lambda: self.withdraw(about))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _write(self, findings: Sequence[Finding], terms: Terms) -> None:
        session = self._session
        if terms.by:
            self._memory[BY] = terms.by
        change = decide(session.document, make(session.document, findings, terms, self._today()))
        if session.apply(change) and change:
            session.message.emit(f"{change.label} — Ctrl+Z takes it back")

    def withdraw(self, findings: Sequence[Finding]) -> None:
        """Remove the decisions about findings."""
        change = withdraw(self._session.document, [one.key for one in findings])
        if change and self._session.apply(change):
            self._session.message.emit(f"{change.label} — Ctrl+Z takes it back")

    # -- words ---------------------------------------------------------------------------------------

    def explain(self, code: str) -> None:
        """Ask for the help page of a rule."""
        self._session.help_requested.emit(code)

    def copy(self, findings: Sequence[Finding]) -> None:
        """Put findings onto the clipboard as text."""
        if findings:
            QGuiApplication.clipboard().setText("\n".join(as_text(one) for one in findings))
            word = "finding" if len(findings) == 1 else "findings"
            self._session.message.emit(f"Copied {len(findings)} {word}")


def as_text(finding: Finding) -> str:
    """A finding as a few lines for a ticket or a chat."""
    lines = [f"{finding.severity} {finding.key}: {finding.title}", finding.message]
    if finding.reopened:
        lines.append(finding.reopened)
    if finding.decision:
        lines.append(f"decided: {' · '.join(decision_parts(finding.decision))}")
    return "\n  ".join(line for line in lines if line)
