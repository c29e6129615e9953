"""Places by keys and commands: nudging, cloning, aligning, layouts, views."""

from __future__ import annotations

from mlsd_studio.model import Document
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Placement
from tests.canvas.test_tidying import heap

from .checks import heaped, joins, led, lies, passes, press, viewed
from .desk import ALT, CTRL, SHIFT, Desk, Gesture, Key, design

DIRECTIONS = {"right": (1, 0), "left": (-1, 0), "up": (0, -1), "down": (0, 1)}
ARROWS = {name: getattr(Key, f"Key_{name.capitalize()}") for name in DIRECTIONS}


def nudged(step: int, name: str):
    dx, dy = DIRECTIONS[name]
    return lambda desk, _before: lies(desk, "ranker", 700 + 3 * step * dx, 200 + 3 * step * dy)


def cloned(name: str):
    dx, dy = DIRECTIONS[name]

    def seen(desk: Desk, before: Document) -> None:
        (new,) = desk.document.components.keys() - before.components.keys()
        assert desk.document.components[new].name == "Search API"
        assert desk.document.components[new].replicas == 4
        assert desk.document.boundaries["eu"].members == ("api", new)
        joins(desk, f"api-{new}", "api", new)
        old, made = desk.rect("api"), desk.rect(new)
        assert ((made.x - old.x) * dx > old.w) == bool(dx)
        assert ((made.y - old.y) * dy > old.h) == bool(dy)
        assert not any(
            made.overlaps(box) for id, box in desk.canvas.scene.geometry.boxes.items() if id != new
        )

    return seen


def widened(desk: Desk, before: Document) -> None:
    rect = desk.rect("ranker")
    assert (rect.x, rect.y, rect.w, rect.h) == (700, 200, 216, 82)


EDGES = {
    "Align left edges": lambda rect: rect.x,
    "Align centres": lambda rect: rect.x + rect.w / 2,
    "Align right edges": lambda rect: rect.right,
    "Align top edges": lambda rect: rect.y,
    "Align middles": lambda rect: rect.y + rect.h / 2,
    "Align bottom edges": lambda rect: rect.bottom,
}


def aligned(edge):
    def seen(desk: Desk, before: Document) -> None:
        first, second = (edge(desk.rect(id)) for id in ("web", "ranker"))
        assert first == second

    return seen


def even(axis: int):
    def seen(desk: Desk, _before: Document) -> None:
        a, b, c = sorted((desk.rect(id) for id in ("web", "cache", "ranker")), key=lambda rect: rect[axis])
        assert abs((b[axis] - a[axis] - a[axis + 2]) - (c[axis] - b[axis] - b[axis + 2])) <= 1

    return seen


def spread() -> Document:
    made = design()
    made.apply(place(made, {"cache": Placement(240, 130)}))
    return made


PLACES = (
    *(Gesture(f"nudge {name} with an arrow", lambda d, key=key: d.key(key, times=3), nudged(1, name),
              chosen=("ranker",)) for name, key in ARROWS.items()),
    *(Gesture(f"nudge {name} by the grid with Shift", lambda d, key=key: d.key(key, SHIFT, 3), nudged(20, name),
              chosen=("ranker",)) for name, key in ARROWS.items()),
    *(Gesture(f"clone and connect {name} with Alt+Shift+arrow", press(key, ALT | SHIFT), cloned(name),
              chosen=("api",)) for name, key in ARROWS.items()),
    Gesture("resize with Ctrl+Shift+arrows",
            lambda d: (d.key(Key.Key_Right, CTRL | SHIFT, 2), d.key(Key.Key_Down, CTRL | SHIFT)), widened,
            chosen=("ranker",)),
    *(Gesture(title.lower(), lambda d, title=title: d.command(title), aligned(edge), chosen=("web", "ranker"))
      for title, edge in EDGES.items()),
    Gesture("distribute across", lambda d: d.command("Distribute across"), even(0),
            chosen=("web", "cache", "ranker"), design=spread),
    Gesture("distribute down", lambda d: d.command("Distribute down"), even(1),
            chosen=("web", "cache", "ranker"), design=spread),
)  # fmt: skip


MANY = 250
"""Cards whose arrangement takes long enough to be cancelled on any machine."""


def tidied(desk: Desk, before: Document) -> None:
    boxes = [desk.rect(id) for id in desk.document.components]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert desk.document.layout != before.layout


def tidy_big(desk: Desk) -> None:
    desk.key(Key.Key_L, CTRL | SHIFT)
    desk.wait(lambda: not desk.canvas.tidier.busy)


def begin_big(desk: Desk) -> None:
    desk.key(Key.Key_L, CTRL | SHIFT)
    assert desk.canvas.tidier.busy


def only(*ids: str):
    def seen(desk: Desk, before: Document) -> None:
        tidied(desk, before)
        rest = {id: entry for id, entry in before.layout.items() if id not in ids}
        assert {id: desk.document.layout[id] for id in rest} == rest

    return seen


def straightened(desk: Desk, before: Document) -> None:
    assert "web-api" not in desk.document.layout
    assert {id for id in before.layout if id != "web-api"} == set(desk.document.layout)
    assert not passes(desk, "web-api", 248, 160)


LAYOUT = (
    Gesture("tidy the layout with Ctrl+Shift+L", press(Key.Key_L, CTRL | SHIFT), tidied),
    Gesture("tidy a big layout", tidy_big, lambda d, b: (tidied(d, b), len(d.document.components) == MANY),
            begin_big, design=lambda: heap(MANY)),
    Gesture("tidy a selection with Ctrl+Alt+L", press(Key.Key_L, CTRL | ALT), only("ranker", "cache"),
            chosen=("ranker", "cache"), design=heaped),
    Gesture("tidy and keep positions", lambda d: d.command("Tidy, keep my positions"),
            only("ranker", "cache"), design=heaped),
    *(Gesture(title.lower(), lambda d, title=title: d.command(title), tidied) for title in
      ("Tidy top to bottom", "Tidy in lanes by layer", "Tidy in upright lanes by layer")),
    Gesture("tidy flows only with Ctrl+Alt+F", press(Key.Key_F, CTRL | ALT), straightened, design=led),
)  # fmt: skip


def of_selection(desk: Desk, before: Document) -> None:
    (new,) = desk.document.views.keys() - before.views.keys()
    assert desk.session.viewing.current == new
    assert set(desk.session.viewing.shown.components) == {"web", "ranker"}
    assert desk.canvas.scene.rect("api") is None
    assert desk.document.components == before.components


def taken_out(desk: Desk, before: Document) -> None:
    assert desk.canvas.scene.rect("web") is None
    assert desk.document.components == before.components
    assert desk.session.viewing.current == "search-view"


def moved_in_view(desk: Desk, before: Document) -> None:
    assert desk.document.layout == before.layout, "the places of the whole design stay"
    was = {id: entry for id, entry in before.layout.items() if id == "web"}
    assert desk.rect("web").x == was["web"].x + 60


def open_search(desk: Desk) -> None:
    desk.key(Key.Key_Tab, CTRL)
    assert desk.session.viewing.current == "search-view"
    desk.to_canvas()
    desk.click(desk.centre("web"))


VIEWS = (
    Gesture("new view from the selection with Ctrl+Alt+N", press(Key.Key_N, CTRL | ALT), of_selection,
            chosen=("web", "ranker")),
    Gesture("take out of a view with Shift+Del",
            lambda d: (open_search(d), d.key(Key.Key_Delete, SHIFT)), taken_out, design=viewed),
    Gesture("nudge in a view", lambda d: (open_search(d), d.key(Key.Key_Right, SHIFT, 3)), moved_in_view,
            design=viewed),
)  # fmt: skip


GESTURES = (
    *PLACES,
    *LAYOUT,
    *VIEWS,
)
