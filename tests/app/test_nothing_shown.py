"""A view that shows nothing says why and what to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mlsd_studio.app.files import examples
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.edits.rows import state_journeys
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.panels.outline.contents import Item
from mlsd_studio.panels.views.nothing import reason

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def over(user):
    user.window.files.open_example(next(path for path in examples() if "shop" in path.name))
    return user.window.nothing_shown


def open_view(user, shows) -> str:
    session = user.window.session
    change, id = add_view(session.document, "Part", shows)
    session.apply(change)
    session.viewing.open(id)
    return id


def test_a_design_in_sight_has_no_words_over_it(user, over) -> None:
    assert over.isHidden()
    open_view(user, "layer:ml")
    assert over.isHidden()


def test_a_layer_without_components_offers_to_add_one(user, over) -> None:
    open_view(user, "layer:security")
    assert over.isVisible()
    assert "Security layer" in over.words.text()
    user.click(over.step)
    popup = user.window.canvas.popup
    assert popup is not None
    QTest.keyClicks(popup.field, "cache")
    user.key(popup.field, Qt.Key.Key_Return)
    user.until(over.isHidden)


def test_what_was_taken_out_can_be_put_back(user, over) -> None:
    session = user.window.session
    view = open_view(user, "layer:ml")
    session.select([*session.viewing.shown.components, *session.viewing.shown.boundaries])
    session.viewing.remove_selected()
    assert over.isVisible()
    assert "taken out" in over.words.text()
    user.click(over.step)
    assert over.isHidden()
    assert session.document.views[view].shows == "layer:ml"
    user.control(Qt.Key.Key_Z)
    user.until(over.isVisible)


def test_nothing_chosen_leads_to_the_outline_and_its_rows_into_the_view(user, over) -> None:
    session, outline = user.window.session, user.window.outline
    open_view(user, ())
    user.click(over.step)
    user.until(outline.view.hasFocus)
    index = outline.model.index_of(Item("component", "ranker"))
    outline.view.scrollTo(index)
    user.click(outline.view.viewport(), outline.view.visualRect(index).center())
    show = user.window.actions_by_id["edit.show_here"]
    assert show.enabled()
    show.run()
    assert over.isHidden()
    assert list(session.viewing.shown.components) == ["ranker"]
    assert not show.enabled()


def test_a_boundary_is_shown_with_what_is_in_it_and_a_flow_with_its_ends(user, over) -> None:
    session = user.window.session
    open_view(user, ())
    flow = next(iter(session.document.flows.values()))
    session.select([flow.id])
    assert session.viewing.show(session.selection)
    assert {flow.source, flow.target} <= set(session.viewing.shown.components)
    assert flow.id in session.viewing.shown.flows
    boundary = next(iter(session.document.boundaries))
    assert session.viewing.show([boundary])
    assert "ranker" in session.viewing.shown.components
    assert not session.viewing.show([boundary])


def test_the_whole_design_is_one_click_away(user, over) -> None:
    open_view(user, "layer:security")
    user.click(over.whole)
    assert user.window.session.viewing.current is None
    assert over.isHidden()
    assert user.window.canvas.hasFocus() or not user.window.isActiveWindow()


def test_an_empty_design_is_helped_by_the_first_steps_alone(user, over) -> None:
    user.window.files.new()
    open_view(user, "layer:ml")
    assert over.isHidden()
    assert user.window.welcome.isVisible()


def test_reasons(user, over) -> None:
    session = user.window.session
    session.apply(state_journeys(session.document, {"web": "Browse"})[0])
    journey = next(iter(session.document.journeys))
    views = {
        shows: open_view(user, shows)
        for shows in (f"journey:{journey}", "boundary:eu-west", ("ranker", "gone"))
    }
    session.apply(remove(session.document, ["web", "ranker"]))
    for id in list(session.document.boundaries):
        session.apply(remove(session.document, [id]))
    for shows, id in views.items():
        record = session.document.views[id]
        session.apply(set_fields(session.document, "views", id, shows=shows))
        why = reason(session.document, session.document.views[id])
        assert "no longer in the design" in why.words, record
        assert why.step == "choose"
