"""Finding rows by name: what comes first, and what spelling is forgiven."""

from __future__ import annotations

from mlsd_studio.session.lookup import Row, ranked

ROWS = [
    Row("Commands", "tidy", "Tidy everything", "Arrange"),
    Row("Components", "rank", "Ranker endpoint", "Model endpoint"),
    Row("Components", "feat", "Ranking features", "Feature store"),
    Row("Components", "api", "Search API", "REST backend service"),
    Row("Commands", "undo", "Undo", "Edit", reason="Nothing was done yet"),
]


def found(text: str, recent: frozenset[str] = frozenset()) -> list[str]:
    return [row.id for row in ranked(text, ROWS, recent)]


def test_nothing_typed_keeps_all_in_order() -> None:
    assert found("  ") == ["tidy", "rank", "feat", "api", "undo"]


def test_titles_beat_notes_and_beginnings_beat_middles() -> None:
    assert found("search api") == ["api"]
    assert found("ank") == ["rank", "feat"]
    assert found("feature") == ["feat"]
    assert found("endpoint rank") == ["rank"]
    assert found("backend")[0] == "api"


def test_what_was_chosen_lately_comes_first_among_equals() -> None:
    assert found("rank", frozenset({"Components:feat"})) == ["feat", "rank"]


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert found("serch api")[0] == "api"
    assert found("tydi everything")[0] == "tidy"
    assert found("zebra") == []
