"""Moving everything: the drawing is carried along, and is as one made anew from the document."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from mlsd_studio.canvas.arrange import nudge
from mlsd_studio.canvas.painting import flat, flows
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.geometry import Geometry
from mlsd_studio.model import Document
from mlsd_studio.model.edits.folding import set_collapsed
from mlsd_studio.model.edits.placement import lock, place
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.model.records import Boundary, Component, Flow, Note, Placement, Waypoints
from mlsd_studio.session import Session

from .conftest import Mirror, User, shown
from .test_lifting import as_made_anew

COUNT = 130


def design(seed: int = 0, *, unplaced: int = 3) -> Document:
    """Cards on a grid, some in frames with and without a stated box, one flow with points, two notes."""
    dice = random.Random(seed)
    ids = [f"c{n}" for n in range(COUNT)]
    layout = {id: Placement(n % 12 * 280, n // 12 * 160) for n, id in enumerate(ids)}
    for id in dice.sample(ids[60:], unplaced):
        del layout[id]
    ends = {(a, b) for a, b in (dice.sample(ids, 2) for _ in range(60)) if a < b}
    between = [
        Flow(id=f"{a}-{b}", source=a, target=b, kind="request", label="rank" if n % 4 else None)
        for n, (a, b) in enumerate(sorted(ends))
    ]
    layout[between[0].id] = Waypoints(((-100.0, -60.0), (-100.0, 900.0)))
    layout["stated"] = Placement(-60, -80, 900, 500)
    layout["note"] = Placement(-300, 40)
    return Document(
        [
            *(Component(id=id, kind="backend_service", name=id) for id in ids),
            *between,
            Boundary(id="stated", kind="zone", name="a", members=tuple(ids[:2])),
            Boundary(id="around", kind="zone", name="b", members=tuple(ids[20:24])),
            Boundary(id="region", kind="region", name="r", members=("around",)),
            Note(id="note", text="Peak on Fridays", links=("c1",)),
        ],
        layout,
    )


def everything(document: Document) -> list[str]:
    return [*document.components, *document.boundaries, *document.notes]


def place_of(scene: Scene) -> tuple[object, ...]:
    geometry = scene.geometry
    return dict(geometry.boxes), geometry.frames.rects, dict(geometry.notes), dict(geometry.hidden)


def is_right(scene: Scene) -> None:
    """Boxes are as those made anew; what is found at places is what lies there."""
    anew = Scene(scene.document)
    assert place_of(scene) == place_of(anew)
    for id, box in list(scene.geometry.boxes.items())[::7]:
        area = scene.area([id])
        assert id in scene.cards_in(area)
        assert scene.extents([id]) == anew.extents([id])
        assert scene.rect(id) == box
    assert scene.bounds is not None
    for id in scene.geometry.notes:
        assert id in scene.notes_in(scene.area([id]))
        assert scene.extents([id]) == anew.extents([id])
    for id, route in list(scene.geometry.routes.items())[::5]:
        x, y = route.points[0]
        assert id in scene.flows_in(scene.area([id]))
        ends = scene.document.flows[id]
        box = scene.rect(scene.drawn_end(ends.source))
        assert box.x - 1 <= x <= box.right + 1
        assert box.y - 1 <= y <= box.bottom + 1


@pytest.fixture
def screen(qtbot):
    def make(document: Document) -> Mirror:
        return shown(qtbot, Mirror(Session(document)))

    return make


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("zoom", [0.08, 0.2, 0.5, 1.0])
def test_after_moving_everything_the_picture_is_as_made_anew(screen, theme, zoom) -> None:
    canvas = screen(design())
    session, user = canvas.session, User(canvas)
    canvas.set_theme(theme)
    canvas.zoom_to(zoom)
    canvas.centre_on(1200, 500)
    session.select(everything(session.document))
    assert as_made_anew(canvas)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
        user.key(key, Qt.KeyboardModifier.ShiftModifier)
        user.key(key)
        canvas._at_rest()
        assert canvas.same()
    assert as_made_anew(canvas)
    is_right(canvas.scene)
    session.select(["c30"])
    nudge(session, canvas.scene, 30, 10)
    assert as_made_anew(canvas)
    session.undo()
    session.undo()
    assert as_made_anew(canvas)
    is_right(canvas.scene)
    canvas.scene.route_anew()
    canvas.painter.clear()
    canvas.update()
    moved = canvas.full()
    canvas._renew()
    canvas.update()
    assert moved == canvas.full()


def test_a_random_user_moves_everything_and_this_and_that() -> None:
    for seed in range(6):
        dice = random.Random(seed)
        session = Session(design(seed, unplaced=dice.choice((0, 3))))
        scene = Scene(session.document)
        session.viewing.drawn.connect(scene.update)
        whole = everything(session.document)
        for _ in range(40):
            what = dice.choice(
                ("all", "all", "all", "one", "some", "look", "undo", "redo", "fold", "stray", "lock")
            )
            if what in ("all", "one", "some"):
                session.select(whole if what == "all" else dice.sample(whole, 1 if what == "one" else 20))
                for _ in range(dice.choice((1, 3))):
                    nudge(session, scene, dice.choice((-20, 1, 0)), dice.choice((20, -1)))
            elif what == "look":
                is_right(scene)
            elif what in ("undo", "redo"):
                session.undo() if what == "undo" else session.redo()
            elif what == "fold":
                id = dice.choice(("stated", "around", "region"))
                folded = id in scene.geometry.folding.inside
                session.apply(set_collapsed(session.document, [id], not folded))
            elif what == "stray":
                session.apply(place(session.document, {dice.choice(whole): Placement(dice.random() * 99, 7)}))
            else:
                session.apply(
                    lock(session.document, {"c5": Placement(*scene.rect("c5"))}, dice.random() < 0.5)
                )
        is_right(scene)


def test_flows_go_along_as_they_are(screen) -> None:
    canvas = screen(design(unplaced=0))
    session, scene = canvas.session, canvas.scene
    before = dict(scene.geometry.routes)
    session.select(everything(session.document))
    for _ in range(3):
        nudge(session, scene, 20, -5)
    for id, route in scene.geometry.routes.items():
        assert route.points == tuple((x + 60, y - 15) for x, y in before[id].points)
        assert route.label_at == (before[id].label_at[0] + 60, before[id].label_at[1] - 15)
    assert len(session.history._done) == 1
    session.undo()
    assert scene.geometry.routes == before


def test_routes_after_a_move_of_all_are_those_of_a_drawing_made_there() -> None:
    session = Session(design(unplaced=0))
    scene = Scene(session.document)
    session.viewing.drawn.connect(scene.update)
    session.select(everything(session.document))
    nudge(session, scene, 37, -11)
    session.select(["c30"])
    nudge(session, scene, 60, 40)
    beside = Geometry(design(unplaced=0))
    other = session.document.copy()
    for id in ("c30",):
        entry = other.layout[id]
        other.apply(place(other, {id: Placement(entry.x - 60, entry.y - 40)}))
    there = Geometry(other)
    change = place(other, {"c30": session.document.layout["c30"]})
    other.apply(change)
    there.update(change)
    assert scene.geometry.routes == there.routes
    assert beside.routes != there.routes


def test_in_a_view_everything_moves_in_that_view_alone(screen) -> None:
    canvas = screen(design())
    session = canvas.session
    change, id = add_view(session.document, "Some", tuple(f"c{n}" for n in range(110)))
    session.apply(change)
    session.viewing.open(id)
    main = dict(session.document.layout)
    before = {one: canvas.scene.rect(one) for one in list(canvas.scene.geometry.boxes)}
    session.select(list(before))
    for _ in range(3):
        nudge(session, canvas.scene, 20, 20)
    assert {one: canvas.scene.rect(one) for one in before} == {
        one: box.moved(60, 60) for one, box in before.items()
    }
    assert dict(session.document.layout) == main
    assert as_made_anew(canvas)
    session.undo()
    assert {one: canvas.scene.rect(one) for one in before} == before


def test_a_drag_of_very_much_is_one_step_that_escape_takes_back(screen) -> None:
    canvas = screen(design())
    session, user = canvas.session, User(canvas)
    start = session.document.copy()
    session.select(everything(session.document))
    x, y = user.centre("c30")
    user.drag((x, y), (x + 100, y + 60), release=False)
    rect = canvas.scene.rect("c30")
    assert rect.centre != (x, y)
    is_right(canvas.scene)
    user.key(Qt.Key.Key_Escape)
    user.release(x, y)
    assert session.document == start
    is_right(canvas.scene)
    user.drag((x, y), (x + 100, y + 60))
    assert canvas.scene.rect("c30") == rect
    assert as_made_anew(canvas)
    session.undo()
    assert session.document == start
    is_right(canvas.scene)


def test_cards_alone_leave_a_stated_box_where_it_is() -> None:
    session = Session(design(unplaced=0))
    scene = Scene(session.document)
    session.viewing.drawn.connect(scene.update)
    session.select([*session.document.components, *session.document.notes])
    for _ in range(3):
        nudge(session, scene, -20, 1)
    assert scene.offset == (0, 0)
    assert session.document.layout["stated"] == Placement(-60, -80, 900, 500)
    is_right(scene)


@pytest.mark.parametrize("zoom", [0.08, 0.2])
def test_very_many_selected_flows_are_drawn_plain_from_afar(screen, monkeypatch, zoom) -> None:
    monkeypatch.setattr(flows, "MANY", 20)
    monkeypatch.setattr(flat, "MANY", 20)
    monkeypatch.setattr(flows, "FEW", 10)
    canvas = screen(design(unplaced=0))
    session, user, document = canvas.session, User(canvas), canvas.session.document
    canvas.zoom_to(zoom)
    canvas.centre_on(1200, 500)
    for chosen in (
        [*everything(document), *document.flows],
        [*everything(document), *list(document.flows)[:30]],
    ):
        session.select(chosen)
        assert as_made_anew(canvas)
        assert accent_pixels(canvas) > 200
        user.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        user.key(Qt.Key.Key_Down)
        assert as_made_anew(canvas)
        session.select(["c30"])
        nudge(session, canvas.scene, 100, 0)
        session.select(chosen)
        assert as_made_anew(canvas)
    session.select([])
    assert accent_pixels(canvas) == 0


def accent_pixels(canvas: Mirror) -> int:
    """How many pixels of the drawing have the colour of the selection."""
    image, accent = canvas.full(), QColor(canvas.theme["accent"]).rgb()
    return sum(image.pixel(x, y) == accent for x in range(0, 1200, 2) for y in range(0, 800, 2))
