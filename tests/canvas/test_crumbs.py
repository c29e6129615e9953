"""Breadcrumbs over the canvas: where the selection or the view is, and going about with them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mlsd_studio.canvas.crumbs import MOST, trail
from mlsd_studio.model.edits.boundaries import add_boundary
from mlsd_studio.model.edits.components import add_component, rename
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.edits.views import add_view

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def crumbs(session, canvas):
    session.apply(add_boundary(session.document, "zone", "zone-a", ["api"], into="eu")[0])
    session.apply(add_component(session.document, "cache", "Cache", (300, 120), into="eu")[0])
    canvas.fit()
    return canvas.crumbs


def choose(session, ids) -> None:
    session.select(ids)
    settle()


def settle() -> None:
    """Let the crumbs follow."""
    QApplication.processEvents()


def words(crumbs) -> list[str]:
    return [crumb.text() for _, crumb in crumbs._pairs if not crumb.isHidden()]


def test_the_selection_says_where_one_is(crumbs, session) -> None:
    assert crumbs.isHidden()
    choose(session, ["api"])
    assert crumbs.isVisible()
    assert words(crumbs) == ["eu-west", "zone-a", "Search API"]
    assert "Where you are" in crumbs.accessibleName()
    choose(session, ["api", "cache"])
    assert words(crumbs) == ["eu-west"]
    choose(session, ["web-api"])
    assert crumbs.isHidden()
    choose(session, ["web"])
    assert crumbs.isHidden()


def test_the_middle_of_the_view_says_it_while_nothing_is_selected(qtbot, crumbs, canvas, session) -> None:
    x, y = canvas.scene.rect("api").centre
    canvas.zoom_to(2.0)
    canvas.centre_on(x, y)
    qtbot.waitUntil(lambda: crumbs.isVisible() and words(crumbs) == ["eu-west", "zone-a"])
    canvas.fit()
    qtbot.waitUntil(crumbs.isHidden)


def test_a_crumb_zooms_to_its_boundary_and_the_first_to_all(qtbot, crumbs, canvas, session) -> None:
    choose(session, ["api"])
    canvas.zoom_to(0.2)
    QTest.mouseClick(crumbs._pairs[0][1], LEFT)
    qtbot.waitUntil(lambda: canvas.diving.at == "eu")
    assert session.selection == ("eu",)
    settle()
    QTest.mouseClick(crumbs.home, LEFT)
    qtbot.waitUntil(lambda: session.selection == ())
    qtbot.waitUntil(crumbs.isHidden)


def test_an_arrow_lists_what_stands_beside(qtbot, crumbs, session) -> None:
    choose(session, ["cache"])
    QTest.mouseClick(crumbs._pairs[1][0], LEFT)
    qtbot.waitUntil(lambda: crumbs.menu is not None and crumbs.menu.isVisible())
    entries = {entry.text(): entry for entry in crumbs.menu.actions()}
    assert list(entries) == ["zone-a", "Cache"]
    assert entries["Cache"].isChecked()
    entries["zone-a"].trigger()
    qtbot.waitUntil(lambda: session.selection == ("zone-a",))
    crumbs.menu.close()


def test_a_long_list_refers_to_the_outline(qtbot, crumbs, session) -> None:
    for n in range(MOST + 5):
        session.apply(add_component(session.document, "cache", f"C{n}", (0, 200 + n * 90), into="eu")[0])
    choose(session, ["cache"])
    crumbs.offer(1)
    entries = crumbs.menu.actions()
    assert len(entries) == MOST + 1
    assert not entries[-1].isEnabled()
    crumbs.menu.close()


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_keys_walk_along_the_crumbs_and_never_nudge(crumbs, canvas, session, way) -> None:
    crumbs.setLayoutDirection(way)
    choose(session, ["api"])
    crumbs.renew()
    places = dict(session.document.layout)
    canvas.window().activateWindow()
    crumbs.home.setFocus()
    onward, back = Qt.Key.Key_Right, Qt.Key.Key_Left
    if way == Qt.LayoutDirection.RightToLeft:
        onward, back = back, onward
    QTest.keyClick(crumbs.home, onward)
    QTest.keyClick(canvas.window().focusWidget(), onward)
    assert crumbs._pairs[0][1].hasFocus()
    QTest.keyClick(canvas.window().focusWidget(), back)
    assert crumbs._pairs[0][0].hasFocus()
    QTest.keyClick(canvas.window().focusWidget(), Qt.Key.Key_End)
    assert crumbs._pairs[2][1].hasFocus()
    QTest.keyClick(canvas.window().focusWidget(), Qt.Key.Key_Up)
    assert dict(session.document.layout) == places
    QTest.keyClick(canvas.window().focusWidget(), Qt.Key.Key_Escape)
    assert canvas.hasFocus()


def test_it_follows_names_and_goes_with_the_last_boundary(crumbs, session) -> None:
    choose(session, ["api"])
    session.apply(rename(session.document, "boundaries", "eu", "Frankfurt"))
    settle()
    assert words(crumbs)[0] == "Frankfurt"
    session.apply(remove(session.document, ["eu", "zone-a"]))
    settle()
    assert crumbs.isHidden()


def test_with_little_room_the_outer_crumbs_go_into_a_menu(qtbot, crumbs, canvas, session) -> None:
    choose(session, ["api"])
    canvas.resize(300, 300)
    assert crumbs.more.isVisible()
    assert crumbs.geometry().right() < canvas.width()
    assert words(crumbs)[-1]
    QTest.mouseClick(crumbs.more, LEFT)
    qtbot.waitUntil(lambda: crumbs.menu is not None)
    assert crumbs.menu.actions()[0].text() == "eu-west"
    crumbs.menu.close()


def test_it_stays_below_the_search_bar(qtbot, crumbs, canvas, session) -> None:
    choose(session, ["api"])
    canvas.finder.open()
    qtbot.waitUntil(lambda: crumbs.y() > canvas.finder.geometry().bottom())
    canvas.finder.leave()
    qtbot.waitUntil(lambda: crumbs.y() < 20)


def test_what_the_open_view_does_not_show_has_no_trail(crumbs, canvas, session) -> None:
    session.apply(add_view(session.document, "One", ("api",))[0])
    session.viewing.open("one-view")
    choose(session, ["api"])
    assert trail(canvas) == []
    assert crumbs.isHidden()
