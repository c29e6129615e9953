"""Which findings are listed: by severity, decided or not, new since the last save, and by words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mlsd_studio.analysis.findings import SEVERITIES, Finding, Severity
from mlsd_studio.model import Document
from mlsd_studio.panels.naming import name_of


@dataclass(frozen=True, slots=True)
class Filter:
    """What is let through; `new` None does not ask, else only findings of these keys are listed."""

    words: str = ""
    severities: frozenset[Severity] = frozenset(SEVERITIES)
    decided: bool = True
    new: Collection[str] | None = None

    def lets_through(self, document: Document, finding: Finding) -> bool:
        """True when a finding is listed."""
        if finding.severity not in self.severities or (finding.decided and not self.decided):
            return False
        if self.new is not None and finding.key not in self.new:
            return False
        wanted = self.words.lower().split()
        if not wanted:
            return True
        text = search_text(document, finding)
        return all(word in text for word in wanted)


def search_text(document: Document, finding: Finding) -> str:
    """What can be searched of a finding: what it says, the elements it names, what was decided, and inside."""
    ids = dict.fromkeys((*(one.id for one in finding.subjects), *finding.path, *finding.journeys))
    decision = finding.decision or finding.former
    decided = (decision.reason, decision.by, decision.ticket, decision.status) if decision else ()
    parts = [
        finding.key,
        finding.title,
        finding.message,
        finding.severity,
        finding.reopened or "",
        *ids,
        *(name_of(document, id) for id in ids),
        *(part for part in decided if part),
        *(f"{one.key} {one.title}" for one in finding.folded),
    ]
    return " ".join(parts).lower()
