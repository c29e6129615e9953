"""The docks below the canvas: tabs that close, float and come back, each at work only while it is in front."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTabBar

from mlsd_studio.app.files import examples

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def bar_of(window) -> QTabBar:
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return next(bar for bar in bars if any(word.startswith("Findings") for word in words(bar)))


def words(bar: QTabBar) -> list[str]:
    return [bar.tabText(place) for place in range(bar.count())]


def open_example(user) -> None:
    user.window.files.open_example(next(path for path in examples() if "shop" in path.name))
    user.until(lambda: user.window.session.numbers is not None)


def test_tabs_close_come_back_and_float(user):
    open_example(user)
    window, bar = user.window, bar_of(user.window)
    user.until(lambda: bar.count() == 3 and bar.tabsClosable())
    assert words(bar)[1:] == ["Bottlenecks", "Failure modes"]
    assert window.docks["findings"].heading.height() == 0
    bar.tabCloseRequested.emit(1)
    user.until(lambda: bar.count() == 2)
    assert window.docks["bottlenecks"].isHidden()
    window.actions_by_id["view.bottlenecks"].run()
    user.until(lambda: not window.docks["bottlenecks"].visibleRegion().isEmpty())
    assert bar.tabText(bar.currentIndex()) == "Bottlenecks"
    window.docks["bottlenecks"].setFloating(True)
    user.until(lambda: window.docks["bottlenecks"].heading.height() > 0)
    window.actions_by_id["view.reset"].run()
    user.until(lambda: bar_of(window).count() == 3)
    assert not window.docks["bottlenecks"].isFloating()


def test_failure_modes_are_worked_out_while_they_are_in_front(user):
    open_example(user)
    window, session = user.window, user.window.session
    assert not session.watching_failures
    bar = bar_of(window)
    user.click(bar, bar.tabRect(2).center() - QPoint(8, 0))
    user.until(lambda: bool(session.failure_units))
    table = window.failures.units
    table.selectRow(0)
    user.until(lambda: session.overlay is not None and session.overlay.id.startswith("failure:"))
    user.click(bar, bar.tabRect(0).center() - QPoint(8, 0))
    user.until(lambda: not session.watching_failures and session.overlay is None)


def test_dragging_the_traffic_moves_cards_and_panels(user):
    open_example(user)
    window, session = user.window, user.window.session
    window.docks["bottlenecks"].raise_()
    rows = window.bottlenecks.table.rows
    user.until(lambda: bool(rows.rows))
    before = rows.rows[0].numbers.load
    window.verdicts.traffic.slider.setFocus()
    user.key(window.verdicts.traffic.slider, Qt.Key.Key_End)
    user.until(lambda: session.numbers is not None and session.numbers.traffic == 10)
    assert rows.rows[0].numbers.load == pytest.approx(10 * before)
    assert window.verdicts.cards[0].verdict.outcome == "missed"
