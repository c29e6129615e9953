"""Several elements by name: chips that can be taken away, and a field to search for one more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from mlsd_studio.panels.forms.base import MIXED, Editor, Hint
from mlsd_studio.panels.forms.choice import ChoiceEditor, FlowLayout, Option


class PickerEditor(Editor):
    """A tuple of ids out of `options`; ids that are not offered are kept and shown as they are."""

    def __init__(self, options: Iterable[Option] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self._value: tuple[str, ...] = ()
        self.chips: dict[str, QToolButton] = {}
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, 4)
        self.more = ChoiceEditor(optional=True, search=True)
        self.more.committed.connect(self._add)
        self.setFocusProxy(self.more.combo)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._holder)
        box.addWidget(self.more)
        self._holder.hide()
        self.set_options(options)

    def set_options(self, options: Iterable[Option]) -> None:
        """Offer other elements."""
        names = {str(id): words for id, words in options}
        if names != self._names:
            self._names = names
            self._show_chips()
            self._offer()

    def show_value(self, value: Any, hint: Hint) -> None:
        """Show the chosen elements as chips."""
        held = () if value is None or value is MIXED else tuple(value)
        self.setToolTip(hint.tooltip)
        if held != self._value or set(held) != set(self.chips):
            self._value = held
            self._show_chips()
            self._offer()

    def take_focus(self) -> None:
        """Put the cursor into the search field."""
        self.more.take_focus()

    def name_it(self, name: str, tooltip: str) -> None:
        """The search field says what it adds to."""
        super().name_it(name, tooltip)
        self.more.name_it(f"{name}: add an element", tooltip)

    def _offer(self) -> None:
        left = [(id, words) for id, words in self._names.items() if id not in self._value]
        self.more.set_options(left)
        self.more.show_value(None, Hint("link an element …"))

    def _show_chips(self) -> None:
        self.chips.clear()
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for id in self._value:
            name = self._names.get(id, id)
            chip = QToolButton()
            chip.setProperty("role", "chip")
            chip.setText(f"{name}  ×".replace("&", "&&"))
            chip.setToolTip(f"Take {name} away")
            chip.setAccessibleName(f"Take {name} away")
            chip.clicked.connect(lambda _=False, id=id: self._drop(id))
            self.chips[id] = chip
            self._flow.addWidget(chip)
        self._holder.setVisible(bool(self._value))

    def _add(self, id: Any) -> None:
        if id is not None and id not in self._value:
            self.committed.emit((*self._value, id))
            self._offer()

    def _drop(self, id: str) -> None:
        self.committed.emit(tuple(one for one in self._value if one != id) or None)
