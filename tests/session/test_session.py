"""The session: selection, ghost, highlight, fixes, and what happens to them when the design changes."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Fix, Focus
from mlsd_studio.analysis.findings import Set as SetFields
from mlsd_studio.model import Change, Edit
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import Component
from mlsd_studio.paths import resource
from mlsd_studio.session import Session, editing
from mlsd_studio.session.actions import Action, Actions
from mlsd_studio.storage.files import load

TWO = Fix("Two replicas", (SetFields("components", "features", {"replicas": 2}),))


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    made = Session(load(resource("examples", "shop-ranking.mlsd.yaml")).document)
    made.set_report(check(made.document))
    return made


def test_selection_toggles_and_forgets_what_is_deleted(session: Session) -> None:
    session.select(["api", "ranker", "no-such-id"])
    session.select(["api", "features"], toggle=True)
    assert session.selection == ("ranker", "features")
    session.apply(remove(session.document, ["ranker"]))
    assert session.selection == ("features",)
    session.undo()
    assert "ranker" in session.document.components


def test_a_change_that_does_not_fit_is_told_and_changes_nothing(session: Session, qtbot: QtBot) -> None:
    before = session.document.copy()
    wrong = Change("Wrong", (Edit("components", "api", None, Component(id="api", kind="cache")),))
    with qtbot.waitSignal(session.message):
        assert not session.apply(wrong)
    assert session.document == before
    assert not session.dirty


def test_a_fix_is_previewed_without_changing_and_applied_as_one_step(session: Session) -> None:
    session.preview_fix(TWO)
    assert session.ghost is not None
    assert session.ghost.components["features"].replicas == 2
    assert session.document.components["features"].replicas == 1
    assert session.apply_fix(TWO)
    assert session.ghost is None
    assert session.document.components["features"].replicas == 2
    session.undo()
    assert session.document.components["features"].replicas == 1


def test_a_fix_that_no_longer_fits_is_told(session: Session, qtbot: QtBot) -> None:
    session.apply(remove(session.document, ["features"]))
    with qtbot.waitSignal(session.message):
        assert not session.apply_fix(TWO)


def test_a_fix_that_asks_for_a_value_shows_the_field(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.edit_requested) as asked:
        session.apply_fix(Fix("State replicas", (Focus(("features",), "replicas"),)))
    assert asked.args == ["features", "replicas"]
    assert session.selection == ("features",)
    assert not session.dirty


def test_showing_a_finding_selects_it_and_survives_the_next_check(session: Session, qtbot: QtBot) -> None:
    finding = next(f for f in session.findings if f.key == "RES001@features")
    with qtbot.waitSignal(session.focus_requested):
        session.show_finding(finding)
    assert session.selection == ("features",)
    session.set_report(check(session.document))
    assert session.highlight is not None
    session.apply_fix(TWO)
    session.set_report(check(session.document))
    assert session.highlight is None


def test_findings_of_a_component_leave_decided_ones_out(session: Session) -> None:
    assert {"RES001", "RES002"} <= {f.code for f in session.findings_of("features")}
    assert all(not f.decided for f in session.findings_of("metrics"))


def test_adding_connecting_and_copying_go_through_the_history(session: Session) -> None:
    id = editing.add(session, "event_stream", "kafka", (0, 0))
    assert id is not None
    assert session.document.components[id].name == "Apache Kafka"
    flow = editing.connect(session, "api", id)
    assert flow is not None
    assert session.document.flows[flow].kind == "async"
    session.select([id])
    editing.copy(session)
    editing.paste_copied(session)
    assert len(session.selection) == 1
    assert session.selection[0] != id
    for _ in range(3):
        session.undo()
    assert not session.dirty


def test_adding_what_comes_next_is_one_step(session: Session) -> None:
    id = editing.add_connected(session, "ranker", "prediction_log", "async", (0, 600))
    assert id in session.document.components
    session.undo()
    assert id not in session.document.components
    assert not session.dirty


def test_two_actions_cannot_share_an_id_or_a_shortcut() -> None:
    actions = Actions()
    actions.add(Action("a", "A", lambda: None, ("Ctrl+A",)))
    with pytest.raises(ValueError, match="'a'"):
        actions.add(Action("a", "Again", lambda: None))
    with pytest.raises(ValueError, match="Ctrl"):
        actions.add(Action("b", "B", lambda: None, ("Ctrl+A",)))
