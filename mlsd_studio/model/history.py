"""Undo and redo over a document: changes applied and reversed, nothing else."""

from __future__ import annotations

from mlsd_studio.model.changes import Change, merge
from mlsd_studio.model.document import Document


class History:
    """The steps made in one document, oldest first.

    Changes applied with the same `token` one after another become one step: a drag and the letters
    typed into a field are each undone at once.
    """

    def __init__(self, document: Document, limit: int = 1000) -> None:
        self._document = document
        self._limit = limit
        self._done: list[tuple[int, Change]] = []
        self._undone: list[tuple[int, Change]] = []
        self._aside: list[tuple[int, Change]] = []  # what redo had before the running step
        self._token: object = None
        self._serial = 0
        self._oldest = 0  # serial of the last step that was forgotten
        self._clean: int | None = 0

    # -- making steps ----------------------------------------------------------------------------

    def apply(self, change: Change, token: object = None) -> None:
        """Apply a change as a step, or as more of the last step when `token` is that step's.

        Raises EditError from the document.
        """
        if not change:
            return
        self._document.apply(change)
        if token is not None and token == self._token and self._done:
            serial, last = self._done.pop()
            merged = merge(last, change)
            if merged:
                self._done.append((self._next(), merged))
            else:
                token = None  # the step is gone: what follows must not join, nor cancel, the one before
                self._undone, self._aside = self._aside, []
                if self._clean == serial:
                    self._clean = None
        else:
            self._done.append((self._next(), change))
            self._undone, self._aside = [], self._undone if token is not None else []
        self._token = token
        while len(self._done) > self._limit:
            self._oldest = self._done.pop(0)[0]

    def seal(self) -> None:
        """End the running step: the next change starts a new one whatever its token."""
        self._token = None

    def cancel(self, token: object) -> None:
        """Take the running step back (Esc during a drag): undo and redo offer what they did before it."""
        if token is not None and token == self._token and self._done:
            _, change = self._done.pop()
            self._undone, self._aside = self._aside, []
            self._document.apply(change.reversed())
        self._token = None

    # -- walking ---------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._done[-1][1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._undone[-1][1].label if self._undone else None

    def undo(self) -> Change | None:
        """Take the last step back; the change that did it, or None."""
        if not self._done:
            return None
        serial, change = self._done.pop()
        self._document.apply(change.reversed())
        self._undone.append((serial, change))
        self._token = None
        return change.reversed()

    def redo(self) -> Change | None:
        """Do the last undone step again; the change, or None."""
        if not self._undone:
            return None
        serial, change = self._undone.pop()
        self._document.apply(change)
        self._done.append((serial, change))
        self._token = None
        return change

    # -- saved or not ----------------------------------------------------------------------------

    def mark_clean(self) -> None:
        """The state now is what stands in the file."""
        self._clean = self._at()
        self._token = None

    def mark_dirty(self) -> None:
        """No state of this history stands in a file (a recovered design)."""
        self._clean = None

    @property
    def is_clean(self) -> bool:
        """True when the document is as it was at the last `mark_clean`."""
        return self._clean == self._at()

    def _at(self) -> int:
        return self._done[-1][0] if self._done else self._oldest

    def _next(self) -> int:
        self._serial += 1
        return self._serial
