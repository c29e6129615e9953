"""One verdict as a card: state by icon and word, the computed value, the metric with its target."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mlsd_studio.analysis.numbers.results import Verdict
from mlsd_studio.analysis.numbers.wording import SHORT_TITLES, margin_words, reading, target_words
from mlsd_studio.drawing import text
from mlsd_studio.drawing.outcome import OUTCOMES
from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.session.icons import qicon

HEIGHT = 44
LEFT, RIGHT = 34.0, 14.0
TIGHT = 8.0
"""What stays free at the right of a narrow card."""
LEAST_WORDS = 76.0
"""A narrow card keeps as much of the metric's name."""
VALUE, SMALL = 14.0, 11.0
WIDEST = 260.0


class VerdictCard(QAbstractButton):
    """A card that is clicked to see what is behind its number."""

    def __init__(self, look: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.verdict: Verdict | None = None
        self._value = self._word = self._line = self._metric = ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_verdict(self, verdict: Verdict, journey: str = "", contributor: str = "") -> None:
        """Show a verdict; `journey` is named where there are several."""
        metric = verdict.metric
        value, word = reading(metric, verdict.value, verdict.target), OUTCOMES[verdict.outcome].word
        shown = (value if value != word else "–", word, _line(verdict, journey))
        tip = _tip(verdict, value, journey, contributor)
        if (verdict.outcome, *shown) != (
            getattr(self.verdict, "outcome", None),
            self._value,
            self._word,
            self._line,
        ):
            self._value, self._word, self._line = shown
            self._metric = SHORT_TITLES.get(metric, metric)
            self.setFixedSize(self.sizeHint())
            self.update()
        self.verdict = verdict
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.setAccessibleName(f"{self._line}: {value}, {word}")
            self.setAccessibleDescription(tip)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        top = text.width(self._value, VALUE, "bold") + 8 + text.width(self._word, SMALL, "medium")
        wide = max(top, min(WIDEST, text.width(self._line, SMALL)))
        return QSize(math.ceil(LEFT + wide + RIGHT), HEIGHT)

    @property
    def narrowest(self) -> int:
        """The least width: the value, and enough of the metric's name; the icon alone says the state."""
        words = min(LEAST_WORDS, text.width(self._metric, SMALL))
        return math.ceil(LEFT + max(text.width(self._value, VALUE, "bold"), words) + TIGHT)

    def _second(self, room: float) -> str:
        """The second line: metric and target, the metric alone where only that fits."""
        whole = text.width(self._line, SMALL) <= min(room, WIDEST)
        short = not whole and room < WIDEST / 2
        return text.elide(self._metric if short else self._line, SMALL, room)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Border, icon, two lines."""
        if self.verdict is None:
            return
        look, w = self._look, self.width()
        state = OUTCOMES[self.verdict.outcome]
        color = look[state.token]
        on = self.isChecked()
        edge = look["accent"] if self.hasFocus() or on else look["faint" if self.underMouse() else "line"]
        ground = mix(look["accent"], look["card"], 0.1) if on else look["card"]
        after = LEFT + text.width(self._value, VALUE, "bold") + 8
        end = w - TIGHT
        says = after + text.width(self._word, SMALL, "medium") <= end
        shapes: list[Shape] = [
            Box(0.5, 0.5, w - 1, HEIGHT - 1, 10, Fill(ground), Stroke(edge)),
            Text(LEFT, 19, self._value, VALUE, look["text"], "bold"),
            *((Text(after, 19, self._word, SMALL, color, "medium"),) if says else ()),
            Text(LEFT, 34.5, self._second(end - LEFT), SMALL, look["muted"]),
        ]
        painter = QPainter(self)
        paint(painter, shapes)
        qicon(state.icon, color).paint(painter, QRect(10, (HEIGHT - 16) // 2, 16, 16))
        painter.end()


def _line(verdict: Verdict, journey: str) -> str:
    metric = SHORT_TITLES.get(verdict.metric, verdict.metric)
    return " · ".join(
        part for part in (metric, journey, target_words(verdict.metric, verdict.target)) if part
    )


def _tip(verdict: Verdict, value: str, journey: str, contributor: str) -> str:
    """What the tooltip says: value against target, the margin, what is missing, who contributes most."""
    margin = margin_words(verdict)
    missing = ", ".join(verdict.value.missing[:3])
    parts = (
        f"{_line(verdict, journey)}: {value}, {OUTCOMES[verdict.outcome].word}",
        f"Margin {margin}" if margin else "",
        f"Most from {contributor}" if contributor else "",
        f"Missing: {missing}" if missing else "",
        verdict.note or "",
        "Click for the path, what is behind it and what would meet it",
    )
    return "\n".join(part for part in parts if part)
