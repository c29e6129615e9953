"""The order inside columns: few crossings, boundaries in one piece, long flows out at a boundary's far side."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.layout.layered.draft import Draft, Link
from mlsd_studio.layout.layered.ordering import crossings, order
from mlsd_studio.layout.layered.untangle import Sifter


def draft_of(
    column: list[int], links: list[tuple[int, int]], paths: list[tuple[str, ...]] | None = None
) -> Draft:
    count = len(column)
    draft = Draft(
        [f"n{v}" for v in range(count)],
        [196] * count,
        [72] * count,
        list(paths or [()] * count),
        [Link(a, b, 1.0) for a, b in links],
        count,
    )
    draft.column = list(column)
    return draft


def places(draft: Draft) -> list[float]:
    at = [0.0] * len(draft.tall)
    for group in draft.columns:
        for index, v in enumerate(group):
            at[v] = float(index)
    return at


def test_parallel_flows_drawn_crosswise_are_untangled() -> None:
    draft = draft_of([0] * 5 + [1] * 5, [(v, 9 - v) for v in range(5)])
    draft.segments = [(link.a, link.b, link.pull) for link in draft.links]
    draft.columns = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert crossings(draft, places(draft)) == 10
    Sifter(draft).run()
    assert crossings(draft, places(draft)) == 0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), columns=st.integers(2, 5), frames=st.integers(0, 3))
def test_sifting_never_adds_a_crossing_and_keeps_frames_whole(seed: int, columns: int, frames: int) -> None:
    rng = random.Random(seed)
    column = sorted(rng.randrange(columns) for _ in range(20))
    homes: list[tuple[str, ...]] = [
        (f"f{rng.randrange(frames)}",) if frames and rng.random() < 0.6 else () for _ in column
    ]
    links = [
        (a, b) for a in range(20) for b in range(20) if column[b] == column[a] + 1 and rng.random() < 0.3
    ]
    draft = draft_of(column, links, homes)
    draft.segments = [(link.a, link.b, link.pull) for link in draft.links]
    draft.columns = [[v for v in range(20) if column[v] == c] for c in range(columns)]
    for group in draft.columns:
        group.sort(key=lambda v: homes[v])
    before = crossings(draft, places(draft))
    Sifter(draft).run()
    assert crossings(draft, places(draft)) <= before
    for c, group in enumerate(draft.columns):
        assert sorted(group) == [v for v in range(20) if column[v] == c]
        row = [homes[v][0] for v in group if homes[v]]
        for frame in set(row):
            inside = [index for index, v in enumerate(group) if homes[v] == (frame,)]
            assert inside == list(range(inside[0], inside[-1] + 1)), (frame, group)


def test_a_long_flow_leaves_its_boundary_at_the_far_side() -> None:
    draft = draft_of([0, 1, 2, 4], [(0, 1), (1, 2), (2, 3), (0, 3)], [("zone",), ("zone",), ("zone",), ()])
    order(draft)
    bends = {draft.column[v]: draft.paths[v] for v in range(4, len(draft.tall)) if draft.column[v] < 3}
    assert bends == {1: ("zone",), 2: ("zone",)}
    assert {draft.paths[v] for v in range(4, len(draft.tall)) if draft.column[v] == 3} == {()}


def test_a_long_flow_enters_the_boundary_of_its_target_at_the_near_side() -> None:
    draft = draft_of([0, 2, 3, 4], [(0, 1), (1, 2), (2, 3), (0, 3)], [(), ("zone",), ("zone",), ("zone",)])
    order(draft)
    assert all(
        draft.paths[v] == (("zone",) if draft.column[v] >= 2 else ()) for v in range(4, len(draft.tall))
    )
