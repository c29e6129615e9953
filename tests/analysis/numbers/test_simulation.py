"""Latency and waiting against a discrete-event simulation, within its confidence interval, on five designs.

Seeds are fixed, so each test gives the same answer every time. Stations are first come, first served, with as
many servers as replicas times concurrency; a percentile's interval follows from the spread over batches.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from typing import Any

import pytest
import simpy

from mlsd_studio.analysis.numbers.calls import Call
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.model import Document
from tests.analysis.numbers.shorthand import called, numbers_of

JOBS, BATCHES, WARM = 20_000, 20, 0.05
SERVICE = "kind: backend_service, concurrency: 1, origin: {latency: measured 2026-01-01}"


def station(id: str, replicas: int, p50: float, p95: float) -> str:
    """A station whose capacity is that of its own work, so that service in the simulation is the own work."""
    import math

    sigma = math.log(p95 / p50) / 1.6448536269514722
    mean = p50 * math.exp(sigma**2 / 2) / 1e3
    return (
        f"id: {id}, {SERVICE}, replicas: {replicas}, capacity: {1 / mean:.9f} rps, "
        f"latency: {{p50: {p50} ms, p95: {p95} ms}}"
    )


DESIGNS = {
    "one busy station": ([station("a", 1, 5, 15)], ["id: f, from: web, to: a, kind: request"]),
    "three servers": ([station("a", 3, 20, 40)], ["id: f, from: web, to: a, kind: request"]),
    "two in series": (
        [station("a", 2, 10, 25), station("b", 1, 4, 10)],
        ["id: f, from: web, to: a, kind: request", "id: g, from: a, to: b, kind: request"],
    ),
    "two at once": (
        [station("a", 1, 1, 2), station("b", 2, 8, 20), station("c", 1, 3, 9)],
        ["id: f, from: web, to: a, kind: request", "id: g, from: a, to: b, kind: request",
         "id: h, from: a, to: c, kind: request"],
    ),
    "a cache before a slow store": (
        [station("a", 1, 2, 4), station("b", 2, 20, 60)],
        ["id: f, from: web, to: a, kind: request", "id: g, from: a, to: b, kind: request, calls: 0.3"],
    ),
}  # fmt: skip


class Simulation:
    """Jobs that enter at random and go the way their calls are drawn; a server is held for own work only."""

    def __init__(self, document: Document, seed: int) -> None:
        self.engine = Engine(document)
        self.random = random.Random(seed)
        self.clock = simpy.Environment()
        self.servers = {
            id: simpy.Resource(self.clock, self.engine.inputs.replicas(id) or 1)
            for id in document.components
            if id != "web"
        }
        self.times: list[float] = []

    def run(self, rate: float) -> list[float]:
        self.clock.process(self.arrivals(rate))
        self.clock.run()
        return self.times[int(WARM * len(self.times)) :]

    def arrivals(self, rate: float) -> Generator[Any, Any, None]:
        for _ in range(JOBS):
            yield self.clock.timeout(self.random.expovariate(rate))
            self.clock.process(self.job())

    def job(self) -> Generator[Any, Any, None]:
        start = self.clock.now
        yield from self.work("web")
        self.times.append(self.clock.now - start)

    def work(self, id: str) -> Generator[Any, Any, None]:
        own = self.engine.inputs.own(id)
        if id != "web" and own is not None:
            with self.servers[id].request() as served:
                yield served
                yield self.clock.timeout(own.p50 * self.random.lognormvariate(0, own.sigma))
        for step in self.engine.calls.steps(id):
            yield self.clock.all_of([self.clock.process(self.answer(call)) for call in step])

    def answer(self, call: Call) -> Generator[Any, Any, None]:
        if self.random.random() < call.calls:
            yield from self.work(call.targets[0][0])


def quantile(times: list[float], share: float) -> float:
    return sorted(times)[int(share * len(times))]


def compared(name: str, share_of_most: float) -> list[tuple[float, float, float]]:
    """(computed, simulated, its standard error) of p50, p95 and p99, at a share of the largest rate."""
    components, flows = DESIGNS[name]
    document = called("\n".join(components), "\n".join(flows))
    rate = share_of_most * min(one.rate for one in numbers_of(document).journeys["j"].bottlenecks)
    times = Simulation(document, seed=11).run(rate)
    latency = numbers_of(document, rate / 100).journeys["j"].latency
    size, rows = len(times) // BATCHES, []
    for share, value in ((0.5, latency.p50.value), (0.95, latency.p95.value), (0.99, latency.p99.value)):
        batches = [quantile(times[n * size : (n + 1) * size], share) for n in range(BATCHES)]
        mean = sum(batches) / BATCHES
        spread = (sum((b - mean) ** 2 for b in batches) / (BATCHES - 1) / BATCHES) ** 0.5
        assert value is not None
        rows.append((value, mean, spread))
    return rows


@pytest.mark.parametrize("name", DESIGNS)
def test_percentiles_lie_within_the_interval_of_the_simulation(name: str) -> None:
    for value, mean, spread in compared(name, 0.3):
        assert abs(value - mean) <= 3 * spread, f"{value} against {mean} ± {spread}"


@pytest.mark.parametrize("name", DESIGNS)
def test_under_load_they_stay_near_it(name: str) -> None:
    """Stations are not independent any more, and Allen and Cunneen's wait is an approximation."""
    for value, mean, spread in compared(name, 0.6):
        assert abs(value - mean) <= 3 * spread + 0.05 * mean, f"{value} against {mean} ± {spread}"
