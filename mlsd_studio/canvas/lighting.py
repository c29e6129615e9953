"""What stays bright while the rest fades: the path under the mouse, what was searched for, the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from mlsd_studio.canvas import findings
from mlsd_studio.canvas.base import CanvasBase
from mlsd_studio.canvas.reach import Way, path_of, reached
from mlsd_studio.model import Document
from mlsd_studio.session.actions import Action
from mlsd_studio.session.overlay import Overlay
from mlsd_studio.session.overlays.live import LiveOverlay

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

DWELL_MS = 140
"""Milliseconds that the mouse rests on a flow before its path lights up: passing over it changes nothing."""
FOCUS = "Focus"
WAYS: tuple[tuple[Way, str, str], ...] = (
    ("neighbours", "neighbours", "F"),
    ("upstream", "upstream", "Shift+F"),
    ("downstream", "downstream", "Alt+F"),
)


class Lighting(CanvasBase):
    """Of a finding or overlay, a search and the mouse, the first that speaks decides what is bright."""

    sought: frozenset[str] | None = None
    """What the search on the canvas has found."""
    _over: str | None = None
    _path: frozenset[str] | None = None
    _dwell: QTimer | None = None
    _focus: LiveOverlay | None = None

    @property
    def focus(self) -> LiveOverlay:
        """What follows the design while the focus is on."""
        if self._focus is None:
            self._focus = LiveOverlay(self.session)
        return self._focus

    def lit_now(self) -> frozenset[str] | None:
        """The ids that stay bright; None for all."""
        if self.sought is not None:
            return self.sought | {self.scene.drawn_end(id) for id in self.sought}
        told = findings.lit(self.session, self.scene)
        if told is not None or self._path is None:
            return told
        frames = self.scene.geometry.frames
        drawn = self._path | {self.scene.drawn_end(id) for id in self._path}
        return drawn.union(id for id in frames.rects if not drawn.isdisjoint(frames.cards(id)))

    def refresh_light(self) -> None:
        """Paint with what is bright now."""
        raise NotImplementedError

    def look_at(self, flow: str | None) -> None:
        """The mouse is on this flow now; its path lights up when it stays there."""
        if flow == self._over:
            return
        self._over = flow
        if self._dwell is None:
            self._dwell = QTimer(self, singleShot=True, interval=DWELL_MS)
            self._dwell.timeout.connect(self._light_path)
        if flow is not None:
            self._dwell.start()
        else:
            self._dwell.stop()
        if self._path is not None:
            self._path = None
            self.refresh_light()

    def _light_path(self) -> None:
        if self._over is not None and self._over in self.session.document.flows:
            self._path = path_of(self.session.document, self._over)
            self.refresh_light()


def focus_actions(canvas: Canvas) -> list[Action]:
    """Show what is joined to the selection, all before it or all behind it; the rest fades."""
    session = canvas.session

    def focus(way: Way, title: str) -> None:
        chosen = session.selection

        def make(document: Document) -> Overlay | None:
            there = [id for id in chosen if document.find(id)]
            if not there:
                return None
            name = canvas.scene.look(there[0]).title if there[0] in canvas.scene.geometry.boxes else there[0]
            more = f" and {len(there) - 1} more" if len(there) > 1 else ""
            lit = reached(document, there, way) | set(there)
            return Overlay(
                f"focus:{way}:{','.join(chosen)}", f"{title.capitalize()} of {name}{more}", lit=lit
            )

        canvas.focus.toggle(f"focus:{way}:{','.join(chosen)}", make)

    return [
        Action(f"view.focus_{way}", f"{FOCUS}: {title}", lambda way=way, title=title: focus(way, title), (keys,),
               place=f"view/{FOCUS}",
               enabled=lambda: bool(session.selected("components") or session.selected("boundaries")))
        for way, title, keys in WAYS
    ]  # fmt: skip
