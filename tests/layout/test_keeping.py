"""Arranging around what stays, and lanes: nothing overlaps, nothing fixed moves, frames hold only their members."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.layout.boundary import fit_all
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.layered import Boundary, Edge, Graph, Node, Options, arrange, settle, shift_block
from mlsd_studio.layout.quality import measure
from tests.layout.graphs import boxes_of, members_of, random_graph

LANES = ("one", "two", "three")
BRIEF = Options(route=False, thorough=False)


def frames_of(graph: Graph, boxes: dict[str, Rect]) -> dict[str, Rect]:
    return fit_all(
        boxes,
        {node.id: node.parent for node in graph.nodes if node.parent is not None},
        {frame.id: frame.parent for frame in graph.boundaries},
        {frame.id: frame.title_h for frame in graph.boundaries},
    )


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(2, 50),
    frames=st.integers(0, 6),
    share=st.floats(0.2, 0.95),
)
def test_the_rest_settles_around_what_stays(seed: int, count: int, frames: int, share: float) -> None:
    graph = random_graph(seed, count, frames, sizes=True)
    rng = random.Random(seed)
    whole = boxes_of(graph, arrange(graph, BRIEF))
    fixed = {id: box for id, box in whole.items() if rng.random() < share}
    places = settle(graph, fixed, options=BRIEF)
    assert places.keys() == whole.keys() - fixed.keys(), "what stays is not even spoken of"
    boxes = {**fixed, **{id: Rect(*at, whole[id].w, whole[id].h) for id, at in places.items()}}
    quality = measure(boxes, {}, frames_of(graph, boxes), members_of(graph))
    assert (quality.overlaps, quality.foreign) == (0, 0)
    assert settle(graph, fixed, options=BRIEF) == places


def test_a_card_settles_beside_the_one_it_talks_to() -> None:
    graph = Graph((Node("a"), Node("b"), Node("far")), (Edge("e", "a", "b"),))
    fixed = {"a": Rect(4000, 2000, 196, 72), "far": Rect(0, 0, 196, 72)}
    x, y = settle(graph, fixed)["b"]
    assert abs(x - 4000) + abs(y - 2000) < 600


def test_a_boundary_without_a_placed_card_stays_in_one_piece() -> None:
    graph = Graph(
        (Node("a"), Node("x", parent="zone"), Node("y", parent="zone")),
        (Edge("e", "a", "x"), Edge("f", "x", "y")),
        (Boundary("zone"),),
    )
    places = settle(graph, {"a": Rect(0, 0, 196, 72)})
    boxes = {"a": Rect(0, 0, 196, 72), **{id: Rect(*at, 196, 72) for id, at in places.items()}}
    assert not frames_of(graph, boxes)["zone"].overlaps(boxes["a"])
    alone = arrange(graph).positions
    assert (places["y"][0] - places["x"][0], places["y"][1] - places["x"][1]) == (
        alone["y"][0] - alone["x"][0],
        alone["y"][1] - alone["x"][1],
    )


def test_what_is_hemmed_in_goes_below_everything_rather_than_onto_a_card() -> None:
    inside = Node("new", parent="zone")
    wall = [Node(f"w{x}_{y}") for x in range(30) for y in range(30) if (x, y) != (15, 15)]
    graph = Graph((Node("old", parent="zone"), inside, *wall), (), (Boundary("zone"),))
    fixed = {node.id: Rect(*(int(n) * 280 for n in node.id[1:].split("_")), 196, 72) for node in wall}
    fixed["old"] = Rect(15 * 280, 15 * 280, 196, 72)
    place = settle(graph, fixed, options=BRIEF)["new"]
    assert not any(Rect(*place, 196, 72).overlaps(box) for box in fixed.values())


def test_a_block_moves_only_as_far_as_it_must() -> None:
    graph = Graph((Node("a"), Node("b"), Node("c")))
    block = {"a": Rect(0, 0, 196, 72), "b": Rect(0, 120, 196, 72)}
    assert shift_block(graph, block, {"c": Rect(600, 0, 196, 72)}) == (0, 0)
    dx, dy = shift_block(graph, block, {"c": Rect(180, 40, 196, 72)}) or (999, 999)
    assert 0 < abs(dx) + abs(dy) <= 120


@pytest.mark.parametrize("down", [False, True])
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(3, 30), frames=st.integers(0, 4))
def test_lanes_lie_one_after_the_other(down: bool, seed: int, count: int, frames: int) -> None:
    graph = random_graph(seed, count, frames)
    nodes = tuple(replace(node, lane=LANES[n * 7 % 3]) for n, node in enumerate(graph.nodes))
    graph = replace(graph, nodes=nodes)
    result = arrange(graph, Options(lanes=LANES, top_down=down, thorough=False))
    boxes = boxes_of(graph, result)
    quality = measure(boxes, result.routes, result.boundaries, members_of(graph))
    assert (quality.overlaps, quality.foreign, quality.through) == (0, 0, 0)
    axis = 0 if down else 1
    spans: dict[str, list[int]] = {}
    for node in nodes:
        if node.parent is None:
            box = boxes[node.id]
            spans.setdefault(node.lane, []).extend((box[axis], box[axis] + box[axis + 2]))
    lanes = [(min(spans[lane]), max(spans[lane])) for lane in LANES if lane in spans]
    assert all(a[1] < b[0] for a, b in pairwise(lanes))


def test_a_boundary_stands_in_the_lane_of_most_of_its_cards() -> None:
    nodes = (
        Node("a", lane="one"), Node("b", lane="three"),
        *(Node(f"z{n}", parent="zone", lane="three" if n else "one") for n in range(3)),
    )  # fmt: skip
    result = arrange(Graph(nodes, (), (Boundary("zone"),)), Options(lanes=LANES))
    assert result.boundaries.keys() == {"zone"}
    assert result.boundaries["zone"].y > result.positions["a"][1] + 72


def test_an_arrangement_can_be_given_up() -> None:
    class EnoughError(Exception):
        pass

    def enough() -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        arrange(random_graph(1, 30), pause=enough)
    with pytest.raises(EnoughError):
        settle(random_graph(1, 30), {}, pause=enough)
