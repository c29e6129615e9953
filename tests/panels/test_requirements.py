"""Requirements, traffic, constraints and plan, written with keys beside the drawing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Rate
from mlsd_studio.model.records import Component, Constraint, Flow, Journey, PlanItem, Requirement
from mlsd_studio.panels.inspector import InspectorTabs
from mlsd_studio.panels.inspector.summaries import summary
from mlsd_studio.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def design(*records) -> Session:
    """A shop that calls one API replica."""
    return Session(Document([
        Component(id="web", kind="client_web", name="Shop"),
        Component(id="api", kind="backend_service", name="Search API", replicas=1),
        Flow(id="web-api", source="web", target="api", kind="request"),
        *records,
    ]))  # fmt: skip


@pytest.fixture
def show(qtbot):
    kept = []

    def make(session: Session) -> InspectorTabs:
        made = InspectorTabs(session)
        kept.append(made)
        qtbot.addWidget(made)
        made.resize(340, 900)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        made.show_page(made.requirements)
        return made

    return make


def compute(session: Session) -> None:
    """What the worker answers."""
    session.set_numbers(Engine(session.document).numbers(session.traffic))


def type_into(qtbot, editor, words: str) -> None:
    editor.take_focus()
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, words) if words else qtbot.keyClick(editor.line, Qt.Key.Key_Delete)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)


def button(widget, words: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if words in one.text())


def test_the_usual_first_requirement_is_one_click_then_its_value(qtbot, show):
    session = design()
    page = show(session).requirements
    assert page.usual.isVisible()
    qtbot.mouseClick(button(page, "p95"), Qt.MouseButton.LeftButton)
    made = session.document.requirements["latency-p95"]
    assert (made.metric, made.target, made.priority) == ("latency_p95", "<= 100 ms", "must")
    assert not button(page, "Answers fast").isVisible()
    assert button(page, "Stays up").isVisible()
    row = page.row("requirements", "latency-p95")
    line = row.form.editor("target").line
    assert line.hasFocus()
    assert line.selectedText() == "≤ 100 ms"
    type_into(qtbot, row.form.editor("target"), "0.2 s")
    assert session.document.requirements["latency-p95"].target == "<= 0.2 s"
    session.undo()
    session.undo()
    assert not session.document.requirements
    assert button(page, "Answers fast").isVisible()


def test_usual_requirements_are_offered_until_each_is_stated(qtbot, show):
    session = design()
    page = show(session).requirements
    for words in ("Answers fast", "Stays up", "Bears the peak", "Stays affordable"):
        assert button(page, words).isVisible()
        qtbot.mouseClick(button(page, words), Qt.MouseButton.LeftButton)
    assert len(session.document.requirements) == 4
    assert not page.usual.isVisible()
    assert not page.first.isVisible()


@pytest.mark.parametrize(
    ("metric", "typed", "kept"),
    [
        ("availability", "3 nines", ">= 99.9 %"),
        ("cost", "$8.4k/mo", "<= 8400 USD/month"),
        ("throughput", "at least 1.2k rps", ">= 1200 rps"),
        ("feature_freshness", "5 min", "<= 5 min"),
    ],
)
def test_targets_are_written_as_people_write_them(qtbot, show, metric, typed, kept):
    session = design(Requirement(id="r", category="system", metric=metric))
    page = show(session).requirements
    page.focus_field("requirements", "r", "target")
    type_into(qtbot, page.row("requirements", "r").form.editor("target"), typed)
    assert session.document.requirements["r"].target == kept


def test_a_wrong_target_is_explained_in_place_and_changes_nothing(qtbot, show):
    session = design(Requirement(id="r", category="system", metric="latency_p95", target="<= 100 ms"))
    page = show(session).requirements
    page.focus_field("requirements", "r", "target")
    row = page.row("requirements", "r").form.rows["target"]
    type_into(qtbot, row.editor, "99.9 %")
    assert row.trouble.isVisible()
    assert "100 ms" in row.trouble.text()
    type_into(qtbot, row.editor, ">= 5 ms")
    assert "from above" in row.trouble.text()
    assert session.document.revision == 0


def test_another_metric_drops_a_target_that_it_cannot_have(qtbot, show):
    session = design(Requirement(id="r", category="system", metric="latency_p95", target="<= 100 ms"))
    page = show(session).requirements
    page.focus_field("requirements", "r", "metric")
    form = page.row("requirements", "r").form
    form.commit(form.fields["metric"], "latency_p99")
    assert session.document.requirements["r"].target == "<= 100 ms"
    form.commit(form.fields["metric"], "throughput")
    assert session.document.requirements["r"].target is None
    assert form.rows["growth"].isVisible()
    form.commit(form.fields["metric"], "cost")
    assert not form.rows["growth"].isVisible()
    assert not form.rows["journey"].isVisible()


def test_each_requirement_shows_its_verdict_in_words(show):
    session = design(
        Journey(id="buy", name="Buy", entry="web", rate=Rate(10, "rps")),
        Requirement(id="up", category="system", metric="availability", target=">= 99.99 %", priority="must"),
        Requirement(id="fast", category="system", metric="latency_p95", target="<= 2 s"),
        Requirement(id="seen", category="ml", metric="label_delay", target="<= 1 h"),
    )
    page = show(session).requirements
    compute(session)
    lines = {row.id: row.head.summary for row in page.rows()}
    assert lines["up"].line.startswith("missed: 99.")
    assert "a year" in lines["up"].line
    assert lines["up"].token == "bad"
    assert lines["fast"].line.startswith("met: ")
    assert lines["seen"].line.startswith("unknown")
    assert page.row("requirements", "up").head.accessibleName().startswith("Availability ≥ 99.99 %. missed")


def test_rows_are_moved_and_removed_with_keys(qtbot, show):
    session = design(*(Requirement(id=id, category="ml", text=id) for id in "abc"))
    page = show(session).requirements
    head = page.row("requirements", "a").head
    qtbot.keyClick(head, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert list(session.document.requirements) == ["b", "a", "c"]
    assert list(page.sections[2].rows) == ["b", "a", "c"]
    qtbot.keyClick(page.row("requirements", "b").head, Qt.Key.Key_Delete)
    assert list(session.document.requirements) == ["a", "c"]
    session.undo()
    session.undo()
    assert list(session.document.requirements) == ["a", "b", "c"]


def test_a_requirement_in_words_is_linked_to_what_satisfies_it(qtbot, show):
    session = design(Requirement(id="r", category="ml", text="Good ranking"))
    page = show(session).requirements
    row = page.row("requirements", "r")
    assert "linked to nothing" in row.head.summary.line
    qtbot.mouseClick(row.head, Qt.MouseButton.LeftButton)
    picker = row.form.editor("satisfied_by")
    combo = picker.more.combo
    combo.activated.emit(combo.findText("Search API"))
    assert session.document.requirements["r"].satisfied_by == ("api",)
    assert row.head.summary.line == "satisfied by Search API"
    picker.chips["api"].click()
    assert session.document.requirements["r"].satisfied_by is None


def test_traffic_is_stated_for_the_journeys_that_the_drawing_implies(qtbot, show):
    session = design()
    page = show(session).requirements
    compute(session)
    assert page.stating.isVisible()
    qtbot.mouseClick(button(page.stating, "State the traffic"), Qt.MouseButton.LeftButton)
    (journey,) = session.document.journeys.values()
    assert (journey.entry, journey.name, journey.rate) == ("web", "Shop", None)
    editor = page.row("journeys", journey.id).form.editor("rate")
    assert editor.line.hasFocus()
    type_into(qtbot, editor, "1.2k rps")
    assert session.document.journeys[journey.id].rate == Rate(1200, "rps")
    assert not page.stating.isVisible()


def test_a_missing_input_leads_to_its_field(show):
    session = design(Journey(id="buy", entry="web"), Constraint(id="crew", category="team", value=4))
    tabs = show(session)
    session.edit_field("buy", "rate")
    assert tabs.stack.currentWidget() is tabs.requirements
    assert tabs.requirements.row("journeys", "buy").form.editor("rate").line.hasFocus()
    session.edit_field("crew", "value")
    assert tabs.stack.currentWidget() is tabs.constraints
    session.edit_field("api", "replicas")
    assert tabs.stack.currentWidget() is tabs.element
    assert tabs.tabs.tabText(0) == "Component"


def test_constraints_keep_numbers_as_numbers(qtbot, show):
    session = design()
    tabs = show(session)
    tabs.show_page(tabs.constraints)
    team = next(one for one in tabs.constraints.sections if one.category == "team")
    qtbot.mouseClick(team.add, Qt.MouseButton.LeftButton)
    (made,) = session.document.table("constraints").values()
    assert (made.category, made.aspect) == ("team", "resources")
    editor = team.rows[made.id].form.editor("value")
    type_into(qtbot, editor, "4")
    assert session.document.get("constraints", made.id).value == 4
    type_into(qtbot, editor, "4 engineers")
    assert session.document.get("constraints", made.id).value == "4 engineers"


def test_the_plan_names_what_each_item_is_about(qtbot, show):
    session = design()
    tabs = show(session)
    tabs.show_page(tabs.plan)
    risks = next(one for one in tabs.plan.sections if one.table == "risks")
    qtbot.mouseClick(risks.add, Qt.MouseButton.LeftButton)
    (made,) = session.document.table("risks").values()
    form = risks.rows[made.id].form
    type_into(qtbot, form.editor("name"), "Cold caches")
    type_into(qtbot, form.editor("until"), "2026-12-24")
    form.commit(form.fields["about"], ("api",))
    risk = session.document.get("risks", made.id)
    assert isinstance(risk, PlanItem)
    assert (risk.name, str(risk.until), risk.about) == ("Cold caches", "2026-12-24", ("api",))
    assert risks.rows[made.id].head.summary.line == "until 2026-12-24 · Search API"


def test_numbers_touch_heads_alone_and_names_follow_a_rename(qtbot, show, monkeypatch):
    session = design(
        Requirement(id="r", category="system", metric="availability", target=">= 90 %", satisfied_by=("api",))
    )
    page = show(session).requirements
    page.focus_field("requirements", "r", "target")
    row = page.row("requirements", "r")
    with monkeypatch.context() as patch:
        patch.setattr(row.form, "refresh", lambda: pytest.fail("the form was filled again"))
        compute(session)
    assert row.head.summary.line.startswith("met")
    session.set_fields("components", "api", name="Finder")
    assert row.form.editor("satisfied_by").chips["api"].text().startswith("Finder")


def test_what_has_no_bound_is_said_once():
    session = design(
        Journey(id="search", entry="web", rate=Rate.parse("90000 rps")),
        Requirement(id="fast", category="system", metric="latency_p95", target="<= 100 ms", priority="must"),
    )
    compute(session)
    said = summary(session.document, session.numbers, session.document.requirements["fast"])
    assert said.line == "missed: unbounded · must"
