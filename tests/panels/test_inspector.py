"""The inspector, used with keys: values, units, mistakes, undo, several elements at once."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from mlsd_studio.model.quantities import Backup, Duration, Rate
from mlsd_studio.model.records import Component, Flow, Latency
from mlsd_studio.panels.forms.base import Hint
from mlsd_studio.panels.forms.choice import ChoiceEditor
from mlsd_studio.panels.inspector import Inspector
from mlsd_studio.panels.inspector.fields import HEADER_FIELDS, PARTS

# The offscreen platform says so of every window; nothing is wrong with ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def inspector(qtbot, session):
    made = Inspector(session)
    qtbot.addWidget(made)
    made.resize(304, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def _type(qtbot, editor, words: str, key=Qt.Key.Key_Return) -> None:
    editor.take_focus()
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, words) if words else qtbot.keyClick(editor.line, Qt.Key.Key_Delete)
    qtbot.keyClick(editor.line, key)


def _choose(editor, words: str) -> None:
    index = editor.combo.findText(words)
    assert index >= 0
    editor.combo.setCurrentIndex(index)
    editor.combo.activated.emit(index)


@pytest.mark.parametrize(("table", "kind"), [("components", Component), ("flows", Flow)])
def test_every_field_has_an_editor(qtbot, session, inspector, table, kind):
    session.select(["ranker" if table == "components" else "api-ranker"])
    fields = {field for part in PARTS[table] for field in part.fields}
    heads = {field.head for field in fields} | set(HEADER_FIELDS[table])
    assert heads == {one.name for one in msgspec.structs.fields(kind)} - {"extra"}
    for field in fields:
        assert inspector.page.form.editor(field.path) is not None
    for name in HEADER_FIELDS[table]:
        assert getattr(inspector.page.header, name) is not None


def test_replicas_latency_and_capacity(qtbot, session, inspector):
    session.select(["ranker"])
    form = inspector.page.form
    _type(qtbot, form.editor("replicas"), "5")
    _type(qtbot, form.editor("latency.p95"), "0.038 s")
    _type(qtbot, form.editor("latency.p50"), "14")
    _type(qtbot, form.editor("capacity"), "1.2k rps")
    ranker = session.document.components["ranker"]
    assert ranker.replicas == 5
    assert ranker.latency == Latency(p50=Duration(14, "ms"), p95=Duration(0.038, "s"))
    assert ranker.capacity == Rate(1200, "rps")
    assert form.editor("capacity").line.text() == "1200 rps"
    assert ranker.origin is None
    session.undo()
    assert session.document.components["ranker"].capacity is None
    assert form.editor("capacity").line.text() == ""
    assert form.editor("replicas").line.text() == "5"


def test_a_mistake_is_told_in_place_and_changes_nothing(qtbot, session, inspector):
    session.select(["ranker"])
    row = inspector.page.form.rows["capacity"]
    revision = session.document.revision
    _type(qtbot, row.editor, "fast")
    assert row.trouble.isVisible()
    assert "1200 rps" in row.trouble.text()
    assert session.document.revision == revision
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Escape)
    assert not row.trouble.isVisible()
    assert row.editor.line.text() == ""
    replicas = inspector.page.form.rows["replicas"]
    _type(qtbot, replicas.editor, "0")
    assert "whole number" in replicas.trouble.text()
    assert session.document.components["ranker"].replicas == 3


def test_empty_is_not_stated_and_the_default_is_shown_as_one(qtbot, session, inspector):
    session.select(["api"])
    form = inspector.page.form
    line = form.editor("latency.p95").line
    assert line.text() == ""
    assert line.placeholderText().endswith("ms")
    assert line.suffix == "default"
    assert "catalogue" in line.toolTip()
    _type(qtbot, form.editor("latency.p95"), "9 ms")
    assert line.suffix == ""
    _type(qtbot, form.editor("latency.p95"), "")
    assert session.document.components["api"].latency is None
    assert line.suffix == "default"


def test_a_value_that_the_design_refuses_is_explained_beside_it(qtbot, session, inspector):
    session.select(["ranker"])
    row = inspector.page.form.rows["replicas"]
    _type(qtbot, row.editor, "9" * 20)
    assert session.document.components["ranker"].replicas == 3
    assert row.editor.line.text() == "3"
    assert row.trouble.isVisible()
    assert "replicas must be at most 1000000000" in row.trouble.text()


def test_measured_values_show_when(session, inspector):
    session.select(["ranker"])
    line = inspector.page.form.editor("replicas").line
    assert line.suffix == "2026-10-02"
    assert "Measured" in line.toolTip()


def test_escape_restores_and_leaving_commits(qtbot, session, inspector):
    session.select(["ranker"])
    form = inspector.page.form
    editor = form.editor("replicas")
    _type(qtbot, editor, "9", Qt.Key.Key_Escape)
    assert editor.line.text() == "3"
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, "8")
    qtbot.keyClick(editor.line, Qt.Key.Key_Tab)
    assert session.document.components["ranker"].replicas == 8


def test_an_edit_under_way_survives_a_change_from_elsewhere(qtbot, session, inspector):
    session.select(["ranker"])
    form = inspector.page.form
    editor = form.editor("capacity")
    editor.take_focus()
    qtbot.keyClicks(editor.line, "77")
    session.set_fields("components", "ranker", replicas=6)
    assert editor.line.text() == "77"
    assert form.editor("replicas").line.text() == "6"


def test_several_components_at_once_are_one_step(qtbot, session, inspector):
    session.select(["api", "ranker"])
    form = inspector.page.form
    assert form.editor("replicas").line.placeholderText() == "several values"
    form.editor("id")
    assert form.rows["id"].isHidden()
    _type(qtbot, form.editor("replicas"), "2")
    assert [one.replicas for one in session.document.components.values()] == [2, 2]
    session.undo()
    assert [one.replicas for one in session.document.components.values()] == [4, 3]


def test_choices_chips_and_backup(qtbot, session, inspector):
    session.select(["ranker"])
    form = inspector.page.form
    _choose(form.editor("managed"), "yes")
    _choose(form.editor("exposure"), "internal")
    chips = form.editor("data_classes").chips
    for name in ("pii", "financial"):
        qtbot.mouseClick(chips[name], Qt.MouseButton.LeftButton)
    _type(qtbot, form.editor("backup"), "none")
    _type(qtbot, form.editor("zones"), "a, b,a")
    ranker = session.document.components["ranker"]
    assert (ranker.managed, ranker.exposure) == (True, "internal")
    assert ranker.data_classes == ("pii", "financial")
    assert ranker.backup == Backup(None)
    assert ranker.zones == ("a", "b")
    for name in ("pii", "financial"):
        qtbot.mouseClick(chips[name], Qt.MouseButton.LeftButton)
    assert session.document.components["ranker"].data_classes is None


def test_attributes_are_rows_of_name_and_value(qtbot, session, inspector):
    session.select(["ranker"])
    editor = inspector.page.form.editor("attributes")
    key, value = editor.rows[-1]
    qtbot.keyClicks(key, "max_steps")
    qtbot.keyClicks(value, "8")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    assert session.document.components["ranker"].attributes == {"max_steps": 8}
    key, value = editor.rows[0]
    value.selectAll()
    qtbot.keyClicks(value, "[1, 2]")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    assert session.document.components["ranker"].attributes == {"max_steps": [1, 2]}
    editor.rows[0][1].selectAll()
    qtbot.keyClick(editor.rows[0][1], Qt.Key.Key_Delete)
    qtbot.keyClick(editor.rows[0][1], Qt.Key.Key_Return)
    assert session.document.components["ranker"].attributes is None


def test_kind_and_technology_with_a_warning_for_a_misfit(session, inspector):
    session.select(["ranker"])
    header = inspector.page.header
    assert not header.misfit.isVisible()
    assert header.technology.combo.itemData(1) is not None
    _choose(header.technology, "Apache Kafka")
    assert session.document.components["ranker"].technology == "kafka"
    assert "Apache Kafka" in header.misfit.text()
    _choose(header.kind, "Event stream (log broker)")
    assert session.document.components["ranker"].kind == "event_stream"
    assert not header.misfit.isVisible()


def test_flow_kind_fallback_and_turning_round(qtbot, session, inspector):
    session.select(["api-ranker-2"])
    form = inspector.page.form
    assert "Search API → Ranker" in inspector.page.header.title.text()
    _choose(inspector.page.header.kind, "async")
    assert session.document.flows["api-ranker-2"].kind == "async"
    editor = form.editor("fallback_of")
    editor.combo.activated.emit(1)
    assert session.document.flows["api-ranker-2"].fallback_of == "api-ranker"
    _type(qtbot, form.editor("calls"), "0.25")
    assert session.document.flows["api-ranker-2"].calls == 0.25
    session.select(["api-ranker"])
    qtbot.mouseClick(inspector.page.header.flip, Qt.MouseButton.LeftButton)
    assert session.document.flows["api-ranker"].source == "ranker"
    assert "Ranker → Search API" in inspector.page.header.title.text()


def test_boundary_note_design_and_a_mixed_selection(qtbot, session, inspector):
    assert inspector.page.table == "design"
    assert "2 components · 2 flows · 1 boundary" in inspector.page.header.subtitle.text()
    _type(qtbot, inspector.page.header.name, "Shop ranking")
    _choose(inspector.page.form.editor("stage"), "production")
    assert (session.document.design.name, session.document.design.stage) == ("Shop ranking", "production")
    session.select(["eu"])
    _type(qtbot, inspector.page.form.editor("availability"), "99.99")
    assert str(session.document.boundaries["eu"].availability) == "99.99 %"
    session.select(["note"])
    assert inspector.page.form.editor("text").text.toPlainText() == "Ask the ranking team"
    session.select(["eu", "api"])
    assert inspector.page is None
    assert "1 boundary · 1 component" in inspector.several.words.text()


def test_one_sort_of_a_mixed_selection_can_be_had_alone(qtbot, session, inspector):
    session.select(["eu", "api", "ranker"])
    only = {button.text(): button for button in inspector.several.buttons}
    assert set(only) == {"Only the 1 boundary", "Only the 2 components"}
    qtbot.mouseClick(only["Only the 2 components"], Qt.MouseButton.LeftButton)
    assert session.selection == ("api", "ranker")
    assert inspector.page.table == "components"


def test_the_session_can_ask_for_a_field(session, inspector):
    session.edit_field("api", "owner")
    assert inspector.page.form.rows["owner"].editor.line.hasFocus()
    session.edit_field("ranker", "name")
    assert inspector.page.header.name.line.hasFocus()


def test_findings_of_the_element_are_listed(qtbot, checked):
    inspector = Inspector(checked)
    qtbot.addWidget(inspector)
    inspector.show()
    checked.select(["ranker"])
    assert [one.text() for one in inspector.findings.buttons] == [
        "Ranker has no drift monitor",
        "Ranker is a single point of failure",
    ]
    qtbot.mouseClick(inspector.findings.buttons[1], Qt.MouseButton.LeftButton)
    assert checked.highlight.code == "RES001"


def test_folded_sections_are_remembered(qtbot, session):
    memory: dict[str, bool] = {}
    inspector = Inspector(session, memory=memory)
    qtbot.addWidget(inspector)
    session.select(["api"])
    section = inspector.page.form.sections[0]
    section.head.click()
    assert memory == {"components/Size & place": False}


@pytest.mark.parametrize("search", [False, True])
def test_a_choice_without_room_is_elided_and_told_in_full(qtbot, monkeypatch, search):
    long = "Feature platform of the ranking team"
    editor = ChoiceEditor([("a", long), ("b", "Short")], search=search)
    qtbot.addWidget(editor)
    editor.show_value("a", Hint("not stated", tooltip="What it is built with"))
    editor.resize(140, 32)
    editor.show()
    qtbot.waitExposed(editor)
    assert editor.combo.is_cut
    cut = editor.grab().toImage()
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, *_: told.append(words))
    at = QPoint(20, 10)
    QApplication.sendEvent(editor.combo, QHelpEvent(QEvent.Type.ToolTip, at, editor.combo.mapToGlobal(at)))
    assert told == [f"{long}\nWhat it is built with"]
    editor.resize(420, 32)
    assert not editor.combo.is_cut
    assert editor.grab().toImage().copy(60, 0, 50, 32) != cut.copy(60, 0, 50, 32)
    editor.resize(140, 32)
    editor.show_value("b", Hint("not stated"))
    assert not editor.combo.is_cut
