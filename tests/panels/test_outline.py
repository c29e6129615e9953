"""The outline, worked with mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document
from mlsd_studio.model.edits.boundaries import add_boundary, move_into
from mlsd_studio.model.edits.components import add_component, rename
from mlsd_studio.model.edits.flows import add_flow
from mlsd_studio.model.edits.rows import state_journeys
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.model.records import Boundary, Component
from mlsd_studio.panels.outline import Outline
from mlsd_studio.panels.outline.contents import Item
from mlsd_studio.session.editing import ELEMENTS_MIME, elements_text

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                    Qt.KeyboardModifier.AltModifier)  # fmt: skip
API, RANKER, EU = Item("component", "api"), Item("component", "ranker"), Item("boundary", "eu")
OUT, IN = Item("out", "api-ranker"), Item("in", "api-ranker")


@pytest.fixture
def outline(qtbot, checked):
    outline = Outline(checked)
    outline.resize(240, 640)
    qtbot.addWidget(outline)
    outline.show()
    qtbot.waitExposed(outline)
    outline.activateWindow()
    outline.view.setFocus()
    return outline


def index(outline, item):
    return outline.model.index_of(item)


def click(outline, item, keys=NO_KEYS, *, twice=False):
    point = outline.view.visualRect(index(outline, item)).center()
    view = outline.view.viewport()
    QTest.mouseClick(view, LEFT, keys, point)
    if twice:
        QTest.mouseDClick(view, LEFT, keys, point)


def press(outline, key, keys=NO_KEYS):
    QTest.keyClick(outline.view, key, keys)


def shown(outline) -> list[str]:
    """What can be read from top to bottom, indented."""
    rows, at = [], outline.model.index(0, 0)
    while at.isValid():
        depth, above = 0, at.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        rows.append("  " * depth + str(at.data()))
        at = outline.view.indexBelow(at)
    return rows


def test_boundaries_hold_components_and_these_their_flows(outline) -> None:
    assert shown(outline) == ["eu-west", "  Search API", "  Ranker", "Notes"]
    outline.view.expand(index(outline, API))
    outline.view.expand(index(outline, RANKER))
    assert shown(outline)[2:7] == ["    Ranker", "    Ranker", "  Ranker", "    Search API", "    Search API"]


def test_what_is_chosen_in_the_tree_is_selected_and_the_other_way_round(qtbot, outline, checked) -> None:
    click(outline, API)
    assert checked.selection == ("api",)
    click(outline, RANKER, CTRL)
    assert checked.selection == ("api", "ranker")
    click(outline, EU)
    assert checked.selection == ("eu",)
    checked.select(["ranker", "note"])
    qtbot.waitUntil(lambda: outline.view.selectionModel().isSelected(index(outline, RANKER)))
    click(outline, RANKER, CTRL)
    assert checked.selection == ("note",)
    checked.select([])
    qtbot.waitUntil(lambda: not outline.view.selectionModel().hasSelection())


def test_a_flow_chosen_on_the_canvas_is_found_below_its_source(qtbot, outline, checked) -> None:
    checked.select(["api-ranker"])
    qtbot.waitUntil(lambda: outline.view.selectionModel().isSelected(index(outline, OUT)))
    assert outline.view.isExpanded(index(outline, API))
    assert outline.view.currentIndex() == index(outline, OUT)
    outline.view.expand(index(outline, RANKER))
    click(outline, IN)
    qtbot.wait(5)
    assert checked.selection == ("api-ranker",)
    assert outline.view.currentIndex() == index(outline, IN)


def test_choosing_in_the_tree_does_not_scroll_it(qtbot, outline, checked) -> None:
    for n in range(60):
        checked.apply(add_component(checked.document, "cache", f"Cache {n}", (0, n * 100), into="eu")[0])
    bar = outline.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 400)
    bar.setValue(300)
    at = outline.view.indexAt(QPoint(120, 200))
    QTest.mouseClick(outline.view.viewport(), LEFT, NO_KEYS, QPoint(120, 200))
    qtbot.wait(5)
    assert bar.value() == 300
    assert checked.selection == (outline.model.item(at).id,)


def test_arrows_and_letters_walk_through_the_rows(outline, checked) -> None:
    press(outline, Qt.Key.Key_End)
    press(outline, Qt.Key.Key_Home)
    assert checked.selection == ("eu",)
    press(outline, Qt.Key.Key_Down)
    assert checked.selection == ("api",)
    press(outline, Qt.Key.Key_Right)
    press(outline, Qt.Key.Key_Right)
    assert checked.selection == ("api-ranker",)
    press(outline, Qt.Key.Key_Left)
    press(outline, Qt.Key.Key_Left)
    assert shown(outline)[:3] == ["eu-west", "  Search API", "  Ranker"]
    QTest.keyClicks(outline.view, "ra")
    assert checked.selection == ("ranker",)
    press(outline, Qt.Key.Key_End)
    assert outline.view.currentIndex().data() == "Notes"


@pytest.mark.parametrize(
    ("key", "keys", "text", "own"),
    [
        (Qt.Key.Key_V, NO_KEYS, "v", True),
        (Qt.Key.Key_F2, NO_KEYS, "", True),
        (Qt.Key.Key_Up, ALT, "", True),
        (Qt.Key.Key_Slash, NO_KEYS, "/", False),
        (Qt.Key.Key_C, CTRL, "\x03", False),
        (Qt.Key.Key_F6, NO_KEYS, "", False),
    ],
)
def test_keys_of_the_tree_come_before_the_windows(outline, key, keys, text, own) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, keys, text)
    event.ignore()
    QApplication.sendEvent(outline.view, event)
    assert event.isAccepted() is own


def test_f2_renames_in_place_and_tab_goes_to_the_next(outline, checked) -> None:
    click(outline, API)
    press(outline, Qt.Key.Key_F2)
    field = outline.view.findChild(QLineEdit)
    assert field.text() == "Search API"
    QTest.keyClicks(field, "Gateway")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert checked.document.components["api"].name == "Gateway"
    field = next(one for one in outline.view.findChildren(QLineEdit) if one.text() == "Ranker")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert checked.document.components["ranker"].name == "Ranker"
    checked.undo()
    assert shown(outline)[1] == "  Search API"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_name_that_the_filter_no_longer_finds_takes_its_row_away(qtbot, outline, checked, key) -> None:
    outline.field.setText("ranker")
    click(outline, RANKER)
    press(outline, Qt.Key.Key_F2)
    field = outline.view.findChild(QLineEdit)
    QTest.keyClicks(field, "Model")
    checked.apply(rename(checked.document, "components", "ranker", "Another"))
    outline.field.setText("another")
    assert shown(outline) == ["eu-west", "  Another"]
    qtbot.waitUntil(lambda: not outline.view.findChildren(QLineEdit))
    click(outline, RANKER)
    press(outline, Qt.Key.Key_F2)
    field = outline.view.findChild(QLineEdit)
    QTest.keyClicks(field, "Model")
    QTest.keyClick(field, key)
    qtbot.waitUntil(lambda: checked.document.components["ranker"].name == "Model")
    qtbot.waitUntil(outline.nothing.isVisible)


def test_f2_on_a_flow_sets_its_label(qtbot, outline, checked) -> None:
    outline.view.expand(index(outline, API))
    click(outline, OUT)
    press(outline, Qt.Key.Key_F2)
    field = outline.view.findChild(QLineEdit)
    QTest.keyClicks(field, "rank")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: checked.document.flows["api-ranker"].label == "rank")


def test_a_note_is_typed_on_the_canvas_where_it_has_room(qtbot, outline, checked) -> None:
    outline.view.expand(index(outline, Item("heading", "notes")))
    click(outline, Item("note", "note"))
    with qtbot.waitSignal(outline.typing_wanted) as asked:
        press(outline, Qt.Key.Key_F2)
    assert asked.args == ["note"]


def test_delete_removes_what_is_selected(qtbot, outline, checked) -> None:
    click(outline, RANKER)
    press(outline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "ranker" not in checked.document.components)
    assert shown(outline) == ["eu-west", "  Search API", "Notes"]
    checked.undo()
    assert shown(outline)[2] == "  Ranker"


def test_a_double_click_and_enter_show_it_on_the_canvas(qtbot, outline, checked) -> None:
    with qtbot.waitSignal(checked.focus_requested) as asked:
        click(outline, RANKER, twice=True)
    assert asked.args == [["ranker"]]
    with qtbot.waitSignal(checked.focus_requested):
        press(outline, Qt.Key.Key_Return)


def test_journeys_and_views_are_opened_renamed_and_deleted(qtbot, outline, checked) -> None:
    checked.apply(state_journeys(checked.document, {"api": "Search"})[0])
    checked.apply(add_view(checked.document, "Serving", ("api",))[0])
    assert shown(outline)[-3:] == ["Journeys", "Notes", "Views"]
    view, journey = (Item("view", "serving-view"), Item("journey", "search-journey"))
    for one in ("views", "journeys"):
        outline.view.expand(index(outline, Item("heading", one)))
    click(outline, view, twice=True)
    assert checked.viewing.current == "serving-view"
    with qtbot.waitSignal(checked.edit_requested) as asked:
        click(outline, journey, twice=True)
    assert asked.args[0] == "search-journey"
    press(outline, Qt.Key.Key_F2)
    QTest.keyClicks(outline.view.findChild(QLineEdit), "Browse")
    QTest.keyClick(outline.view.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: checked.document.journeys["search-journey"].name == "Browse")
    click(outline, view)
    press(outline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not checked.document.views)
    assert "Views" not in shown(outline)


def test_alt_and_arrows_move_in_the_order_and_between_boundaries(qtbot, outline, checked) -> None:
    click(outline, RANKER)
    press(outline, Qt.Key.Key_Up, ALT)
    assert list(checked.document.components) == ["ranker", "api"]
    assert shown(outline)[1:3] == ["  Ranker", "  Search API"]
    press(outline, Qt.Key.Key_Down, ALT)
    assert list(checked.document.components) == ["api", "ranker"]
    with qtbot.waitSignal(outline.taken) as asked:
        press(outline, Qt.Key.Key_Left, ALT)
    assert asked.args == [["ranker"], None]
    checked.apply(add_boundary(checked.document, "zone", "Zone", (), into="eu")[0])
    qtbot.wait(1)
    with qtbot.waitSignal(outline.taken) as asked:
        press(outline, Qt.Key.Key_Right, ALT)
    assert asked.args == [["ranker"], "zone"]


def drop(outline, ids, point: QPoint) -> None:
    data = QMimeData()
    data.setData(ELEMENTS_MIME, elements_text(ids).encode())
    move, view = Qt.DropAction.MoveAction, outline.view.viewport()
    for event in (
        QDragEnterEvent(point, move, data, LEFT, NO_KEYS),
        QDragMoveEvent(point, move, data, LEFT, NO_KEYS),
        QDropEvent(QPointF(point), move, data, LEFT, NO_KEYS, QEvent.Type.Drop),
    ):
        QApplication.sendEvent(view, event)


def test_a_row_is_dropped_into_the_boundary_it_is_dropped_in(qtbot, outline, checked) -> None:
    checked.apply(add_component(checked.document, "cache", "Cache", (0, 0))[0])
    with qtbot.waitSignal(outline.taken) as asked:
        drop(outline, ["cache"], outline.view.visualRect(index(outline, RANKER)).center())
    assert asked.args == [["cache"], "eu"]
    with qtbot.waitSignal(outline.taken) as asked:
        drop(outline, ["api"], QPoint(100, 600))
    assert asked.args == [["api"], None]


def test_what_moves_stays_open_and_selected(qtbot, outline, checked) -> None:
    outline.view.expand(index(outline, RANKER))
    click(outline, RANKER)
    checked.apply(move_into(checked.document, ["ranker"], None))
    qtbot.waitUntil(lambda: outline.view.selectionModel().isSelected(index(outline, RANKER)))
    assert shown(outline)[2:4] == ["Ranker", "  Search API"]
    assert checked.selection == ("ranker",)


def test_a_row_that_nobody_opened_gets_its_arrow_with_its_first_flow(outline, checked) -> None:
    change, cache = add_component(checked.document, "cache", "Cache", (0, 0))
    checked.apply(change)
    row = Item("component", cache)
    click(outline, row)
    press(outline, Qt.Key.Key_Right)
    assert not outline.view.isExpanded(index(outline, row))
    checked.apply(add_flow(checked.document, cache, "api", "request")[0])
    press(outline, Qt.Key.Key_Right)
    assert outline.view.isExpanded(index(outline, row))
    press(outline, Qt.Key.Key_Left)
    checked.undo()
    press(outline, Qt.Key.Key_Right)
    assert shown(outline)[-2:] == ["Cache", "Notes"]


def test_a_filter_keeps_what_is_above_and_what_was_open_comes_back(qtbot, outline, checked) -> None:
    outline.view.collapse(index(outline, EU))
    assert shown(outline) == ["eu-west", "Notes"]
    QTest.keyClicks(outline.field, "triton")
    assert shown(outline) == ["eu-west", "  Ranker"]
    assert outline.count.text() == "1 found"
    QTest.keyClick(outline.field, Qt.Key.Key_Down)
    assert checked.selection == ("ranker",)
    press(outline, Qt.Key.Key_Escape)
    assert outline.field.text() == ""
    qtbot.waitUntil(lambda: shown(outline) == ["eu-west", "  Search API", "  Ranker", "Notes"])
    with qtbot.waitSignal(outline.left):
        press(outline, Qt.Key.Key_Escape)


def test_a_filter_of_a_flow_shows_it_at_both_ends(outline) -> None:
    outline.field.setText("spare")
    assert shown(outline) == ["eu-west", "  Search API", "    Ranker", "  Ranker", "    Search API"]


def test_too_many_hits_are_cut_also_after_an_edit(outline, checked, monkeypatch) -> None:
    monkeypatch.setattr("mlsd_studio.panels.outline.panel.MOST_FOUND", 2)
    for n in range(4):
        checked.apply(add_component(checked.document, "cache", f"Cache {n}", (0, n * 100))[0])
    outline.field.setText("cache")
    assert shown(outline) == ["Cache 0", "Cache 1"]
    assert outline.count.text() == "The first 2 of 4: type more"
    checked.apply(add_component(checked.document, "cache", "Cache 5", (0, 900))[0])
    assert shown(outline) == ["Cache 0", "Cache 1"]
    assert outline.count.text() == "The first 2 of 5: type more"


def test_what_is_open_is_known_when_a_design_comes_back(outline, checked, tmp_path) -> None:
    many = [Component(id=f"c{n}", kind="cache") for n in range(80)]
    design = Document([*many, Boundary(id="eu", kind="region", members=("c1",))])
    checked.replace(design, tmp_path / "one.mlsd.yaml")
    assert shown(outline)[0] == "eu"
    assert not outline.view.isExpanded(index(outline, EU))
    outline.view.expand(index(outline, EU))
    checked.replace(design.copy(), tmp_path / "two.mlsd.yaml")
    assert not outline.view.isExpanded(index(outline, EU))
    checked.replace(design.copy(), tmp_path / "one.mlsd.yaml")
    assert outline.view.isExpanded(index(outline, EU))


def test_very_many_in_one_place_stand_in_ranges(qtbot, outline, checked) -> None:
    checked.replace(Document([Component(id=f"c{n}", kind="cache", name=f"Cache {n}") for n in range(450)]))
    assert shown(outline) == ["Cache 0 … Cache 199", "Cache 200 … Cache 399", "Cache 400 … Cache 449"]
    checked.select(["c210"])
    row = Item("component", "c210")
    qtbot.waitUntil(lambda: outline.view.selectionModel().isSelected(index(outline, row)))
    press(outline, Qt.Key.Key_Up, ALT)
    assert list(checked.document.components)[208:211] == ["c208", "c210", "c209"]
    role = Qt.ItemDataRole.AccessibleTextRole
    assert index(outline, row).parent().data(role) == "Cache 200 … Cache 399, 200 elements"


def test_nothing_to_list_says_what_to_do(qtbot, outline, checked) -> None:
    outline.field.setText("zebra")
    assert "zebra" in outline.nothing.text()
    QTest.mouseClick(outline.step, LEFT)
    assert shown(outline)
    checked.replace(Document())
    assert outline.nothing.isVisible()
    with qtbot.waitSignal(outline.add_requested):
        QTest.mouseClick(outline.step, LEFT)


def test_rows_say_all_to_a_screen_reader(outline, checked) -> None:
    checked.apply(add_boundary(checked.document, "team", "Search team", ["ranker"])[0])
    role = Qt.ItemDataRole.AccessibleTextRole
    assert index(outline, RANKER).data(role) == (
        "Ranker, online model endpoint, NVIDIA Triton, 3 replicas, 1 error, 1 warning, in boundary eu-west, 2 flows in"
    )
    assert index(outline, OUT).data(role) == "flow out, request from Search API to Ranker"
    assert "single point of failure" in index(outline, RANKER).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    spoken = QAccessible.queryAccessibleInterface(outline.view)
    assert spoken.text(QAccessible.Text.Name) == "Outline of the design"
    assert shown(outline)[3] == "Teams and trust"
    assert spoken.child(0).text(QAccessible.Text.Name) == "Design"
    first = spoken.child(1)
    assert first.text(QAccessible.Text.Name) == "eu-west, region, 2 members"
    assert first.role() is QAccessible.Role.TreeItem


def test_findings_of_a_closed_boundary_are_those_inside(outline) -> None:
    model = outline.model
    assert (model.mark(RANKER).count, model.mark(RANKER).severity) == (2, "error")
    assert model.mark(EU).count == 0
    assert (model.mark(EU, closed=True).count, model.mark(EU, closed=True).severity) == (3, "error")


def test_what_the_open_view_hides_is_told(outline, checked) -> None:
    checked.apply(add_view(checked.document, "One", ("api",))[0])
    checked.viewing.open("one-view")
    assert "not in the open view" in index(outline, RANKER).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Not in “One”" in index(outline, RANKER).data(Qt.ItemDataRole.ToolTipRole)
    click(outline, RANKER, twice=True)
    assert checked.viewing.current is None


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_paints_in_every_theme_and_direction(outline, name, way) -> None:
    outline.setLayoutDirection(way)
    before = outline.view.grab().toImage()
    outline.view.expandAll()
    outline.set_theme(theme(name))
    assert outline.view.grab().toImage() != before
