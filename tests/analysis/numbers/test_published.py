"""Load, waiting and percentiles against published and exact values.

Sources: Erlang's tables (exact fractions); Pollaczek and Khinchine; Ross, *Introduction to Probability Models*,
chapter 8 (the network of three stations); percentiles of Erlang and of maxima of exponential variables.
"""

from __future__ import annotations

import math
from fractions import Fraction as Exact

import numpy as np
import pytest

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.calls import Calls
from mlsd_studio.analysis.numbers.grid import Grid, normal_cdf
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.tape import Tape
from mlsd_studio.analysis.numbers.traffic import Traffic
from mlsd_studio.analysis.numbers.waiting import erlang_b, erlang_c, mean_queue, mean_wait, retry_factor
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Duration, Rate
from mlsd_studio.model.records import Component, Flow, Journey, Latency

TANDEM = {
    1: (0.693147, 2.995732, 4.605170),
    2: (1.678347, 4.743865, 6.638352),
    5: (4.670910, 9.153519, 11.604626),
    50: (49.667065, 62.171057, 67.903362),
}


@pytest.mark.parametrize(
    ("servers", "offered", "value"),
    [
        (1, 0.5, Exact(1, 2)),
        (2, 1, Exact(1, 3)),
        (2, 1.5, Exact(9, 14)),
        (3, 2, Exact(4, 9)),
        (5, 4, Exact(128, 231)),
        (10, 8, Exact(4194304, 10250507)),
    ],
)
def test_erlang_c(servers: int, offered: float, value: Exact) -> None:
    assert erlang_c(servers, offered) == pytest.approx(float(value), abs=1e-14)


def test_erlang_c_of_twenty_servers() -> None:
    assert erlang_c(20, 18) == pytest.approx(0.550769004816, abs=5e-13)


def test_erlang_b() -> None:
    assert erlang_b(2, 1) == pytest.approx(1 / 5, abs=1e-15)
    assert erlang_b(10, 8) == pytest.approx(0.121661064253, abs=5e-13)


@pytest.mark.parametrize(
    ("servers", "offered"),
    [
        (0, 3.0),
        (3, 0.0),
        (1, 1e-9),
        (5, 40.0),
        (400, 380.0),
        (400, 4.0),
        (30_000, 29_900.0),
        (30_000, 45_000.0),
    ],
)
def test_erlang_b_is_what_the_recursion_gives(servers: int, offered: float) -> None:
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    assert erlang_b(servers, offered) == pytest.approx(blocked, rel=1e-11, abs=1e-290)


@pytest.mark.parametrize(
    ("servers", "offered", "value"), [(2, 1, Exact(1, 3)), (2, 1.5, Exact(27, 14)), (3, 2, Exact(8, 9))]
)
def test_mean_queue(servers: int, offered: float, value: Exact) -> None:
    assert mean_queue(servers, offered) == pytest.approx(float(value), abs=1e-13)


@pytest.mark.parametrize(("scv", "waiting"), [(0, 8 / 5), (0.5, 12 / 5), (1, 16 / 5), (4, 8)])
def test_one_server_at_a_load_of_four_fifths(scv: float, waiting: float) -> None:
    assert mean_queue(1, 0.8, scv) == pytest.approx(waiting, abs=1e-12)


def test_an_overloaded_station_waits_for_ever() -> None:
    assert erlang_c(3, 3) == 1.0
    assert math.isinf(mean_wait(3, 3.5, 1.0, 1.0))


@pytest.mark.parametrize(("failure", "factor"), [(0.1, 1.111), (0.5, 1.875), (1.0, 4.0)])
def test_three_retries(failure: float, factor: float) -> None:
    assert retry_factor(failure, 3) == pytest.approx(factor, abs=1e-12)


@pytest.mark.parametrize("stations", TANDEM)
def test_stations_in_series(stations: int) -> None:
    """Each station takes an exponential time of mean 1; the whole is an Erlang variable."""
    grid = Grid(128.0 if stations == 50 else 16.0, 4096)
    tape = Tape(grid)
    whole = tape.power(tape.leaf(("s", "own"), *grid.wait(1.0, 1.0)), stations)
    found = grid.percentiles(grid.mass(tape.values[whole]), (0.50, 0.95, 0.99))
    assert found == pytest.approx(TANDEM[stations], rel=2e-5)


@pytest.mark.parametrize("stations", TANDEM)
def test_stations_in_series_to_the_digits_given(stations: int) -> None:
    """The same on a grid sixteen times as fine: the error falls with the square of the step."""
    grid = Grid(80.0 if stations == 50 else 14.0, 65536)
    one = grid.wait(1.0, 1.0)[0]
    found = grid.percentiles(grid.mass(one**stations), (0.50, 0.95, 0.99))
    assert found == pytest.approx(TANDEM[stations], abs=5e-6)


@pytest.mark.parametrize(
    ("calls", "share", "time"),
    [(2, 0.99, 5.295808), (5, 0.99, 6.210592), (10, 0.50, 2.703555), (10, 0.99, 6.903237)],
)
def test_fan_out_ends_with_the_slowest(calls: int, share: float, time: float) -> None:
    grid = Grid(16.0, 16384)
    tape = Tape(grid)
    whole = tape.repeated(tape.leaf(("s", "own"), *grid.wait(1.0, 1.0)), calls, at_once=True)
    assert grid.percentiles(grid.mass(tape.values[whole]), (share,))[0] == pytest.approx(time, abs=1e-6)


def test_log_normal_work_goes_through_its_percentiles() -> None:
    grid = Grid(32.0, 4096)
    sigma = math.log(3.0) / 1.6448536269514722
    mass = grid.mass(grid.work(1.0, sigma)[0])
    assert grid.percentiles(mass, (0.50, 0.95)) == pytest.approx([1.0, 3.0], rel=1e-4)
    assert float(mass @ grid.times) == pytest.approx(math.exp(sigma**2 / 2), rel=1e-4)


def test_normal_distribution_function() -> None:
    points = np.linspace(-8, 8, 997)
    exact = [0.5 * math.erfc(-z / math.sqrt(2)) for z in points]
    assert np.max(np.abs(normal_cdf(points) - exact)) < 1e-11


def _ross() -> Document:
    """Three stations; one arrival stream each; service exponential (squared coefficient of variation 1)."""
    spread = math.exp(math.sqrt(math.log(2)) * 1.6448536269514722)
    records: list[object] = []
    for n, (arrivals, service) in enumerate(zip((5, 10, 15), (10, 50, 100), strict=True), start=1):
        p50 = 1 / service / math.sqrt(2)
        latency = Latency(p50=Duration(p50, "s"), p95=Duration(p50 * spread, "s"))
        records += [
            Component(id=f"s{n}", kind="backend_service", replicas=1, capacity=Rate(service, "rps"),
                      latency=latency, concurrency=1),
            Component(id=f"in{n}", kind="client_web"),
            Journey(id=f"j{n}", entry=f"in{n}", rate=Rate(arrivals, "rps")),
            Flow(id=f"in{n}-s{n}", source=f"in{n}", target=f"s{n}", kind="request"),
        ]  # fmt: skip
    for source, target, calls in ((1, 2, 1 / 3), (1, 3, 1 / 3), (2, 3, 1.0), (3, 2, 1 / 2)):
        records.append(
            Flow(
                id=f"s{source}-s{target}",
                source=f"s{source}",
                target=f"s{target}",
                kind="request",
                calls=calls,
            )
        )
    return Document(records)  # type: ignore[arg-type]


def test_network_of_three_stations_with_a_loop() -> None:
    facts = Facts(_ross())
    inputs = Inputs(facts)
    traffic = Traffic(inputs, Calls(facts))
    state = traffic.solve({journey.id: journey.rate for journey in facts.journeys})
    loads = [state.loads[f"s{n}"] for n in (1, 2, 3)]
    assert loads == pytest.approx([5, 40, 170 / 3], rel=1e-12)
    number = 0.0
    for n, service in enumerate((10, 50, 100), start=1):
        one = state.stations[f"s{n}"]
        assert one.load is not None
        number += one.load * (one.wait_mean + 1 / service)
    assert number == pytest.approx(82 / 13, rel=1e-9)
    assert number / 30 == pytest.approx(41 / 195, rel=1e-9)  # the mean time, by Little
