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
    QWheelEvent,
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


def wheel(canvas, x, y, *, angle=(0, 0), pixels=(0, 0), keys=Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(x, y)
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(*pixels), QPoint(*angle), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_drop_from_the_palette_adds_a_component(canvas, session) -> None:
    drop(canvas, "event_stream/kafka", 300, 400)
    (new,) = session.selection
    component = session.document.components[new]
    assert (component.kind, component.technology) == ("event_stream", "kafka")
    rect = canvas.scene.rect(new)
    assert abs(rect.centre[0] - 300) <= 20
    assert abs(rect.centre[1] - 400) <= 20
    session.undo()
    assert new not in session.document.components


def test_a_drop_into_a_boundary_makes_a_member(canvas, session) -> None:
    frame = canvas.scene.rect("eu")
    drop(canvas, "cache", frame.x + frame.w / 2, frame.y + frame.h / 2)
    assert session.selection[0] in session.document.boundaries["eu"].members


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


def test_arrows_nudge_and_presses_in_a_row_are_one_step(user, session) -> None:
    session.select(["ranker"])
    for _ in range(3):
        user.key(Qt.Key.Key_Right)
    user.key(Qt.Key.Key_Down, SHIFT)
    entry = session.document.layout["ranker"]
    assert (entry.x, entry.y) == (703, 220)
    session.undo()
    assert session.document.layout["ranker"] == Placement(700, 200)


def test_delete_copy_paste_cut_duplicate_by_keys(user, session) -> None:
    session.select(["api", "ranker"])
    user.key(Qt.Key.Key_C, CTRL)
    user.key(Qt.Key.Key_V, CTRL)
    assert len(session.document.components) == 5
    assert len(session.document.flows) == 3
    assert len(session.selection) == 2
    user.key(Qt.Key.Key_Delete)
    assert len(session.document.components) == 3
    session.select(["web"])
    user.key(Qt.Key.Key_D, CTRL)
    assert len(session.document.components) == 4
    user.key(Qt.Key.Key_X, CTRL)
    assert len(session.document.components) == 3
    user.key(Qt.Key.Key_A, CTRL)
    assert set(session.document.components) <= set(session.selection)
    for _ in range(4):
        session.undo()
    assert len(session.document.components) == 3


def test_ctrl_wheel_zooms_to_the_pointer_and_wheel_pans(canvas, qtbot) -> None:
    before = canvas.view.to_world(300, 500)
    with qtbot.waitSignal(canvas.zoom_changed):
        wheel(canvas, 300, 500, angle=(0, 240), keys=CTRL)
    after = canvas.view.to_world(300, 500)
    assert canvas.view.zoom > 1.2
    assert abs(after[0] - before[0]) < 1
    assert abs(after[1] - before[1]) < 1
    oy = canvas.view.oy
    wheel(canvas, 300, 500, angle=(0, -120))
    assert canvas.view.oy == oy - 60
    wheel(canvas, 300, 500, pixels=(7, -3), angle=(7, -3))
    assert canvas.view.oy == oy - 63


def test_fit_and_zoom_commands(user, canvas, session) -> None:
    actions = {action.id: action for action in canvas_actions(canvas)}
    actions["view.fit"].run()
    shown, bounds = canvas.view.visible(), canvas.scene.bounds
    assert shown.x <= bounds.x
    assert shown.right >= bounds.right
    user.key(Qt.Key.Key_0, CTRL)
    assert canvas.view.zoom == 1.0
    user.key(Qt.Key.Key_Minus, CTRL)
    assert canvas.view.zoom == 0.8
    session.select(["note"])
    actions["view.fit_selection"].run()
    assert canvas.view.visible().holds(98, 220)


def test_commands_have_ids_and_shortcuts_of_their_own(canvas) -> None:
    actions = Actions()
    actions.add(*canvas_actions(canvas))
    assert actions["edit.copy_picture"].shortcuts == ("Ctrl+Shift+C",)


def test_grouping_aligning_flipping_and_tidying_are_single_steps(canvas, session) -> None:
    actions = {action.id: action for action in canvas_actions(canvas)}
    session.select(["web", "ranker"])
    actions["arrange.align_top"].run()
    assert canvas.scene.rect("ranker").y == canvas.scene.rect("web").y == 0
    session.undo()
    actions["arrange.group"].run()
    canvas.close_editor()
    assert session.document.boundaries["boundary"].members == ("web", "ranker")
    session.undo()
    session.select(["web-api"])
    actions["flow.flip"].run()
    assert session.document.flows["web-api"].source == "api"
    actions["flow.kind_async"].run()
    assert session.document.flows["web-api"].kind == "async"
    session.undo()
    session.undo()
    actions["arrange.tidy"].run()
    assert session.history.undo_label == "Tidy layout"
    session.undo()
    assert session.document.layout["ranker"] == Placement(700, 200)
    assert session.history.undo_label is None


def test_distributing_makes_equal_gaps(canvas, session) -> None:
    session.select(["web", "api", "ranker"])
    {a.id: a for a in canvas_actions(canvas)}["arrange.distribute_across"].run()
    web, api, ranker = (canvas.scene.rect(id) for id in ("web", "api", "ranker"))
    assert api.x - web.right == ranker.x - api.right


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


def test_tab_goes_through_the_components_and_alt_arrow_along_flows(user, canvas, session) -> None:
    user.key(Qt.Key.Key_Tab)
    assert session.selection == ("web",)
    user.key(Qt.Key.Key_Tab)
    assert session.selection == ("api",)
    user.key(Qt.Key.Key_Right, ALT)
    assert session.selection == ("ranker",)
    user.key(Qt.Key.Key_Left, ALT)
    assert session.selection == ("api",)
    assert "Search API" in canvas.accessibleDescription()


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


def test_tool_keys_and_escape(user, session) -> None:
    for key, name in ((Qt.Key.Key_H, "hand"), (Qt.Key.Key_B, "boundary"), (Qt.Key.Key_N, "note")):
        user.key(key)
        assert session.tool == name
    user.key(Qt.Key.Key_Escape)
    assert session.tool == "select"


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
