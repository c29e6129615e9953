"""The palette, used with keys and mouse."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.theme import theme
from mlsd_studio.panels.palette import Palette
from mlsd_studio.panels.palette.entries import describe
from mlsd_studio.session.editing import KIND_MIME, parse_kind_text

# The offscreen platform says so of every window; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def palette(qtbot, session):
    made = Palette(session)
    qtbot.addWidget(made)
    made.resize(240, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def _middle(palette: Palette, kind: str) -> QPoint:
    item = next(one for one in palette.view.items if one.entry.kind == kind)
    return QPoint(item.x + item.w // 2, item.y + item.h // 2)


def test_search_kafka_enter(qtbot, palette):
    palette.focus_search()
    qtbot.keyClicks(palette.field, "kafka")
    with qtbot.waitSignal(palette.activated) as caught:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert caught.args == ["event_stream", "kafka"]


def test_one_component_after_the_other_is_found_by_keys_alone(qtbot, palette):
    taken = []
    palette.activated.connect(lambda kind, technology: taken.append(technology))
    palette.focus_search()
    for words in ("/kafka", "/flink", "redis"):
        qtbot.keyClicks(palette.field, words)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert taken == ["kafka", "flink", "redis"]
    qtbot.keyClicks(palette.field, "A/B")
    assert palette.field.text() == "A/B"


@pytest.mark.parametrize(
    ("words", "kind"),
    [("drift", "drift_monitor"), ("feature", "feature_store"), ("A/B", "experiment_platform")],
)
def test_search_words_find_what_one_means(palette, words, kind):
    palette.field.setText(words)
    assert palette.view.items[0].entry.kind == kind


def test_arrows_move_in_the_results_while_the_cursor_stays(qtbot, palette):
    palette.focus_search()
    qtbot.keyClicks(palette.field, "kafka")
    second = palette.view.items[1].entry
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.activated) as caught:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert caught.args == [second.kind, second.technology]
    assert palette.field.hasFocus()


def test_escape_clears_and_nothing_found_says_so(qtbot, palette):
    palette.focus_search()
    qtbot.keyClicks(palette.field, "zzqqxx")
    assert palette.nothing.isVisible()
    assert "zzqqxx" in palette.nothing.text()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.view.isVisible()
    assert len(palette.view.items) == len(catalog().kinds) + 4


def test_groups_have_counts_and_remember_being_folded(qtbot, session, palette):
    headings = [one.entry for one in palette.view.items if one.entry.is_heading]
    assert [one.title for one in headings] == [
        "Data layer",
        "ML layer",
        "Application layer",
        "Platform & observability",
    ]
    assert sum(int(one.note) for one in headings) == len(catalog().kinds)
    memory: dict[str, bool] = {}
    folding = Palette(session, memory=memory)
    qtbot.addWidget(folding)
    folding.resize(240, 700)
    folding.show()
    qtbot.mouseClick(folding.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert memory == {"Data": True}
    again = Palette(session, memory=memory)
    qtbot.addWidget(again)
    assert len(again.view.items) == len(catalog().kinds) + 4 - int(headings[0].note)


def test_keys_walk_two_columns_and_fold(qtbot, palette):
    palette.view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(palette.view, key)
    kinds = [kind.id for kind in catalog().palette()[0][1]]
    assert palette.view.items[palette.view.current].entry.kind == kinds[3]
    with qtbot.waitSignal(palette.activated) as caught:
        qtbot.keyClick(palette.view, Qt.Key.Key_Return)
    assert caught.args == [kinds[3], None]
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Left):
        qtbot.keyClick(palette.view, key)
    assert palette.view.items[0].entry.folded


def test_double_click_activates(qtbot, palette):
    with qtbot.waitSignal(palette.activated) as caught:
        qtbot.mouseDClick(
            palette.view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(palette, "event_stream")
        )
    assert caught.args == ["event_stream", None]


def test_drag_carries_the_kind_and_does_not_hide_where_the_card_goes(qtbot, palette, monkeypatch):
    seen = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: seen.append((drag.mimeData(), drag.pixmap())))
    palette.field.setText("kafka")
    view, start = palette.view.viewport(), QPoint(60, 20)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(60, 60))
    ((mime, tile),) = seen
    assert parse_kind_text(mime.data(KIND_MIME).data().decode()) == ("event_stream", "kafka")
    assert not tile.isNull()
    assert tile.deviceIndependentSize().width() <= 32


def test_tooltips_name_the_usual_products(palette):
    entry = next(one.entry for one in palette.view.items if one.entry.kind == "event_stream")
    assert "Apache Kafka" in describe(entry)


def test_opens_quickly_and_paints_in_both_themes(qtbot, session):
    Palette(session).deleteLater()
    start = time.perf_counter()
    panel = Palette(session)
    took = time.perf_counter() - start
    qtbot.addWidget(panel)
    assert took < 0.04
    panel.resize(240, 400)
    light = panel.grab().toImage()
    panel.set_theme(theme("dark"))
    assert panel.grab().toImage() != light
