"""Overlays on the canvas: colours over cards, frames and flows, a legend, and how they end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mlsd_studio.session.overlay import Overlay, Tint

from .conftest import User
from .test_painting import wrong

HEAT = Overlay(
    "heat",
    "How busy",
    {
        "api": Tint("bad", 0.9, "93 % busy"),
        "ranker": Tint("ok", 0.3),
        "eu": Tint("warn", 0.5, "zone a is down"),
        "api-ranker": Tint("bad", 1.0, "saturated"),
        "gone": Tint("bad"),
    },
    legend=(("bad", "Above what it can do"), ("ok", "Room to spare")),
)
TRAVEL = Overlay("data_class:pii", "pii", {"web": Tint("accent")}, frozenset({"web", "web-api", "api"}))


def patch(user, picture, id: str):
    spot = user.at(*user.centre(id))
    return picture.copy(spot.x() - 90, spot.y() - 30, 180, 60)


def test_tints_are_painted_and_taken_away(user, session) -> None:
    before = user.picture()
    session.set_overlay(HEAT)
    shown = user.picture()
    assert patch(user, shown, "api") != patch(user, before, "api")
    assert patch(user, shown, "ranker") != patch(user, before, "ranker")
    assert patch(user, shown, "web") == patch(user, before, "web")
    session.set_overlay(None)
    assert user.picture() == before


def test_what_is_lit_stays_bright_and_the_rest_fades(user, session) -> None:
    before = user.picture()
    session.set_overlay(TRAVEL)
    shown = user.picture()
    assert patch(user, shown, "api") == patch(user, before, "api")
    assert patch(user, shown, "ranker") != patch(user, before, "ranker")


def test_a_finding_shown_over_an_overlay_comes_first_and_gives_way_again(user, canvas, session) -> None:
    session.set_overlay(TRAVEL)
    assert canvas._lit == {"web", "web-api", "api", "eu"}
    session.show_finding(wrong("ranker"))
    assert canvas._lit == {"ranker"}
    user.key(Qt.Key.Key_Escape)
    assert session.highlight is None
    assert canvas._lit == {"web", "web-api", "api", "eu"}
    user.key(Qt.Key.Key_Escape)
    assert session.overlay is None
    assert canvas._lit is None


def test_escape_ends_the_overlay_before_the_selection(user, session) -> None:
    session.set_overlay(HEAT)
    session.select(["api"])
    user.key(Qt.Key.Key_Escape)
    assert session.overlay is None
    assert session.selection == ("api",)


def test_the_legend_names_the_colours_and_closes(canvas, session) -> None:
    assert not canvas.legend.isVisible()
    session.set_overlay(HEAT)
    legend = canvas.legend
    assert legend.isVisible()
    assert legend.title.text() == "How busy"
    assert legend.accessibleName() == "How busy"
    assert "Room to spare" in legend.accessibleDescription()
    assert canvas.rect().contains(legend.geometry())
    assert not legend.geometry().intersects(canvas.minimap.geometry())
    QTest.mouseClick(legend.close_button, Qt.MouseButton.LeftButton)
    assert session.overlay is None
    assert not legend.isVisible()


def test_the_legend_closes_by_keyboard_and_gives_the_focus_back(canvas, session, qtbot) -> None:
    session.set_overlay(HEAT)
    canvas.window().activateWindow()
    qtbot.waitUntil(canvas.isActiveWindow)
    canvas.legend.close_button.setFocus()
    QTest.keyClick(canvas.legend.close_button, Qt.Key.Key_Escape)
    assert session.overlay is None
    assert canvas.hasFocus()


def test_a_small_canvas_shows_only_the_title_of_the_legend(canvas, session) -> None:
    session.set_overlay(Overlay("long", "Long", legend=tuple(("ok", f"Meaning {n}") for n in range(6))))
    tall = canvas.legend.height()
    canvas.resize(300, 130)
    assert canvas.legend.height() < tall
    assert canvas.legend.rows.isHidden()
    canvas.resize(900, 700)
    assert canvas.legend.height() == tall


def test_a_long_title_is_elided_with_a_tooltip(canvas, session) -> None:
    words = "Where special categories of personal data travel in this design " * 3
    session.set_overlay(Overlay("x", words))
    assert canvas.legend.title.text().endswith("…")
    assert canvas.legend.title.toolTip() == words


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes_colour_the_legend(canvas, session, theme) -> None:
    session.set_overlay(HEAT)
    canvas.set_theme(theme)
    shown = canvas.legend.grab().toImage()
    assert shown.pixelColor(20, 4).name().upper() == canvas.theme["card"]


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.25, 0.1])
def test_partial_repaints_with_an_overlay_equal_full_ones(mirror, session, zoom) -> None:

    user = User(mirror)
    session.set_overlay(HEAT)
    mirror.zoom_to(zoom)
    assert mirror.same()
    start = user.centre("ranker")
    user.press(*start)
    for dx, dy in ((40, 0), (-160, -80), (-360, -170), (80, 40)):
        user.move(start[0] + dx, start[1] + dy)
        assert mirror.same(), (dx, dy)
    user.release(start[0] + 80, start[1] + 40)
    mirror.pan(31, -17)
    assert mirror.same()


def test_every_detail_shows_the_tints(user, canvas, session) -> None:
    for zoom in (1.0, 0.5, 0.2, 0.08):
        session.set_overlay(None)
        canvas.zoom_to(zoom)
        before = user.picture()
        session.set_overlay(HEAT)
        assert user.picture() != before, zoom


def test_another_document_has_no_overlay(canvas, session) -> None:
    from .conftest import small

    session.set_overlay(HEAT)
    session.replace(small())
    assert session.overlay is None
    assert canvas.legend.isHidden()
