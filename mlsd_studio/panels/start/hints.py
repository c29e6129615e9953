"""A strip for the first start: three steps, each ticked when it is done; closed once, it stays away."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model import Document
from mlsd_studio.panels.memory import Memory
from mlsd_studio.panels.naming import named
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon

CLOSED = "closed"
STEPS = (
    "Draw components and connect them",
    "State what it must reach",
    "Read the verdicts and findings",
)


class HintStrip(QFrame):
    """Shown until it is closed, or until all its steps are done."""

    def __init__(self, session: Session, memory: Memory, look: Theme | None = None) -> None:
        super().__init__()
        self._session, self._memory, self._look = session, memory, look or theme("light")
        self.setProperty("role", "bar")
        self.setAccessibleName("First steps")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(6)
        self.signs: list[QLabel] = []
        for words in STEPS:
            sign = QLabel()
            self.signs.append(sign)
            row.addWidget(sign)
            label = named("muted", words)
            label.setWordWrap(False)
            label.setMinimumWidth(60)
            label.setToolTip(words)
            row.addWidget(label)
            row.addSpacing(12)
        row.addStretch(1)
        self.cross = QToolButton()
        self.cross.setIconSize(QSize(12, 12))
        self.cross.setToolTip("Do not show these steps again")
        self.cross.setAccessibleName("Close the first steps")
        self.cross.clicked.connect(self.close_for_good)
        row.addWidget(self.cross)
        session.changed.connect(lambda _: self.refresh())
        for signal in (session.replaced, session.numbers_changed):
            signal.connect(self.refresh)
        self.refresh()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.cross.setIcon(qicon("x", look["muted"], 12))
        self.refresh()

    def refresh(self) -> None:
        """Tick what is done; with the last step done the strip has done its work."""
        if self._memory.get(CLOSED, False):
            self.hide()
            return
        done = self._done(self._session.document)
        for sign, ticked in zip(self.signs, done, strict=True):
            icon, token = ("circle-check", "ok") if ticked else ("circle", "muted")
            sign.setPixmap(qicon(icon, self._look[token], 14).pixmap(QSize(14, 14)))
            sign.setAccessibleName("Done" if ticked else "To do")
        if all(done) or self.parentWidget() is not None:  # alone it would be a window of its own
            self.setVisible(not all(done))

    def close_for_good(self) -> None:
        """Not again, in this or a later session."""
        self._memory[CLOSED] = True
        self.refresh()

    def _done(self, document: Document) -> tuple[bool, bool, bool]:
        numbers = self._session.numbers
        wanted = any(one.metric for one in document.requirements.values())
        return bool(document.flows), wanted, wanted and numbers is not None and bool(numbers.verdicts)
