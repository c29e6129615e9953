"""What the findings were when the design was opened or last saved, to tell what has changed since.

A save may come while a check is under way. The findings known then are compared with until the check of
just that state is there; if the user edits on before, they stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mlsd_studio.analysis.comparing import Difference, difference, open_severities

if TYPE_CHECKING:
    from mlsd_studio.analysis.findings import Severity
    from mlsd_studio.analysis.reports import Report


class Progress:
    """Follows one session; `since_save` is False while the comparison is with the design as opened."""

    def __init__(self) -> None:
        self.start(0)

    def start(self, revision: int) -> None:
        """Another document is open: the first check of it is what later ones are compared with."""
        self.baseline: Mapping[str, Severity] | None = None
        self.since_save = False
        self.difference = Difference()
        self._edited = self._due = revision
        self._checked = -1
        self._waiting = True
        self._report: Report | None = None

    def edited(self, revision: int) -> None:
        """The meaning of the document has changed; moves of cards do not count."""
        self._edited = revision

    def saved(self) -> None:
        """The document as it is stands in the file."""
        self.since_save = True
        self._due, self._waiting = self._edited, self._checked < self._edited
        if self._report is not None:
            self._take(self._report)

    def checked(self, report: Report, revision: int) -> None:
        """A check of the document at a revision has ended."""
        self._report, self._checked = report, revision
        if self._waiting and (self.baseline is None or revision >= self._due == self._edited):
            self._take(report)
        if revision >= self._due:
            self._waiting = False
        self.difference = difference(self.baseline or {}, report.findings)

    def _take(self, report: Report) -> None:
        self.baseline = open_severities(report.findings)
        self.difference = Difference()

    def words(self) -> str:
        """Such as `+1 error, −2 warnings since the last save`; nothing where nothing changed."""
        changed = self.difference.words()
        since = "the last save" if self.since_save else "it was opened"
        return f"{changed} since {since}" if changed else ""
