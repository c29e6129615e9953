"""Views: parts of one design, each with places of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.shown import Shown, shown_ids
from mlsd_studio.model import Document
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.model.records import (
    ALL_TABLES,
    LAYOUT,
    Boundary,
    Component,
    Flow,
    Group,
    Journey,
    Note,
    View,
)
from mlsd_studio.session import Session, editing
from mlsd_studio.storage import dump, load_text

from .conftest import small

SHIFT = Qt.KeyboardModifier.ShiftModifier


def open_view(session: Session, shows, name: str = "Some") -> str:
    change, id = add_view(session.document, name, shows)
    assert session.apply(change)
    session.viewing.open(id)
    return id


def same_as_anew(session: Session, canvas) -> None:
    """What followed the changes is what is made anew."""
    view = session.viewing.current
    fresh = session.document if view is None else Shown(session.document, view)
    for table in ALL_TABLES:
        assert session.viewing.shown.table(table) == fresh.table(table)
        if table != LAYOUT:
            assert list(session.viewing.shown.table(table)) == list(fresh.table(table))
    scene = Scene(fresh)
    assert canvas.scene.geometry.boxes == scene.geometry.boxes
    assert canvas.scene.geometry.frames.rects == scene.geometry.frames.rects
    assert canvas.scene.geometry.notes == scene.geometry.notes
    assert canvas.scene.geometry.routes.keys() == scene.geometry.routes.keys()


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in before.splitlines()]


# -- what a view shows -----------------------------------------------------------------------------


def larger() -> Document:
    return Document(
        [
            Component(id="web", kind="client_web"),
            Component(id="api", kind="backend_service"),
            Component(id="a", kind="model_endpoint"),
            Component(id="b", kind="model_endpoint"),
            Component(id="lake", kind="object_store"),
            Group(id="both", members=("a", "b")),
            Boundary(id="eu", kind="region", members=("zone", "api")),
            Boundary(id="zone", kind="zone", members=("a",)),
            Boundary(id="empty", kind="account"),
            Boundary(id="team", kind="team", members=("a", "lake")),
            Flow(id="web-api", source="web", target="api", kind="request"),
            Flow(id="api-both", source="api", target="both", kind="request"),
            Flow(id="a-lake", source="a", target="lake", kind="data"),
            Journey(id="search", entry="web"),
            Note(id="about", text="x", links=("lake",)),
            Note(id="free", text="y"),
        ]
    )


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        (None, "web api a b lake both eu zone empty team web-api api-both a-lake about free"),
        ("all", "web api a b lake both eu zone empty team web-api api-both a-lake about free"),
        (("a", "lake", "about"), "a lake both a-lake about"),
        ("layer:ml", "a b both eu zone team"),
        ("layer: ml", "a b both eu zone team"),
        ("journey:search", "web api a b both eu zone team web-api api-both"),
        ("boundary:eu", "eu zone api a both team api-both"),
        ("boundary:zone", "zone a both team"),
        (("boundary:zone", "lake"), "zone a both team lake a-lake about"),
        (("all", "not:a", "not:free"), "web api b lake both eu zone empty team web-api api-both about"),
        ((), ""),
        ("boundary:nowhere", ""),
    ],
)
def test_words_say_what_is_shown(shows, expected: str) -> None:
    assert shown_ids(larger(), View(id="v", shows=shows)) == set(expected.split())


# -- moving, adding, removing ------------------------------------------------------------------------


def test_a_card_moved_in_a_view_changes_one_line_and_not_the_main_drawing(user, session, canvas) -> None:
    id = open_view(session, ("web", "api"))
    canvas.zoom_to(1.0)
    canvas.centre_on(300, 100)
    before, main = dump(session.document), dict(session.document.layout)
    assert canvas.scene.geometry.boxes.keys() == {"web", "api"}
    assert canvas.scene.rect("eu") is None
    start = user.centre("web")
    user.drag(start, (start[0], start[1] + 200))
    assert dict(session.document.layout) == main
    assert session.document.views[id].layout == {"web": [0.0, 200.0]}
    assert changed_lines(before, dump(session.document)) == ["    layout:", "      web: [0, 200]"]
    same_as_anew(session, canvas)
    start = user.centre("web")
    before = dump(session.document)
    user.drag(start, (start[0] + 40, start[1]))
    assert changed_lines(before, dump(session.document)) == ["      web: [40, 200]"]
    session.viewing.open(None)
    assert (canvas.scene.rect("web").x, canvas.scene.rect("web").y) == (0, 0)
    session.undo()
    assert session.viewing.current == id, "undo shows what it takes back"
    session.undo()
    assert canvas.scene.rect("web").y == 0
    same_as_anew(session, canvas)
    session.redo()
    same_as_anew(session, canvas)
    assert load_text(dump(session.document)).document == session.document


def test_escape_takes_a_drag_in_a_view_back(user, session, canvas) -> None:
    open_view(session, "all")
    canvas.zoom_to(1.0)
    before = session.document.copy()
    start = user.centre("api")
    user.drag(start, (start[0] + 60, start[1] + 180), release=False)
    assert session.document != before
    user.key(Qt.Key.Key_Escape)
    user.release(*start)
    assert session.document == before
    same_as_anew(session, canvas)


def test_what_is_added_in_a_view_is_shown_there(session, canvas) -> None:
    by_hand = open_view(session, ("web",))
    made = editing.add(session, "cache", None, (10, 400))
    assert session.document.views[by_hand].shows == ("web", made)
    assert made not in session.document.layout
    assert canvas.scene.rect(made) is not None
    same_as_anew(session, canvas)
    ml = open_view(session, "layer:ml")
    endpoint = editing.add(session, "model_endpoint", None, (10, 600))
    assert session.document.views[ml].shows == "layer:ml"
    assert canvas.scene.rect(endpoint) is not None
    other = editing.add(session, "cache", None, (300, 600))
    assert session.document.views[ml].shows == ("layer:ml", other)
    same_as_anew(session, canvas)
    session.undo()
    assert other not in session.document.components
    assert session.document.views[ml].shows == "layer:ml"
    session.viewing.open(None)
    assert {made, endpoint} <= canvas.scene.geometry.boxes.keys()


def test_delete_removes_from_the_design_and_shift_delete_from_the_view(user, session, canvas) -> None:
    told: list[str] = []
    session.message.connect(told.append)
    id = open_view(session, "all")
    session.select(["web"])
    session.viewing.remove_selected()
    assert "web" in session.document.components
    assert session.document.views[id].shows == ("all", "not:web")
    assert canvas.scene.rect("web") is None
    assert "web-api" not in canvas.scene.geometry.routes
    assert "still in the design" in told[-1]
    same_as_anew(session, canvas)
    session.select(["ranker"])
    session.remove_selected()
    assert "ranker" not in session.document.components
    assert "ranker" not in session.document.layout
    assert "Shift+Del" in told[-1]
    same_as_anew(session, canvas)
    session.undo()
    session.undo()
    assert canvas.scene.geometry.boxes.keys() == {"web", "api", "ranker"}
    assert session.document.views[id].shows == "all"
    same_as_anew(session, canvas)


def test_views_forget_what_is_removed_from_the_design(session) -> None:
    view = View(
        id="v", shows=("web", "not:api", "boundary:eu", "api"), layout={"web": [1.0, 2.0], "api": [3.0, 4.0]},
        collapsed=("eu",),
    )  # fmt: skip
    document = small()
    document = Document(
        tables={name: document.table(name).values() for name in ("components", "boundaries")}
        | {"views": [view]}
    )
    document.apply(remove(document, ["api", "eu"]))
    assert document.views["v"] == View(id="v", shows=("web",), layout={"web": [1.0, 2.0]}, collapsed=())


def test_tidy_arranges_only_the_view(session, canvas) -> None:
    id = open_view(session, ("web", "ranker"))
    main = dict(session.document.layout)
    from mlsd_studio.drawing.tidying import Wish

    canvas.tidier.tidy(Wish(), "Tidy layout")
    assert dict(session.document.layout) == main
    assert session.document.views[id].layout.keys() <= {"web", "ranker"}
    same_as_anew(session, canvas)


def test_dragging_out_of_the_boundary_a_view_is_about_keeps_the_card(user, session, canvas) -> None:
    id = open_view(session, "boundary:eu")
    canvas.zoom_to(1.0)
    canvas.centre_on(*user.centre("api"))
    start = user.centre("api")
    user.drag(start, (start[0], start[1] + 300))
    assert session.document.boundaries["eu"].members == ()
    assert canvas.scene.rect("api") is not None
    assert session.document.views[id].shows == ("boundary:eu", "api")
    same_as_anew(session, canvas)


def test_boundaries_collapse_in_one_view_alone(user, session, canvas) -> None:
    id = open_view(session, "all")
    session.select(["eu"])
    user.key(Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert session.document.views[id].collapsed == ("eu",)
    assert canvas.scene.rect("api") is None
    same_as_anew(session, canvas)
    session.viewing.open(None)
    assert canvas.scene.rect("api") is not None
    same_as_anew(session, canvas)


# -- going from view to view ---------------------------------------------------------------------------


def test_each_view_remembers_its_zoom_and_place(session, canvas) -> None:
    canvas.zoom_to(1.5)
    canvas.centre_on(120, 80)
    main = canvas.places.now
    first = open_view(session, ("web", "api"))
    canvas.zoom_to(0.5)
    there = canvas.places.now
    session.viewing.open(None)
    assert canvas.places.now[0] == main[0]
    assert canvas.places.now[1] == pytest.approx(main[1], abs=1)
    session.viewing.step(1)
    assert session.viewing.current == first
    assert canvas.places.now[0] == there[0]


def test_only_what_is_shown_stays_selected(session, canvas) -> None:
    session.select(["web", "ranker"])
    open_view(session, ("web",))
    assert session.selection == ("web",)


def test_a_hidden_element_is_shown_where_it_is(session, canvas) -> None:
    told: list[str] = []
    session.message.connect(told.append)
    second = open_view(session, ("web", "ranker"), "Second")
    open_view(session, ("web",), "First")
    session.viewing.reveal(["web"])
    assert session.viewing.name(session.viewing.current) == "First"
    session.viewing.reveal(["ranker"])
    assert session.viewing.current == second
    assert told[-1] == "Not in “First”: shown in “Second”"
    session.viewing.reveal(["api"])
    assert session.viewing.current is None
    assert told[-1] == "Not in “Second”: shown in “Whole design”"


def test_a_view_that_is_deleted_or_undone_leads_to_the_whole(session, canvas) -> None:
    open_view(session, ("web",))
    session.undo()
    assert session.viewing.current is None
    assert canvas.scene.geometry.boxes.keys() == {"web", "api", "ranker"}


def test_a_closed_tab_is_still_in_the_file(session) -> None:
    first = open_view(session, ("web",), "First")
    second = open_view(session, ("api",), "Second")
    assert session.viewing.tabs == [None, first, second]
    session.viewing.close(second)
    assert session.viewing.current == first
    assert session.viewing.tabs == [None, first]
    assert second in session.document.views
    session.viewing.open(second)
    assert session.viewing.tabs == [None, first, second]
