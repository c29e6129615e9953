"""Moving with the mouse, and dropping what the palette has."""

from __future__ import annotations

from mlsd_studio.layout.geometry import Rect, enclosing

from .checks import into_eu, joins, lies
from .desk import ALT, CTRL, SHIFT, Desk, Gesture, Place


def snapped(desk: Desk, _before) -> None:
    entry = desk.document.layout["ranker"]
    assert (entry.x, entry.y) == (780, 320), "on the grid, 20 pixels apart"
    lies(desk, "ranker", 780, 320)


def moved_freely(desk: Desk, _before) -> None:
    lies(desk, "ranker", 783, 317)


def moved_level(desk: Desk, _before) -> None:
    assert desk.document.layout["ranker"].y == 200
    assert desk.document.layout["ranker"].x > 760


def measured(desk: Desk) -> None:
    desk.take(desk.centre("ranker"), (690, 36))
    desk.move((693, 36))
    assert desk.words() == ["104", "104"], "the distances to the neighbours, which are equal"


def equally_spaced(desk: Desk, _before) -> None:
    web, api, ranker = (desk.rect(id) for id in ("web", "api", "ranker"))
    assert ranker.x - api.right == api.x - web.right == 104


def both_moved(desk: Desk, before) -> None:
    for id in ("web", "ranker"):
        x, y = before.layout[id].x, before.layout[id].y
        assert desk.document.layout[id].y == y + 100
        lies(desk, id, x, y + 100)


def taken_in(desk: Desk, _before) -> None:
    assert desk.document.boundaries["eu"].members == ("api", "cache")
    frame, card = desk.rect("eu"), desk.rect("cache")
    assert frame == enclosing((frame, card))


def left_behind(desk: Desk, _before) -> None:
    assert desk.document.boundaries["eu"].members == ()
    assert not desk.rect("eu").overlaps(desk.rect("api"))
    assert desk.rect("eu") == Rect(276, -44, 244, 140), "it stays where it was"


def below_title(desk: Desk) -> Place:
    x, y = title_of_eu(desk)
    return x, y + 200


def with_its_members(desk: Desk, before) -> None:
    by = desk.document.layout["api"].y - before.layout["api"].y
    assert by == 200
    assert desk.document.boundaries["eu"].members == ("api",)
    assert desk.rect("eu").y < desk.rect("api").y


def title_of_eu(desk: Desk) -> Place:
    return desk.rect("eu").x + 60, desk.rect("eu").y + 18


def led_through_cache(desk: Desk, _before) -> None:
    joins(desk, "web-api", "web", "cache")
    joins(desk, "cache-api", "cache", "api")
    assert desk.document.flows["web-api"].protocol == "HTTPS"


def begin_insert(desk: Desk) -> None:
    desk.take(desk.centre("cache"), (248, 36))
    assert desk.canvas.tool.gesture._through == "web-api"


MOVING = (
    Gesture("move a card, which snaps to the grid", lambda d: d.drag(d.centre("ranker"), (878, 357)), snapped,
            lambda d: d.take(d.centre("ranker"), (878, 357))),
    Gesture("move a card freely with Alt", lambda d: d.drag(d.centre("ranker"), (881, 353), ALT), moved_freely,
            lambda d: d.take(d.centre("ranker"), (881, 353), ALT)),
    Gesture("move a card along one axis with Shift", lambda d: d.drag(d.centre("ranker"), (878, 290), SHIFT),
            moved_level, lambda d: d.take(d.centre("ranker"), (878, 290), SHIFT)),
    Gesture("guides with distances and equal spacing", lambda d: (measured(d), d.release((693, 36))),
            equally_spaced, measured),
    Gesture("move several cards", lambda d: d.drag(d.centre("web"), (98, 136), ALT), both_moved,
            lambda d: d.take(d.centre("web"), (98, 136), ALT), chosen=("web", "ranker")),
    Gesture("drag a card into a boundary", lambda d: d.drag(d.centre("cache"), into_eu(d), ALT), taken_in,
            lambda d: d.take(d.centre("cache"), into_eu(d), ALT)),
    Gesture("drag a card out of its boundary", lambda d: d.drag(d.centre("api"), (398, 260)), left_behind,
            lambda d: d.take(d.centre("api"), (398, 260))),
    Gesture("move a boundary by its title",
            lambda d: d.drag(title_of_eu(d), below_title(d), ALT), with_its_members,
            lambda d: d.take(title_of_eu(d), below_title(d), ALT)),
    Gesture("insert into a flow by dropping a loose card on it",
            lambda d: d.drag(d.centre("cache"), (248, 36)), led_through_cache, begin_insert),
)  # fmt: skip


def dropped(kind: str, technology: str | None, at: Place):
    def seen(desk: Desk, before) -> None:
        (new,) = desk.document.components.keys() - before.components.keys()
        one = desk.document.components[new]
        assert (one.kind, one.technology) == (kind, technology)
        assert desk.document.boundaries == before.boundaries
        x, y = desk.rect(new).centre
        assert max(abs(x - at[0]), abs(y - at[1])) <= 10
        assert desk.selection == (new,)

    return seen


def dropped_into_the_flow(desk: Desk, before) -> None:
    (new,) = desk.document.components.keys() - before.components.keys()
    joins(desk, "web-api", "web", new)
    joins(desk, f"{new}-api", new, "api")
    assert desk.document.components[new].technology == "redis"


def dropped_into_eu(desk: Desk, before) -> None:
    (new,) = desk.document.components.keys() - before.components.keys()
    assert desk.document.boundaries["eu"].members == ("api", new)


def replaced(desk: Desk, before) -> None:
    api = desk.document.components["api"]
    assert (api.kind, api.technology, api.name, api.replicas) == ("event_stream", "kafka", "Search API", 4)
    assert desk.document.flows == before.flows
    assert "Kafka" in desk.canvas.scene.look("api").subtitle


EMPTY: Place = (700, 420)
DROPPING = (
    *(
        Gesture(f"drop {text.partition('/')[2] or text} on empty ground", lambda d, t=text: d.drop(t, EMPTY),
                dropped(text.partition("/")[0], text.partition("/")[2] or None, EMPTY),
                lambda d, t=text: d.bring(t, EMPTY))
        for text in ("cache", "container_platform/kubernetes", "container_platform/docker_host")
    ),
    Gesture("drop into a boundary", lambda d: d.drop("cache", into_eu(d)), dropped_into_eu,
            lambda d: d.bring("cache", into_eu(d))),
    Gesture("drop into a flow", lambda d: d.drop("cache/redis", (248, 36)), dropped_into_the_flow,
            lambda d: d.bring("cache/redis", (248, 36))),
    Gesture("replace a card by dropping on it with Ctrl",
            lambda d: d.drop("event_stream/kafka", d.centre("api"), CTRL), replaced,
            lambda d: d.bring("event_stream/kafka", d.centre("api"), CTRL)),
)  # fmt: skip


GESTURES = (
    *MOVING,
    *DROPPING,
)
