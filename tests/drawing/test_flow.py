"""Every kind of flow is told apart, ends in an arrow, and hops over what it crosses."""

from __future__ import annotations

from typing import get_args

import pytest

from mlsd_studio.drawing import outline
from mlsd_studio.drawing.flow import (
    ARROW,
    LABEL_WIDEST,
    STYLES,
    crossings,
    flow,
    label,
    label_size,
    label_text,
)
from mlsd_studio.drawing.picture import Box, Line, Stroke, Text
from mlsd_studio.drawing.theme import theme
from mlsd_studio.layout.routing import Route
from mlsd_studio.model.quantities import Duration
from mlsd_studio.model.records import FlowKind

from .designs import flow as record

LIGHT = theme("light")


@pytest.mark.parametrize("kind", get_args(FlowKind))
def test_every_kind_has_a_line_with_a_visible_arrow(kind):
    [line] = flow(record("a", "b", kind), ((0, 0), (100, 0)), LIGHT, source_layer="ml")
    tip = outline.head(line)
    assert tip[0] == ("M", 100, 0)
    assert line.arrow == ARROW


def test_kinds_differ_by_dash_and_colour():
    looks = {
        (line.stroke.dash, line.stroke.color, line.stroke.width)
        for kind in STYLES
        for line in flow(record("a", "b", kind), ((0, 0), (9, 0)), LIGHT, source_layer="ml")
    }
    assert len(looks) == len(STYLES)


def test_feedback_takes_the_colour_of_its_source():
    [line] = flow(record("a", "b", "feedback"), ((0, 0), (9, 0)), LIGHT, source_layer="application")
    assert line.stroke.color == LIGHT["application"]


def test_a_failed_flow_is_bad():
    [line] = flow(record("a", "b"), ((0, 0), (9, 0)), LIGHT, bad=True)
    assert line.stroke.color == LIGHT["bad"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"label": " two\nlines "}, "two lines"),
        ({"protocol": "gRPC"}, "gRPC"),
        ({"label": "x", "protocol": "gRPC"}, "x"),
        ({"interval": Duration.parse("1 h")}, "every 1 h"),
        ({"delay": Duration.parse("3 min")}, "3 min"),
        ({}, ""),
    ],
)
def test_the_pill_says_label_protocol_or_age(fields, words):
    assert label_text(record("a", "b", **fields)) == words
    assert (label_size(record("a", "b", **fields)) == (0, 0)) is (not words)


def test_a_long_label_is_cut():
    assert label_size(record("a", "b", label="word " * 50))[0] <= LABEL_WIDEST + 16


def test_a_short_line_keeps_its_arrow_under_bare_words():
    roomy = label(record("a", "b", label="REST"), Route(((0, 0), (200, 0)), (100, 0)), LIGHT)
    tight = label(record("a", "b", label="REST"), Route(((0, 0), (44, 0)), (22, 0)), LIGHT)
    assert [type(shape) for shape in roomy] == [Box, Text]
    assert [type(shape) for shape in tight] == [Text]
    assert tight[0].y < 0


def test_level_flows_hop_over_upright_ones():
    routes = {"level": ((0, 0), (100, 0)), "upright": ((50, -50), (50, 50))}
    assert crossings(routes) == {"level": ((50, 0),)}


@pytest.mark.parametrize("x", [0, 5, 96, 200])
def test_no_hop_at_corners_or_where_nothing_crosses(x):
    assert crossings({"level": ((0, 0), (100, 0)), "upright": ((x, -50), (x, 50))}) == {}


def test_a_flow_does_not_hop_over_itself_or_over_an_end():
    assert crossings({"loop": ((0, 0), (100, 0), (100, 60), (50, 60), (50, -40))}) == {}
    assert crossings({"level": ((0, 0), (100, 0)), "upright": ((50, 0), (50, 50))}) == {}


def test_the_shaft_bends_round_and_hops_in_its_direction():
    line = Line(((100, 0), (0, 0), (0, 80)), Stroke("#000000"), 8, 9, ((60, 0),))
    commands = outline.shaft(line)
    assert [command[0] for command in commands] == list("MLCCLCL")
    assert commands[1] == ("L", 65, 0)
    assert commands[3][-2:] == (55, 0)
    assert commands[-1][1] == 0
    assert 70 < commands[-1][2] < 80


def test_a_line_without_length_draws_nothing():
    line = Line(((5, 5), (5, 5)), Stroke("#000000"), 8, 9)
    assert outline.shaft(line) == outline.head(line) == ()
