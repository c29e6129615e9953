"""Files on the start page: name, folder and age of recent designs; examples with what they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton, QWidget

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.session.icons import qicon

HEAD_LINES = 12
ROW = 50
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to open: what stands in its two lines, and whether it is still there."""

    path: Path
    title: str
    note: str
    icon: str
    missing: bool = False
    removable: bool = False


def recent_entry(path: Path, when: datetime, today: date) -> Entry:
    """A file opened before; a missing one is greyed and can be taken off the list."""
    there = path.is_file()
    title = head_of(path).get("name") or path.name.removesuffix(".mlsd.yaml")
    age = relative_day(when.date(), today) if there else "not there any more"
    return Entry(path, title, f"{folder_of(path)} · {age}", "file-chart-column", not there, not there)


def example_entry(path: Path) -> Entry:
    """A bundled example, with its summary."""
    head = head_of(path)
    title = head.get("name") or path.name.removesuffix(".mlsd.yaml").replace("-", " ").capitalize()
    return Entry(path, title, head.get("summary", "An example"), "book-open")


def head_of(path: Path) -> dict[str, str]:
    """`name` and `summary` from the first lines of a design file; nothing where it cannot be read."""
    found: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8") as file:
            for _, line in zip(range(HEAD_LINES), file, strict=False):
                key, colon, value = line.partition(":")
                if colon and key in ("name", "summary"):
                    found[key] = value.strip().strip("'\"")
    except (OSError, UnicodeDecodeError):
        return {}
    return found


def folder_of(path: Path) -> str:
    """The last folder and the name of the file."""
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


def relative_day(day: date, today: date) -> str:
    """A day as people say it: today, yesterday, 18 Nov, 3 Feb 2025."""
    days = (today - day).days
    if days in (0, 1):
        return ("today", "yesterday")[days]
    name = f"{day.day} {MONTHS[day.month - 1]}"
    return name if day.year == today.year else f"{name} {day.year}"


class FileRow(QAbstractButton):
    """A file as a row with an icon and two lines; `removed` for the cross of a missing one."""

    removed = Signal(object)

    def __init__(self, entry: Entry, look: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._look = look
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        self.setAccessibleDescription(entry.note)
        self.setToolTip(f"{entry.path}\n{entry.note}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cross: QToolButton | None = self._remover() if entry.removable else None

    def _remover(self) -> QToolButton:
        cross = QToolButton(self)
        cross.setIcon(qicon("x", self._look["muted"], 14))
        cross.setToolTip("Take it off the list")
        cross.setAccessibleName(f"Take {self.entry.title} off the list")
        cross.clicked.connect(lambda: self.removed.emit(self.entry.path))
        return cross

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(232, ROW)

    def resizeEvent(self, _event: QEvent) -> None:
        """The cross is at the right end."""
        if self.cross is not None:
            self.cross.setGeometry(self.width() - 28, (ROW - 24) // 2, 24, 24)

    def enterEvent(self, _event: QEnterEvent) -> None:
        """Light up."""
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """No longer."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, name, folder and day."""
        look, entry = self._look, self.entry
        shapes: list[Shape] = [Line(((0, 0.5), (self.width(), 0.5)), Stroke(look["line"]))]
        if self.underMouse() or self.hasFocus():
            ring = Stroke(look["accent"]) if self.hasFocus() else None
            area = Box(0.5, 2.5, self.width() - 1, ROW - 4, 6, Fill(look["hover"]), ring)
            shapes.append(area)
        room = self.width() - 40 - (28 if self.cross else 4)
        color = look["faint"] if entry.missing else look["text"]
        shapes.append(Text(34, 22, text.elide(entry.title, 13, room, "semibold"), 13, color, "semibold"))
        shapes.append(Text(34, 38, text.elide(entry.note, 11.5, room), 11.5, look["muted"]))
        painter = QPainter(self)
        paint(painter, shapes)
        accent = (
            look["faint"] if entry.missing else look["muted"] if entry.icon == "book-open" else look["accent"]
        )
        qicon(entry.icon, accent, 16).paint(painter, QRect(6, 17, 16, 16))
        painter.end()
