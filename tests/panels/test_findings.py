"""The findings panel, used with keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.reports import Report
from mlsd_studio.panels.findings import FindingsPanel
from mlsd_studio.panels.findings.delegate import FindingDelegate, fix_rect
from mlsd_studio.panels.findings.detail import Detail
from mlsd_studio.panels.findings.model import FINDING_ROLE
from mlsd_studio.panels.findings.panel import NONE_FIT, NOT_CHECKED

# The offscreen platform says so of every window; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def panel(qtbot, checked):
    made = FindingsPanel(checked)
    qtbot.addWidget(made)
    made.resize(1000, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def _codes(panel: FindingsPanel) -> list[str]:
    return [one.code for one in panel.model.findings()]


def _row(panel: FindingsPanel, code: str) -> QPoint:
    key = next(one.key for one in panel.model.findings() if one.code == code)
    return panel.view.visualRect(panel.model.index_of(key)).center()


def _fix(panel: FindingsPanel, code: str) -> QPoint:
    found = next(one for one in panel.model.findings() if one.code == code)
    row = panel.view.visualRect(panel.model.index_of(found.key))
    row.setLeft(0)
    return fix_rect(row, found).center().toPoint()


def test_the_heaviest_come_first_and_decided_ones_last(panel):
    assert _codes(panel) == ["RES001", "MON002", "OPS002", "CAP003"]
    heading = panel.model.top[-1]
    assert heading.kind == "heading"
    assert [one.finding.code for one in heading.children] == ["LIF001"]
    assert not panel.view.isExpanded(panel.model.index(4, 0))


def test_filter_and_severities(qtbot, panel):
    qtbot.keyClicks(panel.head.field, "ranker drift")
    assert _codes(panel) == ["MON002"]
    panel.head.field.setText("nothing like it")
    assert panel.empty.text() == NONE_FIT
    assert panel.empty.isVisible()
    panel.head.field.clear()
    qtbot.mouseClick(panel.head.toggles["warning"], Qt.MouseButton.LeftButton)
    assert _codes(panel) == ["RES001", "CAP003"]
    assert [panel.head.toggles[one].text() for one in ("error", "warning", "info")] == ["1", "2", "1"]


def test_count_is_told(qtbot, session, findings):
    panel = FindingsPanel(session)
    qtbot.addWidget(panel)
    assert panel.empty.text() == NOT_CHECKED
    with qtbot.waitSignal(panel.count_changed) as caught:
        session.set_report(Report(tuple(findings)))
    assert caught.args == [4]
    session.set_report(Report(()))
    assert panel.empty.text() == "No findings: checked 0 rules."
    session.set_report(Report((), 1.0, ("RES001",)))
    assert panel.empty.text() == "No findings: checked 1 rule."


def test_a_click_shows_the_finding(qtbot, checked, panel):
    with qtbot.waitSignal(checked.focus_requested):
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_row(panel, "RES001"))
    assert checked.highlight.code == "RES001"
    assert checked.selection == ("ranker",)
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert checked.highlight.code == "MON002"
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert checked.highlight is None


def test_hover_previews_and_a_click_applies_one_step(qtbot, checked, panel):
    before = checked.document.copy()
    point = _fix(panel, "MON002")
    qtbot.mouseMove(panel.view.viewport(), point - QPoint(300, 0))
    qtbot.mouseMove(panel.view.viewport(), point)
    assert len(checked.ghost.components) == 3
    assert checked.document == before
    qtbot.mouseMove(panel.view.viewport(), point - QPoint(400, 0))
    assert checked.ghost is None
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_fix(panel, "MON002"))
    assert [one.kind for one in checked.document.components.values()][-1] == "drift_monitor"
    assert len(checked.document.flows) == 3
    checked.undo()
    assert checked.document == before


def test_a_fix_that_asks_for_a_value_leads_to_the_field(qtbot, checked, panel):
    with qtbot.waitSignal(checked.edit_requested) as caught:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_fix(panel, "OPS002"))
    assert caught.args == ["api", "owner"]


def test_enter_opens_the_details_with_every_fix(qtbot, checked, panel):
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(1, 0))
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    row = panel.model.index(1, 0)
    detail = panel.view.indexWidget(panel.model.index(0, 0, row))
    assert isinstance(detail, Detail)
    labels = [button.text() for button in detail._fixes]
    assert labels == ["Add drift monitor", "Run 2 replicas"]
    qtbot.mouseClick(list(detail._fixes)[1], Qt.MouseButton.LeftButton)
    assert checked.document.components["ranker"].replicas == 2
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert not panel.view.isExpanded(row)


def test_what_is_open_stays_open_after_the_next_check(checked, findings, panel):
    panel.view.expand(panel.model.index(0, 0))
    checked.set_report(Report(tuple(findings[:4])))
    assert panel.view.isExpanded(panel.model.index(0, 0))


def test_the_keyboard_alone_takes_a_fix(qtbot, checked, panel):
    panel.head.field.setFocus()
    qtbot.keyClick(panel.head.field, Qt.Key.Key_Down)
    assert checked.highlight.code == "RES001"
    qtbot.keyClick(panel.view, Qt.Key.Key_F)
    assert checked.document.components["ranker"].replicas == 2


def test_of_two_thousand_findings_only_those_in_sight_are_painted(qtbot, session, monkeypatch):
    many = tuple(
        Finding(code="OPS002", key=f"OPS002@{n}", severity="warning", title=f"Card {n}", message="No owner.")
        for n in range(2000)
    )
    panel = FindingsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(1000, 320)
    panel.show()
    session.set_report(Report(many))
    painted: list[str] = []
    paint = FindingDelegate.paint

    def counted(self, painter, option, index):
        painted.append(index.data(FINDING_ROLE).key)
        paint(self, painter, option, index)

    monkeypatch.setattr(FindingDelegate, "paint", counted)
    bar = panel.view.verticalScrollBar()
    for place in (0, 28_000, bar.maximum()):
        painted.clear()
        bar.setValue(place)
        panel.view.viewport().grab()
        assert 5 < len(set(painted)) < 20
    assert "OPS002@1999" in painted


def test_a_fix_in_the_details_is_previewed_under_the_mouse(qtbot, checked, panel):
    panel.view.expand(panel.model.index(1, 0))
    detail = panel.findChild(Detail)
    replicas = list(detail._fixes)[1]
    QApplication.sendEvent(replicas, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert checked.ghost.components["ranker"].replicas == 2
    QApplication.sendEvent(replicas, QEvent(QEvent.Type.Leave))
    assert checked.ghost is None
    assert checked.document.components["ranker"].replicas == 3
