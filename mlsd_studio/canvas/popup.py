"""A small list at the mouse: what usually comes next, or any component found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.icons import kind_icon
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model.records import FlowKind
from mlsd_studio.session.icons import tile

WIDTH = 320
ROWS = 8
ROW_HEIGHT = 34
ICON = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """A component to add: its kind, perhaps a technology, and the flow that would lead to it."""

    kind: str
    technology: str | None = None
    flow: FlowKind | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        known = catalog()
        product = known.technologies.get(self.technology or "")
        return product.name if product else known.kinds[self.kind].name

    @property
    def detail(self) -> str:
        """What stands behind the name: the kind of flow, or the kind of a technology."""
        if self.flow:
            return self.flow
        return catalog().kinds[self.kind].name if self.technology else ""


def next_choices(kind: str) -> list[Choice]:
    """What usually comes after a kind."""
    flows = {"request", "async", "data", "artifact", "control", "telemetry", "feedback", "replicate"}
    return [Choice(k, None, flow) for k, flow in catalog().next_kinds(kind) if flow in flows]  # type: ignore[arg-type]


def similar_choices(kind: str, technology: str | None) -> list[Choice]:
    """What may stand in place of a component: products of its kind, then kinds of its shelf in the palette."""
    known = catalog()
    products = [Choice(kind, one.id) for one in known.technologies_of(kind) if not one.generic]
    shelf = next((kinds for _, kinds in known.palette() if any(one.id == kind for one in kinds)), [])
    kinds = [Choice(one.id) for one in shelf if one.id != kind]
    return [*(one for one in products if one.technology != technology), *kinds]


def found_choices(text: str, source: str | None) -> list[Choice]:
    """What a person may mean by a text; with a source kind, each with the flow that usually leads there."""
    known = catalog()
    choices = []
    for hit in known.search(text):
        flow = known.usual_flow(source, hit.kind) if source else None
        choices.append(Choice(hit.kind, hit.technology, flow))
    return choices


class ChoicePopup(QFrame):
    """Type to search, arrows to choose, Enter or a click to take, Escape to leave."""

    closed = Signal()

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        title: str,
        choices: Sequence[Choice],
        taken: Callable[[Choice], object],
        source_kind: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("canvasPopup")
        self.setStyleSheet(
            f"#canvasPopup {{ background: {theme['panel']}; border: 1px solid {theme['line']};"
            " border-radius: 10px; }"
            f"QListWidget {{ background: {theme['panel']}; border: none; }}"
        )
        self.setAccessibleName(title)
        self._theme, self._first, self._taken, self._source = theme, tuple(choices), taken, source_kind
        heading = QLabel(title)
        heading.setProperty("role", "section")
        self.field = QLineEdit(placeholderText="Search components", clearButtonEnabled=False)
        self.field.setAccessibleName("Search components")
        self.list = QListWidget()
        self.list.setIconSize(QSize(ICON, ICON))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (heading, self.field, self.list):
            layout.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self._fill(self._first)

    def open_at(self, corner: QPoint, within: QRect) -> None:
        """Show it with its top left corner here, but inside a rectangle of the parent."""
        self.adjustSize()
        x = max(within.left(), min(corner.x(), within.right() - self.width()))
        y = max(within.top(), min(corner.y(), within.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the canvas that it is gone."""
        super().closeEvent(event)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down, Enter and Escape in the field work on the list; losing the focus closes it."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.close()
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            row, last = self.list.currentRow(), self.list.count() - 1
            if event.key() == Qt.Key.Key_Down:
                self.list.setCurrentRow(min(last, row + 1))
                return True
            if event.key() == Qt.Key.Key_Up:
                self.list.setCurrentRow(max(0, row - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentItem() is not None:
                    self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self._fill(found_choices(text, self._source) if text.strip() else self._first)

    def _fill(self, choices: Sequence[Choice]) -> None:
        self.list.clear()
        known = catalog()
        for choice in choices:
            item = QListWidgetItem(choice.name)
            if choice.detail:
                item.setText(f"{choice.name}   ·   {choice.detail}")
            color = self._theme.layer(known.kinds[choice.kind].layer)
            name = kind_icon(choice.kind, choice.technology)
            item.setIcon(QIcon(_both(name, color, self._theme["panel"])))
            item.setSizeHint(QSize(WIDTH - 20, ROW_HEIGHT))
            item.setData(Qt.ItemDataRole.UserRole, choice)
            item.setToolTip(choice.name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        rows = max(1, min(ROWS, self.list.count()))
        self.list.setFixedHeight(rows * ROW_HEIGHT + 4)
        self.adjustSize()

    def _take(self, item: QListWidgetItem) -> None:
        choice = item.data(Qt.ItemDataRole.UserRole)
        self._leave()
        self._taken(choice)

    def _leave(self) -> None:
        """Close and give the focus back."""
        parent = self.parentWidget()
        self.close()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.PopupFocusReason)


def _both(name: str, color: str, ground: str) -> QPixmap:
    return tile(name, color, ground, ICON, 2.0)
