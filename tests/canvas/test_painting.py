"""What is painted, and how little: partial repaints equal full ones, only visible cards are touched."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from mlsd_studio.analysis.findings import Finding, Subject
from mlsd_studio.canvas import Canvas
from mlsd_studio.canvas.painting.sprites import Sprites
from mlsd_studio.drawing.picture import Box, Fill
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Component, Flow, Placement
from mlsd_studio.session import Session

from .conftest import User, shown


def wrong(id: str, path: tuple[str, ...] = ()) -> Finding:
    """An error of a component."""
    return Finding(
        code="X001",
        key=f"X001@{id}",
        severity="error",
        title="Wrong",
        message="",
        subjects=(Subject(id, "subject"),),
        path=path,
    )


def many(count: int = 1000) -> Document:
    records = [Component(id=f"c{n}", kind="backend_service", name=f"Service {n}") for n in range(count)]
    records += [
        Flow(id=f"f{n}", source=f"c{n}", target=f"c{(n + 41) % count}", kind="request") for n in range(count)
    ]
    return Document(records, {f"c{n}": Placement(n % 40 * 280, n // 40 * 140) for n in range(count)})


def test_partial_repaints_equal_full_ones_while_dragging(mirror, session) -> None:
    user = User(mirror)
    assert mirror.same()
    start = user.centre("ranker")
    user.press(*start)
    for dx, dy in ((20, 0), (-140, -60), (-420, -190), (-300, -160), (80, 40)):
        user.move(start[0] + dx, start[1] + dy)
        assert mirror.same(), (dx, dy)
    user.release(start[0] + 80, start[1] + 40)
    assert mirror.same()
    user.click(-100, 500)
    assert mirror.same()


@pytest.mark.parametrize("zoom", [0.75, 0.5, 0.25, 0.1, 1.33])
def test_partial_repaints_equal_full_ones_at_every_detail(mirror, session, zoom) -> None:
    user = User(mirror)
    mirror.zoom_to(zoom)
    assert mirror.same()
    start = user.centre("api")
    user.press(start[0], start[1])
    for dx, dy in ((60, 80), (-200, 300), (400, 20)):
        user.move(start[0] + dx, start[1] + dy)
        assert mirror.same(), (dx, dy)
    user.key(Qt.Key.Key_Escape)
    user.release(*start)
    assert mirror.same()


def test_edits_equal_full_painting(mirror, session) -> None:
    user = User(mirror)
    assert mirror.same()
    user.drag((196, 36), user.centre("ranker"))
    assert mirror.same()
    session.select(["api"])
    session.remove_selected()
    assert mirror.same()
    session.undo()
    assert mirror.same()
    session.undo()
    assert mirror.same()


def test_only_visible_cards_are_painted(qtbot) -> None:
    canvas = shown(qtbot, Canvas(Session(many())), (1000, 700))
    canvas.fit()
    canvas.grab()
    canvas.painter.cards_painted = 0
    canvas.grab()
    assert canvas.painter.cards_painted == 1000
    canvas.zoom_to(1.0)
    canvas.grab()
    canvas.painter.cards_painted = 0
    canvas.grab()
    assert 8 <= canvas.painter.cards_painted <= 40
    canvas.session.select(["c0"])
    canvas.centre_on(100, 36)
    canvas.grab()
    before = canvas.painter.sprites.made
    canvas.pan(20, 10)
    canvas.grab()
    assert canvas.painter.sprites.made - before <= 10


def test_sprites_stay_within_their_memory(qapp) -> None:
    sprites = Sprites(limit=400_000)
    for n in range(50):
        sprites.make(n, [Box(0, 0, 90, 90, 4, Fill("#FF0000"))], (100, 100), 1.0, 4)
    assert sprites.bytes <= 400_000
    assert sprites.find(49) is not None
    assert sprites.find(0) is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes_differ(user, canvas, theme) -> None:
    canvas.set_theme(theme)
    ground = canvas.grab().toImage().pixelColor(3, 3).name().upper()
    assert ground == canvas.theme["background"]


def test_a_highlight_fades_the_rest(user, canvas, session) -> None:
    before = user.picture()
    web, ranker = user.at(*user.centre("web")), user.at(*user.centre("ranker"))
    session.show_finding(wrong("web", ("web", "web-api", "api")))
    session.select([])
    after = user.picture()
    faded = [after.copy(p.x() - 90, p.y() - 30, 180, 60) for p in (web, ranker)]
    plain = [before.copy(p.x() - 90, p.y() - 30, 180, 60) for p in (web, ranker)]
    assert faded[0] == plain[0]
    assert faded[1] != plain[1]
    session.show_finding(None)
    assert user.picture() == before


def test_a_ghost_shows_what_would_be_added(user, canvas, session) -> None:
    before = user.picture()
    ghost = session.document.copy()
    ghost.apply(add_component(ghost, "cache", "Cache", (300, 320))[0])
    session.ghost = ghost
    session.ghost_changed.emit()
    shown = user.picture()
    at = user.at(398, 356)
    assert shown.copy(at.x() - 110, at.y() - 50, 220, 100) != before.copy(at.x() - 110, at.y() - 50, 220, 100)
    session.clear_ghost()
    assert user.picture() == before


def test_findings_put_badges_on_cards(user, canvas, session) -> None:
    before = user.picture()
    session.report = SimpleNamespace(findings=(wrong("web"), wrong("web"), wrong("gone")))
    session.findings_changed.emit()
    assert user.picture() != before
    assert canvas.scene.look("web").count == 2
    user.click(193, 2)
    assert session.highlight == wrong("web")
    session.report = None
    session.show_finding(None)
    session.select([])
    session.findings_changed.emit()
    assert user.picture() == before


def test_everything_can_be_painted_with_every_kind_of_element_selected(user, canvas, session) -> None:
    for id in ("web", "eu", "note", "web-api"):
        before = user.picture()
        session.select([id])
        assert user.picture() != before, id


def test_zooming_with_the_wheel_is_painted_with_care_once_it_rests(user, canvas, qtbot) -> None:
    before = user.picture()
    canvas.hurry()
    canvas.zoom_to(1.3)
    made = canvas.painter.sprites.made
    hasty = user.picture()
    assert hasty != before
    assert canvas.painter.sprites.made <= made + 2  # the labels
    qtbot.waitUntil(lambda: not canvas._hasty)
    careful = user.picture()
    assert canvas.painter.sprites.made > made + 2
    canvas.painter.clear()
    assert user.picture() == careful


@pytest.mark.parametrize(("kind", "period"), [("telemetry", 5.2), ("control", 12.5)])
@pytest.mark.parametrize("pixels", [2, 3, 5])
def test_no_piece_of_a_dashed_line_vanishes(user, canvas, session, kind, period, pixels) -> None:
    """Least room for luck: the pattern repeats after whole pixels, so all its strokes lie alike."""
    session.set_fields("flows", "api-ranker", kind=kind, label=None)
    canvas.zoom_to(max(0.31, pixels / period))
    canvas.centre_on(500, 120)
    for aside in range(0, 12, 2):
        session.apply(place(session.document, {"ranker": Placement(700 + aside, 200 + 3 * aside)}))
        picture = canvas.grab().toImage()
        for start, end in pairwise(canvas.scene.geometry.routes["api-ranker"].points):
            assert ink(picture, user.at(*start), user.at(*end)) > 0.15, f"{kind}: {start} to {end}"


def ink(picture: QImage, start: QPoint, end: QPoint) -> float:
    """The share of the places along a straight line, and within two pixels of it, where something is drawn."""
    steps = max(abs(end.x() - start.x()), abs(end.y() - start.y()))
    level = start.y() == end.y()
    seen = 0
    for n in range(steps):
        x = start.x() + (end.x() - start.x()) * n // steps
        y = start.y() + (end.y() - start.y()) * n // steps
        around = [(x, y + d) if level else (x + d, y) for d in (-2, -1, 0, 1, 2)]
        values = [picture.pixelColor(*at).lightness() for at in around]
        seen += max(values) - min(values) > 40
    return seen / max(steps, 1)
