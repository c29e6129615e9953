"""Clone and connect, insert into a flow, replace, reconnect, draw around: do, undo, redo, Escape."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from mlsd_studio.canvas import canvas_actions
from mlsd_studio.canvas.menu import context_menu
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.model.records import Placement
from tests.canvas.test_commands import drop

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def back_and_forth(session):
    """Undo and redo the last step; the document before it and after it."""
    after = session.document.copy()
    session.undo()
    before = session.document.copy()
    session.redo()
    assert session.document == after
    return before, after


def do(canvas, id) -> None:
    {action.id: action for action in canvas_actions(canvas)}[id].run()


@pytest.mark.parametrize(
    ("key", "side"), [(Qt.Key.Key_Right, (1, 0)), (Qt.Key.Key_Down, (0, 1)), (Qt.Key.Key_Up, (0, -1))]
)
def test_alt_shift_arrow_clones_and_connects(user, session, canvas, key, side) -> None:
    session.select(["api"])
    user.key(key, ALT_SHIFT)
    (new,) = session.selected("components")
    assert session.document.components[new].name == "Search API"
    assert session.document.components[new].replicas == 4
    assert f"api-{new}" in session.document.flows
    assert new in session.document.boundaries["eu"].members
    old, made = canvas.scene.rect("api"), canvas.scene.rect(new)
    assert (made.x > old.right, made.y > old.bottom, made.bottom < old.y) == (
        side[0] == 1, side[1] == 1, side[1] == -1
    )  # fmt: skip
    before, _ = back_and_forth(session)
    assert new not in before.components
    assert len(before.flows) == 2


def test_clones_in_a_row_do_not_cover_each_other(user, session, canvas) -> None:
    for _ in range(3):
        session.select(["web"])
        user.key(Qt.Key.Key_Down, ALT_SHIFT)
    boxes = list(canvas.scene.geometry.boxes.values())
    assert len(boxes) == 6
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_a_palette_drop_on_a_flow_goes_into_it(canvas, session) -> None:
    drop(canvas, "cache/redis", 248, 36)
    (new,) = session.selection
    flows = session.document.flows
    assert (flows["web-api"].source, flows["web-api"].target) == ("web", new)
    assert flows["web-api"].protocol == "HTTPS"
    assert (flows[f"{new}-api"].source, flows[f"{new}-api"].target) == (new, "api")
    before, _ = back_and_forth(session)
    assert set(before.flows) == {"web-api", "api-ranker"}


def loose(session, at=(100, 400)) -> str:
    change, id = add_component(session.document, "cache", "Cache", at)
    session.apply(change)
    session.seal()
    return id


def test_a_loose_card_dragged_onto_a_flow_goes_into_it(user, session, canvas) -> None:
    id = loose(session)
    user.drag(user.centre(id), (248, 36))
    assert session.document.flows["web-api"].target == id
    assert session.document.flows[f"{id}-api"].target == "api"
    before, _ = back_and_forth(session)
    assert before.flows["web-api"].target == "api"
    assert before.layout[id] == Placement(100, 400)


def test_a_connected_card_moves_over_flows_and_leaves_them(user, session) -> None:
    user.drag(user.centre("ranker"), (248, 36))
    assert session.document.flows["web-api"].target == "api"


def test_escape_leaves_the_flow_whole(user, session, canvas) -> None:
    id = loose(session)
    user.drag(user.centre(id), (248, 36), release=False)
    assert canvas.tool.gesture._through == "web-api"
    user.key(Qt.Key.Key_Escape)
    user.release(248, 36)
    assert session.document.flows["web-api"].target == "api"
    assert session.document.layout[id] == Placement(100, 400)


def test_replacing_keeps_flows_and_what_was_stated(user, session, canvas) -> None:
    session.select(["api"])
    do(canvas, "edit.replace")
    assert canvas.popup.list.count() > 3
    QTest.keyClicks(canvas.popup.field, "api gateway")
    QTest.keyClick(canvas.popup.field, Qt.Key.Key_Return)
    api = session.document.components["api"]
    assert (api.kind, api.name, api.replicas) == ("api_gateway", "Search API", 4)
    assert set(session.document.flows) == {"web-api", "api-ranker"}
    before, _ = back_and_forth(session)
    assert before.components["api"].kind == "backend_service"


def test_a_name_that_said_the_kind_follows_the_new_kind(canvas, session) -> None:
    id = loose(session)
    from mlsd_studio.session.shaping import replace_kind

    assert session.document.components[id].name == "Cache"
    replace_kind(session, id, "event_stream", "kafka")
    assert session.document.components[id].name == "Apache Kafka"


def test_a_palette_drop_with_ctrl_replaces_the_card_under_it(canvas, session) -> None:
    drop(canvas, "event_stream/kafka", 398, 36, CTRL)
    api = session.document.components["api"]
    assert (api.kind, api.technology, api.name) == ("event_stream", "kafka", "Search API")
    assert len(session.document.components) == 3


def end_of(user, flow, which) -> tuple[float, float]:
    return user.canvas.scene.geometry.routes[flow].points[0 if which == "source" else -1]


@pytest.mark.parametrize("which", ["source", "target"])
def test_an_end_of_a_flow_is_dragged_to_another_card(user, session, which) -> None:
    session.select(["web-api"])
    user.drag(end_of(user, "web-api", which), user.centre("ranker"))
    flow = session.document.flows["web-api"]
    assert (flow.source, flow.target) == (("ranker", "api") if which == "source" else ("web", "ranker"))
    assert flow.protocol == "HTTPS"
    before, _ = back_and_forth(session)
    assert (before.flows["web-api"].source, before.flows["web-api"].target) == ("web", "api")


def test_an_end_dropped_on_empty_ground_or_escaped_stays(user, session, canvas) -> None:
    session.select(["web-api"])
    user.drag(end_of(user, "web-api", "target"), (500, 500))
    user.drag(end_of(user, "web-api", "target"), user.centre("ranker"), release=False)
    assert canvas._overlay
    user.key(Qt.Key.Key_Escape)
    user.release(*user.centre("ranker"))
    assert session.document.flows["web-api"].target == "api"
    assert session.history.undo_label is None


def test_draw_around_gives_any_boundary_and_products_that_are_one(canvas, session) -> None:
    session.select(["web", "ranker"])
    menu = context_menu(canvas, canvas.pointer(QPointF(5, 5), Qt.KeyboardModifier.NoModifier))
    around = next(e.menu() for e in menu.actions() if e.menu() and e.menu().objectName() == "Draw around")
    texts = {entry.text(): entry for entry in around.actions()}
    assert {"Region", "Zone", "Team", "Trust", "Kubernetes cluster"} <= set(texts)
    texts["Kubernetes cluster"].trigger()
    canvas.close_editor()
    (new,) = session.selected("boundaries")
    made = session.document.boundaries[new]
    assert (made.kind, made.name, made.members) == ("cluster", "Kubernetes cluster", ("web", "ranker"))
    before, _ = back_and_forth(session)
    assert new not in before.boundaries
    menu.deleteLater()


def test_a_platform_dropped_on_empty_ground_is_a_component(canvas, session) -> None:
    drop(canvas, "container_platform/kubernetes", 300, 400)
    assert session.document.components[session.selection[0]].technology == "kubernetes"
    assert len(session.document.boundaries) == 1


def test_dragging_measures_gaps_and_equal_ones_catch(user, session, canvas) -> None:
    from mlsd_studio.drawing.picture import Text

    start = user.centre("ranker")
    user.press(*start)
    for x in (600, 690, 693):
        user.move(x, 36)
    said = [shape.text for shape in canvas.tool.gesture.overlay() if isinstance(shape, Text)]
    assert said == ["104", "104"]
    user.release(693, 36)
    web, api, ranker = (canvas.scene.rect(id) for id in ("web", "api", "ranker"))
    assert ranker.x - api.right == api.x - web.right == 104
    before, _ = back_and_forth(session)
    assert before.layout["ranker"] == Placement(700, 200)
