"""Commands that change what an element is or stands in: clone and connect, replace, draw around."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from mlsd_studio.canvas import arrange
from mlsd_studio.model.records import BoundaryKind
from mlsd_studio.session import shaping
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

DIRECTIONS = {"right": (1, 0), "left": (-1, 0), "up": (0, -1), "down": (0, 1)}
AROUND = "Draw around"
CLONE = "Clone and connect"


def around_ids() -> list[str]:
    """The commands that draw a boundary around the selection."""
    kinds = [f"around.{kind}" for kind in get_args(BoundaryKind)]
    return [*kinds, *(f"around.product_{n}" for n, _ in enumerate(shaping.drawn_around()))]


def reshape_actions(canvas: Canvas) -> list[Action]:
    """Clone and connect in four directions, replace, and a boundary of any kind around the selection."""
    session = canvas.session

    def one() -> bool:
        return len(session.selected("components")) == 1

    def clone(dx: int, dy: int) -> None:
        canvas.clone_towards(session.selected("components")[0], dx, dy)

    def replace() -> None:
        canvas.offer_instead(session.selected("components")[0])

    clones = [
        Action(f"edit.clone_{name}", f"{CLONE}: {name}", lambda dx=dx, dy=dy: clone(dx, dy),
               (f"Alt+Shift+{name.capitalize()}",), place=f"edit/{CLONE}", enabled=one)
        for name, (dx, dy) in DIRECTIONS.items()
    ]  # fmt: skip
    instead = Action("edit.replace", "Replace with …", replace, ("Ctrl+Shift+H",), "shuffle", enabled=one)
    return [*clones, instead, *_around(canvas)]


def _around(canvas: Canvas) -> list[Action]:
    """One command a kind of boundary, and one a product that is drawn as one (a Kubernetes cluster)."""
    session = canvas.session

    def holds() -> bool:
        return bool(session.selected("components") or session.selected("boundaries"))

    def draw(kind: BoundaryKind, name: str) -> None:
        members = [*session.selected("components"), *session.selected("boundaries")]
        made = arrange.put_in_boundary(session, members, kind=kind, name=name)
        if made is not None:
            canvas.rename(made)

    wanted: list[tuple[str, str, BoundaryKind]] = [
        (f"around.{kind}", kind.capitalize(), kind) for kind in get_args(BoundaryKind)
    ]
    products = shaping.drawn_around()
    wanted += [(f"around.product_{n}", name, kind) for n, (name, kind) in enumerate(products)]
    return [
        Action(id, f"{AROUND}: {name}", lambda kind=kind, name=name: draw(kind, name),
               place=f"arrange/{AROUND}", enabled=holds)
        for id, name, kind in wanted
    ]  # fmt: skip
