"""Overlays: working out where a class of data travels, and painting a design that is tinted all over."""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from bench_parts._tools import design, median_ms, row
from mlsd_studio.model import Document

STATING = 7
"""Every so manyth component states the class."""


def rows() -> list[dict[str, object]]:
    """Milliseconds on the interface thread, after an edit has paused; frames as a ratio to bare ones."""
    from mlsd_studio.session.overlays.data_classes import travels

    goals = {50: 2.0, 1000: 10.0, 10_000: 50.0}
    measured = []
    for count, goal in goals.items():
        document = _personal(count)
        took = median_ms(lambda document=document: travels("pii", document))
        measured.append(row(f"where pii travels, {count:,} components", took, goal=goal))
    return [*measured, *_painting(1000), *_painting(10_000)]


def _personal(count: int) -> Document:
    document = design(count)
    components = [
        msgspec.structs.replace(one, data_classes=("pii",)) if n % STATING == 0 else one
        for n, one in enumerate(document.components.values())
    ]
    others = [one for table in ("flows", "boundaries", "journeys") for one in document.table(table).values()]
    return Document([*components, *others], dict(document.layout))


def _painting(count: int) -> list[dict[str, object]]:
    app = QApplication.instance() or QApplication([])
    from mlsd_studio.canvas import Canvas
    from mlsd_studio.session import Session
    from mlsd_studio.session.overlays.data_classes import travels

    session = Session(_personal(count))
    canvas = Canvas(session)
    canvas.animation_ms = 0
    canvas.resize(1920, 1080)
    canvas.show()
    canvas.fit()
    app.processEvents()
    picture = QPixmap(canvas.size())

    def frame() -> None:
        painter = QPainter(picture)
        canvas.render_areas(painter, [canvas.rect()])
        painter.end()

    bare = median_ms(frame, 20)
    session.set_overlay(travels("pii", session.document))
    tinted = median_ms(frame, 20)
    canvas.close()
    return [row(f"{count:,} components fitted and tinted", tinted, baseline=bare, goal=2.5, by_ratio=True)]
