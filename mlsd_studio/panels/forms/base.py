"""What all editors share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

Parse = Callable[[str], Any]
Spell = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Hint:
    """What stands in an empty editor: the text, a word on the right, and where the value comes from."""

    text: str = "not stated"
    suffix: str = ""
    tooltip: str = ""


class Mixed:
    """The value of a field in which several selected elements differ."""

    def __repr__(self) -> str:
        return "MIXED"


MIXED = Mixed()
SEVERAL = "several values"


class Editor(QWidget):
    """Shows one value. `committed` carries what was entered (None: not stated), `troubled` why it cannot be."""

    committed = Signal(object)
    troubled = Signal(str)

    def show_value(self, value: Any, hint: Hint) -> None:
        """Show a value from the document; an edit under way is left alone."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the cursor here."""
        raise NotImplementedError

    def name_it(self, name: str, tooltip: str) -> None:
        """Name the editor for screen readers, and explain it."""
        self.setToolTip(tooltip)
        for part in (self, self.focusProxy()):
            if part is not None:
                part.setAccessibleName(name)
                part.setAccessibleDescription(tooltip)
