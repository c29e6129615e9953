"""The status bar: what there is, which pattern it follows, how the last check went, a passing message, the zoom."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QStatusBar, QToolButton, QWidget

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model import Change
from mlsd_studio.panels.naming import counts
from mlsd_studio.session import Session

MESSAGE_MS = 6000
ZOOMS: tuple[tuple[str, object], ...] = (("50 %", 0.5), ("100 %", 1.0), ("200 %", 2.0), ("Fit all", "fit"))

MOST_SWITCHED_OFF = 20
"""How many findings that the team has switched off a tooltip names."""


class StatusBar(QStatusBar):
    """`zoom_requested` carries a factor (1.0 is 100 %) or the word `fit`."""

    zoom_requested = Signal(object)

    def __init__(self, session: Session, look: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look or theme("light")
        self._busy = False
        self._trouble = ""
        self.counts, self.pattern, self.checked = self._label(), self._label(), self._label()
        self.progress = self._label()
        self.message = self._label()
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.counts.setToolTip("What the design has")
        self.pattern.setToolTip("The serving pattern that the drawing follows")
        self.progress.setToolTip("How the findings have changed")
        self.refining = self._label()
        self.cancel, self.zoom = QToolButton(), QToolButton()
        self._lay_out()
        self._fading = QTimer(self, singleShot=True, interval=MESSAGE_MS)
        self._fading.timeout.connect(lambda: self.message.setText(""))
        session.changed.connect(self._on_change)
        session.replaced.connect(self.refresh)
        session.findings_changed.connect(self.refresh)
        session.message.connect(self.show_message)
        session.numbers_changed.connect(lambda: self.set_refining(""))
        self.set_zoom(1.0)
        self.refresh()

    def _label(self) -> QLabel:
        label = QLabel()
        label.setProperty("role", "muted")
        return label

    def _lay_out(self) -> None:
        self.setSizeGripEnabled(False)
        self.setAccessibleName("Status")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(12, 0, 4, 0)
        line.setSpacing(20)
        for label in (self.counts, self.pattern, self.checked, self.progress):
            line.addWidget(label)
        self.refining.setToolTip("Bounds of an availability that cannot be computed exactly come closer")
        self.cancel.setText("Cancel")
        self.cancel.setProperty("role", "small")
        self.cancel.setToolTip("Leave the bounds as close as they are")
        self.cancel.setAccessibleName("Leave the bounds of the availability as close as they are")
        self.cancel.clicked.connect(self._session.cancel_numbers)
        line.addWidget(self.refining)
        line.addWidget(self.cancel)
        self.set_refining("")
        line.addWidget(self.message, 1)
        self.zoom.setProperty("role", "small")
        self.zoom.setToolTip("Choose a zoom")
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.zoom)
        for words, wish in ZOOMS:
            menu.addAction(words).triggered.connect(lambda _=False, wish=wish: self.zoom_requested.emit(wish))
        self.zoom.setMenu(menu)
        line.addWidget(self.zoom)
        self.addWidget(row, 1)

    # -- what is shown -------------------------------------------------------------------------------

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self._show_check()

    def refresh(self) -> None:
        """Count again; name the pattern once there is an answer of the checker."""
        self.counts.setText(counts(self._session.document))
        self.pattern.setText(self._pattern())
        self.pattern.setVisible(bool(self.pattern.text()))
        self.progress.setText(self._session.progress.words())
        self.progress.setVisible(bool(self.progress.text()))
        self._show_check()

    def _on_change(self, change: Change) -> None:
        if not change.only_layout:
            self.counts.setText(counts(self._session.document))

    def _pattern(self) -> str:
        if self._session.report is None:
            return ""
        from mlsd_studio.analysis.recognise import recognise

        found = recognise(self._session.document)
        return f"pattern: {found}" if found else ""

    def set_busy(self, busy: bool) -> None:
        """An answer of the checker is awaited."""
        self._busy = busy
        if busy:
            self._trouble = ""
        self._show_check()

    def set_refining(self, words: str) -> None:
        """How far the bounds of an availability are, with a way to leave it at that; "" when they are done."""
        self.refining.setText(words)
        self.refining.setVisible(bool(words))
        self.cancel.setVisible(bool(words))

    def set_trouble(self, words: str) -> None:
        """The checker is in trouble; said until it works again."""
        self._trouble = words
        self._show_check()

    def _show_check(self) -> None:
        report = self._session.report
        words, off = "", report.switched_off if report is not None else ()
        if self._trouble:
            words = self._trouble
        elif self._busy:
            words = "checking …"
        elif report is not None:
            rules, time = len(report.rules_run), max(1, round(report.duration_ms))
            words = f"checked {rules} rule{'' if rules == 1 else 's'} in {time} ms"
            words += f" · {len(off)} switched off by the team" if off else ""
        self.checked.setText(words)
        lines = [f"{one.key}: {one.override}" for one in off[:MOST_SWITCHED_OFF]]
        self.checked.setToolTip(self._trouble or "\n".join(["How the last check went", *lines]))
        self.checked.setStyleSheet(f"color: {self._look['bad']};" if self._trouble else "")

    def show_message(self, words: str) -> None:
        """Show a message for a few seconds."""
        self.message.setText(words)
        self.message.setToolTip(words)
        self._fading.start()

    def set_zoom(self, factor: float) -> None:
        """Show the zoom; 1.0 is 100 %."""
        self.zoom.setText(f"{round(factor * 100)} %")
        self.zoom.setAccessibleName(f"Zoom {round(factor * 100)} percent")
