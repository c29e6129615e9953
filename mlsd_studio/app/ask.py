"""Questions to the user, one function each; the window asks through here only."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

DESIGN_FILTER = "MLSD designs (*.mlsd.yaml *.mlsd.yml);;YAML files (*.yaml *.yml);;All files (*)"
SUFFIX = ".mlsd.yaml"


class Answer(Enum):
    """What the user chose."""

    yes = "yes"
    no = "no"
    cancel = "cancel"


def open_files(parent: QWidget, folder: Path) -> list[Path]:
    """Which designs to open."""
    names, _ = QFileDialog.getOpenFileNames(parent, "Open design", str(folder), DESIGN_FILTER)
    return [Path(name) for name in names]


def diagram_file(parent: QWidget, folder: Path) -> Path | None:
    """Which diagram to import."""
    kinds = "Diagrams as text (*.mmd *.mermaid *.md *.txt);;All files (*)"
    name, _ = QFileDialog.getOpenFileName(parent, "Import a diagram", str(folder), kinds)
    return Path(name) if name else None


def save_file(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to save; a name without a suffix gets `.mlsd.yaml`."""
    name, _ = QFileDialog.getSaveFileName(parent, "Save design as", str(suggestion), DESIGN_FILTER)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix in (".yaml", ".yml") else path.with_name(path.name + SUFFIX)


def output_file(parent: QWidget, title: str, suggestion: Path, suffix: str) -> Path | None:
    """Where to write an export."""
    name, _ = QFileDialog.getSaveFileName(
        parent, title, str(suggestion), f"{suffix.upper()} files (*.{suffix})"
    )
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.lower() == f".{suffix}" else path.with_name(f"{path.name}.{suffix}")


def unsaved(parent: QWidget, title: str) -> Answer:
    """Save the edits before going on? yes: save, no: drop them."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Unsaved changes")
    box.setText(f"Save the changes to “{title}”?")
    box.setInformativeText("They are lost if you do not save them.")
    box.setStandardButtons(
        QMessageBox.StandardButton.Save
        | QMessageBox.StandardButton.Discard
        | QMessageBox.StandardButton.Cancel
    )
    box.setDefaultButton(QMessageBox.StandardButton.Save)
    chosen = QMessageBox.StandardButton(box.exec())
    return {
        QMessageBox.StandardButton.Save: Answer.yes,
        QMessageBox.StandardButton.Discard: Answer.no,
    }.get(chosen, Answer.cancel)


def choose(parent: QWidget, title: str, text: str, detail: str, yes: str, no: str) -> Answer:
    """A question with two named answers; closing the box is `cancel`."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    first = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    second = box.addButton(no, QMessageBox.ButtonRole.DestructiveRole)
    box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.setDefaultButton(first)
    box.exec()
    if not isValid(box):  # the window was closed from elsewhere while it was asking
        return Answer.cancel
    clicked = box.clickedButton()
    return Answer.yes if clicked is first else Answer.no if clicked is second else Answer.cancel


def tell(parent: QWidget, title: str, text: str, detail: str = "") -> None:
    """Say that something did not work; long lists of problems go under *Show details*."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setText(text)
    lines = detail.splitlines()
    box.setInformativeText("\n".join(lines[:8]))
    if len(lines) > 8:
        box.setDetailedText(detail)
    box.exec()
