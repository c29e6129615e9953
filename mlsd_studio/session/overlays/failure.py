"""A failure on the canvas: what the failed unit takes with it, what works with less, what is no longer renewed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mlsd_studio.analysis.numbers.failures import FailureMode
from mlsd_studio.model import Document
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.session import Session

FAILS, DOWN = Tint("bad", 0.95, "fails"), Tint("bad", 0.5, "down")
DEGRADED, STALE = Tint("warn", 0.6, "degraded"), Tint("platform", 0.4, "not renewed")


def overlay_id(key: str) -> str:
    """The id of the overlay of a failure unit."""
    return f"failure:{key}"


def failure_overlay(document: Document, mode: FailureMode) -> Overlay:
    """What becomes of the design when a unit fails."""
    groups = (
        (STALE, mode.stale, "Not renewed"),
        (DEGRADED, mode.degraded, "Works with less"),
        (DOWN, mode.down, "Down with it"),
        (FAILS, mode.direct, "Fails"),
    )
    tints = {id: tint for tint, ids, _ in groups for id in ids if id in document.components}
    dead = {id for id, tint in tints.items() if tint.token == "bad"}
    for flow in document.flows.values():
        if flow.kind in ("request", "async") and flow.target in dead:
            tints[flow.id] = Tint("bad", 0.6)
    shown = set(tints.values())
    legend = tuple((tint.token, words) for tint, _, words in reversed(groups) if tint in shown)
    return Overlay(overlay_id(mode.unit.key), f"{mode.unit.name} fails", tints, None, legend)


class FailureOverlay(QObject):
    """Shows the picked failure, follows the design, and lets go of it when something else is shown."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        session.failure_changed.connect(self._follow)
        session.overlay_changed.connect(self._on_overlay)

    def _follow(self) -> None:
        mode, overlay = self._session.failure, self._session.overlay
        if mode is not None:
            self._session.set_overlay(failure_overlay(self._session.document, mode))
        elif overlay is not None and overlay.id.startswith("failure:"):
            self._session.set_overlay(None)

    def _on_overlay(self) -> None:
        key, overlay = self._session.failure_key, self._session.overlay
        if key is None or self._session.failure is None:
            return
        if overlay is None or overlay.id != overlay_id(key):
            self._session.pick_failure(None)
