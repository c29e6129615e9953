"""What stands on the canvas while the open view shows nothing: why, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mlsd_studio.drawing.shown import shown_ids
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.views import NOT, put_back, words_of
from mlsd_studio.model.records import View
from mlsd_studio.panels.naming import named
from mlsd_studio.panels.over_canvas import OverCanvas
from mlsd_studio.panels.views.offers import layer_name
from mlsd_studio.session import Session

Step = Literal["add", "choose", "back"]
STEPS: dict[Step, tuple[str, str]] = {
    "add": ("Add a component …", "What you add here is shown here (Insert)"),
    "choose": ("Choose in the outline …", "Its rows have “Show in this view” in their menu"),
    "back": ("Put all of it back", "Show again what was taken out of this view"),
}
WIDTH = 420


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a view shows nothing, and the step that helps."""

    words: str
    step: Step


def reason(document: Document, view: View) -> Reason:
    """Why a view that shows nothing does so."""
    words = words_of(view)
    asked = tuple(word for word in words if not word.startswith(NOT))
    if len(asked) < len(words) and shown_ids(document, msgspec.structs.replace(view, shows=asked)):
        return Reason(
            "All that it could show was taken out of it. Nothing was deleted from the design.", "back"
        )
    if not asked:
        return Reason("Nothing was chosen for it yet.", "choose")
    if len(asked) > 1 or ":" not in asked[0]:
        return Reason("What was chosen for it is no longer in the design.", "choose")
    query, _, about = asked[0].partition(":")
    if query == "layer":
        return Reason(
            f"It shows the {layer_name(about)} layer, and the design has no component of it.", "add"
        )
    return Reason(f"It shows the {query} “{about}”, which is no longer in the design.", "choose")


class NothingShown(OverCanvas):
    """Over the canvas while the open view shows nothing of a design that has something.

    `add_requested` and `choose_requested` are for the window to follow.
    """

    add_requested = Signal()
    choose_requested = Signal()

    def __init__(self, session: Session, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._session = session
        self._step: Step = "add"
        self.title = named("heading")
        self.words = named("label")
        self.step, self.whole = QPushButton(), QPushButton("Show the whole design")
        self.step.setProperty("role", "primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for line in (self.title, self.words):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(line)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.addStretch(1)
        row.addWidget(self.step)
        row.addWidget(self.whole)
        row.addStretch(1)
        box.addLayout(row)
        self.step.clicked.connect(self._take_step)
        self.whole.clicked.connect(lambda: session.viewing.open(None))
        for signal in (session.changed, session.replaced, session.ghost_changed, session.viewing.changed):
            signal.connect(self.follow)
        self.follow()

    def follow(self, *_: object) -> None:
        """Shown exactly while the open view draws nothing."""
        session, viewing = self._session, self._session.viewing
        view = session.document.views.get(viewing.current or "")
        drawn = any(viewing.shown.table(table) for table in ("components", "boundaries", "notes"))
        document = session.document
        any_at_all = bool(document.components or document.boundaries or document.notes)
        wanted = view is not None and any_at_all and not drawn and session.ghost is None
        if wanted and view is not None:
            why = reason(document, view)
            self._step = why.step
            self.title.setText(f"“{viewing.name(view.id)}” shows nothing")
            self.words.setText(why.words)
            self.step.setText(STEPS[why.step][0])
            self.step.setToolTip(STEPS[why.step][1])
            self.setAccessibleName(f"{self.title.text()}. {why.words}")
        self.show_while(wanted)

    def _take_step(self) -> None:
        session = self._session
        current = session.viewing.current
        if self._step == "add":
            self.add_requested.emit()
        elif self._step == "choose":
            self.choose_requested.emit()
        elif current is not None:
            session.apply(put_back(session.document, current))

    def arrange(self) -> None:
        """The lines are as wide as there is room."""
        for line in (self.title, self.words):
            line.setFixedWidth(max(120, min(WIDTH, self._canvas.width() - 32)))
        super().arrange()
