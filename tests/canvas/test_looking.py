"""Search on the canvas, focus, and the path of the flow under the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mlsd_studio.canvas.reach import path_of, reached
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model.edits.components import rename
from mlsd_studio.session.searching import matches
from tests.canvas.conftest import small

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_ctrl_f_lights_matches_and_enter_goes_through_them(user, session, canvas) -> None:
    user.key(Qt.Key.Key_F, CTRL)
    finder = canvas.finder
    assert finder.isVisible()
    QTest.keyClicks(finder.field, "rank")
    assert finder.count.text() == "2 found"
    assert canvas._lit >= {"ranker", "api-ranker"}
    assert "web" not in canvas._lit
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert (session.selection, finder.count.text()) == (("ranker",), "1 of 2")
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert session.selection == ("api-ranker",)
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert session.selection == ("ranker",)
    QTest.keyClick(finder.field, Qt.Key.Key_Return, SHIFT)
    assert (session.selection, finder.count.text()) == (("api-ranker",), "2 of 2")
    QTest.keyClick(finder.field, Qt.Key.Key_Escape)
    assert finder.isHidden()
    assert canvas._lit is None
    assert session.selection == ("api-ranker",)
    assert canvas.hasFocus()


def test_the_search_follows_edits_and_says_when_there_is_nothing(user, session, canvas) -> None:
    user.key(Qt.Key.Key_F, CTRL)
    QTest.keyClicks(canvas.finder.field, "basket")
    assert canvas.finder.count.text() == "none"
    session.apply(rename(session.document, "components", "web", "Basket"))
    assert canvas.finder.count.text() == "1 found"
    session.undo()
    assert canvas.finder.count.text() == "none"


def test_matching_goes_over_names_kinds_products_and_notes() -> None:
    document = small()
    assert matches(document, "triton") == ["ranker"]
    assert matches(document, "fridays") == ["note"]
    assert matches(document, "eu region") == ["eu"]
    assert matches(document, "  ") == []


def test_the_path_of_a_flow_under_the_mouse_lights_up(user, session, canvas, qtbot) -> None:
    user.move(250, 36)
    qtbot.waitUntil(lambda: canvas._lit is not None)
    assert {"web", "web-api", "api", "api-ranker", "ranker", "eu"} <= canvas._lit
    assert "note" not in canvas._lit
    user.move(-60, 400)
    assert canvas._lit is None


def test_reach_ends_on_loops() -> None:
    document = small()
    from mlsd_studio.model.edits.flows import add_flow

    document.apply(add_flow(document, "ranker", "web", "feedback")[0])
    everything = {"web", "api", "ranker", *document.flows}
    assert reached(document, ["api"], "downstream") == everything
    assert path_of(document, "web-api") == everything


def test_the_open_search_bar_follows_the_theme(user, canvas) -> None:
    user.key(Qt.Key.Key_F, CTRL)
    assert theme("light")["panel"] in canvas.finder.styleSheet()
    canvas.set_theme("dark")
    assert canvas.finder.isVisible()
    assert theme("dark")["panel"] in canvas.finder.styleSheet()
