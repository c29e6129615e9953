"""What has no place in the file stays where it is drawn; colours follow kinds; marks lie on what is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from mlsd_studio.canvas import Canvas
from mlsd_studio.canvas.hits import handles_of
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.view import Area
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.flows import add_flow
from mlsd_studio.model.edits.folding import set_collapsed
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import Boundary, Component, Flow, Note, Placement, Waypoints
from mlsd_studio.session import Session
from mlsd_studio.storage import dump, load_text

from .conftest import small


def without_places() -> Document:
    return Document(
        [
            *(Component(id=f"c{n}", kind="backend_service", name=f"Card {n}") for n in range(5)),
            *(Flow(id=f"f{n}", source=f"c{n}", target=f"c{n + 1}", kind="request") for n in range(4)),
            Boundary(id="eu", kind="region", members=("c1",)),
            Boundary(id="empty", kind="region"),
            Note(id="one", text="First"),
            Note(id="two", text="Second"),
        ]
    )


@pytest.fixture
def loose(qtbot) -> Canvas:
    widget = Canvas(Session(without_places()))
    qtbot.addWidget(widget)
    widget.resize(1200, 800)
    return widget


def drawn(scene: Scene) -> dict:
    return scene.geometry.boxes | scene.geometry.notes | scene.geometry.frames.rects


def test_the_first_edit_keeps_all_that_is_drawn_where_it_is(loose: Canvas, qtbot) -> None:
    session, before = loose.session, drawn(loose.scene)
    session.select(["c4"])
    qtbot.keyClick(loose, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    after = drawn(loose.scene)
    assert {id for id in before if before[id] != after[id]} == {"c4"}
    assert drawn(Scene(load_text(dump(session.document)).document)) == after
    session.undo()
    assert session.document == without_places()
    assert drawn(loose.scene) == before
    session.redo()
    assert drawn(loose.scene) == after


def test_fields_alone_write_no_places(loose: Canvas) -> None:
    loose.session.apply(set_fields(loose.session.document, "components", "c1", replicas=3))
    assert not loose.session.document.layout
    loose.session.apply(add_flow(loose.session.document, "c4", "c0", "feedback")[0])
    assert set(loose.session.document.layout) == {"c0", "c1", "c2", "c3", "c4", "empty", "one", "two"}


def test_a_boundary_that_loses_its_last_card_stays(canvas, session) -> None:
    frame = canvas.scene.rect("eu")
    session.apply(remove(session.document, ["api"]))
    assert canvas.scene.rect("eu") == frame


def test_another_layer_paints_the_frame_and_the_flows_anew() -> None:
    document = small()
    scene = Scene(document)
    before = scene.layer("eu")
    change = set_fields(document, "components", "api", "Replace", kind="event_stream")
    document.apply(change)
    touched, dirty = scene.update(change)
    assert scene.layer("eu") != before
    assert Area(*scene.rect("eu")) in dirty
    assert "api-ranker" in touched


def test_waypoints_have_handles_only_where_the_flow_runs_through_them() -> None:
    document = small()
    document.apply(place(document, {"web-api": Waypoints(((240, 300),))}))
    assert "via0" in handles_of(Scene(document), "web-api")
    document.apply(set_collapsed(document, ["eu"], True))
    assert set(handles_of(Scene(document), "web-api")) == {"source", "target"}


def test_a_place_in_the_file_is_the_place_on_the_canvas(canvas) -> None:
    assert canvas.session.document.layout["ranker"] == Placement(700, 200)
    assert not canvas.scene.geometry.loose.cards
