"""The line below everything: what the design holds, what the checker says, and the zoom."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QMenu, QStatusBar, QToolButton, QWidget

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session import Session

MESSAGE_MS = 6000
BUSY_MS = 300
"""How long a check may take before the bar says so: a word that flickers helps nobody."""
ZOOMS = (("Fit all", "fit"), ("50 %", 0.5), ("100 %", 1.0), ("150 %", 1.5), ("200 %", 2.0))


def counted(number: int, one: str, many: str) -> str:
    """`1 flow`, `12 flows`."""
    return f"{number} {one if number == 1 else many}"


class StatusBar(QStatusBar):
    """Watches the session. `zoom_requested` brings a zoom (1.0 = 100 %) or `fit`."""

    zoom_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._trouble = ""
        self._pending = False
        self.setSizeGripEnabled(False)
        self.counts, self.pattern, self.check = (self._label() for _ in range(3))
        self.zoom = QToolButton()
        self.zoom.setProperty("role", "small")
        self.zoom.setToolTip("Zoom")
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setMenu(self._zoom_menu())
        self.addPermanentWidget(self.zoom)
        self._slow = QTimer(self, singleShot=True, interval=BUSY_MS)
        self._slow.timeout.connect(self._show_check)
        for signal in (session.changed, session.replaced):
            signal.connect(self._show_counts)
        session.findings_changed.connect(self._show_check)
        session.message.connect(lambda text: self.showMessage(text, MESSAGE_MS))
        self.set_zoom(1.0)
        self._show_counts()
        self._show_check()

    def _label(self) -> QLabel:
        label = QLabel()
        label.setProperty("role", "muted")
        label.setContentsMargins(12, 0, 12, 0)
        self.addWidget(label)
        return label

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, wish in ZOOMS:
            menu.addAction(text).triggered.connect(
                lambda _checked=False, wish=wish: self.zoom_requested.emit(wish)
            )
        return menu

    # -- what the window tells ---------------------------------------------------------------------------

    def set_zoom(self, zoom: float) -> None:
        """Show the canvas' zoom."""
        self.zoom.setText(f"{round(zoom * 100)} %")

    def set_busy(self, busy: bool) -> None:
        """An answer of the checker is awaited, or there."""
        self._pending = busy
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
            self._trouble = ""
            self._show_check()

    def set_trouble(self, text: str) -> None:
        """The checker cannot answer."""
        self._trouble = text
        self._show_check()

    def set_theme(self, _look: Theme) -> None:
        """The style sheet colours this bar."""

    # -- showing -----------------------------------------------------------------------------------------

    def _show_counts(self, *_: object) -> None:
        document = self._session.document
        parts = (
            counted(len(document.components), "component", "components"),
            counted(len(document.flows), "flow", "flows"),
            counted(len(document.boundaries), "boundary", "boundaries"),
        )
        self.counts.setText(" · ".join(parts))

    def _show_check(self) -> None:
        report = self._session.report
        pattern = report.pattern if report else None
        self.pattern.setVisible(bool(pattern))
        self.pattern.setText(f"pattern: {pattern}")
        if self._trouble:
            self.check.setText(self._trouble)
        elif self._pending and not self._slow.isActive():
            self.check.setText("checking …")
        elif report is None:
            self.check.setText("not checked yet")
        else:
            rules = counted(len(report.rules_run), "rule", "rules")
            self.check.setText(f"checked {rules} in {report.duration_ms:.0f} ms")
