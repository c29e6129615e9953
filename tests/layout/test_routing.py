"""The router: right angles, around cards, ports in order, tracks apart, waypoints kept."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.layout.geometry import Point, Rect, enclosing
from mlsd_studio.layout.quality import conflicts, through
from mlsd_studio.layout.routing import Flow, Route, Router

A = Rect(0, 0, 196, 72)


def on_edge(rect: Rect, point: Point) -> bool:
    x, y = point
    level = x in (rect.x, rect.right) and rect.y <= y <= rect.bottom
    upright = y in (rect.y, rect.bottom) and rect.x <= x <= rect.right
    return level or upright


def one(boxes: dict[str, Rect], flow: Flow, frames: dict[str, Rect] | None = None) -> Route:
    return Router(boxes, frames).route([flow])[flow.id]


def lattice(seed: int, count: int) -> dict[str, Rect]:
    """Cards on a loose lattice, so that a free way always exists."""
    rng = random.Random(seed)
    side = max(2, round(count**0.5))
    return {
        f"n{i}": Rect(i % side * 300 + rng.randrange(30), i // side * 140 + rng.randrange(24), 196, 72)
        for i in range(count)
    }


def some_flows(seed: int, count: int, cards: int) -> list[Flow]:
    rng = random.Random(seed)
    return [
        Flow(f"f{i}", f"n{rng.randrange(cards)}", f"n{rng.randrange(cards)}", rng.choice((0, 64)), 18)
        for i in range(count)
    ]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), cards=st.integers(2, 30))
def test_routes_are_orthogonal_attached_and_free(seed: int, cards: int) -> None:
    boxes = lattice(seed, cards)
    flows = some_flows(seed, cards * 3 // 2, cards)
    router = Router(boxes)
    for routes in (router.route_all(flows), router.route(flows)):
        assert list(routes) == [flow.id for flow in flows]
        assert through(boxes, {key: route.points for key, route in routes.items()}) == []
        for flow in flows:
            points = routes[flow.id].points
            assert on_edge(boxes[flow.source], points[0])
            assert on_edge(boxes[flow.target], points[-1])
            assert all(a != b and (a[0] == b[0] or a[1] == b[1]) for a, b in pairwise(points))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_same_boxes_same_routes(seed: int) -> None:
    boxes, flows = lattice(seed, 16), some_flows(seed, 24, 16)
    assert Router(boxes).route_all(flows) == Router(boxes).route_all(flows)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    via=st.lists(st.tuples(st.integers(-100, 1300), st.integers(-100, 700)), min_size=1, max_size=4),
)
def test_waypoints_are_kept_in_order(seed: int, via: list[Point]) -> None:
    boxes = lattice(seed, 9)
    flow = Flow("f", "n0", "n8", waypoints=tuple(via))
    for route in (Router(boxes).route([flow])["f"], Router(boxes).route_all([flow])["f"]):
        rest = list(pairwise(route.points))
        for x, y in via:
            while rest:
                (ax, ay), (bx, by) = rest[0]
                if min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
                    break
                rest.pop(0)
            assert rest, f"({x}, {y}) is not on {route.points}"


def test_facing_cards_are_joined_straight() -> None:
    route = one({"a": A, "b": A.moved(300, 0)}, Flow("f", "a", "b"))
    assert route.points == ((196, 36), (300, 36))


def test_offset_cards_get_two_bends_and_corners_one() -> None:
    assert len(one({"a": A, "b": A.moved(300, 200)}, Flow("f", "a", "b")).points) == 3
    blocked = {"a": A, "b": A.moved(300, 200), "c": A.moved(300, 80), "d": A.moved(0, 190)}
    assert len(one(blocked, Flow("f", "a", "b")).points) == 4


def test_a_card_in_the_way_is_passed() -> None:
    boxes = {"a": A, "wall": Rect(280, -60, 100, 200), "b": A.moved(480, 0)}
    route = one(boxes, Flow("f", "a", "b"))
    assert through(boxes, {"f": route.points}) == []


def test_a_maze_is_solved_by_the_search() -> None:
    boxes = {
        "a": Rect(0, 0, 100, 60),
        "top": Rect(-60, -120, 260, 40),
        "left": Rect(-60, -60, 30, 180),
        "low": Rect(-60, 140, 260, 40),
        "right": Rect(140, -60, 60, 150),
        "b": Rect(500, 0, 100, 60),
    }
    route = Router(boxes).route_all([Flow("f", "a", "b")])["f"]
    assert through(boxes, {"f": route.points}) == []


def test_flows_of_one_side_use_different_ports_and_do_not_cross() -> None:
    boxes = {"a": A, **{f"t{i}": A.moved(400, 120 * i - 240) for i in range(5)}}
    routes = Router(boxes).route_all([Flow(f"f{i}", "a", f"t{i}") for i in (3, 0, 4, 1, 2)])
    starts = [routes[f"f{i}"].points[0] for i in range(5)]
    assert len(set(starts)) == 5
    assert conflicts({key: route.points for key, route in routes.items()}) == (0, 0)


def test_both_directions_run_apart() -> None:
    routes = Router({"a": A, "b": A.moved(300, 0)}).route_all([Flow("f", "a", "b"), Flow("g", "b", "a")])
    heights = [routes[key].points[0][1] for key in "fg"]
    assert abs(heights[0] - heights[1]) == 12
    assert all(len(route.points) == 2 for route in routes.values())


def test_parallel_flows_get_tracks_eight_pixels_apart() -> None:
    boxes = {f"s{i}": A.moved(0, 110 * i) for i in range(4)} | {
        f"t{i}": A.moved(360, 440 + 110 * i) for i in range(4)
    }
    flows = [Flow(f"f{i}", f"s{i}", f"t{i}") for i in range(4)]
    routes = Router(boxes).route_all(flows)
    assert conflicts({key: route.points for key, route in routes.items()})[1] == 0
    upright = sorted(
        a[0] for r in routes.values() for a, b in pairwise(r.points) if a[0] == b[0] and 196 < a[0] < 360
    )
    assert all(b - a >= 8 for a, b in pairwise(upright))


def test_a_self_loop_leaves_and_comes_back() -> None:
    route = one({"a": A}, Flow("f", "a", "a"))
    assert route.points[0][0] == A.right
    assert route.points[-1][1] == A.y
    assert through({"a": A}, {"f": route.points}) == []


def test_a_flow_ends_at_the_edge_of_a_boundary() -> None:
    frame = Rect(400, -60, 400, 260)
    route = one({"a": A, "in": A.moved(500, 0)}, Flow("f", "a", "zone"), {"zone": frame})
    assert route.points[-1][0] == frame.x


def test_boundaries_are_no_obstacles() -> None:
    boxes = {"a": A, "b": A.moved(900, 0)}
    assert len(one(boxes, Flow("f", "a", "b"), {"zone": Rect(300, -100, 300, 300)}).points) == 2


def test_a_member_reaches_its_own_boundary() -> None:
    frame = Rect(-24, -44, 400, 140)
    route = one({"a": A}, Flow("f", "a", "zone"), {"zone": frame})
    assert on_edge(A, route.points[0])
    assert on_edge(frame, route.points[-1])
    assert through({"a": A}, {"f": route.points}) == []


def test_moving_a_card_moves_its_flows() -> None:
    router = Router({"a": A, "b": A.moved(300, 0)})
    flow = Flow("f", "a", "b")
    router.route_all([flow])
    router.move({"b": A.moved(300, 400)})
    points = router.route([flow])["f"].points
    assert on_edge(A.moved(300, 400), points[-1])
    router.move({"wall": Rect(230, -200, 40, 800)})
    assert through({"wall": Rect(230, -200, 40, 800)}, {"f": router.route_all([flow])["f"].points}) == []


def test_live_ports_respect_the_resting_flows() -> None:
    boxes = {"a": A, "b": A.moved(400, 0), "c": A.moved(400, 140)}
    router = Router(boxes)
    rest = router.route_all([Flow("f", "a", "b"), Flow("g", "a", "c")])
    live = router.route([Flow("g", "a", "c")])
    assert live["g"].points[0] == rest["g"].points[0] != rest["f"].points[0]


def test_removed_cards_no_longer_block_and_unknown_ends_raise() -> None:
    router = Router({"a": A, "wall": Rect(230, 0, 40, 72), "b": A.moved(300, 0)})
    flow = Flow("f", "a", "b")
    assert len(router.route([flow])["f"].points) > 2
    router.remove(["wall"])
    assert len(router.route([flow])["f"].points) == 2
    with pytest.raises(KeyError):
        router.route([Flow("g", "a", "wall")])


def test_overlapping_cards_still_get_a_route() -> None:
    route = one({"a": A, "b": A.moved(40, 20)}, Flow("f", "a", "b"))
    assert len(route.points) >= 2


def test_labels_sit_on_their_flow_and_keep_apart() -> None:
    boxes = {"a": A, "b": A.moved(400, 0), "c": A.moved(0, 90), "d": A.moved(400, 90)}
    flows = [Flow("f", "a", "b", 60, 18), Flow("g", "b", "a", 60, 18), Flow("h", "c", "d", 60, 18)]
    routes = Router(boxes).route_all(flows)
    labels = [Rect(x - 30, y - 9, 60, 18) for x, y in (routes[flow.id].label_at for flow in flows)]
    assert not any(label.overlaps(box) for label in labels for box in boxes.values())
    assert not any(a.overlaps(b) for i, a in enumerate(labels) for b in labels[i + 1 :])


def test_a_thousand_cards_are_routed_without_hitting_one() -> None:
    boxes = lattice(3, 1000)
    rng = random.Random(4)
    flows = [
        Flow(f"f{i}", f"n{a}", f"n{min(999, max(0, a + rng.choice((1, 2, 32, 33, -1, 64))))}")
        for i in range(1500)
        for a in (rng.randrange(1000),)
    ]
    routes = Router(boxes).route_all(flows)
    assert through(boxes, {key: route.points for key, route in routes.items()}) == []


def test_flows_look_for_ways_that_cross_less() -> None:
    rng = random.Random(5)
    plain, woven = [0, 0], [0, 0]
    for seed in range(20):
        boxes = lattice(seed, 16)
        flows = [
            Flow(f"f{i}", f"n{rng.randrange(16)}", f"n{(i * 5 + rng.randrange(3)) % 16}") for i in range(24)
        ]
        for brief, sums in ((True, plain), (False, woven)):
            routes = Router(boxes).route_all(flows, brief=brief)
            found = conflicts({key: route.points for key, route in routes.items()})
            sums[0], sums[1] = sums[0] + found[0], sums[1] + found[1]
    assert woven[0] < 0.7 * plain[0]
    assert woven[1] <= plain[1] // 2


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), cards=st.integers(2, 25))
def test_ports_on_one_side_keep_apart(seed: int, cards: int) -> None:
    boxes = lattice(seed, cards)
    flows = some_flows(seed, cards, cards)
    routes = Router(boxes).route_all(flows)
    touched = [(flow.source, routes[flow.id].points[0]) for flow in flows]
    touched += [(flow.target, routes[flow.id].points[-1]) for flow in flows]
    assert len(set(touched)) == len(touched)


def test_live_ports_keep_clear_of_woven_ones() -> None:
    for seed in range(12):
        boxes, flows = lattice(seed, 12), some_flows(seed, 18, 12)
        flows = [flow for flow in flows if flow.source != flow.target]
        router = Router(boxes)
        resting = {key: route.points for key, route in router.route_all(flows).items()}
        live = router.route(flows[:3])
        for flow in flows[:3]:
            others = {(other.source, resting[other.id][0]) for other in flows[3:]} | {
                (other.target, resting[other.id][-1]) for other in flows[3:]
            }
            assert (flow.source, live[flow.id].points[0]) not in others
            assert (flow.target, live[flow.id].points[-1]) not in others


def test_flows_keep_off_the_title_of_a_boundary() -> None:
    boxes = {"a": A, "b": A.moved(420, 300), "c": A.moved(420, 420)}
    frame = {"zone": Rect(340, 256, 400, 260)}
    for point, after in pairwise(Router(boxes, frame).route_all([Flow("f", "a", "b")])["f"].points):
        assert not Rect(340, 257, 180, 26).overlaps(enclosing([Rect(*point, 1, 1), Rect(*after, 1, 1)]))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), cards=st.integers(2, 30))
def test_labels_lie_on_no_card_and_on_no_other_label(seed: int, cards: int) -> None:
    boxes, flows = lattice(seed, cards), some_flows(seed, cards, cards)
    routes = Router(boxes).route_all(flows)
    named = [flow for flow in flows if flow.label_w]
    spots = [Rect(x - 32, y - 9, 64, 18) for x, y in (routes[flow.id].label_at for flow in named)]
    assert not any(spot.overlaps(box) for spot in spots for box in boxes.values())
    assert not any(a.overlaps(b) for i, a in enumerate(spots) for b in spots[i + 1 :])
