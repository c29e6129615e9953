"""Files on the start page: name, folder and age of recent designs; examples with what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QToolButton, QWidget

from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.session.icons import qicon

HEAD_LINES = 12
ROW = 50
OWN_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_P)
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
    outcome: tuple[str, str] | None = None
    pinned: bool = False
    recent: bool = False


def recent_entry(
    path: Path, when: datetime, today: date, counts: Mapping[str, int] | None = None, pinned: bool = False
) -> Entry:
    """A file opened before; a missing one is greyed and can be taken off the list."""
    there = path.is_file()
    title = head_of(path).get("name") or path.name.removesuffix(".mlsd.yaml")
    age = relative_day(when.date(), today) if there else "not there any more"
    note, outcome = f"{folder_of(path)} · {age}", outcome_of(counts or {}) if there else None
    return Entry(path, title, note, "file-chart-column", not there, not there, outcome, pinned, True)


def outcome_of(counts: Mapping[str, int]) -> tuple[str, str] | None:
    """How requirements came out in a few words, the worst first, and the colour; None without any."""
    found = [(counts[name], name) for name in ("missed", "unknown", "close", "met") if counts.get(name)]
    if not found:
        return None
    worst = found[0][1]
    color = {"missed": "bad", "unknown": "muted", "close": "warn"}.get(worst, "ok")
    if worst == "met":
        return "all met", color
    return " · ".join(f"{count} {name}" for count, name in found[:2]), color


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
    pinned = Signal(object, bool)

    def __init__(self, entry: Entry, look: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._look = look
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        said = "\n".join(filter(None, (entry.note, entry.outcome[0] if entry.outcome else "")))
        self.setAccessibleDescription(said)
        keys = "\nDelete takes it off the list, P pins it" if entry.recent else ""
        self.setToolTip(f"{entry.path}\n{said}{keys}")
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

    def menu(self) -> QMenu:
        """What can be done with a recent file."""
        menu, entry = QMenu(self), self.entry
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open", self.click).setEnabled(not entry.missing)
        words = "No longer at the top" if entry.pinned else "Keep at the top"
        menu.addAction(words, lambda: self.pinned.emit(entry.path, not entry.pinned))
        menu.addAction("Take it off the list", lambda: self.removed.emit(entry.path))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a recent file; examples have none."""
        if self.entry.recent:
            self.menu().popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Its own keys are no shortcuts of the window."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and self.entry.recent and event.key() in OWN_KEYS and not event.modifiers():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and P on a recent file; Enter opens as Space does; arrows go up and down."""
        entry, key = self.entry, event.key()
        if entry.recent and key == Qt.Key.Key_Delete:
            self.removed.emit(entry.path)
        elif entry.recent and key == Qt.Key.Key_P and not event.modifiers():
            self.pinned.emit(entry.path, not entry.pinned)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

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
        beside: float = room
        if entry.outcome is not None:
            words, token = entry.outcome
            wide = text.width(words, 11, "semibold") + 14
            left = self.width() - wide - 4
            shapes.append(Box(left, 9, wide, 18, 6, Fill(mix(look[token], look["panel"], 0.12))))
            shapes.append(Text(left + 7, 22, words, 11, look[token], "semibold"))
            beside = left - 42
        if entry.pinned:
            beside -= 18
        title = text.elide(entry.title, 13, beside, "semibold")
        shapes.append(Text(34, 22, title, 13, color, "semibold"))
        shapes.append(Text(34, 38, _note(entry, room), 11.5, look["muted"]))
        painter = QPainter(self)
        paint(painter, shapes)
        accent = (
            look["faint"] if entry.missing else look["muted"] if entry.icon == "book-open" else look["accent"]
        )
        qicon(entry.icon, accent, 16).paint(painter, QRect(6, 17, 16, 16))
        if entry.pinned:
            place = QRect(round(34 + text.width(title, 13, "semibold")) + 6, 11, 12, 12)
            qicon("pin", look["muted"], 12).paint(painter, place)
        painter.end()


def _note(entry: Entry, room: float) -> str:
    """The second line in its room; of a recent file the place is cut rather than the day."""
    place, dot, day = entry.note.rpartition(" · ") if entry.recent else ("", "", "")
    if not dot or text.width(entry.note, 11.5) <= room:
        return text.elide(entry.note, 11.5, room)
    return text.elide(place, 11.5, room - text.width(dot + day, 11.5)) + dot + day
