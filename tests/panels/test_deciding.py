"""Deciding about findings with keys and mouse, and what a finding tells of itself."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Evidence, Finding
from mlsd_studio.analysis.reports import Report
from mlsd_studio.model.records import Component, Journey, Requirement
from mlsd_studio.panels.findings import FindingsPanel
from mlsd_studio.panels.findings.deciding import DecisionDialog, months_on
from mlsd_studio.panels.findings.detail import Detail
from mlsd_studio.panels.findings.explaining import help_of
from mlsd_studio.session import Session
from mlsd_studio.storage import dump, load_text

from .conftest import finding

# The offscreen platform says so of every window, dialog and menu; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TODAY = date(2026, 11, 24)
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
DESIGN = """mlsd: 1
components:
  - {id: a, kind: cache, name: Front cache}
  - {id: b, kind: cache, name: Back cache}
"""


@pytest.fixture
def session(qtbot):
    """Two caches that nobody uses, and a checker that answers at once."""
    made = Session(load_text(DESIGN).document)

    def checks(*_: object) -> None:
        made.set_report(check(made.document, today=TODAY))

    made.changed.connect(checks)
    checks()
    return made


@pytest.fixture
def memory():
    return {}


@pytest.fixture
def panel(qtbot, session, memory):
    made = FindingsPanel(session, memory=memory, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1000, 420)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    return made


def _choose(panel: FindingsPanel, *keys: str) -> None:
    select = panel.view.selectionModel()
    select.clear()
    for key in keys:
        select.setCurrentIndex(panel.model.index_of(key), select.SelectionFlag.Select)


def _open_keys(session: Session) -> list[str]:
    return [one.key for one in session.findings if not one.decided]


def _dialog(qtbot, panel: FindingsPanel, *keys: str) -> DecisionDialog:
    _choose(panel, *keys)
    qtbot.keyClick(panel.view, Qt.Key.Key_D)
    dialog = panel.desk.dialog
    qtbot.waitExposed(dialog)
    return dialog


def test_keys_alone_decide_and_undo_takes_it_back(qtbot, session, panel, memory):
    before = session.document.copy()
    dialog = _dialog(qtbot, panel, "OPS002@a")
    first = dialog.statuses.buttons()[0]
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert dialog.status == "accepted"
    qtbot.keyClicks(dialog.reason_code, "Cost")
    qtbot.keyClicks(dialog.reason, "One cache is enough")
    qtbot.keyClicks(dialog.by, "Ana")
    qtbot.keyClicks(dialog.until, "2027-01-31")
    qtbot.keyClicks(dialog.ticket, "OPS-7")
    qtbot.keyClick(dialog.ticket, Qt.Key.Key_Return)
    decision = session.document.decisions["OPS002@a"]
    assert (decision.status, decision.reason_code, decision.by) == ("accepted", "cost", "Ana")
    assert (str(decision.date), str(decision.until), decision.ticket) == ("2026-11-24", "2027-01-31", "OPS-7")
    assert len(decision.subject_hash) == 12
    assert memory["by"] == "Ana"
    assert _open_keys(session) == ["OPS002@b"]
    assert "finding: OPS002@a" in dump(session.document)
    session.undo()
    assert session.document == before
    assert _open_keys(session) == ["OPS002@a", "OPS002@b"]


def test_several_are_decided_at_once_and_withdrawn_at_once(qtbot, session, panel, memory):
    memory["by"] = "Ben"
    dialog = _dialog(qtbot, panel, "OPS002@a", "OPS002@b")
    assert dialog.by.text() == "Ben"
    assert dialog.windowTitle() == "Decide about 2 findings"
    qtbot.mouseClick(dialog.statuses.buttons()[2], LEFT)
    assert dialog.reason_code.currentData() == "out_of_scope"
    qtbot.keyClicks(dialog.reason, "Drawn ahead")
    qtbot.mouseClick(dialog.quick["3 months"], LEFT)
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, CONTROL)
    assert {str(one.until) for one in session.document.decisions.values()} == {"2027-02-24"}
    assert _open_keys(session) == []
    assert panel.model.index(0, 0).data() == "Decided  2"
    panel.view.expand(panel.model.index(0, 0))
    panel.view.selectionModel().setCurrentIndex(
        panel.model.index(0, 0), panel.view.selectionModel().SelectionFlag.ClearAndSelect
    )
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert not session.document.decisions
    session.undo()
    assert len(session.document.decisions) == 2


def test_what_is_missing_is_said_and_nothing_is_written(qtbot, session, panel):
    dialog = _dialog(qtbot, panel, "OPS002@a")
    for words, act in (
        ("Choose what is decided.", lambda: dialog.statuses.buttons()[3].click()),
        ("Choose the kind of reason.", lambda: dialog.reason_code.setCurrentIndex(2)),
        ("Say why", lambda: dialog.reason.setPlainText("After the move")),
        (None, lambda: None),
    ):
        if words is None:
            break
        qtbot.mouseClick(dialog.save, LEFT)
        assert words in dialog.trouble.text()
        assert dialog.trouble.isVisible()
        act()
    for text, words in (("soon", "is not a day"), ("2026-11-01", "is over")):
        dialog.until.setText(text)
        qtbot.mouseClick(dialog.save, LEFT)
        assert words in dialog.trouble.text()
        assert dialog.isVisible()
    assert not session.document.decisions
    qtbot.mouseClick(dialog.quick["no end"], LEFT)
    qtbot.mouseClick(dialog.save, LEFT)
    assert session.document.decisions["OPS002@a"].status == "deferred"
    assert session.document.decisions["OPS002@a"].until is None


def test_a_decision_is_edited_and_withdrawn_in_the_dialog(qtbot, session, panel):
    dialog = _dialog(qtbot, panel, "OPS002@a")
    dialog.statuses.buttons()[1].click()
    dialog.reason.setPlainText("The gateway caches")
    qtbot.mouseClick(dialog.save, LEFT)
    panel.view.expand(panel.model.index(1, 0))
    dialog = _dialog(qtbot, panel, "OPS002@a")
    assert (dialog.status, dialog.reason_code.currentData()) == ("mitigated", "compensating_control")
    assert dialog.reason.toPlainText() == "The gateway caches"
    dialog.reason.setPlainText("The gateway caches, see its page")
    qtbot.mouseClick(dialog.save, LEFT)
    assert session.document.decisions["OPS002@a"].reason == "The gateway caches, see its page"
    dialog = _dialog(qtbot, panel, "OPS002@a")
    withdraw = next(one for one in dialog.findChildren(QPushButton) if "Withdraw" in one.text())
    qtbot.mouseClick(withdraw, LEFT)
    assert not session.document.decisions


def test_a_changed_subject_reopens_and_says_so(qtbot, session, panel):
    dialog = _dialog(qtbot, panel, "OPS002@a")
    dialog.statuses.buttons()[2].click()
    dialog.reason.setPlainText("Drawn ahead")
    qtbot.mouseClick(dialog.save, LEFT)
    assert _open_keys(session) == ["OPS002@b"]
    session.set_fields("components", "a", replicas=3)
    words = "Reopened: Front cache changed since the decision of 2026-11-24."
    assert words[1:] in panel.model.index_of("OPS002@a").data(Qt.ItemDataRole.AccessibleTextRole)
    panel.view.expand(panel.model.index_of("OPS002@a"))
    detail = panel.findChild(Detail)
    assert words in [label.text() for label in detail.findChildren(QLabel)]
    dialog = _dialog(qtbot, panel, "OPS002@a")
    assert dialog.reason.toPlainText() == "Drawn ahead"
    assert words in [label.text() for label in dialog.findChildren(QLabel)]
    qtbot.mouseClick(dialog.save, LEFT)
    assert _open_keys(session) == ["OPS002@b"]


def test_findings_about_decisions_are_mended_not_decided(qtbot, session, panel):
    dialog = _dialog(qtbot, panel, "OPS002@a")
    dialog.statuses.buttons()[2].click()
    dialog.reason.setPlainText("Drawn ahead")
    qtbot.mouseClick(dialog.save, LEFT)
    session.select(["a"])
    session.remove_selected()
    _choose(panel, "DEC002@OPS002@a")
    assert not panel.head.decide.isEnabled()
    with qtbot.waitSignal(session.message):
        qtbot.keyClick(panel.view, Qt.Key.Key_D)
    qtbot.keyClick(panel.view, Qt.Key.Key_F)
    assert not session.document.decisions
    assert _open_keys(session) == ["OPS002@b"]


def test_the_menu_offers_what_the_keys_do(qtbot, session, panel):
    _choose(panel, "OPS002@a")
    panel.view.menu_wanted.emit(panel.mapToGlobal(QPoint(20, 20)))
    titles = [action.text() for action in panel.menu.actions()]
    for words in ("Show on the canvas", "Delete Front cache", "Decide …", "About OPS002", "List only OPS002"):
        assert words in titles
    delete = next(one for one in panel.menu.actions() if one.text() == "Delete Front cache")
    delete.hovered.emit()
    assert "a" not in session.ghost.components
    panel.menu.close()
    assert session.ghost is None
    _choose(panel, "OPS002@a", "OPS002@b")
    qtbot.keyClick(panel.view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().count("OPS002@") == 2


def test_f1_asks_for_the_rules_page(qtbot, panel):
    _choose(panel, "OPS002@a")
    with qtbot.waitSignal(panel.desk._session.help_requested) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_F1)
    assert asked.args == ["OPS002"]


def _rich() -> Finding:
    return finding(
        "RES001",
        "error",
        "api",
        "API is a single point of failure",
        path=("web", "f", "api"),
        evidence=(
            Evidence("replicas", 1, None, "stated"),
            Evidence("availability", 0.995, None, "default"),
            Evidence("latency", 14.0, "ms", "measured 2026-10-02"),
            Evidence("rate", None),
        ),
        requirement="uptime",
        journeys=("search",),
        folded=(finding("MON001", "warning", "api", "API is not monitored"),),
    )


@pytest.fixture
def rich(qtbot, session):
    session.replace(load_text(DESIGN.replace("id: a", "id: web").replace("id: b", "id: api")).document)
    builder = session.document
    builder._tables["journeys"]["search"] = Journey(id="search", name="Search", entry="web")
    builder._tables["requirements"]["uptime"] = Requirement(
        id="uptime", category="system", metric="availability", target=">= 99.9 %"
    )
    panel = FindingsPanel(session)
    qtbot.addWidget(panel)
    detail = Detail(session, _rich(), panel.desk)
    qtbot.addWidget(detail)
    detail.resize(1000, detail.heightForWidth(1000))
    detail.show()
    return detail


def test_a_finding_explains_itself(rich):
    words = [label.text() for label in rich.findChildren(QLabel)]
    for part in (
        help_of("RES001")["What it finds"],
        help_of("RES001")["Why it matters"],
        help_of("RES001")["When to ignore"],
        "Availability ≥ 99.9 % (uptime)",
        "MON001 API is not monitored",
        "stated",
        "catalogue default",
        "measured 2026-10-02",
        "14 ms",
        "0.995",
        "not stated",
    ):
        assert any(part in one.replace("\u00a0", " ") for one in words), part
    assert help_of("XXX999") == {}


def test_links_lead_to_the_canvas_and_only_a_click_to_the_web(qtbot, session, rich, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    links = [label for label in rich.findChildren(QLabel) if "<a href" in label.text()]
    path = next(label for label in links if "→" in label.text())
    with qtbot.waitSignal(session.focus_requested):
        path.linkActivated.emit("api")
    assert session.selection == ("api",)
    with qtbot.waitSignal(session.focus_requested):
        path.linkActivated.emit("search")
    assert session.selection == ("web",)
    source = next(label for label in links if "https://" in label.text())
    assert not opened
    source.linkActivated.emit("https://queue.acm.org/detail.cfm?id=3096459")
    source.linkActivated.emit("file:///etc/passwd")
    assert opened == ["https://queue.acm.org/detail.cfm?id=3096459"]


def test_details_break_into_one_column_where_it_is_narrow(rich):
    assert rich.heightForWidth(600) > rich.heightForWidth(1100)


def test_months_end_where_the_month_does():
    assert months_on(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_on(date(2026, 12, 31), 12) == date(2027, 12, 31)


def test_a_component_without_a_decision_dialog_changes_nothing(qtbot, session, panel):
    dialog = _dialog(qtbot, panel, "OPS002@a")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not session.document.decisions
    assert isinstance(session.document.components["a"], Component)
    session.set_report(Report(()))
    qtbot.keyClick(panel.view, Qt.Key.Key_D)
    assert panel.desk.dialog is dialog
