"""Somebody who edits, undoes and switches views at random: what follows equals what is made anew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.drawing.shown import Shown
from mlsd_studio.model import Document
from mlsd_studio.model.edits.boundaries import add_boundary, move_into
from mlsd_studio.model.edits.flows import add_flow
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.integrity import problems
from mlsd_studio.model.records import ALL_TABLES, Component, Placement, View
from mlsd_studio.session import Session, editing
from mlsd_studio.storage import dump, load_text

VIEWS = (None, "hand", "ml", "eu", "all")
STEP = st.tuples(st.integers(0, 8), st.integers(0, 99), st.integers(0, 99))


def design() -> Document:
    kinds = ("backend_service", "model_endpoint", "cache", "object_store")
    return Document(
        [
            *(Component(id=f"c{n}", kind=kinds[n % 4]) for n in range(6)),
            View(id="hand", shows=("c0", "c1")),
            View(id="ml", shows="layer:ml"),
            View(id="eu", shows=("boundary:eu", "c5")),
            View(id="all", shows="all"),
        ],
        {"c0": Placement(0, 0), "c1": Placement(300, 0)},
    )


def do(session: Session, what: int, a: int, b: int) -> None:
    """One step of a restless user."""
    document = session.viewing.placed
    ids = [*session.viewing.shown.components, *session.viewing.shown.boundaries]
    one, two = (ids[a % len(ids)], ids[b % len(ids)]) if ids else ("", "")
    if what == 0:
        session.viewing.open(VIEWS[a % len(VIEWS)])
    elif what == 1 and ids:
        session.apply(place(document, {one: Placement(a * 10, b * 10)}))
    elif what == 2:
        editing.add(session, ("cache", "model_endpoint")[a % 2], None, (a, b))
    elif what == 3 and ids:
        session.apply(remove(document, [one]))
    elif what == 4 and ids:
        session.select([one])
        session.viewing.remove_selected()
    elif what == 5:
        session.undo() if a % 2 else session.redo()
    elif what == 6 and ids:
        session.apply(add_boundary(document, "region", ("eu", "us")[b % 2], [one])[0])
    elif what == 7 and ids:
        session.apply(move_into(document, [one], two if two in document.boundaries else None))
    elif what == 8 and ids:
        session.apply(add_flow(document, one, two, "request")[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_views_follow_whatever_is_done(qapp, steps: list[tuple[int, int, int]]) -> None:
    session = Session(design())
    for step in steps:
        do(session, *step)
        view = session.viewing.current
        if view is not None:
            fresh = Shown(session.document, view)
            for table in ALL_TABLES:
                assert session.viewing.shown.table(table) == fresh.table(table), (step, table)
        assert not problems(session.document)
    while session.history.redo_label:
        session.redo()
    drawn = session.document.copy()
    while session.history.undo_label:
        session.undo()
    assert session.document == design()
    while session.history.redo_label:
        session.redo()
    assert session.document == drawn
    assert load_text(dump(drawn)).document == drawn
