"""Every gesture and shortcut, done like a user at the real window: do, undo, redo, Escape.

The tables beside this file say what each is; what has to hold for all of them is said once, in `desk.Proof`.
"""

from __future__ import annotations

import pytest

from . import choosing, joining, looking, moving, placing, shaping, writing
from .desk import Desk, Gesture, Proof

TABLES = (moving, joining, shaping, placing, writing, choosing, looking)
ALL = tuple(gesture for table in TABLES for gesture in table.GESTURES)


@pytest.mark.parametrize("gesture", ALL, ids=str)
def test_it_is_done_undone_and_redone(desk: Desk, gesture: Gesture) -> None:
    proof = Proof(desk, gesture)
    proof.done()
    if not gesture.looks:
        proof.back_and_forth()


@pytest.mark.parametrize("gesture", [one for one in ALL if one.begin], ids=str)
def test_escape_in_the_middle_leaves_everything_as_it_was(desk: Desk, gesture: Gesture) -> None:
    Proof(desk, gesture).broken_off()


def test_no_gesture_is_listed_twice() -> None:
    names = [gesture.name for gesture in ALL]
    assert len(set(names)) == len(names)
