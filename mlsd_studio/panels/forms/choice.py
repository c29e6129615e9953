"""Values out of a few: one of several words, yes or no, a set of classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QIcon, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStylePainter,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.panels.forms.base import MIXED, SEVERAL, Editor, Hint
from mlsd_studio.panels.forms.entry import repolish

Option = tuple[Any, str]
INSET = 2
"""Pixels that a line of text keeps to the sides of its field."""


class Combo(QComboBox):
    """A combo box that the mouse wheel does not change while the panel is scrolled over it.

    What has no room is elided, and stands in full in the tool tip.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel instead."""
        event.ignore()

    @property
    def is_cut(self) -> bool:
        """True while there is no room for all of the chosen words."""
        return self.fontMetrics().horizontalAdvance(self.currentText()) > self._room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and in it as much as there is room for; an editable one draws its words in its field."""
        if self.isEditable() or not self.is_cut:
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.fontMetrics().elidedText(  # type: ignore[attr-defined]
            self.currentText(), Qt.TextElideMode.ElideRight, self._room()
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """A tool tip that begins with the words that are cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.is_cut:
            words = "\n".join(filter(None, (self.currentText(), self.toolTip())))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _room(self) -> int:
        """Pixels for words beside icon and arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        icon = self.itemIcon(self.currentIndex()).isNull()
        return room - (0 if icon else self.iconSize().width() + 4) - (2 * INSET if self.isEditable() else 0)


class _Words(QLineEdit):
    """The field of an editable combo box: while nobody types, what has no room is elided."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """As ever, but for words that are cut."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        room.adjust(INSET, 0, -INSET, 0)
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


class ChoiceEditor(Editor):
    """One of `options` (value, words), or not stated where `optional`; long lists are searched by typing."""

    def __init__(
        self,
        options: Iterable[Option] = (),
        *,
        optional: bool = True,
        search: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self.combo = Combo()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.combo.setMaxVisibleItems(18)
        self.combo.setMinimumWidth(80)
        self.combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.combo)
        if search:
            self._make_searchable()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.combo)
        self.set_options(options)
        self.combo.activated.connect(self._chosen)

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setLineEdit(_Words())
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.popup().setProperty("role", "popup")
        self.combo.setCompleter(completer)
        self.combo.lineEdit().editingFinished.connect(self._typed)

    def set_options(self, options: Iterable[Option], icons: Sequence[QIcon] = ()) -> None:
        """Offer other options."""
        rows: list[Option] = [(None, "not stated")] if self._optional else []
        rows += options
        self._options = rows
        self.combo.blockSignals(True)
        self.combo.clear()
        for value, words in rows:
            self.combo.addItem(words, value)
        for index, icon in enumerate(icons, start=len(rows) - len(icons)):
            self.combo.setItemIcon(index, icon)
        self.combo.blockSignals(False)

    def show_value(self, value: Any, hint: Hint) -> None:
        """Select the value; one that is not offered is added as it is."""
        if self._optional:
            self.combo.setItemText(0, hint.text)
        index = -1 if value is MIXED else self._index(value)
        if index < 0 and value is not MIXED:
            self._options.append((value, str(value)))
            self.combo.addItem(str(value), value)
            index = len(self._options) - 1
        typing = self.combo.isEditable() and self.combo.lineEdit().isModified() and self.combo.hasFocus()
        if not typing:
            self.combo.setCurrentIndex(index)
            if self.combo.isEditable():
                self.combo.lineEdit().setPlaceholderText(SEVERAL)
                self.combo.lineEdit().setCursorPosition(0)
        self.combo.setPlaceholderText(SEVERAL)
        if hint.tooltip:
            self.combo.setToolTip(hint.tooltip)
        unset = "true" if value is None or value is MIXED else "false"
        if self.combo.property("unset") != unset:
            self.combo.setProperty("unset", unset)
            repolish(self.combo)

    def take_focus(self) -> None:
        """Put the cursor here."""
        self.combo.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _index(self, value: Any) -> int:
        return next((n for n, (one, _) in enumerate(self._options) if _same(one, value)), -1)

    def _chosen(self, index: int) -> None:
        if 0 <= index < len(self._options):
            if self.combo.isEditable():
                self.combo.lineEdit().setModified(False)
            self.committed.emit(self._options[index][0])

    def _typed(self) -> None:
        """A name typed out in full is chosen; anything else goes back to what it was."""
        if not self.combo.lineEdit().isModified():
            return
        self.combo.lineEdit().setModified(False)
        words = self.combo.currentText().strip().lower()
        index = next((n for n, (_, label) in enumerate(self._options) if label.lower() == words), -1)
        if index >= 0:
            self.combo.setCurrentIndex(index)
            self._chosen(index)
        else:
            self.combo.setEditText(self.combo.itemText(self.combo.currentIndex()))


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


YES_NO: tuple[Option, ...] = ((True, "yes"), (False, "no"))


class ChipsEditor(Editor):
    """Any of several words, each a chip to switch on; none on is not stated."""

    def __init__(self, options: Iterable[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`options`: value, words, tooltip."""
        super().__init__(parent)
        self._unknown: tuple[str, ...] = ()
        self.chips: dict[str, QToolButton] = {}
        flow = FlowLayout(self, 4)
        for value, words, tooltip in options:
            chip = QToolButton()
            chip.setProperty("role", "chip")
            chip.setText(words)
            chip.setCheckable(True)
            chip.setToolTip(tooltip)
            chip.setAccessibleName(words)
            chip.clicked.connect(self._commit)
            self.chips[value] = chip
            flow.addWidget(chip)
        for chip in self.chips.values():
            self.setFocusProxy(chip)
            break

    def show_value(self, value: Any, hint: Hint) -> None:
        """Switch on what the value holds."""
        held = () if value is None or value is MIXED else tuple(value)
        self._unknown = tuple(one for one in held if one not in self.chips)
        for name, chip in self.chips.items():
            chip.setChecked(name in held)
        self.setToolTip(SEVERAL if value is MIXED else hint.tooltip)

    def take_focus(self) -> None:
        """Put the focus on the first chip."""
        for chip in self.chips.values():
            chip.setFocus(Qt.FocusReason.ShortcutFocusReason)
            break

    def _commit(self) -> None:
        chosen = (*(name for name, chip in self.chips.items() if chip.isChecked()), *self._unknown)
        self.committed.emit(chosen or None)


class FlowLayout(QLayout):
    """Puts widgets side by side and breaks the line where there is no room."""

    def __init__(self, parent: QWidget | None = None, gap: int = 4) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """The item of this index."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take the item of this index out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The height depends on where lines break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        return self._place(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, moving=True)

    def sizeHint(self) -> QSize:
        """As small as it can be."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest and the highest item."""
        sizes = [item.sizeHint() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _place(self, rect: QRect, *, moving: bool) -> int:
        """Put items line by line, each in the middle of its line; the height of all lines."""
        x, y, high = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, int, QSize]] = []
        for item in self._items:
            size = item.sizeHint()
            if line and x + size.width() > rect.right() + 1:
                self._settle(line, y, high, moving=moving)
                x, y, high, line = rect.x(), y + high + self._gap, 0, []
            line.append((item, x, size))
            x += size.width() + self._gap
            high = max(high, size.height())
        self._settle(line, y, high, moving=moving)
        return y + high - rect.y()

    @staticmethod
    def _settle(line: list[tuple[QLayoutItem, int, QSize]], y: int, high: int, *, moving: bool) -> None:
        for item, x, size in line if moving else ():
            item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
