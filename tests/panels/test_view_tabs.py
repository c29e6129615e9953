"""The tabs of the views."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Journey, View
from mlsd_studio.panels.views import ViewTabs, new_view, offers
from mlsd_studio.session import Session

LEFT = Qt.MouseButton.LeftButton


def design(*views: View) -> Document:
    return Document(
        [
            Component(id="web", kind="client_web", name="Web"),
            Component(id="ranker", kind="model_endpoint", name="Ranker"),
            Boundary(id="eu", kind="region", name="Europe", members=("ranker",)),
            Journey(id="search", entry="web", name="Search"),
            *views,
        ]
    )


@pytest.fixture
def session(qapp) -> Session:
    return Session(design())


@pytest.fixture
def tabs(qtbot, session) -> ViewTabs:
    widget = ViewTabs(session)
    qtbot.addWidget(widget)
    widget.resize(900, 36)
    widget.refresh()
    return widget


def titles(tabs: ViewTabs) -> list[str]:
    return [tabs.bar.tabText(place) for place in range(tabs.bar.count())]


def open_all(session: Session, *ids: str) -> None:
    session.replace(design(*(View(id=id, name=id.capitalize(), shows=("web",)) for id in ids)))


def test_there_are_no_tabs_while_there_is_only_the_whole(session, tabs) -> None:
    assert not tabs.isVisible()
    open_all(session, "one")
    assert tabs.isVisible()
    assert titles(tabs) == ["Whole design", "One"]


def test_a_click_opens_a_view_and_the_cross_closes_its_tab(session, tabs) -> None:
    open_all(session, "one", "two")
    QTest.mouseClick(tabs.bar, LEFT, pos=tabs.bar.tabRect(2).center() - QPoint(10, 0))
    assert session.viewing.current == "two"
    cross = tabs.bar.tabButton(2, tabs.bar.ButtonPosition.RightSide)
    QTest.mouseClick(cross, LEFT)
    assert session.viewing.current == "one"
    assert titles(tabs) == ["Whole design", "One"]
    assert tabs.bar.tabButton(0, tabs.bar.ButtonPosition.RightSide) is None
    closed = [action.text() for action in tabs.menu().actions()]
    assert closed[-1] == "Two"


def test_every_sort_of_view_can_be_added(session, tabs) -> None:
    session.select(["web"])
    assert [(one.heading, one.name, one.shows) for one in offers(session)] == [
        ("", "Whole design, other places", "all"),
        ("Layer", "Actor layer", "layer:actor"),
        ("Layer", "ML layer", "layer:ml"),
        ("Journey", "Search", "journey:search"),
        ("Boundary", "Europe", "boundary:eu"),
        ("", "From the selection (1)", ("web",)),
    ]
    for offer in offers(session):
        assert new_view(session, offer) is not None
        assert session.viewing.shown.components
        session.viewing.open(None)
        session.select(["web"])
    assert tabs.isVisible()
    assert titles(tabs) == [
        "Whole design", "Whole design 2", "Actor layer", "ML layer", "Search", "Europe", "Selection"
    ]  # fmt: skip


def test_a_double_click_renames(session, tabs, qtbot) -> None:
    open_all(session, "one")
    QTest.mouseDClick(tabs.bar, LEFT, pos=tabs.bar.tabRect(1).center() - QPoint(10, 0))
    assert tabs.field is not None
    QTest.keyClicks(tabs.field, "Hot path")
    QTest.keyClick(tabs.field, Qt.Key.Key_Return)
    assert session.document.views["one"].name == "Hot path"
    assert titles(tabs) == ["Whole design", "Hot path"]
    session.undo()
    assert titles(tabs) == ["Whole design", "One"]


def test_a_dragged_tab_gets_its_place_in_the_file(session, tabs) -> None:
    open_all(session, "one", "two", "three")
    start, end = tabs.bar.tabRect(3).center(), tabs.bar.tabRect(1).center()
    QTest.mousePress(tabs.bar, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0, 1.1):
        QTest.mouseMove(tabs.bar, QPoint(round(start.x() + (end.x() - start.x()) * share), start.y()))
    QTest.mouseRelease(tabs.bar, LEFT, pos=end)
    assert list(session.document.views) == ["three", "one", "two"]
    assert titles(tabs) == ["Whole design", "Three", "One", "Two"]
    assert session.viewing.current == "three"
    session.undo()
    assert titles(tabs) == ["Whole design", "One", "Two", "Three"]


def test_deleting_a_view_leaves_the_design(session, tabs) -> None:
    open_all(session, "one")
    session.viewing.open("one")
    components = dict(session.document.components)
    tabs.delete("one")
    assert session.viewing.current is None
    assert dict(session.document.components) == components
    assert not tabs.isVisible()
