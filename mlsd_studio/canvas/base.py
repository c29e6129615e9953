"""What the parts of the canvas widget (input, adding) may ask of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessibleInterface
from PySide6.QtWidgets import QWidget

from mlsd_studio.canvas.view import View
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session import Session

if TYPE_CHECKING:
    from mlsd_studio.canvas.crumbs import Crumbs
    from mlsd_studio.canvas.finder import Finder
    from mlsd_studio.canvas.legend import Legend
    from mlsd_studio.canvas.minimap import Minimap
    from mlsd_studio.canvas.painting.painter import ScenePainter
    from mlsd_studio.canvas.scene import Scene
    from mlsd_studio.canvas.settling import Settler
    from mlsd_studio.canvas.tools.tool import Tool


class CanvasBase(QWidget):
    """The session, scene, view and theme of a canvas, and how its view moves.

    `zoom_changed` carries the new zoom (1.0 = 100 %), `pointer_moved` the place in the world under the mouse.
    """

    zoom_changed = Signal(float)
    pointer_moved = Signal(float, float)

    session: Session
    scene: Scene
    view: View
    theme: Theme
    tool: Tool
    tools: dict[str, Tool]
    painter: ScenePainter
    minimap: Minimap
    legend: Legend
    crumbs: Crumbs
    finder: Finder
    settler: Settler
    spoken: QAccessibleInterface | None = None
    """What a screen reader has been given; kept as long as the canvas."""
    ringed = False
    """The focus came by a key, and a ring shows it."""
    dots = True
    """The grid is shown."""
    snaps = True
    """Drags snap unless Alt is held; where it is off, they snap while Alt is held."""

    def refresh_overlay(self) -> None:
        """Show the tool's shapes of now."""
        raise NotImplementedError

    def close_editor(self) -> None:
        """Take the field for a name away and keep its text; a popup goes too."""
        raise NotImplementedError

    def stop_animation(self) -> None:
        """The view stays where it is now."""
        raise NotImplementedError

    def pan(self, dx: int, dy: int) -> None:
        """Move the picture by whole pixels."""
        raise NotImplementedError

    def zoom_to(self, zoom: float, x: float | None = None, y: float | None = None) -> None:
        """Set the zoom and keep the world under a position where it is."""
        raise NotImplementedError

    def hurry(self) -> None:
        """The zoom is moving: paint in haste until it rests."""
        raise NotImplementedError

    def show_ids(self, ids: Iterable[str]) -> None:
        """Bring elements into view."""
        raise NotImplementedError

    def rename(self, id: str) -> None:
        """Edit a name in place."""
        raise NotImplementedError
