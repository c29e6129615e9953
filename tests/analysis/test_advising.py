"""The advisor: the worked examples of its own file, what is unknown, and the words of its reasons."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.analysis.advising import advise, inputs, true, value_words, words
from mlsd_studio.catalog import advisor

EXAMPLES = advisor()["advisor"]["worked_examples"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["name"] for one in EXAMPLES])
def test_the_worked_examples(example) -> None:
    advice = advise(example["inputs"])
    wanted = example["ranking"]
    ranked = [(one.pattern.id, one.points) for one in advice.ranking]
    assert dict(ranked[: len(wanted)]) == wanted
    assert [id for id, _ in ranked[: len(wanted)]] == list(wanted)
    assert set(advice.overlays) >= set(example.get("overlays", ()))


def test_nothing_known_nothing_recommended() -> None:
    advice = advise({"p95_ms": None})
    assert advice.best is None
    assert advice.removed == {}
    assert {one.points for one in advice.ranking} == {0}
    assert advice.overlays == ()


def test_the_runner_up_is_told_with_what_would_turn_the_choice() -> None:
    known = {"p95_ms": 100, "trigger": "request", "freshness_max_s": 300, "inputs_enumerable": "no"}
    advice = advise(known)
    assert advice.best is not None
    assert advice.best.pattern.id == "online"
    assert advice.turning is not None
    name, value = advice.turning
    assert advise({**known, name: value}).ranking[0].pattern.id == advice.ranking[1].pattern.id


def test_what_removes_a_pattern_is_told() -> None:
    advice = advise({"freshness_max_s": 60})
    assert advice.removed == {"batch": "inputs_enumerable == no or freshness_max_s < 900"}
    assert "batch" not in [one.pattern.id for one in advice.ranking]


@pytest.mark.parametrize(
    ("statement", "known", "answer"),
    [
        ("p95_ms <= 100 and trigger == event", {"p95_ms": 100, "trigger": "event"}, True),
        ("p95_ms <= 100 and trigger == event", {"p95_ms": 100}, False),
        ("p95_ms <= 100 or trigger == event", {"trigger": "event"}, True),
        ("p95_ms < model_p95_ms + 10", {"p95_ms": 100, "model_p95_ms": 91}, True),
        ("p95_ms < model_p95_ms + 10", {"p95_ms": 100}, False),
        ("60 <= freshness_max_s < 900", {"freshness_max_s": 60}, True),
        ("60 <= freshness_max_s < 900", {"freshness_max_s": 900}, False),
        ("not event_native", {"event_native": False}, True),
        ("not event_native", {}, False),
    ],
)
def test_statements_hold_only_for_sure(statement, known, answer) -> None:
    assert true(statement, known) is answer


def test_a_statement_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        true("p95_ms < nonsense", {"p95_ms": 1})
    with pytest.raises(KeyError):
        advise({"colour": "red"})


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("p95_ms <= 100", "p95 ≤ 100 ms"),
        ("trigger == request", "answer on request"),
        ("inputs_enumerable == no", "inputs known: no"),
        ("60 <= freshness_max_s < 900", "1 min ≤ data age < 15 min"),
        ("availability >= 0.9995", "available ≥ 99.95 %"),
        ("payload_mb > 6 or model_p95_ms > 2000", "input > 6 MB or model p95 > 2\u202f000 ms"),
    ],
)
def test_statements_in_words(statement, said) -> None:
    assert words(statement) == said


def test_every_statement_has_words_without_a_name_of_the_file() -> None:
    data = advisor()["advisor"]
    for text in [line["if"] for line in data["scores"]] + [
        line["remove_if"] for line in data["hard_filters"]
    ]:
        assert "_" not in words(text)
        assert "==" not in words(text)
    assert value_words("event_native", True) == "yes"


def _answers(about):
    if about["type"] == "choice":
        return st.none() | st.sampled_from(sorted(about["choices"]))
    return st.none() | (st.booleans() if about["type"] == "bool" else st.floats(0, 1e7))


@settings(deadline=None, max_examples=60)
@given(st.fixed_dictionaries({name: _answers(about) for name, about in inputs().items()}))
def test_any_answers_give_an_advice_and_less_known_removes_no_more(known) -> None:
    advice = advise(known)
    order = [(-one.points, one.pattern.profile["relative_ops_effort"]) for one in advice.ranking]
    assert order == sorted(order)
    assert set(advise({**known, "p95_ms": None}).removed) <= set(advice.removed)
