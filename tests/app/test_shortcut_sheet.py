"""The sheet of shortcuts: all of them, findable, over columns of about one height."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from mlsd_studio.app.shortcut_sheet import GESTURES, ShortcutSheet, heading_of, in_columns, sections

from .conftest import User


def sheet(user: User) -> ShortcutSheet:
    user.window.files.new()
    user.key(user.window.canvas, Qt.Key.Key_Question)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ShortcutSheet)
    return dialog


def words(dialog: ShortcutSheet) -> list[str]:
    return [label.text() for label in dialog.area.widget().findChildren(QLabel)]


def test_every_command_with_a_shortcut_is_on_it(user: User) -> None:
    dialog = sheet(user)
    shown = words(dialog)
    for action in user.window.actions_by_id:
        if action.shortcuts:
            assert action.title in shown
    assert "Space+drag" in shown
    dialog.close()


def test_what_is_typed_leaves_the_lines_that_hold_it(user: User) -> None:
    dialog = sheet(user)
    assert dialog.focusWidget() is dialog.field
    QTest.keyClicks(dialog.field, "tidy flows")
    assert words(dialog) == ["Arrange", "Tidy flows only", "Ctrl+Alt+F"]
    dialog.field.setText("ctrl+z")
    assert "Undo" in words(dialog)
    dialog.field.setText("no such thing")
    assert "No shortcut" in words(dialog)[0]
    dialog.close()


def test_the_longest_beginning_of_an_id_says_the_heading() -> None:
    assert heading_of("edit.clone_left") == "Draw"
    assert heading_of("edit.copy") == "Edit"
    assert heading_of("view.overlays") == "Look"
    assert heading_of("views.next") == "Views and panels"
    assert heading_of("something.new") == "File and help"


def test_a_command_without_a_shortcut_is_left_out() -> None:
    assert set(sections([])) == set(GESTURES)


@given(st.lists(st.integers(1, 30), max_size=12), st.integers(1, 4))
def test_columns_hold_each_section_once_in_order(sizes: list[int], columns: int) -> None:
    chosen = in_columns(sizes, columns)
    assert len(chosen) == columns
    assert [index for column in chosen for index in column] == list(range(len(sizes)))
    if sizes:
        assert max(sum(sizes[i] for i in column) for column in chosen) <= sum(sizes) / columns + max(sizes)
