"""Clones in a row, cards dragged over flows, replaced kinds, ends of flows dropped on nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from mlsd_studio.canvas.menu import context_menu
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.session.shaping import replace_kind

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def test_clones_in_a_row_do_not_cover_each_other(user, session, canvas) -> None:
    for _ in range(3):
        session.select(["web"])
        user.key(Qt.Key.Key_Down, ALT_SHIFT)
    boxes = list(canvas.scene.geometry.boxes.values())
    assert len(boxes) == 6
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_a_connected_card_moves_over_flows_and_leaves_them(user, session) -> None:
    user.drag(user.centre("ranker"), (248, 36))
    assert session.document.flows["web-api"].target == "api"


def test_a_name_that_said_the_kind_follows_the_new_kind(canvas, session) -> None:
    change, id = add_component(session.document, "cache", "Cache", (100, 400))
    session.apply(change)
    assert session.document.components[id].name == "Cache"
    replace_kind(session, id, "event_stream", "kafka")
    assert session.document.components[id].name == "Apache Kafka"


def test_an_end_dropped_on_empty_ground_stays(user, session, canvas) -> None:
    session.select(["web-api"])
    user.drag(canvas.scene.geometry.routes["web-api"].points[-1], (500, 500))
    assert session.document.flows["web-api"].target == "api"
    assert session.history.undo_label is None


def test_draw_around_gives_any_boundary_and_products_that_are_one(canvas, session) -> None:
    session.select(["web", "ranker"])
    menu = context_menu(canvas, canvas.pointer(QPointF(5, 5), Qt.KeyboardModifier.NoModifier))
    around = next(e.menu() for e in menu.actions() if e.menu() and e.menu().objectName() == "Draw around")
    texts = {entry.text(): entry for entry in around.actions()}
    assert {"Region", "Zone", "Team", "Trust", "Kubernetes cluster"} <= set(texts)
    menu.deleteLater()
