"""Alignment guides while moving."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.snapping import Guide, snap

CARD = Rect(100, 100, 196, 72)


def test_edges_catch_on_a_card_and_show_a_guide() -> None:
    found = snap(CARD.moved(300, 5), [CARD], grid=None)
    assert (found.dx, found.dy) == (0, -5)
    assert Guide((100, 136), (596, 136)) in found.guides
    assert all(guide.start[1] == guide.end[1] for guide in found.guides)


def test_middles_catch_for_cards_of_other_sizes() -> None:
    found = snap(Rect(150, 300, 100, 40), [CARD], grid=None)
    assert found.dx == -2
    assert [guide.start[0] for guide in found.guides] == [198]


def test_without_cards_the_grid_holds() -> None:
    assert snap(Rect(109, 131, 196, 72), []).dx == -9
    assert snap(Rect(109, 131, 196, 72), []).dy == 9
    assert snap(Rect(109, 131, 196, 72), [], grid=None).dx == 0


def test_far_cards_do_not_catch() -> None:
    assert snap(CARD.moved(309, 409), [CARD], grid=None) == snap(CARD, [], grid=None)


@given(
    x=st.integers(-500, 500),
    y=st.integers(-500, 500),
    ox=st.integers(-500, 500),
    oy=st.integers(-500, 500),
)
def test_a_snap_is_small_and_lands_on_its_guides(x: int, y: int, ox: int, oy: int) -> None:
    moving, other = Rect(x, y, 196, 72), Rect(ox, oy, 196, 72)
    found = snap(moving, [other])
    assert abs(found.dx) <= 10
    assert abs(found.dy) <= 10
    placed = moving.moved(found.dx, found.dy)
    for guide in found.guides:
        if guide.start[0] == guide.end[0]:
            assert guide.start[0] in (placed.x, placed.x + 98, placed.right)
        else:
            assert guide.start[1] in (placed.y, placed.y + 36, placed.bottom)
