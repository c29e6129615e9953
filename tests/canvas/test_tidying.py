"""Arranging from the canvas: what moves, what stays, one step, Escape."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mlsd_studio.canvas import Canvas, tidying
from mlsd_studio.canvas.actions import canvas_actions
from mlsd_studio.canvas.gliding import Gliding
from mlsd_studio.canvas.working import Working
from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.drawing.tidying import LANES
from mlsd_studio.layout.quality import overlapping, through
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import set_design
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Boundary, Component, Flow, Placement, Waypoints
from mlsd_studio.paths import resource
from mlsd_studio.session import Session
from mlsd_studio.storage import load

from .conftest import shown

COUNT = 60


def heap(count: int = COUNT) -> Document:
    """Cards of all layers, most of them on top of each other; two boundaries."""
    kinds = ("data_lake", "model_endpoint", "backend_service", "metrics_monitor")
    components = [Component(id=f"c{n}", kind=kinds[n % 4], name=f"Card {n}") for n in range(count)]
    flows = [Flow(id=f"f{n}", source=f"c{n // 2}", target=f"c{n}", kind="data") for n in range(1, count)]
    zones = [
        Boundary(id=f"b{z}", kind="cluster", members=tuple(f"c{n}" for n in range(z * 20, z * 20 + 9)))
        for z in range(2)
    ]
    layout = {f"c{n}": Placement(n % 7 * 90, n % 5 * 50) for n in range(count)}
    return Document([*components, *flows, *zones], layout)


def run(canvas: Canvas, id: str) -> None:
    {action.id: action for action in canvas_actions(canvas)}[id].run()


@pytest.fixture
def big(qtbot) -> Canvas:
    return shown(qtbot, Canvas(Session(heap())))


def arranged(qtbot, canvas: Canvas, id: str) -> None:
    with qtbot.waitSignal(canvas.tidier.finished, timeout=20_000):
        run(canvas, id)


@pytest.mark.parametrize("command", ["tidy", "tidy_down", "tidy_rows", "tidy_columns"])
def test_a_heap_becomes_a_drawing_in_one_step(qtbot, big, command) -> None:
    before = dict(big.session.document.layout)
    arranged(qtbot, big, f"arrange.{command}")
    cards = {id: big.scene.geometry.boxes[id] for id in big.session.document.components}
    assert not overlapping(cards)
    assert not through(cards, {id: route.points for id, route in big.scene.geometry.routes.items()})
    after = dict(big.session.document.layout)
    big.session.undo()
    assert dict(big.session.document.layout) == before
    assert big.session.history.undo_label is None
    big.session.redo()
    assert dict(big.session.document.layout) == after


def test_an_arranged_design_is_routed_as_when_it_is_opened_again(qtbot, big) -> None:
    arranged(qtbot, big, "arrange.tidy")
    fresh = Geometry(big.session.document)
    assert big.scene.geometry.routes == fresh.routes


@pytest.mark.parametrize(("command", "axis"), [("tidy_rows", 1), ("tidy_columns", 0)])
def test_lanes_lie_in_the_order_of_the_layers(qtbot, big, command, axis) -> None:
    arranged(qtbot, big, f"arrange.{command}")
    document = big.session.document
    inside = {member for boundary in document.boundaries.values() for member in boundary.members}
    found: dict[str, list[int]] = {}
    for id in document.components.keys() - inside:
        box = big.scene.rect(id)
        found.setdefault(layer_of(document.components[id]), []).extend((box[axis], box[axis] + box[axis + 2]))
    lanes = [(min(found[lane]), max(found[lane])) for lane in LANES if lane in found]
    assert len(lanes) == 4
    assert all(a[1] < b[0] for a, b in pairwise(lanes))


def test_a_selection_is_arranged_where_it_is_and_nothing_else_moves(qtbot, big) -> None:
    arranged(qtbot, big, "arrange.tidy")
    before = dict(big.session.document.layout)
    big.session.select(["b1"])
    arranged(qtbot, big, "arrange.tidy_selection")
    members = big.session.document.boundaries["b1"].members
    changed = {id for id, entry in big.session.document.layout.items() if entry != before[id]}
    assert changed <= set(members)
    assert not overlapping({id: big.scene.rect(id) for id in big.session.document.components})


def test_new_cards_settle_around_those_that_have_a_place(qtbot, big) -> None:
    arranged(qtbot, big, "arrange.tidy")
    document = big.session.document
    kept = {id: entry for id, entry in document.layout.items() if id not in ("c5", "c30", "c59")}
    big.session.replace(Document([record for table in ("components", "flows", "boundaries")
                                  for record in document.table(table).values()], kept))  # fmt: skip
    arranged(qtbot, big, "arrange.tidy_keep")
    layout = big.session.document.layout
    assert {id: layout[id] for id in kept} == kept
    assert all(isinstance(layout[id], Placement) for id in ("c5", "c30", "c59"))
    cards = {id: big.scene.rect(id) for id in big.session.document.components}
    assert not overlapping(cards)
    for zone in big.session.document.boundaries.values():
        frame = big.scene.rect(zone.id)
        assert not [id for id in cards if id not in zone.members and frame.overlaps(cards[id])]


def test_keeping_positions_moves_only_cards_that_lie_on_others(canvas, session, user) -> None:
    session.apply(place(session.document, {"ranker": Placement(310, 10)}))
    run(canvas, "arrange.tidy_keep")
    assert session.document.layout["api"] == Placement(300, 0)
    assert session.document.layout["web"] == Placement(0, 0)
    assert not canvas.scene.rect("ranker").overlaps(canvas.scene.rect("eu"))
    told: list[str] = []
    session.message.connect(told.append)
    run(canvas, "arrange.tidy_keep")
    assert told == ["Every card has its place already; nothing was moved."]


def test_tidying_flows_drops_waypoints_and_leaves_cards(canvas, session) -> None:
    straight = canvas.scene.geometry.routes["web-api"]
    bend = {"web-api": Waypoints(((240, 300),)), "api-ranker": Waypoints(((600, -80),))}
    session.apply(place(session.document, bend))
    assert canvas.scene.geometry.routes["web-api"] != straight
    cards = {id: entry for id, entry in session.document.layout.items() if isinstance(entry, Placement)}
    session.select(["web-api"])
    run(canvas, "arrange.tidy_flows")
    assert "web-api" not in session.document.layout
    assert "api-ranker" in session.document.layout
    session.select([])
    run(canvas, "arrange.tidy_flows")
    assert session.document.layout == cards
    assert canvas.scene.geometry.routes["web-api"] == straight
    session.undo()
    session.undo()
    assert session.document.layout["web-api"] == bend["web-api"]


def test_escape_gives_up_and_nothing_moves(qtbot, big, monkeypatch) -> None:
    monkeypatch.setattr(tidying, "TOLD_AFTER_MS", 0)
    before = dict(big.session.document.layout)
    big.session.select(["c1"])
    run(big, "arrange.tidy")
    assert big.tidier.busy
    with qtbot.waitSignal(big.tidier.finished):
        qtbot.keyClick(big, Qt.Key.Key_Escape)
    assert not big.tidier.busy
    assert big.session.selection == ("c1",), "Escape did one thing"
    arranged(qtbot, big, "arrange.tidy_down")
    big.session.undo()
    assert dict(big.session.document.layout) == before
    assert big.session.history.undo_label is None


def test_what_takes_long_says_so_and_can_be_cancelled_with_the_mouse(qtbot, big) -> None:
    run(big, "arrange.tidy")
    big.tidier._tell()
    note = big.findChild(Working)
    assert note is not None
    assert note.isVisible()
    assert note.accessibleName() == "Arranging 60 components; Escape cancels"
    qtbot.mouseClick(note.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert not note.isVisible()
    assert not big.tidier.busy


def test_an_edit_meanwhile_wins_over_the_arrangement(qtbot, big) -> None:
    told: list[str] = []
    big.session.message.connect(told.append)
    run(big, "arrange.tidy")
    big.session.apply(set_design(big.session.document, name="Other"))
    qtbot.waitSignal(big.tidier.finished, timeout=20_000).wait()
    assert told == ["The design changed meanwhile; it was not arranged."]
    assert big.session.document.layout == heap().layout


def test_cards_glide_and_the_picture_is_gone_afterwards(qtbot, canvas, session) -> None:
    canvas.animation_ms = 160
    run(canvas, "arrange.tidy")
    gliding = canvas.findChild(Gliding)
    assert gliding is not None
    assert gliding.isVisible()
    with qtbot.waitSignal(gliding.destroyed, timeout=5_000):
        pass
    canvas.animation_ms = 0
    session.undo()
    run(canvas, "arrange.tidy")
    assert canvas.findChild(Gliding) is None


def test_an_example_is_arranged_without_overlap(qtbot) -> None:
    document = load(resource("examples", "shop-ranking.mlsd.yaml")).document
    widget = Canvas(Session(document))
    qtbot.addWidget(widget)
    widget.resize(1200, 800)
    widget.tidier.tidy(tidying.Wish(), "Tidy layout")
    if widget.tidier.busy:
        qtbot.waitSignal(widget.tidier.finished, timeout=20_000).wait()
    assert not overlapping({id: widget.scene.rect(id) for id in document.components})
