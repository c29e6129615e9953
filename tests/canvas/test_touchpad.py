"""Wheels with small steps, pads with inertia, and pinches."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

NO_KEYS, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def wheel(canvas, *, pixels=(0, 0), angle=(0, 0), keys=NO_KEYS, phase=Qt.ScrollPhase.NoScrollPhase):
    at = QPointF(300, 200)
    event = QWheelEvent(
        at, QPointF(canvas.mapToGlobal(at.toPoint())), QPoint(*pixels), QPoint(*angle),
        Qt.MouseButton.NoButton, keys, phase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def origin(canvas):
    return canvas.view.ox, canvas.view.oy


def test_a_pad_pans_by_its_pixels_while_it_glides_out(canvas):
    x, y = origin(canvas)
    wheel(canvas, pixels=(7, -3), angle=(56, -24), phase=Qt.ScrollPhase.ScrollUpdate)
    wheel(canvas, pixels=(2, -1), angle=(16, -8), phase=Qt.ScrollPhase.ScrollMomentum)
    assert origin(canvas) == (x + 9, y - 4)


def test_small_turns_add_up_to_what_one_large_turn_does(canvas):
    x, y = origin(canvas)
    for _ in range(120):
        wheel(canvas, angle=(0, 1))
    assert origin(canvas) == (x, y + 60)
    for _ in range(40):
        wheel(canvas, angle=(0, 3), keys=SHIFT)
    assert origin(canvas) == (x + 60, y + 60)


def test_ctrl_pressed_while_a_pan_glides_out_does_not_zoom(canvas):
    before = canvas.view.zoom
    wheel(canvas, pixels=(0, 9), angle=(0, 72), keys=CTRL, phase=Qt.ScrollPhase.ScrollMomentum)
    assert canvas.view.zoom == before
    wheel(canvas, angle=(0, 120), keys=CTRL)
    assert canvas.view.zoom > before
