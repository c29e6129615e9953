"""The line shown while a flow is drawn is the flow that comes of it."""

from __future__ import annotations

import pytest

from mlsd_studio.drawing.picture import Line
from mlsd_studio.layout.quality import through
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Placement
from mlsd_studio.session import Session


def wall() -> Document:
    """Two cards with a third one between them, and one below."""
    names = ("left", "between", "right", "below")
    places = ((0, 100), (350, 100), (700, 100), (350, 400))
    return Document(
        [Component(id=id, kind="backend_service", name=id) for id in names],
        {id: Placement(*at) for id, at in zip(names, places, strict=True)},
    )


@pytest.fixture
def session(qapp) -> Session:
    return Session(wall())


def shown(canvas) -> tuple[tuple[int, int], ...]:
    lines = [shape for shape in canvas.tool.overlay() if isinstance(shape, Line)]
    return lines[-1].points if lines else ()


def pulled(user, canvas, start: str, end: tuple[float, float]) -> None:
    """Draw from the right port of a card, and do not let go."""
    box = canvas.scene.rect(start)
    user.move(box.right, box.y + box.h / 2)
    user.drag((box.right, box.y + box.h / 2), end, release=False)


def test_the_line_goes_around_cards_and_is_what_comes_of_it(user, session, canvas) -> None:
    pulled(user, canvas, "left", user.centre("right"))
    before = shown(canvas)
    assert through(canvas.scene.geometry.boxes, {"trial": before}) == []
    user.release(*user.centre("right"))
    (route,) = canvas.scene.geometry.routes.values()
    assert before == route.points


def test_dragging_an_end_shows_the_flow_it_becomes(user, session, canvas) -> None:
    pulled(user, canvas, "left", user.centre("right"))
    user.release(*user.centre("right"))
    (flow,) = session.document.flows
    session.select([flow])
    end = canvas.scene.geometry.routes[flow].points[-1]
    user.drag(end, user.centre("below"), release=False)
    before = shown(canvas)
    assert through(canvas.scene.geometry.boxes, {"trial": before}) == []
    user.release(*user.centre("below"))
    assert canvas.scene.geometry.routes[flow].points == before


def test_over_the_source_there_is_no_line_and_over_ground_it_leads_to_the_mouse(user, canvas) -> None:
    pulled(user, canvas, "left", user.centre("left"))
    assert shown(canvas) == ()
    user.move(150, 300)
    assert shown(canvas)[-1] == (150, 300)
    assert through(canvas.scene.geometry.boxes, {"trial": shown(canvas)}) == []
