"""The bundled example against the figures worked by hand, and the command that prints them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from mlsd_studio.analysis.numbers.engine import Engine, must_missed
from mlsd_studio.analysis.numbers.results import Numbers
from mlsd_studio.model import Document
from mlsd_studio.paths import resource
from mlsd_studio.storage import load


def example() -> Document:
    return load(Path(resource("examples")) / "shop-ranking.mlsd.yaml").document


@pytest.fixture(scope="module")
def numbers() -> Numbers:
    return Engine(example()).numbers()


def test_availability_and_what_reaches_the_target(numbers: Numbers) -> None:
    search = numbers.journeys["search"]
    assert search.availability.value == pytest.approx(0.99490075, abs=5e-9)
    assert search.availability.note == "zones not counted"
    verdict = next(one for one in numbers.verdicts if one.requirement == "uptime")
    assert (verdict.outcome, verdict.contributor) == ("missed", "features")
    offered = [(one.component, one.replicas, one.flow) for one in verdict.offers]
    assert offered == [("features", 2, None), ("features", 2, "api-features")]
    assert all(one.value > 0.999 for one in verdict.offers)


def test_full_quality_also_needs_the_broker(numbers: Numbers) -> None:
    clicks = 0.995**3 + 3 * 0.995**2 * 0.005  # two of three brokers
    search = numbers.journeys["search"]
    assert search.availability.value is not None
    assert search.full_quality.value == pytest.approx(search.availability.value * clicks, abs=1e-12)


def test_minutes_and_shares_of_downtime(numbers: Numbers) -> None:
    first = numbers.journeys["search"].units[0]
    assert (first.kind, first.subject) == ("component", "features")
    perfect = 0.999975 * (1 - 0.005**4) * 0.99992525
    assert first.birnbaum == pytest.approx(perfect, abs=1e-12)
    assert first.minutes == pytest.approx(perfect * 0.005 * 525600, rel=1e-9)
    assert first.share == pytest.approx(perfect * 0.005 / (1 - 0.99490075), rel=1e-6)


def test_throughput_and_the_order_of_saturation(numbers: Numbers) -> None:
    search = numbers.journeys["search"]
    assert search.throughput.value == pytest.approx(1080)
    assert search.throughput.origin == "measured"
    order = [(one.component, round(one.multiple or 0.0, 6)) for one in search.bottlenecks if one.waited]
    assert order == [("ranker", 1.08), ("api", 1.6), ("features", 2.0), ("gateway", 10.0)]
    assert numbers.components["ranker"].utilisation == pytest.approx(1000 / 1080)
    growth = next(one for one in numbers.verdicts if one.growth)
    assert (growth.target, growth.outcome) == (">= 10000 rps", "missed")


def test_ages(numbers: Numbers) -> None:
    search = numbers.journeys["search"]
    assert search.model_age.value.value == pytest.approx(27 * 3600, abs=0.1)
    assert search.model_age.path[-1] == "ranker"
    assert search.feature_freshness.value.value == pytest.approx(180, abs=0.1)


def test_the_ranker_takes_most_of_the_time(numbers: Numbers) -> None:
    latency = numbers.journeys["search"].latency
    assert next(iter(latency.shares)) == "ranker"
    assert sum(latency.shares.values()) == pytest.approx(1, abs=1e-3)
    assert latency.p50.value < latency.p95.value < latency.p99.value  # type: ignore[operator]


def test_more_traffic_overloads_the_ranker() -> None:
    numbers = Engine(example()).numbers(1.2)
    assert numbers.journeys["search"].latency.p95.unbounded
    missed = {one.requirement for one in must_missed(numbers.verdicts)}
    assert missed == {"p95", "uptime"}


def test_unknown_costs_make_the_verdict_unknown_and_are_named(numbers: Numbers) -> None:
    budget = next(one for one in numbers.verdicts if one.requirement == "budget")
    assert budget.outcome == "unknown"
    assert "train.replicas" in budget.value.missing


def test_every_default_is_an_assumption(numbers: Numbers) -> None:
    named = {(one.subject, one.field) for one in numbers.assumptions}
    assert {("gateway", "latency.p95"), ("features", "capacity"), ("design", "hop.p50")} <= named
    assert not any(subject == "ranker" for subject, _ in named if _.startswith(("latency", "capacity")))


def test_plain_data_there_and_back(numbers: Numbers) -> None:
    assert msgspec.json.decode(msgspec.json.encode(numbers), type=Numbers) == numbers


def test_the_same_design_gives_the_same_bytes_and_steps_tell_what_is_done() -> None:
    engine = Engine(example())
    first, second = engine.numbers(1.0), Engine(example()).numbers(1.0)
    engine.numbers(3.0)
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert list(engine.steps(2.0)) == ["load", "journey search", "components"]
