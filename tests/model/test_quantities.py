"""Numbers with units: read kindly, kept in one spelling, equal after a save and a load."""

from __future__ import annotations

import copy
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsd_studio.model import money
from mlsd_studio.model import quantities as q
from mlsd_studio.model.targets import METRICS, TargetError, normalised_target, parse_target

from ..storage.strategies import quantity

CLASSES = [
    q.Duration,
    q.Interval,
    q.Retention,
    q.Rate,
    q.Fraction,
    q.Volume,
    money.Money,
    money.PricePerMillion,
    money.PricePerGigabyte,
    q.Day,
    q.Backup,
]

READ = [
    (q.Duration, "100ms", "100 ms", 0.1),
    (q.Duration, "5 minutes", "5 min", 300),
    (q.Duration, "1 day", "1 day", 86400),
    (q.Duration, "2 d", "2 days", 172800),
    (q.Duration, "3 µs", "3 us", 3e-6),
    (q.Interval, "daily", "every 24 h", 86400),
    (q.Interval, "every 15 min", "every 15 min", 900),
    (q.Interval, "every hour", "every 1 h", 3600),
    (q.Retention, "Unlimited", "unlimited", math.inf),
    (q.Retention, "30 days", "30 days", 2592000),
    (q.Rate, "1.2k rps", "1200 rps", 1200),
    (q.Rate, "1 200 rps", "1200 rps", 1200),
    (q.Rate, "60/min", "60 rpm", 1),
    (q.Rate, "2M req/day", "2000000 rpd", 2e6 / 86400),
    (q.Fraction, "99.9 %", "99.9 %", 0.999),
    (q.Fraction, "3 nines", "99.9 %", 0.999),
    (q.Fraction, 0.995, "99.5 %", 0.995),
    (q.Fraction, "99.995%", "99.995 %", 0.99995),
    (q.Volume, "2 TB", "2 TB", 2e12),
    (q.Volume, "1 KiB", "1.024 KB", 1024),
    (money.Money, "$8.4k/mo", "8400 USD/month", 8400),
    (money.Money, "740 EUR", "740 EUR/month", 740),
    (money.PricePerMillion, "€0.5/million", "0.5 EUR/million calls", 0.5),
    (money.PricePerGigabyte, "0.025 USD/GB", "0.025 USD/GB-month", 0.025),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "plain", "base"), READ)
def test_quantities_are_read_as_people_write_them(kind, text, plain, base):
    found = kind.parse(text)
    assert found.plain() == plain
    assert found.base == pytest.approx(base, rel=1e-12)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (q.Duration, "soon"),
        (q.Duration, "5"),
        (q.Duration, 5),
        (q.Duration, "-1 s"),
        (q.Duration, "5 rps"),
        (q.Duration, True),
        (q.Duration, []),
        (q.Rate, "3 m"),
        (q.Fraction, "120 %"),
        (q.Fraction, 1.5),
        (q.Fraction, "5 apples"),
        (money.Money, "5 apples"),
        (money.Money, "-1 USD"),
        (money.Money, "5 USD/day"),
        (q.Day, "tomorrow"),
        (q.Day, 5),
        (q.Backup, {"x": 1}),
        (q.Backup, 3),
        (q.Backup, {"rpo": "soon"}),
    ],
)
def test_what_is_no_quantity_is_refused_with_a_hint(kind, text):
    with pytest.raises(q.QuantityError) as caught:
        kind.parse(text)
    assert len(str(caught.value)) > 10


@given(st.sampled_from(CLASSES).flatmap(quantity))
def test_any_quantity_is_equal_after_writing_and_reading(value):
    again = type(value).parse(value.plain())
    assert again == value
    assert hash(again) == hash(value)
    assert again.plain() == value.plain()
    assert type(value).parse(value) is value
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value


def test_quantities_cannot_be_changed():
    for value in (q.Duration(1, "s"), q.Backup(None)):
        with pytest.raises(AttributeError):
            value.amount = 2
    assert q.Duration(60, "s") != q.Duration(1, "min")
    assert money.Money(1, "USD/month").currency == "USD"


@pytest.mark.parametrize(
    ("metric", "text", "normal"),
    [
        ("latency_p95", "<=100ms", "<= 100 ms"),
        ("latency_p99", "under 1 s", "< 1 s"),
        ("rto", "4h", "<= 4 h"),
        ("throughput", "1.2k rps", ">= 1200 rps"),
        ("availability", "≥ 3 nines", ">= 99.9 %"),
        ("cost", "at most $10k/mo", "<= 10000 USD/month"),
        ("maintainability", "1.5", "<= 1.5"),
    ],
)
def test_targets_are_kept_in_one_spelling(metric, text, normal):
    assert normalised_target(metric, text) == normal
    assert normalised_target(metric, normal) == normal


@pytest.mark.parametrize(
    ("metric", "text", "words"),
    [
        ("latency_p95", ">= 5 ms", "bound from above: write '<= 5 ms'"),
        ("throughput", "< 5 rps", "from below"),
        ("cost", "cheap", "<= 740 USD/month"),
        ("availability", "", "99.9 %"),
        ("rpo", "<= 5 rps", "length of time"),
    ],
)
def test_wrong_targets_say_what_would_be_right(metric, text, words):
    with pytest.raises(TargetError) as caught:
        parse_target(metric, text)
    assert words in str(caught.value)


def test_targets_judge_values_in_base_units():
    assert parse_target("latency_p95", "100 ms").allows(0.1)
    assert not parse_target("latency_p95", "< 100 ms").allows(0.1)
    assert parse_target("availability", "> 99 %").allows(0.995)
    assert not parse_target("throughput", "10 rps").allows(9.9)


def test_every_metric_of_the_records_has_a_target():
    import typing

    from mlsd_studio.model.records import Metric

    assert set(METRICS) == set(typing.get_args(Metric))


@pytest.mark.parametrize("text", ["101 %", "-0.5", "4000"])
def test_a_share_that_is_none_gets_no_odd_advice(text: str) -> None:
    with pytest.raises(q.QuantityError) as caught:
        q.Fraction.parse(text)
    assert "did you mean" not in str(caught.value)
