"""The help window: a page for every rule and every number, found by searching."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mlsd_studio.analysis.numbers.pages import SECTIONS, page_of, pages
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.drawing.theme import theme
from mlsd_studio.panels.help import HelpDialog
from mlsd_studio.panels.help.html import page_html


@pytest.fixture
def help_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = HelpDialog(theme("light"), window)
    yield dialog
    dialog.close()


def test_the_page_of_a_rule_has_all_its_sections(qtbot, help_window):
    help_window.show_code("OPS002")
    qtbot.waitExposed(help_window)
    words = help_window.page.toPlainText()
    for heading in ("What it finds", "Why it matters", "Example", "Instead", "When to ignore", "Source"):
        assert heading in words
    assert "  - {id: " in words
    help_window.set_theme(theme("dark"))
    assert theme("dark")["muted"] in page_html("OPS002", theme("dark"))


def test_a_notice_and_an_unknown_code_have_a_page_too(help_window):
    help_window.show_code("DEC001")
    assert "until when it holds" in help_window.page.toPlainText()
    assert "&lt;b&gt;" in page_html("<b>", theme("light"))


def test_a_metric_leads_to_its_page_and_the_percentiles_share_one(help_window):
    help_window.show_code("latency_p99")
    words = help_window.page.toPlainText()
    assert help_window.windowTitle() == page_of("latency_p99").title
    for heading in SECTIONS.values():
        assert heading in words
    assert help_window.topics.currentItem().text() == page_of("latency_p50").title


def test_every_rule_and_number_is_a_topic_and_searching_finds_it(qtbot, help_window):
    help_window.show_topics()
    assert help_window.topics.count() == len(RULES) + len(pages())
    qtbot.keyClicks(help_window.search, "drift monitor")
    shown = [
        help_window.topics.item(n).text()
        for n in range(help_window.topics.count())
        if not help_window.topics.item(n).isHidden()
    ]
    assert shown
    assert all("drift" in title.lower() for title in shown)
    qtbot.keyClick(help_window.search, Qt.Key.Key_Down)
    chosen = help_window.topics.currentItem().text()
    assert help_window.page.toPlainText().split()[0] == chosen.split()[0]
