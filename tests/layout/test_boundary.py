"""Frames around members."""

from __future__ import annotations

import pytest

from mlsd_studio.layout.boundary import fit, fit_all
from mlsd_studio.layout.geometry import Rect

CARD = Rect(100, 100, 196, 72)


def test_padding_and_title() -> None:
    assert fit([CARD, CARD.moved(300, 0)], padding=24, title=20) == Rect(76, 56, 544, 140)


def test_frames_nest_from_the_inside_out() -> None:
    frames = fit_all(
        {"a": CARD, "b": CARD.moved(400, 0)},
        {"a": "inner", "b": "outer"},
        {"outer": None, "inner": "outer", "empty": "outer"},
    )
    assert set(frames) == {"outer", "inner"}
    assert frames["inner"] == fit([CARD])
    assert frames["outer"] == fit([frames["inner"], CARD.moved(400, 0)])


def test_a_title_may_be_higher() -> None:
    assert fit_all({"a": CARD}, {"a": "z"}, {"z": None}, {"z": 40})["z"] == fit([CARD], title=40)


def test_nothing_to_enclose_and_loops_raise() -> None:
    with pytest.raises(ValueError, match="no box"):
        fit([])
    with pytest.raises(ValueError, match="inside itself"):
        fit_all({"a": CARD}, {"a": "x"}, {"x": "y", "y": "x"})
