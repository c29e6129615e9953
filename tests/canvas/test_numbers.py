"""What the numbers put on the canvas: busy bars on cards, calls into a full component in `bad`."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.canvas import Canvas
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Rate
from mlsd_studio.model.records import Component, Flow, Journey, Placement
from mlsd_studio.session import Session

from .conftest import shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def session(qapp) -> Session:
    return Session(Document(
        [
            Journey(id="buy", entry="web", rate=Rate(40, "rps")),
            Component(id="web", kind="client_web"),
            Component(id="api", kind="backend_service", replicas=1, capacity=Rate(60, "rps")),
            Component(id="lake", kind="data_lake"),
            Flow(id="web-api", source="web", target="api", kind="request"),
            Flow(id="api-lake", source="api", target="lake", kind="data"),
        ],
        {"web": Placement(0, 0), "api": Placement(320, 0), "lake": Placement(640, 0)},
    ))  # fmt: skip


@pytest.fixture
def canvas(qtbot, session) -> Canvas:
    return shown(qtbot, Canvas(session), (1000, 400), (418, 36))


def compute(session: Session, traffic: float) -> None:
    session.set_traffic(traffic)
    session.set_numbers(Engine(session.document).numbers(traffic))


def color_at(canvas: Canvas, x: float, y: float) -> str:
    px, py = canvas.view.to_widget(x, y)
    return QColor(canvas.grab().toImage().pixel(round(px), round(py))).name().upper()


def test_bars_and_calls_follow_the_traffic(canvas, session):
    look = theme("light")
    bar, line = (320 + 196 - 12 - 44 + 6, 72 - 10 - 6 + 2.5), (250, 36)
    assert canvas.scene.look("api").utilisation is None
    compute(session, 1.0)
    assert color_at(canvas, *bar) == look["ok"].upper()
    assert color_at(canvas, *line) == look["text"].upper()
    compute(session, 1.3)
    assert color_at(canvas, *bar) == look["warn"].upper()
    compute(session, 2.0)
    assert color_at(canvas, *bar) == look["bad"].upper()
    assert color_at(canvas, *line) == look["bad"].upper()
    assert canvas.scene.full == {"web-api"}
    compute(session, 1.0)
    assert color_at(canvas, *line) == look["text"].upper()
    assert canvas.scene.look("lake").utilisation is None


def test_the_bar_moves_in_steps_and_never_over_a_threshold(canvas, session):
    compute(session, 1.0)
    before = canvas.scene.look("api")
    assert before.utilisation == pytest.approx(0.65)
    compute(session, 1.01)
    assert canvas.scene.look("api") is before
    session.set_fields("journeys", "buy", rate=Rate(41.9, "rps"))
    compute(session, 1.0)
    assert canvas.scene.look("api").utilisation < 0.7


def test_from_far_away_full_calls_are_bad_too(canvas, session):
    canvas.zoom_to(0.2)
    compute(session, 2.0)
    assert not canvas.grab().isNull()
    assert canvas.scene.full == {"web-api"}
    session.set_numbers(None)
    assert canvas.scene.full == frozenset()
    assert canvas.scene.look("api").utilisation is None
