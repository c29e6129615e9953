"""The traffic slider: one to ten times the stated rates, by mouse, wheel or keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QStyle, QStyleOptionSlider, QWidget

from mlsd_studio.analysis.numbers.wording import grouped
from mlsd_studio.session import Session

STEPS = 10
"""Positions of the handle for each multiple."""

ROOMS = ((True, True, 128), (False, True, 128), (False, True, 88), (False, False, 72))
"""From most room to least: whether the rate and the word are shown, and the width of the slider."""


class Slider(QSlider):
    """A slider whose handle comes to where it is clicked, and goes back to the start on a double click."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump, then follow the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self._at(event.position().x()))
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Back to the traffic as stated."""
        self.setValue(self.minimum())

    def _at(self, x: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        room = max(1, self.width() - handle)
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - handle / 2), room
        )  # fmt: skip


class Traffic(QWidget):
    """The slider with its word before it and the multiple and rate after it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.slider = Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(STEPS, 10 * STEPS)
        self.slider.setPageStep(STEPS)
        self.slider.setFixedWidth(ROOMS[0][2])
        self.slider.setAccessibleName("Traffic, as a multiple of the stated rates")
        self.slider.installEventFilter(self)
        self.word = QLabel("Traffic")
        self.word.setProperty("role", "label")
        self.word.setBuddy(self.slider)
        self.multiple = QLabel()
        self.multiple.setProperty("role", "strong")
        self.multiple.setMinimumWidth(38)
        self.rate = QLabel()
        self.rate.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.word, self.slider, self.multiple, self.rate):
            row.addWidget(part)
        self.slider.valueChanged.connect(lambda value: session.set_traffic(value / STEPS))
        session.traffic_changed.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the traffic of the session."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self._session.traffic * STEPS))
        self.multiple.setText(f"{self._session.traffic:.1f}×")
        rates = [one.rate for one in self._session.document.journeys.values() if one.rate is not None]
        total = sum(rate.base for rate in rates) * self._session.traffic
        self.rate.setText(f"{grouped(total)} rps" if rates else "")
        self.slider.setEnabled(bool(rates))
        words = f"{grouped(total)} rps over all journeys." if rates else "State the rate of a journey first."
        keys = " Arrow keys step, a double click goes back to 1×." if rates else ""
        self.setToolTip(f"Traffic: {words}{keys}")
        self.slider.setAccessibleDescription(words)

    def set_room(self, step: int) -> None:
        """Take a step of ROOMS: where there is little room, leave out what the tooltip says too."""
        rate, word, width = ROOMS[step]
        self.rate.setVisible(rate)
        self.word.setVisible(word)
        self.slider.setFixedWidth(width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel steps only while the slider has the focus."""
        if watched is self.slider and event.type() == QEvent.Type.Wheel and not self.slider.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)
