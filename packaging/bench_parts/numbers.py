"""Availability beside a Monte-Carlo run, single faults beside dominators, slider steps beside a simulation."""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator
from typing import Any

from bench_parts._tools import median_ms, row
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.availability import replica_availability, zone_availability
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.grid import grid
from mlsd_studio.analysis.numbers.importance import explain
from mlsd_studio.analysis.protocol import FrameReader, decode_numbers, encode
from mlsd_studio.analysis.structure import Structure
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Duration, Fraction, Rate
from mlsd_studio.model.records import Boundary, Component, Flow, Journey, Latency
from mlsd_studio.storage.snapshot import encode_document

SAMPLES, JOBS, STAGES = 200_000, 20_000, 50
ERLANG_50_P99 = 67.903362
CELL = ("api_gateway", "backend_service", "model_endpoint", "online_feature_store", "relational_db")
WEB_RATE = 20


def document(size: int, journeys: int = 5) -> Document:
    """Cells of five services in three zones, each with a fallback model, that call the next cell now and then."""
    records: list[Any] = [Boundary(id=z, kind="zone", availability=Fraction(0.9995, "%")) for z in "abc"]
    cells = size // (len(CELL) + 1)
    for n in range(cells):
        for place, kind in enumerate((*CELL, "fallback_model")):
            zones = ("a", "b", "c")[: 1 + (n + place) % 3]
            records.append(
                Component(id=f"s{n}-{place}", kind=kind, replicas=2 + (n + place) % 3, zones=zones)
            )
        ends = [(0, 1), (1, 2), (1, 3), (3, 4)]
        records += [_call(f"s{n}-{a}", f"s{n}-{b}") for a, b in ends]
        records.append(_call(f"s{n}-1", f"s{n}-5", fallback_of=f"s{n}-1>s{n}-2"))
        if n + 1 < cells and n % 10 < 9:
            records.append(_call(f"s{n}-1", f"s{n + 1}-0", calls=0.5))
    for n in range(journeys):
        records.append(Component(id=f"web{n}", kind="client_web"))
        records.append(Journey(id=f"j{n}", entry=f"web{n}", rate=Rate(WEB_RATE, "rps")))
        records += [_call(f"web{n}", f"s{cell}-0") for cell in range(n * 10, cells, journeys * 10)]
    return Document(records)


def _call(source: str, target: str, **more: Any) -> Flow:
    return Flow(id=f"{source}>{target}", source=source, target=target, kind="request", **more)


def chain(stages: int) -> Document:
    """So many stations one after another."""
    latency = Latency(p50=Duration(5, "ms"), p95=Duration(12, "ms"))
    records: list[Any] = [
        Component(id="s-1", kind="client_web"),
        Journey(id="j", entry="s-1", rate=Rate(90, "rps")),
    ]
    for n in range(stages):
        records.append(
            Component(
                id=f"s{n}", kind="backend_service", replicas=1, capacity=Rate(150, "rps"), latency=latency
            )
        )
        records.append(_call(f"s{n - 1}", f"s{n}"))
    return Document(records)


def rows() -> list[dict[str, object]]:
    """Measure, and answer the rows of the table."""
    return [*_availability(), *_faults(), *_steps()]


def _availability() -> Iterator[dict[str, object]]:
    facts = Facts(document(1000))
    structure = facts.structure
    ours = median_ms(lambda: [explain(facts, journey) for journey in facts.journeys])
    sampled = median_ms(lambda: _monte_carlo(facts, structure), 1)
    yield row("availability, 1000 components, 5 journeys, 3 zones; Monte-Carlo of 200 000", ours,
              baseline=sampled, goal=0.05, by_ratio=True)  # fmt: skip


def _monte_carlo(facts: Facts, structure: Structure) -> list[float]:
    import numpy as np

    dice = np.random.default_rng(1)
    words = []
    for unit in structure.units:
        if unit.kind == "zone" and unit.zone is not None:
            figure = zone_availability(facts, unit.zone)
        else:
            replica = replica_availability(facts, unit.subject) if unit.subject in facts.components else None
            figure = replica.value if replica else None
        up = dice.random(SAMPLES) < (1.0 if figure is None else figure)
        words.append(int.from_bytes(np.packbits(up).tobytes(), "big"))
    values = structure.evaluate(words, SAMPLES)
    return [values[root].bit_count() / SAMPLES for root in structure.roots.values()]


def _faults() -> Iterator[dict[str, object]]:
    import networkx

    facts = Facts(document(1000))
    structure = facts.structure
    graph = networkx.DiGraph((flow.source, flow.target) for flow in facts.flows.values())
    graph.add_edges_from(("root", journey.entry) for journey in facts.journeys)

    def ours() -> None:
        lost = {own: 1 << scenario for scenario, own in enumerate(structure.own.values())}
        structure.after_losses(lost, len(lost) + 1)

    def as_asked() -> None:
        structure.__dict__.pop("_single", None)  # worked out once per state of a design; here each time
        for journey in facts.journeys:
            structure.single_points(journey.id)

    theirs = median_ms(lambda: networkx.immediate_dominators(graph, "root"))
    yield row("all single faults of units, as RES001 asks, 1000 components; networkx dominators",
              median_ms(as_asked), baseline=theirs, goal=1.0, by_ratio=True)  # fmt: skip
    yield row("each of 1000 components lost in turn; networkx dominators", median_ms(ours), baseline=theirs,
              goal=1.0, by_ratio=True)  # fmt: skip


def _steps() -> Iterator[dict[str, object]]:
    engine = Engine(chain(STAGES))
    simulated = median_ms(lambda: _simulate(STAGES), 1)
    yield row(f"slider step, {STAGES} stages; simpy, {JOBS} jobs", median_ms(_slider(engine), 9),
              baseline=simulated, goal=0.001, by_ratio=True)  # fmt: skip
    points = grid(128.0, 4096)
    p99 = points.percentiles(points.mass(points.wait(1.0, 1.0)[0] ** STAGES), (0.99,))[0]
    error = math.inf if p99 is None else abs(p99 / ERLANG_50_P99 - 1)
    yield row(f"error of the p99 of {STAGES} stages", error, "", goal=1e-4)
    for size, goal in ((50, 16.0), (100, None), (1000, 100.0), (10_000, None)):
        engine = Engine(document(size))
        yield row(f"slider step, {size} components", median_ms(_slider(engine)), goal=goal)
    for size, goal in ((50, 16.0), (1000, 100.0)):
        with _Through(document(size)) as worker:
            yield row(
                f"slider step through the worker, {size} components", median_ms(worker.step, 9), goal=goal
            )


def _slider(engine: Engine) -> Any:
    """A step while the slider moves: the shares of latency follow once it rests."""
    steps = iter(1 + n / 100 for n in range(10_000))
    engine.numbers()
    return lambda: deque(engine.steps(next(steps), quick=True), maxlen=0)


class _Through:
    """A checking process with a design open, asked as the window asks it."""

    def __init__(self, document: Document) -> None:
        self.reader, self.frames = FrameReader(), list[dict[str, Any]]()
        self.traffic = 1.0
        command = [sys.executable, "-m", "mlsd_studio.analysis.worker"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._send({"type": "open", "generation": 1, "revision": 1, "snapshot": encode_document(document)})
        self.numbers = decode_numbers(self._hear(), None)

    def __enter__(self) -> _Through:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def step(self) -> None:
        """Ask for another traffic and read the numbers at it, while the slider goes on moving."""
        self.traffic += 0.01
        self._send({"type": "traffic", "value": self.traffic})
        while (message := self._hear())["traffic"] != self.traffic:
            pass
        self.numbers = decode_numbers(message, self.numbers)

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encode(message))
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        while True:
            while self.frames:
                message = self.frames.pop(0)
                if message["type"] == "numbers":
                    return message
            self.frames += self.reader.feed(os.read(self.process.stdout.fileno(), 1 << 16))


def _simulate(stages: int) -> float:
    import simpy

    dice, clock, times = random.Random(1), simpy.Environment(), []
    servers = [simpy.Resource(clock) for _ in range(stages)]

    def job() -> Generator[Any, Any, None]:
        start = clock.now
        for server in servers:
            with server.request() as served:
                yield served
                yield clock.timeout(dice.expovariate(150))
        times.append(clock.now - start)

    def arrivals() -> Generator[Any, Any, None]:
        for _ in range(JOBS):
            yield clock.timeout(dice.expovariate(90))
            clock.process(job())

    clock.process(arrivals())
    clock.run()
    return sorted(times)[int(0.99 * len(times))]
