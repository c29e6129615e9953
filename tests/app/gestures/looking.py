"""What is lit, shown and asked: search, focus, overlays, dialogs, tabs, tools. Nothing is changed by it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from mlsd_studio.app.export_dialog import ExportDialog
from mlsd_studio.model import Document
from mlsd_studio.session.overlays.questions import questions

from .checks import press, viewed
from .desk import ALT, CTRL, NONE, SHIFT, Desk, Gesture, Key


def holds(tool: str):
    def seen(desk: Desk, _before: Document) -> None:
        assert desk.canvas.tool is desk.canvas.tools[tool]
        lit = [id for id, button in desk.window.top_bar.buttons.items() if button.isChecked()]
        assert lit == [f"tool.{tool}"]

    return seen


def search(desk: Desk) -> None:
    desk.key(Key.Key_F, CTRL)
    desk.type("rank")
    assert desk.canvas.finder.count.text() == "2 found"
    assert "web" not in desk.canvas._lit


def find(desk: Desk) -> None:
    search(desk)
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Return, SHIFT)


def found(desk: Desk, _before: Document) -> None:
    assert desk.selection == ("ranker",)
    assert desk.canvas.finder.count.text() == "1 of 2"
    desk.key(Key.Key_Escape)
    assert desk.canvas.hasFocus()
    assert desk.selection == ("ranker",)


def bright(*ids: str):
    def seen(desk: Desk, _before: Document) -> None:
        assert desk.session.overlay.lit == set(ids)
        assert set(ids) <= desk.canvas._lit
        assert desk.canvas.legend.isVisible()

    return seen


FOCUS = {
    "neighbours with F": (NONE, ("web", "web-api", "api", "api-ranker", "ranker")),
    "upstream with Shift+F": (SHIFT, ("web", "web-api", "api")),
    "downstream with Alt+F": (ALT, ("api", "api-ranker", "ranker")),
}


def shows(one):
    def seen(desk: Desk, _before: Document) -> None:
        assert desk.session.overlay.id == one.id
        assert desk.canvas.legend.isVisible()
        assert desk.canvas.legend.title.text()
        digit = getattr(Key, f"Key_{questions().index(one) + 1}")
        desk.key(digit)
        assert desk.session.overlay is None, "the same key ends it"
        desk.key(digit)

    return seen


OVERLAYS = tuple(
    Gesture(f"overlay {number} shows {one.title.lower()}", press(getattr(Key, f"Key_{number}")), shows(one),
            press(getattr(Key, f"Key_{number}")), looks=True)
    for number, one in enumerate(questions(), 1)
)  # fmt: skip

LIGHT = (
    Gesture("search on the canvas with Ctrl+F", find, found, search, chosen=("api",), looks=True),
    *(Gesture(f"focus on {what}", press(Key.Key_F, keys), bright(*ids), press(Key.Key_F, keys), chosen=("api",),
              looks=True) for what, (keys, ids) in FOCUS.items()),
    *OVERLAYS,
)  # fmt: skip


def sheet_told(desk: Desk, _before: Document) -> None:
    said = {label.text() for label in QApplication.activeModalWidget().findChildren(QLabel)}
    wanted = {"Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+G", "Shift+1", "Shift+2", "Ctrl+0", "V", "H", "C", "F2", "F6",
              "Alt+Shift+Right", "Ctrl+K", "Ctrl+F", "Ctrl+Shift+E", "?", "Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+D",
              "Ctrl+A", "Del", "Alt+arrows", "Arrows", "Shift+arrows", "Ctrl+wheel", "Space+drag", "Middle drag",
              "Esc", *"12345678"}  # fmt: skip
    assert wanted <= said, wanted - said
    desk.key(Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def palette_opened(desk: Desk, _before: Document) -> None:
    assert desk.window.commands.isVisible()
    assert desk.window.commands.field.hasFocus()
    assert desk.window.commands.list.count() > 5
    desk.key(Key.Key_Escape)
    assert desk.canvas.hasFocus()


def export(desk: Desk) -> None:
    """The dialog waits for an answer, so it is looked at and left from within."""
    seen: list[str] = []

    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog).__name__)
        QTest.keyClick(dialog, Key.Key_Escape)

    QTimer.singleShot(50, desk.canvas, leave)
    desk.key(Key.Key_E, CTRL | SHIFT)
    assert seen == [ExportDialog.__name__]


def next_tab(desk: Desk, _before: Document) -> None:
    assert desk.session.viewing.current == "search-view"
    assert set(desk.canvas.scene.geometry.boxes) == {"web", "api"}
    desk.key(Key.Key_Tab, CTRL | SHIFT)
    assert desk.session.viewing.current is None
    assert "ranker" in desk.canvas.scene.geometry.boxes
    desk.key(Key.Key_PageDown, CTRL)
    assert desk.session.viewing.current == "search-view"


def tab_closed(desk: Desk, _before: Document) -> None:
    assert desk.session.viewing.current is None
    assert desk.session.viewing.tabs == [None]


def to_next_region(desk: Desk, _before: Document) -> None:
    seen = [desk.window.regions.current()]
    while seen[-1] != "canvas":
        desk.key(Key.Key_F6)
        seen.append(desk.window.regions.current())
    assert len(seen) == len(set(seen)) == len(desk.window.regions.shown())


def copied(desk: Desk, _before: Document) -> None:
    assert QApplication.clipboard().text() == "Ranker"
    assert [one.id for one in desk.session.fragment.components] == ["ranker"]


WINDOW = (
    Gesture("? shows the shortcuts", press(Key.Key_Question), sheet_told, press(Key.Key_Question), looks=True,
            same_picture=True),
    Gesture("Ctrl+K opens the commands", press(Key.Key_K, CTRL), palette_opened, press(Key.Key_K, CTRL),
            looks=True, same_picture=True),
    Gesture("Ctrl+Shift+E asks how to export", export, lambda d, b: None, looks=True, same_picture=True),
    Gesture("Ctrl+Tab goes to the next view", press(Key.Key_Tab, CTRL), next_tab, design=viewed, looks=True),
    Gesture("Ctrl+W closes a view and keeps it in the file",
            lambda d: (d.key(Key.Key_Tab, CTRL), d.key(Key.Key_W, CTRL)), tab_closed, design=viewed, looks=True,
            same_picture=True),
    Gesture("F6 goes round the regions", press(Key.Key_F6), to_next_region, looks=True, same_picture=True),
    Gesture("copy with Ctrl+C", press(Key.Key_C, CTRL), copied, chosen=("ranker",), looks=True,
            same_picture=True),
    *(Gesture(f"{letter} takes up the tool {tool}", press(getattr(Key, f"Key_{letter}")), holds(tool),
              press(getattr(Key, f"Key_{letter}")), looks=True, same_picture=True)
      for letter, tool in (("H", "hand"), ("C", "connect"), ("B", "boundary"), ("N", "note"))),
    Gesture("V goes back to selecting", lambda d: (d.key(Key.Key_C), d.key(Key.Key_V)), holds("select"),
            looks=True, same_picture=True),
)  # fmt: skip


GESTURES = (
    *LIGHT,
    *WINDOW,
)
