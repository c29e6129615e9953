"""The strip above the canvas: cards, what is behind them, what would meet a target, and the traffic slider."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.ways import ways
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Fraction, Rate
from mlsd_studio.model.records import Autoscaling, Component, Flow, Journey, Requirement
from mlsd_studio.panels.verdicts import VerdictStrip
from mlsd_studio.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton

RECORDS = (
    Journey(id="buy", name="Buy", entry="web", rate=Rate(100, "rps")),
    Component(id="web", kind="client_web", name="Shop"),
    Component(id="api", kind="backend_service", name="Search API", replicas=2, capacity=Rate(75, "rps")),
    Component(
        id="store", kind="online_feature_store", name="Store", replicas=1, availability=Fraction(0.99, "%"),
        capacity=Rate(500, "rps"),
    ),
    Flow(id="web-api", source="web", target="api", kind="request"),
    Flow(id="api-store", source="api", target="store", kind="request"),
    Requirement(id="up", category="system", metric="availability", target=">= 99.9 %", priority="must"),
    Requirement(id="peak", category="system", metric="throughput", target=">= 120 rps", growth=10),
    Requirement(id="cost", category="business", metric="cost", target="<= 100 USD/month"),
    Requirement(id="said", category="ml", text="Good ranking"),
)  # fmt: skip


def compute(session: Session) -> None:
    session.set_numbers(Engine(session.document).numbers(session.traffic))


@pytest.fixture
def session():
    made = Session(Document(RECORDS))
    compute(made)
    return made


@pytest.fixture
def window(qtbot, session):
    made = QMainWindow()
    strip = VerdictStrip(session)
    made.setCentralWidget(strip)
    made.strip = strip
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def strip(window):
    return window.strip


def card(strip, id: str):
    return next(one for one in strip.cards if one.verdict.requirement == id)


def test_a_card_for_each_requirement_with_a_metric(strip):
    assert [one.verdict.requirement for one in strip.cards] == ["up", "peak", "cost"]
    names = {one.verdict.requirement: one.accessibleName() for one in strip.cards}
    assert names["up"].startswith("availability · ≥ 99.9 %: 9")
    assert names["up"].endswith(", missed")
    assert names["peak"] == "throughput · ≥ 120 rps: 150 rps, met"
    assert "Margin +25 %" in card(strip, "peak").toolTip()


def test_before_anything_is_computed_the_cards_say_so(qtbot):
    strip = VerdictStrip(Session(Document(RECORDS)))
    qtbot.addWidget(strip)
    assert {one.verdict.outcome for one in strip.cards} == {"unknown"}
    assert "being computed" in strip.cards[0].toolTip()


def test_without_requirements_the_strip_leads_to_them(qtbot, strip, session):
    session.replace(Document([Component(id="api", kind="backend_service")]))
    assert strip.empty.isVisible()
    with qtbot.waitSignal(strip.requirements_requested):
        qtbot.mouseClick(strip.empty, LEFT)


def test_a_click_shows_path_and_contributor_and_another_click_ends_it(qtbot, strip, session):
    shown = card(strip, "up")
    with qtbot.waitSignal(session.focus_requested):
        qtbot.mouseClick(shown, LEFT)
    assert session.overlay.id == "verdict:up:buy"
    assert {"web", "api", "store", "web-api", "api-store"} <= session.overlay.lit
    assert session.overlay.tints["store"].token == "bad"
    assert "of the downtime" in session.overlay.tints["store"].label
    assert strip.popover.isVisible()
    assert shown.isChecked()
    qtbot.mouseClick(shown, LEFT)
    assert session.overlay is None
    assert not strip.popover.isVisible()


def test_esc_on_the_canvas_closes_the_popover_too(qtbot, strip, session):
    qtbot.mouseClick(card(strip, "up"), LEFT)
    session.set_overlay(None)
    assert not strip.popover.isVisible()
    assert not card(strip, "up").isChecked()
    qtbot.mouseClick(card(strip, "up"), LEFT)
    qtbot.keyClick(strip.popover, Qt.Key.Key_Escape)
    assert session.overlay is None


def test_an_offer_is_a_ghost_under_the_mouse_and_one_step_on_a_click(qtbot, strip, session):
    qtbot.mouseClick(card(strip, "up"), LEFT)
    offer = strip.popover.offers[0]
    assert offer.text().startswith("Run 2 replicas of Store for 99.9")
    at = QPointF(4, 4)
    QApplication.sendEvent(offer, QEnterEvent(at, at, at))
    assert session.ghost.components["store"].replicas == 2
    QApplication.sendEvent(offer, QEvent(QEvent.Type.Leave))
    assert session.ghost is None
    qtbot.mouseClick(offer, LEFT)
    assert session.document.components["store"].replicas == 2
    compute(session)
    assert card(strip, "up").verdict.outcome in ("met", "close")
    session.undo()
    assert session.document.components["store"].replicas == 1


def test_a_fallback_is_offered_as_a_ghost_and_meets_the_target(qtbot, strip, session):
    qtbot.mouseClick(card(strip, "up"), LEFT)
    offer = next(one for one in strip.popover.offers if "fallback" in one.text())
    at = QPointF(4, 4)
    QApplication.sendEvent(offer, QEnterEvent(at, at, at))
    (added,) = session.ghost.components.keys() - session.document.components.keys()
    assert session.ghost.components[added].kind == "fallback_model"
    qtbot.mouseClick(offer, LEFT)
    compute(session)
    assert card(strip, "up").verdict.outcome in ("met", "close")


def test_a_missing_input_leads_to_its_field(qtbot, strip, session):
    session.set_fields("journeys", "buy", rate=None)
    compute(session)
    session.set_fields("components", "store", replicas=None)
    compute(session)
    shown = card(strip, "up")
    qtbot.mouseClick(shown, LEFT)
    link = next(one for one in strip.popover.missing if "Store: replicas" in one.text())
    with qtbot.waitSignal(session.edit_requested) as asked:
        qtbot.mouseClick(link, LEFT)
    assert asked.args == ["store", "replicas"]
    assert not strip.popover.isVisible()


def test_cards_without_room_are_listed_with_the_worst_of_them(qtbot, window, strip):
    window.resize(420, 700)
    qtbot.waitUntil(lambda: strip.more.isVisible())
    shown = [one for one in strip.cards if one.isVisible()]
    assert len(shown) < 3
    assert strip.more.text() == f"+{3 - len(shown)}"
    assert all(one.geometry().right() < strip.more.x() for one in shown)
    assert strip.more.geometry().right() <= strip.holder.width()
    strip.more.menu().actions()[-1].trigger()
    assert strip.popover.isVisible()


def test_the_slider_moves_the_traffic_and_a_double_click_resets_it(qtbot, strip, session):
    slider = strip.traffic.slider
    assert strip.traffic.multiple.text() == "1.0×"
    assert strip.traffic.rate.text() == "100 rps"
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert session.traffic == pytest.approx(1.1)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert session.traffic == 10
    assert strip.traffic.rate.text() == "1\u00a0000 rps"
    compute(session)
    QTest.mouseDClick(slider, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(60, 10))
    assert session.traffic == 1


def test_the_slider_waits_for_a_rate(strip, session):
    session.set_fields("journeys", "buy", rate=None)
    assert not strip.traffic.slider.isEnabled()
    assert "State the rate" in strip.traffic.toolTip()


def test_dark_and_light_are_painted(strip):
    for name in ("dark", "light"):
        strip.set_theme(theme(name))
        assert not strip.grab().isNull()


def test_growth_is_met_by_scaling_all_that_saturate_in_one_step(session):
    numbers = session.numbers
    grown = next(one for one in numbers.verdicts if one.growth)
    (fix,) = ways(session.document, numbers, grown)
    assert {one.id: one.fields for one in fix.operations} == {
        "api": {"replicas": 16},
        "store": {"replicas": 3},
    }
    assert session.apply_fix(fix)
    compute(session)
    assert next(one for one in session.numbers.verdicts if one.growth).outcome in ("met", "close")
    session.set_fields("components", "api", replicas=None, autoscaling=Autoscaling(min=1, max=2))
    compute(session)
    peak = next(one for one in session.numbers.verdicts if one.growth)
    assert all("autoscaling" in op.fields for fix in ways(session.document, session.numbers, peak)
               for op in fix.operations if op.id == "api")  # fmt: skip


def test_growth_stands_in_the_popover_with_its_own_offer(qtbot, strip, session):
    qtbot.mouseClick(card(strip, "peak"), LEFT)
    assert [one.text() for one in strip.popover.offers] == ["Scale 2 components for 10×"]
    qtbot.mouseClick(strip.popover.offers[0], LEFT)
    assert session.document.components["api"].replicas == 16


def test_keys_open_a_card_and_lead_back_to_it(qtbot, strip):
    shown = card(strip, "up")
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert strip.popover.hasFocus()
    qtbot.keyClick(strip.popover, Qt.Key.Key_Escape)
    assert not strip.popover.isVisible()
    assert shown.hasFocus()


def test_latency_shows_the_waterfall_and_a_row_selects_its_component(qtbot, strip, session):
    session.set_fields("requirements", "peak", metric="latency_p95", target="<= 5 s", growth=None)
    compute(session)
    qtbot.mouseClick(card(strip, "peak"), LEFT)
    falls = strip.popover.waterfall
    assert [one.component for one in falls.slices] == ["api", "store"]
    assert "Search API: " in falls.accessibleDescription()
    qtbot.mouseClick(falls, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 30))
    assert session.selection == ("store",)


def test_the_slider_gives_way_first_and_then_the_cards_become_narrower(qtbot, window, strip):
    wide = [one.width() for one in strip.cards]
    assert strip.traffic.word.isVisible()
    window.resize(sum(wide) + 240, 700)
    qtbot.waitUntil(lambda: not strip.traffic.word.isVisible())
    assert [one.width() for one in strip.cards] == wide
    window.resize(sum(wide) + 100, 700)
    qtbot.waitUntil(lambda: strip.cards[0].width() < wide[0])
    assert all(one.isVisible() and one.width() >= one.narrowest for one in strip.cards)
    assert strip.cards[-1].geometry().right() <= strip.holder.width()
    assert not strip.more.isVisible()


def test_what_is_behind_a_card_stays_whole_in_a_low_window(qtbot, window, strip):
    window.resize(900, 330)
    qtbot.waitUntil(lambda: window.height() == 330)
    qtbot.mouseClick(card(strip, "up"), LEFT)
    popover = strip.popover
    assert popover.y() >= 0
    assert popover.geometry().bottom() <= window.height()
    offer = popover.offers[-1]
    assert offer.mapTo(window, QPoint(0, offer.height())).y() <= window.height()
    assert all(one.width() >= one.sizeHint().width() for one in popover.offers)
    assert all(one.mapTo(popover, one.rect().bottomRight()).x() < popover.width() for one in popover.offers)
