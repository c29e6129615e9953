"""Fixes as changes: where the new component is put, what is used again, what no longer fits."""

from __future__ import annotations

import msgspec
import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Add, Fix, Flip, Focus, Insert, Link, Set
from mlsd_studio.analysis.fixes import FixError, build, values_of
from mlsd_studio.analysis.placing import CARD, GRID, free_spot
from mlsd_studio.model.records import Component, Flow, Placement
from tests.analysis.designs import design

TEXT = """components:
  - {id: a, kind: backend_service, name: A}
  - {id: b, kind: cache, name: B}
boundaries:
  - {id: eu, kind: region, members: [a]}
flows:
  - {id: f, from: a, to: b, kind: request}
layout:
  a: [0, 0]
  b: [240, 0]
  f: [[220, 100]]
"""


def test_an_insert_leads_the_flow_through_a_new_component_beside_the_shared_end() -> None:
    document = design(TEXT)
    document.apply(build(document, Fix("Between", (Insert(("f",), "api_gateway", "Gateway", "request"),))))
    assert document.flows["f"].target == "gateway"
    assert (document.flows["gateway-b"].source, document.flows["gateway-b"].target) == ("gateway", "b")
    assert "f" not in document.layout
    placed = document.layout["gateway"]
    assert isinstance(placed, Placement)
    assert placed.x % GRID == 0
    assert placed.y % GRID == 0


def test_an_insert_may_use_a_component_that_is_there() -> None:
    document = design(TEXT + "")
    fix = Fix("Reuse", (Insert(("f",), "cache", "x", "data", existing="a"),))
    document.apply(build(document, fix))
    assert set(document.components) == {"a", "b"}


def test_what_is_added_stands_in_the_boundary_of_its_neighbour() -> None:
    document = design(TEXT)
    add = Add("prediction_log", "Log", "a", (Link("a", "$1", "async"),))
    document.apply(build(document, Fix("Log", (add,))))
    assert document.boundaries["eu"].members == ("a", "log")
    assert document.flows["a-log"].kind == "async"


def test_a_free_spot_overlaps_nothing() -> None:
    document = design(TEXT)
    taken: list[tuple[float, float, float, float]] = [(0, 0, *CARD), (240, 0, *CARD)]
    for _ in range(12):
        spot = free_spot(document, "a", taken)
        assert spot is not None
        x, y = spot
        for bx, by, w, h in taken:
            assert x + CARD[0] <= bx or bx + w <= x or y + CARD[1] <= by or by + h <= y
        taken.append((x, y, *CARD))


def test_without_a_place_nothing_is_placed() -> None:
    assert free_spot(design("components:\n  - {id: a, kind: cache}\n"), "a") is None


def test_values_are_read_as_in_a_file() -> None:
    values = values_of(Flow, {"timeout": "2 s", "kind": "data"})
    assert str(values["timeout"]) == "2 s"
    assert values_of(Component, {"zones": ["a", "b"]}) == {"zones": ("a", "b")}
    with pytest.raises(FixError, match="wrong value"):
        values_of(Component, {"replicas": "many"})


def test_a_stale_fix_says_so() -> None:
    document = design(TEXT)
    for operation in (Flip("gone"), Set("components", "gone", {"replicas": 2}), Add("cache", "C", "gone")):
        with pytest.raises(FixError, match="gone"):
            build(document, Fix("Stale", (operation,)))


def test_showing_is_no_edit() -> None:
    fix = Fix("Show", (Focus(("a",), "replicas"),))
    assert not fix.edits
    assert not build(design(TEXT), fix)


def test_fixes_travel_as_plain_data() -> None:
    fix = Fix(
        "All",
        (Add("cache", "C", "a", fields={"replicas": 2}), Flip("f"), Set("flows", "f", {"kind": "data"})),
    )
    plain = msgspec.to_builtins(fix)
    assert [row["op"] for row in plain["operations"]] == ["add", "flip", "set"]
    assert msgspec.convert(plain, Fix) == fix


def test_a_flow_that_leaves_two_trainers_at_once_is_led_through_one_gate() -> None:
    document = design("""stage: production
components:
  - {id: a, kind: training_job, name: A}
  - {id: b, kind: fl_server, name: B}
  - {id: edge, kind: edge_model, name: Edge}
groups:
  - {id: both, members: [a, b]}
flows:
  - {id: f, from: both, to: edge, kind: artifact}
""")
    (found,) = (one for one in check(document).findings if one.code == "EVL001")
    document.apply(build(document, found.fixes[0]))
    assert [one.id for one in document.components.values() if one.kind == "evaluation"] == ["evaluation-gate"]
    assert document.flows["f"].source == "evaluation-gate"
    assert "EVL001" not in {one.code for one in check(document).findings}
