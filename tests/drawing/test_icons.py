"""Icons are plain absolute commands inside their square, and every component has one."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from mlsd_studio.drawing.icons import FALLBACK, icon, icon_names, kind_icon
from mlsd_studio.drawing.svg_path import commands

USED = """
    undo-2 redo-2 mouse-pointer-2 hand move-up-right spline arrow-up-right square-dashed sticky-note
    layout-grid layout-dashboard align-left align-start-vertical maximize search sun moon plus
    folder-open file-down import download share circle-x triangle-alert info circle-check
    circle-alert circle-help x chevron-down chevron-right chevron-up ellipsis trash-2 copy lock
    book-open file-chart-column settings panel-left panel-right panel-bottom check wand-sparkles eye
    pencil link refresh-cw clock zoom-in zoom-out save file-plus palette keyboard command history
    minus app-logo
"""


def test_the_interface_finds_its_icons():
    assert set(USED.split()) <= set(icon_names())


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_stays_in_its_square(name):
    drawn = icon(name)
    assert drawn.size == 24
    assert drawn.commands[0][0] == "M"
    assert {command[0] for command in drawn.commands} <= {"M", "L", "C", "Z"}
    for command in drawn.commands:
        assert len(command) == {"M": 3, "L": 3, "C": 7, "Z": 1}[command[0]]
        # Control points may lie outside; where the pen stops may not.
        assert all(-0.1 <= number <= 24.1 for number in command[-2:] if command[0] != "Z")


def test_glyphs_are_lines_and_marks_are_areas():
    assert icon("database").stroke
    assert not icon("brand-redis").stroke
    assert icon("database") is icon("database")
    with pytest.raises(KeyError):
        icon("no-such-icon")


def test_the_icon_of_a_component():
    assert kind_icon("cache", "redis") == "brand-redis"
    assert kind_icon("cache") == "zap"
    assert kind_icon("cache", "memcached") == "zap"
    assert kind_icon("event_stream", "kafka") == "brand-apachekafka"
    assert kind_icon("no-such-kind") == FALLBACK


def test_moves_lines_and_closings_become_absolute():
    assert commands("m1 2 3 4h1v-1H0V0z l1 1") == [
        ("M", 1, 2),
        ("L", 4, 6),
        ("L", 5, 6),
        ("L", 5, 5),
        ("L", 0, 5),
        ("L", 0, 0),
        ("Z",),
        ("L", 2, 3),
    ]


def test_numbers_may_touch():
    assert commands("M.5.5-1-1") == [("M", 0.5, 0.5), ("L", -1, -1)]
    assert commands("M1e1,2E-1") == [("M", 10, 0.2)]


def test_smooth_curves_mirror_the_control_point():
    assert commands("M0 0C0 1 1 2 2 2s2 1 2 2") == [
        ("M", 0, 0),
        ("C", 0, 1, 1, 2, 2, 2),
        ("C", 3, 2, 4, 3, 4, 4),
    ]
    assert commands("M0 0S1 1 2 2")[1] == ("C", 0, 0, 1, 1, 2, 2)


def test_quadratic_curves_become_cubic():
    assert commands("M0 0Q3 3 6 0")[1] == pytest.approx(("C", 2, 2, 4, 2, 6, 0))
    assert commands("M0 0Q3 3 6 0T12 0")[2] == pytest.approx(("C", 8, -2, 10, -2, 12, 0))


@pytest.mark.parametrize(("flags", "length"), [("0 1", math.pi / 2), ("1 1", 3 * math.pi / 2)])
def test_arcs_follow_the_circle(flags, length):
    start, *curves = commands(f"M1 0A1 1 0 {flags} 0 1" if flags == "0 1" else "M1 0A1 1 0 1 0 0 1")
    centre = (0, 0)
    points = [start[1:3]]
    for curve in curves:
        points += [bezier(points[-1], curve, step / 50) for step in range(1, 51)]
    measured = sum(math.dist(a, b) for a, b in pairwise(points))
    if flags == "0 1":
        assert all(math.dist(point, centre) == pytest.approx(1, abs=3e-4) for point in points)
    assert measured == pytest.approx(length, abs=2e-3)
    assert points[-1] == pytest.approx((0, 1))


def bezier(start, curve, t):
    p = [start, curve[1:3], curve[3:5], curve[5:7]]
    w = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
    # Points of one curve are sampled from its own start, which is the end of the curve before.
    return tuple(sum(weight * point[axis] for weight, point in zip(w, p, strict=True)) for axis in (0, 1))


def test_arcs_with_touching_flags_and_radii_that_are_too_small():
    assert commands("M0 0a1 1 0 012 0") == commands("M0 0a1 1 0 0 1 2 0")
    assert commands("M0 0A.1 .1 0 0 1 2 0")[-1][-2:] == (2, 0)
    assert commands("M0 0A0 5 0 0 1 2 0") == [("M", 0, 0), ("L", 2, 0)]
    assert commands("M1 1A5 5 0 0 1 1 1") == [("M", 1, 1)]


@pytest.mark.parametrize("bad", ["1 2", "L1 2", "M1", "M1 2 Zz 3", "M0 0A1 1 0 2 1 3 3", "M1 x"])
def test_what_is_no_path_is_refused(bad):
    with pytest.raises(ValueError):
        commands(bad)
