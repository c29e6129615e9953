"""Panning copies what stays and paints what it lays bare: afterwards nothing is otherwise than painted anew."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlsd_studio.model.edits.components import add_component
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Placement
from mlsd_studio.session import Session

from .conftest import Mirror, User, shown
from .test_overlays import HEAT, TRAVEL
from .test_painting import many, wrong


def ghostly(session: Session) -> None:
    """Show what another component would look like."""
    session.ghost = session.document.copy()
    session.ghost.apply(add_component(session.ghost, "cache", "Cache", (300, 320))[0])
    session.ghost_changed.emit()


STATES: dict[str, Callable[[Session], None]] = {
    "plain": lambda session: None,
    "a card selected": lambda session: session.select(["api"]),
    "all selected": lambda session: session.select([*session.document.components, "eu", "note", "web-api"]),
    "a path lit": lambda session: session.show_finding(wrong("web", ("web", "web-api", "api"))),
    "tints and pills": lambda session: session.set_overlay(HEAT),
    "focus": lambda session: session.set_overlay(TRAVEL),
    "ghost": ghostly,
}


def wander(mirror: Mirror, seed: int, steps: int = 6) -> None:
    """Pan here and there, by steps that go on for a while as a hand does, and look after each."""
    dice = random.Random(seed)
    assert mirror.same()
    for _ in range(steps):
        dx, dy = (dice.choice((0, 0, -9, 12, 37, -64, 3)) for _ in range(2))
        for _ in range(dice.choice((1, 2, 5))):
            mirror.pan(dx, dy)
            if dice.random() < 0.5:
                mirror.on_screen()
        assert mirror.same(), (dx, dy)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_panned_pictures_are_as_painted_anew(mirror, session, theme, state) -> None:
    mirror.set_theme(theme)
    STATES[state](session)
    wander(mirror, seed=1)


@pytest.mark.parametrize("zoom", [0.12, 0.33, 0.5, 0.77, 1.1, 1.93])
def test_panned_pictures_are_as_painted_anew_at_every_zoom(mirror, session, zoom) -> None:
    mirror.zoom_to(zoom)
    session.select(["eu"])
    wander(mirror, seed=2)


def test_many_cards_and_crossing_flows_are_panned_rightly(qtbot) -> None:
    canvas = shown(qtbot, Mirror(Session(many())))
    qtbot.waitUntil(lambda: canvas.scene.geometry.settled)
    for zoom in (1.0, 0.5):
        canvas.zoom_to(zoom)
        canvas.centre_on(2000, 1200)
        wander(canvas, seed=3)


def test_what_changes_between_two_steps_is_shown(mirror, session) -> None:
    """Also where it lay outside the window when it changed, and came in afterwards."""
    user = User(mirror)
    mirror.on_screen()
    for n, id in enumerate((*session.document.components, "eu", "note")):
        mirror.pan(14, 9)
        mirror.on_screen()
        session.select([id])
        if id in session.document.components:
            session.set_fields("components", id, name=f"Renamed {n}")
        mirror.pan(14, 9)
        mirror.on_screen()
        assert mirror.same(), id
    for dx in (-30, 30):
        for _ in range(12):
            mirror.pan(dx, 0)
            mirror.on_screen()
        start = user.centre("api")
        user.press(*start)
        user.move(start[0] + 200, start[1] + 40)
        mirror.pan(dx, 5)
        assert mirror.same()
        user.release(start[0] + 200, start[1] + 40)
        assert mirror.same()
        session.undo()
        mirror.pan(-dx, 5)
        assert mirror.same()


CHANGES: tuple[Callable[[Mirror, random.Random], None], ...] = (
    lambda mirror, dice: mirror.session.select([dice.choice(("web", "api", "ranker", "eu", "note"))]),
    lambda mirror, dice: mirror.session.select([]),
    lambda mirror, dice: mirror.session.set_fields("components", "ranker", name=f"Name {dice.random()}"),
    lambda mirror, dice: mirror.session.set_fields("flows", "web-api", label=f"{dice.random():.1f}"),
    lambda mirror, dice: mirror.session.show_finding(dice.choice((None, wrong("web", ("web",))))),
    lambda mirror, dice: mirror.session.set_overlay(dice.choice((None, HEAT, TRAVEL))),
    lambda mirror, dice: dice.choice((ghostly, Session.clear_ghost))(mirror.session),
    lambda mirror, dice: mirror.session.undo(),
    lambda mirror, dice: mirror.set_theme(dice.choice(("light", "dark", "contrast"))),
    lambda mirror, dice: mirror.zoom_to(dice.choice((1.0, 0.8, 0.5))),
    lambda mirror, dice: mirror.session.apply(
        place(
            mirror.session.document,
            {"ranker": Placement(dice.randrange(-600, 1500), dice.randrange(-400, 900))},
        )
    ),
)


@pytest.mark.parametrize("seed", range(6))
def test_strips_painted_ahead_never_show_what_was_before(mirror, seed) -> None:
    dice = random.Random(seed)
    for _ in range(25):
        dx, dy = (dice.choice((0, -14, -5, 9, 16)) for _ in range(2))
        for _ in range(dice.randrange(4)):
            mirror.pan(dx, dy)
            mirror.on_screen()
        if dice.random() < 0.5:
            dice.choice(CHANGES)(mirror, dice)
        if dice.random() < 0.3:
            mirror.centre_on(448 + dice.randrange(-300, 300), 200)
        assert mirror.same()


def test_the_next_steps_are_painted_with_the_first(qtbot) -> None:
    canvas = shown(qtbot, Mirror(Session(many())))
    qtbot.waitUntil(lambda: canvas.scene.geometry.settled)
    canvas.zoom_to(1.0)
    canvas.centre_on(2000, 1200)
    canvas.on_screen()
    canvas.pan(-10, -6)
    canvas.on_screen()
    canvas.painter.cards_painted = 0
    for _ in range(4):
        canvas.pan(-10, -6)
        canvas.on_screen()
    assert canvas.painter.cards_painted == 0
    assert canvas.same()


@pytest.mark.parametrize("factor", ["2", "1.5"])
def test_the_same_on_finer_screens(factor) -> None:
    if "QT_SCALE_FACTOR" in os.environ:
        pytest.skip("this is the finer screen")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        str(Path(__file__)),
        "-k",
        "light or zoom or crossing",
    ]
    done = subprocess.run(
        command, env=os.environ | {"QT_SCALE_FACTOR": factor}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:]
