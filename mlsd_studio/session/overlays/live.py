"""An overlay that follows the design: worked out again when an edit has paused, until something else is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from mlsd_studio.model import Change, Document
from mlsd_studio.session.overlay import Overlay
from mlsd_studio.session.session import Session

PAUSE_MS = 80
"""Milliseconds without an edit before the overlay is worked out again."""

Maker = Callable[[Document], Overlay | None]
"""What an overlay shows of a document; None when there is nothing to show any more."""


class LiveOverlay(QObject):
    """Shows one overlay at a time. Moving things about is no edit to it, so nothing is done while dragging."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._make: Maker | None = None
        self._shown: Overlay | None = None
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(self.renew)
        session.changed.connect(self._on_change)
        session.overlay_changed.connect(self._on_overlay)

    def show(self, make: Maker) -> None:
        """Show what `make` says of the design now and after each edit."""
        self._make = make
        self.renew()

    def toggle(self, id: str, make: Maker) -> None:
        """Show the overlay of this id, or take it away where it is shown."""
        overlay = self._session.overlay
        if overlay is not None and overlay.id == id:
            self._session.set_overlay(None)
        else:
            self.show(make)

    def renew(self) -> None:
        """Work it out again now: something else than the design, which it tells of, has changed."""
        if self._make is None:
            return
        self._shown = self._make(self._session.document)
        if self._shown is None:
            self._make = None
        self._session.set_overlay(self._shown)

    def _on_change(self, change: Change) -> None:
        if self._make is not None and not change.only_layout:
            self._later.start()

    def _on_overlay(self) -> None:
        """Somebody else shows another overlay, or none: this one has ended."""
        if self._session.overlay is not self._shown:
            self._make = self._shown = None
            self._later.stop()
