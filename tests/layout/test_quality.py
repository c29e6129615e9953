"""The judge itself, on drawings whose figures are known."""

from __future__ import annotations

from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.quality import measure

BOXES = {"a": Rect(0, 0, 100, 50), "b": Rect(300, 0, 100, 50), "c": Rect(150, 0, 100, 50)}


def test_a_flow_through_a_card_and_a_crossing_are_counted() -> None:
    quality = measure(BOXES, {"f": [(100, 25), (300, 25)], "g": [(120, 0), (120, 90), (130, 90)]})
    assert (quality.through, quality.crossings, quality.bends) == (1, 1, 1)
    assert quality.length == 300
    assert (quality.aspect, quality.area) == (8.0, 20_000)


def test_touching_is_neither_overlap_nor_crossing() -> None:
    boxes = {"a": Rect(0, 0, 100, 50), "b": Rect(100, 0, 100, 50)}
    quality = measure(boxes, {"f": [(0, 80), (50, 80)], "g": [(50, 80), (50, 120)]})
    assert (quality.overlaps, quality.crossings, quality.shared) == (0, 0, 0)
    assert measure({"a": boxes["a"], "b": Rect(99, 0, 9, 9)}, {}).overlaps == 1


def test_flows_on_top_of_each_other_are_counted() -> None:
    assert measure(BOXES, {"f": [(0, 80), (50, 80)], "g": [(20, 80), (90, 80)]}).shared == 1


def test_foreign_cards_and_escaped_members_are_counted() -> None:
    frame = {"z": Rect(-10, -10, 300, 80)}
    assert measure(BOXES, {}, frame, {"z": {"a", "c"}}).foreign == 0
    assert measure(BOXES, {}, frame, {"z": {"a"}}).foreign == 1
    assert measure(BOXES, {}, frame, {"z": {"a", "b", "c"}}).foreign == 1
