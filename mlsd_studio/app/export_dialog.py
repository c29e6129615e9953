"""Take the diagram away: what, as what, how large, on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.session import Session

FORMATS = (
    ("png", "PNG picture", "Pixels; for chats, wikis and documents."),
    ("svg", "SVG drawing", "Vector; text stays text, its font is inside the file."),
    ("pdf", "PDF page", "Vector, for print; text can be selected."),
)
SCALES = (("1×", 1.0), ("2× (sharp on any screen)", 2.0), ("3×", 3.0), ("4× (print)", 4.0))


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the dialog was left with."""

    suffix: str
    selection_only: bool
    theme: str
    scale: float
    background: bool
    outlines: bool
    badges: bool


class ExportDialog(QDialog):
    """Asks how to export; `choice()` is the answer."""

    def __init__(self, session: Session, suffix: str, theme: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export diagram")
        self.format = QComboBox()
        for ending, name, _ in FORMATS:
            self.format.addItem(name, ending)
        self.scope = QComboBox()
        here = session.viewing.current
        self.scope.addItem(
            "The whole diagram" if here is None else f"The view “{session.viewing.name(here)}”", False
        )
        if session.selection:
            self.scope.addItem(f"The selection ({len(session.selection)})", True)
        self.theme = QComboBox()
        self.theme.addItem("Light", "light")
        self.theme.addItem("Dark", "dark")
        self.theme.setCurrentIndex(self.theme.findData(theme))
        self.scale = QComboBox()
        for name, value in SCALES:
            self.scale.addItem(name, value)
        self.scale.setCurrentIndex(1)
        self.paper = QCheckBox("Coloured ground (off: transparent)")
        self.paper.setChecked(True)
        self.outlines = QCheckBox("Text as outlines, for programs that ignore embedded fonts")
        self.badges = QCheckBox("Badges of findings on the cards")
        self.badges.setChecked(True)
        self.hint = QLabel()
        self.hint.setObjectName("muted")
        self._lay_out()
        self.format.currentIndexChanged.connect(self._follow_format)
        self.format.setCurrentIndex(max(0, self.format.findData(suffix)))
        self._follow_format()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("Format", self.format)
        form.addRow("", self.hint)
        form.addRow("What", self.scope)
        form.addRow("Colours", self.theme)
        form.addRow("Size", self.scale)
        form.addRow("", self.paper)
        form.addRow("", self.outlines)
        form.addRow("", self.badges)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)

    def _follow_format(self) -> None:
        suffix = self.format.currentData()
        self.hint.setText(next(text for ending, _, text in FORMATS if ending == suffix))
        self.scale.setEnabled(suffix == "png")
        self.outlines.setEnabled(suffix == "svg")

    def choice(self) -> ExportChoice:
        """The answer."""
        return ExportChoice(
            self.format.currentData(),
            bool(self.scope.currentData()),
            self.theme.currentData(),
            self.scale.currentData(),
            self.paper.isChecked(),
            self.outlines.isChecked() and self.outlines.isEnabled(),
            self.badges.isChecked(),
        )


def suggested_name(session: Session, suffix: str, folder: Path) -> Path:
    """A file beside the design, named after it."""
    stem = session.path.name.split(".")[0] if session.path else session.title.lower().replace(" ", "-")
    return (session.path.parent if session.path else folder) / f"{stem}.{suffix}"
