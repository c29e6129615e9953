"""Sizes and boundaries: resizing, drawing around, collapsing, locking, what lies on top."""

from __future__ import annotations

from mlsd_studio.canvas.hits import button_of, handles_of, hit
from mlsd_studio.layout.geometry import enclosing
from mlsd_studio.model import Document
from mlsd_studio.model.edits.folding import collapsed
from mlsd_studio.model.edits.placement import is_locked, place
from mlsd_studio.model.records import Placement

from .checks import closed, heaped, lies, press
from .desk import CTRL, SHIFT, Desk, Gesture, Key, Place, design


def lower_right(desk: Desk, id: str) -> Place:
    rect = desk.rect(id)
    return rect.right, rect.bottom


def sized(id: str, wide: int, high: int):
    def seen(desk: Desk, before) -> None:
        entry, rect = desk.document.layout[id], desk.rect(id)
        assert (rect.w, rect.h) == (entry.w, entry.h)
        old = before.layout.get(id)
        assert not isinstance(old, Placement) or (old.x, old.y) == (entry.x, entry.y)
        assert (rect.w, rect.h) == (wide, high)

    return seen


def size(id: str, dx: int, dy: int):
    def ways(desk: Desk) -> tuple[Place, Place]:
        x, y = lower_right(desk, id)
        return (x, y), (x + dx, y + dy)

    return lambda d: d.drag(*ways(d)), lambda d: d.take(*ways(d))


def framed(desk: Desk, before) -> None:
    (new,) = desk.document.boundaries.keys() - before.boundaries.keys()
    assert desk.document.boundaries[new].members == ("ranker",)
    assert desk.document.boundaries[new].name == "Serving"
    frame, card = desk.rect(new), desk.rect("ranker")
    assert frame == enclosing((frame, card))
    assert desk.session.tool == "select"


def frame_ranker(desk: Desk) -> None:
    desk.key(Key.Key_B)
    desk.take((660, 150), (940, 320))


def folded(desk: Desk, _before) -> None:
    assert collapsed(desk.document) == ("eu",)
    assert (desk.rect("eu").w, desk.rect("eu").h) == (196, 72)
    assert desk.canvas.scene.rect("api") is None


def unfolded(desk: Desk, _before) -> None:
    assert collapsed(desk.document) == ()
    assert desk.rect("eu").h > desk.rect("api").h


def noted(desk: Desk, before) -> None:
    (new,) = desk.document.notes.keys() - before.notes.keys()
    note = desk.document.notes[new]
    assert (note.text, note.links) == ("Needs a **GPU**", ("ranker",))
    assert desk.rect(new).y > desk.rect("ranker").bottom


def add_note(desk: Desk) -> None:
    desk.key(Key.Key_N)
    desk.click(desk.centre("ranker"))
    desk.type("Needs a **GPU**")
    desk.key(Key.Key_Return, CTRL)


SHAPING = (
    Gesture("resize a card by its corner", size("ranker", 80, 0)[0], sized("ranker", 280, 72),
            size("ranker", 80, 0)[1], chosen=("ranker",)),
    Gesture("resize a boundary by its corner", size("eu", 100, 60)[0],
            lambda d, b: sized("eu", d.rect("eu").w, d.rect("eu").h)(d, b), size("eu", 100, 60)[1],
            chosen=("eu",)),
    Gesture("resize a note by its corner", size("note", 60, 60)[0],
            lambda d, b: sized("note", d.rect("note").w, d.rect("note").h)(d, b), size("note", 60, 60)[1],
            chosen=("note",)),
    Gesture("draw around with the boundary tool",
            lambda d: (frame_ranker(d), d.release((940, 320)), d.type("Serving"), d.key(Key.Key_Return)), framed,
            frame_ranker, steps=2),
    Gesture("collapse a boundary by its button", lambda d: d.click(button_of(d.canvas.scene, "eu").centre),
            folded),
    Gesture("expand a boundary by a double click", lambda d: d.double_click(d.centre("eu")), unfolded,
            design=closed),
    Gesture("put a note on a card and type Markdown", add_note, noted, lambda d: d.key(Key.Key_N), steps=2),
)  # fmt: skip


def grouped(kind: str, name: str, members: tuple[str, ...] = ("web", "ranker")):
    def seen(desk: Desk, before: Document) -> None:
        (new,) = desk.document.boundaries.keys() - before.boundaries.keys()
        one = desk.document.boundaries[new]
        assert (one.kind, one.name, one.members) == (kind, name, members)
        frame = desk.rect(new)
        for id in members:
            box = desk.rect(id)
            assert frame == enclosing((frame, box)), "it is inside"

    return seen


def name_it(name: str):
    def typed(desk: Desk) -> None:
        desk.wait(lambda: desk.canvas.editor is not None)
        desk.type(name)
        desk.key(Key.Key_Return)

    return typed


def around(title: str, name: str):
    return lambda desk: (desk.command(f"Draw around: {title}"), name_it(name)(desk))


def locked(desk: Desk, _before: Document) -> None:
    assert is_locked(desk.document, "ranker")
    desk.key(Key.Key_Right)
    desk.drag(desk.centre("ranker"), (900, 400))
    lies(desk, "ranker", 700, 200)
    assert not handles_of(desk.canvas.scene, "ranker")


def locked_design() -> Document:
    made = design()
    made.apply(place(made, {"ranker": Placement(700, 200, locked=True)}))
    return made


def unlocked(desk: Desk, _before: Document) -> None:
    assert not is_locked(desk.document, "ranker")
    assert handles_of(desk.canvas.scene, "ranker")


def order(*wanted: str):
    def seen(desk: Desk, _before: Document) -> None:
        assert [id for id in desk.document.components if id != "web"] == list(wanted)
        assert hit(desk.canvas.scene, 410, 60, 1.0).id == wanted[-1], "what is on top is hit first"

    return seen


STANDING = (
    Gesture("group into a boundary with Ctrl+G", lambda d: (d.key(Key.Key_G, CTRL), name_it("Serving")(d)),
            grouped("cluster", "Serving"), steps=2, chosen=("web", "ranker")),
    Gesture("draw around: a zone", around("Zone", "eu-west-1a"), grouped("zone", "eu-west-1a"), steps=2,
            chosen=("web", "ranker")),
    Gesture("draw around: a trust boundary", around("Trust", "Public"), grouped("trust", "Public"), steps=2,
            chosen=("web", "ranker")),
    Gesture("draw around: a Kubernetes cluster",
            lambda d: (d.command("Draw around: Kubernetes cluster"), d.wait(lambda: d.canvas.editor is not None),
                       d.key(Key.Key_Return)),
            grouped("cluster", "Kubernetes cluster"), chosen=("web", "ranker")),
    Gesture("collapse a boundary with Ctrl+.", press(Key.Key_Period, CTRL), folded, chosen=("eu",)),
    Gesture("collapse all boundaries", lambda d: d.command("Collapse all boundaries"), folded),
    Gesture("expand with Ctrl+.", press(Key.Key_Period, CTRL), unfolded, chosen=("eu",),
            design=closed),
    Gesture("expand all boundaries", lambda d: d.command("Expand all boundaries"), unfolded,
            design=closed),
    Gesture("lock with Ctrl+L", press(Key.Key_L, CTRL), locked, chosen=("ranker",)),
    Gesture("unlock with Ctrl+L", press(Key.Key_L, CTRL), unlocked, chosen=("ranker",), design=locked_design),
    Gesture("bring to front", press(Key.Key_BracketRight, CTRL | SHIFT), order("ranker", "cache", "api"),
            chosen=("api",), design=heaped),
    Gesture("bring forward", press(Key.Key_BracketRight, CTRL),
            lambda d, b: order("ranker", "api", "cache")(d, b), chosen=("api",), design=heaped),
    Gesture("send backward", press(Key.Key_BracketLeft, CTRL), order("api", "cache", "ranker"),
            chosen=("cache",), design=heaped),
    Gesture("send to back", press(Key.Key_BracketLeft, CTRL | SHIFT), order("cache", "api", "ranker"),
            chosen=("cache",), design=heaped),
)  # fmt: skip


GESTURES = (
    *SHAPING,
    *STANDING,
)
