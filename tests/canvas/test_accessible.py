"""What a screen reader finds and hears on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest

from mlsd_studio.analysis.engine import check
from mlsd_studio.canvas import Canvas
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.records import Component, Flow, Placement
from mlsd_studio.session import Session

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def spoken(canvas):
    return QAccessible.queryAccessibleInterface(canvas)


@pytest.fixture
def heard(monkeypatch):
    """(kind, child or words) of every event sent to a screen reader."""
    events = []

    def take(event):
        if isinstance(event, QAccessibleAnnouncementEvent):
            events.append(("said", event.message()))
        else:
            events.append((event.type().name, event.child()))

    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(take))
    return events


def _names(spoken):
    return [spoken.child(n).text(NAME) for n in range(spoken.childCount())]


def test_the_elements_are_children_in_reading_order(spoken):
    assert spoken.role() is QAccessible.Role.Canvas
    assert _names(spoken) == [
        "eu-west, region, 1 member",
        "Shop web, web client",
        "request from Shop web to Search API, HTTPS",
        "Search API, backend service, 4 replicas",
        "async from Search API to Ranker, rank",
        "Ranker, online model endpoint, NVIDIA Triton",
        "note, Peak on Fridays",
    ]
    assert [spoken.indexOfChild(spoken.child(n)) for n in range(7)] == list(range(7))
    assert spoken.child(7) is None
    assert spoken.child(0).role() is QAccessible.Role.Grouping
    assert spoken.child(1).role() is QAccessible.Role.ListItem
    assert spoken.child(1).parent() is spoken


def test_children_are_where_they_are_drawn(spoken, canvas, user):
    ranker = spoken.child(5)
    assert ranker.rect().contains(canvas.mapToGlobal(user.at(*user.centre("ranker"))))
    centre = ranker.rect().center()
    assert spoken.childAt(centre.x(), centre.y()) is ranker
    corner = canvas.mapToGlobal(QPoint(2, 2))
    assert spoken.childAt(corner.x(), corner.y()) is None
    assert not ranker.state().offscreen
    canvas.centre_on(5000, 5000)
    assert ranker.state().offscreen


def test_state_follows_selection_and_focus(spoken, canvas, session):
    canvas.setFocus()
    session.select(["api"])
    api, ranker = spoken.child(3), spoken.child(5)
    assert (api.state().selected, ranker.state().selected) == (1, 0)
    if canvas.hasFocus():
        assert api.state().focused
        assert spoken.focusChild() is api
    session.select(["api", "ranker"])
    assert (api.state().selected, api.state().focused) == (1, 0)


def test_names_tell_findings_and_the_description_their_titles(spoken, session):
    report = check(session.document)
    session.set_report(report)
    found = session.findings_of("ranker")
    errors = sum(one.severity == "error" for one in found)
    assert found
    name = spoken.child(5).text(NAME)
    assert not errors or f"{errors} error" in name
    assert found[0].title in spoken.child(5).text(DESCRIPTION)


def test_an_element_that_is_gone_is_invalid_and_comes_back_with_undo(spoken, session):
    ranker = spoken.child(5)
    session.select(["ranker"])
    session.remove_selected()
    assert not ranker.isValid()
    assert ranker.text(NAME) == ""
    assert ranker.state().invalid
    assert ranker.rect().isNull()
    session.undo()
    assert ranker.isValid()
    assert spoken.child(5) is ranker


def test_focus_and_selection_are_told(canvas, session, heard, qtbot, spoken):
    canvas.window().activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    heard.clear()
    session.select(["ranker"])
    assert heard == [("Focus", 5), ("Selection", 5)]
    heard.clear()
    session.select(["ranker", "api"])
    assert ("said", "2 selected") in heard


def test_edits_are_told_once_at_rest_and_undo_by_name(canvas, session, heard, qtbot):
    canvas.speaker._rest.setInterval(0)
    session.apply(set_fields(session.document, "components", "api", "Rename component", name="Find API"))
    qtbot.waitUntil(lambda: ("said", "Rename component") in heard)
    heard.clear()
    session.undo()
    session.redo()
    qtbot.wait(20)
    assert heard == [("said", "Undone: Rename component"), ("said", "Redone: Rename component")]


def test_ten_thousand_components_make_children_only_when_asked(qtbot):
    many = 10_000
    records = [Component(id=f"c{n}", kind="backend_service", name=f"Service {n}") for n in range(many)]
    flows = [Flow(id=f"f{n}", source=f"c{n}", target=f"c{n + 1}", kind="request") for n in range(many - 1)]
    places = {f"c{n}": Placement(n % 100 * 260, n // 100 * 120) for n in range(many)}
    canvas = Canvas(Session(Document([*records, *flows], places)))
    qtbot.addWidget(canvas)
    spoken = QAccessible.queryAccessibleInterface(canvas)
    assert spoken.childCount() == 2 * many - 1
    assert spoken.child(0).text(NAME) == "Service 0, backend service"
    assert spoken.child(2).text(NAME) == "Service 1, backend service"
    assert len(spoken._made) == 2


def test_a_canvas_that_is_gone_takes_its_interface_along(qtbot, session):
    canvas = Canvas(session)
    spoken = QAccessible.queryAccessibleInterface(canvas)
    assert spoken.child(0).text(NAME)
    canvas.deleteLater()
    del canvas, spoken
    QTest.qWait(1)
