"""The canvas widget: its parts put together.

`Surface` paints, `Travel` moves the view, `Following` keeps to the session; `Input` and `Adding` take what
the user does.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from mlsd_studio.canvas import findings
from mlsd_studio.canvas.adding import Adding
from mlsd_studio.canvas.crumbs import Crumbs
from mlsd_studio.canvas.diving import Diving
from mlsd_studio.canvas.editor import NameField, NoteField, open_editor
from mlsd_studio.canvas.finder import Finder
from mlsd_studio.canvas.following import Following
from mlsd_studio.canvas.input import Input
from mlsd_studio.canvas.legend import Legend
from mlsd_studio.canvas.minimap import Minimap
from mlsd_studio.canvas.painting.painter import ScenePainter
from mlsd_studio.canvas.places import Places
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.settling import Settler
from mlsd_studio.canvas.speaking import Speaker
from mlsd_studio.canvas.tidying import Tidier
from mlsd_studio.canvas.tools import all_tools
from mlsd_studio.canvas.view import View
from mlsd_studio.drawing.theme import theme
from mlsd_studio.session import Session

ANIMATION_MS = 160


class Canvas(Following, Adding, Input):
    """Shows one session's design and edits it.

    `animation_ms` is the length of view animations; 0 switches them off.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setup_surface()
        self.session = session
        self.theme = theme("light")
        self.view = View()
        self.painter = ScenePainter()
        self.animation_ms = 0 if os.environ.get("MLSD_REDUCED_MOTION") else ANIMATION_MS
        self.editor: NameField | NoteField | None = None
        self.scene = Scene(session.viewing.shown, findings.badges(session), quick=True)
        self.setObjectName("canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Canvas")
        self.tools = {name: kind(self) for name, kind in all_tools().items()}
        self.tool = self.tools[session.tool]
        self.minimap, self.legend, self.finder = Minimap(self), Legend(self), Finder(self)
        self.diving, self.crumbs = Diving(self), Crumbs(self)
        self.settler, self.tidier, self.places = Settler(self), Tidier(self), Places(self)
        self.setup_input()
        self.listen()
        self.speaker = Speaker(self)
        self.describe()
        self.settler.begin()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(960, 640)

    def status(self) -> dict[str, object]:
        """Zoom and counts for a status bar."""
        document = self.session.document
        return {
            "zoom": self.view.zoom,
            "components": len(document.components),
            "flows": len(document.flows),
            "boundaries": len(document.boundaries),
            "selected": len(self.session.selection),
        }

    def rename(self, id: str) -> None:
        """Edit a name in place."""
        self.close_editor()
        self.show_ids([id])
        self.stop_animation()
        self.editor = open_editor(self, id)

    def close_editor(self) -> None:
        """Take the field for a name away and keep its text; a popup goes too."""
        self.close_popup()
        editor, self.editor = self.editor, None
        if editor is not None:
            had_focus = editor.hasFocus()
            editor.end(keep=True)
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self.setFocus()
