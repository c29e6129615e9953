"""The start page: files, patterns, and the grid that breaks with the width."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt

from mlsd_studio.catalog import patterns
from mlsd_studio.drawing.theme import theme
from mlsd_studio.panels.start.files import outcome_of, relative_day
from mlsd_studio.panels.start_page import StartPage

# The offscreen platform says so of every window; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
TODAY = date(2026, 11, 23)


@pytest.fixture
def page(qtbot, tmp_path):
    file = tmp_path / "shop.mlsd.yaml"
    file.write_text("mlsd: 1\nname: Shop ranking\n", "utf-8")
    example = tmp_path / "example.mlsd.yaml"
    example.write_text("mlsd: 1\nname: An example\nsummary: What it does\n", "utf-8")
    recent = [
        (file, datetime(2026, 11, 22, 10)),
        (tmp_path / "gone.mlsd.yaml", datetime(2026, 11, 1)),
    ]
    made = StartPage(recent, [example], patterns(), today=TODAY)
    qtbot.addWidget(made)
    made.resize(1680, 1000)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_new_and_open(qtbot, page):
    with qtbot.waitSignal(page.new_requested):
        qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.open_requested):
        qtbot.mouseClick(page.open_button, Qt.MouseButton.LeftButton)


def test_recent_files_and_examples(qtbot, page, tmp_path):
    first, gone, example = page.rows
    assert first.entry.title == "Shop ranking"
    assert first.entry.note.endswith("shop.mlsd.yaml · yesterday")
    assert example.entry.note == "What it does"
    with qtbot.waitSignal(page.file_requested) as caught:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert caught.args == [tmp_path / "shop.mlsd.yaml"]
    assert gone.entry.missing
    with qtbot.assertNotEmitted(page.file_requested):
        qtbot.mouseClick(gone, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    with qtbot.waitSignal(page.recent_removed) as caught:
        qtbot.mouseClick(gone.cross, Qt.MouseButton.LeftButton)
    assert caught.args == [tmp_path / "gone.mlsd.yaml"]
    page.set_recent([])
    assert [row.entry.title for row in page.rows] == ["An example"]


def test_patterns_by_mouse_and_key(qtbot, page):
    assert [card.pattern.id for card in page.cards][:4] == ["batch", "online", "stream", "hybrid"]
    assert len(page.cards) == 13
    with qtbot.waitSignal(page.pattern_requested) as caught:
        qtbot.mouseClick(page.cards[1], Qt.MouseButton.LeftButton)
    assert caught.args == ["online"]
    page.cards[3].setFocus()
    with qtbot.waitSignal(page.pattern_requested) as caught:
        qtbot.keyClick(page.cards[3], Qt.Key.Key_Space)
    assert caught.args == ["hybrid"]


def test_drawings_follow_after_the_page_is_shown(qtbot, page):
    qtbot.waitUntil(lambda: all(card.drawn for card in page.cards), timeout=5000)
    light = page.cards[0].grab().toImage()
    page.set_theme(theme("dark"))
    assert page.cards[0].grab().toImage() != light


def test_the_grid_breaks(qtbot, page):
    assert page.grid.columns == 4
    page.resize(1280, 800)
    qtbot.waitUntil(lambda: page.grid.columns == 3)
    page.resize(800, 700)
    qtbot.waitUntil(lambda: page.grid.columns == 1)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 18), "18 Nov"),
        (date(2025, 2, 3), "3 Feb 2025"),
    ],
)
def test_days_as_people_say_them(day, words):
    assert relative_day(day, TODAY) == words


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, None),
        ({"met": 3}, ("all met", "ok")),
        ({"met": 3, "missed": 2}, ("2 missed · 3 met", "bad")),
        ({"met": 1, "close": 1}, ("1 close · 1 met", "warn")),
        ({"unknown": 3}, ("3 unknown", "muted")),
    ],
)
def test_outcomes_in_a_few_words(counts, said):
    assert outcome_of(counts) == said
