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
from mlsd_studio.session import Session

from .conftest import Mirror, User
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
    canvas = Mirror(Session(many()))
    qtbot.addWidget(canvas)
    canvas.animation_ms = 0
    canvas.resize(1200, 800)
    canvas.show()
    qtbot.waitExposed(canvas)
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
