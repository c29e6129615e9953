"""Under a component's fields: what it does to the design; beside them, where each number comes from."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Duration, Rate
from mlsd_studio.model.records import Component, Flow, Journey, Latency
from mlsd_studio.panels.inspector import Inspector
from mlsd_studio.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton
TODAY = f"measured {date.today().isoformat()}"


@pytest.fixture
def session():
    made = Session(Document([
        Journey(id="buy", name="Buy", entry="web", rate=Rate(100, "rps")),
        Component(id="web", kind="client_web", name="Shop"),
        Component(id="api", kind="backend_service", name="Search API", replicas=2, capacity=Rate(60, "rps"),
                  latency=Latency(p50=Duration(5, "ms"))),
        Component(id="lake", kind="data_lake", name="Lake"),
        Flow(id="web-api", source="web", target="api", kind="request"),
    ]))  # fmt: skip
    made.set_numbers(Engine(made.document).numbers())
    return made


@pytest.fixture
def inspector(qtbot, session):
    made = Inspector(session)
    qtbot.addWidget(made)
    made.resize(340, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_component_shows_its_shares_and_its_load(session, inspector):
    session.select(["api"])
    names = {name: bar.accessibleName() for name, bar in inspector.effect.bars.items() if not bar.isHidden()}
    assert inspector.effect.isVisible()
    assert names["latency"].startswith("Share of p95 latency: 100 % of ")
    assert names["downtime"] == "Share of downtime: 100 %"
    assert names["load"] == "Utilisation: 83 % at 100 rps"
    assert names["cost"].startswith("Share of cost: ")
    session.set_traffic(2)
    session.set_numbers(Engine(session.document).numbers(2))
    assert inspector.effect.bars["load"].accessibleName() == "Utilisation: 167 % at 200 rps"


def test_what_carries_no_journey_shows_its_cost_alone(session, inspector):
    session.select(["lake"])
    assert [name for name, bar in inspector.effect.bars.items() if not bar.isHidden()] == ["cost"]
    session.select(["web-api"])
    assert inspector.effect.isHidden()
    session.set_numbers(None)
    session.select(["api"])
    assert inspector.effect.isHidden()


def test_one_click_states_a_default_and_another_says_it_was_measured(qtbot, session, inspector):
    session.select(["api"])
    form = inspector.page.form
    form.editor("latency.p95")
    button = form.origins["latency.p95"]
    assert button.state == "default"
    assert "Click to state it" in button.toolTip()
    shown = form.rows["latency.p95"].editor.line.placeholderText()
    qtbot.mouseClick(button, LEFT)
    assert str(session.document.components["api"].latency.p95) == shown
    assert button.state == "stated"
    qtbot.mouseClick(button, LEFT)
    assert session.document.components["api"].origin == {"latency": TODAY}
    assert button.state == "measured"
    assert form.origins["latency.p50"].state == "measured"
    session.undo()
    session.undo()
    assert session.document.components["api"].latency == Latency(p50=Duration(5, "ms"))
    assert button.state == "default"


def test_what_is_neither_stated_nor_known_cannot_be_confirmed(session, inspector):
    session.select(["lake"])
    form = inspector.page.form
    form.editor("replicas")
    assert form.origins["replicas"].state == ""
    assert not form.origins["replicas"].isEnabled()


def test_a_typed_value_is_stated_again(session, inspector):
    session.set_fields("components", "api", origin={"capacity": TODAY})
    session.select(["api"])
    form = inspector.page.form
    form.editor("capacity")
    assert form.origins["capacity"].state == "measured"
    form.commit(form.fields["capacity"], Rate(80, "rps"))
    assert form.origins["capacity"].state == "stated"


def test_both_themes_are_painted(session, inspector):
    session.select(["api"])
    for name in ("dark", "light"):
        inspector.set_theme(theme(name))
        assert not inspector.grab().isNull()
