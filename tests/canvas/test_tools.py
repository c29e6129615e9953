"""Drags that come back to where they began, and what is shown while they last."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Placement


def test_returning_to_the_start_leaves_earlier_steps_alone(user, session) -> None:
    session.apply(place(session.document, {"web": Placement(0, -40)}))
    user.press(*user.centre("ranker"))
    x, y = user.centre("ranker")
    user.move(x + 60, y)
    user.move(x, y)
    user.move(x + 60, y)
    user.move(x, y)
    user.key(Qt.Key.Key_Escape)
    user.release(x, y)
    assert session.document.layout["ranker"] == Placement(700, 200)
    assert session.document.layout["web"] == Placement(0, -40)
    session.undo()
    assert session.document.layout["web"] == Placement(0, 0)


def test_the_boundary_that_would_take_a_card_is_outlined(user, canvas) -> None:
    frame = canvas.scene.rect("eu")
    user.drag(user.centre("ranker"), (frame.x + frame.w / 2, frame.y + frame.h / 2 - 10), release=False)
    assert canvas.tool.gesture._targets == {"eu"}
    assert canvas._overlay
    user.key(Qt.Key.Key_Escape)
    assert not canvas._overlay
    user.release(0, 0)
