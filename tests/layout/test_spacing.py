"""Equal gaps and measured ones, each axis on its own."""

from __future__ import annotations

from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.spacing import even, gaps

A, B = Rect(0, 0, 100, 50), Rect(160, 0, 100, 50)


def test_a_card_catches_as_far_from_the_last_as_the_others_are_apart() -> None:
    assert even(Rect(324, 10, 100, 50), [A, B], 0, 6) == -4
    assert even(Rect(-165, 10, 100, 50), [A, B], 0, 6) == 5
    assert even(Rect(350, 10, 100, 50), [A, B], 0, 6) is None
    assert even(Rect(324, 200, 100, 50), [A, B], 0, 6) is None


def test_a_card_catches_in_the_middle_between_two() -> None:
    far = Rect(400, 0, 100, 50)
    assert even(Rect(203, 0, 100, 50), [A, far], 0, 6) == -3
    down = Rect(0, 400, 100, 50)
    assert even(Rect(10, 198, 100, 50), [A, down], 1, 6) == 2


def test_gaps_to_the_nearest_are_told_and_equal_ones_marked() -> None:
    found = gaps(Rect(320, 0, 100, 50), [A, B])
    assert [(gap.length, gap.equal) for gap in found] == [(60, True), (60, True)]
    found = gaps(Rect(330, 10, 100, 50), [A, B])
    assert [(gap.length, gap.equal) for gap in found] == [(70, False)]
    assert found[0].start == (260, 30)
    assert gaps(Rect(900, 0, 100, 50), [A, B]) == []
