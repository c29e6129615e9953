"""Bottlenecks and failure modes: sorted, searched, acted on, and shown on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.cuts import cut_sets
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.failures import Failures
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Rate
from mlsd_studio.model.records import Component, Flow, Journey
from mlsd_studio.panels.bottlenecks import BottlenecksPanel
from mlsd_studio.panels.failures import FailuresPanel
from mlsd_studio.session import Session
from mlsd_studio.session.overlays.failure import FailureOverlay
from mlsd_studio.session.overlays.heat import HEAT, HeatOverlay

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton


def drain(steps):
    """The answer of a generator of steps."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return done.value


@pytest.fixture
def session():
    made = Session(Document([
        Journey(id="buy", name="Buy", entry="web", rate=Rate(100, "rps")),
        Component(id="web", kind="client_web", name="Shop"),
        Component(id="api", kind="backend_service", name="Search API", replicas=2, capacity=Rate(60, "rps"),
                  zones=("a",)),
        Component(id="store", kind="online_feature_store", name="Store", replicas=2, capacity=Rate(500, "rps"),
                  zones=("a", "b")),
        Flow(id="web-api", source="web", target="api", kind="request"),
        Flow(id="api-store", source="api", target="store", kind="request"),
    ]))  # fmt: skip
    compute(made)
    return made


def compute(session: Session) -> None:
    session.set_numbers(Engine(session.document).numbers(session.traffic))


def work_out(session: Session) -> None:
    """What the worker says of failures while somebody looks."""
    facts = Facts(session.document)
    session.set_failures(units=Failures(facts).units)
    session.set_failures(cuts=drain(cut_sets(facts)))


def fail(session: Session) -> None:
    session.set_failure(Failures(Facts(session.document)).mode(session.failure_key))


@pytest.fixture
def panel(qtbot, session):
    made = BottlenecksPanel(session, HeatOverlay(session))
    qtbot.addWidget(made)
    made.resize(1000, 260)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def failures(qtbot, session):
    session.kept = FailureOverlay(session)
    made = FailuresPanel(session)
    qtbot.addWidget(made)
    made.resize(1000, 260)
    made.show()
    qtbot.waitExposed(made)
    made.set_looked_at(True)
    work_out(session)
    return made


def cells(table) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def column(table, title: str) -> int:
    return next(n for n, one in enumerate(table.columns) if one.title == title)


def at(table, row: int, place: int) -> QPoint:
    return table.visualRect(table.model().index(row, place)).center()


def link(table, row: int) -> QPoint:
    rect = table.visualRect(table.model().index(row, len(table.columns) - 1))
    return QPoint(rect.right() - 20, rect.center().y())


def test_the_busiest_stands_first_with_when_it_saturates(panel):
    first, second = cells(panel.table)
    assert first == [
        "Search API", "100 rps", "120 rps", "83 %", "20 rps", "2", "3 / 8 / 24", "1.2× · 120 rps · first",
        "Scale to 3",
    ]  # fmt: skip
    assert second[0] == "Store"
    assert second[-1] == ""


def test_a_header_sorts_both_ways_and_then_not_at_all(qtbot, panel):
    head = panel.table.horizontalHeader()

    def click(place: int) -> list[str]:
        point = QPoint(head.sectionViewportPosition(place) + 20, head.height() // 2)
        qtbot.mouseClick(head.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, point)
        return [row[0] for row in cells(panel.table)]

    place = column(panel.table, "Capacity")
    assert click(place) == ["Store", "Search API"]
    assert click(place) == ["Search API", "Store"]
    panel._session.set_traffic(2)
    compute(panel._session)
    assert [row[0] for row in cells(panel.table)] == ["Search API", "Store"]
    assert click(place) == ["Search API", "Store"]


def test_scale_is_one_step_for_now_or_for_ten_times(qtbot, panel, session):
    qtbot.mouseClick(panel.table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, link(panel.table, 0))
    assert session.document.components["api"].replicas == 3
    session.undo()
    compute(session)
    panel.choice.buttons()[2].click()
    assert [row[-1] for row in cells(panel.table)] == ["Scale to 24", "Scale to 3"]
    assert panel.all.isVisible()
    qtbot.mouseClick(panel.all, LEFT)
    assert {id: one.replicas for id, one in session.document.components.items()} == {
        "web": None, "api": 24, "store": 3,
    }  # fmt: skip
    session.undo()
    assert session.document.components["store"].replicas == 2


def test_a_row_selects_and_a_double_click_shows_its_component(qtbot, panel, session):
    qtbot.mouseClick(panel.table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at(panel.table, 1, 0))
    assert session.selection == ("store",)
    with qtbot.waitSignal(session.focus_requested) as asked:
        qtbot.mouseDClick(panel.table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at(panel.table, 0, 0))
    assert asked.args == [["api"]]
    session.select(["store"])
    assert panel.table.current().id == "store"
    qtbot.keyClick(panel.table, Qt.Key.Key_Up)
    assert session.selection == ("api",)
    qtbot.keyClick(panel.table, Qt.Key.Key_F)
    assert session.document.components["api"].replicas == 3


def test_search_and_empty_states_say_what_to_do(qtbot, panel, session):
    qtbot.keyClicks(panel.field, "sto")
    assert [row[0] for row in cells(panel.table)] == ["Store"]
    qtbot.keyClicks(panel.field, "xyz")
    assert "No component of this name" in panel.empty.text()
    session.replace(Document())
    assert "being computed" in panel.empty.text()
    compute(session)
    panel.field.clear()
    assert "No journey brings load" in panel.empty.text()
    with qtbot.waitSignal(panel.traffic_requested):
        qtbot.mouseClick(panel.go, LEFT)


def test_behind_another_tab_it_waits(panel, session):
    panel.set_looked_at(False)
    session.set_fields("components", "api", name="Finder")
    compute(session)
    assert cells(panel.table)[0][0] == "Search API"
    panel.set_looked_at(True)
    assert cells(panel.table)[0][0] == "Finder"


def test_heat_follows_the_traffic_and_marks_saturated_flows(qtbot, panel, session):
    qtbot.mouseClick(panel.hot, LEFT)
    assert session.overlay.id == HEAT
    assert session.overlay.tints["api"].token == "warn"
    assert session.overlay.tints["api"].label == "83 %"
    assert "web-api" not in session.overlay.tints
    session.set_traffic(2)
    compute(session)
    assert session.overlay.tints["api"].token == "bad"
    assert session.overlay.tints["web-api"].token == "bad"
    assert "2× traffic" in session.overlay.title
    qtbot.mouseClick(panel.hot, LEFT)
    assert session.overlay is None
    assert not panel.hot.isChecked()


def test_units_that_stop_a_journey_stand_first(failures):
    rows = cells(failures.units)
    names = [row[0] for row in rows]
    assert {"Zone a", "Search API", "Store"} <= set(names[:3])
    stops = column(failures.units, "Stops")
    assert all(row[stops] == "Buy" for row in rows[:3])
    assert "One replica of Store" in names


def test_picking_a_unit_shows_what_goes_down(qtbot, failures, session):
    place = [row[0] for row in cells(failures.units)].index("Store")
    qtbot.mouseClick(
        failures.units.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at(failures.units, place, 0)
    )
    assert session.failure_key == "component:store"
    fail(session)
    assert session.overlay.id == "failure:component:store"
    assert session.overlay.tints["store"].label == "fails"
    assert session.overlay.tints["api"].label == "down"
    assert session.overlay.tints["api-store"].token == "bad"
    assert failures.detail.isVisible()
    assert "Search API" in failures.detail.words.text()
    session.set_overlay(None)
    assert session.failure_key is None
    assert not failures.detail.isVisible()


def test_leaving_the_panel_lets_the_failure_go(failures, session):
    session.pick_failure("zone:a")
    fail(session)
    failures.set_looked_at(False)
    assert session.failure_key is None
    assert session.overlay is None
    assert not session.watching_failures


def test_pairs_are_listed_and_shown(qtbot, failures, session):
    failures.tabs["pairs"].click()
    rows = cells(failures.pairs)
    assert "two replicas of Store" in [row[0] for row in rows]
    assert all(row[1] == "Buy" for row in rows)
    qtbot.mouseClick(
        failures.pairs.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at(failures.pairs, 0, 0)
    )
    assert session.overlay.id.startswith("pair:")
    assert {one.label for one in session.overlay.tints.values()} == {"fails"}
    assert set(session.overlay.tints) < session.overlay.lit


def test_the_link_of_a_row_is_never_cut_off(qtbot, panel):
    for width in (420, 560, 698, 760, 820, 930, 1100, 1600):
        panel.resize(width, 260)
        table = panel.table
        shown = [n for n in range(len(table.columns)) if not table.isColumnHidden(n)]
        assert sum(table.columnWidth(n) for n in shown) <= max(table.viewport().width(), 520), width
        assert len(table.columns) - 1 in shown


def test_one_kind_of_unit_alone(failures):
    failures.kind.committed.emit("zone")
    assert [row[0] for row in cells(failures.units)] == ["Zone a", "Zone b"]
    failures.field.setText("nothing like it")
    assert "Nothing of this name" in failures.empty.text()


def test_both_themes_are_painted(panel, failures):
    for name in ("dark", "light"):
        for one in (panel, failures):
            one.set_theme(theme(name))
            assert not one.grab().isNull()
