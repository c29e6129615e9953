"""Numbers as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsd_studio.analysis.findings import Evidence
from mlsd_studio.analysis.numbers.results import Verdict
from mlsd_studio.analysis.numbers.values import Value, at_least, at_most, exact, unbounded, unknown
from mlsd_studio.analysis.numbers.wording import (
    OF_CAPACITY,
    SHARE,
    between_words,
    margin_words,
    missing_field,
    money_words,
    quantity_words,
    reading,
    share_words,
    target_words,
    time_words,
    used_words,
    worst,
)
from mlsd_studio.analysis.wording import evidence_value
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Requirement


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0842, "84.2 ms"), (1.0, "1 s"), (100, "100 s"), (180, "3 min"), (7300, "2.03 h"), (2e5, "2.31 days")],
)
def test_times_take_the_unit_that_reads_best(seconds, words):
    assert time_words(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.999, "99.9 %"), (0.99899999, "99.89 %"), (0.99987525, "99.987 %"), (1.0, "100 %"), (0.5, "50 %")],
)
def test_availability_is_never_rounded_up_to_a_better_one(share, words):
    assert share_words(share) == words


@given(st.floats(0.0, 1.0), st.integers(0, 4), st.integers(0, 99999))
def test_an_availability_never_reads_as_if_it_were_on_the_other_side_of_its_target(share, nines, more):
    target = round(1.0 - 10.0**-nines + more * 10.0 ** -(nines + 6), 9)
    if not 0.0 < target < 1.0 or abs(share - target) < 1e-9:
        return
    shown = float(share_words(share, target).removesuffix(" %"))
    assert shown <= share * 100.0 + 1e-9
    assert (shown >= round(target * 100.0, 10)) == (share > target)
    high = between_words(share / 2.0, share, target).removesuffix(" %").split("–")[-1]
    if 0.01 < share < target:
        assert float(high) < target * 100.0


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.004, "<1 %"), (0.926, "93 %"), (0.994, "99 %"), (0.9996, "99.9 %"), (1.0, "100 %"), (1.0001, "100.1 %"),
     (1.2, "120 %")],
)  # fmt: skip
def test_almost_full_and_more_than_full_never_read_as_full(share, words):
    assert used_words(share) == words


def test_a_number_is_told_from_the_target_that_it_just_misses():
    assert reading("cost", exact(8404.0, "USD/month"), "<= 8400 USD/month") == "$8.404k/mo"
    assert reading("cost", exact(8104.0, "USD/month"), "<= 8400 USD/month") == "$8.1k/mo"
    assert reading("latency_p95", exact(0.10004, "s"), "<= 100 ms") == "100.04 ms"
    assert reading("latency_p95", exact(0.1, "s"), "<= 100 ms") == "100 ms"
    assert reading("throughput", exact(1000.4, "rps"), ">= 1000 rps") == "1\u00a0000.4 rps"
    assert reading("availability", exact(0.99900499, ""), ">= 99.9004 %") == "99.9004 %"
    assert target_words("cost", "<= 12345 USD/month") == "≤ $12.345k/mo"


@given(st.floats(1e-3, 1e7), st.floats(1e-3, 1e7), st.sampled_from(["s", "USD/month", "rps"]))
def test_two_numbers_read_alike_only_where_they_are(one, other, unit):
    if abs(one - other) > 1e-6 * max(one, other):
        assert quantity_words(one, unit, other) != quantity_words(other, unit, one)


def test_facts_of_findings_are_printed_as_numbers_are():
    facts = [
        (Evidence("availability", 0.99490075, SHARE), "99.49 %"),
        (Evidence("utilisation", 0.926, OF_CAPACITY), "93 % of capacity"),
        (Evidence("cost", 12345.67, "USD/month"), "$12.3k/mo"),
        (Evidence("age", 108000.0, "s"), "30 h"),
        (Evidence("modelled p95", 84.21, "ms"), "84.2 ms"),
        (Evidence("rate", 12345.6, "rps"), "12\u00a0346 rps"),
        (Evidence("replicas", 4), "4"),
        (Evidence("replicas", None), "not stated"),
        (Evidence("zones", "a"), "a"),
    ]
    assert [evidence_value(one) for one, _ in facts] == [words for _, words in facts]
    cost, ceiling = Evidence("cost", 8404.0, "USD/month"), Evidence("ceiling", 8400.0, "USD/month")
    assert [evidence_value(one, (cost, ceiling)) for one in (cost, ceiling)] == ["$8.404k/mo", "$8.4k/mo"]


def test_money_is_short():
    assert [money_words(amount, "USD") for amount in (12, 8400, 12345, 1.24e6)] == [
        "$12/mo", "$8.4k/mo", "$12.3k/mo", "$1.24M/mo",
    ]  # fmt: skip
    assert money_words(8400, "SEK") == "8.4k SEK/mo"


def test_a_reading_says_its_bound():
    assert reading("latency_p95", exact(0.0842, "s")) == "84.2 ms"
    assert reading("cost", at_least(4786, "USD/month", "default", ["a.replicas"])) == "≥ $4.79k/mo"
    assert reading("cost", at_most(4786, "USD/month", "default", ["a.average"])) == "≤ $4.79k/mo"
    assert reading("latency_p99", unbounded("s", "stated")) == "unbounded"
    assert reading("rpo", unknown("s", ["a.backup"])) == "unknown"
    assert reading("throughput", exact(1080, "rps")) == "1\u00a0080 rps"


def test_targets_are_printed_with_their_signs():
    assert target_words("throughput", ">= 10000 rps") == "≥ 10\u00a0000 rps"
    assert target_words("cost", "<= 10000 USD/month") == "≤ $10k/mo"
    assert target_words("availability", "3 nines") == "≥ 99.9 %"
    assert target_words("latency_p95", "soon") == "soon"
    assert target_words("latency_p95", None) == "no target"


def verdict(metric: str, target: str, value: Value, outcome: str, margin: float | None, **fields) -> Verdict:
    return Verdict("r", metric, None, target, value, outcome, margin, **fields)


def test_margins_are_percent_or_hours_a_year():
    assert margin_words(verdict("latency_p95", "<= 100 ms", exact(0.084, "s"), "met", 0.16)) == "+16 %"
    missed = verdict("availability", ">= 99.9 %", exact(0.99490075, ""), "missed", -4.09925)
    assert margin_words(missed) == "−35.9 h a year"
    assert margin_words(verdict("rpo", "<= 1 h", unknown("s"), "unknown", None)) == ""


def test_the_worst_verdict_speaks_and_growth_does_not():
    met = verdict("throughput", ">= 1 rps", exact(2, "rps"), "met", 1.0)
    later = verdict("throughput", ">= 10 rps", exact(2, "rps"), "missed", -0.8, growth=10)
    assert worst([met, later]) is met
    assert worst([later]) is None
    assert (
        worst([met, verdict("throughput", ">= 1 rps", unknown("rps"), "unknown", None)]).outcome == "unknown"
    )


def test_a_missing_input_is_traced_to_its_field():
    document = Document([Component(id="a.b", kind="cache"), Requirement(id="r", category="ml")])
    assert missing_field(document, "a.b.replicas") == ("a.b", "replicas")
    assert missing_field(document, "r.target") == ("r", "target")
    assert missing_field(document, "feedback flow") is None
