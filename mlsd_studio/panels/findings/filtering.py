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

    def lets_through(self, texts: Texts, finding: Finding) -> bool:
        """True when a finding is listed."""
        if finding.severity not in self.severities or (finding.decided and not self.decided):
            return False
        if self.new is not None and finding.key not in self.new:
            return False
        wanted = self.words.lower().split()
        return not wanted or all(word in texts.of(finding) for word in wanted)


class Texts:
    """What can be searched of findings, made once for each finding and state of the document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._revision = document.revision
        self._names: dict[str, str] = {}
        self._known: dict[int, tuple[Finding, str]] = {}

    @property
    def stale(self) -> bool:
        """True once the document has changed: names may be others now."""
        return self._document.revision != self._revision

    def of(self, finding: Finding) -> str:
        """What a finding says, the elements it names, what was decided, and what is folded in; lower case."""
        known = self._known.get(id(finding))
        if known is None:
            known = self._known[id(finding)] = (finding, self._made(finding))
        return known[1]

    def _made(self, finding: Finding) -> str:
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
            *(self._name(id) for id in ids),
            *(part for part in decided if part),
            *(f"{one.key} {one.title}" for one in finding.folded),
        ]
        return " ".join(parts).lower()

    def _name(self, id: str) -> str:
        if id not in self._names:
            self._names[id] = name_of(self._document, id)
        return self._names[id]
