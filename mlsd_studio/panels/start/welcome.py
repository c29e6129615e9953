"""What helps on a canvas with nothing on it: the first steps in words, templates as small cards, an example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.catalog import Pattern
from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.naming import named
from mlsd_studio.panels.over_canvas import OverCanvas
from mlsd_studio.panels.start.files import example_entry
from mlsd_studio.panels.start.thumbnails import thumbnail
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon

STEPS = (
    ("mouse-pointer-2", "Drag a component from the left and drop it here"),
    ("search", "Press  /  to find one by name, or double-click to add it where you point"),
    ("clipboard-paste", "Press  Ctrl+V  to paste a list of names or a Mermaid drawing"),
)
TILE_WIDTH, TILE_HEIGHT, DRAWING, PAD, GAP = 168, 112, 72, 8, 12
LOWEST = 330
"""On a lower canvas the templates are left out."""


class TemplateTile(QAbstractButton):
    """A template as a small card: its drawing and its name."""

    def __init__(self, pattern: Pattern, look: Theme) -> None:
        super().__init__()
        self.pattern, self.look = pattern, look
        self.setText(pattern.name)
        self.setAccessibleName(f"Start from {pattern.name}")
        self.setToolTip(f"{pattern.name}: {pattern.key_idea}\n{pattern.use_case}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(TILE_WIDTH, TILE_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Card, drawing, name."""
        look, w = self.look, self.width()
        lit = self.underMouse() or self.hasFocus()
        name = text.elide(self.pattern.name.partition(" (")[0], 12, w - 2 * PAD - 4, "semibold")
        shapes: list[Shape] = [
            Box(
                0.5,
                0.5,
                w - 1,
                TILE_HEIGHT - 1,
                10,
                Fill(look["card"]),
                Stroke(look["accent" if lit else "line"], 2.0 if self.hasFocus() else 1.0),
            ),
            Box(PAD, PAD, w - 2 * PAD, DRAWING, 6, Fill(look["background"])),
            Text(PAD + 2, PAD + DRAWING + 20, name, 12, look["text"], "semibold"),
        ]
        painter = QPainter(self)
        paint(painter, shapes)
        painter.translate(PAD, PAD)
        paint(painter, thumbnail(self.pattern.id, look, w - 2 * PAD, DRAWING))
        painter.end()


class Welcome(OverCanvas):
    """Lies over the middle of the canvas while the design is empty; drops and clicks beside its cards pass through."""

    pattern_requested = Signal(str)
    file_requested = Signal(object)

    def __init__(
        self,
        session: Session,
        canvas: QWidget,
        patterns: Sequence[Pattern],
        examples: Sequence[Path],
        look: Theme,
    ) -> None:
        super().__init__(canvas)
        self._session = session
        self.setAccessibleName("First steps")
        self.tiles = [TemplateTile(one, look) for one in patterns]
        self.examples: list[QPushButton] = []
        self._icons: list[tuple[QLabel, str]] = []
        self._lay_out(examples)
        self.set_theme(look)
        for signal in (session.changed, session.replaced, session.ghost_changed):
            signal.connect(self.follow)
        self.follow()

    def _lay_out(self, examples: Sequence[Path]) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.title = named("heading", "An empty design")
        box.addWidget(self.title)
        for icon, words in STEPS:
            row = QHBoxLayout()
            row.setSpacing(10)
            sign = QLabel()
            self._icons.append((sign, icon))
            row.addWidget(sign)
            line = named("label", words)
            line.setWordWrap(False)
            row.addWidget(line, 1)
            box.addLayout(row)
        self.more = QWidget()
        grid = QGridLayout(self.more)
        grid.setContentsMargins(0, 10, 0, 0)
        grid.setSpacing(GAP)
        grid.addWidget(named("section", "Or start from a template that passes the checks"), 0, 0, 1, -1)
        for place, tile in enumerate(self.tiles):
            tile.clicked.connect(lambda _=False, id=tile.pattern.id: self.pattern_requested.emit(id))
            grid.addWidget(tile, 1, place)
        links = QHBoxLayout()
        links.setSpacing(4)
        links.addWidget(named("section", "Or look at an example"))
        for path in examples:
            link = QPushButton(example_entry(path).title)
            link.setProperty("role", "link")
            link.setToolTip(f"Open a copy: {example_entry(path).note}")
            link.clicked.connect(lambda _=False, path=path: self.file_requested.emit(path))
            self.examples.append(link)
            links.addWidget(link)
        links.addStretch(1)
        grid.addLayout(links, 2, 0, 1, -1)
        box.addWidget(self.more)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        for sign, icon in self._icons:
            sign.setPixmap(qicon(icon, look["muted"]).pixmap(QSize(16, 16)))
        for tile in self.tiles:
            tile.look = look
            tile.update()

    def follow(self, *_: object) -> None:
        """Shown exactly while nothing is drawn and no ghost shows what would be."""
        document = self._session.document
        empty = not (document.components or document.boundaries or document.notes or self._session.ghost)
        self.show_while(empty)

    def arrange(self) -> None:
        """Show as many templates and examples as there is room for, in the middle."""
        room, width = self._canvas.size(), TILE_WIDTH + GAP
        fitting = max(0, min(len(self.tiles), (room.width() - 32 + GAP) // width))
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < fitting)
        self.more.setVisible(fitting > 1 and room.height() >= LOWEST)
        for place, link in enumerate(self.examples):
            link.setVisible(place < fitting - 1)
        self.more.layout().invalidate()
        self.more.layout().activate()
        super().arrange()
