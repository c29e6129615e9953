"""Flows: connecting, reconnecting, leading them, their kinds; kinds of components."""

from __future__ import annotations

from itertools import pairwise

from mlsd_studio.canvas.hits import handles_of
from mlsd_studio.model import Document
from mlsd_studio.model.records import Waypoints

from .checks import joins, led, passes
from .desk import ALT, CTRL, SHIFT, Desk, Gesture, Key, Place


def right_port(desk: Desk, id: str) -> Place:
    rect = desk.rect(id)
    return rect.right, rect.y + rect.h / 2


def end(desk: Desk, flow: str, which: str) -> Place:
    return desk.way(flow)[0 if which == "source" else -1]


def upright(desk: Desk, flow: str) -> Place:
    """A place on the longest upright piece of a flow, off its middle, where the label is."""
    pieces = [pair for pair in pairwise(desk.way(flow)) if pair[0][0] == pair[1][0]]
    (x, y), (_, below) = max(pieces, key=lambda pair: abs(pair[0][1] - pair[1][1]))
    return x, y + (below - y) * 0.3


def connected(desk: Desk, _before) -> None:
    joins(desk, "web-ranker", "web", "ranker")
    assert desk.selection == ("web-ranker",)


def came_next(desk: Desk, before) -> None:
    (new,) = desk.document.components.keys() - before.components.keys()
    (flow,) = desk.document.flows.keys() - before.flows.keys()
    joins(desk, flow, "ranker", new)
    assert desk.selection == (new,)


def offer_next(desk: Desk) -> None:
    desk.drag(right_port(desk, "ranker"), (1000, 236))
    assert desk.canvas.popup.list.count() > 1, "what usually comes next"


def take_next(desk: Desk) -> None:
    offer_next(desk)
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Return)


def with_the_tool(desk: Desk) -> None:
    desk.key(Key.Key_C)
    desk.click(desk.centre("web"))
    desk.click(desk.centre("ranker"))


def first_click(desk: Desk) -> None:
    desk.key(Key.Key_C)
    desk.click(desk.centre("web"))


def choose_ranker_by_keys(desk: Desk) -> None:
    desk.key(Key.Key_C)
    desk.key(Key.Key_Right, times=2)
    assert desk.canvas._overlay, "the flow that Enter would make"


def new_end(flow: str, source: str, target: str):
    def seen(desk: Desk, before) -> None:
        joins(desk, flow, source, target)
        assert desk.document.flows[flow].protocol == before.flows[flow].protocol

    return seen


CONNECTING = (
    Gesture("connect by dragging from a port to a card",
            lambda d: d.drag(right_port(d, "web"), d.centre("ranker")), connected,
            lambda d: d.take(right_port(d, "web"), d.centre("ranker"))),
    Gesture("drag from a port onto empty space, which offers what comes next", take_next, came_next, offer_next),
    Gesture("connect with the tool C by two clicks", with_the_tool, connected, first_click,
            chooses=("web",)),
    Gesture("connect by keys", lambda d: (choose_ranker_by_keys(d), d.key(Key.Key_Return)), connected,
            choose_ranker_by_keys, chosen=("web",), chooses=("ranker",)),
    Gesture("reconnect the target of a flow",
            lambda d: d.drag(end(d, "web-api", "target"), d.centre("ranker")),
            new_end("web-api", "web", "ranker"),
            lambda d: d.take(end(d, "web-api", "target"), d.centre("ranker")), chosen=("web-api",)),
    Gesture("reconnect the source of a flow",
            lambda d: d.drag(end(d, "web-api", "source"), d.centre("cache")),
            new_end("web-api", "cache", "api"),
            lambda d: d.take(end(d, "web-api", "source"), d.centre("cache")), chosen=("web-api",)),
)  # fmt: skip


def bend(desk: Desk) -> tuple[Place, Place]:
    x, y = upright(desk, "api-ranker")
    return (x, y), (x + 60, y)


def bent(desk: Desk, before) -> None:
    assert isinstance(desk.document.layout["api-ranker"], Waypoints)
    joins(desk, "api-ranker", "api", "ranker")


def straight(desk: Desk) -> tuple[Place, Place]:
    (ax, ay), (bx, _) = desk.way("web-api")
    return ((ax + bx) / 2, ay), ((ax + bx) / 2, ay + 160)


def one_bend(desk: Desk, _before) -> None:
    (point,) = desk.document.layout["web-api"].points
    assert handles_of(desk.canvas.scene, "web-api")["via0"] == point
    assert passes(desk, "web-api", *point)


def waypoint_moved(desk: Desk, _before) -> None:
    assert desk.document.layout["web-api"].points == ((248, 240),)
    assert passes(desk, "web-api", 248, 240)


def waypoint_gone(desk: Desk, _before) -> None:
    assert "web-api" not in desk.document.layout
    assert not passes(desk, "web-api", 248, 160)


LEADING = (
    Gesture("bend a flow by dragging a piece of it", lambda d: d.drag(*bend(d)), bent, lambda d: d.take(*bend(d)),
            chosen=("api-ranker",)),
    Gesture("add a waypoint with Alt", lambda d: d.drag(*straight(d), ALT), one_bend,
            lambda d: d.take(*straight(d), ALT), chosen=("web-api",)),
    Gesture("drag a waypoint", lambda d: d.drag((248, 160), (248, 240)), waypoint_moved,
            lambda d: d.take((248, 160), (248, 240)), chosen=("web-api",), design=led),
    Gesture("take a waypoint away by a double click", lambda d: d.double_click((248, 160)), waypoint_gone,
            chosen=("web-api",), design=led),
)  # fmt: skip


def flipped(desk: Desk, _before: Document) -> None:
    joins(desk, "web-api", "api", "web")


def made_async(desk: Desk, _before: Document) -> None:
    assert desk.document.flows["web-api"].kind == "async"


def offer_another(desk: Desk) -> None:
    desk.key(Key.Key_H, CTRL | SHIFT)
    assert desk.canvas.popup.list.count() > 3


def replace(desk: Desk) -> None:
    offer_another(desk)
    desk.type("api gateway")
    desk.key(Key.Key_Return)


def replaced(desk: Desk, before: Document) -> None:
    api = desk.document.components["api"]
    assert (api.kind, api.name, api.replicas) == ("api_gateway", "Search API", 4)
    assert desk.document.flows == before.flows
    assert desk.canvas.scene.look("api").subtitle.startswith("API gateway")


def search_to_add(desk: Desk) -> None:
    desk.double_click((700, 420))
    desk.type("kafka")


def added(desk: Desk, before: Document) -> None:
    (new,) = desk.document.components.keys() - before.components.keys()
    assert desk.document.components[new].technology == "kafka"
    assert desk.selection == (new,)
    assert desk.rect(new).w


def insert_key(desk: Desk) -> None:
    desk.key(Key.Key_Insert)
    desk.type("kafka")


KINDS = (
    Gesture("flip a flow", lambda d: d.command("Flip flow"), flipped, chosen=("web-api",)),
    Gesture("change the kind of a flow", lambda d: d.command("Make it async"), made_async, chosen=("web-api",)),
    Gesture("replace the kind and keep the flows", replace, replaced, offer_another, chosen=("api",)),
    Gesture("add by a double click on empty ground", lambda d: (search_to_add(d), d.key(Key.Key_Return)), added,
            search_to_add),
    Gesture("add beside the selection with Insert", lambda d: (insert_key(d), d.key(Key.Key_Return)), added,
            insert_key, chosen=("web",)),
    Gesture("add with the search of the palette",
            lambda d: (d.key(Key.Key_Slash), d.type("kafka"), d.key(Key.Key_Return),
                       d.window.palette_panel.field.clear()), added),
)  # fmt: skip


GESTURES = (
    *CONNECTING,
    *LEADING,
    *KINDS,
)
