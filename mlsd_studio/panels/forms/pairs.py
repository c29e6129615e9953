"""Free attributes: rows of a name and a value as they stand in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mlsd_studio.panels.forms.base import MIXED, SEVERAL, Editor, Hint
from mlsd_studio.panels.forms.entry import Line


def spell(value: Any) -> str:
    """A value on one line, as in the file."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6)
    return text.removesuffix("...\n").strip()


def read(text: str) -> Any:
    """The value a line stands for. Raises ValueError in plain words."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        raise ValueError(f"{text!r} cannot be read; write yes, no, a number, a text or [a, list]") from None


class PairsEditor(Editor):
    """A mapping. The last row is empty: typing a name there adds one. Clearing a value removes its row."""

    def __init__(
        self,
        suggestions: Sequence[tuple[str, str]] = (),
        *,
        plain: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`suggestions`: names with what they mean; `plain`: values are texts and nothing else."""
        super().__init__(parent)
        self._suggestions = suggestions
        self._plain = plain
        self._value: dict[str, Any] = {}
        self.rows: list[tuple[Line, Line]] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._show({})

    def show_value(self, value: Any, hint: Hint) -> None:
        """Show the pairs; rows being typed in are left alone."""
        held = {} if value is None or value is MIXED else dict(value)
        self.setToolTip(SEVERAL if value is MIXED else hint.tooltip)
        busy = any(line.hasFocus() and line.isModified() for row in self.rows for line in row)
        if not busy and held != self._value:
            self._show(held)

    def take_focus(self) -> None:
        """Put the cursor into the empty row."""
        self.rows[-1][0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, value: dict[str, Any]) -> None:
        self._value = dict(value)
        self.rows.clear()
        while (item := self._box.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        for name, one in value.items():
            self._add_row(name, str(one) if self._plain else spell(one))
        self._add_row("", "")
        self.setFocusProxy(self.rows[-1][0])

    def _add_row(self, name: str, text: str) -> None:
        key, value = Line(), Line()
        key.setText(name)
        value.setText(text)
        key.setPlaceholderText("name")
        value.setPlaceholderText("value")
        key.setAccessibleName("Name of the attribute")
        value.setAccessibleName(f"Value of {name}" if name else "Value of the attribute")
        meanings = dict(self._suggestions)
        key.setToolTip(meanings.get(name, "Name of the attribute"))
        key.setReadOnly(bool(name))
        if not name and self._suggestions:
            completer = QCompleter([one for one, _ in self._suggestions], key)
            completer.popup().setProperty("role", "popup")
            key.setCompleter(completer)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(key, 1)
        line.addWidget(value, 1)
        if name:
            line.addWidget(self._remover(name))
        self.rows.append((key, value))
        self._box.addWidget(row)
        for edit in (key, value):
            edit.done.connect(lambda at=(key, value): self._commit(*at))

    def _remover(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setText("×")
        button.setProperty("role", "small")
        button.setToolTip(f"Remove {name}")
        button.setAccessibleName(f"Remove {name}")
        button.clicked.connect(lambda: self._set(name, None))
        return button

    def _commit(self, key: Line, value: Line) -> None:
        if not (key.isModified() or value.isModified()):
            return
        name, text = key.text().strip(), value.text().strip()
        if not name or (not text and name not in self._value):
            return
        try:
            read_value = None if not text else text if self._plain else read(text)
        except ValueError as error:
            self.troubled.emit(str(error))
            return
        self.troubled.emit("")
        key.setModified(False)
        value.setModified(False)
        if read_value != self._value.get(name):
            self._set(name, read_value)

    def _set(self, name: str, value: Any) -> None:
        after = {**self._value, name: value}
        if value is None:
            del after[name]
        self._show(after)
        self.committed.emit(after or None)
