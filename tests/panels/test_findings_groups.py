"""The findings panel over weeks of work: groups, filters, what is new, and what stays while the design changes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.reports import Report
from mlsd_studio.panels.findings import FindingsPanel
from mlsd_studio.panels.findings.model import FindingsModel, finding_node, heading_node
from mlsd_studio.panels.findings.panel import NONE_FIT

from .conftest import finding

# The offscreen platform says so of every window; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect


@pytest.fixture
def memory():
    return {}


@pytest.fixture
def panel(qtbot, checked, memory):
    made = FindingsPanel(checked, memory=memory)
    qtbot.addWidget(made)
    made.resize(1000, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def _group_by(panel: FindingsPanel, key: str) -> list[str]:
    panel.head.group.setCurrentIndex(panel.head.group.findData(key))
    return [panel.model.index_at(node).data() for node in panel.model.top]


def many(count: int, first: int = 0) -> tuple[Finding, ...]:
    """Warnings about cards that need not be there."""
    return tuple(finding("OPS002", "warning", f"c{n:04}", f"Card {n}") for n in range(first, first + count))


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("severity", ["Errors  1", "Warnings  2", "Notes  1", "Decided  1"]),
        ("component", ["Ranker  2", "Search API  2", "Decided  1"]),
        ("layer", ["ML  2", "Application  2", "Decided  1"]),
        ("owner", ["No owner stated  4", "Decided  1"]),
        ("journey", ["On no journey  4", "Decided  1"]),
    ],
)
def test_findings_stand_under_headings_with_their_number(panel, by, headings):
    assert _group_by(panel, by) == headings
    opened = [panel.view.isExpanded(panel.model.index_at(node)) for node in panel.model.top]
    assert opened == [True] * (len(headings) - 1) + [False]


def test_the_grouping_is_remembered(qtbot, checked, panel, memory):
    _group_by(panel, "rules")
    assert memory["group_by"] == "rules"
    again = FindingsPanel(checked, memory=memory)
    qtbot.addWidget(again)
    assert again.head.group_by == "rules"
    assert [node.title for node in again.model.top][-1] == "Decided"


def test_a_heading_folded_by_the_user_stays_folded(qtbot, checked, findings, panel):
    _group_by(panel, "severity")
    index = panel.model.index(1, 0)
    panel.view.setCurrentIndex(index)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert not panel.view.isExpanded(index)
    checked.set_report(Report((*findings, finding("OPS002", "warning", "ranker", "No owner"))))
    assert panel.model.index(1, 0).data() == "Warnings  3"
    assert not panel.view.isExpanded(panel.model.index(1, 0))
    panel.keeper.fold(opened=True)
    assert panel.view.isExpanded(panel.model.index(1, 0))


def test_search_finds_code_title_and_names_of_elements(qtbot, panel):
    for words, codes in (
        ("res001", ["RES001"]),
        ("drift monitor", ["MON002"]),
        ("search api", ["RES001", "OPS002", "CAP003"]),
        ("ranker error", ["RES001"]),
    ):
        panel.head.field.setText(words)
        assert [one.code for one in panel.model.findings()] == codes
    panel.head.field.setText("too dear")
    assert [node.key for node in panel.model.top] == ["decided"]


def test_decided_ones_can_be_hidden(qtbot, panel):
    assert panel.head.decided.text() == "1 decided"
    qtbot.mouseClick(panel.head.decided, Qt.MouseButton.LeftButton)
    assert all(node.kind == "finding" for node in panel.model.top)


def test_new_since_the_save_is_marked_said_and_filtered(qtbot, checked, findings, panel):
    assert panel.head.since.text() == ""
    assert panel.head.new.text() == "0 new"
    checked.set_report(Report((*findings[1:], finding("OPS002", "error", "ranker", "No owner"))))
    assert panel.head.since.text() == "+1 error, −1 note since it was opened"
    assert panel.head.new.text() == "1 new"
    assert "new, error" in panel.model.index_of("OPS002@ranker").data()
    qtbot.mouseClick(panel.head.new, Qt.MouseButton.LeftButton)
    assert [one.key for one in panel.model.findings()] == ["OPS002@ranker"]
    checked.progress.saved()
    checked.findings_changed.emit()
    assert panel.empty.text() == NONE_FIT
    assert panel.head.since.text() == "0 of 5 listed"
    qtbot.mouseClick(panel.clear_filter, Qt.MouseButton.LeftButton)
    assert len(panel.model.findings()) == 4
    assert not panel.head.new.isChecked()


def test_a_screen_reader_hears_once_what_has_changed(checked, findings, panel, monkeypatch):
    said = []
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", staticmethod(lambda event: said.append(event.message()))
    )
    for found in (findings[1:], findings[1:], findings):
        checked.set_report(Report(tuple(found)))
    assert said == ["−1 note since it was opened", "The findings are as they were"]


def test_nothing_is_lost_from_sight_while_findings_come_and_go(qtbot, session):
    panel = FindingsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(1000, 300)
    panel.show()
    session.set_report(Report(many(1000)))
    view, model = panel.view, panel.model
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    view.expand(model.index(500, 0))
    view.setCurrentIndex(model.index(505, 0))
    view.scrollTo(model.index(500, 0), view.ScrollHint.PositionAtTop)
    detail = view.indexWidget(model.index(0, 0, model.index(500, 0)))
    top = view.visualRect(model.index(500, 0)).top()
    graver = tuple(finding("RES001", "error", f"x{n}", f"Single {n}") for n in range(3))
    session.set_report(Report((*graver, *many(20), *many(900, 60))))
    assert not resets
    at = model.index_of("OPS002@c0500")
    assert at.row() == 463
    assert view.isExpanded(at)
    assert view.indexWidget(model.index(0, 0, at)) is detail
    assert view.visualRect(at).top() == top
    assert view.currentIndex() == model.index_of("OPS002@c0505")
    assert view.chosen()[0].key == "OPS002@c0505"


def test_open_details_follow_what_the_finding_says(checked, findings, panel):
    panel.view.expand(panel.model.index(0, 0))
    before = panel.view.indexWidget(panel.model.index(0, 0, panel.model.index(0, 0)))
    checked.set_report(Report(tuple(findings)))
    assert panel.view.indexWidget(panel.model.index(0, 0, panel.model.index(0, 0))) is before
    other = finding("RES001", "error", "ranker", "Ranker still is a single point of failure")
    checked.set_report(Report((*findings[:2], other, *findings[3:])))
    after = panel.view.indexWidget(panel.model.index(0, 0, panel.model.index(0, 0)))
    assert after is not before
    assert after.finding == other


@pytest.mark.parametrize("width", [1100, 900])
def test_an_open_row_is_as_high_as_its_details(qtbot, panel, width):
    panel.resize(width, 420)
    panel.view.expand(panel.model.index(0, 0))
    row = panel.model.index(0, 0, panel.model.index(0, 0))
    detail = panel.view.indexWidget(row)
    wanted = detail.heightForWidth(panel.view.viewport().width())
    qtbot.waitUntil(lambda: panel.view.visualRect(row).height() == wanted)
    panel.resize(width - 200, 420)
    qtbot.waitUntil(
        lambda: (
            panel.view.visualRect(row).height()
            == detail.heightForWidth(panel.view.viewport().width())
            > wanted
        )
    )


def test_grouping_anew_keeps_what_is_chosen_and_open(panel):
    panel.view.setCurrentIndex(panel.model.index_of("OPS002@api"))
    for by in ("severity", "journey", ""):
        _group_by(panel, by)
        assert panel.view.current().key == "OPS002@api"
        assert [one.key for one in panel.view.chosen()] == ["OPS002@api"]


KEYS = [f"OPS002@{letter}" for letter in "abcdefgh"]


def _tree(plan):
    return [
        heading_node(key, f"{key} {len(members)}", [_plain(one) for one in members])
        if key
        else finding_node(_plain(members[0]))
        for key, members in plan
    ]


def _plain(row: tuple[str, str]) -> Finding:
    return Finding(code="OPS002", key=row[0], severity="info", title=row[1], message="")


def _shape(model: FindingsModel, parent: QModelIndex | None = None):
    at = parent or QModelIndex()
    rows = [model.index(n, 0, at) for n in range(model.rowCount(at))]
    return [(row.data(), _shape(model, row)) for row in rows]


members = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(["one", "two"])), unique_by=lambda row: row[0]
)
headings = st.lists(
    st.tuples(st.sampled_from(["x", "y", "z"]), members.filter(bool)), unique_by=lambda row: row[0]
)
flat = members.map(lambda rows: [("", [row]) for row in rows])
trees = st.tuples(flat, headings).map(lambda parts: [*parts[0], *parts[1]])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=st.lists(trees, min_size=2, max_size=5))
def test_rows_are_changed_into_any_others(qapp, plans):
    model = FindingsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    kept: dict[str, QPersistentModelIndex] = {}
    for plan in plans:
        wanted = FindingsModel()
        wanted.show(_tree(plan))
        model.show(_tree(plan))
        assert _shape(model) == _shape(wanted)
        for key, index in kept.items():
            assert not index.isValid() or QModelIndex(index).data(Qt.ItemDataRole.UserRole + 1).key == key
        kept = {node.key: QPersistentModelIndex(model.index_at(node)) for node in model.nodes()}
    assert tester.model() is model
