"""The command palette in the real window: by keys and mouse, over everything that it finds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mlsd_studio.paths import resource
from mlsd_studio.session.lookup import Row

from .conftest import LEFT, User


@pytest.fixture
def shop(user: User) -> User:
    user.window.files.open(resource("examples", "shop-ranking.mlsd.yaml"))
    return user


def type_in(user: User, text: str) -> list[Row]:
    """Open with Ctrl+K, type, and wait for what is listed."""
    palette = user.window.commands
    if not palette.isVisible():
        user.control(Qt.Key.Key_K)
    assert palette.field.hasFocus()
    palette.field.selectAll()
    QTest.keyClicks(palette.field, text)
    user.until(lambda: not palette._later.isActive())
    return listed(user)


def listed(user: User) -> list[Row]:
    rows = user.window.commands.list
    return [row for n in range(rows.count()) if (row := rows.chosen(n)) is not None]


def press(user: User, key: Qt.Key) -> None:
    user.key(user.window.commands.field, key)
    QApplication.processEvents()


def test_a_command_runs_and_is_first_the_next_time(shop: User) -> None:
    rows = type_in(shop, ">light or")
    assert rows[0].title == "Light or dark"
    assert rows[0].shortcut == "Ctrl+Shift+T"
    press(shop, Qt.Key.Key_Return)
    assert shop.window.theme_name == "dark"
    assert not shop.window.commands.isVisible()
    shop.control(Qt.Key.Key_K)
    assert listed(shop)[0].id == "view.theme"


def test_a_component_is_selected_and_shown(shop: User) -> None:
    assert type_in(shop, "@ranker")[0].title == "Ranker endpoint"
    press(shop, Qt.Key.Key_Return)
    assert shop.window.session.selection == ("ranker",)


def test_a_finding_is_shown(shop: User) -> None:
    shop.until(lambda: bool(shop.window.session.findings))
    rows = type_in(shop, "!drift")
    assert {row.group for row in rows} == {"Findings"}
    press(shop, Qt.Key.Key_Return)
    assert shop.window.session.highlight is not None
    assert shop.window.session.highlight.key == rows[0].id


def test_a_kind_and_a_product_are_added(shop: User) -> None:
    before = len(shop.window.session.document.components)
    assert type_in(shop, "+redis")[0].note
    press(shop, Qt.Key.Key_Return)
    document = shop.window.session.document
    assert len(document.components) == before + 1
    (new,) = shop.window.session.selection
    assert document.components[new].technology == "redis"


def test_requirements_journeys_and_help_open_their_place(shop: User) -> None:
    window = shop.window
    (journey,) = window.session.document.journeys.values()
    asked: list[str] = []
    window.session.edit_requested.connect(lambda id, _field: asked.append(id))
    rows = type_in(shop, journey.name or journey.id)
    assert any(row.group == "Journeys" for row in rows)
    while window.commands.list.chosen().group != "Journeys":
        press(shop, Qt.Key.Key_Down)
    press(shop, Qt.Key.Key_Return)
    assert asked == [journey.id]
    assert type_in(shop, "?RES001")[0].id == "RES001"
    press(shop, Qt.Key.Key_Return)
    assert window.helping.dialog.isVisible()
    assert window.helping.dialog.code == "RES001"


def test_what_cannot_be_done_says_why_and_stays(shop: User) -> None:
    rows = type_in(shop, ">undo")
    assert rows[0].reason == "Nothing was done yet"
    press(shop, Qt.Key.Key_Return)
    assert shop.window.commands.isVisible()


def test_escape_and_the_key_again_close_and_give_the_focus_back(shop: User) -> None:
    window = shop.window
    window.canvas.setFocus()
    type_in(shop, "x")
    press(shop, Qt.Key.Key_Escape)
    assert not window.commands.isVisible()
    assert window.canvas.hasFocus()
    type_in(shop, "x")
    QTest.keyClick(window.commands.field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not window.commands.isVisible()


def test_arrows_pass_over_headings_and_nothing_found_says_what_to_try(shop: User) -> None:
    rows = type_in(shop, "model")
    assert len({row.group for row in rows}) > 1
    for row in [*rows, rows[0]]:
        assert shop.window.commands.list.chosen() == row
        press(shop, Qt.Key.Key_Down)
    assert type_in(shop, "qqqqzzzz") == []
    assert shop.window.commands.nothing.isVisible()
    assert "qqqqzzzz" in shop.window.commands.nothing.text()


def test_the_field_in_the_bar_opens_it_and_gives_way(shop: User) -> None:
    window = shop.window
    field = window.top_bar.field
    assert not field.narrow
    shop.click(field)
    assert window.commands.isVisible()
    rows = window.commands.list
    place = next(n for n in range(rows.count()) if rows.chosen(n) and rows.chosen(n).id == "view.theme")
    rows.scrollToItem(rows.item(place))
    QTest.mouseClick(
        rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, rows.visualItemRect(rows.item(place)).center()
    )
    shop.until(lambda: window.theme_name == "dark")
    window.resize(1090, 800)
    shop.until(lambda: field.narrow)
    assert field.width() < 40


def test_on_the_start_page_it_offers_templates_and_nothing_to_draw(user: User) -> None:
    rows = type_in(user, "two-stage")
    assert rows[0].group == "Templates"
    assert not [row for row in type_in(user, "kafka") if row.group in ("Add", "Components")]
    type_in(user, "two-stage")
    press(user, Qt.Key.Key_Return)
    assert user.window.session.document.components


def test_views_are_opened_and_closed_ones_come_back(user: User) -> None:
    user.window.files.open(resource("examples", "every-record.mlsd.yaml"))
    viewing = user.window.session.viewing
    rows = [row for row in type_in(user, "shop waits") if row.group == "Views"]
    assert [(row.id, row.note, row.reason) for row in rows] == [("hot-path", "a tab", "")]
    press(user, Qt.Key.Key_Return)
    assert viewing.current == "hot-path"
    open_now = [row for row in type_in(user, "shop waits") if row.group == "Views"]
    assert [row.reason for row in open_now] == ["This is the open view"]
    press(user, Qt.Key.Key_Escape)
    viewing.close("hot-path")
    assert "hot-path" not in viewing.tabs
    closed = [row for row in type_in(user, "shop waits") if row.group == "Views"]
    assert [row.note for row in closed] == ["closed, not lost"]
    press(user, Qt.Key.Key_Return)
    assert viewing.current == "hot-path"
    assert "hot-path" in viewing.tabs
    assert type_in(user, "whole design")[0].group == "Views"
    press(user, Qt.Key.Key_Return)
    assert viewing.current is None


def test_every_group_of_a_design_can_be_found(user: User) -> None:
    """Commands, what is drawn, findings, kinds, views, journeys, requirements, files, templates, help."""
    user.window.files.open(resource("examples", "every-record.mlsd.yaml"))
    user.until(lambda: user.window.session.report is not None)
    rows = user.window.commands._sources.rows()
    assert {group for group, found in rows.items() if found} >= {
        "Commands", "Components", "Flows", "Boundaries", "Findings", "Views", "Journeys", "Requirements",
        "Recent files", "Templates", "Help",
    }  # fmt: skip
    assert user.window.commands._sources.kinds("", 5)
    keyed = {row.id: row.shortcut for row in rows["Commands"]}
    assert keyed["file.save"] == "Ctrl+S"
    assert keyed["file.quit"] == "Ctrl+Q"
