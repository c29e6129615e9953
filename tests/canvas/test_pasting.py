"""Pasting by keys: text from other programs, at the pointer, what was copied last."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from mlsd_studio.canvas import clipboard

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_mermaid_text_becomes_components_in_one_step(user, session) -> None:
    QGuiApplication.clipboard().setText("flowchart LR\n a[Kafka] -->|events| b[(Data lake)]\n ???")
    said = []
    session.message.connect(said.append)
    user.key(Qt.Key.Key_V, CTRL)
    assert len(session.document.components) == 5
    assert {session.document.components[id].name for id in session.selection} == {"Kafka", "Data lake"}
    assert [f.label for f in session.document.flows.values()][-1] == "events"
    assert said == ["Not understood: line 3, “???”"]
    session.undo()
    assert len(session.document.components) == 3
    session.redo()
    assert len(session.document.components) == 5


def test_text_that_is_nothing_is_told_and_changes_nothing(user, session) -> None:
    QGuiApplication.clipboard().setText("flowchart LR\n")
    said = []
    session.message.connect(said.append)
    user.key(Qt.Key.Key_V, CTRL)
    assert "Mermaid" in said[0]
    assert session.history.undo_label is None


def test_what_was_copied_last_is_pasted(user, session) -> None:
    QGuiApplication.clipboard().setText("Postgres")
    session.select(["api"])
    user.key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Search API"
    user.key(Qt.Key.Key_V, CTRL)
    assert session.document.components[session.selection[0]].replicas == 4
    QGuiApplication.clipboard().setText("Postgres")
    user.key(Qt.Key.Key_V, CTRL)
    assert session.document.components[session.selection[0]].technology == "postgres"


@pytest.mark.parametrize("text", [None, "Kafka"])
def test_paste_at_the_pointer(user, session, canvas, monkeypatch, text) -> None:
    session.select(["api"])
    user.key(Qt.Key.Key_C, CTRL)
    if text:
        QGuiApplication.clipboard().setText(text)
    where = canvas.mapToGlobal(QPoint(*canvas.view.to_widget(320, 440)))
    monkeypatch.setattr(clipboard.QCursor, "pos", lambda: where)
    QTest.keyClick(canvas, Qt.Key.Key_V, CTRL | SHIFT)
    entry = session.document.layout[session.selection[0]]
    assert (entry.x, entry.y) == (320, 440)


@pytest.mark.parametrize(
    "text",
    [
        "Kafka\nSpark\nRedis\nCharts",
        "flowchart LR\n subgraph in\n a[Kafka] --> b[Flink]\n end\n b --> c[Cache]",
    ],
)
def test_pasted_text_covers_nothing_and_lies_in_no_boundary_it_is_not_in(user, session, canvas, text) -> None:
    before = dict(canvas.scene.geometry.boxes)
    QGuiApplication.clipboard().setText(text)
    user.key(Qt.Key.Key_V, CTRL)
    geometry = canvas.scene.geometry
    new = [geometry.boxes[id] for id in session.selection if id in geometry.boxes]
    assert len(new) >= 3
    assert not any(box.overlaps(other) for box in new for other in before.values())
    assert not any(box.overlaps(geometry.frames.rects["eu"]) for box in new)
    for id in session.selection:
        frame = geometry.frames.rects.get(id)
        assert frame is None or not any(frame.overlaps(other) for other in before.values())
