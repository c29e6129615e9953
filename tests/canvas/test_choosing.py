"""Selecting by kind and layer, the rubber band's two ways, locking, stacking, renaming on with Tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from mlsd_studio.canvas import canvas_actions
from mlsd_studio.canvas.menu import context_menu
from mlsd_studio.model import Document
from mlsd_studio.model.edits.placement import is_locked, place
from mlsd_studio.model.records import Placement
from mlsd_studio.storage import dump, load_text

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def do(canvas, id) -> None:
    {action.id: action for action in canvas_actions(canvas)}[id].run()


def test_the_menu_offers_what_would_find_something(canvas, session) -> None:
    session.select(["note"])
    menu = context_menu(canvas, canvas.pointer(QPointF(5, 5), Qt.KeyboardModifier.NoModifier))
    inner = next(e.menu() for e in menu.actions() if e.menu() and e.menu().objectName() == "Select")
    enabled = {entry.objectName() for entry in inner.actions() if entry.isEnabled()}
    assert "select.kind" not in enabled
    assert "select.others" in enabled
    menu.deleteLater()


def test_what_is_locked_stays_and_the_band_leaves_it_out(user, session, canvas) -> None:
    session.select(["ranker"])
    user.key(Qt.Key.Key_L, CTRL)
    assert is_locked(session.document, "ranker")
    user.drag(user.centre("ranker"), (900, 400))
    user.key(Qt.Key.Key_Right)
    assert session.document.layout["ranker"] == Placement(700, 200, locked=True)
    user.drag((660, 160), (940, 320))
    assert session.selection == ()
    session.select(["web", "ranker"])
    user.drag(user.centre("web"), (98, 136))
    assert session.document.layout["web"].y > 80
    assert session.document.layout["ranker"].y == 200
    session.select(["ranker"])
    user.key(Qt.Key.Key_L, CTRL)
    assert session.document.layout["ranker"] == Placement(700, 200)
    session.undo()
    assert is_locked(session.document, "ranker")
    session.redo()
    user.drag(user.centre("ranker"), (898, 337))
    assert session.document.layout["ranker"] != Placement(700, 200)


def test_what_is_locked_has_no_handles_and_is_not_tidied(canvas, session) -> None:
    from mlsd_studio.canvas.hits import handles_of

    session.select(["ranker"])
    assert handles_of(canvas.scene, "ranker")
    do(canvas, "arrange.lock")
    assert not handles_of(canvas.scene, "ranker")
    do(canvas, "arrange.tidy")
    assert session.document.layout["ranker"] == Placement(700, 200, locked=True)


def test_a_lock_is_one_line_of_the_file(canvas, session) -> None:
    before = dump(session.document).splitlines()
    session.select(["ranker"])
    do(canvas, "arrange.lock")
    text = dump(session.document)
    changed = [line for line in text.splitlines() if line not in before]
    assert changed == ["  ranker: [700, 200, locked]"]
    assert load_text(text).document == session.document


def test_a_locked_boundary_is_where_it_was(canvas, session) -> None:
    frame = canvas.scene.rect("eu")
    session.select(["eu"])
    do(canvas, "arrange.lock")
    assert canvas.scene.rect("eu") == frame
    assert is_locked(session.document, "eu")


def stacked(session) -> list[str]:
    return list(session.document.components)


def test_order_is_that_of_the_file(user, session, canvas) -> None:
    session.apply(place(session.document, {"ranker": Placement(310, 10)}))
    session.seal()
    session.select(["api"])
    user.key(Qt.Key.Key_BracketRight, CTRL)
    assert stacked(session) == ["web", "ranker", "api"]
    user.click(400, 50)
    assert session.selection == ("api",)
    user.key(Qt.Key.Key_BracketRight, CTRL)
    assert stacked(session) == ["web", "ranker", "api"]
    session.undo()
    assert stacked(session) == ["web", "api", "ranker"]
    user.click(400, 50)
    assert session.selection == ("ranker",)
    session.redo()
    user.key(Qt.Key.Key_Escape)
    session.select(["api", "ranker"])
    do(canvas, "arrange.to_back")
    assert stacked(session) == ["api", "ranker", "web"]
    do(canvas, "arrange.to_front")
    assert stacked(session) == ["web", "api", "ranker"]
    session.undo()
    session.undo()
    assert stacked(session) == ["web", "ranker", "api"]
    do(canvas, "arrange.to_backward")


def test_tab_renames_the_next_and_shift_tab_the_one_before(user, session, canvas) -> None:
    canvas.rename("web")
    QTest.keyClicks(canvas.editor, "Shop")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Tab)
    assert session.document.components["web"].name == "Shop"
    assert canvas.editor.text() == "Search API"
    assert session.selection == ("api",)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Tab)
    QTest.keyClicks(canvas.editor, "Scorer")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Backtab, SHIFT)
    assert session.document.components["ranker"].name == "Scorer"
    assert canvas.editor.text() == "Search API"
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)
    assert canvas.editor is None
    session.undo()
    assert session.document.components["ranker"].name == "Ranker"


def test_tab_past_the_last_ends(session, canvas) -> None:
    canvas.rename("ranker")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Tab)
    assert canvas.editor is None


def test_an_entry_that_is_no_place_is_told() -> None:
    text = dump(Document()) + "layout:\n  a: [1, locked]\n"
    from mlsd_studio.storage import FileError

    with pytest.raises(FileError, match="2 or 4 numbers"):
        load_text(text)
