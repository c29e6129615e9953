"""The arrangement: nothing overlaps, frames hold exactly their members, same graph, same picture."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.layout.geometry import Rect, enclosing
from mlsd_studio.layout.layered import Boundary, Edge, Graph, Node, Options, arrange
from mlsd_studio.layout.layered.cycles import forward_pairs
from mlsd_studio.layout.layered.layers import layer
from mlsd_studio.layout.quality import Quality, measure
from tests.layout.graphs import boxes_of, members_of, patterns, random_graph

PATTERNS = patterns()


def quality_of(graph: Graph, options: Options | None = None) -> Quality:
    result = arrange(graph, options)
    return measure(boxes_of(graph, result), result.routes, result.boundaries, members_of(graph))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 40),
    frames=st.integers(0, 6),
    sizes=st.booleans(),
    down=st.booleans(),
)
def test_any_graph_gives_a_sound_picture(seed: int, count: int, frames: int, sizes: bool, down: bool) -> None:
    graph = random_graph(seed, count, frames, sizes)
    options = Options(top_down=down, thorough=False)
    result = arrange(graph, options)
    quality = measure(boxes_of(graph, result), result.routes, result.boundaries, members_of(graph))
    assert (quality.overlaps, quality.foreign, quality.through) == (0, 0, 0)
    assert set(result.positions) == {node.id for node in graph.nodes}
    assert set(result.routes) == {edge.id for edge in graph.edges}
    assert all(x % 4 == 0 and y % 4 == 0 for x, y in result.positions.values())
    for points in result.routes.values():
        assert all(a != b and (a[0] == b[0] or a[1] == b[1]) for a, b in pairwise(points))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 30), frames=st.integers(0, 5))
def test_frames_are_apart_or_nested(seed: int, count: int, frames: int) -> None:
    graph = random_graph(seed, count, frames)
    result = arrange(graph, Options(thorough=False, route=False))
    members = members_of(graph)
    for one, a in result.boundaries.items():
        for two, b in result.boundaries.items():
            if one < two and not members[one] & members[two]:
                assert not a.overlaps(b), (one, two)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 25), frames=st.integers(0, 4))
def test_same_graph_same_picture(seed: int, count: int, frames: int) -> None:
    graph = random_graph(seed, count, frames)
    assert arrange(graph) == arrange(graph)


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_pattern_designs_read_well(name: str) -> None:
    graph = PATTERNS[name]
    quality = quality_of(graph)
    assert (quality.overlaps, quality.through) == (0, 0)
    assert 1.2 <= quality.aspect <= 2.6
    assert quality.shared <= 1
    # Twice as many flows as cards cannot be drawn without crossings; about one a flow still reads.
    assert quality.crossings <= 1.2 * len(graph.edges)
    assert quality.bends <= 1.5 * len(graph.edges)


def test_patterns_keep_the_crossings_low_in_total() -> None:
    assert len(PATTERNS) == 13
    assert sum(quality_of(graph).crossings for graph in PATTERNS.values()) <= 280


def test_a_hundred_cards_in_nested_frames() -> None:
    graph = random_graph(5, 100, 14, sizes=True)
    quality = quality_of(graph)
    assert (quality.overlaps, quality.foreign, quality.through) == (0, 0, 0)


def test_a_chain_is_straight_when_it_fits_the_proportions() -> None:
    graph = Graph(
        tuple(Node(f"n{i}") for i in range(3)),
        (Edge("a", "n0", "n1"), Edge("b", "n1", "n2")),
    )
    result = arrange(graph, Options(aspect=8.0))
    assert [len(points) for points in result.routes.values()] == [2, 2]
    assert result.positions["n0"][0] < result.positions["n1"][0] < result.positions["n2"][0]


def test_a_long_chain_is_folded() -> None:
    count = 24
    graph = Graph(
        tuple(Node(f"n{i}") for i in range(count)),
        tuple(Edge(f"e{i}", f"n{i}", f"n{i + 1}") for i in range(count - 1)),
    )
    assert 0.8 <= quality_of(graph).aspect <= 3.2


def test_a_chain_of_a_thousand_is_folded_too() -> None:
    count = 1000
    graph = Graph(
        tuple(Node(f"n{i}") for i in range(count)),
        tuple(Edge(f"e{i}", f"n{i}", f"n{i + 1}") for i in range(count - 1)),
    )
    result = arrange(graph, Options(route=False))
    outline = enclosing(boxes_of(graph, result).values())
    assert 0.5 <= outline.w / outline.h <= 5


def test_a_star_does_not_become_a_tower() -> None:
    graph = Graph(
        tuple(Node(f"n{i}") for i in range(31)), tuple(Edge(f"e{i}", "n0", f"n{i}") for i in range(1, 31))
    )
    assert quality_of(graph).aspect >= 0.8


def test_light_flows_do_not_turn_the_reading_direction() -> None:
    nodes = tuple(Node(key) for key in "abcd")
    heavy = tuple(Edge(a + b, a, b) for a, b in pairwise("abcd"))
    light = tuple(Edge(f"t{i}", "d", key, weight=0.0) for i, key in enumerate("abc"))
    result = arrange(Graph(nodes, (*light, *heavy)), Options(aspect=10.0))
    across = [result.positions[key][0] for key in "abcd"]
    assert across == sorted(across)


def test_top_down_runs_down() -> None:
    graph = Graph((Node("a"), Node("b")), (Edge("e", "a", "b"),))
    result = arrange(graph, Options(top_down=True, aspect=0.2))
    assert result.positions["a"][1] < result.positions["b"][1]
    assert result.positions["a"][0] == result.positions["b"][0]


def test_cards_without_flows_stand_in_a_grid_row() -> None:
    result = arrange(Graph(tuple(Node(f"n{i}") for i in range(5))))
    assert len({y for _, y in result.positions.values()}) == 1


def test_separate_parts_do_not_meet() -> None:
    nodes = tuple(Node(f"n{i}") for i in range(8))
    edges = tuple(Edge(f"e{i}", f"n{2 * i}", f"n{2 * i + 1}") for i in range(4))
    graph = Graph(nodes, edges)
    assert quality_of(graph).overlaps == 0
    assert quality_of(graph).crossings == 0


def test_gaps_hold_between_neighbours() -> None:
    graph = random_graph(11, 30)
    boxes = sorted(boxes_of(graph, arrange(graph)).values())
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            level = a.y < b.bottom and b.y < a.bottom
            upright = a.x < b.right and b.x < a.right
            assert not level or b.x - a.right >= 64
            assert not upright or max(b.y - a.bottom, a.y - b.bottom) >= 32


def test_nested_frames_leave_room_for_titles() -> None:
    graph = Graph(
        (Node("a", parent="inner"), Node("b", parent="outer")),
        (Edge("e", "a", "b"),),
        (Boundary("outer", title_h=24), Boundary("inner", "outer", title_h=24)),
    )
    result = arrange(graph)
    a = Rect(*result.positions["a"], 196, 72)
    inner, outer = result.boundaries["inner"], result.boundaries["outer"]
    assert inner == Rect(a.x - 24, a.y - 48, a.w + 48, a.h + 72)
    assert inner.y - outer.y >= 48
    assert outer.contains(inner)


def test_a_flow_may_end_at_a_boundary() -> None:
    graph = Graph(
        (Node("a", parent="zone"), Node("monitor")),
        (Edge("e", "zone", "monitor", weight=0.0),),
        (Boundary("zone"),),
    )
    result = arrange(graph)
    frame = result.boundaries["zone"]
    x, y = result.routes["e"][0]
    assert x in (frame.x, frame.right) or y in (frame.y, frame.bottom)


def test_empty_boundaries_get_no_frame_and_an_empty_graph_no_place() -> None:
    assert arrange(Graph((), (), (Boundary("b"),))).boundaries == {}
    assert arrange(Graph(())).positions == {}


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="neither a node nor a boundary"):
        arrange(Graph((Node("a"),), (Edge("e", "a", "ghost"),)))
    with pytest.raises(ValueError, match="inside itself"):
        arrange(Graph((Node("a", parent="x"),), (), (Boundary("x", "y"), Boundary("y", "x"))))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 40))
def test_turned_pairs_have_no_cycle_and_layers_lead_forward(seed: int, count: int) -> None:
    rng = random.Random(seed)
    pairs = [(rng.randrange(count), rng.randrange(count), 1.0) for _ in range(2 * count)]
    forward = forward_pairs(count, pairs)
    layers = layer(count, forward)
    assert len(forward) == sum(a != b for a, b, _ in pairs)
    assert all(layers[a] < layers[b] for a, b, _ in forward)
    assert min(layers) == 0


def test_a_feedback_flow_is_the_one_turned() -> None:
    pairs = [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 0.5)]
    assert forward_pairs(4, pairs) == [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 3, 0.5)]


def test_enclosing_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no box"):
        enclosing([])
