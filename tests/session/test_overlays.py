"""Overlays of the session: what they say of the design, and how they follow it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.failures import FailureMode, FailureUnit
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model.edits.components import add_component, set_fields
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import Placement
from mlsd_studio.paths import resource
from mlsd_studio.session import Session
from mlsd_studio.session.actions import Actions
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.data_classes import data_class_actions, travels
from mlsd_studio.session.overlays.failure import failure_overlay
from mlsd_studio.session.overlays.heat import HEAT
from mlsd_studio.session.overlays.live import LiveOverlay
from mlsd_studio.session.overlays.questions import Question, Switch, questions
from mlsd_studio.storage.files import load
from tests.analysis.designs import design
from tests.analysis.rules.test_guards import parts

DESIGN = parts(
    "app:backend_service{data_classes: [pii]}; bus:event_stream; filter:privacy_filter; lake:data_lake; web:client_web",
    "app>bus:async; bus>filter:data; filter>lake:data; web>app:request{data_classes: [pii]}",
)


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session(design(DESIGN))


@pytest.fixture
def live(session: Session) -> LiveOverlay:
    return LiveOverlay(session)


@pytest.fixture
def actions(session: Session, live: LiveOverlay) -> Actions:
    found = Actions()
    found.add(*data_class_actions(session, live))
    return found


def test_the_overlay_of_a_class_lights_what_carries_it_and_says_why() -> None:
    overlay = travels("pii", design(DESIGN))
    assert overlay is not None
    assert overlay.id == "data_class:pii"
    assert overlay.lit == {"app", "bus", "filter", "f0", "f1", "f3"}
    assert overlay.tints["app"] == overlay.tints["f3"] == Tint("accent", 0.9, "stated")
    assert overlay.tints["bus"].token == overlay.tints["f0"].token == "data"
    assert overlay.tints["filter"].label == "ends here"
    assert [token for token, _ in overlay.legend] == ["accent", "data", "ok"]
    assert travels("secret", design(DESIGN)) is None


def test_only_classes_that_occur_can_be_shown(session: Session, actions: Actions) -> None:
    assert [a.id for a in actions if a.enabled()] == ["view.travels_pii"]
    session.apply(set_fields(session.document, "flows", "f2", data_classes=("secret",)))
    assert [a.id for a in actions if a.enabled()] == ["view.travels_pii", "view.travels_secret"]


def test_the_command_shows_and_hides(session: Session, actions: Actions) -> None:
    actions["view.travels_pii"].run()
    assert session.overlay is not None
    assert session.overlay.id == "data_class:pii"
    actions["view.travels_pii"].run()
    assert session.overlay is None


def test_an_overlay_follows_edits_and_undo(session: Session, actions: Actions, qtbot: QtBot) -> None:
    actions["view.travels_pii"].run()
    with qtbot.waitSignal(session.overlay_changed):
        session.apply(set_fields(session.document, "components", "bus", data_classes=("internal",)))
    assert session.overlay is not None
    assert session.overlay.lit == {"app", "f0", "f3"}
    with qtbot.waitSignal(session.overlay_changed):
        session.undo()
    assert session.overlay.lit == {"app", "bus", "filter", "f0", "f1", "f3"}


def test_moving_things_about_works_nothing_out(session: Session, live: LiveOverlay, qtbot: QtBot) -> None:
    made: list[int] = []

    def make(document: object) -> Overlay:
        made.append(1)
        return Overlay("x", "X", {"app": Tint("ok", len(made) / 10)})

    live.show(make)
    session.apply(place(session.document, {"app": Placement(10, 10)}))
    session.apply(place(session.document, {"app": Placement(90, 40)}))
    assert not live._later.isActive()
    for _ in range(3):  # edits in a row are one piece of work
        session.apply(add_component(session.document, "cache", "Cache", (0, 0))[0])
    with qtbot.waitSignal(session.overlay_changed):
        pass
    assert len(made) == 2


def test_an_overlay_ends_when_nothing_states_the_class_or_another_is_shown(
    session: Session, live: LiveOverlay, actions: Actions, qtbot: QtBot
) -> None:
    actions["view.travels_pii"].run()
    other = Overlay("heat", "Heat")
    session.set_overlay(other)
    session.apply(remove(session.document, ["lake"]))
    assert not live._later.isActive()
    assert session.overlay is other
    actions["view.travels_pii"].run()
    with qtbot.waitSignal(session.overlay_changed):
        session.apply(remove(session.document, ["app"]))
    assert session.overlay is None
    session.undo()
    assert not live._later.isActive()


def test_another_document_ends_it(session: Session, live: LiveOverlay, actions: Actions) -> None:
    actions["view.travels_pii"].run()
    session.replace(design(DESIGN))
    assert session.overlay is None
    session.apply(remove(session.document, ["lake"]))
    assert not live._later.isActive()


# -- the questions that one key switches -------------------------------------------------------------


@pytest.fixture
def switch(session: Session, live: LiveOverlay) -> Switch:
    return Switch(session, live)


def question(id: str) -> Question:
    return next(one for one in questions() if one.id == id)


def test_every_file_with_a_question_is_one_in_order() -> None:
    wanted = ["findings", "layers", "owners", "sensitivity", "cost", HEAT, "downtime", "phases"]
    assert [one.id for one in questions()] == wanted


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.id)
def test_a_question_answers_in_known_colours_or_says_what_to_do(
    one: Question, switch: Switch, session: Session
) -> None:
    for file in ("empty", "every-record.mlsd.yaml", "shop-ranking.mlsd.yaml"):
        if file != "empty":
            session.replace(load(resource("examples", file)).document)
            session.set_numbers(Engine(session.document).numbers(1.0))
            session.set_report(check(session.document))
        made = one.make(session)
        switch.toggle(one)
        assert session.overlay is not None
        assert session.overlay.id == one.id
        colours = {tint.token for tint in session.overlay.tints.values()}
        assert colours | {token for token, _ in session.overlay.legend} <= set(theme("dark").tokens)
        if made is None:
            assert session.overlay.legend == (("muted", one.empty),)
        else:
            assert made.tints
            assert all(session.document.find(id) for id in made.tints)
            assert colours <= {token for token, _ in made.legend}
        switch.toggle(one)
        assert session.overlay is None


def test_owners_come_as_soon_as_one_is_stated(switch: Switch, session: Session, qtbot: QtBot) -> None:
    switch.toggle(question("owners"))
    assert session.overlay is not None
    assert "set one in the inspector" in session.overlay.legend[0][1]
    with qtbot.waitSignal(session.overlay_changed):
        session.apply(set_fields(session.document, "components", "app", owner="Search team"))
    assert session.overlay.tints["app"].label == "Search team"
    assert session.overlay.tints["bus"].token == "muted"
    assert session.overlay.legend == (("accent", "Search team: 1"), ("muted", "No owner stated: 4"))


def test_an_overlay_of_numbers_follows_them(switch: Switch, session: Session) -> None:
    switch.toggle(question("cost"))
    assert session.overlay is not None
    assert not session.overlay.tints
    session.replace(load(resource("examples", "shop-ranking.mlsd.yaml")).document)
    switch.toggle(question("cost"))
    session.set_numbers(Engine(session.document).numbers(1.0))
    assert session.overlay is not None
    assert "%" in (session.overlay.tints["ranker"].label or "")


def test_another_overlay_ends_the_question(switch: Switch, session: Session) -> None:
    switch.toggle(question("layers"))
    session.set_overlay(Overlay("failure:a", "Zone a fails"))
    assert switch.shown is None
    session.set_numbers(None)
    assert session.overlay == Overlay("failure:a", "Zone a fails")
    switch.off()
    assert session.overlay is None


def test_the_badge_of_what_a_failure_leaves_without_news_says_what_its_legend_says() -> None:
    document = design(parts("a:cache; b:cache", "a>b:data"))
    unit = FailureUnit("component:a", "component", "a", "A", 1)
    shown = failure_overlay(document, FailureMode(unit, ("a",), (), (), ("b",), {}))
    assert shown.tints["b"].label == "not renewed"
    assert (shown.tints["b"].token, "Not renewed") in shown.legend
