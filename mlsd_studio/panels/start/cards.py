"""A pattern as a card with a small drawing, and the grid that breaks with the width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from mlsd_studio.catalog import Pattern
from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.start.thumbnails import thumbnail

HEIGHT, DRAWING, PAD, GAP = 224, 108, 14, 20
NARROWEST, MOST = 250, 4


def profile_line(pattern: Pattern) -> str:
    """What a pattern costs and gives: latency, freshness, cost on a scale of 1 to 5."""
    profile = pattern.profile
    parts = [str(profile[name]) for name in ("latency", "freshness") if str(profile.get(name, "-")) != "-"]
    cost = profile.get("relative_cost")
    return " · ".join([*parts, f"cost {cost}"] if cost is not None else parts)


class PatternCard(QAbstractButton):
    """A card that is clicked to start from its pattern; the drawing comes when `draw` is called."""

    def __init__(self, pattern: Pattern, look: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pattern = pattern
        self._look = look
        self.drawn = False
        self.setText(pattern.name)
        self.setAccessibleName(pattern.name)
        self.setAccessibleDescription(f"{pattern.use_case} {profile_line(pattern)}")
        self.setToolTip(f"{pattern.name}: {pattern.key_idea}\n{pattern.use_case}\n{profile_line(pattern)}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the drawing and four lines."""
        return QSize(NARROWEST, HEIGHT)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.update()

    def draw(self) -> None:
        """Show the drawing from now on."""
        self.drawn = True
        self.update()

    def enterEvent(self, _event: QEnterEvent) -> None:
        """Light up."""
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """No longer."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Card, drawing, words."""
        painter = QPainter(self)
        paint(painter, self._words())
        if self.drawn:
            painter.translate(PAD, PAD)
            paint(painter, thumbnail(self.pattern.id, self._look, self.width() - 2 * PAD, DRAWING))
        painter.end()

    def _words(self) -> list[Shape]:
        look, w, pattern = self._look, self.width(), self.pattern
        room = w - 2 * PAD
        lit = self.underMouse() or self.hasFocus()
        edge = Stroke(look["accent"] if lit else look["line"], 2.0 if self.hasFocus() else 1.0)
        ground = Fill(look["selected"] if self.isDown() else look["card"])
        y = PAD + DRAWING + 22
        shapes: list[Shape] = [
            Box(1, 1, w - 2, HEIGHT - 2, 10, ground, edge),
            Box(PAD, PAD, room, DRAWING, 8, Fill(look["background"])),
            Text(PAD, y, _name(pattern, room), 13.5, look["text"], "semibold"),
        ]
        for line in text.wrap(pattern.use_case, 12, room, max_lines=2):
            y += 18
            shapes.append(Text(PAD, y, line, 12, look["muted"]))
        line = text.elide(profile_line(pattern), 11.5, room)
        shapes.append(Text(PAD, HEIGHT - PAD - 2, line, 11.5, look["muted"]))
        return shapes


def _name(pattern: Pattern, room: float) -> str:
    """The name, without what stands in brackets where it would be cut."""
    if text.width(pattern.name, 13.5, "semibold") <= room:
        return pattern.name
    return text.elide(pattern.name.partition(" (")[0], 13.5, room, "semibold")


class CardGrid(QWidget):
    """As many columns as there is room for, at most four."""

    chosen = Signal(str)

    def __init__(self, cards: list[PatternCard]) -> None:
        super().__init__()
        self.cards = cards
        self.columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        for card in cards:
            card.clicked.connect(lambda _=False, id=card.pattern.id: self.chosen.emit(id))
        self._arrange(MOST)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Break the grid where a column has no room."""
        self._arrange(max(1, min(MOST, (self.width() + GAP) // (NARROWEST + GAP))))

    def minimumSizeHint(self) -> QSize:
        """One column is enough."""
        return QSize(NARROWEST, HEIGHT)

    def _arrange(self, columns: int) -> None:
        if columns == self.columns:
            return
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.columns = columns
        for n, card in enumerate(self.cards):
            self._grid.addWidget(card, n // columns, n % columns)
