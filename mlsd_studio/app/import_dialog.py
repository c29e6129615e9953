"""*Import a diagram*: text or a text file becomes a design; what was not understood is told before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.app import ask
from mlsd_studio.importing.pasting import MOST_CHARACTERS, Pasted, PasteError, read_text

EXAMPLE = """flowchart LR
  web[Web shop] --> api[Product API]
  api --> model[Ranking model]

or

Web shop -> Product API -> Ranking model"""
NOTHING = "Nothing is read yet: type, paste or take a file."
LINES = 3
"""How many lines that were not understood are shown."""


class ImportDialog(QDialog):
    """`chosen` brings what was read and a name for the design."""

    chosen = Signal(object, str)

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import a diagram")
        self.resize(560, 440)
        self._folder, self._name = folder, ""
        self._pasted: Pasted | None = None
        words = QLabel(
            "A Mermaid flowchart, or a list with one name a line, where arrows join names. "
            "It becomes a new design; kinds are guessed from the names."
        )
        words.setWordWrap(True)
        self.text = QPlainTextEdit(placeholderText=EXAMPLE)
        self.text.setAccessibleName("The diagram as text")
        self.text.setTabChangesFocus(True)
        self.told = QLabel()
        self.told.setProperty("role", "muted")
        self.told.setWordWrap(True)
        self.from_file = QPushButton("From a file …")
        self.from_file.clicked.connect(self._ask_file)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        box.addButton(self.from_file, QDialogButtonBox.ButtonRole.ActionRole)
        self.ok = box.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Make the design")
        box.accepted.connect(self._take)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        for part in (words, self.text, self.told, box):
            column.addWidget(part)
        self.text.textChanged.connect(self._read)
        self._read()

    def load(self, path: Path) -> None:
        """Take the text of a file; say so where it cannot be read."""
        try:
            with path.open("rb") as file:
                self.text.setPlainText(file.read(4 * MOST_CHARACTERS + 1).decode("utf-8"))
        except (OSError, UnicodeDecodeError):
            ask.tell(
                self, "Cannot import", f"{path.name} could not be read.", "It must be a text file in UTF-8."
            )
            return
        self._name = path.name.partition(".")[0].replace("-", " ").replace("_", " ").capitalize()

    def _ask_file(self) -> None:
        path = ask.diagram_file(self, self._folder)
        if path is not None:
            self.load(path)

    def _read(self) -> None:
        text, self._pasted = self.text.toPlainText(), None
        try:
            self._pasted = read_text(text) if text.strip() else None
            self.told.setText(
                _summary(self._pasted) if self._pasted else "Nothing is read yet: type, paste or take a file."
            )
        except PasteError as error:
            self.told.setText(str(error))
        self.ok.setEnabled(self._pasted is not None)

    def _take(self) -> None:
        if self._pasted is not None:
            self.accept()
            self.chosen.emit(self._pasted, self._name)


def _summary(pasted: Pasted) -> str:
    part = pasted.fragment
    counts = [
        (len(part.components), "component"),
        (len(part.flows), "flow"),
        (len(part.boundaries), "boundary"),
    ]
    said = ", ".join(
        f"{n} {word if n == 1 else word.removesuffix('y') + 'ies' if word.endswith('y') else word + 's'}"
        for n, word in counts
        if n
    )
    if not pasted.unread:
        return f"Understood: {said}."
    lines = "; ".join(f"line {number}, “{line[:50]}”" for number, line in pasted.unread[:LINES])
    more = len(pasted.unread) - LINES
    return f"Understood: {said}. Left out: {lines}{f' and {more} more' if more > 0 else ''}."
