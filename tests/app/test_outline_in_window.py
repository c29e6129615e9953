"""The outline in the window: reached, moved in, closed and found again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from mlsd_studio.app.files import examples
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.panels.outline.contents import Item

from .conftest import deliver

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
RANKER = Item("component", "ranker")


def open_outline(user):
    user.window.files.open_example(next(path for path in examples() if "shop" in path.name))
    user.control(Qt.Key.Key_O, SHIFT)
    user.until(user.window.outline.view.hasFocus)
    return user.window.outline


def choose(outline, item):
    index = outline.model.index_of(item)
    outline.view.scrollTo(index)
    QTest.mouseClick(outline.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                     outline.view.visualRect(index).center())  # fmt: skip


def test_a_key_leads_to_the_outline_and_escape_to_the_canvas(user) -> None:
    outline = open_outline(user)
    assert user.window.regions.current() == "outline"
    user.key(outline.view, Qt.Key.Key_Escape)
    assert user.window.canvas.hasFocus()
    user.key(user.window.canvas, Qt.Key.Key_Slash)
    assert user.window.palette_panel.field.hasFocus()
    assert outline.visibleRegion().isEmpty()


def test_f6_stops_at_the_outline_where_it_is_in_front(user) -> None:
    open_outline(user)
    names = list(user.window.regions.shown())
    assert "outline" in names
    assert "palette" not in names


def test_f6_stops_at_the_breadcrumbs_before_the_canvas(user) -> None:
    open_outline(user)
    regions, crumbs = user.window.regions, user.window.canvas.crumbs
    assert "breadcrumbs" not in regions.shown()
    user.window.session.select(["ranker"])
    user.until(crumbs.isVisible)
    user.window.canvas.setFocus()
    user.key(user.window.canvas, Qt.Key.Key_F6, SHIFT)
    assert regions.current() == "breadcrumbs"
    assert crumbs.home.hasFocus()
    user.key(crumbs.home, Qt.Key.Key_F6)
    assert regions.current() == "canvas"


def test_keys_of_the_canvas_work_on_what_is_chosen_in_the_tree(user) -> None:
    outline, session = open_outline(user), user.window.session
    choose(outline, RANKER)
    user.key(outline.view, Qt.Key.Key_D, CTRL)
    copies = [id for id, one in session.document.components.items() if one.name == "Ranker endpoint"]
    assert len(copies) == 2
    user.until(
        lambda: outline.view.selectionModel().isSelected(outline.model.index_of(Item("component", copies[1])))
    )
    user.key(outline.view, Qt.Key.Key_X, CTRL)
    assert copies[1] not in session.document.components
    user.key(outline.view, Qt.Key.Key_V, CTRL)
    assert len([one for one in session.document.components.values() if one.name == "Ranker endpoint"]) == 2


def test_f2_and_delete_are_the_trees_own_while_it_has_the_focus(user) -> None:
    outline, session = open_outline(user), user.window.session
    choose(outline, RANKER)
    user.key(outline.view, Qt.Key.Key_F2)
    assert outline.view.state() == outline.view.State.EditingState
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "v h Model")
    user.key(field, Qt.Key.Key_Return)
    user.until(lambda: session.document.components["ranker"].name == "v h Model")
    assert session.tool == "select"
    user.key(outline.view, Qt.Key.Key_Delete)
    user.until(lambda: "ranker" not in session.document.components)


def test_letters_search_the_tree_and_take_up_no_tool(user) -> None:
    outline, session = open_outline(user), user.window.session
    QTest.keyClicks(outline.view, "h")
    assert session.tool == "select"


def test_out_of_the_boundary_by_key_is_one_step(user) -> None:
    outline, session = open_outline(user), user.window.session
    choose(outline, RANKER)
    before = session.document.copy()
    user.key(outline.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert all("ranker" not in one.members for one in session.document.boundaries.values())
    user.until(lambda: not outline.model.index_of(RANKER).parent().isValid())
    user.control(Qt.Key.Key_Z)
    assert session.document == before


def drag_out(user, item, target, point) -> None:
    """Press on a row, drag, and let go over a place of another widget."""
    view = user.window.outline.view
    start = view.visualRect(user.window.outline.model.index_of(item)).center()
    user.monkeypatch.setattr(QDrag, "exec", lambda drag, *_: deliver(target, drag.mimeData(), point))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for away in (6, 20, 40):
        QTest.mouseMove(view.viewport(), start + QPoint(away, 4))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)


def test_a_row_is_dragged_into_a_boundary_as_one_step(user) -> None:
    outline, session = open_outline(user), user.window.session
    before = session.document.copy()
    region = next(iter(session.document.boundaries))
    row = outline.view.visualRect(outline.model.index_of(Item("boundary", region))).center()
    drag_out(user, Item("component", "web"), outline.view.viewport(), row)
    user.until(lambda: "web" in session.document.boundaries[region].members)
    frame, card = (user.window.canvas.scene.rect(id) for id in (region, "web"))
    assert frame.contains(card)
    user.control(Qt.Key.Key_Z)
    assert session.document == before


def test_a_row_is_dragged_into_the_open_view_where_it_is_let_go(user) -> None:
    open_outline(user)
    session, canvas = user.window.session, user.window.canvas
    change, view = add_view(session.document, "By hand", ("web",))
    session.apply(change)
    session.viewing.open(view)
    before = session.document.copy()
    drag_out(user, RANKER, canvas, canvas.rect().center())
    assert "ranker" in session.viewing.shown.components
    assert session.selection == ("ranker",)
    x, y = canvas.view.to_world(canvas.width() / 2, canvas.height() / 2)
    centre = canvas.scene.rect("ranker").centre
    assert abs(centre[0] - x) < 12
    assert abs(centre[1] - y) < 12
    assert session.document.layout == before.layout
    user.control(Qt.Key.Key_Z)
    assert session.document == before
    drag_out(user, Item("component", "web"), canvas, canvas.rect().center())
    assert session.document == before
    assert session.selection == ("web",)


def test_the_menu_is_that_of_the_canvas_and_renames_in_the_tree(user) -> None:
    outline = open_outline(user)
    choose(outline, RANKER)
    place = outline.view.visualRect(outline.model.index_of(RANKER)).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, outline.view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(outline.view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [entry.objectName() for entry in menu.actions()]
    assert {"edit.rename", "edit.delete", "arrange.lock"} <= set(names)
    menu.actions()[names.index("edit.rename")].trigger()
    menu.close()
    assert outline.view.state() == outline.view.State.EditingState
    assert user.window.canvas.editor is None


def test_closed_it_follows_again_when_it_comes_back(user) -> None:
    outline, session = open_outline(user), user.window.session
    choose(outline, RANKER)
    user.window.docks["outline"].close()
    user.key(user.window.canvas, Qt.Key.Key_Delete)
    assert "ranker" not in session.document.components
    user.window.actions_by_id["view.outline"].run()
    user.until(lambda: not outline.visibleRegion().isEmpty())
    assert not outline.model.index_of(RANKER).isValid()


def test_behind_another_tab_it_rests_and_follows_when_it_is_in_front(user) -> None:
    outline, session = open_outline(user), user.window.session
    user.key(outline.view, Qt.Key.Key_Slash)
    user.until(lambda: not outline._looked_at)
    session.select(["ranker"])
    session.remove_selected()
    assert outline.model.index_of(RANKER).isValid()
    user.control(Qt.Key.Key_O, SHIFT)
    user.until(lambda: not outline.model.index_of(RANKER).isValid())


def test_the_first_arrangement_has_it_behind_the_palette(user) -> None:
    user.window.files.new()
    docks = user.window.docks
    user.until(lambda: not docks["palette"].visibleRegion().isEmpty())
    assert docks["outline"] in user.window.tabifiedDockWidgets(docks["palette"])
    assert docks["outline"].visibleRegion().isEmpty()


def test_it_is_empty_with_the_design_and_leads_to_the_palette(user) -> None:
    user.window.files.new()
    user.window.actions_by_id["view.find_in_outline"].run()
    user.until(lambda: not user.window.outline.visibleRegion().isEmpty())
    user.click(user.window.outline.step)
    user.until(user.window.palette_panel.field.hasFocus)
