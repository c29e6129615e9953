"""Keys, commands, the menu, drops, and what the session asks of the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication

from mlsd_studio.canvas import canvas_actions
from mlsd_studio.canvas.hits import hit
from mlsd_studio.canvas.menu import context_menu
from mlsd_studio.canvas.tips import tip
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Placement
from mlsd_studio.session.actions import Actions
from mlsd_studio.session.editing import KIND_MIME

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def drop(canvas, text: str, x: float, y: float, keys=Qt.KeyboardModifier.NoModifier) -> None:
    """Drag palette data over a place of the world and let go."""
    data = QMimeData()
    data.setData(KIND_MIME, text.encode())
    at = QPointF(*canvas.view.to_widget(x, y))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, keys
    QApplication.sendEvent(canvas, QDragEnterEvent(at.toPoint(), copy, data, left, none))
    QApplication.sendEvent(canvas, QDragMoveEvent(at.toPoint(), copy, data, left, none))
    assert canvas._overlay
    QApplication.sendEvent(canvas, QDropEvent(at, copy, data, left, none))
    assert not canvas._overlay


def test_an_unknown_kind_is_refused_with_words(canvas, session, qtbot) -> None:
    with qtbot.waitSignal(session.message):
        drop(canvas, "no_such_kind", 300, 400)
    assert len(session.document.components) == 3


def test_adding_at_the_centre_finds_a_free_place(canvas, session) -> None:
    canvas.centre_on(*canvas.scene.rect("api").centre)
    for _ in range(4):
        canvas.add_at_centre("cache")
    boxes = list(canvas.scene.geometry.boxes.values())
    assert len(boxes) == 7
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_commands_have_ids_and_shortcuts_of_their_own(canvas) -> None:
    actions = Actions()
    actions.add(*canvas_actions(canvas))
    assert actions["edit.copy_picture"].shortcuts == ("Ctrl+Shift+C",)


def test_the_picture_on_the_clipboard_is_twice_as_large(canvas, session) -> None:
    session.select(["ranker"])
    {a.id: a for a in canvas_actions(canvas)}["edit.copy_picture"].run()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Ranker"
    image = data.imageData()
    assert image.width() >= 2 * 196
    assert image.width() < 2 * 196 + 2 * 120


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (["api"], {"edit.copy", "edit.delete", "edit.rename", "arrange.group"}),
        (["web-api"], {"flow.flip", "edit.delete"}),
        ([], {"edit.paste_here", "edit.select_all", "arrange.tidy", "view.fit"}),
    ],
)
def test_the_menu_offers_what_fits(canvas, session, selection, expected) -> None:
    session.select(selection)
    menu = context_menu(canvas, canvas.pointer(QPointF(40, 40), Qt.KeyboardModifier.NoModifier))
    assert expected <= {entry.objectName() for entry in menu.actions()}
    menu.deleteLater()


def test_a_menu_entry_does_what_it_says(canvas, session) -> None:
    session.select(["ranker"])
    menu = context_menu(canvas, canvas.pointer(QPointF(40, 40), Qt.KeyboardModifier.NoModifier))
    next(entry for entry in menu.actions() if entry.objectName() == "edit.delete").trigger()
    assert "ranker" not in session.document.components
    menu.deleteLater()


def test_focus_requests_bring_elements_into_view(canvas, session) -> None:
    canvas.centre_on(9000, 9000)
    session.focus_requested.emit(["ranker"])
    shown = canvas.view.visible()
    rect = canvas.scene.rect("ranker")
    assert shown.holds(rect.x, rect.y)
    assert shown.holds(rect.right, rect.bottom)


def test_the_view_glides_when_motion_is_wanted(canvas, session, qtbot) -> None:
    canvas.animation_ms = 40
    canvas.centre_on(9000, 9000)
    session.focus_requested.emit(["ranker"])
    qtbot.waitUntil(lambda: canvas.view.visible().holds(796, 236))
    canvas.zoom_to(0.3)
    canvas.fit(["ranker"])
    qtbot.waitUntil(lambda: canvas.view.zoom == 1.0)
    qtbot.waitUntil(lambda: not canvas._hasty)


def test_another_document_is_shown_whole(canvas, session) -> None:
    canvas.zoom_to(0.2)
    session.replace(Document([Component(id="x", kind="cache", name="X")], {"x": Placement(5000, 5000)}))
    assert canvas.view.visible().holds(5098, 5036)
    assert canvas.status()["components"] == 1
    session.replace(Document())
    assert canvas.scene.is_empty
    assert not canvas.minimap.isVisible()


def test_the_minimap_moves_the_view(canvas, qtbot) -> None:
    assert canvas.minimap.isVisible()
    before = canvas.view.visible().centre
    qtbot.mouseClick(canvas.minimap, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    after = canvas.view.visible().centre
    assert after[0] < before[0]
    assert after[1] < before[1]


def test_tips_say_names_in_full(canvas, session) -> None:
    scene = canvas.scene
    assert "Ranker" in tip(session, scene, hit(scene, 760, 236, 1.0))
    assert "Shop web → Search API (request)" in tip(session, scene, hit(scene, 250, 36, 1.0))
    assert tip(session, scene, hit(scene, -500, -500, 1.0)) == ""


def test_no_two_commands_of_the_canvas_share_a_shortcut_as_keys(canvas) -> None:
    taken: dict[str, str] = {}
    for action in canvas_actions(canvas):
        for keys in action.shortcuts:
            same = QKeySequence(keys).toString()
            assert same, f"{keys} of {action.id} is no key"
            assert same not in taken, f"{keys} is both {taken.get(same)} and {action.id}"
            taken[same] = action.id
    wanted = (
        "Ctrl+F",
        "Ctrl+G",
        "Ctrl+Shift+V",
        "Alt+Shift+Right",
        "Shift+1",
        "Shift+2",
        "Ctrl+0",
        "F2",
        "V",
        "H",
        "C",
    )
    assert set(wanted) <= taken.keys()
