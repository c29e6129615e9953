"""The first minutes: an empty canvas that helps, and three steps that go away for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from mlsd_studio.app.window import MainWindow
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.session.editing import connect

from .conftest import User


def test_an_empty_canvas_offers_templates_and_goes_with_the_first_component(user: User) -> None:
    window = user.window
    window.files.new()
    user.until(window.welcome.isVisible)
    assert len([one for one in window.welcome.tiles if one.isVisible()]) == 4
    id = window.canvas.add_at_centre("cache")
    assert not window.welcome.isVisible()
    window.session.apply(remove(window.session.document, [id]))
    assert window.welcome.isVisible()
    window.session.history.mark_clean()
    user.click(window.welcome.tiles[0])
    assert window.session.document.components
    assert not window.welcome.isVisible()


def test_an_example_opens_from_the_empty_canvas(user: User) -> None:
    window = user.window
    window.files.new()
    user.until(window.welcome.isVisible)
    user.click(next(one for one in window.welcome.examples if one.isVisible()))
    assert window.session.document.components
    assert window.session.path is None


def test_a_drop_beside_the_cards_reaches_the_canvas(user: User) -> None:
    user.window.files.new()
    user.until(user.window.welcome.isVisible)
    user.drag_from_palette("kafka", (300, 200))
    assert len(user.window.session.document.components) == 1


def test_on_a_small_canvas_the_cards_give_way(user: User) -> None:
    window = user.window
    window.files.new()
    user.until(window.welcome.isVisible)
    window.resize(1000, 620)
    user.until(lambda: not window.welcome.tiles[3].isVisible())
    assert window.canvas.rect().contains(window.welcome.geometry())


def test_the_steps_are_ticked_and_stay_away_once_closed(
    user: User, make_window: Callable[[], MainWindow]
) -> None:
    window = user.window
    window.files.new()
    assert window.hints.isVisible()
    assert [one.accessibleName() for one in window.hints.signs] == ["To do"] * 3
    a, b = (window.canvas.add_at_centre(kind) for kind in ("client_web", "backend_service"))
    connect(window.session, a, b)
    assert window.hints.signs[0].accessibleName() == "Done"
    user.click(window.hints.cross)
    assert not window.hints.isVisible()
    user.key(window.canvas, Qt.Key.Key_Escape)
    window.settings.sync()
    other = make_window()
    other.files.new()
    assert not other.hints.isVisible()
