"""The clipboard, and names in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor, QGuiApplication

from mlsd_studio.model import Document

from .checks import joins, led, lies, press
from .desk import CTRL, SHIFT, Desk, Gesture, Key


def gone(*ids: str):
    def seen(desk: Desk, _before: Document) -> None:
        for id in ids:
            assert desk.document.find(id) is None
            assert id not in desk.document.layout
            assert desk.canvas.scene.rect(id) is None
            assert id not in desk.canvas.scene.geometry.routes

    return seen


def copied_twice(desk: Desk, before: Document) -> None:
    new = desk.document.components.keys() - before.components.keys()
    assert {desk.document.components[id].name for id in new} == {"Search API", "Ranker"}
    assert set(desk.selection) >= new
    (flow,) = desk.document.flows.keys() - before.flows.keys()
    record = desk.document.flows[flow]
    joins(desk, flow, record.source, record.target)
    assert {record.source, record.target} == new


def one_more(desk: Desk, before: Document) -> None:
    (new,) = desk.document.components.keys() - before.components.keys()
    assert desk.document.flows == before.flows
    lies(desk, new, 340, 40)


def point_at(desk: Desk, x: float, y: float) -> None:
    where = desk.on_canvas((x, y)).toPoint()
    QCursor.setPos(desk.canvas.mapToGlobal(QPoint(where)))
    assert desk.canvas.mapFromGlobal(QCursor.pos()) == where


def paste_at_pointer(desk: Desk) -> None:
    desk.key(Key.Key_C, CTRL)
    point_at(desk, 620, 380)
    desk.key(Key.Key_V, CTRL | SHIFT)


def lies_at_pointer(desk: Desk, before: Document) -> None:
    (new,) = desk.document.components.keys() - before.components.keys()
    lies(desk, new, 620, 380)


def paste_text(text: str):
    def paste(desk: Desk) -> None:
        QGuiApplication.clipboard().setText(text)
        desk.key(Key.Key_V, CTRL)

    return paste


def became(names: set[str], flows: int):
    def seen(desk: Desk, before: Document) -> None:
        new = desk.document.components.keys() - before.components.keys()
        assert {desk.document.components[id].name for id in new} == names
        assert len(desk.document.flows) - len(before.flows) == flows
        boxes = [desk.rect(id) for id in desk.document.components]
        assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])

    return seen


CLIPBOARD = (
    Gesture("delete with Del", press(Key.Key_Delete), gone("api", "web-api", "api-ranker"), chosen=("api",)),
    Gesture("delete with Backspace", press(Key.Key_Backspace), gone("web-api"), chosen=("web-api",)),
    Gesture("delete a boundary and keep what is inside", press(Key.Key_Delete),
            lambda d, b: (gone("eu")(d, b), d.rect("api")), chosen=("eu",)),
    Gesture("cut with Ctrl+X", press(Key.Key_X, CTRL), gone("ranker", "api-ranker"), chosen=("ranker",)),
    Gesture("copy and paste with Ctrl+C, Ctrl+V", lambda d: (d.key(Key.Key_C, CTRL), d.key(Key.Key_V, CTRL)),
            copied_twice, chosen=("api", "ranker")),
    Gesture("duplicate with Ctrl+D", press(Key.Key_D, CTRL), copied_twice, chosen=("api", "ranker")),
    Gesture("duplicate a card with a bent flow that has its other end elsewhere", press(Key.Key_D, CTRL),
            one_more, chosen=("api", "web-api"), design=led),
    Gesture("paste at the pointer with Ctrl+Shift+V", paste_at_pointer, lies_at_pointer, chosen=("cache",)),
    Gesture("paste Mermaid text", paste_text("flowchart LR\n a[Kafka] -->|events| b[(Data lake)]"),
            became({"Kafka", "Data lake"}, 1)),
    Gesture("paste a list of names", paste_text("- Kafka\n- Feature store\n- Grafana\n"),
            became({"Kafka", "Feature store", "Grafana"}, 0)),
)  # fmt: skip


def named(table: str, id: str, text: str, field: str = "name"):
    def seen(desk: Desk, _before: Document) -> None:
        assert getattr(desk.document.get(table, id), field) == text
        assert desk.canvas.editor is None
        if table == "components":
            assert desk.canvas.scene.look(id).title == text

    return seen


def rename_on(desk: Desk) -> None:
    desk.key(Key.Key_F2)
    desk.type("Shop")
    desk.key(Key.Key_Tab)
    assert desk.selection == ("api",)
    desk.type("Search")
    desk.key(Key.Key_Return)


def both_named(desk: Desk, before: Document) -> None:
    named("components", "web", "Shop")(desk, before)
    named("components", "api", "Search")(desk, before)


def noted(desk: Desk, before: Document) -> None:
    named("notes", "note", "# Peak\nup to **9×** on Fridays", "text")(desk, before)
    assert desk.rect("note").h > 40


def typed(start):
    return lambda desk: (start(desk), desk.type("Other"))


F2 = press(Key.Key_F2)
NAMES = (
    Gesture("rename in place with F2", lambda d: (F2(d), d.type("Scorer"), d.key(Key.Key_Return)),
            named("components", "ranker", "Scorer"), typed(F2), chosen=("ranker",)),
    Gesture("rename in place with Enter",
            lambda d: (d.key(Key.Key_Return), d.type("Scorer"), d.key(Key.Key_Return)),
            named("components", "ranker", "Scorer"), typed(press(Key.Key_Return)), chosen=("ranker",)),
    Gesture("rename in place by a double click",
            lambda d: (d.double_click(d.centre("ranker")), d.type("Scorer"), d.click((900, 480))),
            named("components", "ranker", "Scorer"), typed(lambda d: d.double_click(d.centre("ranker"))),
            chooses=("ranker",)),
    Gesture("rename on with Tab to the next", rename_on, both_named, steps=2, chosen=("web",)),
    Gesture("label a flow", lambda d: (F2(d), d.type("search"), d.key(Key.Key_Return)),
            named("flows", "web-api", "search", "label"), typed(F2), chosen=("web-api",)),
    Gesture("name a boundary", lambda d: (F2(d), d.type("EU"), d.key(Key.Key_Return)),
            named("boundaries", "eu", "EU"), typed(F2), chosen=("eu",)),
    Gesture("write a note with Markdown",
            lambda d: (F2(d), d.type("# Peak"), d.key(Key.Key_Return), d.type("up to **9×** on Fridays"),
                       d.key(Key.Key_Return, CTRL)), noted, typed(F2), chosen=("note",)),
)  # fmt: skip


GESTURES = (
    *CLIPBOARD,
    *NAMES,
)
