"""Somebody who edits, undoes, filters and opens rows at random: the outline always equals the document."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from mlsd_studio.model import Document
from mlsd_studio.model.edits.boundaries import add_boundary, move_into
from mlsd_studio.model.edits.components import rename
from mlsd_studio.model.edits.flows import add_flow, flip_flow
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.edits.rows import move_row
from mlsd_studio.model.edits.views import add_view, listed
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import TREE_BOUNDARIES, Boundary, Component, Flow, Group, Journey, Note
from mlsd_studio.panels.outline import contents
from mlsd_studio.panels.outline.panel import Outline
from mlsd_studio.session import Session, editing

STEP = st.tuples(st.integers(0, 14), st.integers(0, 99), st.integers(0, 99))


def design() -> Document:
    return Document(
        [
            *(Component(id=f"c{n}", kind=("cache", "model_endpoint")[n % 2]) for n in range(5)),
            Group(id="g", members=("c1", "c2"), needs=1),
            Boundary(id="eu", kind="region", members=("c0", "zone")),
            Boundary(id="zone", kind="zone", members=("c1",)),
            Boundary(id="team", kind="team", members=("c0", "c4")),
            Flow(id="f", source="c0", target="c1", kind="request"),
            Flow(id="in", source="eu", target="g", kind="async"),
            Journey(id="j", entry="c0"),
            Note(id="n", text="Ask"),
        ]
    )


def do(session: Session, outline: Outline, what: int, a: int, b: int) -> None:
    """One step of a restless user."""
    document = session.document
    ids = [*document.components, *document.boundaries]
    one, two = (ids[a % len(ids)], ids[b % len(ids)]) if ids else ("", "")
    flows = list(document.flows)
    if what == 0:
        editing.add(session, "cache", None, (a, b))
    elif what == 1 and ids:
        session.apply(remove(document, [one]))
    elif what == 2 and ids:
        session.apply(add_flow(document, one, two, "request")[0])
    elif what == 3 and flows:
        session.apply(flip_flow(document, flows[a % len(flows)]))
    elif what == 4 and ids:
        session.apply(add_boundary(document, ("zone", "team", "region")[a % 3], "B", [one])[0])
    elif what == 5 and ids:
        session.apply(move_into(document, [one], two if two in document.boundaries else None))
    elif what == 6 and document.components:
        id = list(document.components)[a % len(document.components)]
        session.apply(move_row(document, "components", id, b))
    elif what in (7, 8):
        session.undo() if what == 7 else session.redo()
    elif what == 9 and ids:
        session.apply(rename(document, document.find(one)[0], one, f"Name {b}"))
    elif what == 10:
        outline.field.setText(("", "c", "c1", "name", "zz", "eu")[a % 6])
    elif what == 11:
        rows = list(walk(outline, only_open=True))
        if rows:
            outline.view.setExpanded(rows[a % len(rows)], bool(b % 2))
    elif what == 12:
        session.select(ids[a % 3 :: 2])
    elif what == 13:
        session.apply(add_view(document, "View", "all")[0])
    elif what == 14:
        outline.setVisible(bool(a % 2))


def walk(outline: Outline, parent: QModelIndex | None = None, *, only_open: bool = False):
    """Every row, or those that can be seen."""
    parent = parent or QModelIndex()
    for row in range(outline.model.rowCount(parent)):
        index = outline.model.index(row, 0, parent)
        yield index
        if not only_open or outline.view.isExpanded(index):
            yield from walk(outline, index, only_open=only_open)


def row_of(outline: Outline, index: QModelIndex) -> tuple[str, str, str]:
    above = outline.model.item(index.parent())
    while above is not None and above.kind == "range":
        above = outline.model.item(index.parent().parent())
    item = outline.model.item(index)
    return item.kind, item.id, above.id if above else ""


def wanted(document: Document) -> Counter[tuple[str, str, str]]:
    """The rows that a document should have: what, id, and the id of what is above."""
    up = parents(document.boundaries.values())
    rows = [("component", id, up.get(id, "")) for id in document.components]
    for id, one in document.boundaries.items():
        tree = one.kind in TREE_BOUNDARIES
        rows += [("boundary", id, up.get(id, "") if tree else "across")]
        rows += [("member", member, id) for member in one.members if not tree]
    for one in document.flows.values():
        rows += [("out", one.id, one.source), ("in", one.id, one.target)]
    for one in document.groups.values():
        rows += [("group", one.id, "groups"), *(("member", member, one.id) for member in one.members)]
    rows += [("journey", id, "journeys") for id in document.journeys]
    rows += [("note", id, "notes") for id in document.notes]
    rows += [("view", view.id, "views") for view in listed(document)]
    rows += [("heading", heading, "") for heading in {row[2] for row in rows} & contents.HEADINGS.keys()]
    return Counter(rows)


def check(session: Session, outline: Outline, step: object) -> None:
    rows = [row_of(outline, one) for one in walk(outline)]
    counted = Counter(row for row in rows if row[0] != "range")
    if outline.field.text():
        assert counted <= wanted(session.document), step
        fresh = contents.Contents(session.document, outline._found())
        assert {row[:2] for row in rows} >= {tuple(one) for one in fresh.kept}, step
    else:
        assert counted == wanted(session.document), step
    order = [id for kind, id, _ in rows if kind == "component"]
    for holder in {row[2] for row in rows}:
        inside = [id for kind, id, above in rows if kind == "component" and above == holder]
        assert inside == [id for id in session.document.components if id in inside], (step, order)


@settings(max_examples=50, deadline=None)
@given(st.lists(STEP, max_size=25), st.sampled_from([(300, 200), (2, 2)]))
def test_the_outline_follows_whatever_is_done(qapp, steps, parts) -> None:
    before = contents.MANY, contents.PART
    contents.MANY, contents.PART = parts
    try:
        session = Session(design())
        outline = Outline(session)
        tester = QAbstractItemModelTester(outline.model)
        outline.show()
        for step in steps:
            do(session, outline, *step)
            qapp.processEvents()
            if outline.isVisible():
                check(session, outline, step)
        outline.show()
        outline.field.clear()
        qapp.processEvents()
        check(session, outline, "shown")
        while session.history.undo_label:
            session.undo()
        assert session.document == design()
        check(session, outline, "undone")
        qapp.processEvents()
        assert set(outline.model.ids(outline.view.selectionModel().selection())) == set(session.selection)
        outline.hide()
        del tester
    finally:
        contents.MANY, contents.PART = before
