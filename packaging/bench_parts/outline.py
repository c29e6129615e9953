"""The outline of ten thousand components, in boundaries and in one heap: opened, edited, filtered, scrolled."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from bench_parts._tools import design, median_ms, row
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.session import Session

SIZE = 10_000
QUICK, FRAME = 50.0, 1000 / 60


def rows() -> list[dict[str, object]]:
    """Milliseconds on the interface thread."""
    grouped = design(SIZE)
    loose = Document([*grouped.components.values(), *grouped.flows.values()])
    return [*_rows(grouped, f"{SIZE} components in boundaries"), *_rows(loose, f"{SIZE} loose components")]


def _rows(document: Document, name: str) -> list[dict[str, object]]:
    app = QApplication.instance() or QApplication([])
    from mlsd_studio.panels.outline import Outline

    session = Session()
    panel = Outline(session)
    panel.resize(240, 700)
    panel.show()

    def load() -> None:
        session.replace(document)
        app.processEvents()

    def edit() -> None:
        session.apply(add_component(session.document, "cache", "Cache", (0, 0))[0])
        app.processEvents()

    def narrow() -> None:
        panel.field.setText("77" if panel.field.text() != "77" else "component 77")
        app.processEvents()

    bar = panel.view.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 137) % max(1, bar.maximum()))
        panel.view.viewport().repaint()

    found = [row(f"outline of {name}: opened", median_ms(load), goal=QUICK)]
    found.append(row(f"outline of {name}: a component is added", median_ms(edit, 9), goal=QUICK))
    found.append(row(f"outline of {name}: one frame of scrolling", median_ms(scroll, 40), goal=FRAME))
    found.append(row(f"outline of {name}: filtered", median_ms(narrow, 9), goal=QUICK))
    panel.close()
    return found
